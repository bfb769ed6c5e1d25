//! Bodies of requests.

use crate::json::{Object, Value};
use crate::model::{Route, RouteBody, RouteInput, Selection, Type};
use crate::resolve::naftiko::describe::members::object;

/// The body that a route reads (OpenAPI 3.1 §4.8.13); none if it reads none.
pub(super) fn of(route: &Route) -> Option<Object> {
    let described = Described { route };
    let (schema, description) = match &route.body {
        RouteBody::None => return None,
        RouteBody::Json { name, .. } => described.whole(name),
        RouteBody::MemberOrWhole { name, ty } => (described.member_or_whole(name, *ty), None),
        RouteBody::Parts { fields, paths } => described.parts(fields, paths),
    };
    Some(object([
        ("description", description.map(Value::from)),
        ("required", described.is_required().then(|| true.into())),
        ("content", Some(json(schema))),
    ]))
}

/// JSON of that schema, as the one content of something.
pub(super) fn json(schema: Value) -> Value {
    let media = Value::Object(object([("schema", Some(schema))]));
    Value::Object(object([("application/json", Some(media))]))
}

struct Described<'a> {
    route: &'a Route,
}

impl Described<'_> {
    fn input(&self, name: &str) -> Option<&RouteInput> {
        self.route.inputs.iter().find(|input| input.name == name)
    }

    fn schema(&self, name: &str) -> Object {
        self.input(name).map(|input| input.schema.clone()).unwrap_or_default()
    }

    fn needs(&self, name: &str) -> bool {
        self.input(name).is_some_and(|input| input.required)
    }

    /// Whether anything that must be given is read from it.
    fn is_required(&self) -> bool {
        match &self.route.body {
            RouteBody::None => false,
            RouteBody::Json { required, .. } => *required,
            RouteBody::MemberOrWhole { name, .. } => self.needs(name),
            RouteBody::Parts { fields, paths } => {
                fields.iter().chain(paths.iter().map(|(name, _)| name)).any(|name| self.needs(name))
            }
        }
    }

    /// All of the body, and what is said of it.
    fn whole(&self, name: &str) -> (Value, Option<String>) {
        let mut schema = self.schema(name);
        let description = schema.shift_remove("description");
        (Value::Object(schema), description.and_then(|text| text.as_str().map(str::to_owned)))
    }

    /// What is the value, or holds it.
    fn member_or_whole(&self, name: &str, ty: Type) -> Value {
        let schema = Value::Object(self.schema(name));
        if ty == Type::Any {
            return schema;
        }
        let mut holder = Members::default();
        holder.add(&[name.to_owned()], schema.clone(), true);
        Value::Object(object([("anyOf", Some(Value::Array(vec![schema, holder.schema()])))]))
    }

    /// An object of what is read from it; of what a path finds in it, words.
    fn parts(&self, fields: &[String], paths: &[(String, Selection)]) -> (Value, Option<String>) {
        let (mut members, mut words) = (Members::default(), Vec::new());
        for name in fields {
            members.add(std::slice::from_ref(name), Value::Object(self.schema(name)), self.needs(name));
        }
        for (name, selection) in paths {
            match selection {
                Selection::Keys(keys) if !keys.is_empty() => {
                    members.add(keys, Value::Object(self.schema(name)), self.needs(name));
                }
                Selection::Keys(_) => words.push(format!("`{name}` is all of it.")),
                Selection::Path { text, .. } => words.push(format!("`{name}` is at `{text}`.")),
            }
        }
        let is_object = !members.0.is_empty();
        let schema = if is_object { members.schema() } else { Value::Object(Object::new()) };
        (schema, (!words.is_empty()).then(|| words.join(" ")))
    }
}

/// The members of an object, and theirs.
#[derive(Default)]
struct Members(Vec<Member>);

struct Member {
    name: String,
    schema: Option<Value>,
    required: bool,
    inner: Members,
}

impl Members {
    /// Adds what these keys lead to.
    fn add(&mut self, keys: &[String], schema: Value, required: bool) {
        let Some((first, rest)) = keys.split_first() else { return };
        let at = self.0.iter().position(|member| member.name == *first).unwrap_or_else(|| {
            self.0.push(Member { name: first.clone(), schema: None, required: false, inner: Members::default() });
            self.0.len() - 1
        });
        let member = &mut self.0[at];
        member.required |= required;
        if rest.is_empty() {
            member.schema.get_or_insert(schema);
        } else {
            member.inner.add(rest, schema, required);
        }
    }

    fn schema(self) -> Value {
        let needed: Vec<Value> =
            self.0.iter().filter(|member| member.required).map(|member| member.name.clone().into()).collect();
        let properties: Object = self.0.into_iter().map(|member| (member.name.clone(), member.value())).collect();
        Value::Object(object([
            ("type", Some("object".into())),
            ("properties", Some(Value::Object(properties))),
            ("required", (!needed.is_empty()).then_some(Value::Array(needed))),
        ]))
    }
}

impl Member {
    /// An input that others are read from as well is what it says, with what they say of its members.
    fn value(self) -> Value {
        if self.inner.0.is_empty() {
            return self.schema.unwrap_or_else(|| Value::Object(Object::new()));
        }
        let mut schema = self.schema.and_then(|schema| schema.as_object().cloned()).unwrap_or_default();
        if let Value::Object(inner) = self.inner.schema() {
            schema.extend(inner);
        }
        Value::Object(schema)
    }
}
