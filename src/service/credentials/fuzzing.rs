//! The parsers of responses with credentials, for the fuzzers.

use super::keys::Credentials;
use super::{container, imds, process, role_cache, sso, sso_token, sts, xml};
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::python::value::Value;
use aws_smithy_runtime_api::http::Headers;

/// The origin of a response.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// STS; the response is XML.
    Sts,
    /// The SSO portal.
    Sso,
    /// The SSO OpenID Connect service, whose response has a token but no credentials.
    SsoToken,
    /// The credential endpoint of a container.
    Container,
    /// The instance metadata service.
    Metadata,
    /// A program that prints credentials.
    Process,
}

/// Parses XML like a response of STS, into nested lists `[name, text, children]`.
///
/// # Errors
/// The message of the XML parser.
pub fn read_xml(body: &[u8]) -> Result<Value, String> {
    xml::parse(body).map(|root| to_list(&root))
}

fn to_list(element: &xml::Element) -> Value {
    Value::List(vec![
        element.name.as_str().into(),
        element.text.as_str().into(),
        Value::List(element.children.iter().map(to_list).collect()),
    ])
}

/// Parses a response with this status; `None` if it has no credentials and that is not an error.
///
/// # Errors
/// The error that the provider would report.
pub fn read(
    source: Source,
    status: u16,
    body: &[u8],
) -> Result<Option<Credentials>, CredentialsError> {
    let headers = Headers::new();
    match source {
        Source::Sts | Source::Sso | Source::SsoToken if status >= 300 => {
            let read_error = if source == Source::Sts {
                sts::read_error
            } else {
                sso_token::read_error
            };
            let error = read_error(Dialect::V1, status, &headers, body)?;
            let error = error.into_error("fuzzing", None);
            Err(CredentialsError::Python(error.to_string()))
        }
        Source::Sts => role_cache::keys(&sts::read("AssumeRole", body)?, "fuzzing").map(Some),
        Source::Sso => role_cache::keys(&sso::read(body, "")?, "fuzzing").map(Some),
        Source::SsoToken => sso_token::refreshed(body).map(|_| None),
        Source::Container => match container::read(status, body)? {
            Ok(response) => container::keys(&response).map(Some),
            Err(message) => Err(CredentialsError::Metadata(message)),
        },
        Source::Metadata => imds::keys(&String::from_utf8_lossy(body)),
        Source::Process => process::read(body).map(Some),
    }
}
