//! The checks of `urlsplit` in the part of a URL between `//` and the path
//! (`urllib/parse.py`, `urlsplit`).

use super::{SplitUrl, mask_user_info, split_before};
use crate::python::repr::repr_str;
use std::net::{Ipv4Addr, Ipv6Addr};

impl SplitUrl<'_> {
    /// Checks the brackets and the characters of the netloc.
    ///
    /// # Errors
    /// The message of Python's `ValueError`, without user and password.
    pub fn check_netloc(&self) -> Result<(), String> {
        let Some(netloc) = self.netloc else {
            return Ok(());
        };
        match (netloc.split_once('['), netloc.contains(']')) {
            (None, false) => {}
            (Some((_, bracketed)), true) => check_bracketed(split_before(bracketed, &[']']).0)?,
            _ => return Err("Invalid IPv6 URL".to_owned()),
        }
        if netloc.contains(DELIMITERS) {
            return Err(format!(
                "netloc '{}' contains invalid characters under NFKC normalization",
                mask_user_info(netloc)
            ));
        }
        Ok(())
    }
}

/// The characters whose NFKC normalization contains one of `/?#@:` (`_checknetloc`).
const DELIMITERS: [char; 19] = [
    '\u{2047}', '\u{2048}', '\u{2049}', '\u{2100}', '\u{2101}', '\u{2105}', '\u{2106}', '\u{2a74}',
    '\u{fe13}', '\u{fe16}', '\u{fe55}', '\u{fe56}', '\u{fe5f}', '\u{fe6b}', '\u{ff03}', '\u{ff0f}',
    '\u{ff1a}', '\u{ff1f}', '\u{ff20}',
];

/// `_check_bracketed_host`
fn check_bracketed(host: &str) -> Result<(), String> {
    if let Some(future) = host.strip_prefix('v') {
        let fits = future.split_once('.').is_some_and(|(version, address)| {
            let is_hexadecimal = |c: char| c.is_ascii_hexdigit();
            !version.is_empty() && version.chars().all(is_hexadecimal) && !address.is_empty()
        });
        return fits
            .then_some(())
            .ok_or_else(|| "IPvFuture address is invalid".to_owned());
    }
    if host.parse::<Ipv4Addr>().is_ok() {
        return Err("An IPv4 address cannot be in brackets".to_owned());
    }
    let (address, zone) = match host.split_once('%') {
        Some((address, zone)) => (address, Some(zone)),
        None => (host, None),
    };
    let zone_fits = zone.is_none_or(|zone| !zone.is_empty() && !zone.contains('%'));
    if zone_fits && address.parse::<Ipv6Addr>().is_ok() {
        return Ok(());
    }
    Err(format!(
        "{} does not appear to be an IPv4 or IPv6 address",
        repr_str(host)
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_contain_an_ipv6_or_later_address() {
        for url in [
            "http://h/[",
            "http://[::1]:1/",
            "http://[::1%1]/",
            "http://[v1f.x]",
            "[",
        ] {
            assert_eq!(SplitUrl::split(url).check_netloc(), Ok(()), "{url}");
        }
        for (url, message) in [
            ("http://[", "Invalid IPv6 URL"),
            ("http://::1]/", "Invalid IPv6 URL"),
            ("http://[1.2.3.4]", "An IPv4 address cannot be in brackets"),
            ("http://[v.x]", "IPvFuture address is invalid"),
            (
                "http://[::1%]",
                "'::1%' does not appear to be an IPv4 or IPv6 address",
            ),
            (
                "http://u:[p@]:1/",
                "'p@' does not appear to be an IPv4 or IPv6 address",
            ),
        ] {
            let checked = SplitUrl::split(url).check_netloc();
            assert_eq!(checked, Err(message.to_owned()), "{url}");
        }
    }

    #[test]
    fn characters_that_normalize_to_delimiters_are_invalid() {
        let check = |url| SplitUrl::split(url).check_netloc();
        let message = |netloc| {
            Err(format!(
                "netloc '{netloc}' contains invalid characters under NFKC normalization"
            ))
        };
        assert_eq!(check("http://\u{2100}.com/"), message("\u{2100}.com"));
        assert_eq!(check("http://u:p@a\u{ff0f}"), message("***@a\u{ff0f}"));
        assert_eq!(check("http://\u{e9}/\u{2100}"), Ok(()));
    }
}
