//! What authors are told of the inputs of their units.

use crate::diagnostic::{Code, nearest};
use crate::read::naftiko as doc;
use crate::resolve::naftiko::survey::unit::Unit;
use crate::resolve::naftiko::work::caller::declaration::Declaration;
use crate::resolve::naftiko::work::caller::input::{InputOrigin, UnitInput};
use crate::resolve::naftiko::work::caller::resolver::Resolver;
use crate::resolve::naftiko::work::caller::taken::TakenInput;
use crate::resolve::text::constant;
use crate::resolve::text::reference::Reference;
use crate::source::Place;

/// How many names are compared with each other: what is misspelt more often is no slip.
const MOST_COMPARED: usize = 20;

impl Resolver<'_, '_> {
    /// Notes inputs that the unit doesn't declare, and those that nothing uses. `calls_one`: whether it calls one operation;
    /// `with`: where its `with` begins.
    pub(crate) fn note(&mut self, calls_one: bool, with: Option<&Place>) {
        self.check_fixed_inputs();
        let sink = &self.context.sink;
        if !sink.has(Code::DUPLICATE_NAME) && sink.lacking(&["with"]).is_none() {
            self.note_unused(with); // else what was meant is not known
        }
        self.refuse_clashes();
        self.note_added();
        if !self.declared.is_complete {
            self.note_derived(calls_one);
        }
    }

    /// Refuses inputs that feed what no value can be at once.
    fn refuse_clashes(&mut self) {
        for taken in &self.taken.inputs {
            let Some([(one, target), (other, another)]) = taken.clash() else { continue };
            let (name, namespace) = (&taken.input.name, self.frame.namespace().unwrap_or("rest"));
            let (one, other) = (constant::wanted(*one), constant::wanted(*other));
            let message = format!(
                "`{name}` feeds `{target}`, which takes {one}, and `{another}`, which takes {other}: no value is both"
            );
            let own = if another == name { target } else { another };
            let help = format!("give one of them an input of its own, such as `{own}: {namespace}.{own}`");
            self.context.sink.report(Code::UNKNOWN_VALUE, &taken.input.place, message).help(help);
        }
    }

    fn note_unused(&mut self, with: Option<&Place>) {
        let of_origin = |origin| self.taken.inputs.iter().map(|it| &it.input).filter(move |it| it.origin == origin);
        let added: Vec<&str> = of_origin(InputOrigin::Added).map(|input| input.name.as_str()).collect();
        let missing: Vec<&str> = of_origin(InputOrigin::Added)
            .filter(|input| input.place == *self.declared.unit.place) // nothing mentions it
            .map(|input| input.name.as_str())
            .collect();
        let is_misspelt =
            |name: &String| added.iter().take(MOST_COMPARED).any(|added| nearest(added, [name.as_str()]).is_some());
        let lacks_place = |input: &UnitInput| input.location == Some(doc::Location::Path) && !input.is_in_path;
        let has_placeless = self.taken.inputs.iter().any(|taken| lacks_place(&taken.input));
        let Unit { kind, name, .. } = self.declared.unit;
        let inputs = self.taken.inputs.iter().map(|taken| &taken.input).enumerate();
        let inputs = inputs.filter(|(index, _)| !self.taken.is_used(*index) && !self.taken.is_mistaken(*index));
        let inputs = inputs.map(|(_, input)| (&input.name, input.origin, &input.place));
        let fixed = self.declared.fixed.iter().enumerate().filter(|(index, _)| !self.taken.is_fixed_used(*index));
        let fixed = fixed.map(|(_, fixed)| (&fixed.name, fixed.origin, &fixed.place));
        for (input, origin, place) in inputs.chain(fixed) {
            let message = match origin {
                InputOrigin::Declared | InputOrigin::Variable if is_misspelt(input) => continue, // told where it is
                InputOrigin::Variable if has_placeless => continue, // told as a variable that is called otherwise
                InputOrigin::Declared => format!("nothing uses the input `{input}` of {kind} `{name}`; it is not sent"),
                InputOrigin::Variable => format!("nothing uses the path variable `{input}` of {kind} `{name}`"),
                InputOrigin::Shared | InputOrigin::Added => continue,
            };
            let namespace = self.frame.namespace();
            let reference = namespace.map_or_else(|| input.clone(), |namespace| format!("{namespace}.{input}"));
            let report = self.context.sink.report(Code::UNUSED_INPUT, place, message);
            match (missing.as_slice(), with) {
                ([wanted], Some(with)) => {
                    let entry = format!("{wanted}: {reference}");
                    report.help(format!("pass it on, add `{entry}` to `with`; or remove it")).entry(with, entry);
                }
                _ => drop(report.help(format!("pass it on, such as `with: {{{input}: {reference}}}`, or remove it"))),
            }
        }
    }

