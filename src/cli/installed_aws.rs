//! Detects the version of an installed AWS CLI from its files, without executing it.
//!
//! Version 2 is a binary from an installer or Homebrew. Version 1, and version 2 installed from
//! source, is a Python script; the metadata of its distribution is among Python's packages.

use crate::dialect::Dialect;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

/// The directories in which the installers and Homebrew install version 2.
const FOLDERS: [&str; 3] = ["/aws-cli/v2/", "/Cellar/awscli/2", r"\Amazon\AWSCLIV2\"];

/// The first bytes of binaries: ELF, and Mach-O for one and for several architectures.
const PROGRAMS: [&[u8]; 3] = [b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"];

/// The number of bytes read from a script to get its first line (`BINPRM_BUF_SIZE` of Linux).
const HEAD: u64 = 256;

/// The dialect of the AWS CLI that `file` starts; `None` if its files do not show it.
pub(super) fn dialect_of(file: &Path) -> Option<Dialect> {
    let file = fs::canonicalize(file).ok()?;
    let path = file.to_string_lossy();
    if FOLDERS.iter().any(|folder| path.contains(folder)) {
        return Some(Dialect::V2);
    }
    let mut head = Vec::new();
    File::open(&file)
        .ok()?
        .take(HEAD)
        .read_to_end(&mut head)
        .ok()?;
    if PROGRAMS.iter().any(|program| head.starts_with(program)) {
        return Some(Dialect::V2);
    }
    let interpreter = interpreter(&head)?;
    // A script for the system's Python may be in another directory than Python.
    [file.as_path(), interpreter.as_path()]
        .into_iter()
        .filter_map(|file| file.parent()?.parent())
        .find_map(distribution)
}

/// The program that executes the script.
fn interpreter(head: &[u8]) -> Option<PathBuf> {
    let line = head
        .strip_prefix(b"#!")?
        .split(|byte| *byte == b'\n')
        .next()?;
    let line = std::str::from_utf8(line).ok()?;
    line.split_ascii_whitespace().next().map(PathBuf::from)
}

/// The version of the distribution in the Python installation `python`, from the name of
/// `lib/python3.11/site-packages/awscli-1.46.3.dist-info` or Debian's variant of it.
fn distribution(python: &Path) -> Option<Dialect> {
    let libraries = named(&python.join("lib"), "python3");
    let packages = libraries.flat_map(|(folder, _)| {
        ["site-packages", "dist-packages"].map(|packages| folder.join(packages))
    });
    packages
        .flat_map(|folder| named(&folder, "awscli-"))
        .find_map(|(_, version)| match version.split('.').next() {
            Some("1") => Some(Dialect::V1),
            Some("2") => Some(Dialect::V2),
            _ => None,
        })
}

/// The entries of a directory whose names begin with `start`, each with the rest of its name.
fn named<'s>(folder: &Path, start: &'s str) -> impl Iterator<Item = (PathBuf, String)> + use<'s> {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(move |entry| {
        let name = entry.file_name();
        let rest = name.to_str()?.strip_prefix(start)?;
        Some((entry.path(), rest.to_owned()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A temporary directory, removed when it is dropped.
    struct Root(PathBuf);

    impl Root {
        fn new(name: &str) -> Root {
            let name = format!("amplifybackend-installed-{name}-{}", std::process::id());
            let root = std::env::temp_dir().join(name);
            fs::create_dir_all(&root).unwrap();
            Root(fs::canonicalize(root).unwrap())
        }

        /// Writes a file; `{}` in its text is replaced by the directory.
        fn write(&self, path: &str, text: &[u8]) -> PathBuf {
            let path = self.0.join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, text).unwrap();
            path
        }

        /// Writes a script for a Python in the directory.
        fn script(&self, path: &str, python: &str) -> PathBuf {
            let root = self.0.to_str().unwrap();
            self.write(
                path,
                format!("#!{root}/{python} -E\nimport sys\n").as_bytes(),
            )
        }
    }

    impl Drop for Root {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    #[test]
    fn a_binary_is_version_2() {
        let root = Root::new("program");
        let file = root.write("aws", b"\x7fELF\x02");
        assert_eq!(dialect_of(&file), Some(Dialect::V2));
    }

    #[cfg(unix)]
    #[test]
    fn a_link_into_a_directory_of_an_installer_or_homebrew_is_version_2() {
        let root = Root::new("links");
        for (number, path) in [
            "aws-cli/v2/2.36.7/dist/aws",
            "homebrew/Cellar/awscli/2.36.7/bin/aws",
        ]
        .into_iter()
        .enumerate()
        {
            let target = root.write(path, b"#!/bin/sh\n");
            let link = root.0.join(number.to_string());
            std::os::unix::fs::symlink(target, &link).unwrap();
            assert_eq!(dialect_of(&link), Some(Dialect::V2), "{path}");
        }
    }

    #[test]
    fn a_script_has_the_version_of_the_distribution_next_to_it_or_to_its_python() {
        let root = Root::new("scripts");
        let script = root.script("venv/bin/aws", "venv/bin/python3");
        assert_eq!(dialect_of(&script), None);
        let packages = "venv/lib/python3.11/site-packages";
        root.write(&format!("{packages}/awscli_plugin-2.0.dist-info/x"), b"");
        root.write(&format!("{packages}/awscli-1.46.3.dist-info/METADATA"), b"");
        assert_eq!(dialect_of(&script), Some(Dialect::V1));
        let elsewhere = root.script("bin/aws", "venv/bin/python3");
        assert_eq!(dialect_of(&elsewhere), Some(Dialect::V1));
        let debian = root.script("usr/bin/aws", "usr/bin/python3");
        root.write(
            "usr/lib/python3/dist-packages/awscli-2.9.19.egg-info/x",
            b"",
        );
        assert_eq!(dialect_of(&debian), Some(Dialect::V2));
    }

    #[test]
    fn other_files_have_no_dialect() {
        let root = Root::new("others");
        for text in [&b""[..], b"#!", b"#!/bin/sh\nexec aws2 \"$@\"\n", b"text"] {
            assert_eq!(dialect_of(&root.write("aws", text)), None);
        }
        assert_eq!(dialect_of(&root.0.join("missing")), None);
    }
}
