//! Functions that one stand-in cannot please together.

use std::collections::{BTreeMap, BTreeSet};

use capwright_codegen::model::{Capability, Operation, Output, Segment, Work};

/// The functions that take an answer for something else than another function does: the answer of the same operation, or of one
/// that a stand-in cannot tell from it.
pub(super) fn of(capability: &Capability) -> BTreeSet<usize> {
    let mut takers: BTreeMap<(usize, &str, String), Vec<usize>> = BTreeMap::new();
    for (index, function) in capability.functions.iter().enumerate() {
        let Work::Call(call) = &function.work else { continue };
        if function.output != Output::Reply {
            let operation = capability.operation(call.target);
            let asked = (call.target.upstream, operation.method.as_str(), shape(operation));
            takers.entry(asked).or_default().push(index);
        }
    }
    let output = |index: usize| &capability.functions[index].output;
    let disagree = |takers: &Vec<usize>| takers.windows(2).any(|pair| output(pair[0]) != output(pair[1]));
    takers.into_values().filter(disagree).flatten().collect()
}

/// The path of an operation, whatever its variables are called.
fn shape(operation: &Operation) -> String {
    let segments = operation.path.segments.iter().map(|segment| match segment {
        Segment::Text(text) => text,
        Segment::Variable(_) | Segment::Fixed(..) => "{}",
    });
    segments.collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use capwright_codegen::compile::Goal;
    use capwright_codegen::model::Surface;
    use capwright_codegen::{Options, Project, Source};

    use super::*;

    const SHOP: &str = "
naftiko: 1.0.0-alpha2
capability:
  consumes:
  - namespace: shop
    baseUri: https://shop.test
    resources:
    - path: /orders
      operations:
      - {name: list, method: GET}
      - {name: get, method: GET, path: '/orders/{id}'}
      - {name: see, method: GET, path: '/orders/{{no}}'}
  exposes:
  - {type: mcp, namespace: mcp, port: 9090, tools: [TOOLS]}
";

    /// Each tool calls an operation, and says what type the answer has, or nothing of it.
    #[track_caller]
    fn check(tools: &[(&str, Option<&str>)], expected: &[usize]) {
        let tool = |(number, (call, ty)): (usize, &(&str, Option<&str>))| {
            let output = ty.map(|ty| format!(", outputParameters: [{{type: {ty}, mapping: $.x}}]")).unwrap_or_default();
            format!("{{name: t{number}, description: T, call: shop.{call}{output}}}, ")
        };
        let text = SHOP.replace("TOOLS", &tools.iter().enumerate().map(tool).collect::<String>());
        let options = Options::default();
        let project = Project::new(vec![Source::new("shop.yaml", "shop.yaml", text)], options);
        let model = project.compile_to(Goal::Model, 0, &mut ()).model.unwrap();
        let Surface::Capability(capability) = model.surface else {
            panic!("it is a capability");
        };
        assert_eq!(of(&capability), expected.iter().copied().collect(), "{tools:?}");
    }

    #[test]
    fn functions_that_disagree_are_found() {
        check(&[], &[]);
        check(&[("list", Some("string"))], &[]);
        check(&[("list", Some("string")), ("list", None)], &[]);
        check(&[("list", Some("string")), ("get", Some("number"))], &[]);
        check(&[("get", Some("string")), ("list", Some("number")), ("list", Some("string"))], &[1, 2]);
        check(&[("get", Some("string")), ("see", Some("number"))], &[0, 1]);
    }
}
