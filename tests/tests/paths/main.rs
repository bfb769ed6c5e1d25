//! Paths into JSON: read by the compiler, searched by the runtime. Where RFC 9535 says something, its own library says the same.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod built;

use capwright_codegen::model::{Origin, Output, Selection, Shaped, Surface};
use capwright_codegen::{Goal, Options, Project, Source};
use capwright_runtime::Value;
use capwright_runtime::project::Select;
use serde_json::json;

/// The selection that the compiler makes of a mapping.
fn selection(mapping: &str) -> Selection {
    let mapping = json!(mapping);
    let text = format!(
        "ikanos: 1.0.0-beta5\ncapability:\n  consumes:\n  - {{namespace: up, type: http, baseUri: 'https://up.test', resources: \
         [{{path: /x, operations: [{{name: get-x, method: GET}}]}}]}}\n  exposes:\n  - type: mcp\n    namespace: up-mcp\n    port: 9090\n    \
         tools:\n    - {{name: t, description: It, call: up.get-x, outputParameters: [{{type: object, properties: {{v: {{mapping: {mapping}}}}}}}]}}\n"
    );
    let project = Project::new(vec![Source::new("a.yaml", "specs/a.yaml", text)], Options::default());
    let compiled = project.compile_to(Goal::Model, 0, &mut ());
    let Some(Surface::Capability(capability)) = compiled.model.map(|model| model.surface) else {
        panic!("{mapping}: {:?}", compiled.diagnostics)
    };
    match &capability.functions[0].output {
        Output::Typed(Shaped { shape: capwright_codegen::model::Shape::Struct(record), .. }) => {
            match &record.fields[0].value.origin {
                Origin::At(selection) => selection.clone(),
                other => panic!("{mapping}: {other:?}"),
            }
        }
        other => panic!("{mapping}: {other:?}"),
    }
}

/// What a mapping finds in a value.
fn found(mapping: &str, root: &Value) -> Option<Value> {
    match selection(mapping) {
        Selection::Keys(keys) => keys.iter().try_fold(root, |value, key| value.get(key.as_str())).cloned(),
        Selection::Path { text, segments, is_list, .. } => {
            built::path(&text, &segments, is_list).select(root).unwrap().map(std::borrow::Cow::into_owned)
        }
    }
}

fn root() -> Value {
    let text = r#"{
        "list": [{"id": 1, "name": "one", "tags": ["x", "y"], "price": 10}, {"id": 2, "name": "two", "tags": [], "price": 20},
            {"id": 3, "name": null, "price": 30, "only": "here"}],
        "nums": [3, 1, 2], "strs": ["a", "b", "c"], "nest": [[1, 2], [3]], "empty": [], "s": "text", "a": {"a-b": "dash", "a b": "space"},
        "m": {"k1": {"v": 1}, "k2": {"v": 2}}, "rows": [{"id": "1", "big": 9007199254740993}, {"id": "02", "big": 9007199254740992}]
    }"#;
    serde_json::from_str(text).unwrap()
}

