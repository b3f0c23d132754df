//! The tests, one file per area.

mod architecture;
mod bad_input;
mod bare_root;
mod call;
mod cli;
mod completion;
mod credentials;
mod exec_aws;
mod faults;
mod help;
mod hints;
mod job;
mod mistakes;
mod model;
mod output;
mod readme;
mod replay;
mod schema;
mod secrets;
mod sigv4;
mod wait;
