//! The version of a crate.

use crate::diagnostic::Sink;
use crate::model::Model;
use crate::read::Spanned;

/// The version that the document has, if cargo takes it for one; else [`Model::FIRST_VERSION`].
pub(super) fn version(written: Option<&Spanned<String>>, sink: &mut Sink) -> String {
    let Some(written) = written else { return Model::FIRST_VERSION.to_owned() };
    match semver::Version::parse(written.trim()) {
        Ok(version) => version.to_string(),
        Err(_) => {
            let why =
                format!("it is no version as cargo has them, such as `1.2.3`: the crate is {}", Model::FIRST_VERSION);
            sink.no_effect(&written.place, "`version`", &why);
            Model::FIRST_VERSION.to_owned()
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::*;
    use crate::source::Source;

    #[test]
    fn versions_are_those_of_cargo() {
        let check = |written: Option<&str>, expected: &str, is_noted: bool| {
            let mut sink = Sink::new();
            let place = Source::new("a.yaml", "a.yaml", "version: 1").place(9..10);
            let written = written.map(|text| Spanned::new(text.to_owned(), place));
            assert_eq!(version(written.as_ref(), &mut sink), expected);
            assert_eq!(!sink.into_sorted().is_empty(), is_noted, "{written:?}");
        };
        check(None, "0.1.0", false);
        check(Some("2.1.0"), "2.1.0", false);
        check(Some(" 1.0.0-beta.2+7 "), "1.0.0-beta.2+7", false);
        for text in ["", "1", "1.0", "v1.0.0", "2024-01-01", "01.2.3", "1.2.3.4"] {
            check(Some(text), "0.1.0", true);
        }
    }
}
