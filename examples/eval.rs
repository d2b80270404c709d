//! Relevance, size and speed of search on a judged set: `cargo xtask eval --corpus DIR`.
//!
//! `DIR` holds `queries.<split>.jsonl` (`qid`, `type`, `text`), `qrels.<split>.tsv` (qid, 0, article,
//! grade) and the articles as `docs.jsonl` (`id`, `title`, `body`) or as Markdown files in a folder given
//! by `--articles`. Options: `--kinds para,typo`, `--split dev`, `--tantivy`, `--set name=value,…` for ranking
//! parameters, `--copies N` to scale the articles up, `--write DIR` to write what a browser needs to `DIR/_faqtory`.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool at the rim")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::time::Instant;

use anyhow::{Context as _, Result};
use faqtory::search::{
    ColdSearch, Document, EntryRoot, Index, Ranking, SearchOptions, Searcher, Section, Settings,
    entry_script, index, tantivy_search,
};

#[derive(serde::Deserialize)]
struct Query {
    qid: String,
    #[serde(rename = "type")]
    kind: String,
    text: String,
}

#[derive(serde::Deserialize)]
struct Record {
    id: String,
    title: String,
    body: String,
}

#[derive(Default)]
struct Score {
    queries: usize,
    reciprocal: f64,
    empty: usize,
    confident: usize,
}

type Judgements = BTreeMap<String, BTreeMap<String, u32>>;

fn main() -> Result<()> {
    let options = options();
    let corpus = Path::new(options.get("corpus").context("--corpus DIR is missing")?);
    let mut documents = match options.get("articles") {
        Some(folder) => markdown(&corpus.join(folder))?,
        None => records(&corpus.join("docs.jsonl"))?,
    };
    scale(&mut documents, options.get("copies").map_or(Ok(1), |n| n.parse())?);
    let settings = Settings {
        language: "en".into(),
        ranking: ranking(options.get("set"))?,
        ..Settings::default()
    };
    let started = Instant::now();
    let built = index(&documents, &settings);
    let bytes: usize = built.files.values().map(Vec::len).sum();
    println!(
        "{}: {} articles, index {:.2} s, {} files, {bytes} bytes, root {}, first search {} bytes, peak {} MB",
        corpus.display(),
        documents.len(),
        started.elapsed().as_secs_f64(),
        built.files.len(),
        built.files[&built.root].len(),
        built.first_search_bytes,
        peak_megabytes(),
    );
    if let Some(folder) = options.get("write") {
        write(&Path::new(folder).join("_faqtory"), &built)?;
    }
    evaluate(
        corpus,
        &options,
        &|query| {
            let found = tantivy_search(&documents, &settings, query, 10);
            found.into_iter().map(|(url, _)| url).collect()
        },
        &built,
    )
}

/// Runs the queries and prints what came of them.
fn evaluate(
    corpus: &Path,
    options: &BTreeMap<String, String>,
    tantivy: &dyn Fn(&str) -> Vec<String>,
    built: &Index,
) -> Result<()> {
    let split = options.get("split").map_or("dev", String::as_str);
    let judged = judgements(&corpus.join(format!("qrels.{split}.tsv")))?;
    let searcher = Searcher::open(&built.files, &built.root)?;
    let (mut scores, mut times, mut cold) =
        (BTreeMap::<String, Score>::new(), Vec::new(), Vec::new());
    for query in queries(&corpus.join(format!("queries.{split}.jsonl")), options.get("kinds"))? {
        let started = Instant::now();
        let found = searcher.search(&query.text, &SearchOptions::default())?;
        times.push(started.elapsed().as_secs_f64() * 1000.0);
        let urls: Vec<String> = if options.contains_key("tantivy") {
            tantivy(&query.text)
        } else {
            found.results.iter().map(|result| result.url.clone()).collect()
        };
        let relevant = judged.get(&query.qid).cloned().unwrap_or_default();
        scores.entry(query.kind.clone()).or_default().add(&urls, &relevant, found.confident);
        let missed = !urls.iter().take(3).any(|url| relevant.contains_key(url));
        if missed && options.contains_key("misses") {
            println!(
                "miss {}: {} -> {:?} want {:?}",
                query.kind,
                query.text,
                urls.first(),
                relevant.keys().next()
            );
        }
        if times.len() % 10 == 0 && !options.contains_key("quick") {
            cold.push(Searcher::cold(&built.files, &built.root, &query.text)?);
        }
    }
    report(&scores);
    report_costs(times, &cold);
    Ok(())
}

