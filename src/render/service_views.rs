//! What templates see of notices and error codes.

use serde::Serialize;

use super::views::TextLanguageView;

/// A day, or a time of a day.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MomentView {
    /// For `datetime=`.
    pub iso: String,
    /// For people.
    pub text: String,
}

/// What was said about an incident at some time.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeUpdateView {
    /// When.
    pub at: MomentView,
    /// How far the incident was, for people; may be empty.
    pub status_text: String,
    /// What was said.
    pub text: String,
    /// The language of the text, where it is not the page's.
    pub lang: Option<TextLanguageView>,
}

/// Something that is broken, closed or planned.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeView {
    /// Its place on the status page.
    pub id: String,
    /// Changes with its words: what a browser remembers of a banner that was closed.
    pub key: String,
    /// What happened.
    pub title: String,
    /// A sentence or two; may be empty.
    pub text: String,
    /// The language of the title, where it is not the page's.
    pub lang: Option<TextLanguageView>,
    /// The language of the text, where it is not the page's.
    pub text_lang: Option<TextLanguageView>,
    /// Where to read more.
    pub url: Option<String>,
    /// Its place on the status page.
    pub place_url: String,
    /// `info`, `warning` or `critical`.
    pub severity: &'static str,
    /// The same for people.
    pub severity_text: String,
    /// `scheduled`, `investigating`, `identified`, `ongoing`, `monitoring` or `resolved`; may be
    /// empty.
    pub status: &'static str,
    /// The same for people; may be empty.
    pub status_text: String,
    /// When it began.
    pub from: Option<MomentView>,
    /// When it ends or ended.
    pub until: Option<MomentView>,
    /// The instant from which on browsers show the banner.
    pub shown_from: Option<String>,
    /// The instant from which on they do not.
    pub shown_until: Option<String>,
    /// Whether a reader can close the banner.
    pub is_dismissible: bool,
    /// Whether it is neither over nor resolved.
    pub is_current: bool,
    /// Whether it is about something that is still to come.
    pub is_planned: bool,
    /// When planned work begins.
    pub starts: Option<MomentView>,
    /// When it is over.
    pub ends: Option<MomentView>,
    /// The instant from which on what is planned is under way.
    pub begins: Option<String>,
    /// How far it is from then on, for people.
    pub begun_text: String,
    /// Its history, the newest first.
    pub updates: Vec<NoticeUpdateView>,
}

/// The past notices of a month.
#[derive(Clone, Debug, Default, Serialize)]
pub struct NoticeMonthView {
    /// `2026-11`; empty for notices without a day.
    pub id: String,
    /// `November 2026`.
    pub title: String,
    /// The newest first.
    pub notices: Vec<NoticeView>,
}

/// The page of all notices.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StatusView {
    /// What is going on, the worst first.
    pub current: Vec<NoticeView>,
    /// What is still to come, the next one first.
    pub planned: Vec<NoticeView>,
    /// Past and resolved ones, by month.
    pub months: Vec<NoticeMonthView>,
    /// Atom feed of all of them, when the site knows its address.
    pub feed_url: Option<String>,
}

/// An article that explains an error code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeArticleView {
    /// Title of the article.
    pub title: String,
    /// The place in it that names the code.
    pub url: String,
    /// Heading of that place; empty for the top of the article.
    pub heading: String,
    /// The first sentence there; may be empty.
    pub text: String,
    /// The language of the texts, where it is not the page's.
    pub lang: Option<TextLanguageView>,
}

/// An error code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeView {
    /// As it is written.
    pub code: String,
    /// Its anchor.
    pub id: String,
    /// The article whose heading names it first.
    pub articles: Vec<CodeArticleView>,
}

/// Error codes that begin alike.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeGroupView {
    /// What they begin with.
    pub title: String,
    /// Its anchor.
    pub id: String,
    /// In order.
    pub codes: Vec<CodeView>,
}

/// The list of error codes.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodesView {
    /// By the letters before the number.
    pub groups: Vec<CodeGroupView>,
    /// How many codes there are.
    pub count: usize,
}
