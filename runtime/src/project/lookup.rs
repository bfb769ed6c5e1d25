//! Steps that look values up in the answer of an earlier step.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::value::Value;

use super::scalars::text;
use crate::value::Object;

/// The fields `keep` of what has the value `wanted` in `field` of `index`.
///
/// Values are compared as text: 1 is `"1"`. Of several that match, the first counts. If `wanted` is a list, so is the
/// result: the matches in the order of `wanted`, without those that have none. An `index` that is no list is looked at
/// as its one item. A field that the match doesn't have is `null`; nothing is found if nothing matches.
pub fn lookup(index: Option<&Value>, field: &str, wanted: &Value, keep: &[&str]) -> Option<Value> {
    let index = index?;
    let items = index.as_array().map_or(std::slice::from_ref(index), Vec::as_slice);
    let mut known: BTreeMap<Cow<'_, str>, &Value> = BTreeMap::new();
    for item in items {
        if let Some(key) = item.get(field).and_then(text) {
            known.entry(key).or_insert(item);
        }
    }
    let find = |wanted: &Value| Some(kept(known.get(&text(wanted)?)?, keep));
    match wanted {
        Value::Array(wanted) => {
            let found: Vec<_> = wanted.iter().filter_map(find).collect();
            (!found.is_empty()).then(|| found.into())
        }
        wanted => find(wanted),
    }
}

fn kept(item: &Value, keep: &[&str]) -> Value {
    let field = |name: &&str| ((*name).to_owned(), item.get(*name).cloned().unwrap_or_default());
    Value::Object(keep.iter().map(field).collect::<Object>())
}
