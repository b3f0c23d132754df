//! Writing to stdout and stderr, and the width and capabilities of the terminals behind them. The
//! only other module that writes to stdout is `pager`, through the pager's process.

use super::frame::{ErrorFormat, Frame, frames, plain};
use crate::cli::Program;
use crate::config::globals::GlobalOptions;
use crate::dialect::Dialect;
use crate::error::{Class, Error};
use crate::log::Logger;
use crate::output::{Color, RESET, TableStyle};
use crate::python::codec::Codec;
use crate::python::environ::Environment;
use crate::python::surrogate;
use crate::terminal::hints::{self, HintContext};
use crate::terminal::stream;
use std::io::{IsTerminal, Write};

/// The style of tables for `--color` and the terminal on stdout.
pub fn table_style(globals: &GlobalOptions) -> TableStyle {
    TableStyle {
        color: match globals.color.as_deref() {
            Some("on") => Color::StylesAndResets,
            Some("off") => Color::Off,
            _ if stream::shows_styles(std::io::stdout()) => Color::StylesAndResets,
            _ => Color::Off,
        },
        width: stream::columns(std::io::stdout()),
    }
}

/// The width of the manual in columns, and whether it is styled with escape sequences.
pub fn help_style(globals: &GlobalOptions, environment: &Environment) -> (usize, bool) {
    let styled = match globals.color.as_deref() {
        Some("on") => true,
        Some("off") => false,
        _ => {
            environment.get_nonempty("NO_COLOR").is_none()
                && environment.get("TERM") != Some("dumb")
        }
    };
    let columns = environment
        .get("COLUMNS")
        .and_then(|text| text.parse().ok());
    let width = columns
        .filter(|columns| *columns > 0)
        .unwrap_or_else(|| stream::columns(std::io::stdout()));
    (
        width.clamp(40, 100),
        styled && stream::shows_styles(std::io::stdout()),
    )
}

/// The log of the run. With `--debug` it writes each line to stderr at once. On a terminal it uses
/// the logger of `hint_context`, which redacts the secrets that were registered there.
pub fn logger(globals: &GlobalOptions, hint_context: Option<&HintContext<'_>>) -> Logger {
    let logger = hint_context.map_or_else(Logger::default, |context| context.logger.clone());
    if !globals.debug {
        return logger;
    }
    logger.writing(|line| {
        let _ = std::io::stderr()
            .lock()
            .write_all(surrogate::backslash_replace(line).as_bytes());
    })
}

/// Installs a panic hook that prints the source location only, because the panic message may quote
/// the input. The hook exits instead of aborting: an abort could write a core file, which would
/// contain the secrets in memory.
#[allow(clippy::exit, reason = "there is no way back from a panic")]
pub fn install_panic_hook() {
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map_or(String::new(), ToString::to_string);
        let text = format!("amplifybackend: internal error at {place}\n");
        let _ = std::io::stderr().lock().write_all(text.as_bytes());
        std::process::exit(255);
    }));
}

/// Writes the result to stdout. A closed pipe is not an error: the update has been made, and the
/// reader needs no more output.
pub fn print(output: &[u8]) -> Result<(), Error> {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(output).and_then(|()| stdout.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        result => result.map_err(Error::Write),
    }
}

/// Writes a warning that the original does not have, on a terminal only.
pub fn warn(hint_context: Option<&HintContext<'_>>, warning: impl FnOnce() -> Option<String>) {
    if let Some(context) = hint_context
        && let Some(text) = warning()
    {
        write_stderr(&hints::line("warning", &text, context));
    }
}

/// Inserts the byte order mark before an output, where a stream in this encoding starts with one.
pub fn prepend_mark(codec: Codec, output: &mut Vec<u8>) {
    if !output.is_empty() && codec.has_mark() {
        let mark = codec.mark(stream::position(std::io::stdout()));
        output.splice(0..0, mark.iter().copied());
    }
}

/// The encoding of stderr lacks characters of the error message. The original then ends with the
/// encoding error instead.
#[derive(Debug)]
pub struct Unencodable;

/// Writes a progress note to stderr, on a terminal only.
pub fn progress(hint_context: Option<&HintContext<'_>>, text: &str) {
    if let Some(context) = hint_context {
        write_stderr(&hints::line("note", text, context));
    }
}

/// Writes a note of this program to stderr, whether or not it is a terminal.
pub fn note(kind: &str, text: &str, hint_context: Option<&HintContext<'_>>) {
    write_stderr(&match hint_context {
        Some(context) => hints::mask_message(&hints::line(kind, text, context), context),
        None => format!("{kind}: {text}\n"),
    });
}

