//! What the original inherits from Python, to the byte: its JSON, its `repr`, the text of its
//! numbers, its near misses and paths, and the characters it believes printable.
//!
//! Nothing in here knows of AWS, of options or of this program's stages.

pub mod close_matches;
pub mod configparser;
pub mod json;
pub mod number;
pub mod numeral;
pub mod path;
pub mod repr;
pub mod shlex;
pub mod surrogate;
mod tables;

pub use tables::{is_printable, is_wide};
