//! The width, style support and position of a standard stream.

use std::fs::File;
use std::io::{IsTerminal, Seek};
#[cfg(unix)]
use std::os::fd::AsFd as Stream;
#[cfg(windows)]
use std::os::windows::io::AsHandle as Stream;

/// The width in columns of the terminal that the stream is connected to, or 80.
pub(super) fn columns(stream: impl Stream) -> usize {
    #[cfg(unix)]
    let columns = rustix::termios::tcgetwinsize(stream).map(|size| size.ws_col);
    #[cfg(windows)]
    let columns = terminal_size::terminal_size_of(stream)
        .map(|(width, _)| width.0)
        .ok_or(());
    columns.map_or(80, usize::from)
}

/// Whether the stream is a terminal that supports escape sequences. On Windows, the support has to
/// be switched on.
pub(super) fn shows_styles(stream: impl IsTerminal) -> bool {
    #[cfg(windows)]
    let enabled = anstyle_query::windows::enable_ansi_colors().unwrap_or_default();
    #[cfg(unix)]
    let enabled = true;
    enabled && stream.is_terminal()
}

/// The offset in bytes of a stream redirected to a file; `None` for any other stream.
pub(super) fn position(stream: impl Stream) -> Option<u64> {
    #[cfg(unix)]
    let stream = stream.as_fd().try_clone_to_owned();
    #[cfg(windows)]
    let stream = stream.as_handle().try_clone_to_owned();
    File::from(stream.ok()?).stream_position().ok()
}
