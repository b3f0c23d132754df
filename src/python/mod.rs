//! What the original inherits from Python, to the byte: its JSON, its `repr`, the text of its
//! numbers, its near misses and the characters it believes printable.
//!
//! Nothing in here knows of AWS, of options or of this program's stages.

pub mod close_matches;
// pub mod json;
pub mod number;
pub mod repr;
pub mod surrogate;
mod tables;

pub use tables::{is_printable, is_wide};
