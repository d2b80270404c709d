//! Results that the writer pins to a query (`data/pins.yaml`).

use std::collections::{BTreeMap, BTreeSet};

use super::Document;
use super::synonyms::folded;
use crate::config::{Config, foreign_name};
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::kb::{KnowledgeBase, Locale, lookup};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::{Fields, Placed, unknown_key};

/// Where they are.
const FILE: &str = "data/pins.yaml";

const KEYS: &[&str] = &["query", "queries", "pin", "language"];

/// What the golden queries and other tools call our keys.
const FOREIGN_KEYS: &[(&str, &str)] = &[
    ("lang", "language"),
    ("locale", "language"),
    ("pins", "pin"),
    ("pinned", "pin"),
    ("promote", "pin"),
    ("expect", "pin"),
    ("results", "pin"),
    ("url", "pin"),
];

/// An entry of the file.
#[derive(Debug)]
struct Pin {
    queries: Vec<(String, Span)>,
    targets: Vec<(String, Span)>,
    language: String,
}

/// All pins of a knowledge base.
#[derive(Debug, Default)]
pub(super) struct Pins(Vec<Pin>);

impl Pins {
    /// Reads the file.
    pub(super) fn read(source: &SourceTree, config: &Config, diags: &mut Diagnostics) -> Self {
        let path = RelPath::new(FILE);
        let Some(SourceFile::Loaded(bytes)) = source.files.get(&path) else {
            return Self::default();
        };
        let (list, problems) = Placed::read(&path, bytes);
        diags.extend(problems);
        let items = list.map(|list| list.items()).unwrap_or_default();
        Self(items.iter().filter_map(|item| pin(item, config, diags)).collect())
    }

    /// The pins of a language: query as written → addresses, best first.
    pub(super) fn of(
        &self,
        (kb, config): (&KnowledgeBase, &Config),
        (locale, documents): (&Locale, &[Document]),
        diags: &mut Diagnostics,
    ) -> BTreeMap<String, Vec<String>> {
        let mine = || self.0.iter().filter(|pin| pin.language == locale.language.code);
        let searched: BTreeSet<&str> = documents.iter().map(|document| &*document.url).collect();
        let resolver = Resolver { kb, locale, searched, config };
        let mut seen: BTreeMap<String, &Span> = BTreeMap::new();
        let mut pins = BTreeMap::new();
        for pin in mine() {
            let mut urls: Vec<String> = Vec::new();
            for (target, span) in &pin.targets {
                match resolver.url(target, span) {
                    Ok(url) if urls.contains(&url) => {}
                    Ok(url) => urls.push(url),
                    Err(problem) => diags.push(problem),
                }
            }
            for (query, span) in &pin.queries {
                let words = folded(&locale.language.code, query);
                if words.is_empty() {
                    diags.push(wordless(query, span));
                } else if let Some(first) = seen.get(&words) {
                    diags.push(twice(query, span, first));
                } else {
                    seen.insert(words, span);
                    if !urls.is_empty() {
                        pins.insert(query.clone(), urls.clone());
                    }
                }
            }
        }
        pins
    }
}

fn pin(item: &Placed, config: &Config, diags: &mut Diagnostics) -> Option<Pin> {
    let Some(mut fields) = Fields::of(item, "a pin") else {
        diags.push(item.not("a pin").hint(EXAMPLE));
        return None;
    };
    let mut queries = texts(&mut fields, "query");
    queries.extend(texts(&mut fields, "queries"));
    let targets = texts(&mut fields, "pin");
    let language = language(&mut fields, config);
    let complete = fields.problems.is_empty();
    for leftover in fields.leftovers() {
        let problem = foreign_name(&leftover, FOREIGN_KEYS)
            .unwrap_or_else(|| unknown_key(&leftover, "a pin", KEYS));
        fields.problems.push(problem);
    }
    let missing = queries.is_empty() || targets.is_empty();
    if missing && fields.problems.is_empty() {
        let message = "a pin needs `query` and `pin`";
        let problem = Diagnostic::new(diag::WRONG_TYPE, item.head(), message);
        fields.problems.push(problem.hint(EXAMPLE));
    }
    diags.extend(fields.problems);
    (complete && !missing).then_some(())?;
    Some(Pin { queries, targets, language: language? })
}

