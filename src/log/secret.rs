//! Text that must not be shown: keys, tokens, codes, passwords.

use std::fmt;
use zeroize::Zeroizing;

/// Secret text. It has no `Display`, its `Debug` shows nothing, and its memory is overwritten when
/// it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Wraps the text. A borrowed original is not overwritten when the secret is dropped.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(Zeroizing::new(text.into()))
    }

    /// The plain text, to be sent or stored in a file that holds secrets.
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
    fn debug_output_does_not_show_a_secret() {
        let held = Some(vec![Secret::new("hunter2")]);
        assert_eq!(format!("{held:?}"), "Some([***])");
    }
}
