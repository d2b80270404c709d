//! What differs between the site and the folder it is written to.

#![expect(clippy::disallowed_methods, reason = "the rim reads the disk")]

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail};
use rayon::prelude::*;
use walkdir::WalkDir;

use super::manifest::{self, Manifest, hash, hash_file};
use super::refused;
use crate::tree::{Content, Site};

/// The folder inside an output folder where an in-place switch is prepared.
pub(super) const IN_PLACE: &str = ".faqtory-new";

/// An exchange links every unchanged file: under this number nobody notices the time it takes.
const LARGE: usize = 2_000;
/// As many files are moved in a few milliseconds, each before what refers to it.
const FEW: usize = 200;

/// One file to be in the output folder.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    pub(super) path: &'a str,
    pub(super) content: Content,
    pub(super) len: u64,
    hash: String,
}

/// The output folder as it is.
#[derive(Debug, Default)]
pub(super) struct Old {
    /// Hash by path of what faqtory wrote.
    ours: BTreeMap<String, String>,
    /// When it was written.
    written: Option<SystemTime>,
    /// What is there: path and whether it is a regular file.
    there: HashMap<String, bool>,
    /// What somebody else put there, folders included.
    pub(super) foreign: BTreeSet<String>,
    /// Whether the folder is there at all.
    pub(super) exists: bool,
}

/// How to get from the folder to the site.
#[derive(Debug)]
pub(super) struct Plan<'a> {
    pub(super) changed: Vec<Entry<'a>>,
    pub(super) unchanged: Vec<Entry<'a>>,
    /// Ours, and no longer in the site.
    pub(super) removed: Vec<String>,
    pub(super) foreign: BTreeSet<String>,
    pub(super) exists: bool,
}

impl Old {
    /// Looks at `out`; refuses a folder that is full of somebody else's files.
    pub(super) fn read(out: &Path) -> anyhow::Result<Self> {
        if !out.exists() {
            return Ok(Self::default());
        }
        let (files, folders) = list(out)?;
        let Some((manifest, written)) = Manifest::read(out)? else {
            let Some(example) = files.keys().min().or(folders.iter().min()) else {
                return Ok(Self { exists: true, ..Self::default() });
            };
            return Err(refused(format!(
                "`{}` is not empty (it holds `{example}`) and was not written by faqtory: give \
                 an empty folder as --out, or empty this one",
                out.display()
            )));
        };
        let ours = manifest.files;
        let own_folders: BTreeSet<&str> =
            ours.keys().map(String::as_str).chain([manifest::PATH]).flat_map(parents).collect();
        let is_foreign = |path: &&String| !ours.contains_key(*path) && *path != manifest::PATH;
        let mut foreign: BTreeSet<String> = files.keys().filter(is_foreign).cloned().collect();
        foreign.extend(folders.into_iter().filter(|path| !own_folders.contains(path.as_str())));
        Ok(Self { ours, written: Some(written), there: files, foreign, exists: true })
    }

    /// Whether the folder has `entry` as it must be. What was touched after the manifest was
    /// written is looked at byte by byte.
    fn has(&self, out: &Path, entry: &Entry<'_>) -> bool {
        let is_ours = self.ours.get(entry.path).is_some_and(|hash| *hash == entry.hash);
        let may_be = is_ours || !self.ours.contains_key(entry.path);
        if !may_be || self.there.get(entry.path) != Some(&true) {
            return false;
        }
        let path = out.join(entry.path);
        let Ok(meta) = fs::metadata(&path) else { return false };
        let older = || {
            let modified = meta.modified().ok();
            modified.zip(self.written).is_some_and(|(modified, written)| modified < written)
        };
        meta.len() == entry.len
            && ((is_ours && older()) || hash_file(&path).is_ok_and(|hash| hash == entry.hash))
    }
}

