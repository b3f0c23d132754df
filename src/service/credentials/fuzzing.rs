//! The readers of answers with keys in them, by where the answer comes from, for the fuzzers.

use super::keys::Credentials;
use super::{container, imds, process, role_cache, sso, sso_token, sts, xml};
use crate::dialect::Dialect;
use crate::error::credentials::CredentialsError;
use crate::python::value::Value;
use aws_smithy_runtime_api::http::Headers;

/// Where an answer comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// STS, in XML.
    Sts,
    /// The portal of SSO.
    Sso,
    /// The service that refreshes tokens of SSO; it gives no keys yet.
    SsoToken,
    /// The container's service.
    Container,
    /// The instance metadata service.
    Metadata,
    /// A program.
    Process,
}

/// Reads a document as answers of STS are read, into `[name, text, children]`.
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

/// Reads an answer of `status`; nothing when it holds no keys and that is no failure.
///
/// # Errors
/// The failure that the provider would report.
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
            let answered = read_error(Dialect::V1, status, &headers, body)?;
            let error = answered.into_error("fuzzing", None);
            Err(CredentialsError::Python(error.to_string()))
        }
        Source::Sts => role_cache::keys(&sts::read("AssumeRole", body)?, "fuzzing").map(Some),
        Source::Sso => role_cache::keys(&sso::read(body, "")?, "fuzzing").map(Some),
        Source::SsoToken => sso_token::refreshed(body).map(|_| None),
        Source::Container => match container::read(status, body)? {
            Ok(answer) => container::keys(&answer).map(Some),
            Err(message) => Err(CredentialsError::Metadata(message)),
        },
        Source::Metadata => imds::keys(&String::from_utf8_lossy(body)),
        Source::Process => process::read(body).map(Some),
    }
}
