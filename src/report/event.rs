//! `event.v1`: what a page tells analytics, `collect` stores and the report reads.
//!
//! | Event | Its own fields |
//! | --- | --- |
//! | all | `v`, `id`, `event`, `at`, `session`, `locale`, `page` |
//! | `view` | `article`, `kind` |
//! | `search` | `query`, `results`, `confident`, `where` |
//! | `no-results` | `query`, `where` |
//! | `open` | `query`, `url`, `rank`, `where` |
//! | `answer` | `query`, `url`, `action` |
//! | `step` | `article`, `tree` {`node`, `choice`, `outcome`} or `step` {`number`, `done`} |
//! | `feedback` | `article`, `helpful`, `reason`, `comment` |
//! | `contact` | `stage`, `topic`, `channel`, `article`, `handoff` |
//! | `deflection` | `state`, `article`, `topic` |

use std::borrow::Cow;
use std::fmt;

use serde::de::{Deserialize, Deserializer, Error, Visitor};
use serde::{Serialize, Serializer};

use super::clean::{cleaned, name, path, section};

/// Names of the events.
pub const EVENTS: [&str; 9] =
    ["view", "search", "no-results", "open", "answer", "step", "feedback", "contact", "deflection"];

/// A text that is borrowed from its line where JSON allows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text<'a>(pub Cow<'a, str>);

impl Text<'_> {
    /// It.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl<'a> From<&'a str> for Text<'a> {
    fn from(text: &'a str) -> Self {
        Self(Cow::Borrowed(text))
    }
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self(Cow::Owned(text))
    }
}

impl Serialize for Text<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Text<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Borrowing;
        impl<'de> Visitor<'de> for Borrowing {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a text")
            }
            fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E: Error>(self, text: &str) -> Result<Text<'de>, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(Borrowing)
    }
}

type Maybe<'a> = Option<Text<'a>>;

/// Where in a troubleshooter.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct TreePlace<'a> {
    /// The question or the outcome that is shown now.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub node: Maybe<'a>,
    /// The answer that led to it.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub choice: Maybe<'a>,
    /// `solved` or `contact`.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub outcome: Maybe<'a>,
}

/// A step of a procedure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
pub struct StepPlace {
    /// From 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub number: Option<u32>,
    /// Whether it was checked off, not unchecked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
}

/// One event with every field that any event has. Fields with other names are not read, so nothing
/// but these can be stored.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, serde::Deserialize)]
#[expect(missing_docs, reason = "each field is that of the table above")]
#[serde(default)]
pub struct Event<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub v: Option<u32>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub id: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub event: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub at: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub session: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub locale: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub page: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub article: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub kind: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub query: Maybe<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub results: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub confident: Option<bool>,
    #[serde(borrow, rename = "where", skip_serializing_if = "Option::is_none")]
    pub place: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub url: Maybe<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rank: Option<u32>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub action: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub tree: Option<TreePlace<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub step: Option<StepPlace>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub helpful: Option<bool>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub reason: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub comment: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub stage: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub topic: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub channel: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub state: Maybe<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub handoff: Maybe<'a>,
}

/// Why something is not an event.
pub type Refusal = &'static str;

/// The text of a field, empty without one.
pub fn str_of<'t>(field: &'t Maybe<'_>) -> &'t str {
    field.as_ref().map_or("", Text::as_str)
}

/// Whether `text` is a number of 16 hexadecimal digits, which can hold nothing about a person.
fn is_number(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

impl Event<'_> {
    /// The event as it may be stored: checked, with the fields of its kind alone, texts cut and
    /// cleaned of what looks personal.
    pub fn tidy(&self) -> Result<Event<'static>, Refusal> {
        let (id, session) = (str_of(&self.id), str_of(&self.session));
        if self.v.is_some_and(|version| version != 1) {
            return Err("`v` is not 1");
        }
        if !is_number(id) {
            return Err("`id` is not 16 hexadecimal digits");
        }
        if !session.is_empty() && !is_number(session) {
            return Err("`session` is not 16 hexadecimal digits");
        }
        let at: jiff::Timestamp = str_of(&self.at)
            .parse()
            .map_err(|_| "`at` is not a time such as 2026-11-23T10:11:12Z")?;
        let own = |text: &str| Some(Text::from(text.to_owned()));
        let mut tidy = self.own_fields()?;
        tidy.v = Some(1);
        tidy.id = own(id);
        tidy.event = own(str_of(&self.event));
        tidy.at = own(&at.to_string());
        tidy.session = Some(session).filter(|text| !text.is_empty()).and_then(own);
        tidy.locale = named(&self.locale);
        tidy.page = place_of(&self.page);
        Ok(tidy)
    }

    /// The fields that an event of this kind has beside the common ones.
    fn own_fields(&self) -> Result<Event<'static>, Refusal> {
        let none = Event::default();
        let article = || place_of(&self.article);
        let query = || said(&self.query);
        let place = || named(&self.place);
        Ok(match str_of(&self.event) {
            "view" => Event { article: article(), kind: named(&self.kind), ..none },
            "search" => Event {
                query: query(),
                results: self.results,
                confident: self.confident,
                place: place(),
                ..none
            },
            "no-results" => Event { query: query(), place: place(), ..none },
            "open" => Event {
                query: query(),
                url: found(&self.url),
                rank: self.rank,
                place: place(),
                ..none
            },
            "answer" => {
                Event { query: query(), url: found(&self.url), action: named(&self.action), ..none }
            }
            "step" => Event {
                article: article(),
                tree: self.tree.as_ref().map(TreePlace::tidy),
                step: self.step,
                ..none
            },
            "feedback" => Event {
                article: article(),
                helpful: self.helpful,
                reason: named(&self.reason),
                comment: said(&self.comment),
                ..none
            },
            "contact" => Event {
                stage: named(&self.stage),
                topic: named(&self.topic),
                channel: named(&self.channel),
                article: article(),
                handoff: self.handoff.as_ref().filter(|id| is_number(id.as_str())).map(owned),
                ..none
            },
            "deflection" => Event {
                state: named(&self.state),
                article: article(),
                topic: named(&self.topic),
                ..none
            },
            _ => return Err("`event` is not the name of an event"),
        })
    }
}

impl TreePlace<'_> {
    fn tidy(&self) -> TreePlace<'static> {
        TreePlace {
            node: named(&self.node),
            choice: said(&self.choice),
            outcome: named(&self.outcome),
        }
    }
}

fn owned(text: &Text<'_>) -> Text<'static> {
    Text::from(text.as_str().to_owned())
}

/// What a customer wrote or read.
fn said(field: &Maybe<'_>) -> Maybe<'static> {
    field
        .as_ref()
        .map(|text| cleaned(text.as_str()))
        .filter(|text| !text.is_empty())
        .map(Text::from)
}

/// A word of ours or of the site's writer.
fn named(field: &Maybe<'_>) -> Maybe<'static> {
    field.as_ref().and_then(|text| name(text.as_str())).map(Text::from)
}

/// A path of the site.
fn place_of(field: &Maybe<'_>) -> Maybe<'static> {
    field.as_ref().and_then(|text| path(text.as_str())).map(Text::from)
}

/// A result of a search: an article, or a section of it.
fn found(field: &Maybe<'_>) -> Maybe<'static> {
    field.as_ref().and_then(|text| section(text.as_str())).map(Text::from)
}