#[test]
fn paths_find_what_they_say() {
    let root = root();
    let check = |path: &str, expected: &str| {
        let value =
            found(path, &root).map_or_else(|| "nothing".to_owned(), |value| serde_json::to_string(&value).unwrap());
        assert_eq!(value, expected, "{path}");
    };
    check("$.list[*]['id','name']", r#"[{"id":1,"name":"one"},{"id":2,"name":"two"},{"id":3,"name":null}]"#);
    check("$.list[*]['id','only']", r#"[{"id":1},{"id":2},{"id":3,"only":"here"}]"#);
    check("$.a['a-b','a b']", r#"{"a-b":"dash","a b":"space"}"#);
    check("$..['k1','k2']", r#"[{"k1":{"v":1},"k2":{"v":2}}]"#);
    check("$.m['k1','k2'].v", "[1,2]");
    check("$.nums[01]", "1");
    check("$.nums[::2]", "[3,2]");
    check("$.nums[::-1]", "[2,1,3]");
    check("$.nums[0,2]", "[3,2]");
    check("$.strs[-9]", "nothing");
    check("$.m.*.v", "[1,2]");
    check("$..missing", "[]");

    check("$.nums.length()", "3");
    check("$.nums.size()", "3");
    check("$.a.length()", "2");
    check("$.s.length()", "null");
    check("$.missing.length()", "nothing");
    check("$.nums.min()", "1.0");
    check("$.nums.max()", "3.0");
    check("$.nums.sum()", "6.0");
    check("$.nums.avg()", "2.0");
    check("$.nums.stddev()", "0.816496580927726");
    check("$.empty.sum()", "null");
    check("$.strs.sum()", "null");
    check("$.empty.concat()", "null");
    check("$.strs.concat()", r#""abc""#);
    check("$.strs.first()", r#""a""#);
    check("$.strs.last()", r#""c""#);
    check("$.empty.last()", "null");
    check("$.strs.index(-2)", r#""b""#);
    check("$.nums.append(4, 'x')", r#"[3,1,2,4,"x"]"#);
    check("$.a.keys()", r#"["a-b","a b"]"#);
    check("$.nums.keys()", "null");
    check("$.list[*].price.sum()", "60.0");
    check("$.list[0,1].tags.length()", "[2,0]");
    check("$..price.length()", "3");
    check("$.list.first().name", r#""one""#);

    check("$.list[?(@.id==2)].name", r#"["two"]"#);
    check("$.list[?(@.id=='1')].id", "[1]");
    check("$.rows[?(@.id==1)].id", r#"["1"]"#);
    check("$.rows[?(@.id!=1)].id", r#"["02"]"#);
    check("$.rows[?(@.id>0)].id", r#"["1"]"#);
    check("$.rows[?(@.big==9007199254740993)].id", r#"["1"]"#);
    check("$.list[?(@.name==null)].id", "[3]");
    check("$.list[?(!@.only)].id", "[1,2]");
    check("$.list[?(@.name =~ /O.*/i)].id", "[1]");
    check("$.list[?(@.name =~ /n/)].id", "[]");
    check("$.list[?search(@.name, 'n')].id", "[1]");
    check("$.list[?(@.id in [1, 3])].id", "[1,3]");
    check("$.list[?(@.id nin [1, 3])].id", "[2]");
    check("$.list[?(@.id in $.nums)].id", "[1,2,3]");
    check("$.list[?('x' in @.tags)].id", "[1]");
    check("$.list[?(@.tags subsetof ['x', 'y', 'z'])].id", "[1,2]");
    check("$.list[?(@.tags anyof ['y'])].id", "[1]");
    check("$.list[?(@.tags noneof ['y'])].id", "[2]");
    check("$.list[?(@.tags size 2)].id", "[1]");
    check("$.list[?(@.tags empty true)].id", "[2]");
    check("$.list[?(@.tags contains 'x')].id", "[1]");
    check("$.list[?(@.name contains 'w')].id", "[2]");
    check("$.list[?(@.tags.length() > 1)].id", "[1]");
    check("$[?(@[*].v.sum() == 3)]", r#"[{"k1":{"v":1},"k2":{"v":2}}]"#);
    check("$.list[?(@.price>10 && @.id<3 || @.only)].id", "[2,3]");
    check("$.list[?(@.id==$.nums[1])].name", r#"["one"]"#);
    check("$.m[?(@.v==2)].v", "[2]");
    check("$[?(@.a-b=='dash')]", r#"[{"a-b":"dash","a b":"space"}]"#);
}

/// Paths of RFC 9535 find what its library finds, in the same order; numbers are compared with numbers only.
#[test]
fn paths_of_the_standard_find_the_same() {
    let names = ["list", "m", "nest", "a", "id", "tags", "v", "k1", "missing"];
    let filters = [
        "@.id",
        "@.id == 2",
        "@.id != 2",
        "@.price >= 20",
        "!@.only",
        "@.id == 1 || @.only",
        "@.tags[0] == 'x'",
        "@.v < 2 && @.v",
        "length(@.tags) == 2",
        "count(@.*) > 3",
        "value(@..only) == 'here'",
        "match(@.name, 't.o')",
        "@ == $.nums[1]",
        "@.x == @.y",
        "@[?@ == 3]",
    ];
    let selectors = ["*", "0", "-1", "0:2", "::-1", "1:", "-2:", "5:1:-2", "0,1", "'list','m',0", "*,0"];
    let segments: Vec<String> = names
        .iter()
        .flat_map(|name| [format!(".{name}"), format!("..{name}"), format!("['{name}']")])
        .chain(filters.iter().flat_map(|filter| [format!("[?{filter}]"), format!("..[?{filter}]")]))
        .chain(selectors.iter().flat_map(|selector| [format!("[{selector}]"), format!("..[{selector}]")]))
        .collect();
    let mut root = root();
    root["rows"].take();
    let plain: serde_json::Value = serde_json::from_str(&serde_json::to_string(&root).unwrap()).unwrap();
    for (index, first) in segments.iter().enumerate() {
        // Each with every fifth of the others: all pairs would be three thousand documents.
        for second in segments.iter().skip(index % 5).step_by(5) {
            let path = format!("${first}{second}");
            let expected = serde_json_path::JsonPath::parse(&path).unwrap().query(&plain).all();
            let expected = serde_json::to_string(&expected).unwrap();
            let all = match selection(&path) {
                Selection::Keys(_) => continue,
                Selection::Path { text, segments, .. } => {
                    built::path(&text, &segments, true).select(&root).unwrap().unwrap().into_owned()
                }
            };
            assert_eq!(serde_json::to_string(&all).unwrap(), expected, "{path}");
        }
    }
}
