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
pub mod credential_sources;
pub mod endpoint;
pub mod environment;
pub mod error;
pub mod model;
pub mod profiles;
pub mod python;
pub mod query;
pub mod service;
pub mod settings;
pub mod value;
