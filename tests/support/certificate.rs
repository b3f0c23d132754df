//! A certificate authority made for this run, and the certificate it gave to localhost.

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

static GOOD: LazyLock<Arc<ServerConfig>> = LazyLock::new(|| shown(Shown::Good));

/// What a server shows for itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shown {
    /// A certificate for localhost, from [`authority`].
    Good,
    /// One that vouches for itself.
    SelfSigned,
    /// One from an authority that nobody knows.
    Unknown,
    /// One for another name.
    WrongName,
    /// One whose time is over.
    Expired,
}

fn new_authority(name: &str) -> Authority {
    let mut params = CertificateParams::new([]).unwrap();
    // Without a name of its own OpenSSL takes what it signs for signed by itself.
    params.distinguished_name = DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The authority's certificate as PEM, for whoever shall trust it.
pub fn authority() -> &'static str {
    &AUTHORITY.1
}

// Named by the benchmark only.
#[allow(dead_code)]
/// The certificate, as PEM, of an authority that nobody here asked for anything.
pub fn stranger() -> String {
    new_authority("unknown authority").pem()
}

/// What a server on localhost shows.
pub fn server_config() -> Arc<ServerConfig> {
    Arc::clone(&GOOD)
}

/// A server that shows this.
pub fn shown(shown: Shown) -> Arc<ServerConfig> {
    let key = KeyPair::generate().unwrap();
    let names = match shown {
        Shown::WrongName => vec!["elsewhere.example".to_owned()],
        _ => vec!["localhost".to_owned(), "127.0.0.1".to_owned()],
    };
    let mut leaf = CertificateParams::new(names).unwrap();
    if shown == Shown::Expired {
        leaf.not_before = date_time_ymd(2001, 1, 1);
        leaf.not_after = date_time_ymd(2002, 1, 1);
    }
    let leaf = match shown {
        Shown::SelfSigned => leaf.self_signed(&key),
        Shown::Unknown => leaf.signed_by(&key, &new_authority("unknown authority")),
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
