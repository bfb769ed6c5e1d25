//! Texts with values in them.

use crate::value::Value;
use serde::de::IgnoredAny;
use serde::ser::Error as _;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use super::json::present;
use super::json_text::Quotes;
use crate::client::encode::WireValue;
use crate::error::InputError;

/// A text of the document with values in it, each written so that it stays a value where it stands. An absent value is empty
/// in it; one that is all of the text makes that absent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Template {
    text: String,
    language: Language,
    /// How many texts and values it is made of.
    parts: usize,
    /// Whether a value was absent.
    lacks: bool,
    quotes: Quotes,
    fault: Option<&'static str>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Language {
    #[default]
    Plain,
    Xml,
    Sparql,
    Json,
}

impl Template {
    /// Values stand in it as they are.
    pub fn new() -> Self {
        Self::default()
    }

    /// Values become character data (XML 1.0 §2.4): they can neither start nor end anything.
    pub fn xml() -> Self {
        Self { language: Language::Xml, ..Self::default() }
    }

    /// Values become what may stand in their place in a SPARQL query: within quotes the content of a string, within angle
    /// brackets a part of an IRI, elsewhere a literal of their own.
    pub fn sparql() -> Self {
        Self { language: Language::Sparql, ..Self::default() }
    }

    /// Values become JSON, or within quotes a part of the string. A text without quotes around it is the JSON that it spells,
    /// in its digits; one that spells none is a string. An absent one is `null`, or within quotes empty.
    pub fn json() -> Self {
        Self { language: Language::Json, ..Self::default() }
    }

    /// Appends a text of the document.
    pub fn raw(mut self, text: &str) -> Self {
        self.parts += 1;
        self.text.push_str(text);
        if self.language == Language::Json {
            self.quotes.read(text);
        }
        self
    }

    /// Appends a value: texts as they are, all else as JSON. An absent one appends nothing.
    pub fn value(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.parts += 1;
        let Some(value) = present(value) else {
            self.push_absent();
            return self;
        };
        let json = value.get();
        let string = json.starts_with('"').then(|| serde_json::from_str::<String>(json).unwrap_or_default());
        let is_string = string.is_some();
        let text = string.unwrap_or_else(|| json.to_owned());
        match self.language {
            Language::Plain => self.text.push_str(&text),
            Language::Xml => self.push_xml(&text),
            Language::Sparql => self.push_sparql(&text, is_string),
            Language::Json if self.quotes.open => self.push_json_string(&text),
            Language::Json if is_string => self.text.push_str(json_of(&text).unwrap_or(json)),
            Language::Json => self.text.push_str(json),
        }
        self
    }

    /// The text, unless it is nothing but a value that is absent.
    pub fn build(self) -> Option<String> {
        (!self.is_absent()).then_some(self.text)
    }

    /// The text, unless any value in it is absent: for paths, which are others without it.
    pub fn complete(self) -> Option<String> {
        (!self.lacks).then_some(self.text)
    }

    /// The text as a body of its own; none if it is nothing but a value that is absent.
    pub(in crate::client) fn into_body(self) -> Result<Option<String>, InputError> {
        match self.fault {
            Some(reason) => Err(InputError::new("the body", reason)),
            None => Ok(self.build()),
        }
    }

    /// Whether it is nothing but a value that is absent.
    fn is_absent(&self) -> bool {
        self.lacks && self.parts == 1
    }

    fn push_absent(&mut self) {
        self.lacks = true;
        if self.language == Language::Json && !self.quotes.open {
            self.text.push_str("null");
        }
    }

    fn push_json_string(&mut self, text: &str) {
        let quoted = Value::from(text).to_string();
        self.text.push_str(&quoted[1..quoted.len() - 1]);
    }

