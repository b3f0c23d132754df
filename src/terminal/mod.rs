//! Everything that depends on the terminal: output, pager, prompts, hints, completion and the
//! manual.
//!
//! [`console`] is the only module that writes to stdout and stderr; [`pager`] starts another
//! program that writes to stdout.

pub mod completion;
pub mod console;
pub mod frame;
pub mod hints;
pub mod job;
pub mod manual;
pub mod pager;
pub mod process;
pub mod prompt;
mod stream;
#[cfg_attr(windows, path = "tty_windows.rs")]
mod tty;
pub mod wait;
pub mod writer;
