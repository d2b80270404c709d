//! What can be said of the articles as a set before any address is given.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use jiff::{Span as TimeSpan, civil::Date};

use crate::Options;
use crate::article::Article;
use crate::config::{Config, Owner};
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};

/// Missing titles, keys that nobody knows, a knowledge base without an article.
pub(super) fn articles(articles: &[Arc<Article>], config: &Config, diags: &mut Diagnostics) {
    if articles.is_empty() {
        let folder =
            if config.content_dir.is_empty() { "this folder" } else { "the folder `content`" };
        let message = format!("there is no article: {folder} holds no Markdown file");
        diags.push(
            Diagnostic::global(diag::NO_ARTICLES, message)
                .hint("run `faqtory init` for an example to start from"),
        );
    }
    for article in articles.iter().filter(|article| article.title.is_none() && !article.is_index())
    {
        let title_is_broken =
            article.problems.iter().any(|problem| problem.severity == diag::Severity::Error);
        if !title_is_broken {
            diags.push(
                Diagnostic::new(
                    diag::MISSING_TITLE,
                    article.head_span(),
                    "this article has no title",
                )
                .hint("write `title: …` in its front matter, or begin it with a heading, `# …`"),
            );
        }
    }
    foreign_keys(articles, config, diags);
    owners(articles, config, diags);
}

/// Owners with a name for readers who own nothing.
fn owners(articles: &[Arc<Article>], config: &Config, diags: &mut Diagnostics) {
    let known: BTreeSet<&str> =
        articles.iter().filter_map(|article| article.front.owner.as_deref()).collect();
    for (owner, Owner { span, .. }) in &config.owners {
        if known.contains(owner.as_str()) {
            continue;
        }
        let message = format!("no article has `owner: {}`", owner.escape_debug());
        let problem = Diagnostic::new(diag::UNUSED_OWNER, span.clone(), message);
        diags.push(match did_you_mean(owner, known.iter().copied()) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near.to_owned()),
            None => problem.hint("remove the line, or write the `owner` as the articles have it"),
        });
    }
}

/// One warning per unknown key, with how many articles use it.
fn foreign_keys(articles: &[Arc<Article>], config: &Config, diags: &mut Diagnostics) {
    let mut keys: BTreeMap<&str, (Span, usize)> = BTreeMap::new();
    for (key, span) in articles.iter().flat_map(|article| &article.front.foreign) {
        keys.entry(key).or_insert_with(|| (span.clone(), 0)).1 += 1;
    }
    for (key, (span, count)) in keys {
        if config.allowed_keys.iter().any(|pattern| matches(pattern, key)) {
            continue;
        }
        let articles =
            if count == 1 { "1 article".to_owned() } else { format!("{count} articles") };
        let message =
            format!("`{}` is not a key that faqtory knows ({articles})", key.escape_debug());
        let hint = format!(
            "remove it, or accept it with `front_matter: {{allow: [{}]}}` in faqtory.yaml",
            key.escape_debug()
        );
        diags.push(Diagnostic::new(diag::FOREIGN_KEY, span, message).hint(hint));
    }
}

fn matches(pattern: &str, key: &str) -> bool {
    pattern.strip_suffix('*').map_or(pattern == key, |prefix| key.starts_with(prefix))
}

/// How many articles should have been reviewed by today.
pub(super) fn stale(articles: &[Arc<Article>], config: &Config, options: &Options) -> usize {
    articles
        .iter()
        .filter(|article| review_by(article, config).is_some_and(|day| day < options.today))
        .count()
}

/// The day an article wants a review: its own, or so many days after its last change.
pub fn review_by(article: &Article, config: &Config) -> Option<Date> {
    let front = &article.front;
    front.review_by.or_else(|| {
        let changed = front.updated.or(front.date)?;
        changed.checked_add(TimeSpan::new().days(config.review_days?)).ok()
    })
}
