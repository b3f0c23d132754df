//! Python's functions whose behavior is visible in the original's input and output: JSON, `repr`,
//! numbers, close matches, paths, encodings, printable characters. Nothing here depends on AWS.

pub mod codec;
pub mod configparser;
pub mod datetime;
pub mod dateutil;
pub mod difflib;
pub mod environ;
pub mod float_repr;
pub mod int_parse;
pub mod json;
#[cfg(any(windows, test))]
mod ntpath;
pub mod os_error;
pub mod path;
#[cfg(unix)]
mod posixpath;
pub mod repr;
pub mod shared;
pub mod shlex;
pub mod surrogate;
pub mod timestamp;
mod unicode;
pub mod url;
pub mod value;
pub mod yaml_tag;

pub use unicode::{is_printable, is_wide};
