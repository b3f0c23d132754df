//! Signals that stop the program while it waits, except those that it inherited as ignored.

use std::future::poll_fn;
use std::task::Poll;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The receivers of the signals that are caught.
pub struct Signals(Vec<(SignalKind, Signal)>);

impl Signals {
    /// Catches SIGINT, the signal of Ctrl-C.
    pub fn interrupt() -> Signals {
        Signals::catch(&[SignalKind::interrupt()])
    }

    /// Catches the other signals that terminate a program: SIGTERM, SIGHUP, SIGQUIT.
    pub fn termination() -> Signals {
        Signals::catch(&[
            SignalKind::terminate(),
            SignalKind::hangup(),
            SignalKind::quit(),
        ])
    }

    /// Catches the signals. An ignored signal remains ignored: shells ignore signals for commands
    /// in the background, `nohup` for commands that continue after the terminal is closed. Must run
    /// inside a runtime.
    fn catch(kinds: &[SignalKind]) -> Signals {
        let ignored = ignored();
        let caught = kinds.iter().filter(|kind| {
            let bit = u32::try_from(kind.as_raw_value() - 1).unwrap_or_default();
            ignored >> bit & 1 == 0
        });
        let caught = caught.filter_map(|kind| Some((*kind, signal(*kind).ok()?)));
        Signals(caught.collect())
    }

    /// Waits for the next signal and returns its number.
    pub async fn next(&mut self) -> i32 {
        poll_fn(|cx| {
            let mut signals = self.0.iter_mut();
            let received = signals.find_map(|(kind, signal)| {
                let received = signal.poll_recv(cx).is_ready();
                received.then_some(kind.as_raw_value())
            });
            received.map_or(Poll::Pending, Poll::Ready)
        })
        .await
    }
}

/// The ignored signals as a bit set, with signal 1 in the lowest bit; empty if the system does not
/// provide it.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}
