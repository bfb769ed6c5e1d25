//! Documents with one edit: a unit less, a unit more, or one that answers something else.

use serde_yaml::Value;

/// A document, and what was done to it. If that was done to a unit, its name stands at the end.
pub(crate) struct Edited {
    pub(crate) what: String,
    pub(crate) text: String,
}

/// Where a unit stands: keys and indices from the root.
#[derive(Clone)]
struct Site {
    server: String,
    /// `tool`, or the method and the path.
    kind: String,
    name: String,
    path: Vec<Step>,
}

#[derive(Clone)]
enum Step {
    Key(String),
    Index(usize),
}

/// Every unit taken away, typed, and met by new ones of its name; every operation passed on and answered by a new tool and a new
/// route.
pub(crate) fn all(text: &str) -> Vec<Edited> {
    let document: Value = serde_yaml::from_str(text).unwrap();
    let fixed = format!("outputParameters: {FIXED}");
    let mut edited = Vec::new();
    for site in sites(&document) {
        let unit = format!("{} {} {}", site.server, site.kind, site.name);
        edited.push(edit(&document, format!("without {unit}"), |it| remove(it, &site.path)));
        edited.push(edit(&document, format!("another answer of {unit}"), |it| {
            at(it, &site.path)["outputParameters"] = yaml(FIXED);
        }));
        edited.push(edit(&document, format!("a new tool {}", site.name), |it| expose(it, &tool(&site.name, &fixed))));
        edited.push(edit(&document, format!("a new route {}", site.name), |it| expose(it, &route(&site.name, &fixed))));
    }
    for (call, name) in operations(&document) {
        for work in [format!("call: '{call}'"), format!("call: '{call}', outputParameters: {OUTPUT}")] {
            edited.push(edit(&document, format!("{work} by a new tool {name}"), |it| expose(it, &tool(&name, &work))));
            edited
                .push(edit(&document, format!("{work} by a new route {name}"), |it| expose(it, &route(&name, &work))));
        }
    }
    edited
}

const OUTPUT: &str =
    "[{type: object, properties: {added: {type: object, properties: {inner: {type: string, mapping: $.a.b}}}}}]";
const FIXED: &str = "[{type: object, properties: {added: {type: string, value: fixed}}}]";

fn tool(name: &str, work: &str) -> String {
    let name = serde_json::to_string(name).unwrap();
    format!("{{type: mcp, namespace: added-mcp, port: 0, tools: [{{name: {name}, description: Added, {work}}}]}}")
}

fn route(name: &str, work: &str) -> String {
    let name = serde_json::to_string(name).unwrap();
    let operations = format!("[{{name: {name}, method: POST, {work}}}]");
    format!(
        "{{type: rest, namespace: added-rest, port: 0, resources: [{{path: /added, name: added, operations: {operations}}}]}}"
    )
}

fn edit(document: &Value, what: String, edit: impl FnOnce(&mut Value)) -> Edited {
    let mut document = document.clone();
    edit(&mut document);
    Edited { what, text: serde_yaml::to_string(&document).unwrap() }
}

fn expose(document: &mut Value, server: &str) {
    let exposes = &mut document["capability"]["exposes"];
    exposes.as_sequence_mut().unwrap().push(yaml(server));
}

fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap()
}

/// All units of a document.
fn sites(document: &Value) -> Vec<Site> {
    let mut found = Vec::new();
    let root = [Step::Key("capability".to_owned()), Step::Key("exposes".to_owned())];
    for (_, server, path) in entries(&document["capability"]["exposes"], &root) {
        let namespace = text(&server["namespace"]);
        for (name, _, path) in entries(&server["tools"], &below(&path, "tools")) {
            found.push(Site { server: namespace.clone(), kind: "tool".to_owned(), name, path });
        }
        for (_, resource, path) in entries(&server["resources"], &below(&path, "resources")) {
            for (name, operation, path) in entries(&resource["operations"], &below(&path, "operations")) {
                let kind =
                    format!("{} {}{}", text(&operation["method"]), text(&resource["path"]), text(&operation["path"]));
                found.push(Site { server: namespace.clone(), kind, name, path });
            }
        }
    }
    found
}

/// What calls may name, and the names of what they name.
fn operations(document: &Value) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for (_, upstream, _) in entries(&document["capability"]["consumes"], &[]) {
        for (_, resource, _) in entries(&upstream["resources"], &[]) {
            for (name, ..) in entries(&resource["operations"], &[]) {
                found.push((format!("{}.{name}", text(&upstream["namespace"])), name));
            }
        }
    }
    found
}

/// The members of a list or a mapping: their names, they, and where they stand.
fn entries<'v>(value: &'v Value, path: &[Step]) -> Vec<(String, &'v Value, Vec<Step>)> {
    let inside = |step| path.iter().cloned().chain([step]).collect();
    match value {
        Value::Sequence(items) => {
            let items = items.iter().enumerate();
            items.map(|(at, item)| (text(&item["name"]), item, inside(Step::Index(at)))).collect()
        }
        Value::Mapping(members) => {
            members.iter().map(|(key, member)| (text(key), member, inside(Step::Key(text(key))))).collect()
        }
        _ => Vec::new(),
    }
}

fn below(path: &[Step], key: &str) -> Vec<Step> {
    path.iter().cloned().chain([Step::Key(key.to_owned())]).collect()
}

fn at<'v>(value: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(value, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(index) => &mut value[*index],
    })
}

fn remove(document: &mut Value, path: &[Step]) {
    let (last, parent) = path.split_last().unwrap();
    match (last, at(document, parent)) {
        (Step::Key(key), Value::Mapping(members)) => drop(members.remove(key.as_str())),
        (Step::Index(index), Value::Sequence(items)) => drop(items.remove(*index)),
        _ => {}
    }
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
