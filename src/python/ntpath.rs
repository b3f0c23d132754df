//! Path expansion of Python on Windows (`ntpath.py`).

use super::environ::Environment;

const SEPARATORS: [char; 2] = ['\\', '/'];

/// `os.path.expanduser`: `~` is the directory of the user's profile, and `~name` the directory
/// `name` next to it.
pub(crate) fn expand_user(path: &str, environment: &Environment) -> String {
    expanded(path, environment).unwrap_or_else(|| path.to_owned())
}

fn expanded(path: &str, environment: &Environment) -> Option<String> {
    let after_tilde = path.strip_prefix('~')?;
    let end = after_tilde.find(SEPARATORS).unwrap_or(after_tilde.len());
    let (user, tail) = after_tilde.split_at(end);
    let home = match environment.get("USERPROFILE") {
        Some(profile) => profile.to_owned(),
        None => {
            let drive = environment.get("HOMEDRIVE").unwrap_or_default();
            format!("{drive}{}", environment.get("HOMEPATH")?)
        }
    };
    let current = environment.get("USERNAME").unwrap_or_default();
    if user.is_empty() || user == current {
        return Some(home + tail);
    }
    let (folder, name) = home.rsplit_once(SEPARATORS)?;
    (name == current).then(|| format!("{folder}\\{user}{tail}"))
}

/// `os.path.expandvars`: replaces `$NAME`, `${NAME}` and `%NAME%` if the variable is set. Other
/// references, and text between two `'`, are kept.
pub(crate) fn expand_variables(path: &str, environment: &Environment) -> String {
    let mut out = String::with_capacity(path.len());
    let mut rest = path;
    while let Some(start) = rest.find(['\'', '%', '$']) {
        let (before, found) = rest.split_at(start);
        out.push_str(before);
        let (text, length) = variable(found, environment);
        out.push_str(text);
        rest = found.get(length..).unwrap_or_default();
    }
    out + rest
}

/// The replacement of the reference at the start of `found`, and the number of bytes that it
/// replaces.
fn variable<'a>(found: &'a str, environment: &'a Environment) -> (&'a str, usize) {
    let mut signs = found.chars();
    let sign = signs.next().unwrap_or_default();
    let after = signs.as_str();
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    let enclosed = |end| after.split_once(end).map(|(name, _)| name);
    let (name, length) = match (sign, after.chars().next()) {
        ('\'', _) => {
            let length = enclosed('\'').map_or(found.len(), |text| text.len() + 2);
            return (found.get(..length).unwrap_or_default(), length);
        }
        (_, Some(next)) if next == sign => return (after.get(..1).unwrap_or_default(), 2),
        ('%', _) => match enclosed('%') {
            Some(name) => (name, name.len() + 2),
            None => return (found, found.len()),
        },
        (_, Some('{')) => match enclosed('}') {
            Some(name) => (name.strip_prefix('{').unwrap_or(name), name.len() + 2),
            None => return (found, found.len()),
        },
        _ => {
            let length = after.find(|c| !is_word(c)).unwrap_or(after.len());
            (after.get(..length).unwrap_or_default(), length + 1)
        }
    };
    match environment.get(&name.to_uppercase()) {
        Some(value) => (value, length),
        None => (found.get(..length).unwrap_or_default(), length),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn expand(path: &str) -> String {
        let environment = [
            ("USERPROFILE", "C:\\Users\\u"),
            ("USERNAME", "u"),
            ("A-1", "x"),
        ];
        let pairs = environment.map(|(name, value)| (name.into(), value.into()));
        let environment = pairs.into_iter().collect();
        expand_variables(&expand_user(path, &environment), &environment)
    }

    #[test]
    fn a_tilde_is_replaced_by_the_user_profile() {
        assert_eq!(expand("~/.aws/config"), "C:\\Users\\u/.aws/config");
        assert_eq!(expand("~\\f"), "C:\\Users\\u\\f");
        assert_eq!(expand("~u/f"), "C:\\Users\\u/f");
        assert_eq!(expand("~other/f"), "C:\\Users\\other/f");
        assert_eq!(expand("f~"), "f~");
    }

    #[test]
    fn variables_are_expanded_in_three_syntaxes() {
        assert_eq!(expand("$A-1/${A-1}/%A-1%"), "x/x/x");
        assert_eq!(expand("$B/${B}/%B%/$/"), "$B/${B}/%B%/$/");
        assert_eq!(expand("'%A-1%'%A-1%'"), "'%A-1%'x'");
        assert_eq!(expand("%%A-1%%$$"), "%A-1%$");
        assert_eq!(expand("%A-1"), "%A-1");
    }
}
