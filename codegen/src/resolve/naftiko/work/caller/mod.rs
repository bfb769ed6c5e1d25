//! What a unit takes of its callers: its inputs, while what it does is resolved.

mod declared;
pub(crate) mod input;
mod matched;
mod nested;
mod notes;
mod value;

use crate::model::{Input, Location, Part, Source, Type, Use};
use crate::names;
use crate::read::naftiko::{self as doc, Data, ExposedInput, Named, Spanned};
use crate::resolve::context::Context;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::text::constant;
use crate::source::Place;

pub(crate) use crate::resolve::naftiko::work::caller::input::{CallerInput, Origin};

/// The inputs of a unit while its calls are resolved.
#[derive(Debug, Default)]
pub(crate) struct Caller {
    /// Declared ones in document order, then those of the path of a route, then added ones in the order of their first use.
    pub(crate) inputs: Vec<CallerInput>,
    /// Whether all inputs of a called operation become inputs of the unit, or only what must be given.
    pub(crate) derives_all: bool,
    /// Whether the unit declares any.
    declares: bool,
    /// Where the unit stands.
    place: Place,
    /// Whether what it calls is its own affair: a function of it takes what it takes, not what the operation takes.
    pub(crate) hides_call: bool,
    /// Namespaces that stand before names.
    prefixes: Vec<String>,
    /// What stands before names of callers of another kind.
    foreign: Option<&'static str>,
    /// Declared inputs that callers have no say in.
    fixed: Vec<Fixed>,
    /// What names stand for inside of a flow.
    overlay: Vec<Overlaid>,
    /// Inputs in the order of their first use.
    used: Vec<usize>,
    /// The inputs that the variables of the path are, in its order.
    path: Vec<usize>,
}

/// What a name stands for inside of a flow.
#[derive(Debug)]
struct Overlaid {
    name: String,
    source: Source,
    is_read: bool,
}

/// A declared input with a value of its own.
#[derive(Debug)]
struct Fixed {
    name: String,
    origin: Origin,
    place: Place,
    value: FixedValue,
    is_used: bool,
}

#[derive(Debug)]
enum FixedValue {
    Constant(Spanned<Data>),
    /// The environment variable of a setting.
    Setting(String),
}

impl Caller {
    /// The inputs that `levels` declare, outermost first. `prefixes` stand before names of inputs, beside the usual words.
    pub(crate) fn new(
        context: &mut Context<'_>,
        unit: Unit<'_>,
        prefixes: &[&str],
        levels: &[&Named<ExposedInput>],
    ) -> Self {
        let mut caller = Self { place: unit.place.clone(), foreign: unit.foreign_prefix(), ..Self::default() };
        caller.prefixes = prefixes.iter().map(|prefix| (*prefix).to_owned()).collect();
        for (index, level) in levels.iter().enumerate() {
            let origin = if index + 1 == levels.len() { Origin::Declared } else { Origin::Shared };
            for input in *level {
                caller.declare(context, unit, origin, input);
            }
        }
        caller.declares = levels.last().is_some_and(|level| !level.is_empty());
        caller.derives_all = !caller.declares;
        caller
    }

    /// Names inside of a flow stand for these from here on, and `namespaces` may stand before them. What an input feeds shows
    /// inside.
    pub(crate) fn enter(&mut self, namespaces: &[&str], names: Vec<(String, Source)>) {
        self.prefixes.extend(namespaces.iter().map(|namespace| (*namespace).to_owned()));
        self.foreign = None;
        self.overlay = names.into_iter().map(|(name, source)| Overlaid { name, source, is_read: false }).collect();
        self.used.clear();
        for input in &mut self.inputs {
            input.feeds = None;
            input.fed = input.fed.filter(|ty| *ty != Type::Any);
        }
    }

    /// Notes that a flow must be given what this name stands for.
    pub(crate) fn need(&mut self, name: &str) {
        let index = match self.overlay.iter().find(|known| known.name == name).map(|known| &known.source) {
            Some(Source::Input(index)) => Some(*index),
            Some(_) => None,
            None => self.inputs.iter().position(|input| input.name == name),
        };
        if let Some(index) = index {
            self.inputs[index].needed = true;
        }
    }

    /// Whether anything inside of a flow reads the name.
    pub(crate) fn has_read(&self, name: &str) -> bool {
        self.overlay.iter().any(|known| known.name == name && known.is_read)
    }

    /// Adds the variables of the path of a route, unless they are declared.
    pub(crate) fn add_variables(&mut self, variables: &[(String, Place)]) {
        for (variable, place) in variables {
            let known = self.inputs.iter().position(|input| match input.location {
                Some(doc::Location::Path) => names::alike(&input.name, variable),
                _ => input.name == *variable,
            });
            if let Some(index) = known {
                let input = &mut self.inputs[index];
                input.is_in_path = matches!(input.location, Some(doc::Location::Path) | None);
                self.path.push(index);
            } else if !self.fixed.iter().any(|fixed| fixed.name == *variable) {
                self.path.push(self.inputs.len());
                self.inputs.push(CallerInput::new(variable, Origin::Variable, place));
            }
        }
    }

    /// What the caller gives for `name`: an input (declared, found by spelling, or added), or what stands in its stead.
    pub(crate) fn source(&mut self, context: &mut Context<'_>, name: &str, place: &Place, wanted: &Input) -> Source {
        self.named(context, name, place, wanted, true)
    }

