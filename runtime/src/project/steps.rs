//! Functions that make several calls.

use std::borrow::Cow;

use crate::value::Value;
use futures_util::FutureExt;
use futures_util::future::{BoxFuture, try_join_all};

use super::pick::Select;
use crate::error::{Error, InputError, Result};
use crate::reply::Reply;

/// The step `name`: a call whose answer later steps and outputs use. `null` if the answer is without content.
///
/// # Errors
/// [`Error::Step`](crate::Error::Step) if the call fails, the status is outside 2xx, or the answer is not in the
/// format of the operation.
pub fn step<'a>(
    name: &'static str,
    call: impl Future<Output = Result<Reply>> + Send + 'a,
) -> BoxFuture<'a, Result<Value>> {
    call.map(move |reply| reply.and_then(|reply| read(&reply)).map_err(|error| error.in_step(name))).boxed()
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
pub async fn parallel<const N: usize>(steps: [BoxFuture<'_, Result<Value>>; N]) -> Result<[Value; N]> {
    let mut answers = try_join_all(steps).await?.into_iter();
    Ok(std::array::from_fn(|_| answers.next().unwrap_or_default()))
}

/// What a consumed operation with named outputs makes of an answer: an object of them; or, of a list, each item with them
/// added. What isn't there is `null`.
pub fn reshape(answer: &Value, outputs: &[(&str, &dyn Select)]) -> Value {
    let named = |root: &Value| -> Vec<(String, Value)> {
        let value = |path: &dyn Select| path.select(root).map(Cow::into_owned).unwrap_or_default();
        outputs.iter().map(|(name, path)| ((*name).to_owned(), value(*path))).collect()
    };
    let extended = |item: &Value| {
        let mut object = item.as_object().cloned().unwrap_or_default();
        object.extend(named(item));
        Value::Object(object)
    };
    match answer {
        Value::Array(items) => items.iter().map(extended).collect(),
        root => Value::Object(named(root).into_iter().collect()),
    }
}

fn read(reply: &Reply) -> Result<Value> {
    if reply.bytes().is_empty() { Ok(Value::Null) } else { reply.value() }
}
