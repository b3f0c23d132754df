//! Hints for file names: given without `file://`, or of files that do not exist.

use super::HintContext;
use super::redact::mask_text;
use super::suggest::{sanitize, suggest};

/// A path for a hint, with secrets redacted, because the text may be another kind of value.
fn path(text: &str) -> String {
    sanitize(&mask_text(text))
}

/// Splits a path into its directory and the name in it.
fn split(path: &str) -> (&str, &str) {
    match path.rsplit_once('/') {
        Some(("", name)) => ("/", name),
        Some((folder, name)) => (folder, name),
        None => (".", path),
    }
}

/// Whether the file exists.
fn exists(path: &str, context: &HintContext<'_>) -> bool {
    let (folder, name) = split(path);
    (context.list)(folder).is_some_and(|names| names.iter().any(|other| other == name))
}

/// Recognises a misspelled prefix: returns `fileb` or `file`, and the text after the prefix and its
/// colon.
fn misspelled_prefix(typed: &str) -> Option<(&'static str, &str)> {
    let end = typed.find(|c: char| !c.is_ascii_alphabetic())?;
    let (word, rest) = typed.split_at(end);
    let prefix = match word.to_ascii_lowercase().as_str() {
        "fileb" => "fileb",
        "file" | "files" | "fiel" | "flie" | "ifle" | "fle" | "fil" | "filee" => "file",
        _ => return None,
    };
    let path = match rest.strip_prefix(':') {
        Some(path) => path,
        None => rest.strip_prefix("//").map(|_| rest)?,
    };
    (!typed.starts_with(&format!("{prefix}://"))).then_some((prefix, path))
}

/// The hint for a value that seems to be a file name.
pub(super) fn without_prefix(typed: &str, context: &HintContext<'_>) -> Option<String> {
    if let Some((prefix, rest)) = misspelled_prefix(typed) {
        let rest = rest.replace('\\', "/");
        let named = rest.strip_prefix("//").unwrap_or(&rest);
        // Either `file:/NAME` with a slash missing, or an absolute path.
        let relative = named.trim_start_matches('/');
        let named =
            match rest.starts_with('/') && exists(relative, context) && !exists(named, context) {
                true => relative,
                false => named,
            };
        return Some(format!("did you mean {prefix}://{}?", path(named)));
    }
    if typed.starts_with("file://") || typed.starts_with("fileb://") {
        return None;
    }
    if typed.is_empty() || typed.contains(['=', '{', '[', '"', '\n']) {
        return None;
    }
    // Some programs accept `@FILE`.
    let typed = typed.strip_prefix('@').unwrap_or(typed);
    if exists(typed, context) {
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

/// The hint for a positional argument that seems to be a file name.
pub(super) fn positional(word: &str, context: &HintContext<'_>) -> Option<String> {
    let named = word
        .strip_prefix("file://")
        .or_else(|| word.strip_prefix('@'))
        .unwrap_or(word);
    let is_file = word.starts_with("file://") || named.ends_with(".json") || exists(named, context);
    Some(match is_file {
        true => format!("did you mean --cli-input-json file://{}?", path(named)),
        false => format!(
            "{} belongs to no option: is a -- missing before it?",
            path(word)
        ),
    })
}

/// The names with the extension of a document.
fn documents(names: &[String]) -> Vec<&str> {
    let names = names.iter().map(String::as_str);
    names.filter(|name| name.ends_with(".json")).collect()
}

/// The hint for a file that cannot be read; `missing` is its expanded path.
pub(super) fn unreadable(
    reference: &str,
    missing: &str,
    context: &HintContext<'_>,
) -> Option<String> {
    if missing.trim_start().starts_with(['{', '[']) {
        return Some("after file:// comes a path; JSON stands without file://".to_owned());
    }
    if missing.is_empty() {
        return Some("the path is empty: is the variable that should hold it unset?".to_owned());
    }
    if let Some(name) = unset_variable(missing) {
        return Some(format!("the variable {} is not set", sanitize(&name)));
    }
    if let Some(after) = missing.strip_prefix('~') {
        let user = after.split('/').next().unwrap_or(after);
        return Some(format!("there is no user {} here", sanitize(user)));
    }
    let prefix = reference.split("://").next().unwrap_or("file");
    if let Some(names) = (context.list)(missing) {
        let slash = if missing.ends_with('/') { "" } else { "/" };
        return Some(match documents(&names).first() {
            Some(document) => format!(
                "{} is a folder: did you mean {prefix}://{}?",
                path(missing),
                path(&format!("{missing}{slash}{document}"))
            ),
            None => format!("{} is a folder: name a file in it", path(missing)),
        });
    }
    let relative = missing.trim_start_matches('/');
    if missing.starts_with('/') && exists(relative, context) {
        return Some(format!(
            "three slashes begin an absolute path: did you mean {prefix}://{}?",
            path(relative)
        ));
    }
    let (folder, name) = split(missing);
    let Some(names) = (context.list)(folder) else {
        return no_folder(prefix, missing, folder, context);
    };
    if names.iter().any(|other| other == name) {
        // The file exists: the original's message states the reason.
        return None;
    }
    let texts: Vec<&str> = names.iter().map(String::as_str).collect();
    let looked = match (context.directory)() {
        Some(directory) if folder == "." => format!(" (looked in {})", path(&directory)),
        _ => String::new(),
    };
    let meant = suggest(name, &texts).or(match documents(&names).as_slice() {
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

/// The hint for a file whose directory does not exist either: the nearest directory that exists.
fn no_folder(
    prefix: &str,
    missing: &str,
    folder: &str,
    context: &HintContext<'_>,
) -> Option<String> {
    let absolute = format!("/{folder}");
    if !folder.starts_with('/') && (context.list)(&absolute).is_some() {
        let meant = path(&format!("{prefix}:///{missing}"));
        return Some(format!(
            "with an absolute path there are three slashes: did you mean {meant}?"
        ));
    }
    let mut existing = folder;
    while (context.list)(existing).is_none() {
        let (above, _) = split(existing);
        if above == existing {
            return None;
        }
        existing = above;
    }
    let existing = match existing {
        "." => (context.directory)()?,
        other => other.to_owned(),
    };
    Some(format!(
        "there is no folder {}; nearest existing folder: {}",
        path(folder),
        path(&existing)
    ))
}

/// The first `$NAME` or `${NAME}` that is left in an expanded path, because the variable is not
/// set.
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
