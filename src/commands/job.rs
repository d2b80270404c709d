//! What `build`, `serve`, `check` and `search` have in common: the folder, the options, one
//! guarded call of the pipeline.

#![expect(clippy::disallowed_methods, reason = "the rim knows the environment and the day")]

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Verdict;
use crate::cli::{Content, Global};
use crate::diag::{self, Diagnostic, Diagnostics, Severity};
use crate::disk::{Place, refused};
use crate::tree::{Site, SourceTree};
use crate::{Cache, IndexUse, Options};

/// A knowledge base and how to build it.
#[derive(Clone, Debug)]
pub(crate) struct Job {
    /// Where it is.
    pub(crate) place: Place,
    /// How it is built.
    pub(crate) options: Options,
    /// Warnings fail too.
    pub(crate) strict: bool,
}

impl Job {
    /// The job that the flags ask for, without what only some commands have.
    pub(crate) fn new(global: &Global, content: &Content) -> anyhow::Result<Self> {
        let root = match &content.dir {
            Some(dir) => global.root.join(dir),
            None => global.root.clone(),
        };
        let here = root == Path::new(".");
        let out = Some(if here { PathBuf::from("public") } else { root.join("public") });
        let options = Options {
            base_url: None,
            drafts: content.drafts,
            future: content.future,
            expired: content.expired,
            keep_going: false,
            index: IndexUse::Fresh,
            golden: false,
            today: today(content.at)?,
        };
        Ok(Self {
            place: Place { root, config: global.config.clone(), out },
            options,
            strict: false,
        })
    }

    /// A job of the folder in `global` with no flags of its own.
    pub(crate) fn plain(global: &Global) -> anyhow::Result<Self> {
        let content = Content { dir: None, drafts: false, future: false, expired: false, at: None };
        Self::new(global, &content)
    }

    /// The output folder.
    pub(crate) fn out(&self) -> PathBuf {
        self.place.out.clone().unwrap_or_else(|| self.place.root.join("public"))
    }

    /// The site of `source`. A mistake of ours that would end the program becomes a diagnostic.
    pub(crate) fn make(&self, source: &SourceTree, cache: &mut Cache) -> (Site, Diagnostics) {
        let built = catch_unwind(AssertUnwindSafe(|| crate::build(source, &self.options, cache)));
        built.unwrap_or_else(|_| {
            *cache = Cache::default();
            let mut diags = Diagnostics::default();
            diags.push(
                Diagnostic::global(diag::INTERNAL, "faqtory stopped in the middle of this build")
                    .hint("the text above says where; please report it with the article"),
            );
            (Site::default(), diags)
        })
    }

    /// Whether `diags` let the site pass.
    pub(crate) fn verdict(&self, diags: &Diagnostics) -> Verdict {
        let warnings = self.strict && (diags.has_errors() || diags.count(Severity::Warning) > 0);
        if diags.has_errors() || warnings { Verdict::Faulty } else { Verdict::Fine }
    }
}

/// The day to build for: `--at`, else `SOURCE_DATE_EPOCH`, else now, in UTC.
fn today(at: Option<Date>) -> anyhow::Result<Date> {
    if let Some(date) = at {
        return Ok(date);
    }
    let now = match std::env::var("SOURCE_DATE_EPOCH") {
        Err(_) => jiff::Timestamp::now(),
        Ok(text) => {
            let seconds = text.trim().parse().ok();
            seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).ok_or_else(
                || refused(format!("SOURCE_DATE_EPOCH is `{text}`; it must be seconds since 1970")),
            )?
        }
    };
    Ok(now.to_zoned(TimeZone::UTC).date())
}
