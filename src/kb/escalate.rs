//! What articles say about contact, checked against the contact config.

use std::sync::Arc;

use crate::article::Article;
use crate::contact::{Contact, Policy, Topic};
use crate::diag::{self, Diagnostic, Diagnostics, Span};

/// Topics that do not exist, and sensitive articles that lead to a page without a human.
pub(super) fn audit(articles: &[Arc<Article>], contact: Option<&Contact>, diags: &mut Diagnostics) {
    let Some(contact) = contact else { return };
    for article in articles {
        let topic = match &article.front.escalate {
            Some((name, span)) => {
                let topic = contact.topic(name);
                if topic.is_none() {
                    diags.push(contact.unknown_topic(name, span.clone()));
                    continue;
                }
                topic.map(|topic| (topic, span.clone()))
            }
            None => None,
        };
        if article.front.sensitive {
            diags.extend(hidden(article, topic, contact));
        }
    }
}

/// The problem of a sensitive article whose contact page keeps its readers from a human.
fn hidden(
    article: &Article,
    topic: Option<(&Topic, Span)>,
    contact: &Contact,
) -> Option<Diagnostic> {
    let policy = contact.policy_of(topic.as_ref().map(|(topic, _)| *topic));
    if policy == Policy::Neutral {
        return None;
    }
    let policy = policy.name();
    Some(match topic {
        Some((topic, span)) => {
            let message = format!(
                "this article is sensitive, but its contact topic `{}` hides the human (`{policy}`)",
                topic.id
            );
            Diagnostic::new(diag::HIDDEN_HUMAN, span, message)
                .hint(format!("add `sensitive: true` to the topic `{}`", topic.id))
        }
        None => {
            let message =
                format!("this article is sensitive, but contact hides the human (`{policy}`)");
            Diagnostic::new(diag::HIDDEN_HUMAN, article.head_span(), message)
                .hint("give it an `escalate` with a topic that has `sensitive: true`")
        }
    })
}
