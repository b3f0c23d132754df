//! Credentials in the profile files (`SharedCredentialProvider`, `ConfigProvider`).

use super::keys;
use super::provider::{Boxed, Context, CredentialProvider, Found};

/// The provider for the credentials file.
pub(super) struct CredentialsFile<'p> {
    pub profile: &'p str,
}

impl CredentialProvider for CredentialsFile<'_> {
    fn name(&self) -> &'static str {
        "credentials file"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let section = context.sources.profiles.credentials.get(self.profile);
            let name = "shared-credentials-file";
            let source = "the credentials file";
            let keys =
                section.map(|section| keys::from_section(section, keys::TOKENS, name, source));
            Ok(keys.transpose()?.flatten().map(Found::Static))
        })
    }
}

/// The provider for the config file.
pub(super) struct ConfigFile<'p> {
    pub profile: &'p str,
}

impl CredentialProvider for ConfigFile<'_> {
    fn name(&self) -> &'static str {
        "config file"
    }

    fn load<'a>(&'a self, context: &'a Context) -> Boxed<'a, Option<Found>> {
        Box::pin(async move {
            let section = context.sources.profiles.config.get(self.profile);
            let (name, source) = ("config-file", "the config file");
            let keys =
                section.map(|section| keys::from_section(section, keys::TOKENS, name, source));
            Ok(keys.transpose()?.flatten().map(Found::Static))
        })
    }
}
