//! What the original inherits from Python, to the byte: its JSON, its `repr`, the text of its
//! numbers, its near misses and paths, and the characters it believes printable.
//!
//! Nothing in here knows of AWS, of options or of this program's stages.

pub mod configparser;
pub mod datetime;
pub mod dateutil;
pub mod difflib;
pub mod environ;
pub mod float_repr;
pub mod int_parse;
pub mod json;
pub mod path;
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
