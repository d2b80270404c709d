//! Files of the built-in theme that were copied into an overlay: the line that says so, and whether
//! the built-in file is still the one that was copied.
//!
//! The line is the copy's first, a comment of its language: `Copied from faqtory 0.1.0, 3f2a9c81d0.`
//! The ten digits are the start of the built-in file's BLAKE3 hash.

use std::ops::Range;
use std::sync::Arc;

use super::{Files, OVERLAY, builtin_file};
use crate::diag::{self, Diagnostic, Source, Span};
use crate::tree::RelPath;

const START: &str = "Copied from faqtory ";
const DIGITS: usize = 10;

/// What a copied file is told by.
fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..DIGITS].to_owned()
}

/// The built-in file at `path` with the line that says where it is from.
pub(crate) fn copy(path: &str, builtin: &[u8]) -> Vec<u8> {
    let (open, close) = match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "html" => ("{#- ", " -#}\n"),
        "css" => ("/* ", " */\n"),
        "js" => ("// ", "\n"),
        "yaml" => ("# ", "\n"),
        "svg" => ("<!-- ", " -->\n"),
        _ => return builtin.to_vec(),
    };
    let version = env!("CARGO_PKG_VERSION");
    let line = format!(
        "{open}{START}{version}, {}. Without this file the built-in one is used again.{close}",
        hash(builtin)
    );
    [line.as_bytes(), builtin].concat()
}

/// Where a copy came from.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Origin<'a> {
    /// The version of faqtory.
    pub(crate) version: &'a str,
    /// The start of the built-in file's hash.
    pub(crate) hash: &'a str,
    /// Where the hash stands.
    range: Range<usize>,
}

/// Where the copy `text` came from, if it is one.
pub(crate) fn origin(text: &str) -> Option<Origin<'_>> {
    let first = text.lines().next()?;
    let start = first.find(START)? + START.len();
    let (version, rest) = first[start..].split_once(", ")?;
    let hash = rest.get(..DIGITS).filter(|it| it.bytes().all(|byte| byte.is_ascii_hexdigit()))?;
    let at = start + version.len() + 2;
    Some(Origin { version, hash, range: at..at + DIGITS })
}

/// How a file of an overlay stands to the built-in one at the same path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Standing {
    /// A copy, as it was made.
    Unchanged,
    /// A copy that was changed, of a built-in file that is still the same.
    Changed,
    /// A copy of a built-in file that is another by now.
    Outdated,
    /// It builds on the built-in template and changes blocks of it.
    Extends,
    /// It was not made by `faqtory theme eject`.
    Own,
}

/// How `text` stands to the built-in file at `path`.
pub(crate) fn standing(path: &str, builtin: &[u8], text: &str) -> Standing {
    let name = path.strip_prefix("templates/").unwrap_or(path);
    match origin(text) {
        Some(origin) if origin.hash != hash(builtin) => Standing::Outdated,
        Some(_) if text.as_bytes() == copy(path, builtin) => Standing::Unchanged,
        Some(_) => Standing::Changed,
        None if text.contains(&format!("extends \"builtin/{name}\"")) => Standing::Extends,
        None => Standing::Own,
    }
}

/// The problem of every copy whose built-in file is another by now.
pub(super) fn outdated(overlay: &Files<'_>) -> Vec<Diagnostic> {
    overlay.iter().filter_map(|(path, bytes)| problem(path, bytes)).collect()
}

fn problem(path: &str, bytes: &[u8]) -> Option<Diagnostic> {
    let builtin = builtin_file(path)?;
    let text = String::from_utf8_lossy(bytes);
    let origin = origin(&text)?;
    if standing(path, builtin, &text) != Standing::Outdated {
        return None;
    }
    let now = hash(builtin);
    let message = format!(
        "this is a copy from faqtory {}, and the built-in `{path}` has changed since",
        origin.version
    );
    let hint = format!("compare them (`faqtory theme show {path}`), then write `{now}` here");
    let full = RelPath::new(&format!("{OVERLAY}/{path}"));
    let range = origin.range.clone();
    let source = Arc::new(Source { path: full, text: text.clone().into_owned() });
    Some(Diagnostic::new(diag::OUTDATED_COPY, Span::new(&source, range), message).fix(hint, now))
}
