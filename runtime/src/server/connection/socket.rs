//! A socket that tells what happens on it, and is closed in a way that its peer reads the last answer.

use std::io::{self, IoSlice};
use std::mem::MaybeUninit;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use super::watch::Watch;

/// What is read at once of what nobody wants.
const PIECE: usize = 8192;

/// A socket that tells a [`Watch`]. (`tokio-io-timeout` has a timer for each read and write, and knows nothing of requests.)
pub(super) struct Socket<S> {
    stream: S,
    watch: Arc<Watch>,
    /// The peer sends no more.
    is_ended: bool,
    /// The peer knows that no more is sent to it.
    is_shut: bool,
    /// How many bytes are read on after the last answer, at most.
    bound: u64,
}

impl<S> Socket<S> {
    /// After the last answer reads on at most `bound` bytes.
    pub(super) fn new(stream: S, watch: Arc<Watch>, bound: u64) -> Self {
        Self { stream, watch, is_ended: false, is_shut: false, bound }
    }
}

impl<S: AsyncRead + Unpin> Socket<S> {
    /// Closing a socket that holds unread bytes resets the connection, and the peer may lose what it hasn't read yet.
    fn poll_linger(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let mut piece = [MaybeUninit::uninit(); PIECE];
        while !self.is_ended && self.bound > 0 {
            let mut piece = ReadBuf::uninit(&mut piece);
            let read = ready!(Pin::new(&mut self.stream).poll_read(cx, &mut piece));
            self.is_ended = read.is_err() || piece.filled().is_empty();
            self.bound = self.bound.saturating_sub(piece.filled().len() as u64);
        }
        Poll::Ready(())
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Socket<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        let before = buffer.filled().len();
        let result = ready!(Pin::new(&mut self.stream).poll_read(cx, buffer));
        match buffer.filled().len() == before {
            true => self.is_ended = true,
            false => self.watch.reads(),
        }
        Poll::Ready(result)
    }
}

impl<S: AsyncRead + AsyncWrite + Unpin> AsyncWrite for Socket<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.tell(written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, slices);
        self.tell(written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        self.tell(flushed)
    }

    /// Sends no more, and reads on until the peer has closed its side too, within bounds of bytes and of time.
    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        if !self.is_shut {
            ready!(Pin::new(&mut self.stream).poll_shutdown(cx))?;
            self.is_shut = true;
            self.watch.lingers();
        }
        self.poll_linger(cx).map(Ok)
    }
}

impl<S> Socket<S> {
    fn tell<T>(&self, progress: Poll<T>) -> Poll<T> {
        match progress.is_ready() {
            true => self.watch.writes(),
            false => self.watch.waits_to_write(),
        }
        progress
    }
}
