//! `faqtory explain CODE`: the page of a diagnostic, from the documentation in the program.

use include_dir::{Dir, include_dir};

use super::Verdict;
use crate::cli::Explain;
use crate::diag::{CODES, code, did_you_mean};
use crate::disk::refused;
use crate::terminal::print;

static PAGES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/docs/content/diagnostics");

pub(super) fn run(args: &Explain) -> anyhow::Result<Verdict> {
    let name = args.code.trim_matches(['[', ']']);
    let Some(code) = code(name) else {
        let near = did_you_mean(name, CODES.iter().map(|code| code.name));
        let near = near.map_or_else(
            || {
                let all: Vec<&str> = CODES.iter().map(|code| code.name).collect();
                format!("; there are {}", all.join(", "))
            },
            |near| format!("; did you mean `{near}`?"),
        );
        return Err(refused(format!("there is no diagnostic `{name}`{near}")));
    };
    let page = PAGES.get_file(format!("{}.md", code.name)).and_then(|page| page.contents_utf8());
    match page {
        Some(page) => print(&format!("{}\n", body(page).trim())),
        None => print(&format!("{}: {}\n", code.name, code.summary)),
    }
    Ok(Verdict::Fine)
}

/// A page without its front matter.
fn body(page: &str) -> &str {
    let body = page.strip_prefix("---\n").and_then(|page| page.split_once("\n---\n"));
    body.map_or(page, |(_, body)| body)
}
