//! Values that name a file or an address: `file://`, `fileb://`, and where it is allowed
//! `http://` and `https://` (`awscli/paramfile.py`).

use crate::environment::Environment;
use crate::error::{FileError, ParamError};
use crate::python::number::is_space;
use crate::python::surrogate::{decode_os, encode_os};
use crate::value::Value;
use std::ffi::OsStr;
use std::io::Read;
use std::os::unix::ffi::OsStrExt;

/// What `text` stands for when it names a local file, else `None`.
///
/// # Errors
/// A file that cannot be read, or whose text is not UTF-8.
pub fn load_local(text: &str, environment: &Environment) -> Result<Option<Value>, ParamError> {
    let (path, binary) = if let Some(path) = text.strip_prefix("file://") {
        (path, false)
    } else if let Some(path) = text.strip_prefix("fileb://") {
        (path, true)
    } else {
        return Ok(None);
    };
    let path = expand_variables(&expand_user(path, environment), environment);
    let content = read(&path).map_err(|source| ParamError::FileUnreadable {
        reference: text.to_owned(),
        source: FileError::new(&source, &path),
    })?;
    if binary {
        return Ok(Some(Value::Bytes(content)));
    }
    match String::from_utf8(content) {
        Ok(content) => Ok(Some(Value::String(universal_newlines(content)))),
        Err(_) => Err(ParamError::FileNotText { path }),
    }
}

fn read(path: &str) -> std::io::Result<Vec<u8>> {
    let mut content = Vec::new();
    std::fs::File::open(OsStr::from_bytes(&encode_os(path)))?.read_to_end(&mut content)?;
    Ok(content)
}

/// Text files are read with every kind of line end as `\n`.
fn universal_newlines(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}

/// `os.path.expanduser`: `~` is `HOME`, or without it the home of the user; `~name` is that of
/// `name`; an unknown user's path stays as it is.
fn expand_user(path: &str, environment: &Environment) -> String {
    let Some(after_tilde) = path.strip_prefix('~') else {
        return path.to_owned();
    };
    let (user, tail) = after_tilde.split_at(after_tilde.find('/').unwrap_or(after_tilde.len()));
    let home = if user.is_empty() {
        match environment.get("HOME") {
            Some(home) => Some(home.to_owned()),
            None => home_of(|_, uid| uid == rustix::process::getuid().as_raw().to_string()),
        }
    } else {
        home_of(|name, _| name == user)
    };
    match home {
        None => path.to_owned(),
        Some(home) => {
            let expanded = format!("{}{tail}", home.trim_end_matches('/'));
            if expanded.is_empty() { "/".to_owned() } else { expanded }
        }
    }
}

/// The home directory of the user whose name and number are wanted, from `/etc/passwd`.
fn home_of(wanted: impl Fn(&str, &str) -> bool) -> Option<String> {
    let users = read("/etc/passwd").ok()?;
    users.split(|byte| *byte == b'\n').find_map(|line| {
        let line = decode_os(OsStr::from_bytes(line));
        let mut fields = line.split(':');
        let (name, uid) = (fields.next()?, fields.nth(1)?);
        wanted(name, uid).then(|| fields.nth(2).map(str::to_owned))?
    })
}

/// `os.path.expandvars`: `$NAME` and `${NAME}` where the variable is set; others stay.
fn expand_variables(path: &str, environment: &Environment) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (name, length) = match after.strip_prefix('{').and_then(|braced| braced.split_once('}')) {
            Some((name, _)) => (name, name.len() + 2),
            None => {
                let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                let length = after.find(|c| !is_word(c)).unwrap_or(after.len());
                (after.get(..length).unwrap_or_default(), length)
            }
        };
        match environment.get(name).filter(|_| length > 0) {
            Some(value) => out.push_str(value),
            None => {
                out.push('$');
                out.push_str(after.get(..length).unwrap_or_default());
            }
        }
        rest = after.get(length..).unwrap_or_default();
    }
    out.push_str(rest);
    out
}

/// Whether a value is JSON by the original's eye: what follows the white space is a bracket.
pub fn looks_like_json(text: &str) -> bool {
    text.trim_start_matches(is_space).starts_with(['{', '['])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    #[test]
    fn variables_and_homes_are_expanded_as_python_does() {
        let environment: Environment = [("HOME", "/home/u/"), ("A_1", "x")]
            .map(|(key, value)| (OsString::from(key), OsString::from(value)))
            .into_iter()
            .collect();
        let expand = |path: &str| expand_variables(&expand_user(path, &environment), &environment);
        assert_eq!(expand("~/f"), "/home/u/f");
        assert_eq!(expand("~nobody-knows/f"), "~nobody-knows/f");
        assert_eq!(expand("$A_1/${A_1}/$B/${B}/$/${"), "x/x/$B/${B}/$/${");
    }
}
