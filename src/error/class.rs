//! The classes of errors, and the table from class and dialect to the exit code and the name that
//! a frame shows (version 2: `awscli/errorhandler.py`, `construct_cli_error_handlers_chain`).

use crate::dialect::Dialect;

/// The class of an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The command line, as `argparse` refuses it.
    Usage,
    /// Options that no parser knows.
    UnknownOptions,
    /// Values: of global options, of parameters, against the model.
    ParamValidation,
    /// A setting whose value the original checks.
    Configuration,
    /// No region.
    NoRegion,
    /// No credentials.
    NoCredentials,
    /// A pager that cannot be used.
    Pager,
    /// An error that a service answered.
    Service,
    /// Ctrl-C.
    Interrupted,
    /// A signal that ends the program, by its number; nothing is printed.
    Terminated(u8),
    /// The next `aws` is not there, as a shell reports it.
    NotFound,
    /// The next `aws` cannot be executed, as a shell reports it.
    NotExecutable,
    /// Everything else.
    General,
}

/// A row: the class, its exit codes in version 1 and 2, and its code in the frames of version 2.
type Row = (Class, u8, u8, Option<&'static str>);

const TABLE: [Row; 12] = [
    (Class::Usage, 2, 252, Some("ParamValidation")),
    (Class::UnknownOptions, 255, 252, None),
    (Class::ParamValidation, 255, 252, Some("ParamValidation")),
    (Class::Configuration, 255, 253, Some("Configuration")),
    (Class::NoRegion, 255, 253, Some("NoRegion")),
    (Class::NoCredentials, 255, 253, Some("NoCredentials")),
    (Class::Pager, 255, 253, Some("Pager")),
    (Class::Service, 255, 254, None),
    (Class::Interrupted, 130, 130, None),
    (Class::NotFound, 127, 127, None),
    (Class::NotExecutable, 126, 126, None),
    (Class::General, 255, 255, None),
];

impl Class {
    /// The exit code.
    pub fn exit_code(self, dialect: Dialect) -> u8 {
        if let Class::Terminated(signal) = self {
            // As a shell reports it.
            return 128_u8.saturating_add(signal);
        }
        let row = TABLE.iter().find(|(class, ..)| *class == self);
        match (row, dialect) {
            (Some((_, code, _, _)), Dialect::V1) | (Some((_, _, code, _)), Dialect::V2) => *code,
            (None, _) => 255,
        }
    }

    /// The code that version 2 shows with errors that it frames by class.
    pub fn code(self) -> Option<&'static str> {
        let row = TABLE.iter().find(|(class, ..)| *class == self);
        row.and_then(|(.., code)| *code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn version_1_tells_usage_and_interrupts_from_the_rest_and_version_2_more() {
        let codes =
            |class: Class| [Dialect::V1, Dialect::V2].map(|dialect| class.exit_code(dialect));
        assert_eq!(codes(Class::Usage), [2, 252]);
        assert_eq!(codes(Class::UnknownOptions), [255, 252]);
        assert_eq!(codes(Class::NoCredentials), [255, 253]);
        assert_eq!(codes(Class::Service), [255, 254]);
        assert_eq!(codes(Class::Interrupted), [130, 130]);
        assert_eq!(codes(Class::General), [255, 255]);
    }
}
