//! `data/contact.yaml` → [`Contact`]: who can be reached how, when, about what. It is checked as a
//! whole: whatever is wrong is said in one run, and what can be used is used.

mod adapter;
mod channel;
mod chat;
mod field;
mod form;
mod hosts;
mod hours;
mod read;
mod secret;
mod text;
mod topic;

use std::collections::BTreeMap;

use crate::config::Config;
use crate::diag::{Diagnostic, Span, did_you_mean};

pub use adapter::Adapter;
pub use channel::{Channel, Kind};
pub use chat::{Chat, Provider};
pub use field::{Choice, Field, FieldKind};
pub use form::Form;
pub use hosts::{Host, hosts};
pub use hours::{DAY, Hours, Span as OpenSpan};
pub use read::{FILE, load};
pub use text::Text;
pub use topic::Topic;

/// How hard the help center tries before it shows a way to a human.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// Suggestions and channels side by side.
    #[default]
    Neutral,
    /// Channels appear once a customer searched, read, or said that nothing fits.
    AskFirst,
    /// No human: search, troubleshooters, community.
    SelfServiceOnly,
}

const POLICIES: &[(&str, Policy)] = &[
    ("neutral", Policy::Neutral),
    ("ask-first", Policy::AskFirst),
    ("self-service-only", Policy::SelfServiceOnly),
];

impl Policy {
    /// Its name in the config and in templates.
    pub fn name(self) -> &'static str {
        POLICIES.iter().find(|(_, policy)| *policy == self).map_or("", |(name, _)| name)
    }
}

/// When a customer can expect to hear from a human.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reply {
    /// At once.
    Now,
    /// Within so many minutes.
    Minutes(usize),
    /// Within so many hours.
    Hours(usize),
    /// Within so many days.
    Days(usize),
}

impl Reply {
    /// Out of `30 minutes`, `4 hours`, `2 days`, `4h`, `at once`.
    pub fn parse(text: &str) -> Option<Self> {
        if matches!(text, "at once" | "now") {
            return Some(Self::Now);
        }
        let digits = text.find(|c: char| !c.is_ascii_digit())?;
        let count = text[..digits].parse().ok().filter(|count| (1..=999).contains(count))?;
        match text[digits..].trim() {
            "m" | "min" | "minute" | "minutes" => Some(Self::Minutes(count)),
            "h" | "hour" | "hours" => Some(Self::Hours(count)),
            "d" | "day" | "days" => Some(Self::Days(count)),
            _ => None,
        }
    }
}

/// How customers reach the company.
#[derive(Clone, Debug, Default)]
pub struct Contact {
    /// For topics that do not say otherwise.
    pub policy: Policy,
    /// What a contact costs, in the company's own currency; the report counts with it.
    pub cost_per_contact: Option<f64>,
    /// Opening hours by name.
    pub hours: BTreeMap<String, Hours>,
    /// What forms may ask for, by name.
    pub fields: BTreeMap<String, Field>,
    /// What customers write about, in the order they are shown.
    pub topics: Vec<Topic>,
    /// Ways to a human, in the order they are shown.
    pub channels: Vec<Channel>,
    /// Where the form sends.
    pub form: Option<Form>,
}

/// The name of the page after a message, which no topic can have.
pub const SENT: &str = "sent";

impl Contact {
    /// The topic called `id`.
    pub fn topic(&self, id: &str) -> Option<&Topic> {
        self.topics.iter().find(|topic| topic.id == id)
    }

    /// How hard a topic tries; what is sensitive is never kept from a human.
    pub fn policy_of(&self, topic: Option<&Topic>) -> Policy {
        match topic {
            Some(topic) if topic.sensitive => Policy::Neutral,
            Some(topic) => topic.policy.unwrap_or(self.policy),
            None => self.policy,
        }
    }

    /// The channels of a topic, or those that are for every topic, in a language: what is answered
    /// in another language comes last, but is there.
    pub fn channels_of(&self, topic: Option<&str>, language: &str) -> Vec<(usize, &Channel)> {
        let all = || self.channels.iter().enumerate();
        let mut found: Vec<(usize, &Channel)> =
            all().filter(|(_, channel)| channel.is_for(topic)).collect();
        if topic.is_none() && self.topics.is_empty() {
            found = all().collect();
        }
        // In an emergency what is quickest stays first, whoever answers.
        if topic.is_some_and(|topic| self.topic(topic).is_some_and(|topic| topic.sensitive)) {
            found.retain(|(_, channel)| channel.kind.is_human());
        } else if !found.iter().all(|(_, channel)| channel.speaks(language)) {
            let is_late = |channel: &Channel| !channel.speaks(language) || !channel.kind.is_human();
            found.sort_by_key(|(_, channel)| is_late(channel));
        }
        found
    }

    /// The paths of its pages below a language's prefix.
    pub fn paths(&self) -> impl Iterator<Item = String> {
        let topics = self.topics.iter().map(|topic| topic.id.as_str());
        let pages = topics.chain([SENT]).map(|page| format!("/contact/{page}/"));
        std::iter::once("/contact/".to_owned()).chain(pages)
    }

    /// The address of the first e-mail channel for a topic; where there is none, of any.
    pub fn mail(&self, topic: Option<&str>) -> Option<&str> {
        let mails = || {
            self.channels.iter().filter_map(|channel| match &channel.kind {
                Kind::Email { address } => Some((channel, address.as_str())),
                _ => None,
            })
        };
        let own = mails().find(|(channel, _)| channel.is_for(topic));
        own.or_else(|| mails().next()).map(|(_, address)| address)
    }
}

/// A name and where it is written.
pub type Named = (String, Span);

/// What everything in the file is read against.
struct Known<'a> {
    config: &'a Config,
}

/// Adds to a problem the known word that is nearest, else what to do instead.
fn nearest<'a>(
    problem: Diagnostic,
    (word, known): (&str, impl IntoIterator<Item = &'a str>),
    otherwise: impl Into<String>,
) -> Diagnostic {
    match did_you_mean(word, known) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint(otherwise),
    }
}
