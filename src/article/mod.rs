//! One file → one [`Article`]; it sees no other article.

mod blocks;
pub mod body;
pub mod containers;
pub mod expand;
mod faults;
pub mod fingerprint;
mod footnotes;
mod foreign;
pub mod front_matter;
pub mod highlight;
mod inline;
mod keys;
mod markdown;
mod nodes;
pub mod moment;
pub mod notice;
mod player;
pub mod procedure;
mod sanitize;
pub mod segments;
mod steps;
mod transcripts;
mod video;
pub mod shared;
pub mod tree;

pub(crate) use blocks::is_reserved_id;

use std::sync::Arc;

use crate::config::{Config, HtmlMode};
use crate::diag::{self, Diagnostic, Diagnostics, Source, Span};
use crate::memo::Memo;
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::decode;
use body::Body;
use front_matter::{FrontMatter, Kind};
use markdown::Flavour;
use shared::Shared;
use transcripts::{Texts, Transcripts};

/// Names of index pages without their extension; the first one that a folder has counts.
pub const INDEX_STEMS: [&str; 3] = ["_index", "index", "readme"];

/// Longest title in characters.
const MAX_TITLE: usize = 1000;

/// One Markdown file, read and rendered as far as it can be without the others.
#[derive(Debug)]
pub struct Article {
    /// Its file.
    pub source: Arc<Source>,
    /// Its head.
    pub front: FrontMatter,
    /// Where its body begins, in bytes of the file.
    pub body_at: usize,
    /// Front matter's, else the first heading; `None` when it has neither.
    pub title: Option<String>,
    /// Its body.
    pub body: Body,
    /// Its Markdown without front matter, includes and facts filled in.
    pub markdown: String,
    /// Whether its file is text at all.
    pub is_text: bool,
    /// What is wrong with it.
    pub problems: Vec<Diagnostic>,
}

impl Article {
    /// Its path below the root.
    pub fn path(&self) -> &RelPath {
        &self.source.path
    }

    /// Whether it can be the index page of a folder.
    pub fn is_index(&self) -> bool {
        INDEX_STEMS.iter().any(|stem| self.source.path.stem().eq_ignore_ascii_case(stem))
    }

    /// Whether each of its second-level headings is a question. With an `answer`, the title is the
    /// question.
    pub fn is_page_of_questions(&self) -> bool {
        self.front.kind == Kind::Faq
            && self.front.answer.is_none()
            && self.body.headings.iter().any(|heading| heading.level == 2)
    }

    /// Where a problem with the article as a whole is shown.
    pub fn head_span(&self) -> Span {
        self.front.title_span.clone().unwrap_or_else(|| {
            let first_line = self.source.text.find('\n').unwrap_or(self.source.text.len());
            Span::new(&self.source, 0..first_line)
        })
    }
}

/// The hash of everything that an article depends on.
pub type Key = [u8; 32];

/// Reads every article below the content folder, in path order.
pub fn parse_all(
    tree: &SourceTree,
    config: &Config,
    memo: &mut Memo<Key, Article>,
    diags: &mut Diagnostics,
) -> Vec<Arc<Article>> {
    let mut problems = Vec::new();
    let shared = Shared::read(tree, config, &mut problems);
    diags.extend(problems);
    let transcripts = Transcripts::read(tree, config.content_dir);
    let surroundings = (shared.fingerprint(), config.html, config.smart_punctuation);
    let mut inputs: Vec<(&RelPath, &[u8])> = Vec::new();
    for (path, file) in tree.below(config.content_dir).filter(|(path, _)| is_markdown(path)) {
        match file {
            SourceFile::Loaded(bytes) => inputs.push((path, bytes)),
            SourceFile::Unreadable(reason) => diags.push(unreadable(path, reason)),
            SourceFile::OnDisk(_) => diags.push(unreadable(path, "it is too large")),
        }
    }
    let articles = memo.map(
        &inputs,
        |input| key(input, &surroundings, transcripts.beside(input.0)),
        |(path, bytes)| parse((path, bytes), config, &shared, transcripts.beside(path)),
    );
    diags.extend(articles.iter().flat_map(|article| article.problems.iter().cloned()));
    articles
}

