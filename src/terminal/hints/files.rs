//! Advice on names of files: without `file://` before them, or of files that are not there.

use super::HintContext;
use super::redact::mask_text;
use super::suggest::{sanitize, suggest};

/// A path as a hint repeats it; what is taken for one may be something else.
fn path(text: &str) -> String {
    sanitize(&mask_text(text))
}

/// The folder and the name in it.
fn split(path: &str) -> (&str, &str) {
    match path.rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some((folder, name)) => (folder, name),
        None => (".", path),
    }
}

/// Advice on a value that seems to be the name of a file.
pub fn without_prefix(typed: &str, around: &HintContext<'_>) -> Option<String> {
    for prefix in ["fileb", "file"] {
        let after = typed
            .strip_prefix(prefix)
            .and_then(|after| after.strip_prefix(':'));
        match after {
            Some(after) if !after.starts_with("//") => {
                return Some(format!("did you mean {prefix}://{}?", path(after)));
            }
            Some(_) => return None,
            None => {}
        }
    }
    if typed.is_empty() || typed.contains(['=', '{', '[', '"', '\n']) {
        return None;
    }
    // Other programs write `@FILE`.
    let typed = typed.strip_prefix('@').unwrap_or(typed);
    let (folder, name) = split(typed);
    let is_there = (around.list)(folder).is_some_and(|names| names.iter().any(|n| n == name));
    if is_there {
        let typed = path(typed);
        return Some(format!("{typed} is a file: did you mean file://{typed}?"));
    }
    let looks_like_one = typed.ends_with(".json") || typed.starts_with(['/', '.', '~']);
    looks_like_one.then(|| {
        format!(
            "a file is named with file:// before it: file://{}",
            path(typed)
        )
    })
}

/// Advice on a file that cannot be read; `missing` is its path, expanded.
pub fn unreadable(reference: &str, missing: &str, around: &HintContext<'_>) -> Option<String> {
    if missing.trim_start().starts_with(['{', '[']) {
        return Some("what follows file:// is a path; JSON stands without it".to_owned());
    }
    if let Some(name) = unset_variable(missing) {
        return Some(format!("the variable {} is not set", sanitize(&name)));
    }
    if let Some(after) = missing.strip_prefix('~') {
        let user = after.split('/').next().unwrap_or(after);
        return Some(format!("there is no user {} here", sanitize(user)));
    }
    let prefix = reference.split("://").next().unwrap_or("file");
    let (folder, name) = split(missing);
    let Some(names) = (around.list)(folder) else {
        return no_folder(prefix, missing, folder, around);
    };
    if names.iter().any(|other| other == name) {
        // It is there: the original's message says what else is wrong.
        return None;
    }
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let looked = match (around.directory)() {
        Some(directory) if folder == "." => format!(" (looked in {})", path(&directory)),
        _ => String::new(),
    };
    let documents: Vec<&str> = texts
        .iter()
        .copied()
        .filter(|name| name.ends_with(".json"))
        .collect();
    let meant = suggest(name, &texts).or(match documents.as_slice() {
        [only] => Some(*only),
        _ => None,
    });
    match meant {
        Some(meant) => {
            let before = missing.strip_suffix(name).unwrap_or_default();
            let meant = path(&format!("{prefix}://{before}{meant}"));
            Some(format!("did you mean {meant}?{looked}"))
        }
        None if looked.is_empty() => Some(format!("{} has no such file", path(folder))),
        None => Some(format!("there is no such file{looked}")),
    }
}

/// The folder is not there either: how far the way leads.
fn no_folder(
    prefix: &str,
    missing: &str,
    folder: &str,
    around: &HintContext<'_>,
) -> Option<String> {
    let absolute = format!("/{folder}");
    if !folder.starts_with('/') && (around.list)(&absolute).is_some() {
        let meant = path(&format!("{prefix}:///{missing}"));
        return Some(format!(
            "an absolute path makes it three slashes: did you mean {meant}?"
        ));
    }
    let mut existing = folder;
    while (around.list)(existing).is_none() {
        let (above, _) = split(existing);
        if above == existing {
            return None;
        }
        existing = above;
    }
    let existing = match existing {
        "." => (around.directory)()?,
        other => other.to_owned(),
    };
    Some(format!(
        "there is no folder {}; the way ends at {}",
        path(folder),
        path(&existing)
    ))
}

/// The first `$NAME` or `${NAME}` that is left in an expanded path.
fn unset_variable(path: &str) -> Option<String> {
    path.split('$').skip(1).find_map(|after| {
        let name = match after.strip_prefix('{') {
            Some(braced) => braced.split_once('}')?.0,
            None => {
                let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_';
                after.split(|c| !is_word(c)).next()?
            }
        };
        (!name.is_empty()).then(|| name.to_owned())
    })
}
