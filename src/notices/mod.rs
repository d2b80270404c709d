//! Notices: what is broken, closed or planned. Each is an article of that kind, or an entry of
//! `data/notices.yaml`. Which pages show it is decided where pages are known ([`crate::kb`]).

mod file;

use std::sync::Arc;

use crate::Options;
use crate::article::Article;
use crate::article::front_matter::{Kind, Spanned};
use crate::article::notice::{Head, Words};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::Withheld;

pub use file::read;

/// Something that readers are told.
#[derive(Clone, Debug)]
pub struct Notice {
    /// When, where, how bad.
    pub head: Head,
    /// What its place on the status page is called, before two of the same name are told apart.
    pub name: String,
    /// Where the words are.
    pub body: Body,
    /// Where it is written.
    pub span: Span,
    /// Why it is not published; for entries of the file, which no one else looks at.
    draft: bool,
}

/// The words of a notice.
#[derive(Clone, Debug)]
pub enum Body {
    /// Those of an article.
    Article(Arc<Article>),
    /// A few of its own.
    Short {
        /// What happened.
        title: Words,
        /// A sentence or two; may be empty.
        text: Words,
        /// Where to read more: an article or an address.
        link: Option<Spanned>,
    },
}

/// Whether a notice is over on the day of the build. One that ends at a time of that day is not: the
/// browser closes it.
pub fn is_past(head: &Head, options: &Options) -> bool {
    let Some(until) = head.until.filter(|_| !options.expired) else { return false };
    match until.time {
        None => until.day <= options.today,
        Some(_) => until.utc_day() < options.today,
    }
}

/// The notice that an article is.
pub fn of_article(article: &Arc<Article>) -> Option<Notice> {
    (article.front.kind == Kind::Notice).then(|| Notice {
        head: article.front.notice.clone(),
        name: crate::url::slug(article.path().stem()),
        body: Body::Article(Arc::clone(article)),
        span: article.head_span(),
        draft: false,
    })
}

/// The notices of the file that are published today; why the others are not is added to `withheld`.
pub fn published(
    notices: Vec<Notice>,
    options: &Options,
    withheld: &mut Vec<Withheld>,
) -> Vec<Notice> {
    let is_shown = |notice: &Notice| {
        let reason = match notice.head.from {
            _ if notice.draft && !options.drafts => "draft".to_owned(),
            Some(from) if from.day > options.today && !options.future => {
                format!("from {}", from.day)
            }
            _ => return true,
        };
        let line = notice.span.line_column().0;
        withheld.push(Withheld { path: format!("{}:{line}", file::FILE), reason });
        false
    };
    notices.into_iter().filter(is_shown).collect()
}

/// Forgets updates that are dated after the day of the build: nothing of the future is published.
pub fn forget_future(notice: &mut Notice, options: &Options) {
    if !options.future {
        notice.head.updates.retain(|update| update.at.day <= options.today);
    }
}

/// Reports notices that nothing will ever take down.
pub fn check(notices: &[Notice], diags: &mut Diagnostics) {
    let endless =
        notices.iter().filter(|notice| notice.head.is_endless && !notice.head.is_resolved());
    for notice in endless {
        let message = "this notice has no end, so its banner stays until somebody thinks of it";
        diags.push(
            Diagnostic::new(diag::NOTICE_WITHOUT_END, notice.span.clone(), message)
                .hint("write `expire_at`, the first day without it; a later day is easily written when it comes nearer"),
        );
    }
}
