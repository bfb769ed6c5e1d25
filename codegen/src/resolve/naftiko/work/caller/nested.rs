//! Lists and mappings of `with` that become JSON: what callers and steps give may stand within.

use crate::model::{Constraints, Type, ValueSource};
use crate::read::naftiko::{Data, Spanned};
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::reference::check_name;
use crate::resolve::text::template;

impl Resolver<'_, '_> {
    /// What a value of `with` becomes for an input of a JSON body; nothing if there is a problem, which is reported.
    pub(crate) fn json(&mut self, wanted: Wanted<'_>, value: &Spanned<Data>) -> Option<ValueSource> {
        if self.reference_within(value).is_none() {
            return self.value(wanted, value);
        }
        let source = self.part(
            Wanted { ty: Type::Any, required: false, description: "", constraints: Constraints::none(), ..wanted },
            value,
        )?;
        Some(wanted.checked(self.context, source, &value.place))
    }

    /// The first text in a list or mapping that refers to something.
    pub(crate) fn reference_within<'v>(&self, value: &'v Spanned<Data>) -> Option<&'v Spanned<Data>> {
        let search = |value: &'v Spanned<Data>| match &value.value {
            Data::Text(text) => self.refers(text).then_some(value),
            _ => self.reference_within(value),
        };
        match &value.value {
            Data::List(items) => items.iter().find_map(search),
            Data::Map(members) => members.iter().map(|(_, value)| value).find_map(search),
            _ => None,
        }
    }

    fn refers(&self, text: &str) -> bool {
        template::is_template(text) || self.reference(text, "").is_some() || self.earlier.is_part(text)
    }

    fn part(&mut self, wanted: Wanted<'_>, value: &Spanned<Data>) -> Option<ValueSource> {
        match &value.value {
            Data::List(items) => {
                let items = items.iter().map(|item| self.part(wanted, item));
                items.collect::<Option<Vec<_>>>().map(ValueSource::List)
            }
            Data::Map(members) => {
                let member = |(name, value): &(Spanned<String>, Spanned<Data>)| {
                    check_name(self.context, name, &name.place);
                    Some((name.value.clone(), self.part(wanted, value)?))
                };
                members.iter().map(member).collect::<Option<Vec<_>>>().map(ValueSource::Object)
            }
            Data::Text(_) => self.value(wanted, value),
            scalar => Some(ValueSource::Constant(scalar.to_json())),
        }
    }
}
