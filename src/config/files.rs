//! The locations of the profile files, and the types of their sections
//! (`botocore/configloader.py`).

use crate::config::profiles::{self, Profiles, Section};
use crate::error::settings::SettingsError;
use crate::python::environ::Environment;
use crate::python::path::{expand_user, expand_variables};
use crate::python::{shlex, surrogate};
use indexmap::IndexMap;

type SectionMap = IndexMap<String, Section>;

/// Reads the config file and the credentials file. A file that does not exist is treated as empty.
pub(super) fn load(environment: &Environment) -> Result<Profiles, SettingsError> {
    let mut loaded = Profiles::default();
    let config = environment
        .get("AWS_CONFIG_FILE")
        .unwrap_or("~/.aws/config");
    for (name, section) in read(config, environment)? {
        if name.starts_with("profile") {
            insert_named(&mut loaded.config, &name, section);
        } else if name.starts_with("sso-session") {
            insert_named(&mut loaded.sso_sessions, &name, section);
        } else if name.starts_with("services") {
            insert_named(&mut loaded.services, &name, section);
        } else if name == "default" {
            loaded.config.insert(name, section);
        }
    }
    let credentials = environment
        .get("AWS_SHARED_CREDENTIALS_FILE")
        .unwrap_or("~/.aws/credentials");
    loaded.credentials = read(credentials, environment)?;
    loaded.merged = loaded.config.clone();
    for (name, section) in &loaded.credentials {
        loaded
            .merged
            .entry(name.clone())
            .or_default()
            .update(section);
    }
    Ok(loaded)
}

/// The sections of the config file that have no effect, such as `[NAME]` without `profile`.
pub fn stray_sections(environment: &Environment) -> Vec<String> {
    let config = environment
        .get("AWS_CONFIG_FILE")
        .unwrap_or("~/.aws/config");
    let sections = read(config, environment).unwrap_or_default();
    let known = ["profile", "sso-session", "services", "plugins", "preview"];
    let names = sections.into_keys();
    names
        .filter(|name| name != "default" && !known.iter().any(|known| name.starts_with(known)))
        .collect()
}

/// Inserts a section `[profile NAME]`. A header that is not exactly two shell words is ignored.
fn insert_named(map: &mut SectionMap, header: &str, section: Section) {
    if let Ok(words) = shlex::split(header)
        && let [_, name] = words.as_slice()
    {
        map.insert(name.clone(), section);
    }
}

/// The sections of a file; empty if the file does not exist or cannot be opened.
fn read(path: &str, environment: &Environment) -> Result<SectionMap, SettingsError> {
    let path = expand(path, environment);
    let file = surrogate::path(&path);
    if !file.is_file() {
        return Ok(SectionMap::new());
    }
    let Ok(bytes) = std::fs::read(&file) else {
        return Ok(SectionMap::new());
    };
    profiles::sections(bytes).map_err(|reason| SettingsError::UnparsableFile { path, reason })
}

/// Expands variables, then `~`: `os.path.expanduser(os.path.expandvars(path))`.
pub(super) fn expand(path: &str, environment: &Environment) -> String {
    expand_user(&expand_variables(path, environment), environment)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn environment(pairs: &[(&str, &str)]) -> Environment {
        pairs
            .iter()
            .map(|(k, v)| ((*k).into(), (*v).into()))
            .collect()
    }

    #[test]
    fn home_and_variables_are_expanded_in_paths() {
        let env = environment(&[("HOME", "/h"), ("X", "x")]);
        for (path, expanded) in [
            ("~/.aws/config", "/h/.aws/config"),
            ("~", "/h"),
            ("$X/${X}/$Y$", "x/x/$Y$"),
            ("~x/y", "~x/y"),
            ("", ""),
        ] {
            assert_eq!(expand(path, &env), expanded, "{path:?}");
        }
    }
}
