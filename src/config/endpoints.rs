//! The endpoint that the user set for a service, if any
//! (`botocore/configprovider.py, ConfiguredEndpointProvider`).

use super::Settings;
use crate::config::endpoint::Service;
use crate::config::profiles::Setting;
use crate::error::settings::SettingsError;

impl Settings {
    /// From the environment (for the service, for all), the profile's services section, the
    /// profile; nothing when configured endpoints are to be ignored. An empty value is none.
    pub(super) fn configured_endpoint(
        &self,
        service: Service,
    ) -> Result<Option<String>, SettingsError> {
        let ignored = self.variables().boolean(
            "AWS_IGNORE_CONFIGURED_ENDPOINT_URLS",
            "ignore_configured_endpoint_urls",
        );
        if ignored == Some(true) {
            return Ok(None);
        }
        let variable = format!("AWS_ENDPOINT_URL_{}", service.id().to_uppercase());
        let from_environment = self
            .environment
            .get_nonempty(&variable)
            .or_else(|| self.environment.get_nonempty("AWS_ENDPOINT_URL"));
        if let Some(url) = from_environment {
            return Ok(Some(url.to_owned()));
        }
        let from_services = self.endpoint_of_services_section(service)?;
        let url = from_services.filter(|url| !url.is_empty()).or_else(|| {
            self.profile_section()
                .and_then(|section| section.text("endpoint_url"))
                .filter(|url| !url.is_empty())
        });
        Ok(url.map(str::to_owned))
    }

    fn endpoint_of_services_section(
        &self,
        service: Service,
    ) -> Result<Option<&str>, SettingsError> {
        let Some(name) = self
            .profile_section()
            .and_then(|section| section.text("services"))
        else {
            return Ok(None);
        };
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
