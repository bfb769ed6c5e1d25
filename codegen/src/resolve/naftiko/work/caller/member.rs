//! Members of inputs that are objects: `{{user.name}}`.

use crate::json::Value;
use crate::model::{Location, Member, Selection, Type, ValueSource};
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::reference::{Variable, heads};

impl Resolver<'_, '_> {
    /// What stands for a name that begins with that of an object, which the unit declares or gives to its flow or steps.
    pub(crate) fn member(&mut self, name: &str, wanted: Wanted<'_>) -> Option<ValueSource> {
        let (head, path) = heads(name).find(|(head, _)| self.is_object(head))?;
        let keys = || path.split('.').map(str::to_owned);
        let Some(bound) = self.frame.bound(head) else {
            let input = self.taken.exact(head)?;
            self.feed_member(input, wanted);
            return Some(ValueSource::Member(Member { input, keys: keys().collect() }));
        };
        self.taken.read(head);
        match bound.source.clone() {
            ValueSource::Input(input) => {
                self.feed_member(input, wanted);
                Some(ValueSource::Member(Member { input, keys: keys().collect() }))
            }
            ValueSource::Member(Member { input, keys: outer }) => {
                self.feed_member(input, wanted);
                Some(ValueSource::Member(Member { input, keys: outer.into_iter().chain(keys()).collect() }))
            }
            ValueSource::Constant(value) => {
                let found = path.split('.').try_fold(&value, |value, key| value.get(key));
                Some(wanted.checked(
                    self.context,
                    ValueSource::Constant(found.cloned().unwrap_or(Value::Null)),
                    &bound.place,
                ))
            }
            ValueSource::Step(mut pick) => {
                if let Selection::Keys(selected) = &mut pick.selection {
                    selected.extend(keys());
                }
                Some(ValueSource::Step(pick))
            }
            ValueSource::Text(_) | ValueSource::List(_) | ValueSource::Object(_) => None,
        }
    }

    /// The same for a variable, which means `name` unless an object is called like the prefix before that.
    pub(crate) fn member_of(&mut self, variable: &Variable<'_>, name: &str, wanted: Wanted<'_>) -> Option<ValueSource> {
        let of_object = |name: &&str| self.taken.exact(name).is_none() && self.is_member(name);
        let meant = [variable.name, name].into_iter().find(of_object)?;
        if name != variable.name && self.is_known(name) {
            return None;
        }
        self.context.engine_differs_in_braces(&variable.place, variable.written);
        self.member(meant, Wanted { required: wanted.required && variable.is_whole, ..wanted })
    }

    /// Whether a name is that of a member of an object.
    pub(crate) fn is_member(&self, name: &str) -> bool {
        heads(name).any(|(head, _)| self.is_object(head))
    }

    /// Whether an object is called exactly so.
    fn is_object(&self, name: &str) -> bool {
        let is_declared = |at: usize| {
            let input = &self.taken.inputs[at].input;
            input.is_declared() && input.ty == Some(Type::Object)
        };
        match self.frame.bound(name).map(|bound| &bound.source) {
            Some(ValueSource::Input(at)) => self.taken.inputs[*at].ty() == Type::Object,
            Some(ValueSource::Member(_) | ValueSource::Constant(Value::Object(_))) => true,
            Some(ValueSource::Step(pick)) => matches!(pick.selection, Selection::Keys(_)),
            Some(ValueSource::Constant(_) | ValueSource::Text(_) | ValueSource::List(_) | ValueSource::Object(_)) => {
                false
            }
            None => self.taken.exact(name).is_some_and(is_declared),
        }
    }

    /// Takes an object for one of its members: it must be given where the member must.
    fn feed_member(&mut self, input: usize, wanted: Wanted<'_>) {
        let location = if wanted.location == Location::Path { Location::Query } else { wanted.location };
        self.taken.feed(input, Wanted { location, ..wanted }, false);
        if wanted.required {
            self.taken.need(input);
        }
    }
}
