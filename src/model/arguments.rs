//! The arguments of an operation as typed. [`crate::cli`] sets them; [`crate::input`] interprets
//! them.

use super::{Member, Operation};
use std::fmt;
use std::time::Duration;

/// An operation and its arguments.
#[derive(Clone)]
pub struct Arguments {
    /// The operation.
    pub operation: &'static Operation,
    /// The values given for members, with their flags, in any order; the last value of a member is
    /// used.
    pub members: Vec<MemberArgument>,
    /// `--cli-input-json`
    pub cli_input_json: Option<String>,
    /// `--cli-input-yaml`
    pub cli_input_yaml: Option<String>,
    /// `--generate-cli-skeleton`
    pub generate_cli_skeleton: Option<String>,
    /// `--for-update`
    pub for_update: bool,
    /// `--dry-run`
    pub dry_run: bool,
    /// `--diff`
    pub diff: bool,
    /// `--wait`
    pub wait: bool,
    /// `--wait-interval`
    pub wait_interval: Option<String>,
    /// `--wait-timeout`
    pub wait_timeout: Option<String>,
    /// A flag that is given more than once with different values.
    pub repeated: Option<&'static str>,
}

/// The interval and timeout for the end of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// The time between two requests.
    pub interval: Duration,
    /// The total time.
    pub timeout: Duration,
}

/// The value given for a member.
#[derive(Clone)]
pub struct MemberArgument {
    /// The member's name in the model.
    pub member: &'static str,
    /// The flag without dashes.
    pub flag: &'static str,
    /// As typed.
    pub value: String,
}

impl Arguments {
    /// An operation without arguments.
    pub fn new(operation: &'static Operation) -> Arguments {
        Arguments {
            operation,
            members: Vec::new(),
            cli_input_json: None,
            cli_input_yaml: None,
            generate_cli_skeleton: None,
            for_update: false,
            dry_run: false,
            diff: false,
            wait: false,
            wait_interval: None,
            wait_timeout: None,
            repeated: None,
        }
    }

    /// The argument of a member; the last one, if there are several.
    pub fn get(&self, member: &Member) -> Option<&MemberArgument> {
        let mut given = self.members.iter();
        given.rfind(|argument| argument.member == member.name)
    }
}

/// Does not show values, because they may be secrets.
impl fmt::Debug for Arguments {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Arguments of {}", self.operation.command)
    }
}
