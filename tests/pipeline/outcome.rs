//! What a build made, and what a case wants to know of it.

use std::fmt::Write;

use faqtory::diag::{Diagnostics, Span};
use faqtory::terminal::{Format, Volume, render};
use faqtory::tree::{Content, Site, SourceTree};
use faqtory::{Cache, Options};

use super::glob;

/// What a build made.
#[derive(Debug)]
pub(super) struct Outcome {
    /// The site.
    pub(super) site: Site,
    /// What it said.
    pub(super) diags: Diagnostics,
    /// What goes into the search index.
    documents: String,
}

impl Outcome {
    /// Builds without memory of earlier builds.
    pub(super) fn cold(tree: &SourceTree, options: &Options) -> Self {
        Self::warm(tree, options, &mut Cache::default())
    }

    /// Builds with the memory of earlier builds.
    pub(super) fn warm(tree: &SourceTree, options: &Options, cache: &mut Cache) -> Self {
        let (site, diags) = faqtory::build(tree, options, cache);
        let documents = format!("{:?}", faqtory::documents(tree, options, cache));
        Self { site, diags, documents }
    }

    /// What differs between two builds, in a few words; `None` when nothing does.
    pub(super) fn difference(&self, other: &Self) -> Option<String> {
        let paths = self.site.files.keys().chain(other.site.files.keys());
        for path in paths {
            if self.site.files.get(path) != other.site.files.get(path) {
                return Some(format!("`{path}` differs"));
            }
        }
        if !self.diags.iter().eq(other.diags.iter()) {
            return Some(super::diff::diff(&self.messages(), &other.messages()));
        }
        (self.site.summary != other.site.summary).then(|| "the summaries differ".to_owned())
    }

    /// What it said, one line each.
    pub(super) fn messages(&self) -> String {
        render(&self.diags, Format::Short, Volume::Normal)
    }

    /// The ways out it offers: place, sentence, and the text it would put there.
    pub(super) fn hints(&self) -> String {
        let all = self.diags.iter().flat_map(|diagnostic| {
            let place = diagnostic.span.as_ref().map_or((0, 0), Span::line_column);
            diagnostic.hints.iter().map(move |hint| (place, hint))
        });
        let mut lines = String::new();
        for ((line, column), hint) in all {
            let _ = write!(lines, "{line}:{column}: {}", hint.text);
            if let Some((_, text)) = &hint.replacement {
                let _ = write!(lines, " → {text}");
            }
            lines.push('\n');
        }
        lines
    }

    /// The part of a page that is the article's own, or the whole of any other file.
    pub(super) fn file(&self, path: &str) -> String {
        let Some(text) = self.text(path) else { return "(no such file)\n".to_owned() };
        let text = if path.ends_with(".html") { prose(&text) } else { &text };
        visible(text.trim_end()) + "\n"
    }

    /// Whether the file at `path` contains `needle`; `search` stands for what goes into the search
    /// index.
    pub(super) fn contains(&self, path: &str, needle: &str) -> bool {
        if path == "search" {
            return self.documents.contains(needle);
        }
        self.text(path).is_some_and(|text| text.contains(needle))
    }

    /// The names of the files that match `pattern`; without one, of all that are not the engine's.
    pub(super) fn files(&self, pattern: &str) -> String {
        let wanted = |path: &&String| match pattern {
            "" => !path.starts_with("_faqtory/"),
            pattern => glob::matches(pattern, path),
        };
        let paths = self.site.files.keys().filter(wanted);
        paths.flat_map(|path| [path.as_str(), "\n"]).collect()
    }

    /// Where `needle` stands, of all places that match `pattern`: in names and texts of files and
    /// in the texts to be searched for.
    pub(super) fn places_of(&self, needle: &str, pattern: &str) -> Vec<String> {
        let paths = self.site.files.keys().filter(|path| glob::matches(pattern, path));
        let holds = |path: &&String| path.contains(needle) || self.contains(path, needle);
        let mut places: Vec<String> = paths.filter(holds).cloned().collect();
        if matches!(pattern, "**" | "search") && self.documents.contains(needle) {
            places.push("the search index".to_owned());
        }
        places
    }

    /// A whole file.
    pub(super) fn text(&self, path: &str) -> Option<String> {
        match self.site.files.get(path)? {
            Content::Bytes(bytes) => Some(String::from_utf8_lossy(bytes).into_owned()),
            Content::Copy(_) => None,
        }
    }
}

/// What is inside the element of class `prose`; the whole page when it has none.
fn prose(page: &str) -> &str {
    let Some(start) = page.find("<div class=\"prose\"") else { return page };
    let Some(open) = page[start..].find('>') else { return page };
    let inner = &page[start + open + 1..];
    let mut depth = 1;
    for (at, _) in inner.match_indices('<') {
        if inner[at..].starts_with("<div") {
            depth += 1;
        } else if inner[at..].starts_with("</div") {
            depth -= 1;
        }
        if depth == 0 {
            return &inner[..at];
        }
    }
    inner
}

/// The text with what nobody sees in an editor made visible.
fn visible(text: &str) -> String {
    text.replace('\r', "␍").replace('\0', "␀").replace('\u{1}', "␁").replace('\u{2}', "␂")
}
