//! A case file: a knowledge base as text, and what must become of it. `tests/cases/README.md`
//! describes the format.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use faqtory::tree::{RelPath, SourceFile, SourceTree};
use faqtory::{IndexUse, Options};

/// One case file.
#[derive(Debug)]
pub(super) struct Case {
    /// Its file.
    pub(super) file: PathBuf,
    /// What stands above the first section.
    intro: String,
    /// In order.
    pub(super) sections: Vec<Section>,
    /// Of the build.
    pub(super) options: Options,
}

/// A headline and the lines below it.
#[derive(Debug)]
pub(super) struct Section {
    headline: String,
    /// What it is.
    pub(super) kind: Kind,
    /// Its lines.
    pub(super) body: String,
}

/// What a section is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A source file, as it is.
    Text(String),
    /// A source file with escapes; line ends do not count.
    Bytes(String),
    /// A source file that cannot be read; the text is the reason.
    Unreadable(String),
    /// What the build says, in the format `short`.
    Diagnostics,
    /// The ways out that the build offers, with their places.
    Hints,
    /// The text of a page, or the whole of another file.
    File(String),
    /// The names of the files that match a pattern.
    Files(String),
    /// Lines that a file contains.
    Contains(String),
    /// Lines that no file that matches a pattern contains.
    Absent(String),
}

impl Case {
    /// Reads the text of a case file.
    pub(super) fn parse(file: PathBuf, text: &str) -> Result<Self, String> {
        let mut intro = String::new();
        let mut sections: Vec<Section> = Vec::new();
        for line in text.split_inclusive('\n') {
            let headline = line.trim_end().strip_prefix("-- ").and_then(|l| l.strip_suffix(" --"));
            match (headline, sections.last_mut()) {
                (Some(headline), _) => sections.push(Section::new(headline)?),
                (None, Some(section)) => section.body.push_str(line),
                (None, None) => intro.push_str(line),
            }
        }
        let options = options(&intro)?;
        let case = Self { file, intro, sections, options };
        case.check()?;
        Ok(case)
    }

    fn check(&self) -> Result<(), String> {
        if !self.intro.starts_with("# ") {
            return Err("the first line must say what the case shows: `# …`".to_owned());
        }
        let names: BTreeSet<&str> = self.sections.iter().map(|s| s.headline.as_str()).collect();
        if names.len() < self.sections.len() {
            return Err("two sections have the same headline".to_owned());
        }
        if self.sections.iter().all(|section| !section.kind.is_expectation()) {
            return Err("the case expects nothing".to_owned());
        }
        Ok(())
    }

    /// The knowledge base.
    pub(super) fn tree(&self) -> Result<SourceTree, String> {
        let mut tree = SourceTree { root_name: "my-help".to_owned(), ..SourceTree::default() };
        for section in &self.sections {
            let (path, file) = match &section.kind {
                Kind::Text(path) => (path, loaded(section.body.as_bytes())),
                Kind::Bytes(path) => (path, loaded(&unescape(&section.body)?)),
                Kind::Unreadable(path) => {
                    (path, SourceFile::Unreadable(section.body.trim().to_owned()))
                }
                _ => continue,
            };
            tree.files.insert(RelPath::new(path), file);
        }
        Ok(tree)
    }

    /// The case file's text.
    pub(super) fn text(&self) -> String {
        let sections = self.sections.iter().map(|s| format!("-- {} --\n{}", s.headline, s.body));
        format!("{}{}", self.intro, sections.collect::<String>())
    }
}

impl Section {
    fn new(headline: &str) -> Result<Self, String> {
        let kind = match headline.split_once(' ').unwrap_or((headline, "")) {
            ("expect:", what) => Kind::expectation(what)?,
            ("bytes", path) => Kind::Bytes(path.to_owned()),
            ("unreadable", path) => Kind::Unreadable(path.to_owned()),
            _ => Kind::Text(headline.to_owned()),
        };
        Ok(Self { headline: headline.to_owned(), kind, body: String::new() })
    }
}

impl Kind {
    fn expectation(what: &str) -> Result<Self, String> {
        let (name, path) = what.split_once(' ').unwrap_or((what, ""));
        match (name, path.to_owned()) {
            ("diagnostics", path) if path.is_empty() => Ok(Self::Diagnostics),
            ("hints", path) if path.is_empty() => Ok(Self::Hints),
            ("file", path) if !path.is_empty() => Ok(Self::File(path)),
            ("files", path) => Ok(Self::Files(path)),
            ("contains", path) if !path.is_empty() => Ok(Self::Contains(path)),
            ("absent", path) if !path.is_empty() => Ok(Self::Absent(path)),
            _ => Err(format!("no such expectation: `{what}`")),
        }
    }

    /// Whether it says what must become of the knowledge base.
    pub(super) fn is_expectation(&self) -> bool {
        !matches!(self, Self::Text(_) | Self::Bytes(_) | Self::Unreadable(_))
    }
}

/// The options of a case that names none.
pub(super) fn default_options() -> Options {
    Options {
        base_url: None,
        drafts: false,
        future: false,
        expired: false,
        keep_going: false,
        golden: false,
        index: IndexUse::Fresh,
        today: jiff::civil::date(2026, 11, 22),
    }
}

fn options(intro: &str) -> Result<Options, String> {
    let mut options = default_options();
    let words = intro.lines().filter_map(|line| line.strip_prefix("options:"));
    for word in words.flat_map(str::split_whitespace) {
        match word.split_once('=').unwrap_or((word, "")) {
            ("drafts", _) => options.drafts = true,
            ("future", _) => options.future = true,
            ("expired", _) => options.expired = true,
            ("keep_going", _) => options.keep_going = true,
            ("golden", _) => options.golden = true,
            ("base_url", url) => options.base_url = Some(url.to_owned()),
            ("at", day) => options.today = day.parse().map_err(|_| format!("no day: {day}"))?,
            _ => return Err(format!("no such option: `{word}`")),
        }
    }
    Ok(options)
}

fn loaded(bytes: &[u8]) -> SourceFile {
    SourceFile::Loaded(Arc::from(bytes))
}

/// `\r`, `\n`, `\t`, `\\`, `\xff`, and `\{300:text}` for a text 300 times.
fn unescape(text: &str) -> Result<Vec<u8>, String> {
    let joined: String = text.split('\n').collect();
    let mut bytes = Vec::new();
    let mut rest = joined.as_str();
    while let Some((before, after)) = rest.split_once('\\') {
        bytes.extend_from_slice(before.as_bytes());
        let wrong = || format!("no such escape: `\\{}`", after.chars().take(4).collect::<String>());
        let kind = after.chars().next().ok_or_else(wrong)?;
        rest = &after[kind.len_utf8()..];
        match kind {
            'r' => bytes.push(b'\r'),
            'n' => bytes.push(b'\n'),
            't' => bytes.push(b'\t'),
            '\\' => bytes.push(b'\\'),
            'x' => {
                let hex = rest.get(..2).ok_or_else(wrong)?;
                bytes.push(u8::from_str_radix(hex, 16).map_err(|_| wrong())?);
                rest = &rest[2..];
            }
            '{' => {
                let (inner, after) = rest.split_once('}').ok_or_else(wrong)?;
                let (count, text) = inner.split_once(':').ok_or_else(wrong)?;
                let count = count.parse().map_err(|_| wrong())?;
                bytes.extend(unescape(text)?.repeat(count));
                rest = after;
            }
            _ => return Err(wrong()),
        }
    }
    bytes.extend_from_slice(rest.as_bytes());
    Ok(bytes)
}
