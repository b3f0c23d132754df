//! Path expansion of Python on systems other than Windows (`posixpath.py`).

use super::environ::Environment;
use super::surrogate::{decode_bytes, fsdecode};

/// `os.path.expanduser`: `~` is `HOME`, or if it is unset the user's home directory; `~name` is
/// that of `name`. A path with an unknown user is kept.
pub(crate) fn expand_user(path: &str, environment: &Environment) -> String {
    let Some(after_tilde) = path.strip_prefix('~') else {
        return path.to_owned();
    };
    let (user, tail) = after_tilde.split_at(after_tilde.find('/').unwrap_or(after_tilde.len()));
    let home = if user.is_empty() {
        match environment.get("HOME") {
            Some(home) => Some(home.to_owned()),
            None => std::env::home_dir().map(|home| fsdecode(home.as_os_str())),
        }
    } else {
        home_of(user)
    };
    match home {
        None => path.to_owned(),
        Some(home) => {
            let expanded = format!("{}{tail}", home.trim_end_matches('/'));
            if expanded.is_empty() {
                "/".to_owned()
            } else {
                expanded
            }
        }
    }
}

/// The home directory of a user, from `/etc/passwd`.
fn home_of(user: &str) -> Option<String> {
    let users = std::fs::read("/etc/passwd").ok()?;
    users.split(|byte| *byte == b'\n').find_map(|line| {
        let line = decode_bytes(line);
        let mut fields = line.split(':');
        (fields.next()? == user).then(|| fields.nth(4).map(str::to_owned))?
    })
}

/// `os.path.expandvars`: replaces `$NAME` and `${NAME}` if the variable is set; other references
/// are kept.
pub(crate) fn expand_variables(path: &str, environment: &Environment) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('$') {
        out.push_str(before);
        let (name, length) = match after
            .strip_prefix('{')
            .and_then(|braced| braced.split_once('}'))
        {
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

#[cfg(test)]
mod tests {
    use super::*;
    use std::ffi::OsString;

    #[test]
    fn variables_and_home_directories_are_expanded_as_in_python() {
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
