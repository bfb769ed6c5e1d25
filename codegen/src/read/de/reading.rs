//! Free data that other tools read otherwise: those of YAML 1.1.

use super::value::Value;
use crate::diagnostic::Code;
use crate::diagnostic::edit::quoted;
use crate::read::yaml::{Core, Scalar, other_reading};

impl Value<'_, '_> {
    /// Warns of a word or number that means one value in YAML 1.2, as here, and another one in YAML 1.1.
    pub(super) fn report_reading(self, scalar: &Scalar<'_>) {
        let mut sink = self.reader.sink.borrow_mut();
        let other = if scalar.plain { other_reading(&scalar.text) } else { None };
        let Some(other) = other.filter(|_| !sink.hides(&self.node.place)) else { return };
        let (text, place) = (&scalar.text, &self.node.place);
        let number = scalar.number().filter(|_| scalar.core() != Core::Text);
        let own = number.as_deref().unwrap_or("a text");
        let message = format!("`{text}` is {own} in YAML 1.2, as here, and {other} in YAML 1.1");
        let report = sink.report(Code::YAML_READING, place, message);
        match number {
            Some(number) => {
                report.help(format!("write `{number}`, or quote it if it is a text")).replace(place, number)
            }
            None => report.help(format!("quote it, or write `{other}` if that is meant")).replace(place, quoted(text)),
        };
    }
}
