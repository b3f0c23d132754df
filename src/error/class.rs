//! The classes of errors, and for each class and dialect the exit code and the code in version 2's
//! error formats (`awscli/errorhandler.py`, `construct_cli_error_handlers_chain`).

use crate::dialect::Dialect;

/// The class of an error, which decides the exit code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Class {
    /// The command line is rejected by `argparse`.
    Usage,
    /// Options that no parser accepts.
    UnknownOptions,
    /// Invalid values of global options or parameters.
    ParamValidation,
    /// A setting with an invalid value.
    Configuration,
    /// No region is configured.
    NoRegion,
    /// No credential provider has credentials.
    NoCredentials,
    /// The pager cannot be started.
    Pager,
    /// The service returned an error response.
    Service,
    /// The run was interrupted with Ctrl-C.
    Interrupted,
    /// A signal, by its number, that ends the program without a message.
    Terminated(u8),
    /// The next `aws` on PATH does not exist; the exit code is that of a shell.
    NotFound,
    /// The next `aws` on PATH cannot be executed; the exit code is that of a shell.
    NotExecutable,
    /// Every other error.
    General,
}

/// The class, its exit codes in versions 1 and 2, and its code in the error formats of version 2.
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
            // The exit code with which a shell reports a signal.
            return 128_u8.saturating_add(signal);
        }
        let row = TABLE.iter().find(|(class, ..)| *class == self);
        match (row, dialect) {
            (Some((_, code, _, _)), Dialect::V1) | (Some((_, _, code, _)), Dialect::V2) => *code,
            (None, _) => 255,
        }
    }

    /// The code that version 2's error formats show for the class; `None` if it depends on the
    /// error.
    pub fn code(self) -> Option<&'static str> {
        let row = TABLE.iter().find(|(class, ..)| *class == self);
        row.and_then(|(.., code)| *code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exit_codes_differ_by_class_and_version() {
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
