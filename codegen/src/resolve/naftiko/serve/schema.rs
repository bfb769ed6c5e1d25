//! The JSON Schema of what functions answer.

use serde_json::{Map, Value, json};

use crate::model::{Output, Shape, Shaped, Struct, Type};

/// The schema of what a tool answers: an object with members that are known; none where the document says nothing of use.
///
/// What is no object is a member of one, `result`, as the runtime sends it. A missing answer is `{"result": null}`, which
/// every object without required members allows.
pub(crate) fn schema<N>(output: &Output<N>) -> Option<Value> {
    let properties = match output {
        Output::Reply => return None,
        Output::Typed(value) => match &value.shape {
            Shape::Plain(Type::Any) => return None,
            shape if is_object(shape) => known(shape)?,
            _ => Map::from_iter([("result".to_owned(), of_value(value, value.may_be_null_as_a_whole()))]),
        },
        Output::FirstOf(choice) => {
            let each: Option<Vec<_>> = choice.variants.iter().map(|variant| known(&variant.value.shape)).collect();
            any_of(each?)
        }
    };
    (!properties.is_empty()).then(|| json!({"type": "object", "properties": properties}))
}

/// The members of an object, where the document names them.
fn known<N>(shape: &Shape<N>) -> Option<Map<String, Value>> {
    match shape {
        Shape::Struct(record) => Some(properties(record)),
        _ => None,
    }
}

/// The members of alternatives together; one that they have of different types may be anything. Clients drop tools whose schemas
/// are composed with `anyOf`.
fn any_of(alternatives: Vec<Map<String, Value>>) -> Map<String, Value> {
    let mut all = Map::new();
    for (name, schema) in alternatives.into_iter().flatten() {
        let known = all.entry(name).or_insert_with(|| schema.clone());
        if *known != schema {
            *known = json!({});
        }
    }
    all
}

/// The schema of what a route answers: the value itself; none for what passes as it is.
pub(crate) fn of_answer<N>(output: &Output<N>) -> Option<Value> {
    match output {
        Output::Reply => None,
        Output::Typed(value) => Some(of_value(value, value.may_be_null_as_a_whole())),
        Output::FirstOf(choice) => {
            let null = choice.may_be_null().then(|| json!({"type": "null"}));
            let values = choice.variants.iter().map(|variant| of_value(&variant.value, false));
            Some(json!({"anyOf": values.chain(null).collect::<Vec<_>>()}))
        }
    }
}

fn is_object<N>(shape: &Shape<N>) -> bool {
    matches!(shape, Shape::Plain(Type::Object) | Shape::Map(_) | Shape::Struct(_))
}

fn of_part<N>(value: &Shaped<N>) -> Value {
    of_value(value, value.may_be_null())
}

fn of_value<N>(value: &Shaped<N>, may_be_null: bool) -> Value {
    let mut schema = of_shape(&value.shape, may_be_null);
    if let Some(members) = schema.as_object_mut().filter(|_| !value.description.is_empty()) {
        members.insert("description".to_owned(), json!(value.description));
    }
    schema
}

fn of_shape<N>(shape: &Shape<N>, may_be_null: bool) -> Value {
    let ty = |word: &str| if may_be_null { json!([word, "null"]) } else { json!(word) };
    match shape {
        Shape::Plain(Type::Any) => json!({}),
        Shape::Plain(Type::Array) => json!({"type": ty("array"), "items": {}}),
        Shape::Plain(plain) => json!({"type": ty(plain.as_str())}),
        Shape::Truncated(length) => json!({"type": ty("string"), "maxLength": length}),
        Shape::List(item) => json!({"type": ty("array"), "items": of_part(item)}),
        Shape::Map(value) => json!({"type": ty("object"), "additionalProperties": of_part(value)}),
        Shape::Struct(record) => json!({"type": ty("object"), "properties": properties(record)}),
    }
}

