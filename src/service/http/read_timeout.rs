//! A stream that gives up when nothing comes for too long, and that remembers how the answer
//! began.
//!
//! The original's read time-out is the socket's: it counts from one read to the next, not for
//! the whole answer. So it does here, but a server that only ever sends the next byte in time
//! does not hold the run for ever: see [`MAX_READ_TIMEOUTS`].

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// What a request can travel over.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// How many read time-outs an answer may take from its first byte to its last.
const MAX_READ_TIMEOUTS: u32 = 5;

/// The stream and its limit.
pub struct ReadTimeoutStream {
    inner: Box<dyn Stream>,
    limit: Option<Duration>,
    timer: Option<Pin<Box<Sleep>>>,
    /// When the answer was first waited for.
    since: Option<Instant>,
    beginning: ResponsePrefix,
}

/// The first bytes of what came, shared with whoever judges a failure.
#[derive(Clone, Debug, Default)]
pub struct ResponsePrefix(Arc<Mutex<Vec<u8>>>);

impl ResponsePrefix {
    /// Enough for an interim answer or two and the status line.
    const MAX_LENGTH: usize = 1024;

    fn add(&self, bytes: &[u8]) {
        let mut begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let room = Self::MAX_LENGTH.saturating_sub(begun.len());
        begun.extend(bytes.iter().take(room));
    }

    /// Whether a status of success was among it, even if no whole head.
    pub fn has_2xx(&self) -> bool {
        let begun = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let text = String::from_utf8_lossy(&begun);
        text.split("\r\n\r\n")
            .map(|head| head.split_once(' '))
            .find_map(|head| match head {
                // Interim answers come before the answer.
                Some((_, rest)) if rest.starts_with('1') => None,
                Some((version, rest)) => {
                    Some(version.starts_with("HTTP/1.") && rest.starts_with('2'))
                }
                None => Some(false),
            })
            .unwrap_or(false)
    }
}

impl ReadTimeoutStream {
    /// `None` waits for ever.
    pub fn new(inner: Box<dyn Stream>, limit: Option<Duration>) -> Self {
        ReadTimeoutStream {
            inner,
            limit,
            timer: None,
            since: None,
            beginning: ResponsePrefix::default(),
        }
    }

    /// What has come so far, as far as it matters.
    pub fn beginning(&self) -> ResponsePrefix {
        self.beginning.clone()
    }

    fn is_out_of_patience(&mut self) -> bool {
        let since = *self.since.get_or_insert_with(Instant::now);
        self.limit
            .is_some_and(|limit| since.elapsed() > limit.saturating_mul(MAX_READ_TIMEOUTS))
    }

    /// Counts from now on. An alarm that a read waits for must keep waking it.
    fn restart(&mut self) {
        if let (Some(timer), Some(limit)) = (&mut self.timer, self.limit)
            && let Some(deadline) = Instant::now().checked_add(limit)
        {
            timer.as_mut().reset(deadline);
        }
    }

    fn poll_timer(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let timer = self.timer.get_or_insert_with(|| {
            // Time-outs too long for a clock never ring.
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
}

impl AsyncRead for ReadTimeoutStream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if self.is_out_of_patience() {
            return Poll::Ready(Err(io::ErrorKind::TimedOut.into()));
        }
        let before = buffer.filled().len();
        match Pin::new(&mut self.inner).poll_read(cx, buffer) {
            Poll::Ready(result) => {
                self.timer = None;
                let new = buffer.filled().get(before..).unwrap_or_default();
                self.beginning.add(new);
                Poll::Ready(match result {
                    // A TLS connection closed without the word that it ends: Python takes it
                    // for the end (`suppress_ragged_eofs`), and the HTTP reader knows whether
                    // the answer was complete.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(()),
                    result => result,
                })
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
        match Pin::new(&mut self.inner).poll_write(cx, bytes) {
            Poll::Ready(result) => {
                self.restart();
                self.since = None;
                Poll::Ready(result)
            }
            Poll::Pending => self.poll_timer(cx).map(Err),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
