//! Output folders that faqtory does not write to, because it could destroy what is in them, and
//! sites that no folder can hold.

#![expect(clippy::disallowed_methods, reason = "the rim reads the disk")]

use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context, bail};

use super::plan::parents;
use super::walk::real;
use super::{manifest, refused};
use crate::tree::Site;

/// The folders of a knowledge base that hold what its author wrote.
const SOURCES: [&str; 6] = ["content", "data", "static", "theme", "tests", "snippets"];

/// The real path of the output folder `out` of the knowledge base at `root`, when it is a sane
/// place for a site.
pub fn check_out(root: &Path, out: &Path) -> anyhow::Result<PathBuf> {
    let shown = out.display();
    if fs::symlink_metadata(out).is_ok_and(|meta| meta.is_symlink()) && !out.exists() {
        return Err(refused(format!(
            "`{shown}` is a link to something that is not there: remove it or give another --out"
        )));
    }
    let real_root = fs::canonicalize(root)
        .with_context(|| format!("cannot read the folder `{}`", root.display()))?;
    let real_out = real(out).ok_or_else(|| {
        refused(format!("there cannot be a folder `{shown}`: give another --out"))
    })?;
    if let Some(problem) = problem(&real_root, &real_out).or_else(|| escape(root, out, &real_out)) {
        return Err(refused(format!("will not write the site to `{shown}`: {problem}")));
    }
    Ok(real_out)
}

fn problem(root: &Path, out: &Path) -> Option<&'static str> {
    let home = std::env::home_dir().and_then(|home| fs::canonicalize(home).ok());
    let holds = |folder: &Path| folder.starts_with(out);
    let is_source = |name: &str| {
        real(&root.join(name)).is_some_and(|source| out.starts_with(&source) || holds(&source))
    };
    match () {
        () if out.parent().is_none() => Some("it is the root of the disk; give another --out"),
        () if home.is_some_and(|home| holds(&home)) => {
            Some("it is your home folder; give a folder inside it as --out")
        }
        () if out == root => Some("it is the knowledge base itself; give another --out"),
        () if holds(root) => Some("the knowledge base is inside it; give another --out"),
        () if out.is_file() => Some("it is a file; give a folder as --out"),
        () if out.ancestors().any(Path::is_file) => Some("it is inside a file; give another --out"),
        () if is_kb(root) && SOURCES.iter().any(|name| is_source(name)) => {
            Some("it is a folder of your sources; give another --out")
        }
        () => None,
    }
}

/// Checks that every path of `site` is one that a folder can hold, beside all the others.
pub(super) fn check_paths(site: &Site) -> anyhow::Result<()> {
    let is_ours = |path: &str| path == manifest::PATH || site.files.contains_key(path);
    for path in site.files.keys().map(String::as_str).chain([manifest::PATH]) {
        let is_bad = |part: &str| part.is_empty() || part == "." || part == "..";
        if path.split('/').any(is_bad) || path.contains(['\\', '\0']) {
            bail!(
                "the site cannot have a file `{path}`: rename what makes it, so that its path has \
                 neither `..`, `\\` nor empty parts"
            );
        }
        if let Some(file) = parents(path).find(|parent| is_ours(parent)) {
            bail!(
                "the site cannot have both a file `{file}` and a file `{path}`, for which `{file}` \
                 must be a folder: rename what makes one of them"
            );
        }
    }
    Ok(())
}

fn is_kb(root: &Path) -> bool {
    root.join("faqtory.yaml").exists() || root.join("content").is_dir()
}

/// An output folder that seems to be in the knowledge base but is a link to elsewhere.
fn escape(root: &Path, out: &Path, real_out: &Path) -> Option<&'static str> {
    let (root, out) = (std::path::absolute(root).ok()?, std::path::absolute(out).ok()?);
    let real_root = fs::canonicalize(&root).ok()?;
    let leaves = plain(&out).starts_with(plain(&root)) && !real_out.starts_with(real_root);
    leaves.then_some("it is a link that leads out of the knowledge base; give the real folder")
}

/// `path` without `.` and `..`, as it reads: where it leads is another question.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}
