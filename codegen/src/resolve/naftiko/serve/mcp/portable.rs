//! Output schemas as every client takes them.

use serde_json::{Value, json};

/// The schema with one type wherever it has two: clients that know only one drop such a tool, and would drop the branches of
/// an `anyOf` as well.
///
/// Of what is some type or null, a member of an object has that type, for the runtime leaves it out where it is null. What
/// stands in a list or a map keeps its place there, so it has no type.
pub(crate) fn portable(mut schema: Value) -> Value {
    within(&mut schema);
    schema
}

fn within(schema: &mut Value) {
    for member in
        schema.get_mut("properties").and_then(Value::as_object_mut).into_iter().flat_map(|all| all.values_mut())
    {
        if let Some(ty) = other_than_null(member) {
            member["type"] = ty.into();
        }
        within(member);
    }
    for keyword in ["items", "additionalProperties"] {
        let Some(element) = schema.get_mut(keyword) else { continue };
        if let Some(ty) = other_than_null(element) {
            untype(element, &ty);
        }
        within(element);
    }
}

/// The type of what may be null, too.
fn other_than_null(schema: &Value) -> Option<String> {
    schema["type"].as_array()?.iter().filter_map(Value::as_str).find(|ty| *ty != "null").map(str::to_owned)
}

/// Takes the type away, and says it where nothing else says what to expect.
fn untype(schema: &mut Value, ty: &str) {
    let Some(keywords) = schema.as_object_mut() else { return };
    keywords.shift_remove("type");
    if keywords.is_empty() {
        keywords.insert("description".to_owned(), json!(format!("{ty} or null")));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_is_one_type_or_none() {
        let check = |schema: Value, expected: Value| assert_eq!(portable(schema), expected);
        let object = |keyword: &str, schema: Value| json!({"type": "object", keyword: schema});
        let maybe = |ty: &str| json!({"type": [ty, "null"]});
        let plain = |ty: &str| json!({"type": ty});
        check(object("properties", json!({"a": maybe("string")})), object("properties", json!({"a": plain("string")})));
        check(
            object("properties", json!({"a": {}, "b": plain("number")})),
            object("properties", json!({"a": {}, "b": plain("number")})),
        );
        let list = |items: Value| object("properties", json!({"a": {"type": "array", "items": items}}));
        check(list(maybe("number")), list(json!({"description": "number or null"})));
        check(list(json!({"type": ["string", "null"], "maxLength": 9})), list(json!({"maxLength": 9})));
        check(
            list(json!({"type": ["object", "null"], "properties": {"b": maybe("boolean")}})),
            list(json!({"properties": {"b": plain("boolean")}})),
        );
        check(
            list(json!({"type": ["array", "null"], "items": maybe("string")})),
            list(json!({"items": {"description": "string or null"}})),
        );
        check(list(plain("string")), list(plain("string")));
        let map =
            |values: Value| object("properties", json!({"a": {"type": "object", "additionalProperties": values}}));
        check(map(maybe("integer")), map(json!({"description": "integer or null"})));
        check(
            map(json!({"type": ["integer", "null"], "description": "How many"})),
            map(json!({"description": "How many"})),
        );
        check(
            object("properties", json!({"properties": maybe("string"), "items": maybe("string")})),
            object("properties", json!({"properties": plain("string"), "items": plain("string")})),
        );
    }
}
