//! Values that refer to a file or URL: `file://`, `fileb://`, and where allowed `http://` and
//! `https://` (`awscli/paramfile.py`).

use super::{Loaders, ReadStream};
use crate::error::{FileError, ParamError, ServiceError};
use crate::python::codec::{Codec, DecodeError};
use crate::python::environ::Environment;
use crate::python::path::{expand_user, expand_variables};
use crate::python::surrogate;
use crate::python::value::Value;
use std::fs::File;
use std::io::{self, Read};

/// The content of the local file that `text` refers to; `None` if it refers to none.
///
/// # Errors
/// A file that cannot be read, or bytes that are invalid in its encoding.
pub(super) fn load_local(
    text: &str,
    environment: &Environment,
    loaders: &Loaders<'_>,
) -> Result<Option<Value>, ParamError> {
    let (path, binary) = if let Some(path) = text.strip_prefix("file://") {
        (path, false)
    } else if let Some(path) = text.strip_prefix("fileb://") {
        (path, true)
    } else {
        return Ok(None);
    };
    let path = expand_variables(&expand_user(path, environment), environment);
    let content = read(&path, loaders.read_stream).map_err(|_| ParamError::Interrupted)?;
    let content = content.map_err(|source| ParamError::FileUnreadable {
        reference: text.to_owned(),
        source: FileError::new(source, &path),
    })?;
    if binary {
        return Ok(Some(Value::Bytes(content)));
    }
    let codec = match loaders.file_encoding {
        None | Some("locale") => Codec::Utf8,
        Some(name) => {
            Codec::named(name).map_err(|error| ParamError::Python(error.message(name, "open")))?
        }
    };
    match codec.decode(content) {
        Ok(content) => Ok(Some(Value::String(universal_newlines(content)))),
        Err(DecodeError::Invalid) => Err(ParamError::FileNotText { path }),
        Err(error) => Err(ParamError::Python(error.to_string())),
    }
}

/// The maximum size of a file in bytes. Larger than any parameter; a device may never end.
const MAX_LENGTH: u64 = 256 << 20;

/// Opens and reads a file. The outer error is an interrupt by Ctrl-C.
fn read(path: &str, read_stream: ReadStream) -> Result<io::Result<Vec<u8>>, ServiceError> {
    let opened = File::open(surrogate::path(path));
    match opened.and_then(|file| Ok((file.metadata()?.is_file(), file))) {
        Ok((true, file)) => Ok(read_to_end(file)),
        Ok((false, file)) => read_stream(file),
        Err(error) => Ok(Err(error)),
    }
}

/// Reads a file to its end.
///
/// # Errors
/// Those of the system; [`io::ErrorKind::FileTooLarge`] beyond the maximum size.
pub fn read_to_end(file: File) -> io::Result<Vec<u8>> {
    let length = file.metadata()?.len();
    let mut content =
        Vec::with_capacity(usize::try_from(length.min(MAX_LENGTH)).unwrap_or_default());
    file.take(MAX_LENGTH + 1).read_to_end(&mut content)?;
    if content.len() as u64 > MAX_LENGTH {
        return Err(io::ErrorKind::FileTooLarge.into());
    }
    Ok(content)
}

/// Python reads text files with universal newlines: every line end becomes `\n`.
fn universal_newlines(text: String) -> String {
    if text.contains('\r') {
        text.replace("\r\n", "\n").replace('\r', "\n")
    } else {
        text
    }
}