    fn push_xml(&mut self, text: &str) {
        let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | '\u{20}'..='\u{fffd}' | '\u{10000}'..);
        if !text.chars().all(is_allowed) {
            self.fault = Some("would hold a character that XML does not allow");
        }
        let in_cdata = self.text.rfind("<![CDATA[").is_some_and(|start| !self.text[start..].contains("]]>"));
        if in_cdata {
            self.text.push_str(&text.replace("]]>", "]]]]><![CDATA[>"));
            return;
        }
        for c in text.chars() {
            match c {
                '&' => self.text.push_str("&amp;"),
                '<' => self.text.push_str("&lt;"),
                '>' => self.text.push_str("&gt;"),
                '"' => self.text.push_str("&quot;"),
                '\'' => self.text.push_str("&#39;"),
                // Attributes would turn them into spaces, and parsers every `\r` into `\n`.
                '\t' | '\n' | '\r' => self.text.push_str(&format!("&#{};", u32::from(c))),
                c => self.text.push(c),
            }
        }
    }

    fn push_sparql(&mut self, text: &str, is_string: bool) {
        match SparqlPlace::after(&self.text) {
            SparqlPlace::String => self.push_sparql_string(text),
            SparqlPlace::Iri => self.push_iri(text),
            SparqlPlace::Code if !is_string && !text.starts_with(['{', '[']) => self.text.push_str(text),
            SparqlPlace::Code => {
                self.text.push('"');
                self.push_sparql_string(text);
                self.text.push('"');
            }
            SparqlPlace::Comment => self.text.push_str(&text.replace(['\r', '\n'], " ")),
        }
    }

    /// SPARQL 1.1 §19.7.
    fn push_sparql_string(&mut self, text: &str) {
        for c in text.chars() {
            match c {
                '\\' | '"' | '\'' => self.text.extend(['\\', c]),
                '\n' => self.text.push_str("\\n"),
                '\r' => self.text.push_str("\\r"),
                '\t' => self.text.push_str("\\t"),
                c => self.text.push(c),
            }
        }
    }

    /// What no IRI may hold is percent-encoded (SPARQL 1.1 §19.8, `IRIREF`).
    fn push_iri(&mut self, text: &str) {
        for c in text.chars() {
            if c <= ' ' || "<>\"{}|^`\\".contains(c) {
                self.text.push_str(&format!("%{:02X}", u32::from(c)));
            } else {
                self.text.push(c);
            }
        }
    }
}

/// The JSON that a text spells.
fn json_of(text: &str) -> Option<&str> {
    serde_json::from_str::<IgnoredAny>(text).ok().map(|_| text.trim())
}

/// As a member of JSON: absent if it is nothing but a value that is; one that is JSON itself as that.
impl Serialize for Template {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.language {
            _ if self.is_absent() => serializer.serialize_none(),
            Language::Json => RawValue::from_string(self.text.clone()).map_err(S::Error::custom)?.serialize(serializer),
            _ => serializer.serialize_str(&self.text),
        }
    }
}

/// In a query, a header or a form: absent if it is nothing but a value that is.
impl WireValue for Template {
    fn texts(&self, texts: &mut Vec<String>) {
        if !self.is_absent() {
            texts.push(self.text.clone());
        }
    }

    fn is_complete(&self) -> bool {
        !self.lacks
    }
}

/// Where a value stands in a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum SparqlPlace {
    Code,
    String,
    Iri,
    Comment,
}

impl SparqlPlace {
    /// The place at the end of `query`.
    fn after(query: &str) -> Self {
        let mut rest = query;
        while let Some(at) = rest.find(['"', '\'', '<', '#']) {
            let opening = &rest[at..];
            let (place, open, close) = match opening.as_bytes()[0] {
                b'#' => (Self::Comment, 1, "\n"),
                b'<' => (Self::Iri, 1, ">"),
                _ if opening.starts_with("\"\"\"") => (Self::String, 3, "\"\"\""),
                _ if opening.starts_with("'''") => (Self::String, 3, "'''"),
                b'"' => (Self::String, 1, "\""),
                _ => (Self::String, 1, "'"),
            };
            let inside = &opening[open..];
            // A comparison is no bracket: an IRI holds no space.
            let closed = match place {
                Self::String => string_end(inside, close),
                Self::Iri => match inside.find(|c: char| c <= ' ' || c == '<' || c == '>') {
                    Some(end) if inside[end..].starts_with('>') => Some(end + 1),
                    Some(_) => Some(0),
                    None => None,
                },
                _ => inside.find(close).map(|end| end + close.len()),
            };
            match closed {
                Some(end) => rest = &inside[end..],
                None => return place,
            }
        }
        Self::Code
    }
}

