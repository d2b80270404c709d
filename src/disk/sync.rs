//! What was written is on the disk before a rename publishes it: after a loss of power a page is the old
//! one or the new one, and never empty.

use std::collections::BTreeSet;
use std::fs::OpenOptions;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rayon::prelude::*;

/// Up to so many files are synced one by one; more of them cost less with all else that the disk still
/// has to write.
#[cfg(target_os = "linux")]
const FEW: usize = 16;

/// Brings `paths` below `base`, and the folders they are in, to the disk.
pub(super) fn files<'a>(base: &Path, paths: impl Iterator<Item = &'a str>) -> anyhow::Result<()> {
    let paths: Vec<&str> = paths.collect();
    #[cfg(target_os = "linux")]
    if paths.len() > FEW && all_of_disk(base)? {
        return Ok(());
    }
    let folders: BTreeSet<&str> =
        paths.iter().flat_map(|path| super::plan::parents(path)).chain([""]).collect();
    let all: Vec<PathBuf> = paths.into_iter().chain(folders).map(|path| base.join(path)).collect();
    all.par_iter().try_for_each(|path| one(path))
}

/// Brings a file, or the list of names in a folder, to the disk.
pub(super) fn one(path: &Path) -> anyhow::Result<()> {
    // A handle that only reads cannot be synced on Windows, where a folder has no handle at all.
    if cfg!(windows) && path.is_dir() {
        return Ok(());
    }
    let opened = OpenOptions::new().read(true).write(cfg!(windows)).open(path);
    tolerant(opened.and_then(|file| file.sync_data())).with_context(|| failed(path))
}

/// Everything that waits to be written to the disk of `base`; `false` where there is no such call.
#[cfg(target_os = "linux")]
fn all_of_disk(base: &Path) -> anyhow::Result<bool> {
    let Ok(folder) = OpenOptions::new().read(true).open(base) else { return Ok(false) };
    let synced = rustix::fs::syncfs(&folder).map_err(io::Error::from);
    let works = synced.is_ok();
    tolerant(synced).with_context(|| failed(base))?;
    Ok(works)
}

fn failed(path: &Path) -> String {
    format!("cannot write `{}` to the disk", path.display())
}

/// Disks that cannot be told to sync write when they like; one that lost what it was given says so.
fn tolerant(synced: io::Result<()>) -> io::Result<()> {
    use io::ErrorKind::{
        InvalidInput, NotFound, PermissionDenied, ReadOnlyFilesystem, Unsupported,
    };
    match synced {
        Err(error)
            if matches!(
                error.kind(),
                InvalidInput | NotFound | PermissionDenied | ReadOnlyFilesystem | Unsupported
            ) =>
        {
            Ok(())
        }
        other => other,
    }
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "tests of the disk use the disk")]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn files_and_folders_are_synced_one_by_one_and_together() {
        let folder = tempfile::tempdir().expect("a folder");
        for count in [3, 40] {
            let paths: Vec<String> = (0..count).map(|one| format!("a/{count}/{one}.txt")).collect();
            fs::create_dir_all(folder.path().join(format!("a/{count}"))).expect("folders");
            for path in &paths {
                fs::write(folder.path().join(path), path).expect("written");
            }
            files(folder.path(), paths.iter().map(String::as_str)).expect("synced");
        }
        one(&folder.path().join("gone")).expect("what is gone needs no sync");
    }

    #[test]
    fn only_a_disk_that_lost_something_fails_a_build() {
        let error = |kind: io::ErrorKind| tolerant(Err(kind.into()));
        assert!(error(io::ErrorKind::Unsupported).is_ok());
        assert!(error(io::ErrorKind::StorageFull).is_err());
        assert!(tolerant(Err(io::Error::from_raw_os_error(5))).is_err(), "EIO");
    }
}
