//! Relevance, size and speed of search on a judged set: `cargo xtask eval`.
//!
//! | Option | Meaning |
//! | --- | --- |
//! | `--queries FILE` | JSON lines: `qid`, `text`, and `type` (`oos`: nothing here answers it) |
//! | `--qrels FILE` | TREC judgements: qid, 0, article, grade. An article is the last segment of its address |
//! | `--docs FILE` | articles as JSON lines: `id`, `title`, `body` |
//! | `--articles DIR` | or as Markdown files, roughly read |
//! | `--kb DIR` | or as the knowledge base that faqtory makes of a folder: sections, questions, synonyms |
//! | `--language de` | of the knowledge base, one of its translations |
//! | `--corpus DIR` | short for `queries.<split>.jsonl`, `qrels.<split>.tsv` and `docs.jsonl` in a folder; `--split dev` |
//! | `--kinds para,typo` | only these types |
//! | `--set name=value` | a ranking parameter; again for more |
//! | `--in-scope para` | the types that out-of-scope queries are told from; all that have judgements if none is left |
//! | `--answers` | gives every article an answer, and says which the first results show |
//! | `--tantivy` | plain tantivy answers |
//! | `--misses` | every query whose article is not among the first three |
//! | `--copies N` | multiplies the articles, for size and speed only |
//! | `--quick` | no cold searches |
//! | `--write DIR` | writes what a browser needs to `DIR/_faqtory` |
//! | `--json` | prints JSON |
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::disallowed_methods,
    reason = "a tool at the rim"
)]

#[path = "../common/mod.rs"]
mod common;
mod judged;
mod report;
mod scope;
mod score;
mod source;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Result, bail};
use faqtory::search::{
    Document, EntryRoot, Index, SearchOptions, Searcher, Settings, TantivyIndex, entry_script,
    index,
};

use common::{megabytes, options};
use judged::{Judged, Query, id};
use report::{Costs, Report};
use score::Told;

/// Results that are looked at.
const DEPTH: usize = 10;
/// Every so many queries one is also tried with nothing cached.
const COLD_EVERY: usize = 10;

/// What is searched, and how.
struct Evaluation {
    options: BTreeMap<String, String>,
    documents: Vec<Document>,
    settings: Settings,
    judged: Judged,
}

fn main() -> Result<()> {
    let options = options();
    let (documents, settings) = source::read(&options)?;
    let judged = judged::read(&options)?;
    let evaluation = Evaluation { options, documents, settings, judged };
    let started = Instant::now();
    let built = index(&evaluation.documents, &evaluation.settings);
    let costs = Costs {
        articles: evaluation.documents.len(),
        seconds: started.elapsed().as_secs_f64(),
        peak: megabytes("VmHWM"),
        ..Costs::of(&built)
    };
    if let Some(folder) = evaluation.options.get("write") {
        write(&Path::new(folder).join("_faqtory"), &built)?;
    }
    let report = evaluation.run(&built, costs)?;
    if evaluation.options.contains_key("json") {
        println!("{}", report.json());
    } else {
        print!("{}", report.text());
    }
    Ok(())
}

impl Evaluation {
    /// Runs the queries.
    fn run(&self, built: &Index, costs: Costs) -> Result<Report> {
        let searcher = Searcher::open(&built.files, &built.root)?;
        let mut report = Report { costs, ..Report::default() };
        let tantivy = self
            .options
            .contains_key("tantivy")
            .then(|| TantivyIndex::new(&self.documents, &self.settings));
        let nothing = BTreeMap::new();
        for (number, query) in self.judged.queries.iter().enumerate() {
            let started = Instant::now();
            let found = searcher.search(&query.text, &ten())?;
            report.times.push(started.elapsed().as_secs_f64() * 1000.0);
            let articles = if let Some(tantivy) = &tantivy {
                let found = tantivy.search(&query.text, DEPTH);
                distinct(found.iter().map(|(url, _)| url.as_str()))
            } else {
                distinct(found.results.iter().map(|result| result.url.as_str()))
            };
            let relevant = self.judged.relevant.get(&query.qid).unwrap_or(&nothing);
            let score = report.scores.entry(query.kind.clone()).or_default();
            let shown =
                found.confident && found.results.first().is_some_and(|r| r.answer.is_some());
            score.add(&articles, relevant, Told { confident: found.confident, shown });
            self.say_miss(query, &articles, relevant);
            if number % COLD_EVERY == 0 && !self.options.contains_key("quick") {
                report.cold.push(Searcher::cold(&built.files, &built.root, &query.text)?);
            }
        }
        if tantivy.is_none() {
            report.scope = scope::line(self, &searcher)?;
        }
        Ok(report)
    }

    fn say_miss(&self, query: &Query, articles: &[String], relevant: &BTreeMap<String, u32>) {
        let hit = articles.iter().take(3).any(|article| relevant.contains_key(article));
        if !hit && !query.is_out_of_scope() && self.options.contains_key("misses") {
            let wanted = relevant.keys().next();
            let first = articles.first();
            eprintln!("miss {}: {} -> {first:?} want {wanted:?}", query.kind, query.text);
        }
    }
}

/// As many results as are looked at.
fn ten() -> SearchOptions {
    SearchOptions { limit: DEPTH, ..SearchOptions::default() }
}

/// Ids of addresses, each once.
fn distinct<'a>(urls: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for article in urls.map(id) {
        if !out.iter().any(|known| known == article) {
            out.push(article.to_owned());
        }
    }
    out
}

/// Writes index, engine and glue as the builder does, with plain names.
fn write(folder: &Path, built: &Index) -> Result<()> {
    let index = folder.join("index/en");
    fs::create_dir_all(&index)?;
    for (name, bytes) in &built.files {
        fs::write(index.join(name), bytes)?;
    }
    let root = format!("index/en/{}", built.root);
    let file = built.root_file();
    let entry = EntryRoot { language: "en", path: &root, file: &file };
    fs::write(folder.join("search.js"), entry_script(&[entry], 0))?;
    Ok(())
}

/// The settings of a ranking that `--set` asks for.
fn set(settings: &mut Settings, pairs: Option<&String>) -> Result<()> {
    for pair in pairs.map_or("", String::as_str).split(',').filter(|pair| !pair.is_empty()) {
        let Some((name, value)) = pair.split_once('=') else { bail!("--set wants name=value") };
        if !settings.ranking.set(name, value.parse()?) {
            let names = faqtory::search::Ranking::NAMES.join(", ");
            bail!("no such parameter: {name}; there is {names}");
        }
    }
    Ok(())
}