/// Replaces the last line of the terminal on stderr with `text`; an empty text clears the line.
pub fn rewrite(text: &str) {
    // On Windows, enabling styles also enables the sequence that clears the line.
    let _ = cfg!(windows) && stream::shows_styles(std::io::stderr());
    let text: String = text.chars().take(columns_of_stderr() - 1).collect();
    write_stderr(&format!("\r{text}\u{1b}[K"));
}

/// The width of stderr in columns; 80 where it is unknown.
fn columns_of_stderr() -> usize {
    match stream::columns(std::io::stderr()) {
        0 => 80,
        columns => columns,
    }
}

/// Writes an error to stderr as the original does, in `codec` or else in the encoding of the
/// locale. On a terminal, secrets in the message are redacted, the message is shortened to one
/// screen, and the location of the error and a hint follow it.
///
/// # Errors
/// The encoding lacks characters of the message; the encoding error has been written instead.
pub fn report(
    mut error: Error,
    program: Program,
    dialect: Dialect,
    format: impl FnOnce() -> ErrorFormat,
    codec: Option<Codec>,
    hint_context: Option<&HintContext<'_>>,
) -> Result<(), Unencodable> {
    match error.class() {
        Class::Interrupted => {
            // A failure is ignored: stdout may be closed too.
            let _ = print(&codec.unwrap_or_default().encode("\n".to_owned()));
            return Ok(());
        }
        Class::Terminated(_) => return Ok(()),
        _ => {}
    }
    let Some(context) = hint_context else {
        return write_frames(frames(&error, program, dialect, format), codec, "");
    };
    let hint = hints::hint(&error, context);
    hints::mask(&mut error, context);
    let place = hints::place(&error).unwrap_or_default();
    hints::shorten(&mut error);
    let columns = columns_of_stderr();
    let hint = hint.map_or_else(String::new, |text| hints::line("hint", &text, context));
    let hint = hints::mask_message(&hint, context);
    let rows = |text: &str| {
        let lines = text.lines().map(|line| line.chars().count());
        lines
            .map(|length| length.div_ceil(columns).max(1))
            .sum::<usize>()
    };
    let left = hints::MAX_ROWS.saturating_sub(rows(&hint) + rows(&place));
    let mut frames = frames(&error, program, dialect, format);
    for frame in &mut frames {
        // Redacted before it is cut, because half a secret would not be recognized.
        let text = hints::mask_message(&frame.pieces.text, context);
        let text = hints::fit(&text, left, columns);
        if text != frame.pieces.text {
            frame.pieces = text.into();
        }
    }
    let behind = hint + &hints::mask_message(&place, context);
    write_frames(frames, codec, &behind)
}

/// Writes the first frame that can be encoded completely, after the encoded parts of the frames
/// before it. If there is no such frame, writes the last encoding error.
fn write_frames(frames: Vec<Frame>, codec: Option<Codec>, behind: &str) -> Result<(), Unencodable> {
    if frames.first().is_some_and(Frame::is_table_in_color) && std::io::stdout().is_terminal() {
        // Colorama resets stdout at the end.
        let _ = print(&codec.unwrap_or_default().encode(RESET.to_owned()));
    }
    let Some(codec) = codec else {
        for frame in frames.into_iter().take(1) {
            write_stderr(&(frame.pieces.text + behind));
        }
        return Ok(());
    };
    let mut bytes = codec.mark(stream::position(std::io::stderr())).to_vec();
    let mut message = String::new();
    let is_reset = |frame: &Frame| frame.is_table_in_color() || !frame.reset.is_empty();
    let reset = if frames.iter().any(is_reset) {
        RESET
    } else {
        ""
    };
    let is_written = frames.into_iter().any(|frame| {
        let written = frame.encode(codec, &mut bytes);
        written.map_err(|error| message = error).is_ok()
    });
    if !is_written {
        bytes.extend(codec.encode(plain(&message, reset).text));
    }
    bytes.extend(codec.encode(codec.replace(behind)));
    let _ = std::io::stderr().lock().write_all(&bytes);
    is_written.then_some(()).ok_or(Unencodable)
}

fn write_stderr(text: &str) {
    let _ = std::io::stderr()
        .lock()
        .write_all(surrogate::backslash_replace(text).as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::process::Command;

    #[test]
    fn a_panic_exits_with_255_and_prints_only_its_location() {
        let name = "terminal::console::tests::a_panic_exits_with_255_and_prints_only_its_location";
        if std::env::var_os("PANIC").is_some() {
            install_panic_hook();
            panic!("hunter2");
        }
        let mut command = Command::new(std::env::current_exe().unwrap());
        let command = command.args([name, "--exact", "--nocapture"]);
        let output = command.env("PANIC", "1").output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(255), "{stderr}");
        assert!(
            stderr.contains("amplifybackend: internal error at src/"),
            "{stderr}"
        );
        assert!(!stderr.contains("hunter2"), "{stderr}");
    }
}
