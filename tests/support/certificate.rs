//! A certificate authority made for this run, and the certificate it gave to localhost.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, DnType, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use std::sync::{Arc, LazyLock};

struct Made {
    authority: String,
    config: Arc<ServerConfig>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let authority = new_authority();
    let key = KeyPair::generate().unwrap();
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned()];
    let leaf = CertificateParams::new(names).unwrap();
    let leaf = leaf.signed_by(&key, &authority).unwrap();
    let private = PrivateKeyDer::try_from(key.serialize_der()).unwrap();
    let config = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![leaf.der().clone()], private)
        .unwrap();
    Made {
        authority: authority.pem(),
        config: Arc::new(config),
    }
});

fn new_authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::new([]).unwrap();
    // Without a name of its own OpenSSL takes what it signs for signed by itself.
    let name = "an authority for tests";
    params.distinguished_name.push(DnType::CommonName, name);
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap()
}

/// The authority's certificate as PEM, for whoever shall trust it.
pub fn authority() -> &'static str {
    &MADE.authority
}

// Named by the benchmark only.
#[allow(dead_code)]
/// The certificate, as PEM, of an authority that nobody here asked for anything.
pub fn stranger() -> String {
    new_authority().pem()
}

/// What a server on localhost shows.
pub fn server_config() -> Arc<ServerConfig> {
    Arc::clone(&MADE.config)
}
