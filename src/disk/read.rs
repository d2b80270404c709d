//! A folder → `SourceTree`, in parallel; files that did not change since the last reading are kept.

#![expect(clippy::disallowed_methods, reason = "the rim reads the disk")]

use std::collections::HashMap;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use anyhow::Context;
use rayon::prelude::*;

use super::refused;
use super::walk::{self, Found, Walk, reason};
use crate::tree::{DiskFile, ImageSize, RelPath, SourceFile, SourceTree};

/// Text files above this are named, not read: no help article is this long, and every text file is
/// held in memory.
const TEXT_LIMIT: u64 = 32 * 1024 * 1024;

/// The pipeline looks into these; all other files stay on disk.
const TEXT: [&str; 23] = [
    "md",
    "markdown",
    "mdown",
    "mdx",
    "yaml",
    "yml",
    "html",
    "htm",
    "css",
    "js",
    "mjs",
    "cjs",
    "json",
    "webmanifest",
    "svg",
    "txt",
    "xml",
    "csv",
    "tsv",
    "toml",
    "vtt",
    "srt",
    "xsl",
];

/// A file written this short a time ago may change again without a new time stamp.
const UNSETTLED: Duration = Duration::from_millis(50);

/// Where a knowledge base is.
#[derive(Clone, Debug)]
pub struct Place {
    /// Its folder.
    pub root: PathBuf,
    /// Read as its `faqtory.yaml`, when it is another file.
    pub config: Option<PathBuf>,
    /// The output folder, which is not source.
    pub out: Option<PathBuf>,
}

impl Place {
    /// The folder `root` with nothing special about it.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into(), config: None, out: None }
    }
}

/// What a [`Reader`] found.
#[derive(Debug)]
pub struct Reading {
    /// The source.
    pub tree: SourceTree,
    /// Whether it differs from that of the reading before; true for the first.
    pub changed: bool,
    /// Whether a text lost all its content: perhaps an editor is in the middle of saving it.
    pub emptied: bool,
    /// Every folder that was looked into.
    pub folders: Vec<PathBuf>,
}

/// Reads a knowledge base again and again.
#[derive(Debug)]
pub struct Reader {
    place: Place,
    known: Option<HashMap<RelPath, Known>>,
}

/// A file as it was last read.
#[derive(Clone, Debug)]
struct Known {
    stamp: Option<Stamp>,
    /// Old enough that another change would show in the stamp.
    settled: bool,
    file: SourceFile,
}

/// What changes when a file changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    len: u64,
    modified: SystemTime,
    /// Inode and time of its last change, where there are such things: they also tell replaced
    /// files and time stamps that were set back.
    identity: (u64, i64, i64),
}

/// Reads the knowledge base at `place`.
pub fn read(place: &Place) -> anyhow::Result<SourceTree> {
    Ok(Reader::new(place.clone()).read()?.tree)
}

impl Reader {
    /// A reader that has read nothing yet.
    pub fn new(place: Place) -> Self {
        Self { place, known: None }
    }

    /// The knowledge base as it is now.
    pub fn read(&mut self) -> anyhow::Result<Reading> {
        let Place { root, config, out } = &self.place;
        check_root(root)?;
        let Walk { mut found, folders } = walk::walk(root, out.as_deref())
            .with_context(|| format!("cannot read the folder `{}`", root.display()))?;
        if let Some(config) = config {
            replace_config(&mut found, config)?;
        }
        let now = SystemTime::now();
        let before = self.known.as_ref();
        let known: HashMap<RelPath, Known> = found
            .into_par_iter()
            .map(|found| {
                let known = load(&found, before.and_then(|before| before.get(&found.path)), now);
                (found.path, known)
            })
            .collect();
        let changed = before.is_none_or(|before| differ(before, &known));
        let emptied = before.is_some_and(|before| {
            known.iter().any(|(path, known)| {
                is_empty(&known.file) && before.get(path).is_some_and(|old| !is_empty(&old.file))
            })
        });
        let files = known.par_iter().map(|(path, known)| (path.clone(), known.file.clone()));
        let mut files: Vec<(RelPath, SourceFile)> = files.collect();
        files.par_sort_unstable_by(|a, b| a.0.cmp(&b.0));
        let tree = SourceTree { files: files.into_iter().collect(), root_name: root_name(root) };
        self.known = Some(known);
        Ok(Reading { tree, changed, emptied, folders })
    }
}

