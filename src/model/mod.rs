//! The shapes of UpdateBackendAuth, as one table that every stage reads.
//!
//! The table says what the service accepts and answers; it holds no behaviour beyond looking a
//! member up. Its facts are those of the recorded service model `amplifybackend/2020-08-11`.

pub mod arguments;
pub mod docs;
mod shapes;

pub use shapes::{INPUT, OUTPUT};

/// The operation's name in the model; also the title of `--output table`.
pub const OPERATION: &str = "UpdateBackendAuth";

/// What a member holds.
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
    /// What users write.
    pub name: &'static str,
    /// What travels in JSON, or in the path's braces.
    pub wire_name: &'static str,
    /// What it holds.
    pub shape: Shape,
    secret: bool,
}

impl Member {
    /// Whether its value must not be shown: what a login provider hands out for nobody else's
    /// eyes. All of it lies in structures that the service model marks as sensitive, but not all
    /// that lies there is secret: a client id stands in the address of every login page.
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
