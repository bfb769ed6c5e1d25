//! Functions of a service in the one form that all servers call.

use std::error::Error as StdError;
use std::panic::AssertUnwindSafe;
use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::{BoxFuture, ready};
use http::StatusCode;
use serde::de::DeserializeOwned;

use crate::error::{Error, Result};
use crate::reply::Reply;
use crate::server::Handler;
use crate::values::Values;

/// A function of a service, bound to it.
pub(crate) type Function = Box<dyn Fn(Values) -> BoxFuture<'static, Result<Reply>> + Send + Sync>;

/// Boxes at once what differs in type between functions, so that the servers around it are compiled once.
pub(crate) fn bind_function<S, I, H>(service: Arc<S>, handler: H) -> Function
where
    S: Send + Sync + 'static,
    I: DeserializeOwned + Send + 'static,
    H: for<'s> Handler<'s, S, I> + 'static,
{
    let handler = Arc::new(handler);
    Box::new(move |values| match values.read::<I>() {
        Ok(input) => {
            let (service, handler) = (Arc::clone(&service), Arc::clone(&handler));
            contain(async move { handler.call(&service, input).await }.boxed()).boxed()
        }
        Err(error) => ready(Err(error.into())).boxed(),
    })
}

/// A panic costs one answer, not the connection.
async fn contain(call: BoxFuture<'static, Result<Reply>>) -> Result<Reply> {
    let caught = AssertUnwindSafe(call).catch_unwind().await;
    let result =
        caught.unwrap_or_else(|_| Err(Error::rejected(StatusCode::INTERNAL_SERVER_ERROR, "the function failed")));
    result.inspect_err(log)
}

/// Tells the operator what is no fault of the caller. Callers get less: never the cause.
fn log(error: &Error) {
    match error.origin() {
        Error::Input(_) | Error::Status(_) => {}
        Error::Rejected { status, .. } if !status.is_server_error() => {}
        Error::Output(fault) => tracing::warn!("{} is not {} in an upstream's answer", fault.name, fault.wanted),
        Error::Transport { source, .. } | Error::Interrupted { source: Some(source), .. } => {
            tracing::warn!(cause = innermost(source.as_ref()), "{error}");
        }
        // The causes of all others may quote what was received.
        _ => tracing::warn!("{error}"),
    }
}

fn innermost(source: &(dyn StdError + 'static)) -> String {
    std::iter::successors(Some(source), |&source| source.source()).last().map(ToString::to_string).unwrap_or_default()
}
