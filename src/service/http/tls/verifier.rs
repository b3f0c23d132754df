//! Verifiers of certificates.
//!
//! [`Verifier`] is rustls' own verifier with two additions: a certificate that is itself in the
//! bundle is accepted even if it is marked as an authority (OpenSSL does, and that is what
//! `openssl req -x509` makes), and a failure gets OpenSSL's reason. [`NoVerification`] accepts
//! every certificate.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;
use std::time::Duration;

/// Accepts certificates that chain to a root, or are one.
#[derive(Debug)]
pub(super) struct Verifier {
    /// The verifier of rustls.
    pub inner: Arc<WebPkiServerVerifier>,
    /// The certificates of the bundle.
    pub bundle: Vec<CertificateDer<'static>>,
}

/// The chain leads to no root and ends in a self-signed certificate.
pub(super) const SELF_SIGNED: &str = "self-signed certificate";
/// As [`SELF_SIGNED`], with others in front.
pub(super) const SELF_SIGNED_CHAIN: &str = "self-signed certificate in certificate chain";

impl ServerCertVerifier for Verifier {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let verify = |now| {
            self.inner.verify_server_cert(
                end_entity,
                intermediates,
                server_name,
                ocsp_response,
                now,
            )
        };
        let error = match verify(now) {
            Ok(verified) => return Ok(verified),
            Err(error) => error,
        };
        // rustls looks at the dates first; OpenSSL at the chain, then the dates, then the name.
        let then = match &error {
            Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. }) => {
                let last = Duration::from_secs(not_after.as_secs().saturating_sub(1));
                Some(UnixTime::since_unix_epoch(last))
            }
            Error::InvalidCertificate(CertificateError::NotValidYetContext {
                not_before, ..
            }) => Some(*not_before),
            _ => None,
        };
        let error = match then.and_then(|then| verify(then).err()) {
            None
            | Some(Error::InvalidCertificate(
                CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. },
            )) => error,
            Some(earlier) => earlier,
        };
        match &error {
            Error::InvalidCertificate(CertificateError::Other(_))
                if self.bundle.iter().any(|root| root == end_entity) =>
            {
                let certificate = ParsedCertificate::try_from(end_entity)?;
                verify_server_name(&certificate, server_name)?;
                Ok(ServerCertVerified::assertion())
            }
            Error::InvalidCertificate(
                CertificateError::UnknownIssuer | CertificateError::Other(_),
            ) => Err(if is_self_signed(end_entity) {
                Error::General(SELF_SIGNED.to_owned())
            } else if intermediates.last().is_some_and(is_self_signed) {
                Error::General(SELF_SIGNED_CHAIN.to_owned())
            } else {
                error
            }),
            _ => Err(error),
        }
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls12_signature(message, cert, dss)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        cert: &CertificateDer<'_>,
        dss: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.inner.verify_tls13_signature(message, cert, dss)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.inner.supported_verify_schemes()
    }
}

/// Whether issuer and subject are the same, which only matters for the reason shown: the
/// subject's bytes are then there twice.
fn is_self_signed(certificate: &CertificateDer<'_>) -> bool {
    let mut store = RootCertStore::empty();
    if store.add(certificate.clone().into_owned()).is_err() {
        return false;
    }
    store.roots.first().is_some_and(|root| {
        let subject: &[u8] = root.subject.as_ref();
        !subject.is_empty()
            && certificate
                .as_ref()
                .windows(subject.len())
                .filter(|window| *window == subject)
                .count()
                > 1
    })
}

/// `--no-verify-ssl`: a certificate is not looked at; only that the server holds its key.
#[derive(Debug)]
pub(super) struct NoVerification(pub Arc<CryptoProvider>);

impl ServerCertVerifier for NoVerification {
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
