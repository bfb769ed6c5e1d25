//! Words of the standard in descriptions.

use crate::diagnostic::{Code, Sink, nearest};
use crate::read::Spanned;

/// Reports a word outside a fixed list.
pub(crate) fn unknown(sink: &mut Sink, what: &str, word: &Spanned<String>, known: &[&str]) {
    let help = match nearest(word, known.iter().copied()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("one of `{}`", known.join("`, `")),
    };
    sink.report(Code::UNKNOWN_VALUE, &word.place, format!("`{}` is no {what} of TAXII 2.1", word.value)).help(help);
}
