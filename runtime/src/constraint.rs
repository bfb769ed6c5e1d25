//! What values of inputs must be beside their type: the keywords of JSON Schema that documents use (Validation, draft
//! 2020-12, §6 and §7), checked before anything is called.

pub(crate) mod declared;
mod format;
#[cfg(any(feature = "cli", feature = "rest"))]
mod given;

use self::format::Format;
use crate::error::InputError;
use crate::excerpt::{VALUE, excerpt, quoted};
use crate::value::{Object, Value};

/// The most values that an error lists.
const LISTED: usize = 20;

/// What the values of an input must be.
#[derive(Debug, Clone, Default)]
pub(crate) struct Constraint {
    kind: String,
    allowed: Option<Vec<Value>>,
    minimum: Option<f64>,
    maximum: Option<f64>,
    min_length: Option<u64>,
    max_length: Option<u64>,
    format: Option<Format>,
    items: Option<Box<Constraint>>,
}

impl Constraint {
    /// What a schema says of values; other keywords bind nothing.
    pub(crate) fn new(schema: &Object) -> Self {
        let kind = schema.get("type").and_then(Value::as_str).unwrap_or_default().to_owned();
        let number = |keyword: &str| schema.get(keyword).and_then(Value::as_f64);
        let length = |keyword: &str| schema.get(keyword).and_then(Value::as_u64);
        let format = schema.get("format").and_then(Value::as_str);
        let items = schema.get("items").and_then(Value::as_object).map(Self::new);
        Self {
            allowed: schema.get("enum").and_then(Value::as_array).cloned(),
            minimum: number("minimum"),
            maximum: number("maximum"),
            min_length: length("minLength"),
            max_length: length("maxLength"),
            format: format.and_then(|format| Format::named(format, &kind)),
            items: items.filter(|items| items.binds() || !items.kind.is_empty()).map(Box::new),
            kind,
        }
    }

    /// Whether any value of the type could be refused.
    fn binds(&self) -> bool {
        self.allowed.is_some()
            || self.minimum.is_some()
            || self.maximum.is_some()
            || self.min_length.is_some()
            || self.max_length.is_some()
            || self.format.is_some()
            || self.items.is_some()
    }

    /// Checks a value of the input that the caller calls `name`.
    ///
    /// # Errors
    /// Says what it must be.
    pub(crate) fn check(&self, name: &str, value: &Value) -> Result<(), InputError> {
        if let Some(wanted) = self.fault(value) {
            return Err(InputError::new(name, format!("must be {wanted}, not {}", shown(value))));
        }
        let (Some(constraint), Value::Array(items)) = (&self.items, value) else { return Ok(()) };
        let mut items = items.iter().enumerate();
        items.try_for_each(|(index, item)| constraint.check_item(&format!("{name}[{index}]"), item))
    }

    /// An item of a list, whose type nothing else checks.
    fn check_item(&self, name: &str, item: &Value) -> Result<(), InputError> {
        if let Some(wanted) = misfit(&self.kind, item) {
            return Err(InputError::new(name, format!("must be {wanted}, not {}", shown(item))));
        }
        self.check(name, item)
    }

    /// What a value must be, if it is something else.
    fn fault(&self, value: &Value) -> Option<String> {
        if let Some(allowed) = self.allowed.as_ref().filter(|allowed| !allowed.iter().any(|one| is_same(one, value))) {
            return Some(alternatives(allowed));
        }
        if let Some(amount) = value.as_f64() {
            let least = self.minimum.filter(|least| amount < *least).map(|least| format!("at least {least}"));
            let most = || self.maximum.filter(|most| amount > *most).map(|most| format!("at most {most}"));
            return least.or_else(most).or_else(|| self.format?.fault_of_number(amount));
        }
        let text = value.as_str()?;
        let length = u64::try_from(text.chars().count()).unwrap_or(u64::MAX);
        let least = self.min_length.filter(|least| length < *least);
        let most = self.max_length.filter(|most| length > *most);
        match (least, most) {
            (Some(least), _) => Some(format!("{least} characters long at least")),
            (None, Some(most)) => Some(format!("{most} characters long at most")),
            (None, None) => self.format?.fault_of_text(text),
        }
    }
}

/// Whether two values are the same, numbers by what they amount to.
fn is_same(one: &Value, other: &Value) -> bool {
    one == other || one.is_number() && one.as_f64().is_some_and(|one| other.as_f64() == Some(one))
}

fn alternatives(allowed: &[Value]) -> String {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let listed: Vec<String> = allowed.iter().take(LISTED).map(text).collect();
    let more = if allowed.len() > LISTED { ", …" } else { "" };
    match listed.as_slice() {
        [only] => only.clone(),
        listed => format!("one of {}{more}", listed.join(", ")),
    }
}

/// A value as it appears in an error.
fn shown(value: &Value) -> String {
    match value {
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
        Value::String(text) => quoted(text),
        scalar => excerpt(&scalar.to_string(), VALUE).into_owned(),
    }
}