/// Where a string ends, past its closing quotes.
fn string_end(text: &str, close: &str) -> Option<usize> {
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(close) {
            return Some(at + close.len());
        }
        let escaped = usize::from(text[at..].starts_with('\\'));
        at += text[at..].chars().take(1 + escaped).map(char::len_utf8).sum::<usize>();
    }
    None
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn values_in_plain_text() {
        let text = Template::new().raw("a ").value("b\"").raw(" ").value(&Some(2)).raw(" ").value(&[1, 2]);
        assert_eq!(body(text), "a b\" 2 [1,2]");
        assert_eq!(Template::new().raw("ship-").value("7").build().as_deref(), Some("ship-7"));
        assert_eq!(Template::new().raw("ship-").value("7").complete().as_deref(), Some("ship-7"));
    }

    #[test]
    fn an_absent_value_is_empty_unless_it_is_all() {
        let check = |text: Template, wanted: Option<&str>| {
            let mut texts = Vec::new();
            text.texts(&mut texts);
            assert_eq!(texts.first().map(String::as_str), wanted);
            assert_eq!(serde_json::to_value(&text).unwrap().as_str(), wanted);
            assert_eq!(text.clone().build().as_deref(), wanted);
            assert_eq!(text.clone().into_body().unwrap().as_deref(), wanted);
            assert!(!text.is_complete());
            assert_eq!(text.complete(), None);
        };
        let absent = &None::<String>;
        check(Template::new().raw("a ").value(absent), Some("a "));
        check(Template::new().raw("is:open ").value(absent).raw(" ").value("Y"), Some("is:open  Y"));
        check(Template::new().value(absent).value(absent), Some(""));
        check(Template::xml().raw("<a>").value(absent).raw("</a>"), Some("<a></a>"));
        check(Template::new().value(absent), None);
    }

    fn body(text: Template) -> String {
        text.into_body().unwrap().unwrap()
    }

    #[test]
    fn values_in_xml() {
        let xml = |text: &str| Template::xml().raw("<a b=\"").value(text).raw("\"/>").into_body();
        assert_eq!(
            xml("</a> & \"x\" 'y'\n").unwrap().unwrap(),
            "<a b=\"&lt;/a&gt; &amp; &quot;x&quot; &#39;y&#39;&#10;\"/>"
        );
        assert_eq!(xml("a\0").unwrap_err().to_string(), "the body would hold a character that XML does not allow");
        let cdata = Template::xml().raw("<a><![CDATA[").value("<x>]]>").raw("]]></a>").value("<");
        assert_eq!(body(cdata), "<a><![CDATA[<x>]]]]><![CDATA[>]]></a>&lt;");
    }

    #[test]
    fn values_in_json() {
        let json = |count: Option<i64>, label: Option<&str>| {
            let text = Template::json().raw("{\"n\": 1.0, \"c\": ").value(&count).raw(",\n \"l\": \"a ").value(&label);
            body(text.raw("\", \"l\": [").value(&label).raw("]}\n"))
        };
        assert_eq!(json(Some(2), Some("x\"y")), "{\"n\": 1.0, \"c\": 2,\n \"l\": \"a x\\\"y\", \"l\": [\"x\\\"y\"]}\n");
        assert_eq!(json(None, None), "{\"n\": 1.0, \"c\": null,\n \"l\": \"a \", \"l\": [null]}\n");
    }

    #[test]
    fn a_text_without_quotes_around_it_is_the_json_that_it_spells() {
        let check = |text: &str, wanted: &str| {
            let body = Template::json().raw("{\"l\": ").value(text).raw(", \"q\": \"").value(text).raw("\"}");
            let quoted = Value::from(text).to_string();
            assert_eq!(body.into_body().unwrap().unwrap(), format!("{{\"l\": {wanted}, \"q\": {quoted}}}"), "{text}");
        };
        check("10", "10");
        check("1.10", "1.10");
        check(" 12345678901234567890123 ", "12345678901234567890123");
        check(r#"{"k": [1e2, "a"]}"#, r#"{"k": [1e2, "a"]}"#);
        check("true", "true");
        check("null", "null");
        check(r#""a""#, r#""a""#);
        check("plain", r#""plain""#);
        check("", r#""""#);
        check("010", r#""010""#);
        check(r#"1, "admin": true"#, r#""1, \"admin\": true""#);
    }

    #[test]
    fn values_in_sparql() {
        let check = |before: &str, value: &Value, wanted: &str| {
            assert_eq!(body(Template::sparql().raw(before).value(value)), format!("{before}{wanted}"));
        };
        let evil = Value::from("x\" } ; DROP ALL #\n\\");
        check("FILTER(?n = \"", &evil, r#"x\" } ; DROP ALL #\n\\"#);
        check("FILTER(?n = '''a''", &evil, r#"x\" } ; DROP ALL #\n\\"#);
        check("?s a <http://x/", &Value::from("a b>/é"), "a%20b%3E/é");
        check("FILTER(?a < 5 && ?n = ", &Value::from("x"), "\"x\"");
        check("\"a\\\"\" LIMIT ", &Value::from(5), "5");
        check("# about ", &Value::from("a\nb"), "a b");
        check("<http://x#y> ?p ", &Value::from(true), "true");
    }
}
