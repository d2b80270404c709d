//! A `Site` → a folder, so that a crash at any moment leaves the old site or the new one.
//!
//! | the folder | how |
//! | --- | --- |
//! | is not there, or all of it is ours | `stage`: a whole new folder beside it, unchanged files hard-linked, then one exchange |
//! | holds files of others, or cannot be exchanged | `in_place`: files written aside, a journal, then moves and removals |
//! | is large and little of it changes | `in_place` too: linking 20,000 files to replace three takes seconds on a busy disk |
//!
//! The exchange is one moment. The moves are a few milliseconds in an order that keeps every page
//! whole and its assets there; a build that is killed among them is finished by the next.
//!
//! Before either, what was written is brought to the disk (`sync`), so that a loss of power is no worse
//! than a kill.
//!
//! Builds into the same parent folder wait for each other by a lock on that folder, which leaves
//! no file behind and ends with the process that holds it.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::fs::{self, File};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::plan::Plan;
use super::stage::Switched;
use super::{in_place, refuse, stage};
use crate::tree::Site;

/// Where a site goes.
pub struct Target {
    /// The output folder.
    pub out: PathBuf,
    /// The knowledge base, which the output folder must not be.
    pub root: PathBuf,
    /// Write every file anew, also those that did not change.
    pub anew: bool,
    /// Called when another build holds the folder and this one waits.
    pub waiting: Box<dyn Fn(&Path)>,
}

/// What writing did, in files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// New or different.
    pub written: usize,
    /// As they were: not touched.
    pub unchanged: usize,
    /// No longer in the site.
    pub removed: usize,
    /// Bytes of the whole site.
    pub bytes: u64,
}

/// Writes `site`. On an error the folder is as it was.
pub fn write(site: &Site, target: &Target) -> anyhow::Result<Written> {
    let out = refuse::check_out(&target.root, &target.out)?;
    refuse::check_paths(site)?;
    let parent = out.parent().context("an output folder has a parent: checked before")?;
    fs::create_dir_all(parent).with_context(|| format!("cannot create `{}`", parent.display()))?;
    let _lock = lock(parent, || (target.waiting)(&target.out));
    stage::clean(&out)?;
    in_place::recover(&out)?;
    let plan = Plan::new(site, &out, target.anew)?;
    let all = || plan.changed.iter().chain(&plan.unchanged);
    let written = Written {
        written: plan.changed.len(),
        unchanged: plan.unchanged.len(),
        removed: plan.removed.len(),
        bytes: all().map(|entry| entry.len).sum(),
    };
    let nothing_to_do = plan.changed.is_empty() && plan.removed.is_empty();
    let whole = plan.foreign.is_empty() && !plan.is_touch_up();
    if nothing_to_do || (whole && stage::switch(&out, &plan)? == Switched::Yes) {
        return Ok(written);
    }
    in_place::switch(&out, &plan).map(|()| written)
}

/// Holds `folder` until dropped. File systems without locks are written to without one.
#[cfg(unix)]
fn lock(folder: &Path, waiting: impl FnOnce()) -> Option<File> {
    use rustix::fs::{FlockOperation, flock};
    let folder = File::open(folder).ok()?;
    if flock(&folder, FlockOperation::NonBlockingLockExclusive)
        == Err(rustix::io::Errno::WOULDBLOCK)
    {
        waiting();
        flock(&folder, FlockOperation::LockExclusive).ok()?;
    }
    Some(folder)
}

#[cfg(not(unix))]
fn lock(_folder: &Path, _waiting: impl FnOnce()) -> Option<File> {
    None
}
