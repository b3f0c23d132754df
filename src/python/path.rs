//! Paths and directories (`os.path`, `os`).

use super::environ::Environment;
use super::surrogate::{self, fsdecode};

#[cfg(windows)]
pub(crate) use super::ntpath::{expand_user, expand_variables};
#[cfg(unix)]
pub(crate) use super::posixpath::{expand_user, expand_variables};

/// `os.listdir`, sorted; `None` where it fails.
pub fn list(folder: &str) -> Option<Vec<String>> {
    let entries = std::fs::read_dir(surrogate::path(folder)).ok()?;
    let mut names: Vec<String> = entries
        .flatten()
        .map(|entry| fsdecode(&entry.file_name()))
        .collect();
    names.sort();
    Some(names)
}

/// `os.getcwd`; `None` where it fails.
pub fn current() -> Option<String> {
    let folder = std::env::current_dir().ok()?;
    Some(fsdecode(folder.as_os_str()))
}

/// Whether an executable file of that name is on PATH, or at that path (`execvp(3)`).
pub fn is_program(name: &str, environment: &Environment) -> bool {
    if name.contains('/') {
        return surrogate::path(name).exists();
    }
    let folders = environment.get("PATH").unwrap_or("/bin:/usr/bin");
    folders.split(':').any(|folder| {
        surrogate::path(folder)
            .join(surrogate::path(name))
            .is_file()
    })
}
