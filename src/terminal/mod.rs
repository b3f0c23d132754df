//! The people at the terminal: what they read, and how they are helped while they type.
//!
//! [`console`] is the only writer to stdout and stderr; [`pager`] starts another program that
//! writes there.

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
