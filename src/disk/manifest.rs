//! The list of what faqtory wrote into an output folder: what it may replace and remove.
//!
//! | key | value |
//! | --- | --- |
//! | `generator` | `faqtory` |
//! | `files` | path below the output folder → the first 16 bytes of its BLAKE3 hash in hex |

#![expect(clippy::disallowed_methods, reason = "the rim reads the disk")]

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::Path;
use std::time::SystemTime;

use anyhow::{Context, bail};
use serde::{Deserialize, Serialize};

use crate::tree::RelPath;

/// Where it lies in the output folder.
pub(super) const PATH: &str = "_faqtory/manifest.json";

/// The files of a written site.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Manifest {
    generator: String,
    /// Hash by path, without the manifest's own.
    pub(super) files: BTreeMap<String, String>,
}

impl Manifest {
    pub(super) fn new(files: BTreeMap<String, String>) -> Self {
        Self { generator: "faqtory".to_owned(), files }
    }

    /// That of the output folder `out` and when it was written; `None` when there is none.
    pub(super) fn read(out: &Path) -> anyhow::Result<Option<(Self, SystemTime)>> {
        let path = out.join(PATH);
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => {
                return Err(error).with_context(|| format!("cannot read `{}`", path.display()));
            }
        };
        let Ok(manifest) = serde_json::from_slice::<Self>(&bytes) else {
            bail!(
                "`{}` is damaged, so faqtory cannot tell its own files from yours: delete `{}` \
                 and build again",
                path.display(),
                out.display()
            );
        };
        let Some(foul) = manifest.files.keys().find(|path| RelPath::new(path).as_str() != *path)
        else {
            let modified = fs::metadata(&path).and_then(|meta| meta.modified());
            return Ok(Some((manifest, modified.unwrap_or(SystemTime::UNIX_EPOCH))));
        };
        bail!("`{}` lists `{foul}`, which faqtory never writes: delete it", path.display())
    }

    /// The file's bytes.
    pub(super) fn to_bytes(&self) -> Vec<u8> {
        let mut text = serde_json::to_string_pretty(self).expect("strings are JSON");
        text.push('\n');
        text.into_bytes()
    }
}

/// The hash of `bytes` as the manifest writes it.
pub(super) fn hash(bytes: &[u8]) -> String {
    short(&blake3::hash(bytes))
}

/// The hash of the file at `path`.
pub(super) fn hash_file(path: &Path) -> io::Result<String> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(fs::File::open(path)?)?;
    Ok(short(&hasher.finalize()))
}

fn short(hash: &blake3::Hash) -> String {
    hash.to_hex()[..32].to_owned()
}
