//! An echo in the format that the operation answers with: what the client can decode.

use crate::value::Value;

use crate::format::Format;

/// The media type and the body of an answer that the document declares, as JSON text.
pub(super) fn encode_text(format: Format, json: &str) -> (&'static str, String) {
    match serde_json::from_str(json) {
        Ok(value) if format.name() != Format::JSON.name() => encode(format, &value),
        _ => ("application/json", json.to_owned()),
    }
}

/// The media type and the body of an answer.
pub(super) fn encode(format: Format, answer: &Value) -> (&'static str, String) {
    match format.name() {
        "XML" => ("application/xml", root(answer)),
        "CSV" => ("text/csv; charset=utf-8", rows(',', answer)),
        "TSV" => ("text/tab-separated-values; charset=utf-8", rows('\t', answer)),
        "PSV" => ("text/plain; charset=utf-8", rows('|', answer)),
        "YAML" => ("application/yaml", answer.to_string()), // of which JSON is a part
        "text" => ("text/plain; charset=utf-8", text(answer)),
        "binary" => ("application/octet-stream", text(answer)),
        _ => ("application/json", answer.to_string()),
    }
}

/// There is one root element.
fn root(answer: &Value) -> String {
    match answer {
        Value::Array(_) => format!("<answer>{}</answer>", element("item", answer)),
        answer => element("answer", answer),
    }
}

fn element(name: &str, value: &Value) -> String {
    let name = xml_name(name);
    match value {
        Value::Array(items) => items.iter().map(|item| element(&name, item)).collect(),
        Value::Object(members) => {
            let members: String = members.iter().map(|(name, value)| element(name, value)).collect();
            format!("<{name}>{members}</{name}>")
        }
        Value::Null => format!("<{name}/>"),
        scalar => format!("<{name}>{}</{name}>", escape(&text(scalar))),
    }
}

/// A name as XML allows it; what it does not becomes `_`.
fn xml_name(name: &str) -> String {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_alphanumeric() || "-._".contains(c) { c } else { '_' }).collect();
    if plain.starts_with(|c: char| c.is_ascii_alphabetic() || c == '_') { plain } else { format!("_{plain}") }
}

/// Control characters have no place in XML, not even escaped.
fn escape(text: &str) -> String {
    let text: String = text.chars().filter(|c| !c.is_control() || "\t\n\r".contains(*c)).collect();
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('\r', "&#13;")
}

/// A row for each item of a list, or one.
fn rows(separator: char, answer: &Value) -> String {
    let rows: Vec<Vec<(&str, &Value)>> =
        answer.as_array().map_or_else(|| vec![cells(answer)], |items| items.iter().map(cells).collect());
    let mut names: Vec<&str> = Vec::new();
    for (name, _) in rows.iter().flatten() {
        if !names.contains(name) {
            names.push(name);
        }
    }
    if names.is_empty() {
        names.push("value"); // the first row has names, whatever follows
    }
    let line = |cells: Vec<String>| cells.join(&separator.to_string()) + "\r\n";
    let cell = |row: &[(&str, &Value)], name: &str| {
        row.iter().find(|(known, _)| *known == name).map_or_else(String::new, |(_, value)| quote(&text(value)))
    };
    let rows: String = rows.iter().map(|row| line(names.iter().map(|name| cell(row, name)).collect())).collect();
    line(names.iter().map(|name| quote(name)).collect()) + &rows
}

/// The members of an object, and of those in it.
fn cells(value: &Value) -> Vec<(&str, &Value)> {
    let Value::Object(members) = value else { return vec![("value", value)] };
    let cells = members.iter().flat_map(|(name, member)| match member {
        Value::Object(_) => cells(member),
        member => vec![(name.as_str(), member)],
    });
    cells.collect()
}

fn quote(text: &str) -> String {
    let is_plain = text.chars().all(|c| c.is_ascii_alphanumeric() || " -_./:".contains(c));
    if is_plain { text.to_owned() } else { format!("\"{}\"", text.replace('"', "\"\"")) }
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

#[cfg(all(test, feature = "xml", feature = "csv", feature = "yaml"))]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use crate::value::json;

    use super::*;
    use crate::format::Body;

    #[test]
    fn echoes_can_be_decoded() {
        let inputs = json!({"limit": 2, "filter[x]": "a&<b>,\"c\"|\t\n", "1": ["x", "y"], "ok": true});
        let echo = json!({"operation": "list", "path": "/a b", "inputs": inputs});
        let check = |format: Format, expected: Value| {
            let (_, body) = encode(format, &echo);
            assert_eq!(format.read(&Body { bytes: body.as_bytes(), charset: None }).unwrap(), expected, "{body}");
        };
        let text = "a&<b>,\"c\"|\t\n";
        let flat = json!([{"operation": "list", "path": "/a b", "limit": "2", "filter[x]": text, "1": "[\"x\",\"y\"]", "ok": "true"}]);
        let inputs = json!({"limit": "2", "filter_x_": text, "_1": ["x", "y"], "ok": "true"});
        check(Format::XML, json!({"operation": "list", "path": "/a b", "inputs": inputs}));
        for format in [Format::CSV, Format::TSV, Format::PSV] {
            check(format, flat.clone());
        }
        let listed = |format: Format, expected: Value| {
            let (_, body) = encode_text(format, r#"[{"id":1},{"name":"A"}]"#);
            let body = Body { bytes: body.as_bytes(), charset: None };
            assert_eq!(format.read(&body).unwrap(), expected, "{format:?}");
        };
        listed(Format::CSV, json!([{"id": "1", "name": ""}, {"id": "", "name": "A"}]));
        let (_, body) = encode_text(Format::CSV, "[{}]");
        assert_eq!(Format::CSV.read(&Body { bytes: body.as_bytes(), charset: None }).unwrap(), json!([]), "{body}");
        listed(Format::XML, json!({"item": [{"id": "1"}, {"name": "A"}]}));
        check(Format::YAML, echo.clone());
        check(Format::JSON, echo.clone());
    }
}
