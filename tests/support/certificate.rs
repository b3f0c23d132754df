//! A certificate authority for one run, and its certificate for localhost.

#![allow(dead_code, reason = "tests and benchmarks use a part each")]

use rcgen::{
    BasicConstraints, CertificateParams, CertifiedIssuer, DistinguishedName, DnType, IsCa, KeyPair,
    date_time_ymd,
};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use std::sync::{Arc, LazyLock};

type Authority = CertifiedIssuer<'static, KeyPair>;

static AUTHORITY: LazyLock<(Authority, String)> = LazyLock::new(|| {
    let authority = new_authority("authority of this run");
    let pem = authority.pem();
    (authority, pem)
});

static GOOD: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| with_certificate(Certificate::Good));

/// The certificate of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Certificate {
    /// For localhost, from [`authority`].
    Good,
    /// Self-signed.
    SelfSigned,
    /// From an unknown authority.
    Unknown,
    /// For another host name.
    WrongName,
    /// Expired.
    Expired,
}

fn new_authority(name: &str) -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    // Without a name OpenSSL takes the certificates that it issues for self-signed.
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The authority's certificate as PEM, for clients that trust it.
pub fn authority() -> &'static str {
    &AUTHORITY.1
}

// Used by the benchmark only.
#[allow(dead_code)]
/// The certificate of an authority that has issued nothing, as PEM.
pub fn unrelated_authority() -> String {
    new_authority("unknown authority").pem()
}

/// The configuration of a server on localhost.
pub fn server_config() -> Arc<ServerConfig> {
    Arc::clone(&GOOD)
}

/// The configuration of a server with this certificate.
pub fn with_certificate(certificate: Certificate) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let names = match certificate {
        Certificate::WrongName => vec!["elsewhere.example".to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
    };
    let mut leaf = CertificateParams::new(names).unwrap();
    if certificate == Certificate::Expired {
        leaf.not_before = date_time_ymd(2001, 1, 1);
        leaf.not_after = date_time_ymd(2002, 1, 1);
    }
    let leaf = match certificate {
        Certificate::SelfSigned => leaf.self_signed(&key),
        Certificate::Unknown => leaf.signed_by(&key, &new_authority("unknown authority")),
        _ => leaf.signed_by(&key, &AUTHORITY.0),
    };
    configured(leaf.unwrap().der().clone(), &key)
}

fn configured(leaf: CertificateDer<'static>, key: &KeyPair) -> Arc<ServerConfig> {
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf], private)
        .unwrap();
    Arc::new(config)
}
