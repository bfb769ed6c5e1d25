//! Methods of a service as servers and the command line take them.

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::answer::IntoReply;
use crate::coding::reading;
use crate::error::Result;
use crate::reply::Reply;
use crate::values::NoInput;

/// A function of the service `S` with the inputs `I`: a method such as `S::getconnection`, named by its path.
///
/// Implemented for all `async fn(&S, I) -> Result<R>` whose future is `Send` and whose `R` is [`Reply`] or
/// [`Answer`](crate::Answer); there is nothing to implement.
pub trait Handler<'s, S, I>: Send + Sync {
    /// Calls it.
    fn call(&self, service: &'s S, input: I) -> BoxFuture<'s, Result<Reply>>;
}

impl<'s, S, I, H, F, R> Handler<'s, S, I> for H
where
    S: 's,
    H: Fn(&'s S, I) -> F + Send + Sync,
    F: Future<Output = Result<R>> + Send + 's,
    R: IntoReply + 's,
{
    fn call(&self, service: &'s S, input: I) -> BoxFuture<'s, Result<Reply>> {
        prepared(self(service, input))
    }
}

/// A [`Handler`] of a function without inputs: `no_input(S::listall)`.
pub fn no_input<H>(function: H) -> WithoutInput<H> {
    WithoutInput(function)
}

/// What [`no_input`] makes.
#[derive(Debug, Clone, Copy)]
pub struct WithoutInput<H>(H);

impl<'s, S, H, F, R> Handler<'s, S, NoInput> for WithoutInput<H>
where
    S: 's,
    H: Fn(&'s S) -> F + Send + Sync,
    F: Future<Output = Result<R>> + Send + 's,
    R: IntoReply + 's,
{
    fn call(&self, service: &'s S, _: NoInput) -> BoxFuture<'s, Result<Reply>> {
        prepared((self.0)(service))
    }
}

/// The answer as bytes. What is read for it is not asked for in the form that the caller accepts.
fn prepared<'s, R: IntoReply + 's>(
    answer: impl Future<Output = Result<R>> + Send + 's,
) -> BoxFuture<'s, Result<Reply>> {
    let reply = answer.map(|answer| answer.and_then(IntoReply::into_reply));
    if R::IS_PASSED_ON { reply.boxed() } else { reading(reply).boxed() }
}
