//! Values that name a file or an address: `file://`, `fileb://`, and where it is allowed
//! `http://` and `https://` (`awscli/paramfile.py`).

use crate::environment::Environment;
use crate::error::{FileError, ParamError};
use crate::python::path::{expand_user, expand_variables};
use crate::python::surrogate;
use crate::value::Value;

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
    let content =
        std::fs::read(surrogate::path(&path)).map_err(|source| ParamError::FileUnreadable {
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

/// Text files are read with every kind of line end as `\n`.
fn universal_newlines(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}
