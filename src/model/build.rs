//! Constructors of the tables: a row names only what is special about it.

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

/// A member of the body.
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

/// Free text.
pub(super) const fn text(name: &'static str, wire_name: &'static str) -> Member {
    member(name, wire_name, Shape::String(&[]))
}

/// Free text that is a segment of the path.
pub(super) const fn in_path(name: &'static str, wire_name: &'static str) -> Member {
    Member {
        location: Location::Path,
        ..text(name, wire_name)
    }
}

/// Free text that must not be shown.
pub(super) const fn secret(name: &'static str, wire_name: &'static str) -> Member {
    Member {
        secret: true,
        ..text(name, wire_name)
    }
}

/// One of an enumeration's values.
pub(super) const fn choice(
    name: &'static str,
    wire_name: &'static str,
    values: &'static [&'static str],
) -> Member {
    member(name, wire_name, Shape::String(values))
}

/// A structure.
pub(super) const fn nested(
    name: &'static str,
    wire_name: &'static str,
    structure: &'static Structure,
) -> Member {
    member(name, wire_name, Shape::Structure(structure))
}

/// A list, with the name and the shape of its elements.
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
