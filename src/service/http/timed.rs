//! A stream that gives up when nothing comes for too long.
//!
//! The original's read time-out is the socket's: it counts from one read to the next, not for
//! the whole answer.

use std::future::Future;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// What a request can travel over.
pub trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}

impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

/// The stream and its limit.
pub struct Timed {
    inner: Box<dyn Stream>,
    limit: Option<Duration>,
    alarm: Option<Pin<Box<Sleep>>>,
}

impl Timed {
    /// `None` waits for ever.
    pub fn new(inner: Box<dyn Stream>, limit: Option<Duration>) -> Self {
        Timed {
            inner,
            limit,
            alarm: None,
        }
    }

    /// Counts from now on. An alarm that a read waits for must keep waking it.
    fn restart(&mut self) {
        if let (Some(alarm), Some(limit)) = (&mut self.alarm, self.limit)
            && let Some(deadline) = Instant::now().checked_add(limit)
        {
            alarm.as_mut().reset(deadline);
        }
    }

    fn ring(&mut self, cx: &mut Context<'_>) -> Poll<io::Error> {
        let Some(limit) = self.limit else {
            return Poll::Pending;
        };
        let alarm = self.alarm.get_or_insert_with(|| {
            // Time-outs too long for a clock never ring.
            match Instant::now().checked_add(limit) {
                Some(_) => Box::pin(sleep(limit)),
                None => Box::pin(sleep(Duration::MAX)),
            }
        });
        alarm
            .as_mut()
            .poll(cx)
            .map(|()| io::Error::from(io::ErrorKind::TimedOut))
    }
}

impl AsyncRead for Timed {
    fn poll_read(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        match Pin::new(&mut self.inner).poll_read(cx, buffer) {
            Poll::Ready(result) => {
                self.alarm = None;
                Poll::Ready(match result {
                    // A TLS connection closed without the word that it ends: Python takes it
                    // for the end (`suppress_ragged_eofs`), and the HTTP reader knows whether
                    // the answer was complete.
                    Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(()),
                    result => result,
                })
            }
            Poll::Pending => self.ring(cx).map(Err),
        }
    }
}

impl AsyncWrite for Timed {
    fn poll_write(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        match Pin::new(&mut self.inner).poll_write(cx, bytes) {
            Poll::Ready(result) => {
                self.restart();
                Poll::Ready(result)
            }
            Poll::Pending => self.ring(cx).map(Err),
        }
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_flush(cx)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(cx)
    }
}
