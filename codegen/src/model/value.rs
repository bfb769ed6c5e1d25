//! What values are, where they travel, and where they come from.

use super::json_path::Segment;
use crate::json::Value;
use crate::names::Scope;

/// Where an input travels; of one that stands in a template, where the template does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of the language")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
    Body,
}

/// The type of an input.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words of JSON")]
pub enum Type {
    String,
    Integer,
    Number,
    Boolean,
    Object,
    Array,
    Any,
}

/// Text with settings in it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Template(pub Vec<TemplatePart>);

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TemplatePart {
    /// Stands as it is.
    Text(String),
    /// The value of the setting with this environment variable.
    Setting(String),
    /// What the caller gives, by its place in [`CallerAuth::inputs`](super::CallerAuth::inputs).
    Input(usize),
}

/// Where the value of an operation's input comes from.
#[derive(Debug, Clone, PartialEq)]
pub enum ValueSource {
    /// The function's input with this index.
    Input(usize),
    /// A value of the type that is wanted.
    Constant(Value),
    /// A text put together.
    Text(Vec<Part>),
    /// A member of an input.
    Member(Member),
    /// A part of what an earlier step answered.
    Step(Pick),
    /// A list put together; items that are absent are left out.
    List(Vec<ValueSource>),
    /// A mapping put together; members that are absent are left out.
    Object(Vec<(String, ValueSource)>),
}

/// A part of a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// Stands as it is.
    Text(String),
    /// The value of the setting with this environment variable.
    Setting(String),
    /// The function's input with this index.
    Input(usize),
    /// A member of an input.
    Member(Member),
    /// A part of what an earlier step answered.
    Step(Pick),
}

/// A member of an input that is an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Member {
    /// The input, by index.
    pub input: usize,
    /// The name of the member, of the member in it, and so on; at least one.
    pub keys: Vec<String>,
}

/// A part of what a step answered.
#[derive(Debug, Clone, PartialEq)]
pub struct Pick {
    /// The variable that holds what the step answered: [`CallStep::ident`](super::CallStep::ident).
    pub step: String,
    /// Where it is in it.
    pub selection: Selection,
}

/// A place in a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Selection {
    /// The member of the member…; the whole value if there are none.
    Keys(Vec<String>),
    /// What a JSONPath finds.
    Path {
        /// The static of a method or type that holds it; none if it stands where it is used, as in routes.
        ident: Option<String>,
        /// The path, for readers.
        text: String,
        /// Its steps.
        segments: Vec<Segment>,
        /// Whether it stands for the list of all that it finds, rather than the first.
        is_list: bool,
    },
}

impl Selection {
    /// Whether it is a JSONPath, rather than keys that lead to one value.
    pub fn is_searched(&self) -> bool {
        matches!(self, Self::Path { .. })
    }
}

impl Location {
    /// A name with the place before it: `query.name`.
    pub fn qualified(self, name: &str) -> String {
        format!("{}.{name}", self.as_str())
    }

    /// The word of the language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}

impl Type {
    /// Whether its values can be read as ones of another type: numbers become texts, and texts numbers if they spell them. Of
    /// all texts, just two are `true` and `false`.
    pub fn can_become(self, other: Self) -> bool {
        let is_number = |ty| matches!(ty, Self::Integer | Self::Number);
        match (self, other) {
            (Self::Any, _) | (_, Self::Any) | (Self::Boolean, Self::String) => true,
            (Self::String, ty) | (ty, Self::String) if is_number(ty) => true,
            _ => self == other || is_number(self) && is_number(other),
        }
    }

    /// Whether a value can be read as both of two types: numbers and words have a spelling, lists and mappings have none.
    pub fn can_be_as_well(self, other: Self) -> bool {
        let both = [self, other];
        let is_word = both.contains(&Self::String) && both.contains(&Self::Boolean);
        self.can_become(other) || is_word
    }

    /// The word of JSON Schema, which has none for any.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Object => "object",
            Self::Array => "array",
            Self::Any => "any",
        }
    }
}

impl Template {
    /// The settings in it, in order.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        self.0.iter().filter_map(|part| match part {
            TemplatePart::Setting(env) => Some(env.as_str()),
            TemplatePart::Text(_) | TemplatePart::Input(_) => None,
        })
    }

    /// What callers give in it, in order.
    pub fn inputs(&self) -> impl Iterator<Item = usize> {
        self.0.iter().filter_map(|part| match part {
            TemplatePart::Input(index) => Some(*index),
            TemplatePart::Text(_) | TemplatePart::Setting(_) => None,
        })
    }

    /// Whether it says nothing at all.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Selection {
    /// All of the value.
    pub fn whole() -> Self {
        Self::Keys(Vec::new())
    }

    /// Names the static of a path after what it is for.
    pub fn name(&mut self, statics: &mut Scope, purpose: &str) {
        if let Self::Path { ident, .. } = self {
            *ident = Some(statics.upper(purpose));
        }
    }

    /// Whether it is a path that some method or type holds.
    pub fn is_static(&self) -> bool {
        matches!(self, Self::Path { ident: Some(_), .. })
    }

    /// Whether it begins with a member of an object.
    pub fn is_of_member(&self) -> bool {
        match self {
            Self::Keys(keys) => !keys.is_empty(),
            Self::Path { segments, .. } => matches!(segments.first(), Some(Segment::Name(_) | Segment::Members(_))),
        }
    }

    /// Whether it begins with items, which only a list has for certain.
    pub fn is_of_item(&self) -> bool {
        match self {
            Self::Keys(_) => false,
            Self::Path { segments, .. } => segments.first().is_some_and(Segment::is_of_item),
        }
    }

    /// Whether it is all of the value.
    pub fn is_whole(&self) -> bool {
        matches!(self, Self::Keys(keys) if keys.is_empty())
    }
}

#[cfg(test)]
mod tests {
    use super::Type;

    #[test]
    fn what_a_type_can_become() {
        let rows = [
            (Type::String, Type::Integer, true),
            (Type::Number, Type::String, true),
            (Type::Integer, Type::Number, true),
            (Type::Boolean, Type::String, true),
            (Type::String, Type::Boolean, false),
            (Type::Integer, Type::Boolean, false),
            (Type::String, Type::Array, false),
            (Type::Object, Type::String, false),
            (Type::Object, Type::Any, true),
            (Type::Array, Type::Array, true),
        ];
        for (from, to, expected) in rows {
            assert_eq!(from.can_become(to), expected, "{from:?} {to:?}");
        }
    }
}
