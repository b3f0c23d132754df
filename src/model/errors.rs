//! The errors that the service model lists for the operations.

/// An error of the service model.
#[derive(Debug)]
pub struct ModeledError {
    /// Its code.
    pub code: &'static str,
    /// Its members besides code and message: what is shown, and the name on the wire.
    pub members: &'static [(&'static str, &'static str)],
}

/// Every operation lists the same four.
pub(super) const ERRORS: &[ModeledError] = &[
    ModeledError {
        code: "NotFoundException",
        members: &[("ResourceType", "resourceType")],
    },
    ModeledError {
        code: "GatewayTimeoutException",
        members: &[],
    },
    ModeledError {
        code: "TooManyRequestsException",
        members: &[("LimitType", "limitType")],
    },
    ModeledError {
        code: "BadRequestException",
        members: &[],
    },
];
