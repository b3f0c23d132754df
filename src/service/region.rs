//! The region, including one from the instance metadata service.

use super::block_on;
use super::credentials::region_of_instance;
use crate::config::Settings;
use crate::error::Error;

/// Determines the region and checks it; stores one that comes from the instance metadata service in
/// the settings.
///
/// # Errors
/// A region that is not valid in a host name, and errors of the instance metadata service. A
/// missing region is not an error here.
pub fn find(settings: &Settings) -> Result<(), Error> {
    if let Some(source) = settings.region_source()? {
        let transport = settings.transport();
        if let Some(region) = block_on(region_of_instance(&source, &transport))?? {
            settings.set_instance_region(region);
        }
    }
    settings.region()?;
    Ok(())
}
