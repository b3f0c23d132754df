//! A stream that fails when nothing is received within the read timeout, and that observes the head
//! of the response.
//!
//! Like the original's socket timeout, the read timeout applies to each read, not to the whole
//! response. But a server that sends single bytes just in time cannot block the run forever: see
//! [`MAX_READ_TIMEOUTS`].

use super::response_head::{ResponseHead, Success};
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A connection over which a request can be sent.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The maximum duration of a response from its first to its last byte, in read timeouts.
const MAX_READ_TIMEOUTS: u32 = 5;

/// A stream with a read timeout.
pub struct ReadTimeoutStream {
    inner: Box<dyn Stream>,
    limit: Option<Duration>,
    timer: Option<Pin<Box<Sleep>>>,
    /// The time when the wait for the response began.
    since: Option<Instant>,
    head: ResponseHead,
    is_padded: bool,
}

impl ReadTimeoutStream {
    /// Wraps a stream. A `limit` of `None` is no timeout.
    pub fn new(inner: Box<dyn Stream>, limit: Option<Duration>) -> Self {
        ReadTimeoutStream {
            inner,
            limit,
            timer: None,
            since: None,
            head: ResponseHead::default(),
            is_padded: false,
        }
    }

    /// A handle that reports whether a successful response has begun.
    pub fn success(&self) -> Success {
        self.head.success()
    }

    /// Adds the line breaks that may be missing after the last chunk. urllib3 accepts the end of
    /// the stream instead (`HTTPResponse.read_chunked`), hyper does not. They do not complete a
    /// truncated chunk.
    fn pad(&mut self, buffer: &mut ReadBuf<'_>) {
        const PADDING: &[u8] = b"\r\n\r\n";
        if self.head.is_chunked_body() && !self.is_padded && buffer.remaining() >= PADDING.len() {
            buffer.put_slice(PADDING);
            self.is_padded = true;
        }
    }

    /// Whether the response takes longer than [`MAX_READ_TIMEOUTS`] read timeouts.
    fn is_overdue(&mut self) -> bool {
        let since = *self.since.get_or_insert_with(Instant::now);
        self.limit
            .is_some_and(|limit| since.elapsed() > limit.saturating_mul(MAX_READ_TIMEOUTS))
    }

    /// Restarts the timeout. The timer is kept: a pending read depends on it to be woken.
    fn restart(&mut self) {
        if let (Some(timer), Some(limit)) = (&mut self.timer, self.limit)
            && let Some(deadline) = Instant::now().checked_add(limit)
        {
            timer.as_mut().reset(deadline);
        }
    }

    /// Completes with a timeout error when nothing was received in time.
    fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let timer = self.timer.get_or_insert_with(|| {
            // Timeouts beyond the range of the clock never expire.
            match Instant::now().checked_add(limit) {
                Some(_) => Box::pin(sleep(limit)),
                None => Box::pin(sleep(Duration::MAX)),
            }
        });
        timer
            .as_mut()
            .poll(cx)
            .map(|()| io::Error::from(io::ErrorKind::TimedOut))
    }

    /// Restarts the timeout after progress; a blocked write is subject to it too.
    fn after_write(
        &mut self,
        cx: &mut Context<'_>,
        written: Poll<io::Result<usize>>,
    ) -> Poll<io::Result<usize>> {
        match written {
            Poll::Ready(result) => {
                self.restart();
                self.since = None;
                Poll::Ready(result)
            }
            Poll::Pending => self.poll_timer(cx).map(Err),
        }
    }
}

impl AsyncRead for ReadTimeoutStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_overdue() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buffer.filled().len();
        match Pin::new(&mut self.inner).poll_read(cx, buffer) {
            Poll::Ready(result) => {
                self.timer = None;
                match result {
                    // A TLS connection closed without `close_notify`: Python treats it as the end
                    // of the stream (`suppress_ragged_eofs`), and the HTTP parser detects an
                    // incomplete response.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {}
                    Err(error) => return Poll::Ready(Err(error)),
                    Ok(()) => {}
                }
                match buffer.filled_mut().get_mut(before..) {
                    None | Some([]) => self.pad(buffer),
                    Some(new) => self.head.read(new),
                }
                Poll::Ready(Ok(()))
            }
            Poll::Pending => self.poll_timer(cx).map(Err),
        }
    }
}

impl AsyncWrite for ReadTimeoutStream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write(cx, bytes);
        self.after_write(cx, written)
    }

    /// Without this method hyper copies the body into the buffer of the request head.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let written = Pin::new(&mut self.inner).poll_write_vectored(cx, slices);
        self.after_write(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
