//! `widget`: the help center on the company's own pages.

use std::collections::BTreeMap;

use super::values::language_code;
use crate::diag::{self, Diagnostic, Span};
use crate::yaml::{Fields, Placed, unknown_key};

const KEYS: &[&str] = &["origins", "position", "launcher", "rules", "triggers", "triggers_per_day"];
const RULE_KEYS: &[&str] = &["url", "context", "articles", "query", "title"];
const TRIGGER_KEYS: &[&str] = &["on", "after", "count", "url", "text"];

/// Triggers may show themselves this often in a day unless the config says otherwise.
const TRIGGERS_PER_DAY: u32 = 1;

/// The widget of a site.
#[derive(Clone, Debug)]
pub struct Widget {
    /// Which pages may show the help center, besides its own: `https://app.example.com`.
    pub origins: Vec<String>,
    /// The corner of the launcher.
    pub position: Position,
    /// Whether there is a launcher at all.
    pub launcher: bool,
    /// What is suggested where; the first that fits is asked first.
    pub rules: Vec<Rule>,
    /// When the widget offers help by itself.
    pub triggers: Vec<Trigger>,
    /// How often in a day, all triggers together.
    pub triggers_per_day: u32,
}

/// A corner at the bottom of the page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Position {
    /// Where lines begin.
    Start,
    /// Where lines end.
    #[default]
    End,
}

/// Words of the config: those for everyone have the code of the default language.
pub type Words = BTreeMap<String, String>;

/// What is suggested on some pages.
#[derive(Clone, Debug)]
pub struct Rule {
    /// Paths or addresses with `*`, one of which must fit; empty for all.
    pub urls: Vec<String>,
    /// Names with `*`, one of which must fit `data-faqtory-context`; empty for all.
    pub contexts: Vec<String>,
    /// Articles by path, each with its place.
    pub articles: Vec<(String, Span)>,
    /// What is searched for when the articles are few.
    pub query: Words,
    /// Above the suggestions.
    pub title: Words,
}

/// When the widget offers help by itself.
#[derive(Clone, Debug)]
pub struct Trigger {
    /// What must happen.
    pub moment: Moment,
    /// Paths or addresses with `*`, one of which must fit; empty for all.
    pub urls: Vec<String>,
    /// What it says.
    pub text: Words,
}

/// What makes a trigger speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// So many seconds on a page.
    Time(u32),
    /// A form that cannot be sent, or an error that the page reports.
    Error,
    /// So many visits to a page.
    Visit(u32),
}

/// Reads the key; `None` without it.
pub(super) fn read(fields: &mut Fields, language: &str) -> Option<Widget> {
    fields.group("widget", KEYS, |group| Widget {
        origins: origins(group),
        position: group
            .choice("position", &[("start", Position::Start), ("end", Position::End)])
            .unwrap_or_default(),
        launcher: group.flag("launcher").unwrap_or(true),
        rules: items(group, "rules", RULE_KEYS, |item| rule(item, language)),
        triggers: items(group, "triggers", TRIGGER_KEYS, |item| trigger(item, language)),
        triggers_per_day: group
            .parsed("triggers_per_day", "a whole number from 1 to 10", |text| {
                text.parse().ok().filter(|count| (1..=10).contains(count))
            })
            .unwrap_or(TRIGGERS_PER_DAY),
    })
}

fn items<T>(
    group: &mut Fields,
    key: &str,
    known: &[&str],
    read: impl Fn(&mut Fields) -> Option<T>,
) -> Vec<T> {
    let mut values = Vec::new();
    for mut item in group.list(key) {
        values.extend(read(&mut item));
        for leftover in item.leftovers() {
            item.problems.push(unknown_key(&leftover, &format!("an entry of `{key}`"), known));
        }
        group.problems.append(&mut item.problems);
    }
    values
}

fn origins(group: &mut Fields) -> Vec<String> {
    let mut origins: Vec<String> = Vec::new();
    for (text, span) in group.spanned_texts("origins") {
        match origin(&text) {
            Some(origin) if origins.contains(&origin) => {}
            Some(origin) => origins.push(origin),
            None => group.problems.push(no_origin(&text, span)),
        }
    }
    origins
}

fn no_origin(text: &str, span: Span) -> Diagnostic {
    let message = format!("`{text}` is not where pages can be");
    let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
    let ends = [text.trim_end_matches('/').to_owned(), site_of(text)];
    match ends.iter().find_map(|end| origin(end).or_else(|| origin(&format!("https://{end}")))) {
        Some(near) => problem.fix(format!("write `{near}`"), near),
        None => problem.hint(
            "it takes `https://` and a host, such as `https://app.example.com` or `https://*.example.com`; `http://` for `localhost` alone",
        ),
    }
}

/// An address without its path, and with https.
fn site_of(address: &str) -> String {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    format!("https://{host}")
}

