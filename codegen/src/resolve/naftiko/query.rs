//! A query that a document writes into the path of an operation: parameters with fixed values.

use percent_encoding::percent_decode_str;

use super::Context;
use super::inputs::{Inputs, Unknown};
use crate::model::{Fill, Filled, Location, Parameter, Path, Segment, Type};
use crate::source::Place;

/// Variables of a query, like those of a path, are texts that must be there.
const UNKNOWN: Unknown = Unknown { location: Location::Query, ty: Type::String, within: Type::String, required: true };

impl Inputs {
    /// Sends `name=value&…` with every request of the operation; values may hold variables.
    pub(super) fn send_query(&mut self, context: &mut Context<'_>, query: &str, place: &Place, path: &Path) {
        for pair in query.split('&').filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let filled = self.fill(context, value, place, UNKNOWN);
            let value = Filled(filled.0.into_iter().map(|part| self.in_query(part, path)).collect());
            self.parameters.push(Parameter { name: decoded(name), location: Location::Query, value });
        }
    }

    /// A part of a value; an input that is declared for the path and stands in the query belongs to the query.
    fn in_query(&mut self, part: Fill, path: &Path) -> Fill {
        match part {
            Fill::Text(text) => Fill::Text(decoded(&text)),
            Fill::Input(index) => {
                let input = &mut self.list[index];
                if input.location == Location::Path && !path.segments.contains(&Segment::Variable(index)) {
                    input.location = Location::Query;
                }
                Fill::Input(index)
            }
            Fill::Setting(env) => Fill::Setting(env),
        }
    }
}

/// What a text of a URL means: the client encodes it anew.
fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::decoded;

    #[test]
    fn texts_are_decoded_once() {
        let rows = [("a", "a"), ("a+b", "a b"), ("a%20b", "a b"), ("%2B", "+"), ("%C3%A9", "é"), ("%", "%")];
        for (text, expected) in rows {
            assert_eq!(decoded(text), expected);
        }
    }
}
