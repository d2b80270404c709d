//! `faqtory init`: a knowledge base to start from.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;
use include_dir::{Dir, DirEntry, include_dir};

use super::Verdict;
use crate::cli::{Global, Init, Template};
use crate::terminal::Terminal;

static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/init");

pub(super) fn run(global: &Global, args: &Init, terminal: Terminal) -> anyhow::Result<Verdict> {
    let root = match &args.dir {
        Some(dir) => global.root.join(dir),
        None => global.root.clone(),
    };
    let name = match args.template {
        Template::Product => "product",
        Template::Faq => "faq",
        Template::Internal => "internal",
    };
    let mut files = Vec::new();
    for folder in ["common", name].iter().filter_map(|folder| TEMPLATES.get_dir(folder)) {
        collect(folder, folder.path(), &mut files);
    }
    files.sort();
    let mut kept = Vec::new();
    for (path, contents) in &files {
        if !write_new(&root.join(path), contents)? {
            kept.push(path);
        }
    }
    report(&root, files.len() - kept.len(), terminal);
    for path in kept {
        terminal.note(&format!("  kept your `{}`", path.display()));
    }
    Ok(Verdict::Fine)
}

fn collect(folder: &Dir<'static>, base: &Path, files: &mut Vec<(PathBuf, &'static [u8])>) {
    for entry in folder.entries() {
        match entry {
            DirEntry::Dir(folder) => collect(folder, base, files),
            DirEntry::File(file) => {
                let path = file.path().strip_prefix(base).unwrap_or(file.path());
                files.push((path.to_owned(), file.contents()));
            }
        }
    }
}

/// Whether `path` was free and now holds `contents`.
pub(super) fn write_new(path: &Path, contents: &[u8]) -> anyhow::Result<bool> {
    let cannot = || format!("cannot write `{}`", path.display());
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(cannot)?;
    }
    match fs::File::create_new(path) {
        Ok(mut file) => file.write_all(contents).with_context(cannot).map(|()| true),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(false),
        Err(error) => Err(error).with_context(cannot),
    }
}

fn report(root: &Path, written: usize, terminal: Terminal) {
    let here = root == Path::new(".");
    let (place, argument) = if here {
        ("this folder".to_owned(), String::new())
    } else {
        (format!("`{}`", root.display()), format!(" {}", root.display()))
    };
    terminal.note(&format!("Wrote {written} files to {place}. Next:"));
    terminal.note(&format!("  faqtory serve{argument}    see it in your browser while you write"));
    terminal.note(&format!("  faqtory build{argument}    write the site to publish"));
}
