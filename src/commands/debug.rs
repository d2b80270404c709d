//! `faqtory debug`: tools for those who work on faqtory.

use std::io::Read;
use std::path::Path;

use anyhow::Context;

use super::Verdict;
use crate::disk::refused;
use crate::terminal::print;

/// Markdown on standard input → the HTML of an article's body.
pub(super) fn render(file: &Path) -> anyhow::Result<Verdict> {
    if file != Path::new("-") {
        return Err(refused("give `-` and the Markdown on standard input"));
    }
    let mut text = Vec::new();
    std::io::stdin().read_to_end(&mut text).context("cannot read standard input")?;
    let english = crate::theme::strings::english();
    let wording = |key: &'static str| english.get(key).cloned().unwrap_or_default();
    print(&crate::article::render_markdown(&String::from_utf8_lossy(&text), wording));
    Ok(Verdict::Fine)
}
