//! The pipeline on whole knowledge bases: cases written as text, and properties of random ones.

#![expect(clippy::disallowed_methods, reason = "cases and pages of the documentation are files")]

mod case;
mod cases;
mod codes;
mod diff;
mod exports;
mod glob;
mod help_codes;
mod links;
mod outcome;
mod properties;
mod random;
mod texts;
mod translations;
mod trees;

use std::path::{Path, PathBuf};

/// A path inside the repository.
fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A build without any flag, on the day of the cases.
fn options() -> faqtory::Options {
    case::default_options()
}
