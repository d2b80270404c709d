//! The rim: reading, writing, the commands' exit codes and formats, the dev server.

#![expect(clippy::disallowed_methods, reason = "tests of the disk use the disk")]
#![expect(clippy::unwrap_used, reason = "a failing helper fails its test")]

mod beginning;
mod collecting;
mod commands;
mod mcp;
mod reading;
mod rendering;
mod reporting;
mod serving;
mod theme;
mod translating;
mod writing;

use std::path::Path;
use std::process::{Command, Output};

/// Writes `text` to `path` below `root`, with the folders it needs.
fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

/// Runs the program in `folder`.
fn faqtory(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().unwrap()
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_faqtory"));
    command.current_dir(folder).args(arguments).env_remove("SOURCE_DATE_EPOCH");
    command
}

/// Exit code and standard error.
fn end_of(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}
