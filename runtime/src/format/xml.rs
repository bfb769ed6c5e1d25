//! XML.

use crate::value::Value;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::{Namespace, ResolveResult};
use quick_xml::{Error, NsReader, XmlVersion};

use super::body::{Body, FormatError, MAX_VALUES, place};
use super::charset::decode;
use crate::value::Object;

/// The deepest element, as deep as JSON may be.
const MAX_DEPTH: usize = 128;
/// The most attributes of an element: they are looked up in each other.
const MAX_ATTRIBUTES: usize = 256;
/// The name of text that stands beside attributes or elements.
const TEXT: &str = "";
const INSTANCE: Namespace<'static> = Namespace("http://www.w3.org/2001/XMLSchema-instance");
const VERSION: XmlVersion = XmlVersion::Implicit1_0;

pub(super) fn read(body: &Body<'_>) -> Result<Value, FormatError> {
    let text = decode("XML", body, declared(body.bytes))?;
    let mut reader = NsReader::from_str(&text);
    reader.config_mut().expand_empty_elements = true;
    let mut tree = Tree { open: Vec::new(), root: None, values: 0 };
    loop {
        let before = reader.buffer_position();
        let fault = |reason: &str, byte: u64| {
            FormatError::new("XML", reason, place(&text, usize::try_from(byte).unwrap_or(usize::MAX)))
        };
        let event = match reader.read_event() {
            Ok(Event::Eof) => return tree.root().map_err(|reason| fault(reason, before)),
            Ok(event) => event,
            Err(error) => return Err(fault(reason(&error), reader.error_position())),
        };
        tree.take(&reader, event).map_err(|reason| fault(reason, before))?;
    }
}

/// An element that is not closed yet.
struct Element {
    name: String,
    members: Object,
    /// The text since the last element in it.
    text: String,
    is_nil: bool,
}

/// What is read so far.
struct Tree {
    open: Vec<Element>,
    root: Option<Value>,
    values: usize,
}

impl Tree {
    fn take(&mut self, reader: &NsReader<&[u8]>, event: Event<'_>) -> Result<(), &'static str> {
        match event {
            Event::Start(start) => self.start(reader, &start),
            Event::End(_) => self.end(),
            Event::Text(text) => self.text(&text.xml10_content()),
            Event::CData(text) => self.text(&text.xml10_content()),
            Event::GeneralRef(reference) => self.text(resolve(&reference)?.encode_utf8(&mut [0; 4])),
            Event::DocType(_) if self.root.is_some() || !self.open.is_empty() => {
                Err("a document type stands within the document")
            }
            Event::DocType(declared) if declares(&declared) => Err("a document type with declarations is not allowed"),
            Event::DocType(_) => Ok(()),
            // With empty elements expanded, there are none.
            Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, reader: &NsReader<&[u8]>, start: &BytesStart<'_>) -> Result<(), &'static str> {
        if self.root.is_some() {
            return Err("there is more than one root element");
        }
        if self.open.len() >= MAX_DEPTH {
            return Err("elements stand too deep in each other");
        }
        if let Some(outer) = self.open.last_mut() {
            outer.end_text();
        }
        self.count()?;
        let name = start.local_name().as_ref().to_owned();
        let mut element = Element { name, members: Object::new(), text: String::new(), is_nil: false };
        for (index, attribute) in start.attributes().enumerate() {
            let attribute = attribute.map_err(|_| "an attribute is malformed")?;
            if index >= MAX_ATTRIBUTES {
                return Err("an element has too many attributes");
            }
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            let value = attribute.normalized_value(VERSION).map_err(|_| "an attribute has an unknown reference")?;
            let (namespace, name) = reader.resolver().resolve_attribute(attribute.key);
            if namespace == ResolveResult::Bound(INSTANCE) && name.as_ref() == "nil" {
                element.is_nil = matches!(value.trim(), "true" | "1");
                continue;
            }
            self.count()?;
            add(&mut element.members, name.as_ref().to_owned(), Value::String(value.into_owned()));
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) -> Result<(), &'static str> {
        let mut element = self.open.pop().ok_or("an end tag closes nothing")?;
        match self.open.last_mut() {
            Some(outer) => {
                let name = std::mem::take(&mut element.name);
                add(&mut outer.members, name, element.value());
            }
            None => self.root = Some(element.root()),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), &'static str> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if is_blank(text) => {}
            None => return Err("there is text outside of the root element"),
        }
        Ok(())
    }

    fn root(&mut self) -> Result<Value, &'static str> {
        match self.open.last() {
            Some(_) => Err("an element is not closed"),
            None => self.root.take().ok_or("there is no element"),
        }
    }

    fn count(&mut self) -> Result<(), &'static str> {
        self.values += 1;
        if self.values > MAX_VALUES { Err("it has more than a million values") } else { Ok(()) }
    }
}

