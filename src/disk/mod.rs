//! The disk at the rim of the pipeline: a folder becomes a `SourceTree`, a `Site` becomes a folder.

mod in_place;
mod manifest;
mod plan;
mod read;
mod refuse;
mod stage;
mod sync;
mod walk;
mod write;

use std::fmt;

pub use read::{Place, Reader, Reading, read};
pub use refuse::check_out;
pub(crate) use walk::is_private;
pub use write::{Target, Written, write};

/// Something the caller asked for that cannot be done as asked: wrong usage, not a failing world.
#[derive(Debug)]
pub struct Refused(pub String);

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Refused {}

/// A [`Refused`] as an error.
pub(crate) fn refused(message: impl Into<String>) -> anyhow::Error {
    Refused(message.into()).into()
}
