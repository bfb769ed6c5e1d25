//! Members of inputs that are objects.

use crate::value::{Object, Value};

/// What may have members.
pub trait Members {
    /// The member of that name, if it is there.
    fn named(&self, key: &str) -> Option<&Value>;
}

impl Members for Object {
    fn named(&self, key: &str) -> Option<&Value> {
        self.get(key)
    }
}

impl Members for Value {
    fn named(&self, key: &str) -> Option<&Value> {
        self.get(key)
    }
}

impl<M: Members> Members for Option<M> {
    fn named(&self, key: &str) -> Option<&Value> {
        self.as_ref()?.named(key)
    }
}

/// The member of the member … of an object, if all of them are there: `["address", "city"]`.
pub fn member<'v>(object: &'v impl Members, keys: &[&str]) -> Option<&'v Value> {
    let (first, rest) = keys.split_first()?;
    rest.iter().try_fold(object.named(first)?, |value, key| value.get(*key))
}

#[cfg(test)]
mod tests {
    use super::member;
    use crate::value::{Object, Value, json};

    #[test]
    fn members_are_found_where_they_are() {
        let user = json!({"name": "N", "address": {"city": null, "zip": 1.10}, "tags": ["a"]});
        let check = |keys: &[&str], expected: Option<Value>| {
            let object: Option<Object> = user.as_object().cloned();
            assert_eq!(member(&user, keys), expected.as_ref(), "{keys:?}");
            assert_eq!(member(&object, keys), expected.as_ref(), "{keys:?}");
        };
        check(&["name"], Some(json!("N")));
        check(&["address", "zip"], Some(json!(1.10)));
        check(&["address", "city"], Some(Value::Null));
        check(&["address", "street"], None);
        check(&["name", "first"], None);
        check(&["tags", "0"], None);
        check(&[], None);
        assert_eq!(member(&None::<Object>, &["name"]), None);
    }
}
