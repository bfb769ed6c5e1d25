//! Lists of formats that have none.

use crate::value::Value;

use crate::value::Object;

/// Makes what is at `path` a list, as it would be if it came several times: an element of XML that comes once can't be told from
/// one that may come again, and a list without items is not there at all.
pub(crate) fn wrap(value: &mut Value, path: &[&str]) {
    match (value, path) {
        (Value::Array(items), _) => items.iter_mut().for_each(|item| wrap(item, path)),
        (Value::Object(members), [name]) => {
            let member = members.entry((*name).to_owned()).or_insert(Value::Array(Vec::new()));
            if !member.is_array() {
                *member = match member.take() {
                    empty if is_blank(&empty) => Value::Array(Vec::new()),
                    only => Value::Array(vec![only]),
                };
            }
        }
        (Value::Object(members), [name, inner @ ..]) => {
            let Some(member) = members.get_mut(*name) else { return };
            if is_blank(member) {
                *member = Value::Object(Object::new()); // an element without content
            }
            wrap(member, inner);
        }
        _ => {}
    }
}

fn is_blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}
