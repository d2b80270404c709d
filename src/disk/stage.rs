//! The whole new site beside the old one, then one exchange of the two folders.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use anyhow::{Context, bail};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{self, Manifest};
use super::plan::{Entry, Plan, parents};
use super::sync;
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
    if !fs::symlink_metadata(&stage).is_ok_and(|meta| meta.is_dir()) {
        return Ok(());
    }
    // With a manifest it may be the old site, killed just after the exchange. Without one, or with
    // half of one, it is a new site that was never finished.
    if let Ok(Some((manifest, _))) = Manifest::read(&stage) {
        retire(&stage, out, &manifest.files)?;
    } else {
        // What fails is seen below.
        let _ = fs::remove_dir_all(&stage);
    }
    match fs::symlink_metadata(&stage) {
        Ok(_) => bail!("cannot remove `{}`, which an earlier build left", stage.display()),
        Err(_) => Ok(()),
    }
}

/// Makes the whole site in a sibling folder and exchanges the two.
pub(super) fn switch(out: &Path, plan: &Plan<'_>) -> anyhow::Result<Switched> {
    let stage = folder(out);
    let switched = fill(&stage, out, plan).and_then(|filled| match filled {
        Switched::Yes => exchange(&stage, out, plan.exists),
        Switched::NotHere => Ok(Switched::NotHere),
    });
    // What cannot be removed now is removed by the next build.
    if matches!(switched, Ok(Switched::Yes)) {
        // Before the old site goes: the disk must know the new one by then.
        out.parent().map_or(Ok(()), sync::one)?;
        let old = if plan.exists { Manifest::read(&stage)? } else { None };
        retire(&stage, out, &old.map(|(manifest, _)| manifest.files).unwrap_or_default())?;
    } else {
        let _ = fs::remove_dir_all(&stage);
    }
    switched
}

/// Removes the old site, now at `old`, but nothing that `ours` does not list: what somebody put
/// there while the new site was being made returns to `out`.
fn retire(old: &Path, out: &Path, ours: &BTreeMap<String, String>) -> anyhow::Result<()> {
    let own_manifest = old.join(manifest::PATH);
    let mut given_back = Ok(());
    for entry in WalkDir::new(old).min_depth(1).contents_first(true).into_iter().flatten() {
        let path = entry.path();
        if entry.file_type().is_dir() {
            // A folder that still holds something stays.
            let _ = fs::remove_dir(path);
        } else if path != own_manifest {
            let name = path.strip_prefix(old).unwrap_or(path);
            if is_listed(ours, name) {
                let _ = fs::remove_file(path);
            } else {
                given_back = given_back.and(give_back(path, &out.join(name)));
            }
        }
    }
    given_back?;
    // It goes last: with it a later build can go on here.
    let _ = fs::remove_file(&own_manifest);
    let _ = own_manifest.parent().map(fs::remove_dir);
    let _ = fs::remove_dir(old);
    Ok(())
}

fn is_listed(ours: &BTreeMap<String, String>, name: &Path) -> bool {
    let Some(name) = name.to_str() else { return false };
    if cfg!(windows) {
        ours.contains_key(&name.replace('\\', "/"))
    } else {
        ours.contains_key(name)
    }
}

/// Moves somebody else's file to `to`, over nothing that is there.
fn give_back(from: &Path, to: &Path) -> anyhow::Result<()> {
    let parent = to.parent().unwrap_or(to);
    let moved = if fs::symlink_metadata(to).is_ok() {
        Err(io::Error::from(io::ErrorKind::AlreadyExists))
    } else {
        fs::create_dir_all(parent).and_then(|()| fs::rename(from, to))
    };
    moved.with_context(|| {
        format!(
            "`{}` came from somebody else during the build and cannot be put back; it is now `{}`: \
             move it away",
            to.display(),
            from.display()
        )
    })
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
    sync::files(stage, plan.changed.iter().map(|entry| entry.path))?;
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

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::*;
    use crate::tree::Site;

    const OLD: [&str; 3] = ["index.html", "a/index.html", "b/index.html"];
    const NEW: [&str; 3] = ["index.html", "a/index.html", "c/index.html"];

    fn site(paths: &[&str]) -> Site {
        let file = |path: &&str| ((*path).to_owned(), Content::from(path.as_bytes().to_vec()));
        Site { files: paths.iter().map(file).collect(), ..Site::default() }
    }

    fn put_text(path: &Path, text: &str) {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn build(paths: &[&str], out: &Path, meanwhile: impl FnOnce()) -> anyhow::Result<Switched> {
        let site = site(paths);
        let plan = Plan::new(&site, out, false)?;
        meanwhile();
        switch(out, &plan)
    }

    #[test]
    fn what_others_put_there_during_the_build_stays() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("public");
        build(&OLD, &out, || {}).unwrap();
        let switched = build(&NEW, &out, || {
            put_text(&out.join("CNAME"), "help.example");
            put_text(&out.join("b/deep/notes.txt"), "mine");
        });
        if switched.unwrap() == Switched::NotHere {
            return;
        }
        assert_eq!(fs::read_to_string(out.join("CNAME")).unwrap(), "help.example");
        assert_eq!(fs::read_to_string(out.join("b/deep/notes.txt")).unwrap(), "mine");
        assert!(out.join("c/index.html").exists() && !out.join("b/index.html").exists());
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "the old site is gone");
    }

    #[test]
    fn what_others_put_where_a_page_goes_is_kept_and_named() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("public");
        build(&OLD, &out, || {}).unwrap();
        let switched = build(&NEW, &out, || put_text(&out.join("c/index.html"), "mine"));
        if matches!(switched, Ok(Switched::NotHere)) {
            return;
        }
        let error = switched.unwrap_err().to_string();
        assert!(error.contains("c/index.html") && error.contains("move it away"), "{error}");
        let kept = folder.path().join(".public.faqtory-new/c/index.html");
        assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
        assert!(clean(&out).is_err(), "the next build does not remove it either");
        fs::remove_file(&kept).unwrap();
        clean(&out).unwrap();
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
    }

    #[test]
    fn a_build_killed_after_the_exchange_loses_nothing_of_others() {
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("public");
        build(&OLD, &out, || {}).unwrap();
        fs::rename(&out, super::folder(&out)).unwrap();
        put_text(&super::folder(&out).join("b/notes.txt"), "mine");
        build(&NEW, &folder.path().join("new"), || {}).unwrap();
        fs::rename(folder.path().join("new"), &out).unwrap();
        clean(&out).unwrap();
        assert_eq!(fs::read_to_string(out.join("b/notes.txt")).unwrap(), "mine");
        assert!(!super::folder(&out).exists() && !out.join("b/index.html").exists());
    }
}
