//! One connection: HTTP/1.1 by hyper, below a router, with limits of time.
//!
//! By hand: `hyper_util`'s `GracefulShutdown` waits for half-sent requests, and `axum::serve` knows no limits.

mod bodies;
mod leftover;
mod since;
mod socket;
mod timeouts;
mod watch;

use std::future::poll_fn;
use std::mem;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::header::{CONNECTION, CONTENT_LENGTH, EXPECT};
use http::{HeaderValue, Request, Response, StatusCode, Version};
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::http1::Builder;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio::time::{Instant, Sleep, sleep};
use tower_service::Service;

#[cfg(any(feature = "rest", feature = "mcp"))]
pub(crate) use self::bodies::Interrupted;
use self::bodies::{Call, RequestBody, ResponseBody};
use self::socket::Socket;
use self::timeouts::{Review, Timeouts};
pub(crate) use self::watch::Watch;
use super::limits::Limits;

/// Longer than a server runs.
const NEVER: Duration = Duration::from_secs(365 * 24 * 3600);

/// What connections of a server have in common.
pub(crate) struct Terms {
    http: Builder,
    timeouts: Timeouts,
    /// How many bytes are read on that nobody reads, at most.
    bound: u64,
}

/// The connection had to make room before its request began.
#[derive(Debug, thiserror::Error)]
#[error("the connection was idle for the longest")]
struct Dropped;

impl Terms {
    /// For bodies of up to `max_body_bytes`, twice as much is read on.
    pub(crate) fn new(limits: &Limits, max_body_bytes: usize) -> Self {
        let mut http = Builder::new();
        http.header_read_timeout(None); // it begins with the wait for a request, and would be the idle time-out
        if limits.header_bytes > 0 {
            http.max_header_size(limits.header_bytes);
        }
        let bound = (max_body_bytes as u64).saturating_mul(2).max(8 * 1024 * 1024);
        Self { http, timeouts: Timeouts::of(limits), bound }
    }

    /// Waits for the first byte of a connection, which costs little memory until then. False if it is closed before.
    pub(crate) async fn wait_for_byte(&self, stream: &TcpStream, watch: &Watch) -> bool {
        let mut timer = pin!(sleep(NEVER));
        poll_fn(|cx| {
            watch.registers(cx.waker());
            if watch.is_cut() {
                return Poll::Ready(false);
            }
            match stream.poll_read_ready(cx) {
                Poll::Ready(_) => Poll::Ready(true),
                Poll::Pending if watch.is_told_to_stop() => Poll::Ready(false),
                Poll::Pending => self.poll_timer(watch, timer.as_mut(), cx).map(|()| false),
            }
        })
        .await
    }

    /// Answers the requests of `stream` by `router`, until either side closes it or `watch` is told to.
    pub(crate) async fn attend<S>(&self, stream: S, router: Router, watch: &Arc<Watch>)
    where
        S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    {
        let socket = TokioIo::new(Socket::new(stream, Arc::clone(watch), self.bound));
        let service = service_fn(|request| answer(router.clone(), Arc::clone(watch), self.bound, request));
        let mut connection = pin!(self.http.serve_connection(socket, service).with_upgrades());
        let mut timer = pin!(sleep(NEVER));
        watch.asks_for_review();
        let mut is_stopping = false;
        poll_fn(|cx| {
            watch.registers(cx.waker());
            loop {
                if watch.is_cut() || connection.as_mut().poll(cx).is_ready() {
                    return Poll::Ready(());
                }
                if !watch.is_told_to_stop() {
                    break;
                }
                if watch.is_resting() {
                    return Poll::Ready(());
                }
                if mem::replace(&mut is_stopping, true) {
                    break;
                }
                connection.as_mut().graceful_shutdown(); // the next round sees to it
            }
            watch.discard(cx);
            self.poll_timer(watch, timer.as_mut(), cx)
        })
        .await;
    }

    /// Ready when the connection has waited for too long.
    fn poll_timer(&self, watch: &Watch, mut timer: Pin<&mut Sleep>, cx: &mut Context<'_>) -> Poll<()> {
        while watch.wants_review() || timer.as_mut().poll(cx).is_ready() {
            match watch.review(&self.timeouts) {
                Review::Close => return Poll::Ready(()),
                Review::At(moment) => timer.as_mut().reset(moment),
                Review::Never => timer.as_mut().reset(Instant::now() + NEVER),
            }
        }
        Poll::Pending
    }
}

async fn answer(
    mut router: Router,
    watch: Arc<Watch>,
    bound: u64,
    request: Request<Incoming>,
) -> Result<Response<ResponseBody>, Dropped> {
    let call = Call::begin(&watch).ok_or(Dropped)?;
    let request = match request.body().is_end_stream() {
        true => request.map(|_| Body::empty()),
        false => {
            let is_unasked = request.headers().contains_key(EXPECT);
            let bound = Some(bound).filter(|_| !is_last(&request));
            request.map(|body| Body::new(RequestBody::new(body, Arc::clone(&watch), bound, is_unasked)))
        }
    };
    let Ok(mut response) = router.call(request).await;
    forget_length(&mut response);
    if watch.is_spoiled() {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    Ok(response.map(|content| call.with(content)))
}

/// Takes away the length that axum counts in answers to HEAD, where there is no content that could have one (RFC 9110 §8.6).
fn forget_length(response: &mut Response<Body>) {
    let is_counted = response.headers().get(CONTENT_LENGTH).is_some_and(|length| length == "0");
    if is_counted && matches!(response.status(), StatusCode::NO_CONTENT | StatusCode::NOT_MODIFIED) {
        response.headers_mut().remove(CONTENT_LENGTH);
    }
}

/// Whether the caller wants the connection to end with the answer (RFC 9112 §9.3).
fn is_last(request: &Request<Incoming>) -> bool {
    let options = request.headers().get_all(CONNECTION).iter().filter_map(|value| value.to_str().ok());
    let mut options = options.flat_map(|value| value.split(',')).map(str::trim);
    request.version() == Version::HTTP_10 || options.any(|option| option.eq_ignore_ascii_case("close"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used)]

    use tokio::io::{AsyncReadExt, AsyncWriteExt, duplex};

    use super::*;

    #[tokio::test]
    async fn what_has_no_content_has_no_length() {
        let check = async |request: &str, status: StatusCode, wanted: Option<&str>| {
            let (mut caller, served) = duplex(64 * 1024);
            let line = format!("{request} / HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
            caller.write_all(line.as_bytes()).await.unwrap();
            let router = Router::new().fallback(async move || status);
            let watch = Arc::new(Watch::new(Instant::now()));
            let mut answer = String::new();
            let terms = Terms::new(&Limits::default(), 1024);
            tokio::join!(terms.attend(served, router, &watch), async {
                let mut head = [0; 4096];
                while !answer.ends_with("\r\n\r\n") {
                    let read = caller.read(&mut head).await.unwrap();
                    answer.push_str(std::str::from_utf8(&head[..read]).unwrap());
                }
                drop(caller);
            });
            let length = answer.lines().find_map(|line| line.strip_prefix("content-length: "));
            assert_eq!(length, wanted, "{request} {status}: {answer}");
        };
        for method in ["GET", "HEAD"] {
            check(method, StatusCode::NO_CONTENT, None).await;
            check(method, StatusCode::NOT_MODIFIED, None).await;
            check(method, StatusCode::OK, Some("0")).await;
        }
    }
}