/// Whether the file is an article.
pub fn is_markdown(path: &RelPath) -> bool {
    matches!(path.extension().to_ascii_lowercase().as_str(), "md" | "markdown")
}

fn unreadable(path: &RelPath, reason: &str) -> Diagnostic {
    Diagnostic::new(
        diag::UNREADABLE_FILE,
        Span::file(path),
        format!("`{path}` cannot be read: {reason}"),
    )
}

fn key(
    (path, bytes): &(&RelPath, &[u8]),
    surroundings: &(blake3::Hash, HtmlMode, bool),
    texts: Option<&Texts>,
) -> Key {
    let (shared, html, smart) = surroundings;
    let mut hasher = blake3::Hasher::new();
    hasher.update(shared.as_bytes()).update(&[*html as u8, u8::from(*smart)]);
    hasher.update(texts.map_or(&[0; 32], Texts::fingerprint));
    hasher.update(path.as_str().as_bytes()).update(&[0]).update(bytes);
    hasher.finalize().into()
}

fn parse(
    (path, bytes): (&RelPath, &[u8]),
    config: &Config,
    shared: &Shared,
    texts: Option<&Texts>,
) -> Article {
    let mut problems = Vec::new();
    let source = decode(path, bytes, &mut problems);
    if !problems.is_empty() {
        // A file that is no text has nothing else worth saying about.
        let title = Some(crate::config::humanise(path.stem()));
        return Article {
            source,
            front: FrontMatter::default(),
            body_at: 0,
            title,
            body: Body::default(),
            markdown: String::new(),
            is_text: false,
            problems,
        };
    }
    let (front, body_start) = front_matter::read(&source, &mut problems);
    let expanded = expand::expand(&source, body_start, shared, &mut problems);
    let flavour = Flavour {
        html: config.html,
        smart_punctuation: config.smart_punctuation,
        fragment: false,
        procedure: front.kind == Kind::Howto,
        questions: front.kind == Kind::Faq && front.answer.is_none(),
        tree: front.kind == Kind::Troubleshooter,
    };
    let body = markdown::render((&expanded, texts), flavour, &mut problems);
    if body.tree.as_ref().is_some_and(|tree| tree.nodes.is_empty()) {
        let span = front.kind_span.clone().unwrap_or_else(|| Span::file(&source.path));
        problems.push(tree::check::without_nodes(span));
    }
    let mut article = Article {
        source,
        front,
        body_at: body_start,
        title: None,
        body,
        markdown: expanded.text,
        is_text: true,
        problems,
    };
    article.title = title(&mut article);
    article
}

fn title(article: &mut Article) -> Option<String> {
    let title = article
        .front
        .title
        .clone()
        .or_else(|| article.body.title.clone())
        .filter(|title| !title.is_empty());
    let span = article.head_span();
    if let Some(title) = &title
        && title.chars().count() > MAX_TITLE
    {
        let message = format!("the title is longer than {MAX_TITLE} characters");
        article.problems.push(
            Diagnostic::new(diag::INVALID_VALUE, span, message).hint("write one short sentence"),
        );
        return Some(title.chars().take(80).collect());
    }
    title
}

/// Renders Markdown as the site does, for test suites: no links are resolved, and `text` gives the
/// texts of the interface by their keys.
pub fn render_markdown(markdown: &str, text: impl Fn(&'static str) -> String) -> String {
    let source = Arc::new(Source { path: RelPath::new("stdin.md"), text: markdown.to_owned() });
    let mut problems = Vec::new();
    let expanded = expand::expand(&source, 0, &Shared::default(), &mut problems);
    let flavour = Flavour { fragment: true, ..Flavour::default() };
    let body = markdown::render((&expanded, None), flavour, &mut problems);
    let target = |link: usize| {
        let target = body.links.get(link).map_or("", |link| &link.target);
        containers::escape(&crate::url::encode(target))
    };
    body.html(target, |_| String::new(), text)
}
