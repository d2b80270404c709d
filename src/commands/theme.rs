//! `faqtory theme`: what the theme has, and copies of it to change.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::fs;
use std::io::{self, Write};

use anyhow::Context;

use super::{Job, Verdict};
use crate::author::eject::{self, Builtin, State};
use crate::cli::{Global, Theme};
use crate::disk::{self, refused};
use crate::terminal::{Terminal, print};
use crate::tree::SourceTree;

pub(super) fn run(global: &Global, args: &Theme, terminal: Terminal) -> anyhow::Result<Verdict> {
    match args {
        Theme::List { json, all } => list(global, *json, *all)?,
        Theme::Eject { name } => eject(global, name, terminal)?,
        Theme::Show { name } => print(&String::from_utf8_lossy(found(name)?.bytes)),
    }
    Ok(Verdict::Fine)
}

fn found(name: &str) -> anyhow::Result<Builtin> {
    eject::find(name).map_err(refused)
}

/// The knowledge base, if it is one that has a theme of its own.
fn read(global: &Global) -> anyhow::Result<SourceTree> {
    let job = Job::plain(global)?;
    let source = disk::read(&job.place)?;
    if !source.files.contains_key(crate::config::FILE) && !source.has_dir("content") {
        return Err(refused(format!(
            "`{}` has no faqtory.yaml, and without one there is no theme of its own; write one with a \
             line `title: …`",
            job.place.root.display()
        )));
    }
    Ok(source)
}

fn list(global: &Global, json: bool, all: bool) -> anyhow::Result<()> {
    let entries = eject::list(&read(global)?);
    if json {
        print(&(serde_json::to_string_pretty(&entries)? + "\n"));
        return Ok(());
    }
    let own = entries.iter().filter(|entry| entry.state != State::BuiltIn).count();
    let mut text = String::new();
    for entry in &entries {
        if all || own == 0 || entry.state != State::BuiltIn {
            text.push_str(&format!("{:<34} {}\n", entry.name, entry.state.text()));
        }
    }
    let builtin = entries.len() - own;
    text.push_str(&match (own, all) {
        (0, _) => format!("\n{builtin} files, all built in.\n"),
        (_, true) => format!("\n{builtin} files built in, {own} of your own.\n"),
        (_, false) => format!("\n{builtin} more are built in; --all shows them.\n"),
    });
    print(&text);
    Ok(())
}

fn eject(global: &Global, name: &str, terminal: Terminal) -> anyhow::Result<()> {
    let builtin = found(name)?;
    read(global)?;
    let path = global.root.join("theme").join(&builtin.path);
    let cannot = || format!("cannot write `{}`", path.display());
    super::i18n::confine(&global.root, &path)?;
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).with_context(cannot)?;
    }
    match fs::File::create_new(&path) {
        Ok(mut file) => file.write_all(&builtin.copy()).with_context(cannot)?,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
            return Err(refused(format!(
                "`{}` exists already and is not overwritten; move it away first",
                path.display()
            )));
        }
        Err(error) => return Err(error).with_context(cannot),
    }
    terminal
        .note(&format!("Wrote `{}`. It is now used instead of the built-in file.", path.display()));
    if let Some(advice) = builtin.advice() {
        terminal.note(&advice);
    }
    Ok(())
}