fn check_root(root: &Path) -> anyhow::Result<()> {
    match fs::metadata(root) {
        Ok(meta) if meta.is_dir() => Ok(()),
        Ok(_) => Err(refused(format!("`{}` is a file: name the folder it is in", root.display()))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            Err(refused(format!("there is no folder `{}`", root.display())))
        }
        Err(error) => Err(error).with_context(|| format!("cannot read `{}`", root.display())),
    }
}

fn replace_config(found: &mut Vec<Found>, config: &Path) -> anyhow::Result<()> {
    if !config.is_file() {
        return Err(refused(format!("there is no config file `{}`", config.display())));
    }
    found.retain(|found| found.path.as_str() != "faqtory.yaml");
    found.push(Found { path: RelPath::new("faqtory.yaml"), file: Ok(config.to_owned()) });
    Ok(())
}

/// The folder's own name, also of `.` and `..`.
fn root_name(root: &Path) -> String {
    let real = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn is_empty(file: &SourceFile) -> bool {
    matches!(file, SourceFile::Loaded(bytes) if bytes.is_empty())
}

fn differ(before: &HashMap<RelPath, Known>, now: &HashMap<RelPath, Known>) -> bool {
    before.len() != now.len()
        || now.par_iter().any(|(path, known)| {
            before.get(path).is_none_or(|old| {
                let same_bytes = match (&old.file, &known.file) {
                    (SourceFile::Loaded(a), SourceFile::Loaded(b)) => Arc::ptr_eq(a, b) || a == b,
                    (SourceFile::OnDisk(a), SourceFile::OnDisk(b)) => {
                        a == b && old.stamp == known.stamp
                    }
                    (a, b) => a == b,
                };
                !same_bytes
            })
        })
}

fn load(found: &Found, before: Option<&Known>, now: SystemTime) -> Known {
    let unreadable =
        |reason| Known { stamp: None, settled: false, file: SourceFile::Unreadable(reason) };
    let place = match &found.file {
        Ok(place) => place,
        Err(reason) => return unreadable(reason.clone()),
    };
    let meta = match fs::metadata(place) {
        Ok(meta) if meta.is_file() => meta,
        Ok(_) => return unreadable("not a regular file".to_owned()),
        Err(error) => return unreadable(reason(&error)),
    };
    let stamp = Stamp::of(&meta);
    if let Some(before) = before
        && before.settled
        && before.stamp == stamp
    {
        return before.clone();
    }
    let age = stamp.and_then(|stamp| now.duration_since(stamp.modified).ok());
    let settled = age.is_some_and(|age| age > UNSETTLED);
    Known { stamp, settled, file: load_file(place, &found.path, meta.len()) }
}

fn load_file(place: &Path, path: &RelPath, len: u64) -> SourceFile {
    let extension = path.extension().to_ascii_lowercase();
    if !TEXT.contains(&extension.as_str()) {
        return SourceFile::OnDisk(DiskFile {
            path: place.to_owned(),
            len,
            image: image_size(place, &extension),
        });
    }
    if len > TEXT_LIMIT {
        return SourceFile::Unreadable(too_large());
    }
    match read_text(place, len) {
        Ok(bytes) if bytes.len() as u64 > TEXT_LIMIT => SourceFile::Unreadable(too_large()),
        Ok(bytes) => SourceFile::Loaded(bytes.into()),
        Err(error) => SourceFile::Unreadable(reason(&error)),
    }
}

fn too_large() -> String {
    format!("larger than {} MB", TEXT_LIMIT / 1024 / 1024)
}

/// The bytes of a file that may grow while it is read.
fn read_text(place: &Path, len: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(len as usize + 1);
    File::open(place)?.take(TEXT_LIMIT + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn image_size(place: &Path, extension: &str) -> Option<ImageSize> {
    const IMAGES: [&str; 12] =
        ["png", "jpg", "jpeg", "gif", "webp", "avif", "heic", "bmp", "ico", "tif", "tiff", "jxl"];
    if !IMAGES.contains(&extension) {
        return None;
    }
    let size = imagesize::size(place).ok()?;
    Some(ImageSize { width: size.width.try_into().ok()?, height: size.height.try_into().ok()? })
}

impl Stamp {
    fn of(meta: &Metadata) -> Option<Self> {
        #[cfg(unix)]
        let identity = {
            use std::os::unix::fs::MetadataExt;
            (meta.ino(), meta.ctime(), meta.ctime_nsec())
        };
        #[cfg(not(unix))]
        let identity = (0, 0, 0);
        Some(Self { len: meta.len(), modified: meta.modified().ok()?, identity })
    }
}
