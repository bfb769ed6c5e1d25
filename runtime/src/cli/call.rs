//! `call`: one operation, flow, tool or route, its reply on standard output.

use std::io::{self, Write};

use http::header::CONTENT_TYPE;
use serde::de::IgnoredAny;

use super::app::App;
use super::arguments::Call;
use super::callable::{Callable, Kind};
use super::failure::Failure;
use super::shown;
use crate::error::Error;
use crate::format::{self, Body};
use crate::reply::Reply;
use crate::values::{Raw, Values};

/// The most of an upstream's error body that is shown, in bytes.
const SHOWN: usize = 4096;

impl<C: Clone + 'static> App<C> {
    pub(super) async fn call(&self, order: Call) -> Result<(), Failure> {
        let callables = self.callables()?;
        let callable = callables.iter().find(|callable| callable.is(&order.name));
        let callable = callable.ok_or_else(|| Failure::Usage(format!("there is no {}", order.name)))?;
        if order.mock && self.stand_ins.is_empty() && callable.kind == Kind::Operation {
            return Err(Failure::Usage("call has no --mock here: nothing stands in for the server called".to_owned()));
        }
        let values = values(&order.inputs)?;
        let reply = match callable.server {
            Some(_) => self.call_server(callable, &values, order.mock).await?,
            None => self.call_operation(callable, &values, order.mock).await?,
        };
        let mut stdout = io::stdout().lock();
        let is_terminal = io::IsTerminal::is_terminal(&stdout);
        shown::print(reply.bytes(), &mut stdout, is_terminal)?;
        Ok(stdout.flush()?)
    }

    /// Reads the inputs first: who misspells one needs no settings to learn it.
    async fn call_operation(&self, callable: &Callable, values: &Values, mock: bool) -> Result<Reply, Failure> {
        let name = if callable.kind == Kind::Operation { &callable.name } else { &callable.full_name };
        let operation = self.operations.iter().find(|operation| operation.name == name);
        let operation = operation.ok_or_else(|| Failure::Usage(format!("there is no {}", callable.name)))?;
        let mut values = values.clone();
        operation.inputs.complete(&mut values)?;
        let call = (operation.prepare)(&values)?;
        let (settings, _stand_ins) = self.settings(mock, &[]).await?;
        let launch = self.launch(settings, Default::default(), mock);
        call(launch.client()?).await.map_err(explain)
    }

    /// As a caller of the server would be answered, in this process and without credentials: who starts it is let in.
    async fn call_server(&self, callable: &Callable, values: &Values, mock: bool) -> Result<Reply, Failure> {
        let answer = callable.server.and_then(|server| self.servers[server].call.as_ref());
        let answer = answer.ok_or_else(|| Failure::Usage(format!("{} can't be called", callable.shown)))?;
        let (settings, _stand_ins) = self.settings(mock, &[]).await?;
        let launch = self.launch(settings, Default::default(), mock);
        answer(&launch, &callable.name, values)?.await.map_err(explain)
    }
}

/// The failure with what the upstream says about it.
fn explain(error: Error) -> Failure {
    let Error::Status(status) = &error else { return error.into() };
    let bytes = &status.body[..status.body.len().min(SHOWN)];
    let media_type = status.headers.get(CONTENT_TYPE).and_then(|media_type| media_type.to_str().ok());
    let body = format::as_lossy_text(&Body { bytes, charset: media_type.and_then(format::charset) });
    Failure::Failed(format!("{status}\n{body}").trim_end().to_owned())
}

/// Reads `--NAME VALUE` and `--NAME=VALUE`.
fn values(inputs: &[String]) -> Result<Values, Failure> {
    let mut values = Values::new();
    let mut inputs = inputs.iter();
    while let Some(input) = inputs.next() {
        let Some(input) = input.strip_prefix("--").filter(|name| !name.is_empty()) else {
            return Err(Failure::Usage(format!("give inputs as --NAME VALUE, not {input:?}")));
        };
        let (name, value) = match input.split_once('=') {
            Some((name, value)) => (name, value),
            None => {
                (input, inputs.next().filter(|value| !value.starts_with("--")).ok_or_else(|| no_value(input))?.as_str())
            }
        };
        match name {
            "body" => values.add(name, Raw::Either(body(value)?.to_owned())),
            _ => values.text(name, value),
        }
    }
    Ok(values)
}

fn no_value(name: &str) -> Failure {
    Failure::Usage(format!("--{name} needs a value; one that starts with -- is given as --{name}=VALUE"))
}

/// A body is JSON; where it is one text among others, it may be that as it is.
fn body(text: &str) -> Result<&str, Failure> {
    if !text.trim_start().starts_with(['{', '[', '"']) {
        return Ok(text);
    }
    let checked = serde_json::from_str::<IgnoredAny>(text);
    checked.map(|_| text).map_err(|error| Failure::Usage(format!("--body must be JSON: {error}")))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use super::*;

    fn read(inputs: &[&str]) -> Result<Values, Failure> {
        values(&inputs.iter().map(|input| (*input).to_owned()).collect::<Vec<_>>())
    }

    #[test]
    fn inputs() {
        let mut wanted = Values::new();
        wanted.text("limit", "-2");
        wanted.text("id", "--a=b");
        wanted.text("id", "");
        wanted.add("body", Raw::Either("{\"id\":18446744073709551615}".to_owned()));
        let given = ["--limit", "-2", "--id=--a=b", "--id=", "--body", "{\"id\":18446744073709551615}"];
        assert!(read(&given).is_ok_and(|values| values == wanted));
    }

    #[test]
    fn mistakes() {
        let check = |inputs: &[&str], wanted: &str| {
            let Err(Failure::Usage(message)) = read(inputs) else { panic!("{inputs:?} is a mistake") };
            assert!(message.starts_with(wanted), "{message}");
        };
        check(&["limit"], "give inputs as --NAME VALUE, not \"limit\"");
        check(&["--"], "give inputs as --NAME VALUE, not \"--\"");
        check(&["--limit"], "--limit needs a value");
        check(&["--limit", "--offset", "1"], "--limit needs a value");
        check(&["--body", "{"], "--body must be JSON");
    }
}
