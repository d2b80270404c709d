//! What the examples share: options, memory, percentiles, a folder's articles, a page that keeps what it fetched.
#![allow(dead_code, reason = "each example uses its part")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use faqtory::disk::{self, Place};
use faqtory::search::{Document, Index, Settings};
use faqtory::{Cache, IndexUse, Options};
use faqtory_client::{Client, DONE, NEED};
use faqtory_search::layout::FileId;

/// More rounds than any query needs.
const MAX_ROUNDS: usize = 16;

/// `--name value` and `--flag`; a name that is given several times keeps all its values, joined by commas.
pub(crate) fn options() -> BTreeMap<String, String> {
    let mut out: BTreeMap<String, String> = BTreeMap::new();
    let mut arguments = std::env::args().skip(1).peekable();
    while let Some(name) = arguments.next() {
        let value = arguments.next_if(|next| !next.starts_with("--")).unwrap_or_default();
        let place = out.entry(name.trim_start_matches('-').to_owned()).or_default();
        if !place.is_empty() {
            place.push(',');
        }
        place.push_str(&value);
    }
    out
}

/// A line of what Linux says of this process, in MB; 0 elsewhere. `VmHWM` is the most so far, `VmRSS` now.
pub(crate) fn megabytes(line: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let found = status.lines().find_map(|text| text.strip_prefix(line)?.strip_prefix(':'));
    let kilobytes = found.and_then(|text| text.split_whitespace().next()?.parse::<usize>().ok());
    kilobytes.unwrap_or(0) * 1024 / 1_000_000
}

/// The value that `share` of all values do not exceed; sorts them.
pub(crate) fn percentile(values: &mut [f64], share: f64) -> f64 {
    values.sort_by(f64::total_cmp);
    let at = (values.len().saturating_sub(1) as f64 * share) as usize;
    values.get(at).copied().unwrap_or(0.0)
}

/// What a build of a folder indexes in a language, its first one unless named, on the day of
/// `SOURCE_DATE_EPOCH` or today.
pub(crate) fn knowledge_base(
    folder: &str,
    language: Option<&str>,
) -> Result<(Vec<Document>, Settings)> {
    let root = PathBuf::from(folder);
    let out = Some(root.join("public"));
    let source = disk::read(&Place { root, config: None, out })?;
    let day = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(seconds) => jiff::Timestamp::from_second(seconds.trim().parse()?)?,
        Err(_) => jiff::Timestamp::now(),
    };
    let options = Options {
        base_url: None,
        drafts: false,
        future: false,
        expired: false,
        keep_going: false,
        index: IndexUse::Fresh,
        golden: false,
        today: day.to_zoned(jiff::tz::TimeZone::UTC).date(),
    };
    let languages = faqtory::documents(&source, &options, &mut Cache::default());
    let mut asked = languages
        .into_iter()
        .filter(|(_, settings)| language.is_none_or(|code| settings.language == code));
    asked.next().context("the knowledge base has no such language")
}

/// A page that is open: the engine behind its browser interface, and the files it has fetched.
pub(crate) struct Session<'a> {
    built: &'a Index,
    client: Client,
    fetched: BTreeSet<String>,
}

impl<'a> Session<'a> {
    /// Opens the root.
    pub(crate) fn open(built: &'a Index) -> Result<Self> {
        let mut client = Client::default();
        let root = inflated(built, &built.root)?;
        client.input(root.len()).copy_from_slice(&root);
        let status = client.open();
        if status != DONE {
            bail!("the root: status {status}");
        }
        Ok(Self { built, client, fetched: BTreeSet::new() })
    }

    /// Searches for ten results; returns the bytes fetched for that.
    pub(crate) fn search(&mut self, query: &str) -> Result<usize> {
        let mut bytes = 0;
        for _ in 0..MAX_ROUNDS {
            self.client.input(query.len()).copy_from_slice(query.as_bytes());
            match self.client.search(10) {
                DONE => return Ok(bytes),
                NEED => bytes += self.fetch()?,
                status => bail!("{query}: status {status}"),
            }
        }
        bail!("{query}: the index asks for files without end")
    }

    fn fetch(&mut self) -> Result<usize> {
        let mut bytes = 0;
        for name in self.client.output().to_owned().lines() {
            let file = inflated(self.built, name)?;
            self.client.input(file.len()).copy_from_slice(&file);
            let status = self.client.insert(FileId::from_name(name)?.number);
            if status != DONE {
                bail!("{name}: status {status}");
            }
            if self.fetched.insert(name.to_owned()) {
                bytes += self.built.files[name].len();
            }
        }
        Ok(bytes)
    }
}

fn inflated(built: &Index, name: &str) -> Result<Vec<u8>> {
    let packed = built.files.get(name).with_context(|| format!("the index has no file {name}"))?;
    miniz_oxide::inflate::decompress_to_vec(packed)
        .map_err(|problem| anyhow::anyhow!("{name}: {problem}"))
}
