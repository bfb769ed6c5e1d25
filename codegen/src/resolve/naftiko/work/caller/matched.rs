//! How inputs of a unit and of the operation that it calls find each other, beside by name.

use std::collections::BTreeSet;

use crate::diagnostic::Code;
use crate::json::Value;
use crate::model::{Input, Location, Operation, Part, Segment, ValueSource};
use crate::names::Index;
use crate::read::naftiko::{Data, Map, Spanned};
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::constant;
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

impl Resolver<'_, '_> {
    /// Notes which inputs go by their very name: `with` names them, or the path of the operation does.
    pub(crate) fn claim(&mut self, operation: &Operation, with: &Map<Spanned<Data>>) {
        let in_path = |input: &&Input| input.location == Location::Path && with.get(&input.name).is_none();
        let mut claimed: BTreeSet<String> =
            operation.inputs.iter().filter(in_path).map(|input| input.name.clone()).collect();
        claimed.extend(with.iter().filter_map(|(_, value)| value.as_text()).flat_map(|text| self.named_in(text)));
        self.taken.claim(&claimed);
    }

    /// The names that a value of `with` mentions.
    fn named_in(&self, text: &str) -> Vec<String> {
        if let Some(reference) = self.reference(text, "") {
            return vec![reference.name.to_owned()];
        }
        let names = template::parse_value(text).into_iter().filter_map(|piece| match piece {
            Piece::Variable(name, _) => {
                Some(self.reference(&name, "").map_or(name.as_str(), |found| found.name).to_owned())
            }
            Piece::Text(_) => None,
        });
        names.collect()
    }

    /// The variables of the path of a route for those of the operation: by position, if there are as many and none goes by
    /// its name.
    pub(crate) fn by_position(
        &mut self,
        operation: &Operation,
        with: &Map<Spanned<Data>>,
    ) -> Vec<(usize, ValueSource)> {
        let mut wanted: Vec<usize> = Vec::new();
        for segment in &operation.path.segments {
            match segment {
                Segment::Variable(index) if !wanted.contains(index) => wanted.push(*index),
                _ => {}
            }
        }
        let given = Index::of(with.iter().map(|(key, _)| key.value.as_str()));
        let is_given = |index: &usize| {
            let Input { name, or_setting, .. } = &operation.inputs[*index];
            *or_setting
                || given.position(name).is_some()
                || self.declared.fixed.iter().any(|fixed| fixed.name == *name)
                || self.is_known(name)
                || self.is_member(name)
        };
        let is_taken = |at: &usize| {
            let taken = &self.taken.inputs[*at];
            self.taken.is_used(*at) || !taken.input.is_in_path || taken.is_claimed
        };
        let declared = self.declared;
        let path = &declared.path;
        if wanted.len() != path.len() || wanted.iter().any(is_given) || path.iter().any(is_taken) {
            return Vec::new();
        }
        let pair = |(index, at): (usize, &usize)| {
            let wanted = Wanted::input(&operation.inputs[index]);
            self.report_position(*at, wanted.name);
            self.taken.feed(*at, wanted, true);
            (index, ValueSource::Input(*at))
        };
        wanted.into_iter().zip(path).map(pair).collect()
    }

    fn report_position(&mut self, at: usize, wanted: &str) {
        let input = &self.taken.inputs[at].input;
        let variable = &input.name;
        let message =
            format!("no variable is called `{wanted}`: `{{{variable}}}` is passed as it, by its position in the path");
        let prefix = self.frame.namespace().unwrap_or("rest");
        let help = format!("call it `{{{wanted}}}`, or pass it on: `with: {{{wanted}: {prefix}.{variable}}}`");
        self.context.sink.report(Code::UNPLACED_PATH_PARAMETER, &input.place, message).help(help);
    }

    /// Takes the type that `wanted` has, which the input feeds, if the declared one can't become that; `place` is where
    /// `wanted` is declared.
    pub(crate) fn fit(&mut self, source: &ValueSource, wanted: &Input, place: &Place) {
        self.check_values(source, wanted, place);
        let ValueSource::Input(at) = source else { return };
        self.taken.want(*at, wanted.ty, &wanted.name);
        let Some(declared) = self.taken.fit(*at, wanted.ty) else { return };
        let input = &self.taken.inputs[*at].input;
        let (is, takes) = (constant::wanted(declared), constant::wanted(wanted.ty));
        let (name, target) = (&input.name, &wanted.name);
        let message = format!("`{name}` is declared as {is}, and feeds `{target}`, which takes {takes}; it is {takes}");
        let (written, ty) = (input.ty_place.as_ref().unwrap_or(&input.place), wanted.ty.as_str());
        let report = self.context.sink.report(Code::TYPE_DIFFERS, written, message);
        let report = report.help(format!("declare it as `type: {ty}`")).related(place, "what it feeds");
        input.ty_place.iter().fold(report, |report, place| report.replace(place, ty));
    }

    /// Reports values that inputs may have, or have where callers give none, of which `wanted`, which they feed alone or as a
    /// part of a text, can never be made.
    fn check_values(&mut self, source: &ValueSource, wanted: &Input, place: &Place) {
        let parts = match source {
            ValueSource::Input(at) => vec![*at],
            ValueSource::Text(parts) => parts.iter().filter_map(Part::input).collect(),
            _ => return,
        };
        for at in parts {
            let input = &self.taken.inputs[at].input;
            let can_be = |value: &Value| match (source, value.as_str()) {
                (ValueSource::Text(_), Some(text)) => constant::can_hold(wanted.ty, text),
                _ => constant::coerced(wanted.ty, value).is_some(),
            };
            let is_of_own_type = |value: &Value| input.ty.is_none_or(|ty| constant::coerced(ty, value).is_some());
            let is_own = input.is_declared() && input.ty.is_some_and(|ty| ty.can_become(wanted.ty));
            let Some(value) =
                input.values().into_iter().filter(|_| is_own).find(|value| is_of_own_type(value) && !can_be(value))
            else {
                continue;
            };
            let (name, target, takes) = (&input.name, &wanted.name, constant::wanted(wanted.ty));
            let shown = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let message = format!("`{name}` may be `{shown}`, and feeds `{target}`, which takes {takes}");
            let help = format!("feed `{target}` from another input, or allow only what is {takes}");
            let report = self.context.sink.report(Code::TYPE_DIFFERS, &input.place, message);
            report.help(help).related(place, "what it feeds");
        }
    }
}
