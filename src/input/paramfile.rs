//! Values that name a file or an address: `file://`, `fileb://`, and where it is allowed
//! `http://` and `https://` (`awscli/paramfile.py`).

use crate::error::{FileError, ParamError};
use crate::python::environ::Environment;
use crate::python::path::{expand_user, expand_variables};
use crate::python::surrogate;
use crate::python::value::Value;
use std::fs::File;
use std::io::Read;

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

/// No parameter is this long; a device may never end.
const MAX_LENGTH: u64 = 256 << 20;

fn read(path: &str) -> std::io::Result<Vec<u8>> {
    let file = File::open(surrogate::path(path))?;
    let length = file.metadata()?.len();
    let mut content =
        Vec::with_capacity(usize::try_from(length.min(MAX_LENGTH)).unwrap_or_default());
    file.take(MAX_LENGTH + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MAX_LENGTH {
        // `EFBIG`
        return Err(std::io::Error::from_raw_os_error(27));
    }
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
