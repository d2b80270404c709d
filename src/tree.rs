//! The two values at the ends of the pipeline: the source files that go in, the site that comes out.

use std::collections::BTreeMap;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use bytes::Bytes;

/// A path inside a knowledge base: relative, forward slashes, no `.` or `..`, never empty.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RelPath(Arc<str>);

impl RelPath {
    /// Normalises `path`; parts that are empty, `.` or lead above the root are dropped.
    pub fn new(path: &str) -> Self {
        let mut parts: Vec<&str> = Vec::new();
        for part in path.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        Self(parts.join("/").into())
    }

    /// Resolves `relative` against the folder of this file. `None` when it leads above the root.
    pub fn resolve(&self, relative: &str) -> Option<Self> {
        let mut parts: Vec<&str> =
            self.parent().split('/').filter(|part| !part.is_empty()).collect();
        for part in relative.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()?),
                part => parts.push(part),
            }
        }
        Some(Self(parts.join("/").into()))
    }

    /// The whole path.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The folder, without a slash at its end; empty at the root.
    pub fn parent(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(parent, _)| parent)
    }

    /// The last part.
    pub fn name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
    }

    /// The last part without its extension.
    pub fn stem(&self) -> &str {
        let name = self.name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// What follows the last dot of the name; empty without one.
    pub fn extension(&self) -> &str {
        self.name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// The path below folder `dir` (which may be empty), `None` when this file is not in it.
    pub fn below(&self, dir: &str) -> Option<&str> {
        if dir.is_empty() {
            return Some(&self.0);
        }
        self.0.strip_prefix(dir)?.strip_prefix('/')
    }
}

impl fmt::Display for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for RelPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

impl std::borrow::Borrow<str> for RelPath {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// Width and height of a picture, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ImageSize {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
}

/// A file that stays on disk until the site is written: pictures, videos, downloads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DiskFile {
    /// Where it is.
    pub path: PathBuf,
    /// Bytes.
    pub len: u64,
    /// For pictures whose header could be read.
    pub image: Option<ImageSize>,
}

/// One file of the source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceFile {
    /// Text and whatever the pipeline must look into.
    Loaded(Arc<[u8]>),
    /// Anything else.
    OnDisk(DiskFile),
    /// Found but not readable, with the reason in plain words (`permission denied`, `a link that
    /// leads outside the knowledge base`).
    Unreadable(String),
}

/// Every file of a knowledge base.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SourceTree {
    /// By path below the root.
    pub files: BTreeMap<RelPath, SourceFile>,
    /// The name of the root folder: the title of a site without a config.
    pub root_name: String,
}

impl SourceTree {
    /// A tree from `(path, text)` pairs, for tests and generated sources.
    pub fn from_texts<'a>(
        root_name: &str,
        files: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let files = files
            .into_iter()
            .map(|(path, text)| (RelPath::new(path), SourceFile::Loaded(text.as_bytes().into())))
            .collect();
        Self { files, root_name: root_name.to_owned() }
    }

    /// The files below folder `dir`, in path order; all of them when `dir` is empty.
    pub fn below<'a>(
        &'a self,
        dir: &'a str,
    ) -> impl Iterator<Item = (&'a RelPath, &'a SourceFile)> {
        let start = RelPath::new(dir);
        self.files
            .range(start..)
            .skip_while(move |(path, _)| path.as_str() == dir)
            .take_while(move |(path, _)| path.as_str().starts_with(dir))
            .filter(move |(path, _)| path.below(dir).is_some())
    }

    /// Whether a folder of this name holds at least one file.
    pub fn has_dir(&self, dir: &str) -> bool {
        self.below(dir).next().is_some()
    }
}

/// The bytes of one file of the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    /// Made by the pipeline.
    Bytes(Bytes),
    /// Copied from the source as it is.
    Copy(DiskFile),
}

impl From<String> for Content {
    fn from(text: String) -> Self {
        Self::Bytes(text.into_bytes().into())
    }
}

impl From<Vec<u8>> for Content {
    fn from(bytes: Vec<u8>) -> Self {
        Self::Bytes(bytes.into())
    }
}

/// An article that is in the source but not in the site.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Withheld {
    /// Its file.
    pub path: String,
    /// Why, in plain words: `draft`, `from 2027-03-01`, `expired 2026-01-31`.
    pub reason: String,
}

/// Figures for the closing line of a build.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Published articles, categories not counted.
    pub articles: usize,
    /// Languages with at least one article.
    pub languages: usize,
    /// HTML pages.
    pub pages: usize,
    /// Bytes of the search index of all languages.
    pub index_bytes: usize,
    /// Bytes a customer's browser fetches for a first search in the default language, before the
    /// host compresses them: client, WASM and index.
    pub first_search_bytes: usize,
    /// How many of them the config allows.
    pub first_search_budget: Option<usize>,
    /// What was not published and why.
    pub withheld: Vec<Withheld>,
    /// Published articles whose `review_by` (or `review.every`) has passed.
    pub stale: usize,
    /// Whether the folder has neither `faqtory.yaml` nor `content/`.
    pub zero_config: bool,
}

/// A whole site: what a host serves.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Site {
    /// By path below the site's root, such as `billing/refunds/index.html`.
    pub files: BTreeMap<String, Content>,
    /// The Content-Security-Policy that its pages work under.
    pub policy: String,
    /// Figures about it.
    pub summary: Summary,
}
