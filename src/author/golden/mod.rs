//! Golden queries: what a search must find (`tests/queries.yaml`).

mod why;

use std::cell::{LazyCell, OnceCell};

use serde_yaml::Value;

use crate::config::{Config, no_language};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::kb::{KnowledgeBase, Locale, lookup};
use crate::search::{self, Found, SearchOptions, Searcher, site::LocaleIndex};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::{Fields, Placed, unknown_key};
use why::Evidence;

/// Where they are.
const FILE: &str = "tests/queries.yaml";

/// What stands in `expect` as long as there is no article for a query.
pub const NO_ARTICLE: &str = "no-article-yet";

/// Results that are looked at to say where an article came.
const DEPTH: usize = 50;

/// Place at most, where an entry names none.
const USUAL: usize = 3;

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
    let queries = read(source, config, diags);
    // Only failing queries need it, and it costs as much as the index itself.
    let inputs = OnceCell::new();
    let again = || search::site::inputs(kb, source, config, &mut Diagnostics::default());
    for (locale, index) in kb.locales.iter().zip(indexes) {
        let Ok(searcher) = Searcher::open(&index.index.files, &index.index.root) else { continue };
        let evidence = LazyCell::new(|| {
            let (documents, settings) = why::evidence(inputs.get_or_init(again), index)?;
            Some(Evidence::new(documents, settings))
        });
        let bench = Bench { locale, config, searcher, evidence: &|| evidence.as_ref() };
        let is_default = locale.language.code == config.language;
        let mine = |query: &&Golden| {
            query.language.as_ref().map_or(is_default, |code| *code == locale.language.code)
        };
        for query in queries.iter().filter(mine) {
            diags.extend(bench.check(query));
        }
    }
}

const KEYS: &[&str] = &["query", "expect", "within", "lang"];

const EXAMPLE: &str =
    "write `- {query: \"…\", expect: /category/article.md, within: 3}`, one a line";

fn read(source: &SourceTree, config: &Config, diags: &mut Diagnostics) -> Vec<Golden> {
    let path = RelPath::new(FILE);
    let Some(SourceFile::Loaded(bytes)) = source.files.get(&path) else { return Vec::new() };
    let (list, problems) = Placed::read(&path, bytes);
    diags.extend(problems);
    let Some(list) = list else { return Vec::new() };
    if !matches!(list.value, Value::Sequence(_) | Value::Null) {
        let problem = Diagnostic::new(diag::YAML_SYNTAX, list.head(), "golden queries are a list");
        diags.push(problem.hint(EXAMPLE));
        return Vec::new();
    }
    list.items().iter().filter_map(|item| golden(item, config, diags)).collect()
}

/// An entry; one with a mistake is not tried.
fn golden(item: &Placed, config: &Config, diags: &mut Diagnostics) -> Option<Golden> {
    let Some(mut fields) = Fields::of(item, "a golden query") else {
        diags.push(item.not("a golden query").hint(EXAMPLE));
        return None;
    };
    let span = fields.span_of("query");
    let (query, expect) = (fields.text("query"), fields.text("expect"));
    let within = fields.parsed("within", "a number from 1 to 50", |text| {
        text.parse().ok().filter(|within| (1..=DEPTH).contains(within))
    });
    let language = fields.text_with_span("lang");
    fields.text("lang");
    for leftover in fields.leftovers() {
        fields.problems.push(unknown_key(&leftover, "a golden query", KEYS));
    }
    let known = || config.languages.iter().map(|language| language.code.as_str());
    if let Some((code, place)) = &language
        && !known().any(|known| known == code)
    {
        let message = no_language(code, known());
        fields.problems.push(Diagnostic::new(diag::INVALID_VALUE, place.clone(), message));
    }
    if fields.problems.is_empty() && (query.is_none() || expect.is_none()) {
        let message = "an entry needs `query` and `expect`";
        let problem = Diagnostic::new(diag::YAML_SYNTAX, item.head(), message);
        fields.problems.push(problem.hint(EXAMPLE));
    }
    let is_fine = fields.problems.is_empty();
    diags.extend(fields.problems);
    let (language, within) = (language.map(|(code, _)| code), within.unwrap_or(USUAL));
    let golden = Golden { query: query?, expect: expect?, within, language, span: span? };
    is_fine.then_some(golden)
}

/// Where the queries of one language are tried.
struct Bench<'a> {
    locale: &'a Locale,
    config: &'a Config,
    searcher: Searcher,
    evidence: &'a dyn Fn() -> Option<&'a Evidence>,
}

impl Bench<'_> {
    fn check(&self, golden: &Golden) -> Option<Diagnostic> {
        let problem =
            |message: String| Diagnostic::new(diag::GOLDEN_QUERY, golden.span.clone(), message);
        if golden.expect == NO_ARTICLE {
            let message =
                format!("customers search for `{}`, and no article is named for it", golden.query);
            return Some(
                problem(message)
                    .hint("write the article, or choose one, and put its path into `expect`"),
            );
        }
        let Some(expected) = lookup::find(&golden.expect, self.locale, self.config) else {
            let message = format!("`{}` is not a published article", golden.expect);
            let near = lookup::near(&golden.expect, self.locale, self.config);
            return Some(problem(message).hint(near.map_or_else(
                || {
                    "write the path of its file below `content`, such as `/billing/refunds.md`"
                        .into()
                },
                |near| format!("did you mean `{near}`?"),
            )));
        };
        if !expected.exists() {
            let message =
                format!("`{}` names a section that the article does not have", golden.expect);
            return Some(problem(message).hint("write the anchor of one of its headings"));
        }
        let url = expected.url();
        let options = SearchOptions { limit: DEPTH, ..SearchOptions::default() };
        let found = self.searcher.search(&golden.query, &options).ok()?;
        let rank =
            found.results.iter().position(|result| matches(result, &url)).map(|index| index + 1);
        if rank.is_some_and(|rank| rank <= golden.within) {
            return None;
        }
        let message = format!(
            "a search for `{}` must find `{}` within {}, but {}",
            golden.query,
            golden.expect,
            golden.within,
            came(&found, rank, &url)
        );
        let hints = (self.evidence)()
            .map(|evidence| evidence.hints((&self.searcher, &golden.query), &found, &url));
        let mut problem = problem(message).hint(instead(&found));
        for hint in hints.unwrap_or_default() {
            problem = problem.hint(hint);
        }
        Some(problem.hint("add the customer's words to `questions` of that article"))
    }
}

/// Where it came; of a section, whether at least its article was found.
fn came(found: &Found, rank: Option<usize>, url: &str) -> String {
    if let Some(rank) = rank {
        return format!("finds it at place {rank}");
    }
    let article = url.split_once('#').and_then(|(path, _)| {
        found
            .results
            .iter()
            .position(|result| result.url == path)
            .map(|at| (at + 1, &found.results[at]))
    });
    match article {
        Some((place, result)) => {
            let part = match &result.section {
                Some(section) => format!("its section `{}`", section.title),
                None => "its beginning".to_owned(),
            };
            format!("finds {part} at place {place}")
        }
        None => "does not find it".to_owned(),
    }
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