impl Element {
    /// The text so far; white space between elements is none.
    fn end_text(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !is_blank(&text) {
            add(&mut self.members, TEXT.to_owned(), Value::String(text));
        }
    }

    /// A text if it has nothing else.
    fn value(mut self) -> Value {
        if self.is_nil {
            return Value::Null;
        }
        if self.members.is_empty() {
            return Value::String(self.text);
        }
        self.end_text();
        Value::Object(self.members)
    }

    /// Always an object: it has no name that a text could have.
    fn root(mut self) -> Value {
        if self.is_nil {
            return Value::Null;
        }
        self.end_text();
        Value::Object(self.members)
    }
}

/// What comes again becomes a list: no value of an element is one.
fn add(members: &mut Object, name: String, value: Value) {
    match members.get_mut(&name) {
        None => {
            members.insert(name, value);
        }
        Some(Value::Array(items)) => items.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

fn is_blank(text: &str) -> bool {
    text.trim_matches([' ', '\t', '\r', '\n']).is_empty()
}

/// Whether a document type has declarations of its own: whatever is in brackets, outside of quotes.
fn declares(document_type: &str) -> bool {
    let mut quote = None;
    document_type.chars().any(|character| match (quote, character) {
        (None, '"' | '\'') => {
            quote = Some(character);
            false
        }
        (Some(open), character) => {
            quote = Some(open).filter(|open| *open != character);
            false
        }
        (None, character) => character == '[',
    })
}

/// A character by number, or one of the five that XML names.
fn resolve(reference: &BytesRef<'_>) -> Result<char, &'static str> {
    let unknown = "it refers to an unknown entity";
    if let Some(character) = reference.resolve_char_ref().map_err(|_| unknown)? {
        return Ok(character);
    }
    match reference.as_ref() {
        "lt" => Ok('<'),
        "gt" => Ok('>'),
        "amp" => Ok('&'),
        "apos" => Ok('\''),
        "quot" => Ok('"'),
        _ => Err(unknown),
    }
}

/// The encoding that the XML declaration names: it is legible in all encodings that need naming.
fn declared(bytes: &[u8]) -> Option<&str> {
    let end = bytes.iter().take(200).position(|byte| *byte == b'>')?;
    let declaration = std::str::from_utf8(&bytes[..end]).ok()?.strip_prefix("<?xml")?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
    value[1..].split(quote).next()
}

/// What is wrong, without quoting any of it.
fn reason(error: &Error) -> &'static str {
    use quick_xml::errors::{IllFormedError, SyntaxError};
    match error {
        Error::IllFormed(IllFormedError::MissingEndTag(_)) => "an element is not closed",
        Error::IllFormed(IllFormedError::UnmatchedEndTag(_)) => "an end tag closes nothing",
        Error::IllFormed(IllFormedError::MismatchedEndTag { .. }) => "an end tag closes another element",
        Error::IllFormed(IllFormedError::UnclosedReference) => "a `&` begins no reference",
        Error::Syntax(SyntaxError::UnclosedTag) => "a tag does not end",
        Error::Syntax(SyntaxError::UnclosedDoctype) => "a document type does not end",
        Error::Namespace(_) => "a namespace is declared wrongly",
        _ => "its markup is malformed",
    }
}
