//! Files and folders that appear whole or not at all, and their fingerprints.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// Why a file could not be read or written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// File or folder.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A library refused the content.
    #[error("{}: {message}", path.display())]
    Format {
        /// File.
        path: PathBuf,
        /// What the library said.
        message: String,
    },
    /// The folder that should be created is there already.
    #[error("{}: the folder exists and is not empty", .0.display())]
    Exists(PathBuf),
}

impl Error {
    pub(crate) fn io(path: &Path) -> impl FnOnce(std::io::Error) -> Self + use<> {
        let path = path.to_path_buf();
        move |source| Self::Io { path, source }
    }

    pub(crate) fn format<E: std::fmt::Display>(path: &Path) -> impl Fn(E) -> Self + use<E> {
        let path = path.to_path_buf();
        move |error| Self::Format { path: path.clone(), message: error.to_string() }
    }
}

/// Writes a file under a temporary name in the same folder and renames it, so that nobody sees half a file.
///
/// Folders on the way are created.
///
/// # Errors
/// What the operating system or `write` reports; then the file is as it was before.
pub fn write_atomically(
    path: &Path,
    write: impl FnOnce(&mut BufWriter<File>) -> Result<(), Error>,
) -> Result<(), Error> {
    let folder = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let temporary = temporary_file(folder).map_err(Error::io(folder))?;
    let (file, name) = temporary.into_parts();
    let mut writer = BufWriter::new(file);
    write(&mut writer)?;
    writer.flush().map_err(Error::io(path))?;
    drop(writer);
    name.persist(path).map_err(|error| Error::Io { path: path.into(), source: error.error })
}

/// The text of a file, or why there is none, in words.
///
/// # Errors
/// What the operating system reports; where the text stops being UTF-8.
pub fn read_text(path: &Path) -> Result<String, String> {
    let bytes = fs::read(path).map_err(|reason| reason.to_string())?;
    let text = String::from_utf8(bytes);
    text.map_err(|fault| format!("not UTF-8 text, from byte {}", fault.utf8_error().valid_up_to()))
}

/// Writes a text as [`write_atomically`] does.
///
/// # Errors
/// What the operating system reports.
pub fn write_text(path: &Path, text: &str) -> Result<(), Error> {
    write_atomically(path, |file| file.write_all(text.as_bytes()).map_err(Error::io(path)))
}

/// Fills a new folder under a temporary name beside it and renames it when everything is there.
///
/// # Errors
/// [`Error::Exists`] if the folder is there and not empty, and whatever `fill` reports; then no folder is left behind.
pub fn write_folder(path: &Path, fill: impl FnOnce(&Path) -> Result<(), Error>) -> Result<(), Error> {
    let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(Error::io(parent))?;
    if path.exists() {
        let mut entries = fs::read_dir(path).map_err(Error::io(path))?;
        if entries.next().is_some() {
            return Err(Error::Exists(path.into()));
        }
        fs::remove_dir(path).map_err(Error::io(path))?;
    }
    let temporary =
        tempfile::Builder::new().prefix(".portolan-").suffix(".tmp").tempdir_in(parent).map_err(Error::io(parent))?;
    fill(temporary.path())?;
    open_to_all(temporary.path())?;
    fs::rename(temporary.path(), path).map_err(Error::io(path))?;
    let _ = temporary.keep();
    Ok(())
}

/// Refuses a folder that holds something other than an earlier run.
///
/// # Errors
/// [`Error::Exists`] for a folder with files but without a manifest; what the operating system reports.
pub fn run_folder(path: &Path) -> Result<(), Error> {
    if !path.exists() {
        return Ok(());
    }
    let mut entries = fs::read_dir(path).map_err(Error::io(path))?;
    let foreign = entries.next().is_some() && !path.join("manifest.json").exists();
    if foreign { Err(Error::Exists(path.into())) } else { Ok(()) }
}

/// Removes a file of an earlier run, if it is there.
///
/// # Errors
/// What the operating system reports.
pub fn remove_stale(path: &Path) -> Result<(), Error> {
    if path.exists() { fs::remove_file(path).map_err(Error::io(path)) } else { Ok(()) }
}

/// SHA-256 of some bytes, in hexadecimal.
pub fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Temporary files are private by default; what is written here is meant to be read like any other file.
fn temporary_file(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".portolan-").suffix(".tmp");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

#[cfg(unix)]
fn open_to_all(folder: &Path) -> Result<(), Error> {
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(folder, fs::Permissions::from_mode(0o755)).map_err(Error::io(folder))
}

#[cfg(not(unix))]
fn open_to_all(_: &Path) -> Result<(), Error> {
    Ok(())
}

#[cfg(test)]
mod tests;
