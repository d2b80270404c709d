//! What templates see of feedback and analytics.

use serde::Serialize;

/// Who is told what happens on the site.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AnalyticsView {
    /// JSON for `analytics.js`.
    pub config: String,
    /// Whether readers are asked first.
    pub asks: bool,
}

/// The question whether an article was helpful.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FeedbackView {
    /// What can be wrong with it.
    pub reasons: Vec<FeedbackReasonView>,
    /// Whether a comment can be written.
    pub takes_comments: bool,
    /// Whether a button sends it: somebody listens to the page's events.
    pub is_sent: bool,
    /// Where a reader asks a human about it.
    pub contact_url: Option<String>,
    /// Whether it can be sent by mail.
    pub has_mail: bool,
    /// The name of the comment in the query of `issue_url`.
    pub issue_field: Option<&'static str>,
}

/// One thing that can be wrong with an article.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FeedbackReasonView {
    /// As the config has it.
    pub id: &'static str,
    /// For readers.
    pub title: String,
    /// A new issue about it.
    pub issue_url: Option<String>,
    /// A mail about it.
    pub mail_url: Option<String>,
}
