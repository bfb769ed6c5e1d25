//! Words of the standard in descriptions.

use crate::diagnostic::{Code, Sink, nearest};
use crate::read::Spanned;

/// Reports a word outside a fixed list.
pub(crate) fn unknown(sink: &mut Sink, what: &str, word: &Spanned<String>, known: &[&str]) {
    let message = format!("`{}` is no {what} of TAXII 2.1", word.value);
    let report = sink.report(Code::UNKNOWN_VALUE, &word.place, message);
    match nearest(word, known.iter().copied()) {
        Some(near) => report.help(format!("did you mean `{near}`?")).write(&word.place, near),
        None => report.help(format!("one of `{}`", known.join("`, `"))),
    };
}
