//! Which certificates are believed, and what is said of those that are not.
//!
//! The compiled-in roots are read by nobody until a TLS connection is opened. The texts are
//! those of Python's `ssl` module on OpenSSL 3.

use crate::client::Trust;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, ring, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{
    CertificateError, ClientConfig, DigitallySignedStruct, Error, RootCertStore, SignatureScheme,
};
use std::io;
use std::sync::Arc;

/// The TLS settings for one kind of trust.
///
/// # Errors
/// The text after the URL in `SSL validation failed for URL TEXT`: the bundle cannot be read, or
/// holds no certificate.
pub fn settings(trust: &Trust) -> Result<Arc<ClientConfig>, String> {
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(Arc::clone(&provider))
        .with_safe_default_protocol_versions()
        .map_err(|error| error.to_string())?;
    let builder = match trust {
        Trust::BuiltInRoots => builder.with_root_certificates(RootCertStore {
            roots: webpki_roots::TLS_SERVER_ROOTS.to_vec(),
        }),
        Trust::Bundle(path) => builder.with_root_certificates(bundle(path)?),
        Trust::Anyone => builder
            .dangerous()
            .with_custom_certificate_verifier(Arc::new(Anyone(provider))),
    };
    let mut config = builder.with_no_client_auth();
    config.alpn_protocols = vec![b"http/1.1".to_vec()];
    Ok(Arc::new(config))
}

fn bundle(path: &str) -> Result<RootCertStore, String> {
    let text = std::fs::read(path).map_err(|error| os_error(&error))?;
    let mut roots = RootCertStore::empty();
    // A certificate that rustls cannot use as a root (an odd version, say) is passed over.
    roots.add_parsable_certificates(
        CertificateDer::pem_slice_iter(&text).filter_map(|certificate| certificate.ok()),
    );
    if roots.is_empty() {
        return Err(
            "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:4154)"
                .to_owned(),
        );
    }
    Ok(roots)
}

/// `str(OSError)` without a file name: `[Errno 2] No such file or directory`.
fn os_error(error: &io::Error) -> String {
    let text = error.to_string();
    match error.raw_os_error() {
        Some(code) => {
            let words = text.split(" (os error").next().unwrap_or_default();
            format!("[Errno {code}] {words}")
        }
        None => text,
    }
}

/// What the original says when a handshake, or a connection after it, fails in TLS.
pub fn failure(error: &Error, host: &str) -> String {
    let reason = match error {
        Error::InvalidCertificate(reason) => reason,
        Error::InvalidMessage(_) => {
            return "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)".to_owned();
        }
        Error::AlertReceived(alert) => {
            return format!("[SSL: TLS_ALERT] alert received: {alert:?} (_ssl.c:1006)");
        }
        other => return format!("[SSL] {other} (_ssl.c:1006)"),
    };
    let words = match reason {
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
        other => {
            return format!(
                "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {other} (_ssl.c:1006)"
            );
        }
    };
    format!("[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: {words} (_ssl.c:1006)")
}

/// `urllib3/util/ssl_match_hostname.py`, `match_hostname`. rustls writes the names as
/// `DnsName("a")`.
fn wrong_name(host: &str, presented: &[String]) -> String {
    let names: Vec<String> = presented
        .iter()
        .map(|name| match name.split_once("(\"") {
            Some((_, name)) => format!("'{}'", name.trim_end_matches("\")")),
            None => format!("'{name}'"),
        })
        .collect();
    match names.as_slice() {
        [name] => format!("hostname '{host}' doesn't match {name}"),
        names => format!(
            "hostname '{host}' doesn't match either of {}",
            names.join(", ")
        ),
    }
}

/// `--no-verify-ssl`: a certificate is not looked at; only that the server holds its key.
#[derive(Debug)]
struct Anyone(Arc<CryptoProvider>);

impl ServerCertVerifier for Anyone {
    fn verify_server_cert(
        &self,
        _end_entity: &CertificateDer<'_>,
        _intermediates: &[CertificateDer<'_>],
        _server_name: &ServerName<'_>,
        _ocsp_response: &[u8],
        _now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls12_signature(
            message,
            cert,
            dss,
            &self.0.signature_verification_algorithms,
        )
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        verify_tls13_signature(
            message,
            cert,
            dss,
            &self.0.signature_verification_algorithms,
        )
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.0.signature_verification_algorithms.supported_schemes()
    }
}