fn properties<N>(record: &Struct<N>) -> Map<String, Value> {
    record.fields.iter().map(|field| (field.name.clone(), of_part(&field.value))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Absence, Choice, Origin, OutputField, Selection, Variant};

    fn at(keys: &[&str], shape: Shape) -> Shaped {
        let keys = keys.iter().map(|key| (*key).to_owned()).collect();
        Shaped::new(Origin::At(Selection::Keys(keys)), shape)
    }

    fn object(fields: Vec<(&str, Shaped)>) -> Shape {
        let field = |(name, value): (&str, Shaped)| OutputField {
            name: name.to_owned(),
            field: name.to_owned(),
            value,
            absence: Absence::Null,
        };
        Shape::Struct(Struct { name: String::new(), fields: fields.into_iter().map(field).collect() })
    }

    #[test]
    fn an_answer_is_an_object_or_the_result_in_one() {
        let check = |value: Shaped, wanted: Value| {
            let wanted = Some(wanted).filter(|wanted| !wanted.is_null());
            assert_eq!(schema(&Output::Typed(value)), wanted);
        };
        let result = |schema: Value| json!({"type": "object", "properties": {"result": schema}});
        let text = || at(&["a"], Shape::Plain(Type::String));
        check(text(), result(json!({"type": ["string", "null"]})));
        check(at(&[], Shape::Plain(Type::Any)), Value::Null);
        check(at(&["a"], Shape::Plain(Type::Object)), Value::Null);
        check(at(&["a"], object(Vec::new())), Value::Null);
        check(at(&["m"], Shape::Map(Box::new(text()))), Value::Null);
        check(at(&["a"], Shape::Plain(Type::Array)), result(json!({"type": ["array", "null"], "items": {}})));
        check(at(&["a"], Shape::Truncated(9)), result(json!({"type": ["string", "null"], "maxLength": 9})));
        check(Shaped::new(Origin::Constant(5.into()), Shape::Plain(Type::Integer)), result(json!({"type": "integer"})));
        let list = Shape::List(Box::new(at(&[], Shape::Plain(Type::Boolean))));
        let items = json!({"type": ["boolean", "null"]});
        check(at(&[], list.clone()), result(json!({"type": "array", "items": items})));
        let lists = Shape::List(Box::new(at(&[], list.clone())));
        check(at(&[], lists), result(json!({"type": "array", "items": {"type": ["array", "null"], "items": items}})));
        let described = Shaped { description: "All".to_owned(), ..at(&["l"], list) };
        let fields = object(vec![("any", at(&["x"], Shape::Plain(Type::Any))), ("all", described)]);
        let all = json!({"type": ["array", "null"], "items": items, "description": "All"});
        let wanted = json!({"type": "object", "properties": {"any": {}, "all": all}});
        check(Shaped::new(Origin::Parts, fields.clone()), wanted.clone());
        check(at(&["a"], fields), wanted);
        let map = object(vec![("by", at(&["m"], Shape::Map(Box::new(text()))))]);
        let by = json!({"type": ["object", "null"], "additionalProperties": {"type": ["string", "null"]}});
        check(at(&["a"], map), json!({"type": "object", "properties": {"by": by}}));
    }

    #[test]
    fn alternatives_have_the_members_of_all_if_all_are_objects() {
        let check = |values: Vec<Shaped>, wanted: Option<Value>| {
            let variant = |value| Variant { name: String::new(), value };
            let choice = Choice { name: String::new(), variants: values.into_iter().map(variant).collect() };
            assert_eq!(schema(&Output::FirstOf(choice)), wanted);
        };
        let bare = || at(&["a"], Shape::Plain(Type::Object));
        let one = |name, ty| {
            let members = vec![("id", at(&["id"], Shape::Plain(ty))), (name, at(&["x"], Shape::Plain(Type::Integer)))];
            at(&[], object(members))
        };
        let (text, count) = (json!({"type": ["string", "null"]}), json!({"type": ["integer", "null"]}));
        let both = |id: &Value| Some(json!({"type": "object", "properties": {"id": id, "a": count, "b": count}}));
        check(vec![bare(), bare()], None);
        check(vec![one("a", Type::String), one("b", Type::String)], both(&text));
        check(vec![one("a", Type::String), one("b", Type::Integer)], both(&json!({})));
        check(vec![one("a", Type::String), bare()], None);
        check(vec![one("a", Type::String), at(&["b"], Shape::Plain(Type::String))], None);
    }
}
