//! How inputs of a unit and of the operation that it calls find each other, beside by name.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::model::{Input, Location, Operation, Segment, Source};
use crate::names;
use crate::read::naftiko::{Data, Map, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::text::constant;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

impl Caller {
    /// Notes which inputs go by their very name: `with` names them, or the path of the operation does.
    pub(crate) fn claim(&mut self, operation: &Operation, with: &Map<Spanned<Data>>) {
        let in_path = |input: &&Input| input.location == Location::Path && with.get(&input.name).is_none();
        let mut claimed: BTreeSet<String> =
            operation.inputs.iter().filter(in_path).map(|input| input.name.clone()).collect();
        claimed.extend(with.iter().filter_map(|(_, value)| value.as_text()).flat_map(|text| self.named_in(text)));
        for input in self.inputs.iter_mut().filter(|input| claimed.contains(&input.name)) {
            input.is_claimed = true;
        }
    }

    /// The names that a value of `with` mentions.
    fn named_in(&self, text: &str) -> Vec<String> {
        if let Some((_, name)) = self.reference(text, "") {
            return vec![name.to_owned()];
        }
        let names = template::parse_value(text).into_iter().filter_map(|piece| match piece {
            Piece::Variable(name, _) => {
                Some(self.reference(&name, "").map_or(name.as_str(), |(_, name)| name).to_owned())
            }
            Piece::Text(_) => None,
        });
        names.collect()
    }

    /// The variables of the path of a route for those of the operation: by position, if there are as many and none goes by
    /// its name.
    pub(crate) fn by_position(
        &mut self,
        context: &mut Context<'_>,
        operation: &Operation,
        with: &Map<Spanned<Data>>,
    ) -> Vec<(usize, Source)> {
        let mut wanted: Vec<usize> = Vec::new();
        for segment in &operation.path.segments {
            match segment {
                Segment::Variable(index) if !wanted.contains(index) => wanted.push(*index),
                _ => {}
            }
        }
        let is_given = |index: &usize| {
            let name = &operation.inputs[*index].name;
            let mut stands_in = self.fixed.iter().map(|fixed| &fixed.name);
            let mut overlaid = self.overlay.iter().map(|known| &known.name);
            with.iter().any(|(key, _)| names::alike(key, name))
                || stands_in.any(|known| known == name)
                || overlaid.any(|known| known == name)
                || self.position(name).is_some()
        };
        let is_taken = |at: &usize| self.is_used(*at) || !self.inputs[*at].is_in_path || self.inputs[*at].is_claimed;
        if wanted.len() != self.path.len() || wanted.iter().any(is_given) || self.path.iter().any(is_taken) {
            return Vec::new();
        }
        let pairs: Vec<(usize, usize)> = wanted.into_iter().zip(self.path.clone()).collect();
        let pair = |(index, at): (usize, usize)| {
            let wanted = &operation.inputs[index];
            self.report_position(context, at, &wanted.name);
            self.feed(at, wanted, true);
            (index, Source::Input(at))
        };
        pairs.into_iter().map(pair).collect()
    }

    fn report_position(&self, context: &mut Context<'_>, at: usize, wanted: &str) {
        let variable = &self.inputs[at].name;
        let message =
            format!("no variable is called `{wanted}`: `{{{variable}}}` is passed as it, by its position in the path");
        let prefix = self.prefixes.last().map_or("rest", String::as_str);
        let help = format!("call it `{{{wanted}}}`, or pass it on: `with: {{{wanted}: {prefix}.{variable}}}`");
        context.sink.report(Code::UNPLACED_PATH_PARAMETER, &self.inputs[at].place, message).help(help);
    }

    /// Takes the type that `wanted` has, which the input feeds, if the declared one can't become that; `place` is where
    /// `wanted` is declared.
    pub(crate) fn fit(&mut self, context: &mut Context<'_>, source: &Source, wanted: &Input, place: &Place) {
        let Source::Input(at) = source else { return };
        let input = &mut self.inputs[*at];
        let Some(declared) = input.fit(wanted.ty) else { return };
        let (is, takes) = (constant::wanted(declared), constant::wanted(wanted.ty));
        let (name, target) = (&input.name, &wanted.name);
        let message = format!("`{name}` is declared as {is}, and feeds `{target}`, which takes {takes}; it is {takes}");
        let report = context.sink.report(Code::TYPE_DIFFERS, &input.place, message);
        report.help(format!("declare it as `type: {}`", wanted.ty.as_str())).related(place, "what it feeds");
    }
}
