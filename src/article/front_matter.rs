//! Front matter: the typed head of an article.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;
use serde_yaml::Value;

use super::fingerprint::is_fingerprint;
use super::keys::{FOREIGN_KEYS, KEYS};
use super::notice;
use super::procedure::{Risk, Time};
use crate::config::foreign_name;
use crate::diag::{self, Diagnostic, Source, Span, did_you_mean};
use crate::yaml::{Fields, Leftover};

/// Larger front matter is refused: it is a mistake or an attack.
const MAX_BYTES: usize = 64 * 1024;

/// Keys that keep an article from being published. One that is misspelt or cannot be read holds the
/// article back: better that than a draft in public.
const VISIBILITY_KEYS: [&str; 4] = ["draft", "publish_at", "expire_at", "audience"];

/// What `edit_url` takes.
const ADDRESS: &str = "an address such as `https://…`";

/// What `time` takes.
const TIME: &str = "a length of time such as `10 minutes`, `1 hour 30 minutes` or `PT10M`";

/// What an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// Anything.
    #[default]
    Article,
    /// One question, or a page of questions.
    Faq,
    /// A procedure.
    Howto,
    /// A decision tree.
    Troubleshooter,
    /// Rules of the house.
    Policy,
    /// An outage, a known issue, a delay.
    Notice,
}

const KINDS: &[(&str, Kind)] = &[
    ("article", Kind::Article),
    ("faq", Kind::Faq),
    ("howto", Kind::Howto),
    ("troubleshooter", Kind::Troubleshooter),
    ("policy", Kind::Policy),
    ("notice", Kind::Notice),
];

impl Kind {
    /// Its name in front matter, templates and search.
    pub fn name(self) -> &'static str {
        KINDS.iter().find(|(_, kind)| *kind == self).map_or("article", |(name, _)| name)
    }
}

/// How search treats an article.
#[derive(Clone, Debug, Default)]
pub struct SearchHints {
    /// Not found at all.
    pub exclude: bool,
    /// Factor on its score.
    pub boost: Option<f64>,
}

/// A text with its place.
pub type Spanned = (String, Span);

/// The head of an article.
#[derive(Clone, Debug, Default)]
#[expect(
    missing_docs,
    reason = "each field is the front matter key of the same name, documented for writers"
)]
#[expect(clippy::struct_excessive_bools, reason = "independent keys of writers")]
pub struct FrontMatter {
    pub title: Option<String>,
    pub description: Option<String>,
    pub kind: Kind,
    pub answer: Option<String>,
    pub questions: Vec<String>,
    pub keywords: Vec<String>,
    pub codes: Vec<String>,
    /// Where each of the codes stands.
    pub code_spans: Vec<Span>,
    pub tags: Vec<String>,
    pub applies_to: BTreeMap<String, Vec<String>>,
    pub weight: Option<f64>,
    pub slug: Option<Spanned>,
    pub aliases: Vec<Spanned>,
    pub nav_title: Option<String>,
    pub draft: bool,
    pub unlisted: bool,
    pub publish_at: Option<Date>,
    pub expire_at: Option<Date>,
    pub date: Option<Date>,
    pub updated: Option<Date>,
    pub review_by: Option<Date>,
    pub owner: Option<String>,
    pub audience: Option<String>,
    pub escalate: Option<Spanned>,
    pub sensitive: bool,
    pub featured: Vec<Spanned>,
    pub related: Vec<Spanned>,
    pub search: SearchHints,
    pub toc: Option<bool>,
    pub template: Option<Spanned>,
    pub edit_url: Option<String>,
    pub extra: Value,
    pub icon: Option<String>,
    pub effective: Option<Date>,
    /// What only a notice says.
    pub notice: notice::Head,
    pub translated_from: Option<Spanned>,
    pub prerequisites: Vec<String>,
    pub time: Option<Time>,
    pub risk: Option<Risk>,
    pub undo: Option<String>,
    /// Keys that faqtory does not know and that are near none of ours.
    pub foreign: Vec<(String, Span)>,
    /// The head cannot be read, but seems to ask not to be published.
    pub held_back: bool,
    /// Where the title stands, or the first line.
    pub title_span: Option<Span>,
    /// Where the kind stands, if it does.
    pub kind_span: Option<Span>,
}

