//! Size, rounds, speed and memory of search on made-up knowledge bases: `cargo xtask bench search`.
//!
//! Prints Markdown. Options: `--sizes 100,1000` (articles), `--queries 200` (of each kind), `--json`. Every size
//! runs in a process of its own, so that its peak of memory is its own.
#![allow(clippy::print_stdout, clippy::disallowed_methods, reason = "a tool at the rim")]

#[path = "../common/mod.rs"]
mod common;
mod corpus;
mod queries;
mod report;

use std::collections::BTreeMap;
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::{Context as _, Result, bail};
use faqtory::search::{ColdSearch, Index, SearchOptions, Searcher, Settings, index};
use serde_json::{Value, json};

use common::{Session, megabytes, options, percentile};
use queries::{KINDS, Query};

const SIZES: &str = "100,1000,10000,100000";
/// Queries of one visit; all but the first find something cached.
const VISIT: usize = 6;

fn main() -> Result<()> {
    let options = options();
    let count = options.get("queries").map_or(Ok(200), |text| text.parse())?;
    if let Some(size) = options.get("size") {
        println!("{}", measure(size.parse()?, count)?);
        return Ok(());
    }
    let sizes = options.get("sizes").map_or(SIZES, String::as_str);
    let measured: Vec<Value> =
        sizes.split(',').map(|size| in_a_process(size, count)).collect::<Result<_>>()?;
    if options.contains_key("json") {
        println!("{}", Value::from(measured));
    } else {
        print!("{}", report::markdown(&measured));
    }
    Ok(())
}

fn in_a_process(size: &str, count: usize) -> Result<Value> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--size", size, "--queries", &count.to_string()]).stderr(Stdio::inherit());
    let output = command.output()?;
    if !output.status.success() {
        bail!("{size} articles: the measurement failed ({})", output.status);
    }
    serde_json::from_slice(&output.stdout).with_context(|| format!("{size} articles"))
}

fn measure(size: usize, count: usize) -> Result<Value> {
    let documents = corpus::documents(size);
    let before = megabytes("VmRSS");
    let started = Instant::now();
    let settings = Settings { language: "en".into(), ..Settings::default() };
    let built = index(&documents, &settings);
    let seconds = started.elapsed().as_secs_f64();
    let peak = megabytes("VmHWM");
    let asked = KINDS.map(|(kind, make)| (kind, queries::queries(&documents, make, count)));
    drop(documents);
    let mut letters: BTreeMap<char, usize> = BTreeMap::new();
    for letter in built.files.keys().filter_map(|name| name.chars().next()) {
        *letters.entry(letter).or_default() += 1;
    }
    let searcher = Searcher::open(&built.files, &built.root)?;
    let mut costs = Vec::new();
    for (kind, queries) in &asked {
        costs.push(cost(kind, queries, &built, &searcher)?);
    }
    Ok(json!({
        "articles": size,
        "build_seconds": seconds,
        "articles_mb": before,
        "peak_mb": peak,
        "index_bytes": built.files.values().map(Vec::len).sum::<usize>(),
        "root_bytes": built.files[&built.root].len(),
        "files": letters,
        "queries": costs,
    }))
}

fn cost(kind: &str, queries: &[Query], built: &Index, searcher: &Searcher) -> Result<Value> {
    let cold: Vec<ColdSearch> = queries
        .iter()
        .map(|query| Ok(Searcher::cold(&built.files, &built.root, &query.text)?))
        .collect::<Result<_>>()?;
    let mean = |value: fn(&ColdSearch) -> usize| {
        cold.iter().map(value).sum::<usize>() as f64 / cold.len().max(1) as f64
    };
    let (mut times, found) = timed(queries, searcher)?;
    Ok(json!({
        "kind": kind,
        "cold_bytes": mean(|cost| cost.bytes),
        "cold_bytes_most": cold.iter().map(|cost| cost.bytes).max(),
        "cold_files": mean(|cost| cost.files),
        "rounds": mean(|cost| cost.rounds),
        "rounds_most": cold.iter().map(|cost| cost.rounds).max(),
        "further_bytes": further(queries, built)?,
        "p50_ms": percentile(&mut times, 0.5),
        "p95_ms": percentile(&mut times, 0.95),
        "found": found as f64 / queries.len().max(1) as f64,
    }))
}

/// Mean bytes of a query after others of the same visit.
fn further(queries: &[Query], built: &Index) -> Result<f64> {
    let (mut bytes, mut count) = (0, 0usize);
    for visit in queries.chunks(VISIT) {
        let mut session = Session::open(built)?;
        for (at, query) in visit.iter().enumerate() {
            let fetched = session.search(&query.text)?;
            bytes += if at > 0 { fetched } else { 0 };
            count += usize::from(at > 0);
        }
    }
    Ok(bytes as f64 / count.max(1) as f64)
}

/// Milliseconds of each query, on the second pass, and how many found their article among ten.
fn timed(queries: &[Query], searcher: &Searcher) -> Result<(Vec<f64>, usize)> {
    let (mut times, mut found) = (Vec::new(), 0);
    for pass in 0..2 {
        for query in queries {
            let started = Instant::now();
            let answer = searcher.search(&query.text, &SearchOptions::default())?;
            let milliseconds = started.elapsed().as_secs_f64() * 1000.0;
            if pass == 1 {
                times.push(milliseconds);
                found += usize::from(answer.results.iter().any(|result| result.url == query.url));
            }
        }
    }
    Ok((times, found))
}
