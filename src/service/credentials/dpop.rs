//! Proofs that a request was made by the owner of a login session: DPoP with ES256 (RFC 9449;
//! `botocore/utils.py: build_dpop_header`).

use super::expiration;
use crate::error::credentials::CredentialsError;
use crate::python::json;
use crate::python::value::Value;
use crate::service::decode::hexadecimal;
use ring::rand::{SecureRandom, SystemRandom};
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};

/// The private key of a login session, on the curve P-256.
pub(super) struct ProofKey {
    pair: EcdsaKeyPair,
    random: SystemRandom,
}

impl ProofKey {
    /// Parses a PEM text with an EC private key.
    ///
    /// # Errors
    /// Any other value. For text the original's message comes from its cryptography library.
    pub(super) fn read(pem: &Value) -> Result<ProofKey, CredentialsError> {
        let Value::String(pem) = pem else {
            let message = format!("'{}' object has no attribute 'splitlines'", pem.class());
            return Err(CredentialsError::Python(message));
        };
        let random = SystemRandom::new();
        let der = base64_decode(pem.lines().filter(|line| !line.starts_with("-----")));
        let pair =
            der.as_deref()
                .and_then(private_and_public)
                .and_then(|(private_key, public_key)| {
                    EcdsaKeyPair::from_private_key_and_public_key(
                        &ECDSA_P256_SHA256_FIXED_SIGNING,
                        private_key,
                        public_key,
                        &random,
                    )
                    .ok()
                });
        match pair {
            Some(pair) => Ok(ProofKey { pair, random }),
            None => Err(CredentialsError::LoginTokenLoad(
                "Unable to load private key from cached token: it is no EC private key of the \
                 curve P-256"
                    .to_owned(),
            )),
        }
    }

    /// The value of the header `DPoP` for a POST request to `url`.
    ///
    /// # Errors
    /// The system provides no random numbers.
    pub(super) fn proof(&self, url: &str) -> Result<String, CredentialsError> {
        let failed = |_| CredentialsError::Python("no random numbers".to_owned());
        let mut id = [0; 16];
        self.random.fill(&mut id).map_err(failed)?;
        let now = Value::Int(expiration::now().into());
        let (x, y) = self.coordinates();
        let key = [
            ("kty", "EC".into()),
            ("x", x),
            ("y", y),
            ("crv", "P-256".into()),
        ];
        let header = [
            ("typ", "dpop+jwt".into()),
            ("alg", "ES256".into()),
            ("jwk", Value::from_iter(key)),
        ];
        let payload = [
            ("htm", "POST".into()),
            ("htu", url.into()),
            ("iat", now),
            ("jti", uuid4(id).into()),
        ];
        let part = |value: Value| base64_url(json::dumps_compact(&value).as_bytes());
        let signed = format!(
            "{}.{}",
            part(Value::from_iter(header)),
            part(Value::from_iter(payload))
        );
        let signature = self.pair.sign(&self.random, signed.as_bytes());
        let signature = base64_url(signature.map_err(failed)?.as_ref());
        Ok(format!("{signed}.{signature}"))
    }

    /// The coordinates of the public key, in base64. The key is an uncompressed point: one byte,
    /// then 32 bytes for each coordinate.
    fn coordinates(&self) -> (Value, Value) {
        let point = self.pair.public_key().as_ref();
        let part =
            |from: usize, to: usize| base64_url(point.get(from..to).unwrap_or_default()).into();
        (part(1, 33), part(33, 65))
    }
}

/// Formats random bytes as a UUID of version 4.
fn uuid4(mut bytes: [u8; 16]) -> String {
    let [.., version, _, variant, _, _, _, _, _, _, _] = &mut bytes;
    *version = *version & 0x0f | 0x40;
    *variant = *variant & 0x3f | 0x80;
    let digits = hexadecimal(&bytes);
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let parts = [
        part(0, 8),
        part(8, 12),
        part(12, 16),
        part(16, 20),
        part(20, 32),
    ];
    parts.join("-")
}

/// The private and the public key in the DER encoding of `ECPrivateKey` (RFC 5915), which may be
/// wrapped in `PrivateKeyInfo` (RFC 5208).
fn private_and_public(der: &[u8]) -> Option<(&[u8], &[u8])> {
    const INTEGER: u8 = 2;
    const BIT_STRING: u8 = 3;
    const OCTET_STRING: u8 = 4;
    const SEQUENCE: u8 = 0x30;
    const PUBLIC_KEY: u8 = 0xa1;
    let (inside, _) = element(der, SEQUENCE)?;
    let (_, mut rest) = element(inside, INTEGER)?;
    if let Some((_, after_algorithm)) = element(rest, SEQUENCE) {
        let (inner, _) = element(after_algorithm, OCTET_STRING)?;
        return private_and_public(inner);
    }
    let (private_key, after) = element(rest, OCTET_STRING)?;
    rest = after;
    while let Some(tag) = rest.first() {
        let (content, after) = element(rest, *tag)?;
        if *tag == PUBLIC_KEY {
            let (bits, _) = element(content, BIT_STRING)?;
            // The first byte is the number of unused bits at the end.
            return Some((private_key, bits.get(1..)?));
        }
        rest = after;
    }
    None
}

