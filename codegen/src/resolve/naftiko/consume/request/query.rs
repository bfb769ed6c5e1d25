//! A query that a document writes into the path of an operation: parameters with fixed values.

use percent_encoding::percent_decode_str;

use crate::model::{Fill, Filled, Location, Parameter, Path, Type};
use crate::read::naftiko::Spanned;
use crate::resolve::context::Context;
use crate::resolve::naftiko::consume::base_url;
use crate::resolve::naftiko::consume::request::inputs::{Inputs, Undeclared};
use crate::resolve::text::template::{self, Piece};
use crate::source::Place;

/// Variables of a query, unlike those of a path, may be absent: its parameter is left out then, or the text without it.
const UNDECLARED: Undeclared =
    Undeclared { location: Location::Query, ty: Type::String, within: Type::String, required: false };

impl Inputs {
    /// Sends `name=value&…` with every request of the operation; values may hold variables. What is a declared parameter of
    /// that name by itself is sent once.
    pub(crate) fn send_query(&mut self, context: &mut Context<'_>, query: &str, place: &Place, path: &Path) {
        for (name, value) in pairs(query) {
            let filled = self.fill(context, value, place, UNDECLARED);
            let value = Filled(filled.0.into_iter().map(|part| self.in_query(part, path)).collect());
            let parameter = Parameter { name: decoded(name), location: Location::Query, value };
            let is_input = matches!(parameter.value.only(), Some(Fill::Input(_)));
            if !is_input || !self.parameters.contains(&parameter) {
                self.parameters.push(parameter);
            }
        }
    }

    /// Sends the query of a base URI, whose variables are settings.
    pub(crate) fn send_base_query(&mut self, context: &mut Context<'_>, base_uri: &Spanned<String>) {
        for (name, value) in pairs(base_url::query(base_uri)) {
            let parts = template::parse(value).into_iter().map(|piece| match piece {
                Piece::Text(text) => Fill::Text(decoded(&text)),
                Piece::Variable(variable, range) => {
                    let place = context.within(&base_uri.place, &value[range]);
                    let env = context.variable(&variable, &place, "");
                    context.settings.secret(&env, &format!("fills {{{variable}}} in requests"));
                    Fill::Setting(env)
                }
            });
            let value = Filled(parts.collect());
            self.parameters.push(Parameter { name: decoded(name), location: Location::Query, value });
        }
    }

    /// A part of a value; an input that is declared for the path and stands in the query belongs to the query.
    fn in_query(&mut self, part: Fill, path: &Path) -> Fill {
        match part {
            Fill::Text(text) => Fill::Text(decoded(&text)),
            Fill::Input(index) => {
                let input = &mut self.list[index];
                if input.location == Location::Path && !path.inputs().contains(&index) {
                    input.location = Location::Query;
                }
                Fill::Input(index)
            }
            part @ (Fill::Setting(_) | Fill::Member(_) | Fill::Json(_)) => part,
        }
    }
}

/// The names and values of a query or a form, as they are written.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// What a text of a URL means: the client encodes it anew. What is no encoding stays.
pub(crate) fn decoded(text: &str) -> String {
    percent_decode_str(&text.replace('+', " ")).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use crate::resolve::naftiko::consume::request::query::decoded;

    #[test]
    fn texts_are_decoded_once() {
        let rows =
            [("a", "a"), ("a+b", "a b"), ("a%20b", "a b"), ("%2B", "+"), ("%C3%A9", "é"), ("%", "%"), ("%zz", "%zz")];
        for (text, expected) in rows {
            assert_eq!(decoded(text), expected);
        }
    }
}
