//! Whatever way a path is spelled, it finds what RFC 9535 finds under one strict spelling of it.
#![allow(clippy::unwrap_used)]

use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

use crate::resolve::text::jsonpath::*;

/// A step of a path, and how it is spelled.
#[derive(Debug, Clone)]
enum PathStep {
    Name(String, Spelling),
    Index(usize),
    Each,
}

#[derive(Debug, Clone, Copy)]
enum Spelling {
    Dot,
    Single,
    Double,
    /// As `Single`, with blanks in the brackets and a dot before them.
    Spaced,
    /// Each character as `\uXXXX`.
    Escaped,
}

impl PathStep {
    fn spelled(&self) -> String {
        match self {
            Self::Name(name, Spelling::Dot) if has_plain_letters(name) => format!(".{name}"),
            Self::Name(name, Spelling::Double) => format!("[\"{}\"]", name.replace('\\', r"\\").replace('"', "\\\"")),
            Self::Name(name, Spelling::Spaced) => format!(".[ '{}' ]", single(name)),
            Self::Name(name, Spelling::Escaped) => strict(name),
            Self::Name(name, Spelling::Dot | Spelling::Single) => format!("['{}']", single(name)),
            Self::Index(index) => format!("[{index}]"),
            Self::Each => ".*".to_owned(),
        }
    }

    fn strict(&self) -> String {
        match self {
            Self::Name(name, _) => strict(name),
            Self::Index(index) => format!("[{index}]"),
            Self::Each => "[*]".to_owned(),
        }
    }

    /// A document in which the step leads to `value`, among other things.
    fn around(&self, value: Value) -> Value {
        match self {
            Self::Name(name, _) => Map::from_iter([("other".to_owned(), json!(1)), (name.clone(), value)]).into(),
            Self::Index(index) => vec![json!({"a": 2}); *index].into_iter().chain([value, json!(3)]).collect(),
            Self::Each => json!([value, {"a": 4}, value]),
        }
    }
}

/// Whether all dialects take it after a dot.
fn has_plain_letters(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-$@".contains(c))
}

/// What stands between single quotes, as real documents escape it.
fn single(name: &str) -> String {
    name.replace('\\', r"\\").replace('\'', r"\'")
}

/// In capitals: the library knows no surrogates in small letters.
fn strict(name: &str) -> String {
    format!("['{}']", name.encode_utf16().map(|unit| format!("\\u{unit:04X}")).collect::<String>())
}

fn step() -> impl Strategy<Value = PathStep> {
    let name = prop_oneof![
        "[a-c]{1,2}",
        "[a-cé日$@_\u{1f600}-]{1,6}",
        "[ab .'\"\\\\/$@*()\\[\\],?:\u{1f600}]{0,6}",
        "\\PC{0,6}"
    ];
    let spelling = prop_oneof![
        Just(Spelling::Dot),
        Just(Spelling::Single),
        Just(Spelling::Double),
        Just(Spelling::Spaced),
        Just(Spelling::Escaped),
    ];
    prop_oneof![
        6 => (name, spelling).prop_map(|(name, spelling)| PathStep::Name(name, spelling)),
        1 => (0..3_usize).prop_map(PathStep::Index),
        1 => Just(PathStep::Each),
    ]
}

/// What a crate picks with a selection: keys by itself, anything else with the library.
fn picked<'v>(selection: &Selection, document: &'v Value) -> Vec<&'v Value> {
    match selection {
        Selection::Keys(keys) => {
            let found = keys.iter().try_fold(document, |value, key| value.as_object()?.get(key));
            found.into_iter().collect()
        }
        Selection::Path { text, .. } => JsonPath::parse(text).unwrap().query(document).all(),
    }
}

proptest! {
    #[test]
    fn a_path_finds_the_same_however_it_is_spelled(
        steps in vec(step(), 0..5), root in "[$@ ]|", leaf in "[a-z]{1,3}", foreign in vec(step(), 0..4),
    ) {
        let spelled: String = steps.iter().map(PathStep::spelled).collect();
        let spelled = if spelled.is_empty() { "$".to_owned() } else { format!("{root}{spelled}") };
        let strict = format!("${}", steps.iter().map(PathStep::strict).collect::<String>());
        let selection = selection(&segments(&spelled).unwrap_or_else(|fault| panic!("{spelled}: {fault:?}")));
        let strict = JsonPath::parse(&strict).unwrap();
        let own = steps.iter().rev().fold(json!(leaf), |value, step| step.around(value));
        let other = foreign.iter().rev().fold(json!({"a": leaf}), |value, step| step.around(value));
        prop_assert!(picked(&selection, &own).contains(&&json!(leaf)), "{spelled}: {selection:?}");
        for document in [own, other] {
            prop_assert_eq!(picked(&selection, &document), strict.query(&document).all(), "{}: {:?}", spelled, &selection);
        }
        let is_list = matches!(selection, Selection::Path { is_list: true, .. });
        prop_assert_eq!(is_list, steps.iter().any(|step| matches!(step, PathStep::Each)), "{}", spelled);
    }
}