/// The content of the DER element with this tag at the start of `der`, and the bytes after it.
fn element(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    let (first, rest) = der.split_first()?;
    let (length, rest) = rest.split_first()?;
    let (length, rest) = match length {
        0..=0x7f => (usize::from(*length), rest),
        0x81 => rest
            .split_first()
            .map(|(length, rest)| (usize::from(*length), rest))?,
        _ => return None,
    };
    (*first == tag).then(|| rest.split_at_checked(length))?
}

const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Encodes in base64 for URLs, without padding.
fn base64_url(bytes: &[u8]) -> String {
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk
            .iter()
            .fold(0u32, |bits, byte| bits << 8 | u32::from(*byte));
        let bits = bits << (8 * (3 - chunk.len()));
        for index in 0..=chunk.len() {
            let digit = (bits >> (18 - 6 * index)) & 0x3f;
            let digit = usize::try_from(digit)
                .ok()
                .and_then(|digit| ALPHABET.get(digit));
            out.extend(digit.map(|digit| char::from(*digit)));
        }
    }
    out
}

/// Decodes standard base64 that is split into lines; `None` for an invalid character.
fn base64_decode<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Vec<u8>> {
    let (mut out, mut bits, mut count) = (Vec::new(), 0u32, 0);
    for byte in lines.flat_map(str::bytes) {
        let byte = match byte {
            b'=' | b' ' | b'\r' => continue,
            b'+' => b'-',
            b'/' => b'_',
            b'-' | b'_' => return None,
            other => other,
        };
        let digit = ALPHABET.iter().position(|digit| *digit == byte)?;
        bits = bits << 6 | u32::try_from(digit).ok()?;
        count += 6;
        if count >= 8 {
            count -= 8;
            out.push(u8::try_from(bits >> count & 0xff).ok()?);
        }
    }
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ring::signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey};

    const KEY: &str = "-----BEGIN EC PRIVATE KEY-----\n\
        MHcCAQEEIKSRLdHqsyLCdpedatWqbV8Jscyx17YtFr31q/dtDDtZoAoGCCqGSM49\n\
        AwEHoUQDQgAE0KoDjZn0rkK7h9XXgwY/jNBlA7/fVimJUmX+zmEKnThVtScIquun\n\
        HxqbRoWJg2MzJH/gJ2R58noU+XD8QBbEBQ==\n-----END EC PRIVATE KEY-----\n";

    #[test]
    fn a_proof_is_signed_with_the_key_in_its_header() {
        let key = ProofKey::read(&KEY.into()).unwrap();
        let proof = key.proof("https://host/v1/token").unwrap();
        let parts: Vec<&str> = proof.split('.').collect();
        let decoded = |part: &str| {
            base64_decode([part.replace('-', "+").replace('_', "/").as_str()].into_iter()).unwrap()
        };
        assert_eq!(
            String::from_utf8(decoded(parts[0])).unwrap(),
            "{\"typ\":\"dpop+jwt\",\"alg\":\"ES256\",\"jwk\":{\"kty\":\"EC\",\
             \"x\":\"0KoDjZn0rkK7h9XXgwY_jNBlA7_fVimJUmX-zmEKnTg\",\
             \"y\":\"VbUnCKrrpx8am0aFiYNjMyR_4CdkefJ6FPlw_EAWxAU\",\"crv\":\"P-256\"}}"
        );
        let payload = String::from_utf8(decoded(parts[1])).unwrap();
        assert!(
            payload.starts_with("{\"htm\":\"POST\",\"htu\":\"https://host/v1/token\",\"iat\":")
        );
        let signed = format!("{}.{}", parts[0], parts[1]);
        UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, key.pair.public_key().as_ref())
            .verify(signed.as_bytes(), &decoded(parts[2]))
            .unwrap();
    }

    #[test]
    fn a_uuid_has_its_version_and_variant() {
        assert_eq!(uuid4([0xff; 16]), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    }

    #[test]
    fn an_invalid_private_key_is_rejected() {
        for text in ["", "nonsense", "MHcCAQEE", "!"] {
            assert!(ProofKey::read(&text.into()).is_err(), "{text}");
        }
        assert!(ProofKey::read(&Value::Null).is_err());
    }
}
