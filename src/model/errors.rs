//! The errors that the service model lists for the operations.

/// An error of the service model.
#[derive(Debug)]
pub struct ModeledError {
    /// The error code.
    pub code: &'static str,
    /// Its members besides code and message: the name that is shown, and the name in the response.
    pub members: &'static [(&'static str, &'static str)],
}

/// All operations have the same four errors.
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
