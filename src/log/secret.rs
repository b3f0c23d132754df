//! Text that must not be shown: keys, tokens, codes, passwords.

use std::fmt;
use zeroize::Zeroizing;

/// Secret text. It has no `Display`, its `Debug` shows nothing, and its memory is overwritten when
/// it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps a secret.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(Zeroizing::new(text.into()))
    }

    /// The secret itself, to be sent or stored where secrets are kept.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("***")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_not_shown_by_whatever_holds_it() {
        let held = Some(vec![Secret::new("hunter2")]);
        assert_eq!(format!("{held:?}"), "Some([***])");
    }
}
