//! The region, where the instance metadata service is the last place to look for it.

use super::block_on;
use super::credentials::region_of_instance;
use crate::config::Settings;
use crate::error::Error;

/// Looks for the region wherever it may be, and checks it.
///
/// # Errors
/// A region that cannot be part of a host name, and what keeps the service from being asked. That
/// there is none is no failure yet.
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
