//! What a call is given: `with`, and what passes by name.

use super::call::{Called, Unit};
use super::{Context, constant, later};
use crate::diagnostic::{Code, nearest};
use crate::model::{Binding, Input, Location, Operation};
use crate::read::naftiko::{Data, Spanned, Work};
use crate::resolve::names;
use crate::source::Place;

/// Words that real documents put before the name of a caller's parameter, beside the namespace of the server.
pub(super) const PREFIXES: [&str; 5] = ["rest", "tools", "mcp", "params", "input"];
/// Second words that say where a REST parameter stands, if a third one follows.
const LOCATIONS: [&str; 4] = ["query", "path", "header", "body"];

/// Inputs of the called operation and where their values come from.
#[derive(Debug, Default)]
pub(super) struct Arguments<'a> {
    /// What the caller gives.
    pub(super) caller: Vec<Argument<'a>>,
    /// Input name and JSON text of what the document fixes.
    pub(super) constants: Vec<(String, String)>,
}

/// An input that the caller gives.
#[derive(Debug)]
pub(super) struct Argument<'a> {
    /// What the caller calls it.
    pub(super) name: String,
    /// Where the document refers to it; none if it passes by name.
    pub(super) place: Option<Place>,
    /// What it is to the operation.
    pub(super) input: &'a Input,
}

/// Resolves `with`. What is required, and the body, passes by name if `with` doesn't mention it; without `with` everything does.
pub(super) fn arguments<'a>(
    context: &mut Context<'_>,
    unit: Unit<'_>,
    namespace: &str,
    called: Called<'a>,
    work: Work<'_>,
) -> Arguments<'a> {
    let operation = called.operation;
    let mut arguments = Arguments::default();
    for (key, value) in work.with {
        if operation.owns(&key.value) {
            continue;
        }
        if let Some(input) = input(context, operation, key) {
            arguments.add(context, namespace, input, value);
        }
    }
    for input in &operation.inputs {
        // An input of the path that is not required has no place in it: it is never sent.
        let wanted = match input.location {
            Location::Path => input.required,
            Location::Body => true,
            Location::Query | Location::Header | Location::Cookie => input.required || work.with.is_empty(),
        };
        if wanted && !arguments.mention(&input.name) {
            arguments.pass(context, Argument { name: input.name.clone(), place: None, input }, unit.place);
        }
    }
    note_derived(context, unit, &arguments);
    arguments
}

/// The input that a key of `with` names.
fn input<'a>(context: &mut Context<'_>, operation: &'a Operation, key: &Spanned<String>) -> Option<&'a Input> {
    let known = operation.inputs.iter().map(|input| input.name.as_str());
    let found = names::position(known.clone(), &key.value).map(|index| &operation.inputs[index]);
    if found.is_none() {
        let (name, declare) =
            (&operation.name, format!("declare it under the `inputParameters` of `{}`", operation.name));
        let help = match nearest(&key.value, known) {
            Some(near) => format!("did you mean `{near}`? Or {declare}"),
            None => declare,
        };
        let what = format!("`{name}` declares no input `{}`; sending it undeclared", key.value);
        later(context.sink, &key.place, &what, &help);
    }
    found
}

impl<'a> Arguments<'a> {
    fn add(&mut self, context: &mut Context<'_>, namespace: &str, input: &'a Input, value: &Spanned<Data>) {
        let Data::Text(text) = &value.value else {
            return self.fix(context, input, value);
        };
        if text.contains('{') || text.starts_with("env.") {
            later(
                context.sink,
                &value.place,
                "a template in `with`",
                "pass a parameter of the caller, such as `rest.id`, or a fixed value",
            );
            return;
        }
        let Some((prefix, name)) = reference(text, namespace, input) else {
            return self.fix(context, input, value);
        };
        if prefix != namespace {
            let message =
                format!("the reference engine sends the text `{text}`; Capwright passes the caller's `{name}`");
            context
                .sink
                .report(Code::ENGINE_DIFFERS, &value.place, message)
                .help(format!("nothing to do here; for the engine, write `{namespace}.{name}`"));
        }
        let argument = Argument { name: name.to_owned(), place: Some(value.place.clone()), input };
        self.pass(context, argument, &value.place);
    }

    fn fix(&mut self, context: &mut Context<'_>, input: &Input, value: &Spanned<Data>) {
        self.constants.push((input.name.clone(), constant::json_text(context, input, value)));
    }

    /// Adds what the caller gives, under a name that nothing else of the caller has.
    fn pass(&mut self, context: &mut Context<'_>, argument: Argument<'a>, place: &Place) {
        if let Some(twin) = self.caller.iter().find(|known| known.name == argument.name) {
            let what = format!(
                "`{}` of the caller for two inputs, `{}` and `{}`,",
                argument.name, twin.input.name, argument.input.name
            );
            later(context.sink, place, &what, "give each input a parameter of its own in `with`");
        }
        self.caller.push(argument);
    }

    fn mention(&self, name: &str) -> bool {
        self.caller.iter().any(|argument| argument.input.name == name)
            || self.constants.iter().any(|(input, _)| input == name)
    }

    /// The binding of a caller that calls each argument as `names` says, in the order of the arguments.
    pub(super) fn binding(self, names: &[String]) -> Binding {
        let renames = names.iter().zip(&self.caller).filter(|(name, argument)| **name != argument.input.name);
        let renames = renames.map(|(name, argument)| (name.clone(), argument.input.name.clone())).collect();
        Binding { renames, constants: self.constants, defaults: Vec::new() }
    }
}

/// The prefix and the parameter of `rest.limit`; none if the text refers to nothing.
fn reference<'t>(text: &'t str, namespace: &str, input: &Input) -> Option<(&'t str, &'t str)> {
    let prefixes = std::iter::once(namespace).chain(PREFIXES);
    let prefix = prefixes
        .filter(|prefix| text.strip_prefix(prefix).is_some_and(|rest| rest.starts_with('.')))
        .max_by_key(|prefix| prefix.len())?;
    let (prefix, rest) = text.split_at(prefix.len());
    let rest = rest.get(1..).filter(|rest| !rest.is_empty())?;
    let located = rest
        .split_once('.')
        .filter(|(location, name)| LOCATIONS.contains(location) && !name.is_empty() && rest != input.name);
    Some((prefix, located.map_or(rest, |(_, name)| name)))
}

fn note_derived(context: &mut Context<'_>, unit: Unit<'_>, arguments: &Arguments<'_>) {
    if unit.declares_inputs || arguments.caller.is_empty() {
        return;
    }
    let (count, kind, name) = (arguments.caller.len(), unit.kind, unit.name);
    let inputs = if count == 1 { "its input is".to_owned() } else { format!("its {count} inputs are") };
    let message = format!("{kind} `{name}` declares no inputs; {inputs} taken from the operation that it calls");
    context
        .sink
        .report(Code::DERIVED_INPUTS, unit.place, message)
        .help("to describe them otherwise, change the `inputParameters` of the consumed operation");
}
