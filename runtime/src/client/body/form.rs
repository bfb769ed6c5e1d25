//! Forms, url-encoded.

use crate::client::encode::{WireValue, push_pair};

/// The fields of a form (`application/x-www-form-urlencoded`).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form(String);

impl Form {
    /// A form without fields.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a field: none for an absent value, one for each item of a list.
    pub fn field(mut self, name: &str, value: &(impl WireValue + ?Sized)) -> Self {
        let mut texts = Vec::new();
        value.texts(&mut texts);
        texts.iter().for_each(|text| push_pair(&mut self.0, name, text));
        self
    }

    pub(in crate::client) fn into_body(self) -> String {
        self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_encoded() {
        let form = Form::new().field("a b", "x&y=é+").field("absent", &None::<i64>).field("ids", &[1, 2][..]);
        assert_eq!(form.into_body(), "a%20b=x%26y%3D%C3%A9%2B&ids=1&ids=2");
    }
}
