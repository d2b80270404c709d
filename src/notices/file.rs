//! `data/notices.yaml`: notices too short for an article.

use super::{Body, Notice};
use crate::article::notice::{self, Words};
use crate::config::{Config, foreign_name};
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::{Fields, Placed, unknown_key};

/// Where it is.
pub(super) const FILE: &str = "data/notices.yaml";

const KEYS: &[&str] = &[
    "id",
    "title",
    "text",
    "link",
    "draft",
    "publish_at",
    "expire_at",
    "scope",
    "status",
    "severity",
    "updates",
    "starts_at",
    "ends_at",
];

/// What other tools call our keys.
const FOREIGN_KEYS: &[(&str, &str)] = &[
    ("message", "text"),
    ("body", "text"),
    ("content", "text"),
    ("description", "text"),
    ("url", "link"),
    ("start", "publish_at"),
    ("from", "publish_at"),
    ("end", "expire_at"),
    ("until", "expire_at"),
    ("level", "severity"),
    ("type", "severity"),
    ("impact", "severity"),
    ("pages", "scope"),
    ("state", "status"),
];

const EXAMPLE: &str = "write `- {title: \"…\", publish_at: 2026-12-09, expire_at: 2026-12-10, scope: [all]}`, one a line";

/// Reads the file. An entry with a mistake is left out: its dates may be the mistake.
pub fn read(source: &SourceTree, config: &Config, diags: &mut Diagnostics) -> Vec<Notice> {
    let path = RelPath::new(FILE);
    let Some(SourceFile::Loaded(bytes)) = source.files.get(&path).filter(|_| !config.zero_config)
    else {
        return Vec::new();
    };
    let (list, problems) = Placed::read(&path, bytes);
    diags.extend(problems);
    let items = list.map(|list| list.items()).unwrap_or_default();
    items.iter().filter_map(|item| entry(item, config, diags)).collect()
}

fn entry(item: &Placed, config: &Config, diags: &mut Diagnostics) -> Option<Notice> {
    let Some(mut fields) = Fields::of(item, "a notice") else {
        diags.push(item.not("a notice").hint(EXAMPLE));
        return None;
    };
    let title_span = fields.span_of("title");
    let notice = take(&mut fields, item, config);
    for leftover in fields.leftovers() {
        let problem = foreign_name(&leftover, FOREIGN_KEYS)
            .unwrap_or_else(|| unknown_key(&leftover, "a notice", KEYS));
        fields.problems.push(problem);
    }
    if title_span.is_none() && fields.problems.is_empty() {
        let message = "a notice needs a `title`";
        let problem = Diagnostic::new(diag::WRONG_TYPE, item.head(), message);
        fields.problems.push(problem.hint(EXAMPLE));
    }
    let is_fine = fields.problems.is_empty();
    diags.extend(fields.problems);
    notice.filter(|_| is_fine)
}

fn take(fields: &mut Fields, item: &Placed, config: &Config) -> Option<Notice> {
    let head = notice::take(fields);
    fields.date("publish_at");
    fields.date("expire_at");
    let draft = fields.flag("draft").unwrap_or_default();
    let id = fields.text("id");
    let link = fields.text_with_span("link");
    fields.text("link");
    let spans = ["title", "text"].map(|key| fields.span_of(key));
    let title = notice::words(fields, "title");
    let text = notice::words(fields, "text").unwrap_or_default();
    let updates = head.updates.iter().map(|update| (&update.text, Some(item.head())));
    let words = title.iter().chain([&text]).zip(spans).chain(updates);
    let problems: Vec<Diagnostic> =
        words.filter_map(|(words, span)| unknown_language(words, span?, config)).collect();
    fields.problems.extend(problems);
    let title = title?;
    let name = id.unwrap_or_else(|| title.of(&config.language, "").0.to_owned());
    let body = Body::Short { title, text, link };
    Some(Notice { head, name: crate::url::slug(&name), body, span: item.head(), draft })
}

fn unknown_language(words: &Words, span: Span, config: &Config) -> Option<Diagnostic> {
    let codes = || config.languages.iter().map(|language| language.code.as_str());
    let code = words.0.keys().find(|code| !code.is_empty() && !codes().any(|it| it == *code))?;
    let message = format!("`{}` is no language of this site", code.escape_debug());
    let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
    Some(match did_you_mean(code, codes()) {
        Some(near) => problem.hint(format!("did you mean `{near}`?")),
        None => {
            problem.hint(format!("its languages are {}", codes().collect::<Vec<_>>().join(", ")))
        }
    })
}
