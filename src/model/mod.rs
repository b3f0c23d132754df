//! The operations and their shapes, as tables that every stage uses.
//!
//! The tables define the input and output of the service, from the recorded service model
//! `amplifybackend/2020-08-11`. They have no behavior except look-ups. Stages receive an operation
//! as a parameter and do not depend on a particular one.

pub mod arguments;
mod build;
pub mod docs;
mod errors;
mod get_backend_auth;
mod get_backend_job;
mod shapes;
mod update_backend_auth;

pub use errors::ModeledError;
pub use get_backend_auth::GET_BACKEND_AUTH;
pub use get_backend_job::GET_BACKEND_JOB;
pub use update_backend_auth::UPDATE_BACKEND_AUTH;

/// The operations of this program; `update-backend-auth` is first.
pub static OPERATIONS: &[&Operation] = &[&UPDATE_BACKEND_AUTH, &GET_BACKEND_AUTH, &GET_BACKEND_JOB];

/// An operation of the service.
#[derive(Debug)]
pub struct Operation {
    /// The name in the model; also the title of `--output table`.
    pub name: &'static str,
    /// The command name.
    pub command: &'static str,
    /// One sentence for the help.
    pub summary: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with the wire names of path members in braces.
    pub uri: &'static str,
    /// The parameters.
    pub input: &'static Structure,
    /// The members of the response.
    pub output: &'static Structure,
    /// The errors listed in the model.
    pub errors: &'static [ModeledError],
}

/// The HTTP methods of the operations.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// `GET`, without a body.
    Get,
    /// `POST`, with a JSON object as its body.
    Post,
}

impl Method {
    /// The name in a request line.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

impl Operation {
    /// The operation with that command name.
    pub fn named(command: &str) -> Option<&'static Operation> {
        OPERATIONS
            .iter()
            .copied()
            .find(|operation| operation.command == command)
    }
}

/// The type of a member.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// A structure with named members.
    Structure(&'static Structure),
    /// A list whose elements have one shape.
    List(&'static Shape),
    /// A string; the listed values are not exhaustive, because the service decides.
    String(&'static [&'static str]),
    /// A boolean.
    Boolean,
    /// A number, sent as a 64-bit float.
    Double,
}

/// A structure of the model.
#[derive(Debug)]
pub struct Structure {
    /// The name of the shape in the model.
    pub name: &'static str,
    /// The members in the model's order.
    pub members: &'static [Member],
    /// The required members, in the order in which the model lists them.
    pub required: &'static [&'static str],
    /// Whether the service model marks the shape as sensitive.
    pub sensitive: bool,
}

/// A member of a structure.
#[derive(Debug)]
pub struct Member {
    /// The name in parameters.
    pub name: &'static str,
    /// The name in the JSON body, or in the braces of the path.
    pub wire_name: &'static str,
    /// The type of the value.
    pub shape: Shape,
    /// The part of the request that contains it.
    pub location: Location,
    /// The shape name of a list's elements; empty for other members.
    pub element_name: &'static str,
    secret: bool,
}

/// The part of the request that contains a member of the input.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// A member of the JSON object in the body.
    Body,
    /// A segment of the path.
    Path,
}

impl Member {
    /// Whether the value must be redacted. The service model marks only complete structures as
    /// sensitive, and these have public members: a client ID is part of the URL of every login
    /// page.
    pub const fn is_secret(&self) -> bool {
        self.secret
    }
}

impl Structure {
    /// The member of that name.
    pub fn member(&self, name: &str) -> Option<&'static Member> {
        self.members.iter().find(|member| member.name == name)
    }
}

impl Shape {
    /// The kind of the shape in the model's terms, for the skeleton and the help.
    pub fn kind(&self) -> &'static str {
        match self {
            Shape::Structure(_) => "structure",
            Shape::List(_) => "list",
            Shape::String(_) => "string",
            Shape::Boolean => "boolean",
            Shape::Double => "double",
        }
    }
}

/// The letters and digits of a name in lower case, which are the same for `MFAMode`, `mfa_mode` and
/// `--mfa-mode`.
pub fn normalize(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
