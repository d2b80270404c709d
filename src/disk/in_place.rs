//! The switch file by file, for folders that cannot be exchanged: with somebody else's files in
//! them, or on a disk without that call.
//!
//! Everything is written to a folder inside the output first; then a journal says what is to be
//! moved and removed; then that is done. A build that is killed before the journal is there has
//! changed nothing; one that is killed after it is finished by the next.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::fs;
use std::io;
use std::path::Path;

use anyhow::Context;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::manifest::{self, Manifest};
use super::plan::{Entry, IN_PLACE, Plan, parents};
use super::stage::put;
use super::sync;
use crate::tree::RelPath;

const JOURNAL: &str = "journal.json";

/// What remains to be done once all files are written.
#[derive(Debug, Serialize, Deserialize)]
struct Journal {
    /// The file called by its index goes to this path.
    moves: Vec<String>,
    removals: Vec<String>,
    /// A file takes the place of a folder or the other way round.
    removals_first: bool,
}

/// Turns the folder into the new site.
pub(super) fn switch(out: &Path, plan: &Plan<'_>) -> anyhow::Result<()> {
    let stage = out.join(IN_PLACE);
    let mut entries: Vec<&Entry<'_>> = plan.changed.iter().collect();
    entries.sort_by_key(|entry| (turn(entry.path), entry.path));
    let prepared = prepare(&stage, &entries, plan);
    if prepared.is_err() {
        // The next build removes what cannot be removed now.
        let _ = fs::remove_dir_all(&stage);
    }
    apply(out, &prepared?)
}

/// Pages refer to assets, the manifest to all: a page is never there before what it needs.
fn turn(path: &str) -> u8 {
    match path {
        manifest::PATH => 2,
        path if path.starts_with("_faqtory/") => 0,
        _ => 1,
    }
}

fn prepare(stage: &Path, entries: &[&Entry<'_>], plan: &Plan<'_>) -> anyhow::Result<Journal> {
    fs::create_dir_all(stage).with_context(|| format!("cannot create `{}`", stage.display()))?;
    entries
        .par_iter()
        .enumerate()
        .try_for_each(|(index, entry)| put(entry, &stage.join(index.to_string())))?;
    let names: Vec<String> = (0..entries.len()).map(|index| index.to_string()).collect();
    sync::files(stage, names.iter().map(String::as_str))?;
    let journal = Journal {
        moves: entries.iter().map(|entry| entry.path.to_owned()).collect(),
        removals: plan.removed.clone(),
        removals_first: plan.swaps_kinds(),
    };
    let text = serde_json::to_vec(&journal).expect("strings are JSON");
    let path = stage.join(JOURNAL);
    let unfinished = stage.join("journal.unfinished");
    fs::write(&unfinished, text)
        .with_context(|| format!("cannot write `{}`", unfinished.display()))?;
    sync::one(&unfinished)?;
    fs::rename(&unfinished, &path).with_context(|| format!("cannot write `{}`", path.display()))?;
    sync::one(stage)?;
    Ok(journal)
}

/// Finishes what an earlier build began in `out`, or forgets what cannot be finished: it must not
/// stop the build that would repair it.
pub(super) fn recover(out: &Path) -> anyhow::Result<()> {
    let stage = out.join(IN_PLACE);
    if !fs::symlink_metadata(&stage).is_ok_and(|meta| meta.is_dir()) {
        return Ok(());
    }
    let path = stage.join(JOURNAL);
    match fs::read(&path) {
        Ok(bytes) => {
            if let Some(journal) = journal(&bytes) {
                if apply(out, &journal).is_ok() {
                    return Ok(());
                }
                adopt(out, &journal)?;
            }
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {}
        Err(error) => {
            return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
        }
    }
    fs::remove_dir_all(&stage).with_context(|| format!("cannot remove `{}`", stage.display()))
}

/// The journal in `bytes`; `None` when it is damaged or names what faqtory never writes.
fn journal(bytes: &[u8]) -> Option<Journal> {
    let journal: Journal = serde_json::from_slice(bytes).ok()?;
    let mut all = journal.moves.iter().chain(&journal.removals);
    all.all(|path| RelPath::new(path).as_str() == path).then_some(journal)
}

/// Puts into the manifest what an unfinished journal has moved and what it was still to remove:
/// these files are ours, and the next plan replaces or removes them.
fn adopt(out: &Path, journal: &Journal) -> anyhow::Result<()> {
    let stage = out.join(IN_PLACE);
    let is_moved = |index: usize| fs::symlink_metadata(stage.join(index.to_string())).is_err();
    let moved = journal.moves.iter().enumerate().filter(|(index, _)| is_moved(*index));
    let is_file = |path: &&String| {
        fs::symlink_metadata(out.join(path.as_str())).is_ok_and(|meta| meta.is_file())
    };
    let ours = moved.map(|(_, path)| path).chain(&journal.removals).filter(is_file);
    let old = Manifest::read(out)?.map(|(manifest, _)| manifest.files);
    let mut files = old.unwrap_or_default();
    for path in ours.filter(|path| *path != manifest::PATH) {
        // No hash: it is written again whatever it holds.
        files.entry(path.clone()).or_default();
    }
    let path = out.join(manifest::PATH);
    let unfinished = stage.join("manifest.unfinished");
    let parent = path.parent().unwrap_or(out);
    fs::create_dir_all(parent)
        .and_then(|()| fs::write(&unfinished, Manifest::new(files).to_bytes()))
        .and_then(|()| fs::rename(&unfinished, &path))
        .with_context(|| format!("cannot write `{}`", path.display()))
}

fn apply(out: &Path, journal: &Journal) -> anyhow::Result<()> {
    if journal.removals_first {
        remove(out, &journal.removals)?;
    }
    let stage = out.join(IN_PLACE);
    for (index, path) in journal.moves.iter().enumerate() {
        put_in_place(&stage.join(index.to_string()), &out.join(path))?;
    }
    if !journal.removals_first {
        remove(out, &journal.removals)?;
    }
    fs::remove_dir_all(&stage).with_context(|| format!("cannot remove `{}`", stage.display()))
}

fn put_in_place(from: &Path, to: &Path) -> anyhow::Result<()> {
    let mut moved = fs::rename(from, to);
    if is_missing(&moved) {
        if !from.exists() {
            // Moved before the build was killed.
            return Ok(());
        }
        let parent = to.parent().unwrap_or(to);
        fs::create_dir_all(parent)
            .with_context(|| format!("cannot create `{}`", parent.display()))?;
        moved = fs::rename(from, to);
    }
    moved.with_context(|| format!("cannot write `{}`", to.display()))
}

fn is_missing(result: &io::Result<()>) -> bool {
    result.as_ref().is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
}

/// Removes `paths` and the folders that become empty by it.
fn remove(out: &Path, paths: &[String]) -> anyhow::Result<()> {
    for path in paths {
        let full = out.join(path);
        match fs::remove_file(&full) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot remove `{}`", full.display()));
            }
        }
        // Stops at the first folder that still holds something.
        let _ = parents(path).try_for_each(|parent| fs::remove_dir(out.join(parent)));
    }
    Ok(())
}
