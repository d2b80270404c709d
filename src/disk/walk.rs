//! Which files of a folder are source: what is skipped, which links are followed, what is not opened.

#![expect(clippy::disallowed_methods, reason = "the rim reads the disk")]

use std::fs::{self, FileType};
use std::io;
use std::path::{Component, Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use crate::tree::RelPath;

/// What a knowledge base consists of; a folder that has the first or the second is one.
const PARTS: [&str; 7] =
    ["faqtory.yaml", "content", "data", "static", "theme", "tests", "snippets"];

/// Names with a dot that hosts expect in the root of a site.
const DOTTED_STATIC: [&str; 3] = [".well-known", ".nojekyll", ".htaccess"];

/// One file that counts.
#[derive(Debug)]
pub(super) struct Found {
    /// Its path below the root.
    pub(super) path: RelPath,
    /// Where it is, or why it is not to be opened.
    pub(super) file: Result<PathBuf, String>,
}

/// All that a walk found.
#[derive(Debug, Default)]
pub(super) struct Walk {
    /// Files, in no particular order.
    pub(super) found: Vec<Found>,
    /// Folders that were looked into: what a watcher must watch.
    pub(super) folders: Vec<PathBuf>,
}

/// Lists the source files below `root`, without those of the output folder `out`.
pub(super) fn walk(root: &Path, out: Option<&Path>) -> io::Result<Walk> {
    let real_root = fs::canonicalize(root)?;
    fs::read_dir(&real_root)?;
    let is_kb = root.join(PARTS[0]).is_file() || root.join(PARTS[1]).is_dir();
    let out = out.and_then(|out| Some(real(out)?.strip_prefix(&real_root).ok()?.to_owned()));
    let mut walker = Walker { real_root, is_kb, out, walk: Walk::default(), outputs: Vec::new() };
    walker.folder(root, &RelPath::new(""), false);
    Ok(walker.finish())
}

/// The path without links, also of something that is not there yet.
pub(super) fn real(path: &Path) -> Option<PathBuf> {
    if let Ok(real) = fs::canonicalize(path) {
        return Some(real);
    }
    let absolute = std::path::absolute(path).ok()?;
    let parent = real(absolute.parent()?)?;
    Some(parent.join(absolute.file_name()?))
}

/// Why `error` happened, in plain words.
pub(super) fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "it is not there".to_owned(),
        io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        _ => error.to_string(),
    }
}

/// What to do with a folder after its entry was looked at.
#[derive(PartialEq, Eq)]
enum Next {
    Enter,
    Skip,
}

struct Walker {
    real_root: PathBuf,
    is_kb: bool,
    out: Option<PathBuf>,
    walk: Walk,
    /// Folders that turned out to be sites written by faqtory.
    outputs: Vec<String>,
}

impl Walker {
    /// Walks `dir`, whose files appear below `below`. `linked`: it was reached through a link.
    fn folder(&mut self, dir: &Path, below: &RelPath, linked: bool) {
        let mut entries = WalkDir::new(dir).into_iter();
        while let Some(entry) = entries.next() {
            let next = match entry {
                Ok(entry) => self.entry(&entry, dir, (below, linked)),
                Err(error) => self.failed(&error, dir, below),
            };
            if next == Next::Skip {
                entries.skip_current_dir();
            }
        }
    }

    fn failed(&mut self, error: &walkdir::Error, dir: &Path, below: &RelPath) -> Next {
        let path = error.path().map_or_else(|| below.clone(), |path| rel_path(path, dir, below));
        let reason = error.io_error().map_or_else(|| error.to_string(), reason);
        self.found(path, Err(reason));
        Next::Enter
    }

    fn entry(&mut self, entry: &DirEntry, dir: &Path, at: (&RelPath, bool)) -> Next {
        let (below, linked) = at;
        if entry.depth() == 0 {
            self.walk.folders.push(entry.path().to_owned());
            return Next::Enter;
        }
        let kind = entry.file_type();
        let path = rel_path(entry.path(), dir, below);
        if self.is_skipped(entry, &path) {
            return skip(kind);
        }
        if entry.file_name().to_str().is_none() {
            self.found(path, Err("its name is not UTF-8".to_owned()));
            return skip(kind);
        }
        if kind.is_dir() {
            self.walk.folders.push(entry.path().to_owned());
        } else if kind.is_symlink() {
            self.link(entry.path(), path, linked);
        } else if kind.is_file() {
            self.note_output(&path);
            self.found(path, Ok(entry.path().to_owned()));
        } else {
            self.found(path, Err("not a regular file".to_owned()));
        }
        Next::Enter
    }

