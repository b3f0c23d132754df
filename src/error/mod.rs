//! What can end a run without its result: as data, with the exact text, the exit code and the
//! shape on stderr. Each stage has its own file of messages here; nothing is printed here.

pub mod credentials;
pub mod query;
pub mod service;
pub mod settings;