/// What a value should be that is not of a type.
fn misfit(kind: &str, value: &Value) -> Option<&'static str> {
    let whole = || value.is_i64() || value.is_u64() || value.as_f64().is_some_and(|number| number.fract() == 0.0);
    let (wanted, fits) = match kind {
        "string" => ("a string", value.is_string()),
        "integer" => ("an integer", whole()),
        "number" => ("a number", value.is_number()),
        "boolean" => ("true or false", value.is_boolean()),
        "array" => ("a list", value.is_array()),
        "object" => ("an object", value.is_object()),
        _ => return None,
    };
    (!fits).then_some(wanted)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;
    use crate::value::json;
    use crate::values::Values;

    fn check(schema: Value, value: Value, wanted: Result<(), &str>) {
        let constraint = Constraint::new(schema.as_object().unwrap());
        let checked = constraint.check("x", &value).map_err(|error| error.to_string());
        assert_eq!(checked, wanted.map_err(str::to_owned), "{schema} {value}");
    }

    #[test]
    fn values_are_those_that_are_allowed() {
        let states = || json!({"type": "string", "enum": ["open", "closed"]});
        check(states(), json!("open"), Ok(()));
        check(states(), json!("Open"), Err("x must be one of open, closed, not \"Open\""));
        let long = "y".repeat(70);
        let told = format!("x must be one of open, closed, not \"{}\"…", &long[..60]);
        check(states(), json!(long), Err(&told));
        check(json!({"enum": [1, 2.5]}), json!(1.0), Ok(()));
        check(json!({"enum": [1, 2.5]}), json!(3), Err("x must be one of 1, 2.5, not 3"));
        check(json!({"enum": ["only"]}), json!(true), Err("x must be only, not true"));
        let many: Vec<usize> = (0..30).collect();
        let Err(error) = Constraint::new(json!({"enum": many}).as_object().unwrap()).check("x", &json!(31)) else {
            panic!("31 is none of them")
        };
        assert!(error.to_string().ends_with("19, …, not 31"), "{error}");
    }

    #[test]
    fn numbers_and_texts_have_bounds() {
        let limit = || json!({"type": "integer", "minimum": 1, "maximum": 100});
        check(limit(), json!(1), Ok(()));
        check(limit(), json!(100), Ok(()));
        check(limit(), json!(0), Err("x must be at least 1, not 0"));
        check(limit(), json!(101), Err("x must be at most 100, not 101"));
        check(json!({"minimum": -0.5}), json!(-0.6), Err("x must be at least -0.5, not -0.6"));
        let name = || json!({"type": "string", "minLength": 2, "maxLength": 3});
        check(name(), json!("äöü"), Ok(()));
        check(name(), json!("a"), Err("x must be 2 characters long at least, not \"a\""));
        check(name(), json!("abcd"), Err("x must be 3 characters long at most, not \"abcd\""));
    }

    #[test]
    fn items_are_checked_one_by_one() {
        let tags = || json!({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}});
        check(tags(), json!(["a", "b", "a"]), Ok(()));
        check(tags(), json!(["a", "c"]), Err("x[1] must be one of a, b, not \"c\""));
        check(tags(), json!([1]), Err("x[0] must be a string, not 1"));
        let rows = || json!({"type": "array", "items": {"type": "array", "items": {"type": "integer", "minimum": 0}}});
        check(rows(), json!([[1], [2, -1]]), Err("x[1][1] must be at least 0, not -1"));
        check(json!({"type": "array", "items": {}}), json!([1, "a", null]), Ok(()));
    }

    #[test]
    fn what_callers_give_is_read_as_its_type() {
        let check = |schema: Value, given: &[&str], wanted: Result<(), &str>| {
            let mut values = Values::new();
            given.iter().for_each(|text| values.text("input", *text));
            let constraint = Constraint::new(schema.as_object().unwrap());
            let checked = constraint.check_given("x", &values, "input").map_err(|error| error.to_string());
            assert_eq!(checked, wanted.map_err(str::to_owned), "{schema} {given:?}");
        };
        let limit = || json!({"type": "integer", "maximum": 10});
        check(limit(), &[], Ok(()));
        check(limit(), &["10"], Ok(()));
        check(limit(), &["11"], Err("x must be at most 10, not 11"));
        check(limit(), &["many"], Ok(())); // whoever reads it says so
        check(limit(), &["11", "12"], Ok(()));
        let codes = || json!({"type": "array", "items": {"type": "integer", "maximum": 10}});
        check(codes(), &["1", "11"], Err("x[1] must be at most 10, not 11"));
        check(codes(), &["11"], Err("x[0] must be at most 10, not 11"));
        check(codes(), &["a"], Err("x[0] must be an integer, not \"a\""));
        check(json!({"enum": ["1"]}), &["2"], Err("x must be 1, not \"2\""));
        check(json!({"type": "boolean", "enum": [true]}), &["false"], Err("x must be true, not false"));
    }
}
