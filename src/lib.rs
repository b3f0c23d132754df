//! `amplifybackend update-backend-auth`: a drop-in for that one command of the AWS CLI.

#![cfg_attr(
    test,
    allow(
        clippy::indexing_slicing,
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic
    )
)]

pub mod arguments;
pub mod client;
pub mod environment;
pub mod error;
pub mod model;
pub mod python;
pub mod query;
pub mod service;
pub mod value;
