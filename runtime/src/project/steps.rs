//! Functions that make several calls.
//!
//! What a step answers is a value, or nothing where the answer has no content.

use std::borrow::Cow;

use futures_util::future::{BoxFuture, try_join_all};
use futures_util::{FutureExt, TryFutureExt};

use super::select::Select;
use crate::coding::reading;
use crate::error::{Error, InputError, OutputError, Result};
use crate::reply::Reply;
use crate::value::Value;

/// What a step answers.
pub type StepFuture<'a> = BoxFuture<'a, Result<Option<Value>>>;

/// The step `name`: a call whose answer later steps and outputs read.
///
/// # Errors
/// [`Error::Step`](crate::Error::Step) if the call fails, the status is outside 2xx, or the answer is not in the
/// format of the operation.
pub fn step<'a>(name: &'static str, call: impl Future<Output = Result<Reply>> + Send + 'a) -> StepFuture<'a> {
    reading(call).map(move |reply| reply.and_then(|reply| value(&reply)).map_err(|error| error.in_step(name))).boxed()
}

/// The same for a call that may write: an answer that can't be read says that it was carried out.
///
/// # Errors
/// Those of [`step`].
pub fn write<'a>(name: &'static str, call: impl Future<Output = Result<Reply>> + Send + 'a) -> StepFuture<'a> {
    reading(call)
        .map(move |reply| match reply {
            Ok(reply) => read(name, &[name], &reply),
            // What is too long was answered, and not refused.
            Err(error @ Error::TooLarge { .. }) => Err(error.in_step(name).after(&[name])),
            Err(error) => Err(error.in_step(name)),
        })
        .boxed()
}

/// The step `name`, whose answer nothing reads: it stays undecoded.
///
/// # Errors
/// [`Error::Step`](crate::Error::Step) if the call fails, or the status is outside 2xx.
pub fn sent<'a>(name: &'static str, call: impl Future<Output = Result<Reply>> + Send + 'a) -> StepFuture<'a> {
    reading(call).map(move |reply| reply.map(|_| None).map_err(|error| error.in_step(name))).boxed()
}

/// A step behind `done`, which may have written: where it fails, the error says that these were carried out.
///
/// # Errors
/// Those of the step.
pub fn after<'a>(done: &'a [&'a str], step: StepFuture<'a>) -> StepFuture<'a> {
    step.map_err(|error| error.after(done)).boxed()
}

/// A call whose answer is read, and that of the function, too: it is not asked for in a form that only the caller reads.
///
/// # Errors
/// Those of the call.
pub async fn readable(call: impl Future<Output = Result<Reply>>) -> Result<Reply> {
    reading(call).await
}

/// The call of the last step `name`, whose answer is that of the function, behind `done`, which may have written: where it
/// fails, the error says that these were carried out.
///
/// # Errors
/// Those of the call.
pub async fn ending(name: &str, done: &[&str], call: impl Future<Output = Result<Reply>>) -> Result<Reply> {
    call.await.map_err(|error| error.in_last_step(name, done))
}

/// What the step `name` answered, where its answer is that of the function, too; `done` may have written by then.
///
/// # Errors
/// [`Error::Step`](crate::Error::Step) if the answer is not in the format of the operation.
pub fn read(name: &str, done: &[&str], reply: &Reply) -> Result<Option<Value>> {
    value(reply).map_err(|error| error.in_step(name).after(done))
}

/// What `call` answers. Where it fails because of an input, the error calls that as callers of the function do: of `names`,
/// each is that of the operation's input and that of the caller's.
///
/// # Errors
/// Those of the call.
pub async fn renamed(call: impl Future<Output = Result<Reply>>, names: &[(&str, &str)]) -> Result<Reply> {
    call.await.map_err(|error| match error {
        Error::Input(InputError { name, reason }) => {
            let caller = names.iter().find(|(input, _)| *input == name).map(|(_, caller)| (*caller).to_owned());
            InputError { name: caller.unwrap_or(name), reason }.into()
        }
        other => other,
    })
}

/// Takes steps at the same time: `let [ship, crew] = parallel([step(…), step(…)]).await?`.
///
/// # Errors
/// The first that occurs; the steps still under way are dropped.
pub async fn parallel<const N: usize>(steps: [StepFuture<'_>; N]) -> Result<[Option<Value>; N]> {
    let mut answers = try_join_all(steps).await?.into_iter();
    Ok(std::array::from_fn(|_| answers.next().flatten()))
}

/// What a consumed operation with named outputs makes of an answer: an object of them; or, of a list, each item with them
/// added. What isn't there is `null`.
///
/// # Errors
/// If a JSONPath takes too long to find an output.
pub fn reshape(answer: &Value, outputs: &[(&str, &dyn Select)]) -> std::result::Result<Value, OutputError> {
    let extended = |item: &Value| {
        let mut object = item.as_object().cloned().unwrap_or_default();
        object.extend(named(item, outputs)?);
        Ok(Value::Object(object))
    };
    match answer {
        Value::Array(items) => items.iter().map(extended).collect(),
        root => Ok(Value::Object(named(root, outputs)?.into_iter().collect())),
    }
}

/// The same where the outputs say which items of a list they mean, as `$[0].id` does: an object of them, of a list as well;
/// unless its items are lists, which are meant then.
///
/// # Errors
/// If a JSONPath takes too long to find an output.
pub fn reshape_list(answer: &Value, outputs: &[(&str, &dyn Select)]) -> std::result::Result<Value, OutputError> {
    let has_lists = answer.as_array().is_some_and(|items| items.iter().any(Value::is_array));
    if has_lists { reshape(answer, outputs) } else { Ok(Value::Object(named(answer, outputs)?.into_iter().collect())) }
}

fn named(root: &Value, outputs: &[(&str, &dyn Select)]) -> std::result::Result<Vec<(String, Value)>, OutputError> {
    let value = |(name, path): &(&str, &dyn Select)| {
        let found = path.select(root).map_err(|fault| fault.at(name))?;
        Ok(((*name).to_owned(), found.map(Cow::into_owned).unwrap_or_default()))
    };
    outputs.iter().map(value).collect()
}

fn value(reply: &Reply) -> Result<Option<Value>> {
    if reply.is_blank() { Ok(None) } else { reply.value().map(Some) }
}
