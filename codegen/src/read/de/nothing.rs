//! Keys without a value.

use serde::de::Visitor;

use super::error::Error;
use super::value::{Role, Value};
use crate::diagnostic::Code;
use crate::read::yaml::Content;

/// Keys that may go without: free data, which can be null, binds that bind nothing, and base URIs, of which more is said later.
const MAY_LACK: [&str; 5] = ["baseUri", "const", "data", "default", "keys"];

/// Lists of what is called by its name.
const CALLED: [&str; 5] = ["flows", "functions", "operations", "skills", "steps"];

impl<'de> Value<'_, 'de> {
    /// Reports a name that is an empty text.
    pub(super) fn check_name(self, list: &str) {
        let is_called = CALLED.contains(&list) || list == "namespace";
        if !is_called || self.node.is_null() || self.node.text().is_none_or(|text| !text.trim().is_empty()) {
            return;
        }
        let what = if list == "namespace" { "this `namespace`".to_owned() } else { format!("a name in `{list}`") };
        let mut sink = self.reader.sink.borrow_mut();
        let report = sink.report(Code::NO_VALUE, self.place(), format!("{what} is an empty text"));
        report.help("write a name: what has none can't be told from others");
    }

    /// The value of a key that has none, where that is as good as an empty collection.
    pub(super) fn nothing<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        self.check_value()?;
        visitor.visit_unit()
    }

    /// Reports a key without a value. It is read as if it were not there, or as a name for an empty mapping; neither where it
    /// says who may call.
    pub(super) fn check_value(self) -> Result<(), Error> {
        let Role::Field(key, _) = self.role else { return Ok(()) };
        let is_empty = self.guards && matches!(&self.node.content, Content::Mapping(entries) if entries.is_empty());
        if !is_empty && !self.node.is_null() || MAY_LACK.contains(&key.text()) {
            return Ok(());
        }
        let mut sink = self.reader.sink.borrow_mut();
        let message = format!("{} has no value", self.subject());
        if self.guards {
            sink.report(Code::NO_VALUE.fatal(), key.place(), format!("{message}: how to authenticate is not said"))
                .help("write the value after the `:`; if nobody has to authenticate, remove all of it");
            return Err(Error::Lost);
        }
        let is_name = self.known.is_empty(); // the author chose it: what it names is there
        if is_name {
            sink.report(Code::NO_VALUE, key.place(), format!("{message}: nothing is said of it"))
                .help("write what it is, or `{}` if there is nothing to say");
        } else {
            sink.report(Code::NO_VALUE, key.place(), format!("{message}: it is read as if it were not there"))
                .help("write the value after the `:`, or remove the key")
                .remove(key.place());
        }
        Ok(())
    }
}
