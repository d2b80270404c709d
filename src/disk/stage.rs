//! The whole new site beside the old one, then one exchange of the two folders.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use rayon::prelude::*;

use super::plan::{Entry, Plan, parents};
use crate::tree::Content;

/// Whether a switch happened.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Switched {
    /// The folder is the new site.
    Yes,
    /// This disk cannot do it; nothing changed.
    NotHere,
}

/// The folder beside `out` where the new site is put together.
pub(super) fn folder(out: &Path) -> PathBuf {
    let name = out.file_name().unwrap_or_default().to_string_lossy();
    out.with_file_name(format!(".{name}.faqtory-new"))
}

/// Removes what a killed build left beside `out`.
pub(super) fn clean(out: &Path) -> anyhow::Result<()> {
    let stage = folder(out);
    match fs::symlink_metadata(&stage) {
        Ok(meta) if meta.is_dir() => {
            remove_all(&stage).with_context(|| format!("cannot remove `{}`", stage.display()))
        }
        _ => Ok(()),
    }
}

/// Makes the whole site in a sibling folder and exchanges the two.
pub(super) fn switch(out: &Path, plan: &Plan<'_>) -> anyhow::Result<Switched> {
    let stage = folder(out);
    let switched = fill(&stage, out, plan).and_then(|filled| match filled {
        Switched::Yes => exchange(&stage, out, plan.exists),
        Switched::NotHere => Ok(Switched::NotHere),
    });
    // The old site after a switch, the unfinished new one after a failure. What cannot be removed
    // now is removed by the next build.
    let _ = remove_all(&stage);
    switched
}

fn fill(stage: &Path, out: &Path, plan: &Plan<'_>) -> anyhow::Result<Switched> {
    match fs::create_dir(stage) {
        Ok(()) => {}
        // The parent belongs to someone else; the folder itself may still be ours.
        Err(error) if plan.exists && is_no_permission(&error) => return Ok(Switched::NotHere),
        Err(error) => {
            return Err(error).with_context(|| format!("cannot create `{}`", stage.display()));
        }
    }
    if let Ok(meta) = fs::metadata(out) {
        // Best effort: some file systems have no permissions to copy.
        let _ = fs::set_permissions(stage, meta.permissions());
    }
    let all = plan.changed.iter().chain(&plan.unchanged).map(|entry| entry.path);
    make_folders(stage, all)?;
    let linked = plan
        .unchanged
        .par_iter()
        .try_for_each(|entry| fs::hard_link(out.join(entry.path), stage.join(entry.path)));
    if linked.is_err() {
        return Ok(Switched::NotHere);
    }
    plan.changed.par_iter().try_for_each(|entry| put(entry, &stage.join(entry.path)))?;
    Ok(Switched::Yes)
}

fn is_no_permission(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem)
}

/// Creates the folders that `paths` need below `base`, one after another: file systems serialise
/// this anyway, and two threads in one parent wait for each other.
fn make_folders<'a>(base: &Path, paths: impl Iterator<Item = &'a str>) -> anyhow::Result<()> {
    let folders: BTreeSet<&str> = paths.flat_map(parents).collect();
    for folder in folders {
        let path = base.join(folder);
        fs::create_dir(&path).with_context(|| format!("cannot create `{}`", path.display()))?;
    }
    Ok(())
}

/// Writes `entry` to `path`, which is new.
pub(super) fn put(entry: &Entry<'_>, path: &Path) -> anyhow::Result<()> {
    match &entry.content {
        Content::Bytes(bytes) => fs::write(path, bytes),
        Content::Copy(file) => fs::copy(&file.path, path).map(drop),
    }
    .with_context(|| format!("cannot write `{}`", path.display()))
}

fn exchange(stage: &Path, out: &Path, exists: bool) -> anyhow::Result<Switched> {
    if !exists {
        return fs::rename(stage, out)
            .map(|()| Switched::Yes)
            .with_context(|| format!("cannot create `{}`", out.display()));
    }
    Ok(if swap(stage, out).is_ok() { Switched::Yes } else { Switched::NotHere })
}

#[cfg(any(target_os = "linux", target_os = "android", target_vendor = "apple"))]
fn swap(stage: &Path, out: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    Ok(renameat_with(CWD, stage, CWD, out, RenameFlags::EXCHANGE)?)
}

#[cfg(not(any(target_os = "linux", target_os = "android", target_vendor = "apple")))]
fn swap(_stage: &Path, _out: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn remove_all(folder: &Path) -> io::Result<()> {
    fs::remove_dir_all(folder)
}
