//! What names of inputs stand for.

use crate::diagnostic::Code;
use crate::json::Value;
use crate::model::{Input, Location, Part, Use, ValueSource};
use crate::names;
use crate::read::naftiko as doc;
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::Survey;
use crate::resolve::naftiko::work::caller::declared::DeclaredInputs;
use crate::resolve::naftiko::work::caller::frame::Frame;
use crate::resolve::naftiko::work::caller::input::InputOrigin;
use crate::resolve::naftiko::work::caller::taken::{TakenInput, TakenInputs};
use crate::resolve::naftiko::work::earlier::Earlier;
use crate::resolve::naftiko::work::wanted::Wanted;
use crate::resolve::text::reference::Reference;
use crate::source::Place;

/// What values of a unit or flow are resolved with.
pub(crate) struct Resolver<'r, 'c> {
    pub(crate) context: &'r mut Context<'c>,
    /// The document, for names of all of it.
    pub(crate) survey: &'r Survey<'r>,
    pub(crate) declared: &'r DeclaredInputs<'r>,
    pub(crate) frame: &'r Frame,
    pub(crate) taken: &'r mut TakenInputs,
    pub(crate) earlier: &'r Earlier,
    /// What the operation takes that values are given to; nothing where there is none.
    pub(crate) called: &'r [Input],
}

impl Resolver<'_, '_> {
    /// What the caller gives for `name`: an input (declared, found by spelling, or added), or what stands in its stead. `alone`
    /// says whether as a value or within a text.
    pub(crate) fn named(&mut self, name: &str, place: &Place, wanted: Wanted<'_>, alone: bool) -> ValueSource {
        if let Some(source) = self.instead(name, wanted, alone) {
            return source;
        }
        let index = match self.taken.position(name) {
            Some(index) => index,
            None => self.taken.add(name, place),
        };
        self.note_spelling(index, name, place);
        self.taken.feed(index, wanted, alone);
        ValueSource::Input(index)
    }

    /// What passes by name to `wanted`: a declared input, or what stands in its stead; with `add`, a new one if there is none.
    pub(crate) fn by_name(&mut self, wanted: Wanted<'_>, add: bool) -> Option<ValueSource> {
        if let Some(source) = self.instead(wanted.name, wanted, true) {
            return Some(source);
        }
        if self.taken.exact(wanted.name).is_none()
            && let Some(source) = self.member(wanted.name, wanted)
        {
            return Some(source);
        }
        let is_it = |at: &usize| self.taken.inputs[*at].input.name == wanted.name || !self.taken.is_used(*at);
        let index = match self.taken.position(wanted.name).filter(is_it) {
            Some(index) => index,
            None if add => self.taken.add(wanted.name, self.declared.unit.place),
            None => return None,
        };
        self.taken.feed(index, wanted, true);
        Some(ValueSource::Input(index))
    }

    /// What a declared input called `name` gives to `wanted`, which has that name in another place; none if the caller tells
    /// the two apart.
    pub(crate) fn of_namesake(&mut self, name: &str, wanted: Wanted<'_>) -> Option<ValueSource> {
        if self.taken.exact(wanted.name).is_some() {
            return None;
        }
        let is_it = |taken: &TakenInput| {
            let input = &taken.input;
            input.name == name && input.is_declared() && input.location != Some(doc::Location::Path)
        };
        let is_meant = self.taken.inputs.iter().any(is_it) || self.frame.bound(name).is_some();
        is_meant.then(|| self.by_name(Wanted { name, ..wanted }, false)).flatten()
    }

    /// Whether something has that name: an input of the unit, in any spelling, or what stands in its stead inside of a flow.
    pub(crate) fn is_known(&self, name: &str) -> bool {
        self.taken.position(name).is_some() || self.frame.bound(name).is_some()
    }

    /// Whether the unit declares an input of exactly that name, or gives it to the flow that it refers to.
    pub(crate) fn gives(&self, name: &str) -> bool {
        let is_own = |at: usize| self.taken.inputs[at].input.origin != InputOrigin::Added;
        self.taken.exact(name).is_some_and(is_own)
            || self.declared.fixed.iter().any(|fixed| fixed.name == name)
            || self.frame.bound(name).is_some()
    }

    /// What fills `wanted` where nobody gives it: the setting of its name.
    pub(crate) fn setting_for(&mut self, wanted: &Input, place: &Place) -> ValueSource {
        let env = self.context.variable(&wanted.name, place, "");
        self.context.settings.secret(&env, &format!("fills {{{}}} in requests", wanted.name));
        ValueSource::Text(vec![Part::Setting(env)])
    }

    /// The setting that takes the place of a secret which `with` writes out: none is generated.
    pub(crate) fn literal_secret(&mut self, wanted: &Input, place: &Place, declared: &Place) -> ValueSource {
        self.context.sink.hide(place);
        let env = names::env(&wanted.name);
        let message =
            format!("a secret stands in the document ({}); it is not generated, {env} takes its place", wanted.name);
        let help = format!("remove it, give {env} at start-up, and revoke what was written");
        self.context.sink.report(Code::LITERAL_SECRET, place, message).help(help);
        self.setting_for(wanted, declared)
    }

    /// What a text refers to; none if it refers to nothing. `wanted` is a name too.
    pub(crate) fn reference<'t>(&self, text: &'t str, wanted: &str) -> Option<Reference<'t>> {
        self.frame.reference(text, |name| name == wanted || self.taken.exact(name).is_some())
    }

    /// What stands for a name that is no input of callers.
    fn instead(&mut self, name: &str, wanted: Wanted<'_>, alone: bool) -> Option<ValueSource> {
        if let Some(bound) = self.frame.bound(name) {
            self.taken.read(name);
            let is_alone = alone && matches!(bound.source, ValueSource::Input(_));
            for index in bound.source.uses().into_iter().filter_map(Use::input) {
                self.taken.feed(index, wanted, is_alone);
            }
            let (source, place) = (bound.source.clone(), &bound.place);
            if matches!(source, ValueSource::List(_) | ValueSource::Object(_))
                && !(alone && wanted.location == Location::Body)
            {
                self.context.report_within(name, place);
                return Some(ValueSource::Constant(Value::Null));
            }
            return Some(if alone { wanted.checked(self.context, source, place) } else { source });
        }
        let index = self.declared.fixed.iter().position(|fixed| fixed.name == name)?;
        self.taken.use_fixed(index);
        Some(self.declared.fixed[index].source(self.context, wanted, alone))
    }
}