    /// What passes by name to `wanted`: a declared input, or what stands in its stead; with `add`, a new one if there is none.
    pub(crate) fn by_name(&mut self, context: &mut Context<'_>, wanted: &Input, add: bool) -> Option<Source> {
        if let Some(source) = self.instead(context, &wanted.name, wanted, true) {
            return Some(source);
        }
        let index = match self.position(&wanted.name) {
            Some(index) if self.inputs[index].name == wanted.name || !self.used.contains(&index) => index,
            _ if add => self.add(&wanted.name, &self.place.clone()),
            _ => return None,
        };
        self.feed(index, wanted, true);
        Some(Source::Input(index))
    }

    /// What a declared input called `name` gives to `wanted`, which has that name in another place; none if the caller tells
    /// the two apart.
    pub(crate) fn declared(&mut self, context: &mut Context<'_>, name: &str, wanted: &Input) -> Option<Source> {
        if self.inputs.iter().any(|input| input.name == wanted.name) {
            return None;
        }
        let is_free = |input: &CallerInput| input.is_declared() && input.location != Some(doc::Location::Path);
        let is_declared = self.inputs.iter().any(|input| input.name == name && is_free(input));
        let is_overlaid = self.overlay.iter().any(|known| known.name == name);
        let wanted = Input { name: name.to_owned(), ..wanted.clone() };
        (is_declared || is_overlaid).then(|| self.by_name(context, &wanted, false)).flatten()
    }

    /// Notes that an input is the whole body of what it feeds.
    pub(crate) fn feeds_whole_body(&mut self, source: &Source) {
        if let Source::Input(index) = source
            && let Some((Location::Body, is_whole)) = &mut self.inputs[*index].feeds
        {
            *is_whole = true;
        }
    }

    /// Whether anything uses an input.
    pub(crate) fn is_used(&self, index: usize) -> bool {
        self.used.contains(&index)
    }

    /// The inputs in the order of their first use; then those that nothing uses and callers may give all the same.
    pub(crate) fn in_order(&self) -> Vec<usize> {
        let unused = (0..self.inputs.len())
            .filter(|index| !self.is_used(*index) && self.inputs[*index].origin != Origin::Shared);
        self.used.iter().copied().chain(unused).collect()
    }

    /// What callers give: declared inputs in document order, then the others in the order of their first use.
    pub(crate) fn shown(&self) -> Vec<usize> {
        let is_declared = |index: &usize| self.inputs[*index].is_declared();
        let (mut shown, others): (Vec<_>, Vec<_>) = self.in_order().into_iter().partition(is_declared);
        shown.sort_unstable();
        shown.extend(others);
        shown
    }

    /// Where the declared inputs stand that something uses.
    pub(crate) fn used_places(&self) -> impl Iterator<Item = &Place> {
        let inputs = self.used.iter().map(|index| &self.inputs[*index].place);
        inputs.chain(self.fixed.iter().filter(|fixed| fixed.is_used).map(|fixed| &fixed.place))
    }

    /// What a name stands for, and `alone` says whether as a value or within a text.
    fn named(&mut self, context: &mut Context<'_>, name: &str, place: &Place, wanted: &Input, alone: bool) -> Source {
        if let Some(source) = self.instead(context, name, wanted, alone) {
            return source;
        }
        let index = match self.position(name) {
            Some(index) => index,
            None => self.add(name, place),
        };
        self.note_spelling(context, index, name, place);
        self.feed(index, wanted, alone);
        Source::Input(index)
    }

    /// What stands for a name that is no input of callers.
    fn instead(&mut self, context: &mut Context<'_>, name: &str, wanted: &Input, alone: bool) -> Option<Source> {
        if let Some(known) = self.overlay.iter_mut().find(|known| known.name == name) {
            known.is_read = true;
            let source = known.source.clone();
            for index in source.uses().into_iter().filter_map(Use::input) {
                self.feed(index, wanted, alone && matches!(source, Source::Input(_)));
            }
            return Some(match source {
                Source::Constant(value) if alone => Source::Constant(constant::coerced(wanted.ty, value)),
                other => other,
            });
        }
        let fixed = self.fixed.iter_mut().find(|fixed| fixed.name == name)?;
        fixed.is_used = true;
        Some(match &fixed.value {
            FixedValue::Setting(env) => Source::Text(vec![Part::Setting(env.clone())]),
            FixedValue::Constant(value) if alone => Source::Constant(constant::value(context, wanted, value)),
            FixedValue::Constant(value) => {
                let text = constant::plain(&value.value, &value.place, context);
                Source::Text(vec![Part::Text(text)])
            }
        })
    }

    /// The input of that name, else one that the document declares, or a variable of the path, whose name differs in case and
    /// punctuation only. Two references that do so are two inputs.
    fn position(&self, name: &str) -> Option<usize> {
        let known = self.inputs.iter().map(|input| input.name.as_str());
        names::position_among(known, name, |index| self.inputs[index].may_be_meant())
    }

    fn add(&mut self, name: &str, place: &Place) -> usize {
        self.inputs.push(CallerInput::new(name, Origin::Added, place));
        self.inputs.len() - 1
    }

    /// Notes what an input feeds: what nothing says of the input is taken from there.
    fn feed(&mut self, index: usize, wanted: &Input, alone: bool) {
        if !self.used.contains(&index) {
            self.used.push(index);
        }
        let input = &mut self.inputs[index];
        input.needed |= wanted.required;
        if input.description.is_empty() && matches!(input.origin, Origin::Added | Origin::Variable) {
            input.description.clone_from(&wanted.description);
        }
        input.feeds.get_or_insert((wanted.location, false));
        if alone && input.fed.is_none_or(|ty| ty == Type::Any) {
            input.fed = Some(wanted.ty);
        }
    }
}
