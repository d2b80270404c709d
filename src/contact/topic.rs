//! What customers write about.

use std::collections::BTreeMap;

use super::field::{DEFAULT, Field};
use super::{Known, Named, POLICIES, Policy, SENT, Text, text};
use crate::diag::{self, Diagnostic, Span, did_you_mean};
use crate::yaml::{Fields, Placed, unknown_key};

/// A topic: a page with a form, and where its messages go.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Its name in the config, in addresses and in the `escalate` of articles.
    pub id: String,
    /// For people.
    pub title: Text,
    /// One sentence.
    pub description: Option<Text>,
    /// Name of an icon.
    pub icon: Option<String>,
    /// What its form asks for, in order.
    pub fields: Vec<String>,
    /// Instead of the site's.
    pub policy: Option<Policy>,
    /// Whether a human comes first, whatever the policy.
    pub sensitive: bool,
    /// What a customer should have at hand.
    pub have_ready: Vec<Text>,
    /// Articles to suggest first, as written.
    pub articles: Vec<Named>,
    /// Passed on with a message.
    pub priority: Option<String>,
    /// Passed on with a message.
    pub queue: Option<String>,
    /// Passed on with a message.
    pub tags: Vec<String>,
    /// Where it is written.
    pub span: Span,
}

const KEYS: &[&str] = &[
    "title",
    "description",
    "icon",
    "fields",
    "policy",
    "sensitive",
    "have_ready",
    "articles",
    "priority",
    "queue",
    "tags",
];

pub(super) fn read(
    fields: &mut Fields,
    forms: &BTreeMap<String, Field>,
    known: &Known<'_>,
) -> Vec<Topic> {
    let mut topics: Vec<Topic> = Vec::new();
    for (id, span, value) in super::read::entries(fields, "topics") {
        if id.is_empty() || crate::url::slug(&id) != id || id == SENT {
            let message = format!("`{id}` cannot be the name of a topic");
            let hint = format!(
                "use small letters, digits and `-`, and not `{SENT}`: it is part of an address"
            );
            fields.problems.push(Diagnostic::new(diag::INVALID_VALUE, span, message).hint(hint));
            continue;
        }
        let (topic, mut problems) = one((id, span), &value, forms, known);
        fields.problems.append(&mut problems);
        topics.extend(topic);
    }
    topics
}

fn one(
    (id, span): (String, Span),
    value: &Placed,
    forms: &BTreeMap<String, Field>,
    known: &Known<'_>,
) -> (Option<Topic>, Vec<Diagnostic>) {
    let Some(mut keys) = Fields::of(value, "a topic") else {
        let hint = "write its keys below it, at least `title`";
        return (None, vec![value.not("a topic").hint(hint)]);
    };
    let config = known.config;
    let policy_place = keys.span_of("policy");
    let mut topic = Topic {
        title: text::read(&mut keys, "title", config).unwrap_or_default(),
        description: text::read(&mut keys, "description", config),
        icon: keys.text("icon"),
        fields: form(&mut keys, forms),
        policy: keys.choice("policy", POLICIES),
        sensitive: keys.flag("sensitive").unwrap_or_default(),
        have_ready: text::list(&mut keys, "have_ready", config),
        articles: keys.spanned_texts("articles"),
        priority: keys.text("priority"),
        queue: keys.text("queue"),
        tags: keys.texts("tags"),
        id,
        span,
    };
    if topic.title == Text::default() && keys.problems.is_empty() {
        let message = format!("the topic `{}` has no `title`", topic.id);
        let problem = Diagnostic::new(diag::INVALID_VALUE, topic.span.clone(), message);
        keys.problems.push(problem.hint("say what customers call it"));
    }
    if topic.title == Text::default() {
        topic.title = Text::plain(&topic.id, config);
    }
    if let (Some(policy), Some(place), true) = (topic.policy, policy_place, topic.sensitive)
        && policy != Policy::Neutral
    {
        let message = format!(
            "the topic `{}` is sensitive, but `{}` hides the human",
            topic.id,
            policy.name()
        );
        let problem = Diagnostic::new(diag::HIDDEN_HUMAN, place, message);
        keys.problems.push(problem.fix("write `neutral`, or remove the line", "neutral"));
    }
    for leftover in keys.leftovers() {
        keys.problems.push(unknown_key(&leftover, "a topic", KEYS));
    }
    (Some(topic), keys.problems)
}

/// The fields of its form: those it names that exist.
fn form(keys: &mut Fields, forms: &BTreeMap<String, Field>) -> Vec<String> {
    if keys.span_of("fields").is_none() {
        return DEFAULT.map(str::to_owned).to_vec();
    }
    let mut names: Vec<String> = Vec::new();
    for (name, span) in keys.spanned_texts("fields") {
        if forms.contains_key(&name) && !names.contains(&name) {
            names.push(name);
            continue;
        }
        let twice = names.contains(&name);
        let message = if twice {
            format!("the field `{name}` stands here twice")
        } else {
            format!("there is no field `{name}`")
        };
        let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
        keys.problems.push(match did_you_mean(&name, forms.keys().map(String::as_str)) {
            _ if twice => problem.hint("remove one of the two"),
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem.hint("define it below `fields`"),
        });
    }
    names
}
