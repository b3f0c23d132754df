//! Signals that end a wait, where whoever started the program has not had them ignored.

use std::future::poll_fn;
use std::task::Poll;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals of those kinds that are caught from now on.
pub struct Signals(Vec<(SignalKind, Signal)>);

impl Signals {
    /// Ctrl-C.
    pub fn interrupt() -> Signals {
        Signals::catch(&[SignalKind::interrupt()])
    }

    /// The signals other than Ctrl-C that ask a program to end.
    pub fn termination() -> Signals {
        Signals::catch(&[
            SignalKind::terminate(),
            SignalKind::hangup(),
            SignalKind::quit(),
        ])
    }

    /// Catches the signals. A signal that is ignored stays ignored: a shell has it ignored for
    /// a command in the background, `nohup` for one that outlives the terminal. Belongs into a
    /// runtime.
    fn catch(kinds: &[SignalKind]) -> Signals {
        let ignored = ignored();
        let caught = kinds.iter().filter(|kind| {
            let bit = u32::try_from(kind.as_raw_value() - 1).unwrap_or_default();
            ignored >> bit & 1 == 0
        });
        let caught = caught.filter_map(|kind| Some((*kind, signal(*kind).ok()?)));
        Signals(caught.collect())
    }

    /// The number of the next signal.
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

/// The set of ignored signals, the first one in the lowest bit; where the system does not say,
/// none is.
fn ignored() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok())
        .unwrap_or_default()
}
