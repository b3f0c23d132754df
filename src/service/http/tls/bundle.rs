//! Parses a CA bundle like OpenSSL (`crypto/x509/by_file.c`, `X509_load_cert_crl_file`).

use aws_smithy_types::base64;
use rustls::pki_types::CertificateDer;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// The certificates of a PEM file. Blocks other than certificates, revocation lists and keys are
/// skipped. A single malformed block, of any kind, makes the whole bundle invalid.
///
/// # Errors
/// The message of Python's `SSLError`.
pub(super) fn parse(pem: &[u8]) -> Result<Vec<CertificateDer<'static>>, String> {
    let pem = pem.strip_prefix(BYTE_ORDER_MARK).unwrap_or(pem);
    let text = String::from_utf8_lossy(pem);
    let mut certificates = Vec::new();
    let mut lines = text.lines().map(str::trim_end);
    while let Some(line) = lines.next() {
        let Some(name) = label(line, "-----BEGIN ") else {
            continue;
        };
        let der = block(name, &mut lines)?;
        let first_of_sequence = match name {
            "CERTIFICATE" | "X509 CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CRL" => SEQUENCE,
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "DSA PRIVATE KEY" | "EC PRIVATE KEY" => INTEGER,
            _ => continue,
        };
        // Encrypted blocks are skipped.
        let Some(der) = der else {
            continue;
        };
        if !is_sequence_of(&der, first_of_sequence) {
            return Err(malformed());
        }
        if name.ends_with("CERTIFICATE") {
            certificates.push(CertificateDer::from(der));
        }
    }
    if certificates.is_empty() {
        return Err(
            "[X509: NO_CERTIFICATE_OR_CRL_FOUND] no certificate or crl found (_ssl.c:4154)"
                .to_owned(),
        );
    }
    Ok(certificates)
}

/// The error message for a malformed bundle.
pub(super) fn malformed() -> String {
    "[X509] PEM lib (_ssl.c:4154)".to_owned()
}

/// The label of a line such as `-----BEGIN LABEL-----`; `mark` is its beginning.
fn label<'a>(line: &'a str, mark: &str) -> Option<&'a str> {
    line.strip_prefix(mark)?.strip_suffix("-----")
}

/// Reads the lines of a block up to its end line and decodes them; `None` for an encrypted block.
///
/// # Errors
/// A block without an end line, or that is not base64.
fn block<'a>(
    name: &str,
    lines: &mut impl Iterator<Item = &'a str>,
) -> Result<Option<Vec<u8>>, String> {
    let mut encoded = String::new();
    let mut is_encrypted = false;
    loop {
        let line = lines.next().ok_or_else(malformed)?;
        match label(line, "-----END ") {
            Some(end) if end == name => break,
            Some(_) => return Err(malformed()),
            None if line.contains(':') => is_encrypted = true,
            None => encoded.push_str(line.trim()),
        }
    }
    if is_encrypted {
        return Ok(None);
    }
    base64::decode(&encoded).map(Some).map_err(|_| malformed())
}

const INTEGER: u8 = 0x02;
const SEQUENCE: u8 = 0x30;

/// Whether the DER is a sequence whose first element has this tag. This detects data that is not of
/// the expected kind at all; OpenSSL decodes the whole structure.
fn is_sequence_of(der: &[u8], first_tag: u8) -> bool {
    let Some((&[tag, length], rest)) = der.split_first_chunk() else {
        return false;
    };
    let (length, content) = match length {
        0x81..=0x84 => {
            let Some((length, content)) = rest.split_at_checked(usize::from(length & 0x7f)) else {
                return false;
            };
            let length = length
                .iter()
                .fold(0_usize, |length, byte| length << 8 | usize::from(*byte));
            (length, content)
        }
        length => (usize::from(length), rest),
    };
    tag == SEQUENCE && content.len() >= length && content.first() == Some(&first_tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A sequence that holds an empty sequence.
    const CERTIFICATE: &str = "-----BEGIN CERTIFICATE-----\nMAIwAA==\n-----END CERTIFICATE-----\n";

    fn pem(name: &str, base64: &str) -> String {
        format!("-----BEGIN {name}-----\n{base64}\n-----END {name}-----\n")
    }

    #[test]
    fn text_that_is_no_certificate_is_skipped() {
        for other in [
            String::new(),
            "junk\n".to_owned(),
            pem("PUBLIC KEY", "AAAA"),
            pem("CERTIFICATE REQUEST", "AAAA"),
            pem("RSA PRIVATE KEY", "Proc-Type: 4,ENCRYPTED\n\nAAAA"),
            pem("EC PRIVATE KEY", "MAMCAQE="),
        ] {
            for bundle in [
                format!("{CERTIFICATE}{other}"),
                format!("\u{feff}{other}{CERTIFICATE}"),
            ] {
                assert_eq!(
                    parse(bundle.as_bytes()).map(|all| all.len()),
                    Ok(1),
                    "{bundle}"
                );
            }
        }
    }

    #[test]
    fn a_malformed_block_makes_the_bundle_invalid() {
        for broken_block in [
            pem("CERTIFICATE", "AAAA"),
            pem("CERTIFICATE", "MAA="),
            pem("CERTIFICATE", "AAA"),
            pem("CERTIFICATE", "!!!!"),
            pem("TRUSTED CERTIFICATE", "AAAA"),
            pem("X509 CRL", "AAAA"),
            pem("PRIVATE KEY", "AAAA"),
            "-----BEGIN FOO-----\nAAAA\n".to_owned(),
            "-----BEGIN CERTIFICATE-----\n".to_owned(),
        ] {
            let bundle = format!("{CERTIFICATE}{broken_block}");
            assert_eq!(parse(bundle.as_bytes()), Err(malformed()), "{bundle}");
        }
        let nothing = parse("\u{feff}\u{feff}".as_bytes()).unwrap_err();
        assert!(nothing.contains("no certificate or crl found"), "{nothing}");
    }
}
