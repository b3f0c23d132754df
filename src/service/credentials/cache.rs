//! The caches on disk, which are shared with the original: a JSON file for each key
//! (`botocore/utils.py, JSONFileCache`).
//!
//! A file is replaced as a whole, so that a concurrent run never reads a partial file.

use super::files;
use crate::python::value::Value;
use crate::python::{json, surrogate};
use crate::service::decode::hexadecimal;
use sha1::{Digest as _, Sha1};
use std::fs::{self, DirBuilder, OpenOptions};
use std::io::{self, Write as _};
#[cfg(unix)]
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::PathBuf;

/// The name of the file for a key: its SHA-1 in hexadecimal digits.
pub(super) fn sha1_name(key: &str) -> String {
    hexadecimal(&Sha1::digest(key.as_bytes()))
}

/// The cached value; `None` if the file does not exist, is not a regular file or is not JSON.
pub(super) fn load(directory: &str, name: &str) -> Option<Value> {
    let text = String::from_utf8(files::read_regular(&path(directory, name))?).ok()?;
    json::parse(&text).ok()
}

/// Stores a value in a file that only its owner can read. Failures are ignored: the run has the
/// value already.
pub(super) fn store(directory: &str, name: &str, value: &Value) {
    let _ = replace(directory, name, &json::dumps(value));
}

fn path(directory: &str, name: &str) -> PathBuf {
    surrogate::path(directory).join(format!("{name}.json"))
}

/// Replaces the file atomically. A symbolic link of that name is replaced, not followed: `rename`
/// does not follow links, and the temporary file is always created.
fn replace(directory: &str, name: &str, text: &str) -> io::Result<()> {
    let (mut folders, mut files) = (DirBuilder::new(), OpenOptions::new());
    // On Windows the user's profile folder is accessible to that user only.
    #[cfg(unix)]
    {
        folders.mode(0o700);
        files.mode(0o600);
    }
    folders.recursive(true).create(surrogate::path(directory))?;
    let target = path(directory, name);
    let temporary = target.with_extension(format!("{}.tmp", std::process::id()));
    // A file left over by a run that was killed must not pass on its mode, nor, if it is a link,
    // its target.
    let _ = fs::remove_file(&temporary);
    let mut file = files.write(true).create_new(true).open(&temporary)?;
    // On failure only the file created here is removed.
    let written = file
        .write_all(text.as_bytes())
        .and_then(|()| file.sync_all())
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        let _ = fs::remove_file(&temporary);
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::Path;

    fn mode(path: &Path) -> u32 {
        fs::symlink_metadata(path).unwrap().permissions().mode() & 0o777
    }

    /// The sorted names of the files in a directory.
    fn names(directory: &Path) -> Vec<String> {
        let name = |entry: io::Result<fs::DirEntry>| entry.unwrap().file_name();
        let mut names: Vec<String> = fs::read_dir(directory)
            .unwrap()
            .map(|entry| name(entry).into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_link_with_the_files_name_is_replaced_and_its_target_unchanged() {
        let home = tempfile::tempdir().unwrap();
        let victim = home.path().join("victim");
        fs::write(&victim, "untouched").unwrap();
        let directory = home.path().join("cache");
        fs::create_dir(&directory).unwrap();
        symlink(&victim, directory.join("a.json")).unwrap();
        let shown = directory.to_str().unwrap();
        replace(shown, "a", "{}").unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
        let file = directory.join("a.json");
        assert!(fs::symlink_metadata(&file).unwrap().is_file());
        assert_eq!(mode(&file), 0o600);
    }

    #[test]
    fn a_link_with_the_temporary_files_name_is_not_followed() {
        let home = tempfile::tempdir().unwrap();
        let victim = home.path().join("victim");
        fs::write(&victim, "untouched").unwrap();
        let temporary = format!("a.{}.tmp", std::process::id());
        symlink(&victim, home.path().join(temporary)).unwrap();
        replace(home.path().to_str().unwrap(), "a", "{}").unwrap();
        assert_eq!(fs::read_to_string(&victim).unwrap(), "untouched");
        assert_eq!(names(home.path()), ["a.json", "victim"]);
    }

    #[test]
    fn pipes_and_devices_are_not_read() {
        let home = tempfile::tempdir().unwrap();
        let pipe = home.path().join("pipe.json");
        let made = std::process::Command::new("mkfifo").arg(pipe).status();
        assert!(made.unwrap().success());
        symlink("/dev/zero", home.path().join("device.json")).unwrap();
        fs::create_dir(home.path().join("folder.json")).unwrap();
        for name in ["pipe", "device", "folder", "nothing"] {
            assert_eq!(load(home.path().to_str().unwrap(), name), None, "{name}");
        }
    }

    #[test]
    fn a_failed_replacement_leaves_no_temporary_file() {
        let home = tempfile::tempdir().unwrap();
        // A file cannot replace a directory.
        fs::create_dir(home.path().join("a.json")).unwrap();
        assert!(replace(home.path().to_str().unwrap(), "a", "{}").is_err());
        assert_eq!(names(home.path()), ["a.json"]);
    }

    #[test]
    fn a_readable_file_is_replaced_by_a_private_one() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.json");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        replace(home.path().to_str().unwrap(), "a", "{}").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "{}");
        assert_eq!(mode(&file), 0o600);
    }
}
