//! Constructors for the tables, with defaults for most fields.

use super::{Location, Member, Shape, Structure};

/// A structure that the service model does not mark as sensitive.
pub(super) const fn structure(
    name: &'static str,
    members: &'static [Member],
    required: &'static [&'static str],
) -> Structure {
    Structure {
        name,
        members,
        required,
        sensitive: false,
    }
}

impl Structure {
    /// The structure, marked as sensitive.
    pub(super) const fn sensitive(self) -> Structure {
        Structure {
            sensitive: true,
            ..self
        }
    }
}

/// A member in the request's body.
pub(super) const fn member(name: &'static str, wire_name: &'static str, shape: Shape) -> Member {
    Member {
        name,
        wire_name,
        shape,
        location: Location::Body,
        element_name: "",
        secret: false,
    }
}

/// A string member.
pub(super) const fn text(name: &'static str, wire_name: &'static str) -> Member {
    member(name, wire_name, Shape::String(&[]))
}

/// A string member that is a segment of the path.
pub(super) const fn in_path(name: &'static str, wire_name: &'static str) -> Member {
    Member {
        location: Location::Path,
        ..text(name, wire_name)
    }
}

/// A string member whose value must be redacted.
pub(super) const fn secret(name: &'static str, wire_name: &'static str) -> Member {
    Member {
        secret: true,
        ..text(name, wire_name)
    }
}

/// A string member with the values of an enumeration.
pub(super) const fn choice(
    name: &'static str,
    wire_name: &'static str,
    values: &'static [&'static str],
) -> Member {
    member(name, wire_name, Shape::String(values))
}

/// A member that is a structure.
pub(super) const fn nested(
    name: &'static str,
    wire_name: &'static str,
    structure: &'static Structure,
) -> Member {
    member(name, wire_name, Shape::Structure(structure))
}

/// A list member, with the name and shape of its elements.
pub(super) const fn list(
    name: &'static str,
    wire_name: &'static str,
    element_name: &'static str,
    element: &'static Shape,
) -> Member {
    Member {
        element_name,
        ..member(name, wire_name, Shape::List(element))
    }
}
