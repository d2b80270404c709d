//! The question below an article, and what the page's script needs to tell whom the site names.

use serde_json::json;

use super::contact_views::EscalationView;
use super::context::Site;
use super::views::{AnalyticsView, FeedbackReasonView, FeedbackView};
use crate::article::front_matter::Kind;
use crate::config::analytics::{Analytics, Consent};
use crate::config::feedback::{Shown, text_key};
use crate::contact::Policy;
use crate::kb::Entry;
use crate::url;

/// Nothing for articles that are for a day only, and for those that nobody may learn about.
pub(super) fn view(
    site: &Site<'_>,
    entry: &Entry,
    escalation: Option<&EscalationView>,
) -> Option<FeedbackView> {
    let config = &site.config.feedback;
    let takes_comments = config.issue.is_some()
        || config.email.is_some()
        || site.config.analytics.iter().any(|receiver| receiver.provider.takes_comments());
    // A help center that has no humans cannot offer them.
    let human = escalation.filter(|escalation| escalation.policy != Policy::SelfServiceOnly.name());
    let contact_url = human.map(|escalation| escalation.url.clone());
    let is_received = takes_comments || !site.config.analytics.is_empty() || contact_url.is_some();
    let is_asked = match config.shown {
        Shown::Never => false,
        Shown::Always => true,
        Shown::WhenReceived => is_received,
    };
    let front = &entry.page.article.front;
    if !is_asked || front.sensitive || entry.kind() == Kind::Notice {
        return None;
    }
    Some(FeedbackView {
        reasons: config.reasons.iter().map(|reason| self::reason(site, entry, reason)).collect(),
        // Where nobody is named, whoever wrote `feedback: true` has a script that listens.
        is_sent: !site.config.analytics.is_empty() || !is_received,
        contact_url,
        has_mail: config.email.is_some(),
        takes_comments: config.comment.unwrap_or(takes_comments),
        issue_field: config.issue_form().map(|(_, _, body)| body),
    })
}

fn reason(site: &Site<'_>, entry: &Entry, id: &'static str) -> FeedbackReasonView {
    let title = site.text(&text_key(id)).to_owned();
    let fill =
        |key: &str| site.text(key).replace("{title}", &entry.title).replace("{reason}", &title);
    let subject = url::encode_component(&fill("feedback_issue_title"));
    let address = site.config.absolute(&site.href(&entry.page.url));
    let source = entry.page.article.path();
    let body = format!("{}\n\n{address}\n{source}\n\n", fill("feedback_issue_text"));
    let body = url::encode_component(&body);
    let issue = site.config.feedback.issue_form().map(|(form, title, text)| {
        let (title, text) = (url::encode_component(title), url::encode_component(text));
        format!("{form}?{title}={subject}&{text}={body}")
    });
    let email = site.config.feedback.email.as_ref();
    FeedbackReasonView {
        id,
        issue_url: issue,
        mail_url: email.map(|to| format!("mailto:{to}?subject={subject}&body={body}")),
        title,
    }
}

/// What `analytics.js` reads.
pub(super) fn analytics(site: &Site<'_>) -> Option<AnalyticsView> {
    let receivers = &site.config.analytics;
    if receivers.is_empty() {
        return None;
    }
    let adapters: Vec<_> = receivers.iter().map(|receiver| adapter(site, receiver)).collect();
    Some(AnalyticsView {
        config: json!({ "adapters": adapters }).to_string(),
        asks: receivers.iter().any(|receiver| receiver.consent == Consent::Required),
    })
}

fn adapter(site: &Site<'_>, receiver: &Analytics) -> serde_json::Value {
    let name = receiver.provider.name();
    let module = site.theme.addresses.get(&format!("js/analytics/{name}.js"));
    json!({
        "name": name,
        "module": module.map(|path| site.href(path)),
        "url": receiver.url,
        "site": receiver.site,
        "token": receiver.token,
        "consent": receiver.consent == Consent::Required,
        "dnt": receiver.respects_do_not_track,
    })
}
