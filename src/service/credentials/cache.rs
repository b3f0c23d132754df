//! Caches on disk that the original shares: one JSON file for each key
//! (`botocore/utils.py, JSONFileCache`).
//!
//! A file is replaced as a whole, so that a run beside this one never reads half of it.

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

/// The file's name for a key: its SHA-1 in hexadecimal digits.
pub(super) fn sha1_name(key: &str) -> String {
    hexadecimal(&Sha1::digest(key.as_bytes()))
}

/// The stored value; a file that is not there, no regular file or no JSON counts as nothing.
pub(super) fn load(directory: &str, name: &str) -> Option<Value> {
    let text = String::from_utf8(files::read_regular(&path(directory, name))?).ok()?;
    json::parse(&text).ok()
}

/// Stores a value so that only its owner can read it. That it cannot be stored is no failure of
/// the run: the value is at hand.
pub(super) fn store(directory: &str, name: &str, value: &Value) {
    let _ = replace(directory, name, &json::dumps(value));
}

fn path(directory: &str, name: &str) -> PathBuf {
    surrogate::path(directory).join(format!("{name}.json"))
}

/// A symbolic link that bears the file's name is replaced, never written through: `rename` does not
/// follow it, and a temporary file is only ever a new one.
fn replace(directory: &str, name: &str, text: &str) -> io::Result<()> {
    let (mut folders, mut files) = (DirBuilder::new(), OpenOptions::new());
    // On Windows the folder of the user's profile, and what is made in it, is the user's alone.
    #[cfg(unix)]
    {
        folders.mode(0o700);
        files.mode(0o600);
    }
    folders.recursive(true).create(surrogate::path(directory))?;
    let target = path(directory, name);
    let temporary = target.with_extension(format!("{}.tmp", std::process::id()));
    // Left over from a run that was killed, perhaps; it must not lend its mode, nor, as a link,
    // its place.
    let _ = fs::remove_file(&temporary);
    let mut file = files.write(true).create_new(true).open(&temporary)?;
    // Only what was made here is taken away.
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

    /// The names in a directory.
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
    fn a_link_in_the_place_of_the_file_is_replaced_and_its_target_left_alone() {
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
    fn a_link_in_the_place_of_the_temporary_file_is_not_followed() {
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
    fn a_pipe_or_a_device_in_the_place_of_the_file_is_not_read() {
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
    fn a_file_that_cannot_be_put_in_place_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        // No file takes the place of a directory.
        fs::create_dir(home.path().join("a.json")).unwrap();
        assert!(replace(home.path().to_str().unwrap(), "a", "{}").is_err());
        assert_eq!(names(home.path()), ["a.json"]);
    }

    #[test]
    fn a_file_that_others_could_read_is_replaced_by_one_that_they_cannot() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("a.json");
        fs::write(&file, "old").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        replace(home.path().to_str().unwrap(), "a", "{}").unwrap();
        assert_eq!(fs::read_to_string(&file).unwrap(), "{}");
        assert_eq!(mode(&file), 0o600);
    }
}