    fn is_skipped(&self, entry: &DirEntry, path: &RelPath) -> bool {
        let name = entry.file_name().to_string_lossy();
        let is_part = path.as_str().contains('/') || PARTS.contains(&&*name);
        let dotted_static = path.below("static").is_some() && DOTTED_STATIC.contains(&&*name);
        (self.is_kb && !is_part)
            || (is_private(&name) && !dotted_static)
            || (name == "target" && entry.path().join("CACHEDIR.TAG").is_file())
            || self.out.as_deref() == Some(Path::new(path.as_str()))
    }

    fn link(&mut self, from: &Path, path: RelPath, linked: bool) {
        match self.follow(from, linked) {
            Ok(real) if real.is_dir() => self.folder(&real, &path, true),
            followed => self.found(path, followed),
        }
    }

    /// Where the link `from` leads, when it may be followed. Folders are followed one link deep:
    /// links in linked folders can multiply without end.
    fn follow(&self, from: &Path, linked: bool) -> Result<PathBuf, String> {
        let real = fs::canonicalize(from).map_err(|error| match error.kind() {
            io::ErrorKind::NotFound => "a link to something that is not there".to_owned(),
            io::ErrorKind::PermissionDenied => reason(&error),
            _ => "a link that leads to itself".to_owned(),
        })?;
        let Ok(inside) = real.strip_prefix(&self.real_root) else {
            return Err("a link that leads outside the knowledge base".to_owned());
        };
        let mut names = inside.components().filter_map(|part| match part {
            Component::Normal(name) => Some(name.to_string_lossy()),
            _ => None,
        });
        if names.any(|name| is_private(&name)) {
            return Err("a link to a hidden file".to_owned());
        }
        if self.out.as_deref().is_some_and(|out| inside.starts_with(out)) {
            return Err("a link into the output folder".to_owned());
        }
        let kind = fs::metadata(&real).map_err(|error| reason(&error))?.file_type();
        let home = from.parent().and_then(|parent| fs::canonicalize(parent).ok());
        match () {
            () if kind.is_dir() && linked => Err("a link inside a linked folder".to_owned()),
            () if kind.is_dir() && home.is_none_or(|home| home.starts_with(&real)) => {
                Err("a link that leads back to a folder it is in".to_owned())
            }
            () if !kind.is_dir() && !kind.is_file() => Err("not a regular file".to_owned()),
            () => Ok(real),
        }
    }

    /// Remembers a folder that holds our manifest: it is a site, not a source.
    fn note_output(&mut self, path: &RelPath) {
        let output = path.as_str().strip_suffix(super::manifest::PATH);
        // `my_faqtory/manifest.json` is a file like any other.
        if let Some(output) = output.filter(|path| path.is_empty() || path.ends_with('/')) {
            self.outputs.push(output.to_owned());
        }
    }

    fn found(&mut self, path: RelPath, file: Result<PathBuf, String>) {
        self.walk.found.push(Found { path, file });
    }

    fn finish(self) -> Walk {
        let Self { mut walk, outputs, .. } = self;
        walk.found.retain(|found| {
            !outputs.iter().any(|output| found.path.as_str().starts_with(output.as_str()))
        });
        walk
    }
}

fn skip(kind: FileType) -> Next {
    if kind.is_dir() { Next::Skip } else { Next::Enter }
}

/// Files of version control, editors, package managers and desktops; never published.
pub(crate) fn is_private(name: &str) -> bool {
    name.starts_with('.')
        || name.ends_with('~')
        || (name.starts_with('#') && name.ends_with('#'))
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || [".swp", ".swo", ".swx"].iter().any(|end| name.ends_with(end))
        || ["node_modules", "Thumbs.db", "desktop.ini"].contains(&name)
}

fn rel_path(path: &Path, dir: &Path, below: &RelPath) -> RelPath {
    let inner = path.strip_prefix(dir).unwrap_or(path).to_string_lossy();
    let inner = if cfg!(windows) { inner.replace('\\', "/") } else { inner.into_owned() };
    match below.as_str() {
        "" => RelPath::new(&inner),
        below => RelPath::new(&format!("{below}/{inner}")),
    }
}
