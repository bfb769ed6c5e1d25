//! Bodies of methods, from models built by hand.

mod steps;
mod values;

use proc_macro2::TokenStream;
use quote::quote;

use super::work;
use crate::model::json_path::Segment;
use crate::model::{
    Arguments, BaseUrl, Body, Call, CallStep, Calls, Capability, Constraints, Function, FunctionInput, Input, Location,
    Lookup, Method, Operation, Origin, Output, Part, Path, Pick, Record, Selection, Shape, Shaped, Stage, Steps,
    Target, Type, Upstream, ValueSource, Work,
};

const GET_SHIP: usize = 0;
const LIST_CREW: usize = 1;
const SEARCH: usize = 2;

fn input(name: &str, ty: Type, required: bool) -> Input {
    Input {
        name: name.to_owned(),
        field: crate::names::snake(name),
        location: Location::Query,
        ty,
        required,
        description: String::new(),
        constraints: Constraints::default(),
        or_setting: false,
        is_secret: false,
    }
}

fn operation(name: &str, inputs: Vec<Input>) -> Operation {
    Operation {
        name: name.to_owned(),
        ident: crate::names::snake(name),
        record: crate::names::pascal(name) + "Input",
        description: String::new(),
        method: Method::Get,
        path: Path { text: "/".to_owned(), segments: Vec::new() },
        inputs,
        auth: None,
        parameters: Vec::new(),
        body: Body::None,
        format: crate::model::Format::Json,
        sample: None,
        owned: Vec::new(),
    }
}

/// Upstreams with an operation of a required input, one of none, and one of an optional input of each type.
fn capability() -> Capability {
    let types = [Type::String, Type::Integer, Type::Number, Type::Boolean, Type::Object, Type::Array, Type::Any];
    let each = types.map(|ty| input(ty.as_str(), ty, false)).to_vec();
    let operations = vec![
        operation("get-ship", vec![input("imo_number", Type::String, true), input("depth", Type::Integer, false)]),
        operation("list-crew", Vec::new()),
        operation("search", each),
    ];
    let upstream = Upstream {
        namespace: "registry".to_owned(),
        field: "registry".to_owned(),
        base_url: BaseUrl { env: "REGISTRY_BASE_URL".to_owned(), template: crate::model::Template::default() },
        auth: crate::model::Auth::None,
        operations,
    };
    Capability { upstreams: vec![upstream], functions: Vec::new(), servers: Vec::new() }
}

fn call(operation: usize, arguments: Vec<(usize, ValueSource)>) -> Call {
    Call { target: Target { upstream: 0, operation }, arguments: Arguments::Each(arguments) }
}

fn step(name: &str, call: Call) -> CallStep {
    let ident = crate::names::snake(name);
    let input = crate::names::snake(&format!("{name} input"));
    CallStep { name: name.to_owned(), ident, input, call, outputs: Vec::new(), writes: false, after: Vec::new() }
}

fn part(step: &str, keys: &[&str]) -> Pick {
    let keys = keys.iter().map(|key| (*key).to_owned()).collect();
    Pick { step: step.to_owned(), selection: Selection::Keys(keys) }
}

/// All that a path finds in what a step answered, with the static of that path.
fn path(step: &str, text: &str, segments: Vec<Segment>, ident: &str) -> Pick {
    let selection = Selection::Path { ident: Some(ident.to_owned()), text: text.to_owned(), segments, is_list: true };
    Pick { step: step.to_owned(), selection }
}

fn at_once(steps: Vec<CallStep>) -> Stage {
    let variable = (steps.len() > 1).then(|| "calls".to_owned());
    Stage::Calls(Calls { steps, variable })
}

fn text(text: &str) -> Part {
    Part::Text(text.to_owned())
}

fn steps(stages: Vec<Stage>, last: &str) -> Work {
    Work::Steps(Steps { stages, passed_on: Some(last.to_owned()) })
}

/// What is answered: what passes on is the answer of a call that runs alone; of others, outputs hold it.
fn output(work: &mut Work) -> Output {
    let Work::Steps(steps) = work else { return Output::Reply };
    let is_alone = |step: &String| {
        let calls =
            steps.stages.iter().filter_map(|stage| if let Stage::Calls(calls) = stage { Some(calls) } else { None });
        calls.map(|calls| calls.steps.as_slice()).any(|alone| matches!(alone, [only] if only.ident == *step))
    };
    match steps.passed_on.take_if(|step| !is_alone(step)) {
        Some(step) => Output::Typed(Shaped::new(Origin::Step(part(&step, &[])), Shape::Plain(Type::Any))),
        None => Output::Reply,
    }
}

/// The body of a function of these inputs, where no operation is a method of the service.
fn body(inputs: Vec<Input>, work: Work) -> String {
    body_with(&[], inputs, work)
}

/// The same where these operations are methods of the service.
fn body_with(methods: &[usize], inputs: Vec<Input>, mut work: Work) -> String {
    let methods = methods.iter().map(|operation| Target { upstream: 0, operation: *operation }).collect();
    let input = FunctionInput::Own(Record { name: "FunctionInput".to_owned(), inputs });
    let ident = "function".to_owned();
    let output = output(&mut work);
    let function = Function { ident, flow: None, description: String::new(), input, work, output };
    print(&work::body(&capability(), &methods, &function))
}

fn print(body: &TokenStream) -> String {
    let file = syn::parse2(quote!(async fn function() { #body })).unwrap_or_else(|error| panic!("{error}: {body}"));
    let text = prettyplease::unparse(&file);
    text.lines().filter_map(|line| line.strip_prefix("    ")).map(|line| format!("{line}\n")).collect()
}