    /// Notes that a unit has the inputs of what it calls.
    fn note_derived(&mut self, calls_one: bool) {
        let Unit { kind, name, place } = self.declared.unit;
        let inputs = match self.taken.count_used() {
            0 => return,
            1 => "its input is".to_owned(),
            count => format!("its {count} inputs are"),
        };
        let operations = if calls_one { "the operation that it calls" } else { "the operations that it calls" };
        let has_shared = self.taken.inputs.iter().any(|taken| taken.input.origin == InputOrigin::Shared);
        let own = if has_shared { " of its own" } else { "" };
        let message = format!("{kind} `{name}` declares no inputs{own}; {inputs} taken from {operations}");
        let help = "to describe them otherwise, change the `inputParameters` of the consumed operation";
        self.context.sink.report(Code::DERIVED_INPUTS, place, message).help(help);
    }

    /// Notes what an author who declares inputs has left out, or may have misspelled where it is mentioned.
    fn note_added(&mut self) {
        let (unit, is_complete) = (self.declared.unit, self.declared.is_complete);
        for taken in self.taken.inputs.iter().filter(|taken| taken.input.origin == InputOrigin::Added) {
            let (name, place, ty) = (&taken.input.name, &taken.input.place, taken.ty().as_str());
            let near = self.misspells(taken).map(str::to_owned);
            if !is_complete && near.is_none() {
                continue;
            }
            let message = format!("`{name}` is not declared; it is added as an input of {} `{}`", unit.kind, unit.name);
            let declare = format!("declare it under `inputParameters`: `- {{name: {name}, type: {ty}}}`");
            if near.is_none() && (!unit.is_tool() || place == unit.place) {
                self.context.sink.report(Code::UNDECLARED_VARIABLE, place, message).help(declare);
                continue;
            }
            let (spot, declaration) = (self.context.within(place, name), Declaration::of(self, name, taken.ty()));
            let report = self.context.sink.report(Code::UNDECLARED_INPUT, place, message);
            if !report.is_shown() {
                continue;
            }
            let help = match &near {
                Some(near) if is_complete => format!("did you mean `{near}`? Or {declare}"),
                Some(near) => format!("did you mean `{near}`?"),
                None => declare,
            };
            let report = report.help(help);
            match near {
                Some(near) => drop(report.replace(&spot, near)),
                None => drop(declaration.add(report)),
            }
        }
    }

    /// The input that one misspells which nothing declares: one that stands fast, or one of a call where an answer mentions it.
    fn misspells(&self, taken: &TakenInput) -> Option<&str> {
        let unit = self.declared.unit;
        if taken.input.place == *unit.place {
            return None; // nothing mentions it
        }
        let stands =
            |other: &&TakenInput| other.input.origin != InputOrigin::Added || taken.is_of_answer && !other.is_of_answer;
        let others = self.taken.inputs.iter().filter(stands).map(|other| other.input.name.as_str());
        let fixed = self.declared.fixed.iter().map(|fixed| fixed.name.as_str());
        let others = others.chain(fixed).filter(|other| *other != taken.input.name);
        self.context.patience.meant(&taken.input.name, others)
    }

    /// Notes a name that is spelled otherwise than the input that it is read as.
    pub(crate) fn note_spelling(&mut self, index: usize, name: &str, place: &Place) {
        let input = &self.taken.inputs[index].input;
        let own = &input.name;
        if own == name {
            return;
        }
        if input.origin == InputOrigin::Variable {
            let message = format!("`{name}` is matched to path variable `{{{own}}}`");
            let report = self.context.sink.report(Code::VARIABLE_SPELLING, place, message);
            report.help(format!("spell the variable `{{{name}}}`"));
            return;
        }
        let message = format!("`{name}` is read as the input `{own}`");
        let spot = self.context.within(place, name);
        let report = self.context.sink.report(Code::VARIABLE_SPELLING, place, message);
        report.help(format!("spell it `{own}`")).replace(&spot, own.as_str());
    }

    /// Notes a prefix that the reference engine does not know.
    pub(crate) fn note_prefix(&mut self, text: &str, reference: Reference<'_>, place: &Place) {
        let Reference { prefix, name } = reference;
        if self.frame.is_namespace(prefix) {
            return;
        }
        let message = format!("the reference engine sends the text `{text}`; Capwright passes the caller's `{name}`");
        let namespace = self.frame.namespace().unwrap_or(prefix);
        let report = self.context.sink.report(Code::ENGINE_DIFFERS, place, message);
        report.help(format!("nothing to do here; for the engine, write `{namespace}.{name}`"));
    }
}
