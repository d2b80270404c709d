//! Queries and what answers them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

/// The type of queries that nothing here answers.
const OUT_OF_SCOPE: &str = "oos";

#[derive(serde::Deserialize)]
pub(crate) struct Query {
    pub(crate) qid: String,
    #[serde(rename = "type", default = "any")]
    pub(crate) kind: String,
    pub(crate) text: String,
}

fn any() -> String {
    "query".into()
}

impl Query {
    pub(crate) fn is_out_of_scope(&self) -> bool {
        self.kind == OUT_OF_SCOPE
    }
}

/// A judged set.
pub(crate) struct Judged {
    pub(crate) queries: Vec<Query>,
    /// Query → article → grade.
    pub(crate) relevant: BTreeMap<String, BTreeMap<String, u32>>,
}

/// What the options name.
pub(crate) fn read(options: &BTreeMap<String, String>) -> Result<Judged> {
    let split = options.get("split").map_or("dev", String::as_str);
    let queries = place(options, "queries", &format!("queries.{split}.jsonl"))?;
    let qrels = place(options, "qrels", &format!("qrels.{split}.tsv"))?;
    let mut queries: Vec<Query> = json_lines(&queries)?;
    if let Some(kinds) = options.get("kinds") {
        queries.retain(|query| kinds.split(',').any(|kind| kind == query.kind));
    }
    Ok(Judged { queries, relevant: relevant(&qrels)? })
}

/// The file of an option, or the one of that name in `--corpus`.
pub(crate) fn place(
    options: &BTreeMap<String, String>,
    name: &str,
    in_corpus: &str,
) -> Result<PathBuf> {
    if let Some(path) = options.get(name) {
        return Ok(path.into());
    }
    let corpus =
        options.get("corpus").with_context(|| format!("--{name} or --corpus is missing"))?;
    Ok(Path::new(corpus).join(in_corpus))
}

/// One value per line.
pub(crate) fn json_lines<T: serde::de::DeserializeOwned>(path: &Path) -> Result<Vec<T>> {
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(number, line)| {
            serde_json::from_str(line).with_context(|| format!("{}:{number}", path.display()))
        })
        .collect()
}

fn relevant(path: &Path) -> Result<BTreeMap<String, BTreeMap<String, u32>>> {
    let mut out: BTreeMap<String, BTreeMap<String, u32>> = BTreeMap::new();
    let text = fs::read_to_string(path).with_context(|| path.display().to_string())?;
    for (number, line) in (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        let columns: Vec<&str> = line.split_whitespace().collect();
        let [query, _, article, grade] = columns[..] else {
            anyhow::bail!("{}:{number}: want query, 0, article, grade", path.display());
        };
        let grade: i64 =
            grade.parse().with_context(|| format!("{}:{number}: grade", path.display()))?;
        if grade > 0 {
            out.entry(query.into()).or_default().insert(article.into(), grade as u32);
        }
    }
    Ok(out)
}

/// The last segment of an address, without what follows the path and without `.html`.
pub(crate) fn id(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or_default();
    let path = path.strip_suffix("index.html").unwrap_or(path).trim_end_matches('/');
    let last = path.rsplit('/').next().unwrap_or_default();
    last.strip_suffix(".html").unwrap_or(last)
}
