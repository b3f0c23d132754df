//! The one test binary: `support` starts programs and services, `cases` has a file per area.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used
)]

mod cases;
mod support;
