//! `get-backend-job`: the operation and the shapes that only it uses, in the order of the recorded
//! service model. A test compares them with the model.

use super::build::{in_path, structure, text};
use super::errors::ERRORS;
use super::{Method, Operation, Structure};

/// `GetBackendJob`
pub static GET_BACKEND_JOB: Operation = Operation {
    name: "GetBackendJob",
    command: "get-backend-job",
    summary: "Prints the state of a job of an Amplify backend.",
    method: Method::Get,
    uri: "/backend/{appId}/job/{backendEnvironmentName}/{jobId}",
    input: &INPUT,
    output: &OUTPUT,
    errors: ERRORS,
};

static INPUT: Structure = structure(
    "GetBackendJobRequest",
    &[
        in_path("AppId", "appId"),
        in_path("BackendEnvironmentName", "backendEnvironmentName"),
        in_path("JobId", "jobId"),
    ],
    &["AppId", "BackendEnvironmentName", "JobId"],
);

static OUTPUT: Structure = structure(
    "GetBackendJobResponse",
    &[
        text("AppId", "appId"),
        text("BackendEnvironmentName", "backendEnvironmentName"),
        text("CreateTime", "createTime"),
        text("Error", "error"),
        text("JobId", "jobId"),
        text("Operation", "operation"),
        text("Status", "status"),
        text("UpdateTime", "updateTime"),
    ],
    &[],
);
