//! Events of the console that end a wait. Windows has Ctrl-C alone; the others end the process, as
//! they end Python.

use tokio::signal::windows::{CtrlC, ctrl_c};

/// The number of the signal that Ctrl-C is elsewhere.
const SIGINT: i32 = 2;

/// The events that are caught from now on.
pub struct Signals(Option<CtrlC>);

impl Signals {
    /// Ctrl-C.
    pub fn interrupt() -> Signals {
        Signals(ctrl_c().ok())
    }

    /// The events other than Ctrl-C that ask a program to end: none is caught.
    pub fn termination() -> Signals {
        Signals(None)
    }

    /// The number of the next signal.
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