fn report_costs(mut times: Vec<f64>, cold: &[ColdSearch]) {
    times.sort_by(f64::total_cmp);
    let at = |share: f64| {
        times.get((times.len().saturating_sub(1) as f64 * share) as usize).copied().unwrap_or(0.0)
    };
    println!("  p50 {:.2} ms, p95 {:.2} ms, max {:.2} ms", at(0.5), at(0.95), at(1.0));
    let mean =
        |value: fn(&ColdSearch) -> usize| cold.iter().map(value).sum::<usize>() / cold.len().max(1);
    let rounds = cold.iter().map(|cost| cost.rounds).max().unwrap_or(0);
    println!(
        "  cold: {} bytes, {} files, most rounds {rounds}",
        mean(|c| c.bytes),
        mean(|c| c.files)
    );
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

impl Score {
    fn add(&mut self, urls: &[String], relevant: &BTreeMap<String, u32>, confident: bool) {
        let hit = urls.iter().position(|url| relevant.get(url).is_some_and(|&grade| grade > 0));
        self.queries += 1;
        self.reciprocal += hit.map_or(0.0, |at| 1.0 / (at + 1) as f64);
        self.empty += usize::from(urls.is_empty());
        self.confident += usize::from(confident);
    }
}

fn report(scores: &BTreeMap<String, Score>) {
    for (kind, score) in scores {
        let share = |part: usize| 100.0 * part as f64 / score.queries as f64;
        println!(
            "  {kind:7} n {:5}  MRR@10 {:.4}  empty {:.1} %  confident {:.1} %",
            score.queries,
            score.reciprocal / score.queries as f64,
            share(score.empty),
            share(score.confident),
        );
    }
}

/// `--name value` and `--flag`.
fn options() -> BTreeMap<String, String> {
    let mut out = BTreeMap::new();
    let mut arguments = std::env::args().skip(1).peekable();
    while let Some(name) = arguments.next() {
        let value = arguments.next_if(|next| !next.starts_with("--")).unwrap_or_default();
        out.insert(name.trim_start_matches('-').to_owned(), value);
    }
    out
}

fn ranking(set: Option<&String>) -> Result<Ranking> {
    let mut ranking = Ranking::default();
    for pair in set.map_or("", String::as_str).split(',').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').context("--set wants name=value")?;
        anyhow::ensure!(ranking.set(name, value.parse()?), "no such parameter: {name}");
    }
    Ok(ranking)
}

fn document(id: &str, title: &str, sections: Vec<Section>) -> Document {
    let text = sections.first().map_or("", |section| section.text.as_str());
    let description = text.chars().take(160).collect();
    Document {
        url: id.into(),
        title: title.into(),
        description,
        boost: 1.0,
        sections,
        ..Document::default()
    }
}

fn records(path: &Path) -> Result<Vec<Document>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = text.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let record: Record = serde_json::from_str(line)?;
            let intro = Section { text: record.body, ..Section::default() };
            Ok(document(&record.id, &record.title, vec![intro]))
        })
        .collect()
}

fn markdown(folder: &Path) -> Result<Vec<Document>> {
    let mut out = Vec::new();
    for entry in fs::read_dir(folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let id = path.file_stem().context("a file name")?.to_string_lossy().into_owned();
        out.push(article(&id, &text));
    }
    Ok(out)
}

/// A rough reading of an article; the real one is the builder's.
fn article(id: &str, text: &str) -> Document {
    let (front, body) = text
        .strip_prefix("---\n")
        .and_then(|rest| rest.split_once("\n---\n"))
        .unwrap_or(("", text));
    let unquote = |value: &str| value.trim().trim_matches('"').to_owned();
    let title =
        front.lines().find_map(|line| line.strip_prefix("title:")).map(unquote).unwrap_or_default();
    let questions =
        front.lines().filter_map(|line| line.strip_prefix("  - ")).map(unquote).collect();
    let mut sections = vec![Section::default()];
    for line in body.lines() {
        if let Some(heading) = line.strip_prefix("## ") {
            let anchor = heading.to_lowercase().replace(' ', "-");
            sections.push(Section { title: heading.into(), anchor, ..Section::default() });
        } else if let Some(last) = sections.last_mut() {
            last.text.push_str(line);
            last.text.push('\n');
        }
    }
    Document { questions, ..document(id, &title, sections) }
}

/// Multiplies the articles, for size and speed only.
fn scale(documents: &mut Vec<Document>, copies: usize) {
    let originals = documents.clone();
    for copy in 1..copies {
        documents.extend(originals.iter().map(|document| Document {
            url: format!("{}-{copy}", document.url),
            ..document.clone()
        }));
    }
}

fn judgements(path: &Path) -> Result<Judgements> {
    let mut out = Judgements::new();
    for line in fs::read_to_string(path).with_context(|| path.display().to_string())?.lines() {
        let mut columns = line.split('\t');
        let (Some(query), _, Some(article), Some(grade)) =
            (columns.next(), columns.next(), columns.next(), columns.next())
        else {
            continue;
        };
        out.entry(query.into()).or_default().insert(article.into(), grade.trim().parse()?);
    }
    Ok(out)
}

fn queries(path: &Path, kinds: Option<&String>) -> Result<Vec<Query>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let all =
        text.lines().filter(|line| !line.is_empty()).map(|line| Ok(serde_json::from_str(line)?));
    let mut all: Vec<Query> = all.collect::<Result<_>>()?;
    all.retain(|query| kinds.is_none_or(|kinds| kinds.split(',').any(|kind| kind == query.kind)));
    Ok(all)
}

/// The largest resident size so far, where the system tells.
fn peak_megabytes() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse::<usize>().ok()).unwrap_or(0) / 1024
}
