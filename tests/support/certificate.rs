//! A certificate authority made for this run, and the certificate it gave to localhost.

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::ServerConfig;
use rustls::crypto::ring;
use rustls::pki_types::PrivateKeyDer;
use std::sync::{Arc, LazyLock};

struct Made {
    authority: String,
    config: Arc<ServerConfig>,
}

static MADE: LazyLock<Made> = LazyLock::new(|| {
    let mut params = CertificateParams::new([]).unwrap();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
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

/// The authority's certificate as PEM, for whoever shall trust it.
pub fn authority() -> &'static str {
    &MADE.authority
}

/// What a server on localhost shows.
pub fn server_config() -> Arc<ServerConfig> {
    Arc::clone(&MADE.config)
}