impl FrontMatter {
    /// The contact topic it names.
    pub fn topic(&self) -> Option<&str> {
        self.escalate.as_ref().map(|(topic, _)| topic.as_str())
    }
}

/// Where the YAML of an article's front matter stands, and where the body begins. `None` for an
/// article that has none or whose front matter never ends.
pub fn bounds(text: &str) -> Option<(Range<usize>, usize)> {
    split(text)?.ok()
}

/// Splits `text` into front matter and body. `None` for an article that has none.
fn split(text: &str) -> Option<Result<(Range<usize>, usize), usize>> {
    let start = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let first_len = text[start..].find('\n').map_or(text.len() - start, |newline| newline + 1);
    if text[start..start + first_len].trim_end() != "---" {
        return None;
    }
    let yaml_start = start + first_len;
    let mut at = yaml_start;
    for line in text[yaml_start..].split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some(Ok((yaml_start..at, at + line.len())));
        }
        at += line.len();
    }
    Some(Err(start))
}

/// Reads the front matter of `source`; the second value is where the body begins.
pub fn read(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> (FrontMatter, usize) {
    let text = &source.text;
    match split(text) {
        None => {
            let body = if text.starts_with('\u{feff}') { 3 } else { 0 };
            if let Some(end) = toml_end(&text[body..]) {
                let span = Span::new(source, body..body + 3);
                let message = "this front matter is TOML; faqtory reads YAML";
                problems.push(
                    Diagnostic::new(diag::FOREIGN_FRONT_MATTER, span, message).hint(
                        "write `---` instead of `+++`, and `title: …` instead of `title = …`",
                    ),
                );
                let held_back = may_hold_back(&text[body..body + end]);
                return (FrontMatter { held_back, ..FrontMatter::default() }, body + end);
            }
            report_misplaced(source, problems);
            let held_back =
                text.trim_start().starts_with("---") && may_hold_back(text.trim_start());
            (FrontMatter { held_back, ..FrontMatter::default() }, body)
        }
        Some(Err(start)) => {
            let span = Span::new(source, start..start + 3);
            problems.push(
                Diagnostic::new(
                    diag::FRONT_MATTER_UNCLOSED,
                    span,
                    "front matter begins here but never ends",
                )
                .hint("write a line of three dashes, `---`, after its last key"),
            );
            (FrontMatter::default(), text.len())
        }
        Some(Ok((yaml, body))) if yaml.len() > MAX_BYTES => {
            let span = Span::new(source, 0..3);
            let message = format!("front matter is larger than {} KB", MAX_BYTES / 1024);
            problems.push(
                Diagnostic::new(diag::TOO_LARGE, span, message)
                    .hint("move texts into the article's body"),
            );
            let held_back = may_hold_back(&source.text[yaml]);
            (FrontMatter { held_back, ..FrontMatter::default() }, body)
        }
        Some(Ok((yaml, body))) => {
            let mut fields = Fields::parse(source, yaml.clone(), "front matter");
            let unreadable = !fields.problems.is_empty();
            let mut front = take(&mut fields);
            let foreign = leftovers(&mut fields);
            front.held_back |= unreadable && may_hold_back(&source.text[yaml]);
            front.held_back |= foreign.1;
            front.foreign = foreign.0;
            problems.append(&mut fields.problems);
            (front, body)
        }
    }
}

/// Where front matter between lines of `+++` ends.
fn toml_end(text: &str) -> Option<usize> {
    let rest = text.strip_prefix("+++").filter(|rest| rest.starts_with(['\r', '\n']))?;
    let close = rest.find("\n+++")? + 4;
    Some(3 + close + rest[close..].find('\n').map_or(rest.len() - close, |newline| newline + 1))
}

/// Whether front matter that cannot be read may ask not to be published.
fn may_hold_back(text: &str) -> bool {
    let head = text.split("\n---").next().unwrap_or_default();
    head.lines().filter_map(|line| line.split_once([':', '='])).any(|(key, value)| {
        match key.trim() {
            "draft" => value.trim() != "false",
            "audience" => value.to_lowercase().contains("internal"),
            "publish_at" | "expire_at" => true,
            _ => false,
        }
    })
}

fn report_misplaced(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) {
    let trimmed = source.text.trim_start();
    if !trimmed.starts_with("---\n") && !trimmed.starts_with("---\r\n") {
        return;
    }
    let at = source.text.len() - trimmed.len();
    let looks_like_keys = trimmed.lines().nth(1).is_some_and(|line| line.contains(": "));
    if at > 0 && looks_like_keys {
        let span = Span::new(source, at..at + 3);
        let message = "front matter must begin on the first line; this is shown as text";
        problems.push(
            Diagnostic::new(diag::FRONT_MATTER_MISPLACED, span, message)
                .hint("remove the blank lines above it"),
        );
    }
}

/// `draft`, and `true` for one that cannot be read: better unpublished than published by mistake.
fn draft(fields: &mut Fields) -> bool {
    let given = fields.span_of("draft").is_some();
    fields.flag("draft").unwrap_or(given)
}

fn take(fields: &mut Fields) -> FrontMatter {
    let kind = fields.choice("kind", KINDS).unwrap_or_default();
    let notice = notice_head(fields, kind);
    let (codes, code_spans) = fields.spanned_texts("codes").into_iter().unzip();
    let title_span = fields.span_of("title");
    let kind_span = fields.span_of("kind");
    let slug_span = fields.span_of("slug");
    let template_span = fields.span_of("template");
    let escalate_span = fields.span_of("escalate");
    let Visible { publish_at, expire_at, audience, held_back } = visible(fields);
    FrontMatter {
        title: fields.text("title"),
        description: fields.text("description"),
        kind,
        answer: fields.text("answer"),
        questions: fields.texts("questions"),
        keywords: fields.texts("keywords"),
        codes,
        code_spans,
        tags: fields.texts("tags"),
        applies_to: fields.text_lists("applies_to"),
        weight: fields.number("weight"),
        slug: fields.text("slug").zip(slug_span),
        aliases: fields.spanned_texts("aliases"),
        nav_title: fields.text("nav_title"),
        draft: draft(fields),
        unlisted: fields.flag("unlisted").unwrap_or_default(),
        publish_at,
        expire_at,
        date: fields.date("date"),
        updated: fields.date("updated"),
        review_by: fields.date("review_by"),
        owner: fields.text("owner"),
        audience,
        escalate: fields.text("escalate").zip(escalate_span),
        sensitive: fields.flag("sensitive").unwrap_or_default(),
        featured: featured(fields),
        related: fields.spanned_texts("related"),
        search: fields.group("search", &["exclude", "boost"], search_hints).unwrap_or_default(),
        toc: fields.flag("toc"),
        template: fields.text("template").zip(template_span),
        edit_url: fields.parsed("edit_url", ADDRESS, crate::url::web_address),
        extra: fields.any("extra").unwrap_or_default(),
        icon: fields.text("icon"),
        effective: fields.date("effective"),
        notice,
        translated_from: translated_from(fields),
        prerequisites: fields.texts("prerequisites"),
        time: fields.parsed("time", TIME, Time::parse),
        risk: fields.text("risk").map(|text| Risk::of(&text)),
        undo: fields.text("undo"),
        foreign: Vec::new(),
        held_back,
        title_span,
        kind_span,
    }
}

/// When and for whom an article is published.
struct Visible {
    publish_at: Option<Date>,
    expire_at: Option<Date>,
    audience: Option<String>,
    held_back: bool,
}

fn visible(fields: &mut Fields) -> Visible {
    let given: Vec<&str> =
        VISIBILITY_KEYS.into_iter().filter(|key| fields.span_of(key).is_some()).collect();
    let (publish_at, expire_at) = (fields.date("publish_at"), fields.date("expire_at"));
    let audience = fields.text("audience");
    let unread = |key: &str, is_read: bool| given.contains(&key) && !is_read;
    let held_back = unread("publish_at", publish_at.is_some())
        || unread("expire_at", expire_at.is_some())
        || unread("audience", audience.is_some());
    Visible { publish_at, expire_at, audience, held_back }
}

fn notice_head(fields: &mut Fields, kind: Kind) -> notice::Head {
    if kind == Kind::Notice {
        return notice::take(fields);
    }
    notice::ignore(fields);
    notice::Head::default()
}

/// A list of articles on the home page; `true` on an article itself.
fn featured(fields: &mut Fields) -> Vec<Spanned> {
    let Some(span) = fields.span_of("featured") else { return Vec::new() };
    match &span.source.text[span.range.clone()] {
        "true" => {
            fields.any("featured").map(|_| vec![(String::new(), span.clone())]).unwrap_or_default()
        }
        "false" => fields.any("featured").map(|_| Vec::new()).unwrap_or_default(),
        _ => fields.spanned_texts("featured"),
    }
}

/// The fingerprint of the source that a translation translates, taken as it is written: YAML reads
/// some of them as numbers.
fn translated_from(fields: &mut Fields) -> Option<Spanned> {
    let span = fields.span_of("translated_from")?;
    fields.any("translated_from");
    let text = &span.source.text[span.range.clone()];
    let text = text.split(" #").next().unwrap_or_default().trim().trim_matches(['"', '\'']);
    if is_fingerprint(text) {
        return Some((text.to_owned(), span));
    }
    let message = format!(
        "`translated_from` does not take `{}`",
        text.chars().take(60).collect::<String>().escape_debug()
    );
    let path = &span.source.path;
    let hint = format!("let `faqtory i18n ack {path}` write it once the translation is up to date");
    let problem = Diagnostic::new(diag::INVALID_VALUE, span.clone(), message);
    fields.problems.push(problem.hint(hint));
    None
}

fn search_hints(group: &mut Fields) -> SearchHints {
    SearchHints { exclude: group.flag("exclude").unwrap_or_default(), boost: group.number("boost") }
}

/// The keys that faqtory does not know, and whether one of them was meant to hold the article back.
fn leftovers(fields: &mut Fields) -> (Vec<(String, Span)>, bool) {
    let mut foreign = Vec::new();
    let mut held_back = false;
    for leftover in fields.leftovers() {
        match near_key(&leftover) {
            Some(problem) => {
                let hints = problem.hints.iter().filter_map(|hint| hint.replacement.as_ref());
                held_back |=
                    hints.into_iter().any(|(_, ours)| VISIBILITY_KEYS.contains(&ours.as_str()));
                fields.problems.push(problem);
            }
            None => foreign.push((leftover.key, leftover.span)),
        }
    }
    (foreign, held_back)
}

fn near_key(leftover: &Leftover) -> Option<Diagnostic> {
    if let Some(problem) = foreign_name(leftover, FOREIGN_KEYS) {
        return Some(problem);
    }
    let invisible =
        |c: char| matches!(c, '\u{200b}'..='\u{200f}' | '\u{feff}' | '\u{ad}' | '\u{2060}');
    let visible: String = leftover.key.chars().filter(|c| !invisible(*c)).collect();
    let near = did_you_mean(&visible, KEYS.iter().copied())?;
    let what = if visible == leftover.key {
        "is not a key of front matter"
    } else {
        "holds an invisible character"
    };
    let message = format!("`{}` {what}", leftover.key.escape_debug());
    Some(
        Diagnostic::new(diag::UNKNOWN_KEY, leftover.span.clone(), message)
            .fix(format!("did you mean `{near}`?"), near),
    )
}