/// `https://host` or `https://*.host`, with a port or without; `http` only for this computer.
fn origin(text: &str) -> Option<String> {
    let text = text.to_ascii_lowercase();
    let (scheme, place) = text.split_once("://")?;
    let (host, port) = match place.rsplit_once(':') {
        Some((host, port)) if !port.ends_with(']') => (host, Some(port)),
        _ => (place, None),
    };
    port.map_or(Some(0), |port| port.parse::<u16>().ok())?;
    let is_local = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    let name = host.strip_prefix("*.").unwrap_or(host);
    let is_label = |label: &str| {
        !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let is_host = name.contains('.') && name.split('.').all(is_label);
    let fits = match scheme {
        "https" => is_local || is_host,
        "http" => is_local,
        _ => false,
    };
    fits.then_some(text)
}

fn rule(item: &mut Fields, language: &str) -> Option<Rule> {
    let span = first_place(item, RULE_KEYS);
    let complete = item.span_of("articles").is_some() || item.span_of("query").is_some();
    let rule = Rule {
        urls: patterns(item),
        contexts: item.texts("context"),
        articles: item.spanned_texts("articles"),
        query: words(item, "query", language),
        title: words(item, "title", language),
    };
    if !complete && let Some(span) = span {
        let message = "a rule without `articles` and `query` suggests nothing";
        let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
        item.problems.push(problem.hint("add `articles: [/billing/refunds.md]`"));
    }
    complete.then_some(rule)
}

fn first_place(item: &Fields, keys: &[&str]) -> Option<Span> {
    let places = keys.iter().filter_map(|key| item.span_of(key));
    places.min_by_key(|span| span.range.start)
}

fn trigger(item: &mut Fields, language: &str) -> Option<Trigger> {
    let span = first_place(item, TRIGGER_KEYS);
    let told = item.span_of("on").is_some();
    let kinds = [("time", Moment::Time(0)), ("error", Moment::Error), ("visit", Moment::Visit(2))];
    let kind = item.choice("on", &kinds);
    if !told && let Some(span) = span.clone() {
        let problem = Diagnostic::new(diag::WRONG_TYPE, span.clone(), "a trigger needs `on`");
        item.problems.push(problem.hint("it takes `time`, `error` or `visit`"));
    }
    let (after, count) = (item.span_of("after"), item.span_of("count"));
    let seconds = item.parsed("after", "a time from one second to an hour, such as `60s`", seconds);
    let visits = item.parsed("count", "a whole number from 2 to 100", |text| {
        text.parse().ok().filter(|count| (2..=100).contains(count))
    });
    if !matches!(kind, None | Some(Moment::Time(_))) {
        item.problems.extend(after.clone().map(|span| foreign(span, "after", "time")));
    }
    if !matches!(kind, None | Some(Moment::Visit(_))) {
        item.problems.extend(count.map(|span| foreign(span, "count", "visit")));
    }
    let (urls, text) = (patterns(item), words(item, "text", language));
    let moment = match kind? {
        Moment::Time(_) => {
            if after.is_none() {
                let message = "a trigger of time needs `after`";
                let problem = Diagnostic::new(diag::WRONG_TYPE, span?, message);
                item.problems.push(problem.hint("write `after: 60s`"));
            }
            Moment::Time(seconds?)
        }
        Moment::Error => Moment::Error,
        Moment::Visit(usual) => Moment::Visit(visits.unwrap_or(usual)),
    };
    Some(Trigger { moment, urls, text })
}

fn foreign(span: Span, key: &str, moment: &str) -> Diagnostic {
    let message = format!("`{key}` is for triggers with `on: {moment}`");
    Diagnostic::new(diag::INVALID_VALUE, span, message).hint("remove it")
}

/// `60s`, `60 seconds`, `2m`, `2 minutes`, at most an hour.
fn seconds(text: &str) -> Option<u32> {
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let (number, unit) = text.split_at(digits);
    let factor = match unit.trim() {
        "s" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => 60,
        _ => return None,
    };
    let seconds = number.parse::<u32>().ok()?.checked_mul(factor)?;
    (1..=3600).contains(&seconds).then_some(seconds)
}

/// Paths and addresses with `*`.
fn patterns(item: &mut Fields) -> Vec<String> {
    let mut patterns = Vec::new();
    for (text, span) in item.spanned_texts("url") {
        let begins = ["/", "*", "https://", "http://"].iter().any(|start| text.starts_with(start));
        if begins && !text.contains(char::is_whitespace) {
            patterns.push(text);
            continue;
        }
        let message = format!("`url` does not take `{text}`");
        let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
        let hint = "it takes a path such as `/checkout/*`, or an address with its host";
        item.problems.push(problem.hint(hint));
    }
    patterns
}

/// A text for everyone, or one for each language.
fn words(item: &mut Fields, key: &str, language: &str) -> Words {
    let Some(placed) = item.placed(key) else { return Words::new() };
    if let Some((text, _)) = placed.text() {
        return Words::from([(language.to_owned(), text)]);
    }
    let Some(mut languages) = Fields::of(&placed, key) else {
        item.problems.push(placed.not("a text, or a text for each language"));
        return Words::new();
    };
    let mut words = Words::new();
    for (code, span, text) in languages.rest() {
        match (language_code(&code), text.text()) {
            (Some(code), Some((text, _))) => drop(words.insert(code, text)),
            (None, _) => item.problems.push(no_language(key, &code, span)),
            (_, None) => item.problems.push(Placed::not(&text, "a text")),
        }
    }
    words
}

fn no_language(key: &str, code: &str, span: Span) -> Diagnostic {
    let message = format!("`{code}` in `{key}` is not the code of a language");
    Diagnostic::new(diag::INVALID_VALUE, span, message).hint("it takes codes such as `en`, `pt-BR`")
}
