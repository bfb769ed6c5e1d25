//! Methods of a service, boxed: what differs in type between them ends here.

use std::sync::Arc;

use futures_util::FutureExt;
use futures_util::future::BoxFuture;

use crate::error::Result;

/// A method bound to its service when it is called.
pub(super) type Handler<S, A, T> = Box<dyn Fn(Arc<S>, A) -> BoxFuture<'static, Result<T>> + Send + Sync>;

/// A method of the service `S` with the arguments `A`, a tuple: such as `S::objects`, named by its path.
///
/// Implemented for all `async fn(&S, …) -> Result<Answer>` whose future is `Send`; there is nothing to implement.
pub trait Method<'s, S, A>: Send + Sync {
    /// What it answers.
    type Answer;

    /// Calls it.
    fn call(&self, service: &'s S, arguments: A) -> BoxFuture<'s, Result<Self::Answer>>;
}

impl<'s, S, A, H, F, T> Method<'s, S, (A,)> for H
where
    S: 's,
    H: Fn(&'s S, A) -> F + Send + Sync,
    F: Future<Output = Result<T>> + Send + 's,
{
    type Answer = T;

    fn call(&self, service: &'s S, (a,): (A,)) -> BoxFuture<'s, Result<T>> {
        self(service, a).boxed()
    }
}

impl<'s, S, A, B, H, F, T> Method<'s, S, (A, B)> for H
where
    S: 's,
    H: Fn(&'s S, A, B) -> F + Send + Sync,
    F: Future<Output = Result<T>> + Send + 's,
{
    type Answer = T;

    fn call(&self, service: &'s S, (a, b): (A, B)) -> BoxFuture<'s, Result<T>> {
        self(service, a, b).boxed()
    }
}

impl<'s, S, A, B, C, H, F, T> Method<'s, S, (A, B, C)> for H
where
    S: 's,
    H: Fn(&'s S, A, B, C) -> F + Send + Sync,
    F: Future<Output = Result<T>> + Send + 's,
{
    type Answer = T;

    fn call(&self, service: &'s S, (a, b, c): (A, B, C)) -> BoxFuture<'s, Result<T>> {
        self(service, a, b, c).boxed()
    }
}

/// Calls `method`, and writes what it answers as `write` says.
pub(super) fn bind<S, A, T, U, M>(
    method: M,
    write: impl Fn(T) -> Result<U> + Copy + Send + Sync + 'static,
) -> Handler<S, A, U>
where
    S: Send + Sync + 'static,
    A: Send + 'static,
    T: 'static,
    M: for<'s> Method<'s, S, A, Answer = T> + 'static,
{
    let method = Arc::new(method);
    Box::new(move |service, arguments| {
        let method = Arc::clone(&method);
        async move { method.call(&service, arguments).await.and_then(write) }.boxed()
    })
}
