//! Messages of operating system errors as in Python (`OSError.__str__`).
//!
//! Python takes error numbers and messages from the C library. Where musl's messages differ from
//! glibc's, glibc's are listed here, for the static program. On Windows, Python's C library has its
//! own numbers and messages for system errors.

use super::repr::repr_str;
use std::io;

/// `str(OSError)`: `[Errno 2] No such file or directory`, with the path if there is one.
pub fn os_error(error: &io::Error, path: Option<&str>) -> String {
    let text = strerror(error);
    let Some(number) = errno(error) else {
        return match error.kind() {
            // Python rejects such a path before it calls the system.
            io::ErrorKind::InvalidInput => "embedded null byte".to_owned(),
            _ => text,
        };
    };
    match path {
        Some(path) => format!("[Errno {number}] {text}: {}", repr_str(path)),
        None => format!("[Errno {number}] {text}"),
    }
}

/// `OSError.strerror`: the message only.
pub fn strerror(error: &io::Error) -> String {
    if let Some(text) = errno(error).and_then(text_of) {
        return text.to_owned();
    }
    let text = error.to_string();
    match text.split_once(" (os error") {
        Some((text, _)) => text.to_owned(),
        None => text,
    }
}

/// `EFBIG`, which this program returns for a file that exceeds its limit.
const TOO_LARGE: i32 = 27;

/// `OSError.errno`.
fn errno(error: &io::Error) -> Option<i32> {
    match error.raw_os_error() {
        Some(code) if cfg!(windows) => Some(errno_of_windows(code)),
        Some(code) => Some(code),
        None => (error.kind() == io::ErrorKind::FileTooLarge).then_some(TOO_LARGE),
    }
}

/// The messages that do not come from the system's C library.
fn text_of(errno: i32) -> Option<&'static str> {
    match errno {
        TOO_LARGE => Some("File too large"),
        _ if cfg!(windows) => windows_text_of(errno),
        _ if cfg!(target_env = "musl") => glibc_text_of(errno),
        _ => None,
    }
}

/// glibc's messages for error numbers of Linux, where musl's differ.
fn glibc_text_of(errno: i32) -> Option<&'static str> {
    Some(match errno {
        5 => "Input/output error",
        12 => "Cannot allocate memory",
        16 => "Device or resource busy",
        18 => "Invalid cross-device link",
        24 => "Too many open files",
        36 => "File name too long",
        40 => "Too many levels of symbolic links",
        75 => "Value too large for defined data type",
        116 => "Stale file handle",
        _ => return None,
    })
}

/// The number of a system error in the C library of Windows (`_dosmaperr`).
fn errno_of_windows(code: i32) -> i32 {
    match code {
        2 | 3 | 15 | 18 | 53 | 67 | 161 | 206 => 2,
        4 => 24,
        5 | 16 | 19..=36 | 65 | 82 | 83 | 108 | 132 | 158 | 167 => 13,
        6 | 114 | 130 => 9,
        7 | 8 | 9 | 1816 => 12,
        10 => 7,
        11 | 188..=202 => 8,
        17 => 18,
        80 | 183 => 17,
        109 => 32,
        112 => 28,
        128 | 129 => 10,
        89 | 164 | 215 => 11,
        145 => 41,
        _ => 22,
    }
}

/// `strerror` of the C library of Windows.
fn windows_text_of(errno: i32) -> Option<&'static str> {
    Some(match errno {
        2 => "No such file or directory",
        7 => "Arg list too long",
        8 => "Exec format error",
        9 => "Bad file descriptor",
        10 => "No child processes",
        11 => "Resource temporarily unavailable",
        12 => "Not enough space",
        13 => "Permission denied",
        17 => "File exists",
        18 => "Improper link",
        22 => "Invalid argument",
        24 => "Too many open files",
        28 => "No space left on device",
        32 => "Broken pipe",
        41 => "Directory not empty",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    #[cfg(target_os = "linux")]
    fn numbers_and_texts_are_those_of_glibc() {
        for (number, text) in [
            (2, "[Errno 2] No such file or directory: 'a'"),
            (5, "[Errno 5] Input/output error: 'a'"),
            (21, "[Errno 21] Is a directory: 'a'"),
            (24, "[Errno 24] Too many open files: 'a'"),
            (36, "[Errno 36] File name too long: 'a'"),
            (40, "[Errno 40] Too many levels of symbolic links: 'a'"),
        ] {
            let error = io::Error::from_raw_os_error(number);
            assert_eq!(os_error(&error, Some("a")), text);
        }
    }

    #[test]
    fn an_error_that_is_not_the_systems_has_its_number_or_none() {
        let large = io::Error::from(io::ErrorKind::FileTooLarge);
        assert_eq!(os_error(&large, None), "[Errno 27] File too large");
        let null = io::Error::from(io::ErrorKind::InvalidInput);
        assert_eq!(os_error(&null, Some("a\0")), "embedded null byte");
    }

    #[test]
    fn errors_of_windows_are_those_of_its_c_library() {
        for (code, text) in [
            (2, "No such file or directory"),
            (3, "No such file or directory"),
            (5, "Permission denied"),
            (32, "Permission denied"),
            (123, "Invalid argument"),
            (193, "Exec format error"),
        ] {
            assert_eq!(windows_text_of(errno_of_windows(code)), Some(text));
        }
    }
}