impl<'a> Plan<'a> {
    /// Compares `site` with the folder. `anew`: every file counts as changed.
    pub(super) fn new(site: &'a Site, out: &Path, anew: bool) -> anyhow::Result<Self> {
        let old = Old::read(out)?;
        let mut entries: Vec<Entry<'a>> =
            site.files.par_iter().map(entry).collect::<anyhow::Result<_>>()?;
        let hashes = entries.iter().map(|entry| (entry.path.to_owned(), entry.hash.clone()));
        let manifest = Manifest::new(hashes.collect()).to_bytes();
        entries.push(Entry {
            path: manifest::PATH,
            len: manifest.len() as u64,
            hash: hash(&manifest),
            content: Content::from(manifest),
        });
        let wanted: BTreeSet<&str> = entries.iter().map(|entry| entry.path).collect();
        let gone = |path: &&String| {
            !wanted.contains(path.as_str()) && old.there.contains_key(path.as_str())
        };
        let removed = old.ours.keys().filter(gone).cloned().collect();
        let (unchanged, changed): (Vec<_>, Vec<_>) =
            entries.into_par_iter().partition(|entry| !anew && old.has(out, entry));
        let plan = Self { changed, unchanged, removed, foreign: old.foreign, exists: old.exists };
        plan.check_foreign(out)?;
        Ok(plan)
    }

    /// Refuses when a file of somebody else is where one of ours must be.
    fn check_foreign(&self, out: &Path) -> anyhow::Result<()> {
        let wanted: BTreeSet<&str> = self.changed.iter().map(|entry| entry.path).collect();
        let in_the_way = |path: &&String| {
            // A link to a folder is in the way too: what is behind it is not the site's.
            let meta = fs::symlink_metadata(out.join(path.as_str()));
            let is_folder = meta.is_ok_and(|meta| meta.is_dir());
            let overlaps = wanted.contains(path.as_str())
                || parents(path).any(|parent| wanted.contains(parent));
            overlaps || (!is_folder && has_below(&wanted, path))
        };
        let Some(path) = self.foreign.iter().find(in_the_way) else { return Ok(()) };
        bail!(
            "the site needs `{path}`, but `{}` is not from faqtory and is left alone: move it \
             away, or rename what makes this page",
            out.join(path).display()
        )
    }

    /// Whether so little of so much changes that moving those files one by one is the better switch.
    pub(super) fn is_touch_up(&self) -> bool {
        let changes = self.changed.len() + self.removed.len();
        self.exists && self.unchanged.len() > LARGE && changes <= FEW
    }

    /// Whether a file of the new site is a folder of the old one, or the other way round.
    pub(super) fn swaps_kinds(&self) -> bool {
        let wanted: BTreeSet<&str> = self.changed.iter().map(|entry| entry.path).collect();
        self.removed.iter().any(|path| {
            parents(path).any(|parent| wanted.contains(parent)) || has_below(&wanted, path)
        })
    }
}

fn entry<'a>((path, content): (&'a String, &Content)) -> anyhow::Result<Entry<'a>> {
    let (len, hash) = match content {
        Content::Bytes(bytes) => (bytes.len() as u64, hash(bytes)),
        Content::Copy(file) => {
            let hash = hash_file(&file.path)
                .with_context(|| format!("cannot read `{}`", file.path.display()))?;
            (file.len, hash)
        }
    };
    Ok(Entry { path, content: content.clone(), len, hash })
}

/// The files below `out` (links and the like count as files that are not regular) and its folders.
fn list(out: &Path) -> anyhow::Result<(HashMap<String, bool>, Vec<String>)> {
    let mut files = HashMap::new();
    let mut folders = Vec::new();
    for entry in WalkDir::new(out).min_depth(1) {
        let entry = entry.with_context(|| format!("cannot read `{}`", out.display()))?;
        let path = entry.path().strip_prefix(out).unwrap_or(entry.path()).to_string_lossy();
        let path = if cfg!(windows) { path.replace('\\', "/") } else { path.into_owned() };
        if entry.file_type().is_dir() {
            folders.push(path);
        } else {
            files.insert(path, entry.file_type().is_file());
        }
    }
    Ok((files, folders))
}

/// The folders that `path` is in: `a/b/c` → `a/b`, `a`.
pub(super) fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.rmatch_indices('/').map(|(at, _)| &path[..at])
}

fn has_below(paths: &BTreeSet<&str>, folder: &str) -> bool {
    let start = format!("{folder}/");
    paths.range(start.as_str()..).next().is_some_and(|path| path.starts_with(&start))
}
