//! The verification of certificates, and the messages of its errors.
//!
//! The compiled-in roots are not loaded before a TLS connection is opened. The messages are those
//! of Python's `ssl` module with OpenSSL 3.

mod bundle;
mod verifier;

use crate::config::transport::CertVerification;
use crate::python::os_error::os_error;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier;
use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::{AlertDescription, CertificateError, ClientConfig, Error, RootCertStore};
use std::sync::Arc;
use verifier::{NoVerification, SELF_SIGNED, SELF_SIGNED_CHAIN, Verifier};

/// Creates the TLS settings.
///
/// # Errors
/// The text after the URL in `SSL validation failed for URL TEXT`: the bundle cannot be read, or
/// contains no certificate.
pub fn settings(trust: &CertVerification) -> Result<Arc<ClientConfig>, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let (roots, bundle) = match trust {
        CertVerification::BuiltInRoots => {
            let roots = webpki_roots::TLS_SERVER_ROOTS.to_vec();
            (RootCertStore { roots }, Vec::new())
        }
        CertVerification::Bundle(path) => load(path)?,
        CertVerification::Disabled => (RootCertStore::empty(), Vec::new()),
    };
    let verifier: Arc<dyn ServerCertVerifier> = if *trust == CertVerification::Disabled {
        Arc::new(NoVerification(provider))
    } else {
        let inner = WebPkiServerVerifier::builder_with_provider(Arc::new(roots), provider)
            .build()
            .map_err(|error| error.to_string())?;
        Arc::new(Verifier { inner, bundle })
    };
    let mut config = builder
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

/// Loads the roots of a CA bundle, and all its certificates.
fn load(path: &str) -> Result<(RootCertStore, Vec<CertificateDer<'static>>), String> {
    let text = std::fs::read(path).map_err(|error| os_error(&error, None))?;
    let certificates = bundle::parse(&text)?;
    let mut roots = RootCertStore::empty();
    // Certificates that rustls cannot use as roots, such as those of an old version, are skipped.
    roots.add_parsable_certificates(certificates.iter().cloned());
    if roots.is_empty() {
        return Err(bundle::malformed());
    }
    Ok((roots, certificates))
}

/// The original's message for a TLS error during or after the handshake.
pub fn failure(error: &Error, host: &str) -> String {
    let reason = match error {
        Error::InvalidCertificate(reason) => reason,
        Error::InvalidMessage(_) => {
            return "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)".to_owned();
        }
        Error::AlertReceived(alert) => return alert_message(*alert),
        Error::General(reason) if [SELF_SIGNED, SELF_SIGNED_CHAIN].contains(&reason.as_str()) => {
            return verify_failed(reason);
        }
        Error::PeerIncompatible(_) => {
            return "[SSL: UNSUPPORTED_PROTOCOL] unsupported protocol (_ssl.c:1006)".to_owned();
        }
        Error::InappropriateMessage { .. } | Error::InappropriateHandshakeMessage { .. } => {
            return "[SSL: UNEXPECTED_MESSAGE] unexpected message (_ssl.c:1006)".to_owned();
        }
        Error::DecryptError => {
            return "[SSL: DECRYPTION_FAILED_OR_BAD_RECORD_MAC] decryption failed or bad record mac \
                    (_ssl.c:1006)"
                .to_owned();
        }
        // The messages of rustls contain names of its types.
        _ => return "[SSL] the server does not keep to the protocol (_ssl.c:1006)".to_owned(),
    };
    let reason = match reason {
        CertificateError::UnknownIssuer => "unable to get local issuer certificate",
        CertificateError::Expired | CertificateError::ExpiredContext { .. } => {
            "certificate has expired"
        }
        CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
            "certificate is not yet valid"
        }
        CertificateError::Revoked => "certificate revoked",
        CertificateError::BadSignature => "certificate signature failure",
        CertificateError::InvalidPurpose | CertificateError::InvalidPurposeContext { .. } => {
            "unsuitable certificate purpose"
        }
        CertificateError::NotValidForName => {
            return format!("hostname '{host}' doesn't match the certificate");
        }
        CertificateError::NotValidForNameContext { presented, .. } => {
            return wrong_name(host, presented);
        }
        CertificateError::BadEncoding => "certificate cannot be decoded",
        // For example a CA certificate as leaf, a chain of more than six, an algorithm that ring
        // lacks.
        _ => "certificate of an unsupported kind",
    };
    verify_failed(reason)
}

/// The message for an alert with which the server closes the connection, by its name in OpenSSL.
fn alert_message(alert: AlertDescription) -> String {
    let name = match alert {
        AlertDescription::UnexpectedMessage => "SSLV3_ALERT_UNEXPECTED_MESSAGE",
        AlertDescription::BadRecordMac => "SSLV3_ALERT_BAD_RECORD_MAC",
        AlertDescription::HandshakeFailure => "SSLV3_ALERT_HANDSHAKE_FAILURE",
        AlertDescription::BadCertificate => "SSLV3_ALERT_BAD_CERTIFICATE",
        AlertDescription::CertificateUnknown => "SSLV3_ALERT_CERTIFICATE_UNKNOWN",
        AlertDescription::IllegalParameter => "SSLV3_ALERT_ILLEGAL_PARAMETER",
        AlertDescription::UnknownCA => "TLSV1_ALERT_UNKNOWN_CA",
        AlertDescription::AccessDenied => "TLSV1_ALERT_ACCESS_DENIED",
        AlertDescription::DecodeError => "TLSV1_ALERT_DECODE_ERROR",
        AlertDescription::DecryptError => "TLSV1_ALERT_DECRYPT_ERROR",
        AlertDescription::ProtocolVersion => "TLSV1_ALERT_PROTOCOL_VERSION",
        AlertDescription::InsufficientSecurity => "TLSV1_ALERT_INSUFFICIENT_SECURITY",
        AlertDescription::InternalError => "TLSV1_ALERT_INTERNAL_ERROR",
        AlertDescription::UnrecognisedName => "TLSV1_UNRECOGNIZED_NAME",
        AlertDescription::CertificateRequired => "TLSV13_ALERT_CERTIFICATE_REQUIRED",
        other => return format!("[SSL: TLS_ALERT] alert received: {other:?} (_ssl.c:1006)"),
    };
    let reason = name.to_lowercase().replace('_', " ");
    format!("[SSL: {name}] {reason} (_ssl.c:1006)")
}

/// OpenSSL's message for a rejected certificate.
fn verify_failed(reason: &str) -> String {
    format!("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {reason} (_ssl.c:1006)")
}

/// The message for a host name that is not in the certificate
/// (`urllib3/util/ssl_match_hostname.py`, `match_hostname`). rustls formats the names as
/// `DnsName("a")` and `IpAddress(::1)`.
fn wrong_name(host: &str, presented: &[String]) -> String {
    let names: Vec<String> = presented
        .iter()
        .map(|name| {
            let name = name.split_once('(').map_or(name.as_str(), |(_, name)| name);
            format!("'{}'", name.trim_end_matches(')').trim_matches('"'))
        })
        .collect();
    match names.as_slice() {
        [] => "no appropriate subjectAltName fields were found".to_owned(),
        [name] => format!("hostname '{host}' doesn't match {name}"),
        names => format!(
            "hostname '{host}' doesn't match either of {}",
            names.join(", ")
        ),
    }
}
