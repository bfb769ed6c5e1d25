#![allow(clippy::unwrap_used, clippy::expect_used)]

use super::*;
use crate::diagnostic::Sink;
use crate::read::{self, Document as AnyDocument};
use crate::source::Source;

pub(super) fn read(text: &str) -> (Option<Document>, Vec<String>) {
    let mut sink = Sink::new();
    let document = read::document(&Source::new("a.yaml", "a.yaml", text), &mut sink);
    let lines = sink.into_sorted().into_iter().map(|d| format!("{} {} {}", d.code, d.places[0].line, d.message));
    let document = document.map(|document| match document {
        AnyDocument::Naftiko(document) => *document,
        other => panic!("{other:?}"),
    });
    (document, lines.collect())
}

#[track_caller]
fn good(text: &str) -> Document {
    let (document, lines) = read(text);
    let unexpected: Vec<_> = lines.iter().filter(|line| !line.starts_with("no-effect")).collect();
    assert_eq!(unexpected, [""; 0]);
    document.unwrap()
}

const ALPHA: &str = r#"
naftiko: 1.0.0-alpha2
info:
  label: Pets
  created: 2026-01-01
binds:
- namespace: env
  keys: {TOKEN: token}
capability:
  consumes:
  - import: other
    location: ./other.yaml
    as: more
  - type: http
    namespace: pets
    baseUri: https://pets.test
    authentication: {type: bearer, token: "{{TOKEN}}"}
    resources:
    - name: pet
      path: "/pets/{{petId}}"
      operations:
      - name: get-pet
        label: One pet
        method: GET
        inputParameters:
        - {name: petId, in: path}
        outputParameters:
        - {name: id, type: string, value: $.id}
  aggregates:
  - label: Care
    namespace: care
    functions:
    - name: feed
      description: Feeds it.
      semantics: {safe: false}
      steps:
      - {type: call, name: find, call: pets.get-pet, with: {petId: care.id}}
      - {type: lookup, name: look, index: find, match: id, lookupValue: $.find.id, outputParameters: [food]}
      mappings:
      - {targetName: food.kind, value: $.look.food}
      outputParameters:
      - name: food
        type: object
        properties: {kind: {type: string}}
      - name: crew
        type: array
        items:
        - {name: fullName, type: string}
        - {name: role, type: string}
  exposes:
  - type: mcp
    namespace: pet-tools
    port: 9001
    tools:
    - name: get-pet
      description: One pet
      hints: {readOnly: true}
      inputParameters:
      - {name: id, type: string, description: key}
      call: pets.get-pet
      with: {petId: pet-tools.id}
    prompts:
    - name: greet
      label: Greet
      description: Says hello.
      arguments: [{name: who, label: Who, description: whom}]
      template: [{role: user, content: "Greet {{who}}"}]
"#;

const BETA: &str = r#"
ikanos: 1.0.0-beta5
info:
  display: Pets
  created: 2026-01-01
binds:
- namespace: env
  keys: {TOKEN: token}
capability:
  consumes:
  - from: ./other.yaml
    import: other
    as: more
  - type: http
    namespace: pets
    baseUri: https://pets.test
    authentication: {type: bearer, token: "{{TOKEN}}"}
    resources:
      pet:
        path: "/pets/{{petId}}"
        operations:
          get-pet:
            display: One pet
            method: GET
            inputParameters:
              petId: {in: path}
            outputParameters:
              id: {type: string, value: $.id}
  aggregates:
  - display: Care
    namespace: care
    flows:
      feed:
        description: Feeds it.
        semantics: {safe: false}
        steps:
          find: {type: call, call: pets.get-pet, with: {petId: care.id}}
          look: {type: lookup, index: find, match: id, lookupValue: $.find.id, outputParameters: [food]}
        mappings:
        - {target: food.kind, value: $.look.food}
        outputParameters:
          food:
            type: object
            properties: {kind: {name: kind, type: string}}
          crew:
            type: array
            items:
              fullName: {type: string}
              role: {type: string}
  exposes:
  - type: mcp
    namespace: pet-tools
    port: 9001
    tools:
      get-pet:
        description: One pet
        hints: {readOnly: true}
        inputParameters:
          id: {type: string, description: key}
        call: pets.get-pet
        with: {petId: pet-tools.id}
    prompts:
      greet:
        display: Greet
        description: Says hello.
        arguments: {who: {display: Who, description: whom}}
        template: [{role: user, content: "Greet {{who}}"}]
"#;

#[test]
fn the_dialects_say_the_same() {
    let (alpha, beta) = (good(ALPHA), good(BETA));
    assert_eq!((alpha.version.as_str(), beta.version.as_str()), ("1.0.0-alpha2", "1.0.0-beta5"));
    assert_eq!(alpha.info, beta.info);
    assert_eq!(alpha.binds, beta.binds);
    assert_eq!(alpha.capability.consumes, beta.capability.consumes);
    assert_eq!(alpha.capability.aggregates, beta.capability.aggregates);
    assert_eq!(alpha.capability.exposes, beta.capability.exposes);
    assert_eq!(alpha.info.title.as_deref(), Some("Pets"));
    assert_eq!(alpha.capability.exposes.len(), 1);
}

