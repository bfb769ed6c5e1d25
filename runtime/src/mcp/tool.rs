//! One tool: what the document says of it, and the function behind it.

use std::sync::{Arc, OnceLock};

use rmcp::model::{CallToolResult, JsonObject};

use super::arguments::Arguments;
use super::structured::leave_out_nulls;
use crate::error::Result;
use crate::metrics::{Ending, Meter, Metrics, Served};
use crate::reply::Reply;
use crate::server::{Function, Naming};
use crate::value::Object;
use crate::values::{Raw, Values};

/// The kind of these servers, in counts.
pub(super) const KIND: &str = "mcp";

/// A tool by its name, and how its arguments become the inputs of the function.
#[derive(Debug, Clone)]
pub struct Tool {
    pub(super) name: &'static str,
    naming: Naming,
}

impl Tool {
    /// The tool `name`; its arguments are the inputs of the same names.
    pub fn new(name: &'static str) -> Self {
        Self { name, naming: Naming::default() }
    }

    /// What models give as `caller` is `input` to the function; renamed again, it is the other input as well. Errors name
    /// it as models do.
    pub fn rename(mut self, caller: &'static str, input: &'static str) -> Self {
        self.naming.rename(caller, input);
        self
    }

    /// `input` always has the value that `json` writes.
    ///
    /// # Panics
    /// If `json` is not JSON.
    pub fn constant(mut self, input: &'static str, json: &str) -> Self {
        self.naming.declared.constant(input, json);
        self
    }

    /// `input` has the value that `json` writes when the model gives none; `null` is none.
    ///
    /// # Panics
    /// If `json` is not JSON.
    pub fn default(mut self, input: &'static str, json: &str) -> Self {
        self.naming.declared.default_to(input, json);
        self
    }
}

/// A tool whose arguments are the inputs of the same names.
impl From<&'static str> for Tool {
    fn from(name: &'static str) -> Self {
        Self::new(name)
    }
}

/// A tool and what answers it.
pub(super) struct Entry {
    pub(super) tool: Tool,
    pub(super) arguments: Arguments,
    /// What the tool answers, where the document declares it.
    pub(super) output_schema: Option<Arc<JsonObject>>,
    pub(super) function: Function,
    /// Counts its calls, once it is served.
    pub(super) meter: OnceLock<Meter>,
}

impl Entry {
    /// Counts its calls from now on; a second time says nothing.
    pub(super) fn count_in(&self, metrics: &Metrics) {
        let served = Served { server: KIND, operation: self.tool.name, method: "tools/call" };
        let _ = self.meter.set(metrics.requests(served));
    }

    /// Calls the function, and counts that. Errors about an input name the argument that holds it.
    pub(super) async fn call(&self, given: Object) -> Result<Reply> {
        let running = self.meter.get_or_init(Meter::default).begin();
        let answer = self.answer(given).await;
        running.end(if answer.is_ok() { Ending::Done } else { Ending::Failed });
        answer
    }

    async fn answer(&self, given: Object) -> Result<Reply> {
        let naming = &self.tool.naming;
        let mut values = Values::new();
        for (name, value) in self.arguments.read(given)? {
            naming.add(&mut values, &name, Raw::Json(value));
        }
        naming.declared.complete(&mut values);
        (self.function)(values).await.map_err(|error| naming.blame(error))
    }

    /// The result as the output schema wants it, if there is one.
    pub(super) fn fitted(&self, mut result: CallToolResult) -> CallToolResult {
        if let (Some(content), Some(schema)) = (&mut result.structured_content, &self.output_schema) {
            leave_out_nulls(content, schema);
        }
        result
    }
}
