//! Lists and mappings of `with` that become JSON: what callers and steps give may stand within.

use crate::model::{Input, Source, Type};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::work::caller::Caller;
use crate::resolve::naftiko::work::earlier::Earlier;

impl Caller {
    /// What a value of `with` becomes for the input `wanted` of a JSON body; nothing if there is a problem, which is reported.
    pub(crate) fn json(
        &mut self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        wanted: &Input,
        value: &Spanned<Data>,
    ) -> Option<Source> {
        if self.reference_within(earlier, value).is_none() {
            return self.value(context, earlier, wanted, value);
        }
        let within = Input { ty: Type::Any, required: false, description: String::new(), ..wanted.clone() };
        self.part(context, earlier, &within, value)
    }

    /// The first text in a list or mapping that refers to something.
    pub(crate) fn reference_within<'v>(
        &self,
        earlier: &Earlier,
        value: &'v Spanned<Data>,
    ) -> Option<&'v Spanned<Data>> {
        let search = |value: &'v Spanned<Data>| match &value.value {
            Data::Text(text) => self.refers(earlier, text).then_some(value),
            _ => self.reference_within(earlier, value),
        };
        match &value.value {
            Data::List(items) => items.iter().find_map(search),
            Data::Map(members) => members.iter().map(|(_, value)| value).find_map(search),
            _ => None,
        }
    }

    fn refers(&self, earlier: &Earlier, text: &str) -> bool {
        text.contains("{{") || self.reference(text, "").is_some() || earlier.is_part(text)
    }

    fn part(
        &mut self,
        context: &mut Context<'_>,
        earlier: &Earlier,
        wanted: &Input,
        value: &Spanned<Data>,
    ) -> Option<Source> {
        match &value.value {
            Data::List(items) => {
                let items = items.iter().map(|item| self.part(context, earlier, wanted, item));
                items.collect::<Option<Vec<_>>>().map(Source::List)
            }
            Data::Map(members) => {
                let member = |(name, value): &(Spanned<String>, Spanned<Data>)| {
                    Some((name.value.clone(), self.part(context, earlier, wanted, value)?))
                };
                members.iter().map(member).collect::<Option<Vec<_>>>().map(Source::Object)
            }
            Data::Text(_) => self.value(context, earlier, wanted, value),
            scalar => Some(Source::Constant(scalar.to_json())),
        }
    }
}