#[test]
fn sections_without_a_capability_are_one() {
    let document = good("naftiko: 1.0.0-alpha2\nconsumes:\n- {namespace: a, baseUri: ''}\n");
    assert_eq!(document.capability.consumes.len(), 1);
    let (document, lines) = read("naftiko: 1.0.0-alpha2\ncapability: {}\nconsumes: []\n");
    assert!(document.is_some());
    assert_eq!(lines, ["unknown-key 3 this section is not read: the document has a `capability`"]);
    let (document, lines) = read("naftiko: 1.0.0-alpha2\n");
    assert!(document.is_none());
    assert_eq!(lines, ["not-a-capability 1 this document has no `capability`"]);
    let (document, lines) = read("naftiko: 1.0.0-alpha2\ncapability: none\n");
    assert!(document.is_none());
    assert_eq!(lines, ["not-a-capability 2 this is not a capability: its `capability` is no mapping"]);
}

#[test]
fn the_title_has_four_names() {
    let check = |info: &str, expected: &str, reported: bool| {
        let (document, lines) = read(&format!("naftiko: 1.0.0-alpha2\ninfo: {{{info}}}\ncapability: {{}}\n"));
        assert_eq!(document.unwrap().info.title.as_deref(), Some(expected), "{info}");
        let was_reported = lines.iter().any(|line| line == "key-spelling 2 `name` of `info` is read as `label`");
        assert_eq!(was_reported, reported, "{info}");
    };
    check("label: a, name: b", "a", false);
    check("display: a", "a", false);
    check("title: a", "a", false);
    check("name: a", "a", true);
}

#[test]
fn versions_that_are_not_read_as_themselves_are_reported() {
    let check = |version: &str, expected: &[&str]| {
        assert_eq!(read(&format!("naftiko: {version}\ncapability: {{}}\n")).1, expected, "{version}");
    };
    check("1.0.0-alpha1", &["unknown-version 1 version `1.0.0-alpha1` is read as `1.0.0-alpha2`"]);
    check("1.0.0-alpha2", &[]);
    check("1.0.0-beta5", &[]);
    check("2.0.0", &["unknown-version 1 version `2.0.0` is not known"]);
}

#[test]
fn binds_and_imports_are_gathered_from_everywhere() {
    let document = good(
        "ikanos: 1.0.0-beta5\nbinds:\n- {namespace: a, keys: {}}\nimport: [./x.yaml]\n\
         capability:\n  binds:\n  - {import: b, from: ./b.yaml}\n  imports:\n  - {location: y.yaml}\n",
    );
    assert!(matches!(document.binds.as_slice(), [Binding::Bind(_), Binding::Import(_)]));
    assert_eq!(document.imports.len(), 2);
}

#[test]
fn outputs_are_made_one() {
    let text = "naftiko: 1.0.0-alpha2\ncapability:\n  exposes:\n  - type: mcp\n    namespace: m\n    tools:\n    - name: t\n      \
                outputParameters:\n      - {name: a, type: string, value: $.a}\n      - {name: b, type: string, value: $5}\n      \
                - {name: c, type: string, const: x}\n      - {type: array, items: [{type: string, mapping: $.d}]}\n";
    let document = good(text);
    let Some(Expose::Mcp(server)) = document.capability.exposes.first() else { panic!("no server") };
    let outputs = &server.tools[0].output_parameters;
    let mapping = |at: usize| outputs[at].mapping.as_ref().map(|path| path.value.as_str());
    let value = |at: usize| outputs[at].value.as_ref().and_then(|value| value.as_text());
    assert_eq!([mapping(0), value(0)], [Some("$.a"), None]);
    assert_eq!([mapping(1), value(1)], [None, Some("$5")]);
    assert_eq!([mapping(2), value(2)], [None, Some("x")]);
    assert_eq!(outputs[3].items.as_ref().unwrap().mapping.as_ref().unwrap().value, "$.d");
    assert!(outputs[3].name.is_none());
}

#[test]
fn what_is_lost_is_known() {
    let text = "naftiko: 1.0.0-alpha2\ncapability:\n  consumes:\n  - namespace: a\n    baseUri: http://a\n    resources:\n    \
                - path: /x\n      operations:\n      - {name: good, method: GET}\n      - {name: bad, method: FETCH}\n";
    let (document, lines) = read(text);
    assert_eq!(lines, ["unknown-value 10 `method` cannot be `FETCH`"]);
    assert_eq!(document.unwrap().lost, ["bad"]);
}
