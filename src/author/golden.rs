//! Golden queries: what a search must find (`tests/queries.yaml`).

use std::sync::Arc;

use serde_yaml::Value;

use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Source, Span};
use crate::kb::{KnowledgeBase, Locale, lookup};
use crate::search::site::LocaleIndex;
use crate::search::{Found, SearchOptions, Searcher};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::scalar_text;

/// Where they are.
const FILE: &str = "tests/queries.yaml";

/// What stands in `expect` as long as there is no article for a query.
pub const NO_ARTICLE: &str = "no-article-yet";

/// Results that are looked at to say where an article came.
const DEPTH: usize = 50;

/// One query.
struct Golden {
    query: String,
    /// The article, by file or address, with an anchor where one place of it is meant.
    expect: String,
    within: usize,
    language: Option<String>,
    span: Span,
}

/// Runs every golden query and reports those that fail.
pub fn run(
    kb: &KnowledgeBase,
    (source, config): (&SourceTree, &Config),
    indexes: &[LocaleIndex],
    diags: &mut Diagnostics,
) {
    let queries = read(source, diags);
    for (locale, index) in kb.locales.iter().zip(indexes) {
        let Ok(searcher) = Searcher::open(&index.index.files, &index.index.root) else { continue };
        let is_default = locale.language.code == config.language;
        let mine = |query: &&Golden| {
            query.language.as_ref().map_or(is_default, |code| *code == locale.language.code)
        };
        for query in queries.iter().filter(mine) {
            diags.extend(check(query, locale, config, &searcher));
        }
    }
}

fn read(source: &SourceTree, diags: &mut Diagnostics) -> Vec<Golden> {
    let path = RelPath::new(FILE);
    let Some(SourceFile::Loaded(bytes)) = source.files.get(&path) else { return Vec::new() };
    let file = Arc::new(Source { path, text: String::from_utf8_lossy(bytes).into_owned() });
    let whole = Span::new(&file, 0..file.text.find('\n').unwrap_or(file.text.len()));
    let problem = |message: &str| {
        Diagnostic::new(diag::YAML_SYNTAX, whole.clone(), message)
            .hint("write `- {query: \"…\", expect: /category/article.md, within: 3}`, one a line")
    };
    let items = match serde_yaml::from_str::<Value>(&file.text) {
        Ok(Value::Sequence(items)) => items,
        Ok(Value::Null) => Vec::new(),
        Ok(_) => {
            diags.push(problem("golden queries are a list"));
            Vec::new()
        }
        Err(error) => {
            let line = error.location().map_or(1, |location| location.line());
            diags.push(problem(&format!("this is not valid YAML at line {line}")));
            Vec::new()
        }
    };
    let mut from = 0;
    let mut queries = Vec::new();
    for item in items {
        match golden(&item, &file, &mut from) {
            Some(query) => queries.push(query),
            None => diags.push(problem("an entry needs `query` and `expect`")),
        }
    }
    queries
}

/// Entries stand in order, so each is looked for after the one before.
fn golden(item: &Value, file: &Arc<Source>, from: &mut usize) -> Option<Golden> {
    let text = |key: &str| item.get(key).and_then(scalar_text);
    let (query, expect) = (text("query")?, text("expect")?);
    let found = file.text[*from..].find(query.as_str()).map(|at| *from + at);
    let span = found
        .map_or_else(|| Span::new(file, *from..*from), |at| Span::new(file, at..at + query.len()));
    *from = found.map_or(*from, |at| at + query.len());
    *from = file.text[*from..].find(expect.as_str()).map_or(*from, |at| *from + at + expect.len());
    let within =
        item.get("within").and_then(Value::as_u64).unwrap_or(3).clamp(1, DEPTH as u64) as usize;
    Some(Golden { query, expect, within, language: text("lang"), span })
}

fn check(
    golden: &Golden,
    locale: &Locale,
    config: &Config,
    searcher: &Searcher,
) -> Option<Diagnostic> {
    if golden.expect == NO_ARTICLE {
        let message =
            format!("customers search for `{}`, and no article is named for it", golden.query);
        return Some(
            Diagnostic::new(diag::GOLDEN_QUERY, golden.span.clone(), message)
                .hint("write the article, or choose one, and put its path into `expect`"),
        );
    }
    let Some(expected) = lookup::find(&golden.expect, locale, config) else {
        let message = format!("`{}` is not a published article", golden.expect);
        return Some(
            Diagnostic::new(diag::GOLDEN_QUERY, golden.span.clone(), message)
                .hint("write the path of its file below `content`, such as `/billing/refunds.md`"),
        );
    };
    let url = expected.url();
    let options = SearchOptions { limit: DEPTH, ..SearchOptions::default() };
    let found = searcher.search(&golden.query, &options).ok()?;
    let rank = found.results.iter().position(|result| matches(result, &url)).map(|index| index + 1);
    if rank.is_some_and(|rank| rank <= golden.within) {
        return None;
    }
    let place = rank
        .map_or_else(|| "does not find it".to_owned(), |rank| format!("finds it at place {rank}"));
    let message = format!(
        "a search for `{}` must find `{}` within {}, but {place}",
        golden.query, golden.expect, golden.within
    );
    Some(
        Diagnostic::new(diag::GOLDEN_QUERY, golden.span.clone(), message)
            .hint(instead(&found))
            .hint("add the customer's words to `questions` of that article"),
    )
}

fn matches(result: &crate::search::FoundResult, url: &str) -> bool {
    let section = result.section.as_ref().map(|section| section.url.as_str());
    let answer = result.answer.as_ref().map(|answer| answer.url.as_str());
    [Some(result.url.as_str()), section, answer].contains(&Some(url))
}

fn instead(found: &Found) -> String {
    let titles: Vec<String> =
        found.results.iter().take(3).map(|result| format!("`{}`", result.title)).collect();
    if titles.is_empty() {
        "nothing is found instead".to_owned()
    } else {
        format!("instead it finds {}", titles.join(", "))
    }
}
