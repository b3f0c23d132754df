//! The operations and their shapes, as tables that every stage reads.
//!
//! A table says what the service accepts and returns; it holds no behaviour beyond looking a
//! member up. Its facts are those of the recorded service model `amplifybackend/2020-08-11`. An
//! operation is passed from stage to stage; no stage names one.

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

/// The operations that this program has, the main one first.
pub static OPERATIONS: &[&Operation] = &[&UPDATE_BACKEND_AUTH, &GET_BACKEND_AUTH, &GET_BACKEND_JOB];

/// An operation of the service.
#[derive(Debug)]
pub struct Operation {
    /// The name in the model; also the title of `--output table`.
    pub name: &'static str,
    /// The word on the command line.
    pub command: &'static str,
    /// One sentence for the help.
    pub summary: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path, with the wire names of the members that are its segments in braces.
    pub uri: &'static str,
    /// The parameters.
    pub input: &'static Structure,
    /// The members of the response.
    pub output: &'static Structure,
    /// The errors that the model lists.
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
    /// As in a request line.
    pub fn name(self) -> &'static str {
        match self {
            Method::Get => "GET",
            Method::Post => "POST",
        }
    }
}

impl Operation {
    /// The operation that a word of the command line names.
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
    /// A list whose elements all have the one shape.
    List(&'static Shape),
    /// Free text, or one of the listed values. Others are sent too: the service decides.
    String(&'static [&'static str]),
    /// True or false.
    Boolean,
    /// A number, sent as a 64-bit float.
    Double,
}

/// A structure of the model.
#[derive(Debug)]
pub struct Structure {
    /// The shape's name in the model.
    pub name: &'static str,
    /// Its members in the model's order.
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
    /// The name in the JSON of the request, or in the path's braces.
    pub wire_name: &'static str,
    /// The type of the value.
    pub shape: Shape,
    /// Where the request carries it.
    pub location: Location,
    /// The name of the shape of a list's elements; empty for other members.
    pub element_name: &'static str,
    secret: bool,
}

/// Where a member of the input travels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Location {
    /// As a member of the body's JSON object.
    Body,
    /// As a segment of the path.
    Path,
}

impl Member {
    /// Whether its value must not be shown. The service model marks only whole structures as
    /// sensitive, and they have members that are public: a client ID is part of the URL of every
    /// login page.
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
    /// The model's word for the kind of shape, as the skeleton and the help show it.
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

/// The letters and digits of a name in lower case: what `MFAMode`, `mfa_mode` and `--mfa-mode`
/// have in common.
pub fn normalize(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