/// What a pin looks like.
const EXAMPLE: &str = "write `- {query: \"refund\", pin: [/billing/refunds.md]}`, one a line";

/// A text or a list of them, each with its place.
fn texts(fields: &mut Fields, key: &str) -> Vec<(String, Span)> {
    let Some(placed) = fields.placed(key) else { return Vec::new() };
    let mut texts = Vec::new();
    for item in placed.items() {
        match item.text() {
            Some(text) => texts.push(text),
            None => fields.problems.push(item.not("a text")),
        }
    }
    texts
}

/// The code of the pin's language; `None` when the site does not have it.
fn language(fields: &mut Fields, config: &Config) -> Option<String> {
    let Some((code, span)) = fields.text_with_span("language") else {
        return fields.text("language").or_else(|| Some(config.language.clone()));
    };
    fields.text("language");
    let codes: Vec<&str> = config.languages.iter().map(|language| &*language.code).collect();
    if codes.contains(&code.as_str()) {
        return Some(code);
    }
    fields.problems.push(super::synonyms::unknown_language(&code, span, &codes));
    None
}

/// What the targets of one language are looked up in.
struct Resolver<'a> {
    kb: &'a KnowledgeBase,
    locale: &'a Locale,
    searched: BTreeSet<&'a str>,
    config: &'a Config,
}

impl Resolver<'_> {
    fn url(&self, target: &str, span: &Span) -> Result<String, Diagnostic> {
        let Some(named) = lookup::find(target, self.locale, self.config) else {
            return Err(self.missing(target, span));
        };
        if !named.exists() {
            let anchor = named.anchor.unwrap_or_default();
            let message = format!("`{target}` leads to a place that its page does not have");
            let problem = Diagnostic::new(diag::BROKEN_ANCHOR, span.clone(), message);
            let ids = &named.page.article.body.headings;
            return Err(match did_you_mean(anchor, ids.iter().map(|heading| &*heading.id)) {
                Some(near) => {
                    let fixed = target.replacen(&format!("#{anchor}"), &format!("#{near}"), 1);
                    problem.fix(format!("did you mean `#{near}`?"), fixed)
                }
                None => problem.hint("a pin shows the whole article, so leave out the anchor"),
            });
        }
        if self.searched.contains(&*named.page.url) {
            return Ok(named.page.url.clone());
        }
        let message = format!("`{target}` is left out of search, so a pin cannot show it");
        Err(Diagnostic::new(diag::UNSEARCHABLE_PIN, span.clone(), message)
            .hint("search shows what is neither `unlisted` nor `search: {exclude: true}`, and categories that have a text"))
    }

    fn missing(&self, target: &str, span: &Span) -> Diagnostic {
        let file = lookup::file(target, self.locale, self.config);
        if let Some(held) = self.kb.withheld.iter().find(|held| held.path == file.as_str()) {
            let message = format!("`{target}` is not published: {}", held.reason);
            return Diagnostic::new(diag::UNSEARCHABLE_PIN, span.clone(), message)
                .hint("the pin waits until it is; remove it if that never happens");
        }
        let message = format!("there is no article `{target}`");
        let problem = Diagnostic::new(diag::PIN_NOT_FOUND, span.clone(), message);
        match lookup::near(target, self.locale, self.config) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem
                .hint("write the path of its file below `content`, such as `/billing/refunds.md`"),
        }
    }
}

fn wordless(query: &str, span: &Span) -> Diagnostic {
    let message = format!("`{query}` has no word that can be searched for");
    Diagnostic::new(diag::INVALID_VALUE, span.clone(), message).hint("write what a customer types")
}

fn twice(query: &str, span: &Span, first: &Span) -> Diagnostic {
    let line = first.line_column().0;
    let message = format!("`{query}` is already pinned in line {line}");
    Diagnostic::new(diag::DUPLICATE_PIN, span.clone(), message)
        .hint("keep one of the two, and list all its articles there")
}
