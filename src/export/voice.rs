//! Answers and troubleshooters for the telephone: one JSON object, `faqtory.voice.v1`.
//!
//! | field | what it is |
//! | --- | --- |
//! | `schema`, `site`, `max_seconds` | the format, the help center, the longest text that was asked for |
//! | `answers` | `id`, `lang`, `question`, `phrasings`, `text`, `ssml`, `seconds`, `url`, `codes`, `topic`, `sensitive` |
//! | `trees` | `id`, `lang`, `title`, `url`, `topic`, `sensitive`, `start`, `menus`: see [`super::menus`] |
//!
//! Both lists stand in the order of languages and addresses, one entry a line. Fields without a value
//! are left out.

use serde::Serialize;
use serde_json::json;

use super::{Origin, id, listen, menus, speech};
use crate::article::Article;
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::kb::answers::{Answer, answers};
use crate::kb::{Entry, Locale};

/// Name and version of the format.
pub const SCHEMA: &str = "faqtory.voice.v1";

/// An answer to be said.
#[derive(Serialize)]
struct Spoken<'a> {
    id: String,
    lang: &'a str,
    question: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    phrasings: &'a [String],
    text: &'a str,
    ssml: String,
    seconds: f64,
    url: String,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    codes: &'a Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sensitive: bool,
}

/// What an export for the telephone goes by.
#[derive(Clone, Copy, Debug)]
pub struct Limits<'a> {
    /// One language, instead of all.
    pub language: Option<&'a str>,
    /// Most seconds that a text should take.
    pub max_seconds: u32,
}

/// All answers and trees; what listeners cannot follow goes to `diags`.
pub fn voice(origin: Origin<'_>, limits: Limits<'_>, diags: &mut Diagnostics) -> String {
    let (mut spoken, mut trees) = (Vec::new(), Vec::new());
    for locale in origin.locales(limits.language) {
        let mut all = answers(locale);
        all.sort_by_key(Answer::path);
        for answer in &all {
            spoken.push(line(&self::spoken(origin, locale, answer)));
            check_answer(answer, locale, (limits, diags));
        }
        let listed = locale.listed_own().map(|(_, entry)| entry);
        let listed = listed.filter(|entry| !entry.page.article.front.search.exclude);
        let mut listed: Vec<&Entry> = listed.collect();
        listed.sort_by(|a, b| a.page.url.cmp(&b.page.url));
        for entry in listed {
            let scene = menus::Scene { origin, locale, entry, answers: &all };
            trees.extend(menus::script(&scene, (limits, diags)).map(|script| line(&script)));
        }
    }
    format!(
        "{{\"schema\":\"{SCHEMA}\",\"site\":{},\"max_seconds\":{},\n\"answers\":[\n{}\n],\n\"trees\":[\n{}\n]}}\n",
        json!(origin.config.title),
        limits.max_seconds,
        spoken.join(",\n"),
        trees.join(",\n"),
    )
}

fn line(entry: &impl Serialize) -> String {
    serde_json::to_string(entry).expect("texts, numbers and lists can be written as JSON")
}

fn spoken<'a>(origin: Origin<'_>, locale: &'a Locale, answer: &'a Answer<'_>) -> Spoken<'a> {
    let front = &answer.entry.page.article.front;
    Spoken {
        id: id(answer.entry, answer.anchor),
        lang: &locale.language.code,
        question: answer.question,
        phrasings: answer.phrasings,
        text: &answer.text,
        ssml: speech::ssml(&answer.text, &locale.language.code, &front.codes),
        seconds: speech::seconds(&answer.text),
        url: origin.address(&answer.path()),
        codes: &front.codes,
        topic: front.topic(),
        sensitive: front.sensitive,
    }
}

fn check_answer(
    answer: &Answer<'_>,
    locale: &Locale,
    (limits, diags): (Limits<'_>, &mut Diagnostics),
) {
    let article = &answer.entry.page.article;
    let near = answer.anchor.and_then(|anchor| heading(article, anchor));
    let near = near.unwrap_or_else(|| lead(article));
    check((article, &near), (&answer.text, &locale.language.code), diags);
    if let Some(problem) = too_long((&near, answer.question), &answer.text, limits) {
        diags.push(problem);
    }
}

/// Reports what of a text, written near a place of an article, does not work by ear.
pub(super) fn check(
    (article, near): (&Article, &Span),
    (text, language): (&str, &str),
    diags: &mut Diagnostics,
) {
    for fault in listen::faults(text, language) {
        diags.push(problem((article, near), &fault));
    }
}

/// A fault at the place where its words are written.
pub(super) fn problem((article, near): (&Article, &Span), fault: &listen::Fault) -> Diagnostic {
    let span = listen::place(article, near, &fault.words);
    let words = crate::kb::shorten(&fault.words, 60);
    let message = format!("`{words}` {}", fault.why);
    Diagnostic::new(diag::READS_BADLY_ALOUD, span, message).hint(fault.hint)
}

/// A text, called `name`, that takes longer to say than asked for.
pub(super) fn too_long(
    (near, name): (&Span, &str),
    text: &str,
    limits: Limits<'_>,
) -> Option<Diagnostic> {
    let seconds = speech::seconds(text).ceil();
    (seconds > f64::from(limits.max_seconds)).then(|| {
        let most = limits.max_seconds;
        let message = format!("`{name}` takes {seconds} seconds to say, and should take {most}");
        Diagnostic::new(diag::TOO_LONG_TO_SAY, near.clone(), message)
            .hint("say the one thing that helps most callers; the rest is on the page")
    })
}

/// Where the heading with an anchor is written.
pub(super) fn heading(article: &Article, anchor: &str) -> Option<Span> {
    article.body.sections.iter().find(|section| section.id == anchor)?.span.clone()
}

/// Where an article's own answer is written: the key of the front matter, else the first line below.
fn lead(article: &Article) -> Span {
    let head = &article.source.text[..article.body_at];
    let mut keys = head.match_indices("answer:").map(|(at, _)| at);
    let key = keys.find(|at| *at == 0 || head[..*at].ends_with('\n'));
    let start = match (&article.front.answer, key) {
        (Some(_), Some(at)) => at,
        (Some(_), None) => return article.head_span(),
        (None, _) => {
            let body = &article.source.text[article.body_at..];
            article.body_at + (body.len() - body.trim_start().len())
        }
    };
    let line = article.source.text[start..]
        .find('\n')
        .map_or(article.source.text.len(), |end| start + end);
    Span::new(&article.source, start..line)
}
