//! Structured content as output schemas want it.

use rmcp::model::JsonObject;
use serde_json::Value;

/// Leaves out each member of an object that is null where `schema` gives it one type. Two types, of which one is null, are what
/// some clients drop whole tools for; so members have one in what the compiler writes, and need not be there.
pub(super) fn leave_out_nulls(value: &mut Value, schema: &JsonObject) {
    let schema_of = |keyword: &str| schema.get(keyword).and_then(Value::as_object);
    match value {
        Value::Object(members) => {
            let (properties, others) = (schema_of("properties"), schema_of("additionalProperties"));
            let property = |name: &str| properties.and_then(|all| all.get(name)).and_then(Value::as_object);
            members.retain(|name, member| {
                !member.is_null() || property(name).is_none_or(|it| !it.get("type").is_some_and(Value::is_string))
            });
            for (name, member) in members {
                if let Some(schema) = property(name).or(others) {
                    leave_out_nulls(member, schema);
                }
            }
        }
        Value::Array(items) => {
            if let Some(schema) = schema_of("items") {
                items.iter_mut().for_each(|item| leave_out_nulls(item, schema));
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use serde_json::json;

    use super::*;

    #[test]
    fn members_of_a_type_are_never_null() {
        let check = |schema: Value, mut value: Value, expected: Value| {
            leave_out_nulls(&mut value, schema.as_object().unwrap());
            assert_eq!(value.to_string(), expected.to_string(), "{schema}");
        };
        let members = |members: Value| json!({"type": "object", "properties": members});
        let text = || members(json!({"a": {"type": "string"}}));
        check(text(), json!({"z": null, "a": null, "b": 1}), json!({"z": null, "b": 1}));
        check(text(), json!({"a": "x"}), json!({"a": "x"}));
        for any in [json!({}), json!({"type": ["string", "null"]})] {
            check(members(json!({"a": any})), json!({"a": null}), json!({"a": null}));
        }
        check(members(json!({"a": text()})), json!({"a": {"a": null}}), json!({"a": {}}));
        let items = json!({"properties": {"a": {"type": "string"}}});
        let list = json!({"type": "array", "items": items});
        check(members(json!({"l": list})), json!({"l": [null, {"a": null}, 5]}), json!({"l": [null, {}, 5]}));
        check(members(json!({"l": list})), json!({"l": null}), json!({}));
        let map = json!({"type": "object", "additionalProperties": items});
        check(
            members(json!({"m": map})),
            json!({"m": {"a": null, "b": {"a": null}}}),
            json!({"m": {"a": null, "b": {}}}),
        );
        check(members(json!({"m": {"type": "object"}})), json!({"m": {"a": null}}), json!({"m": {"a": null}}));
    }
}
