//! The certificate verifiers.
//!
//! [`Verifier`] is the verifier of rustls with two additions: a certificate that is itself in the
//! bundle is accepted even if it is marked as a CA (like in OpenSSL; `openssl req -x509` creates
//! such certificates), and errors have OpenSSL's reason. [`NoVerification`] accepts every
//! certificate.

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{WebPkiServerVerifier, verify_server_name};
use rustls::crypto::{CryptoProvider, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};
use std::sync::Arc;
use std::time::Duration;

/// Accepts certificates that chain to a root, or that are in the bundle themselves.
#[derive(Debug)]
pub(super) struct Verifier {
    /// The verifier of rustls.
    pub inner: Arc<WebPkiServerVerifier>,
    /// The certificates of the bundle.
    pub bundle: Vec<CertificateDer<'static>>,
}

/// The reason for a chain of one self-signed certificate that is not a root.
pub(super) const SELF_SIGNED: &str = "self-signed certificate";
/// The reason for a longer chain that ends in a self-signed certificate that is not a root.
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
        // rustls checks the dates first; OpenSSL the chain, then the dates, then the name. So the
        // chain is verified again at a time when the certificate is valid.
        let valid_time = match &error {
            Error::InvalidCertificate(CertificateError::ExpiredContext { not_after, .. }) => {
                let last = Duration::from_secs(not_after.as_secs().saturating_sub(1));
                Some(UnixTime::since_unix_epoch(last))
            }
            Error::InvalidCertificate(CertificateError::NotValidYetContext {
                not_before, ..
            }) => Some(*not_before),
            _ => None,
        };
        let error = match valid_time.and_then(|valid_time| verify(valid_time).err()) {
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

/// Whether issuer and subject are the same: the bytes of the subject then occur twice. The result
/// affects the error message only.
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

/// For `--no-verify-ssl`: accepts every certificate, but checks that the server has its private
/// key.
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
