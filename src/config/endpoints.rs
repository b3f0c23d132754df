//! The endpoint that the user configured for a service (`botocore/configprovider.py,
//! ConfiguredEndpointProvider`).

use super::Settings;
use super::table::{self, Origin, Raw};
use crate::config::endpoint::Service;
use crate::config::profiles::Setting;
use crate::error::settings::SettingsError;

impl Settings {
    /// The configured endpoint and its origin: from the variable of the service, the variable of
    /// all services, the services section of the profile, or the profile. Empty values are skipped;
    /// `None` when configured endpoints are ignored.
    pub(super) fn configured_endpoint(
        &self,
        service: Service,
    ) -> Result<Option<(String, Origin)>, SettingsError> {
        if self
            .value(&table::IGNORE_ENDPOINTS)
            .is_some_and(Raw::boolean)
        {
            return Ok(None);
        }
        let variable = service.endpoint_variable();
        if let Some(url) = self.environment.get_nonempty(variable) {
            return Ok(Some((url.to_owned(), Origin::Variable(variable))));
        }
        if let Some((Raw::Text(url), origin)) = self.find(&table::ENDPOINT_VARIABLE)
            && !url.is_empty()
        {
            return Ok(Some((url.to_owned(), origin)));
        }
        let from_services = self.endpoint_of_services_section(service)?;
        let url = match from_services.filter(|url| !url.is_empty()) {
            Some(url) => Some(url),
            None => self
                .value(&table::ENDPOINT_KEY)
                .map(Raw::hashable)
                .transpose()?
                .filter(|url| !url.is_empty()),
        };
        Ok(url.map(|url| (url.to_owned(), Origin::Profile)))
    }

    /// The endpoint in the services section to which the profile refers.
    fn endpoint_of_services_section(
        &self,
        service: Service,
    ) -> Result<Option<&str>, SettingsError> {
        let Some(name) = self.value(&table::SERVICES) else {
            return Ok(None);
        };
        let name = name.hashable()?;
        let section = self
            .profiles
            .services
            .get(name)
            .filter(|section| !section.is_empty())
            .ok_or_else(|| SettingsError::MissingServices(name.to_owned()))?;
        match section.get(service.id()) {
            Some(Setting::Nested(block)) => Ok(block.get("endpoint_url").map(String::as_str)),
            Some(Setting::Text(_)) => Err(SettingsError::WrongType(
                "'str' object has no attribute 'get'",
            )),
            None => Ok(None),
        }
    }
}
