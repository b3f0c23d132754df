//! Console events that stop the program while it waits. On Windows only Ctrl-C is caught; the other
//! events end the process, as they end Python.

use tokio::signal::windows::{CtrlC, ctrl_c};

/// The number of the signal to which Ctrl-C corresponds on Unix.
const SIGINT: i32 = 2;

/// The receivers of the events that are caught.
pub struct Signals(Option<CtrlC>);

impl Signals {
    /// Catches Ctrl-C.
    /// Ctrl-C.
    pub fn interrupt() -> Signals {
        Signals(ctrl_c().ok())
    }

    /// The other events that terminate a program: none is caught.
    pub fn termination() -> Signals {
        Signals(None)
    }

    /// Waits for the next event and returns the number of its signal.
    pub async fn next(&mut self) -> i32 {
        match &mut self.0 {
            Some(ctrl_c) => {
                ctrl_c.recv().await;
                SIGINT
            }
            None => std::future::pending().await,
        }
    }
}
