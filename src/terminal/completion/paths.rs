//! Completion of file and directory names.

use super::{Candidate, Context, Follow};
use crate::python::path::{expand_user, expand_variables};
use crate::python::surrogate;

/// The files and directories that complete a typed path, and the byte offset of the part that they
/// replace: the part after the last slash.
pub(super) fn entries(typed: &str, context: &Context<'_>) -> (usize, Vec<Candidate>) {
    let start = typed.rfind('/').map_or(0, |slash| slash + 1);
    let (folder, name) = typed.split_at(start);
    let folder = match folder {
        "" => "./".to_owned(),
        folder => expand_variables(
            &expand_user(folder, context.environment),
            context.environment,
        ),
    };
    let Ok(listing) = std::fs::read_dir(surrogate::path(&folder)) else {
        return (start, Vec::new());
    };
    let mut found: Vec<Candidate> = listing
        .flatten()
        .filter_map(|entry| {
            // The script reads one candidate a line, so names with control characters are left out.
            let text = entry.file_name().into_string().ok()?;
            if text.chars().any(char::is_control)
                || (text.starts_with('.') && !name.starts_with('.'))
            {
                return None;
            }
            // Follows symbolic links, as reading the file does.
            let is_folder = std::fs::metadata(entry.path()).is_ok_and(|data| data.is_dir());
            Some(if is_folder {
                Candidate::new(text + "/", "", Follow::NoSpace)
            } else {
                Candidate::new(text, "", Follow::Space)
            })
        })
        .collect();
    found.sort_by(|a, b| a.text.cmp(&b.text));
    (start, found)
}
