//! Ways to a human.

use super::chat::{self, Chat};
use super::{Contact, Known, Named, Reply, Text, nearest, text};
use crate::diag::{self, Diagnostic, Span, did_you_mean};
use crate::url::{self, Scheme};
use crate::yaml::{Fields, unknown_key};

/// What kind of way it is, with what leads there.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "the keys of the config")]
pub enum Kind {
    Form,
    Email {
        address: String,
    },
    Phone {
        number: String,
    },
    /// A booking page, or the form of a topic.
    Callback {
        url: Option<String>,
        topic: Option<String>,
    },
    Chat(Chat),
    Whatsapp {
        number: String,
    },
    Messenger {
        page: String,
    },
    Telegram {
        user: String,
    },
    X {
        user: String,
        id: Option<String>,
    },
    Sms {
        number: String,
    },
    Video {
        url: String,
    },
    Community {
        url: String,
    },
    Custom {
        url: String,
        icon: Option<String>,
    },
}

/// Names of the kinds, and the keys that only they have.
const KINDS: &[(&str, &[&str])] = &[
    ("form", &[]),
    ("email", &["address"]),
    ("phone", &["number"]),
    ("callback", &["url", "topic"]),
    ("chat", chat::KEYS),
    ("whatsapp", &["number"]),
    ("messenger", &["page"]),
    ("telegram", &["user"]),
    ("x", &["user", "id"]),
    ("sms", &["number"]),
    ("video", &["url"]),
    ("community", &["url"]),
    ("custom", &["url", "icon"]),
];

/// What people call them.
const OTHER_NAMES: &[(&str, &str)] = &[
    ("mail", "email"),
    ("e-mail", "email"),
    ("tel", "phone"),
    ("telephone", "phone"),
    ("call", "phone"),
    ("livechat", "chat"),
    ("live-chat", "chat"),
    ("twitter", "x"),
    ("facebook", "messenger"),
    ("forum", "community"),
    ("zoom", "video"),
    ("link", "custom"),
];

/// Keys that every channel has.
const KEYS: &[&str] =
    &["type", "title", "description", "topics", "languages", "hours", "reply_time"];

impl Kind {
    /// Its name in the config and in templates.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Form => "form",
            Self::Email { .. } => "email",
            Self::Phone { .. } => "phone",
            Self::Callback { .. } => "callback",
            Self::Chat(_) => "chat",
            Self::Whatsapp { .. } => "whatsapp",
            Self::Messenger { .. } => "messenger",
            Self::Telegram { .. } => "telegram",
            Self::X { .. } => "x",
            Self::Sms { .. } => "sms",
            Self::Video { .. } => "video",
            Self::Community { .. } => "community",
            Self::Custom { .. } => "custom",
        }
    }

    /// Where it leads; nothing for what is on a page of the site. Of a chat: a page that needs no
    /// script here, where the vendor has one.
    pub fn link(&self) -> Option<String> {
        Some(match self {
            Self::Form => return None,
            Self::Email { address } => format!("mailto:{}", url::encode(address)),
            Self::Phone { number } => format!("tel:{}", dialled(number)),
            Self::Callback { url, .. } => url.clone()?,
            Self::Chat(chat) => return chat.page(),
            Self::Whatsapp { number } => {
                format!("https://wa.me/{}", dialled(number).trim_start_matches('+'))
            }
            Self::Messenger { page } => format!("https://m.me/{}", url::encode_path(page)),
            Self::Telegram { user } => format!("https://t.me/{}", url::encode_path(user)),
            Self::X { id: Some(id), .. } => {
                format!("https://x.com/messages/compose?recipient_id={id}")
            }
            Self::X { user, .. } => format!("https://x.com/{}", url::encode_path(user)),
            Self::Sms { number } => format!("sms:{}", dialled(number)),
            Self::Video { url } | Self::Community { url } | Self::Custom { url, .. } => url.clone(),
        })
    }

    /// What people read or dial: a number, an address, a name.
    pub fn address(&self) -> Option<String> {
        match self {
            Self::Email { address } => Some(address.clone()),
            Self::Phone { number } | Self::Whatsapp { number } | Self::Sms { number } => {
                Some(number.clone())
            }
            Self::Telegram { user } | Self::X { user, .. } => Some(format!("@{user}")),
            _ => None,
        }
    }

    /// Whether a human answers there, of the company's own.
    pub fn is_human(&self) -> bool {
        !matches!(self, Self::Community { .. })
    }

    /// Whether it is something for the phone in the hand, so that a desk shows a code to scan.
    pub fn is_for_phones(&self) -> bool {
        matches!(
            self,
            Self::Phone { .. }
                | Self::Whatsapp { .. }
                | Self::Messenger { .. }
                | Self::Telegram { .. }
                | Self::Sms { .. }
        )
    }
}

/// A number as phones dial it: its plus sign and its digits.
fn dialled(number: &str) -> String {
    number.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect()
}

/// A way to a human, or to other customers.
#[derive(Clone, Debug)]
pub struct Channel {
    /// What it is.
    pub kind: Kind,
    /// Instead of the theme's name for it.
    pub title: Option<Text>,
    /// One sentence.
    pub description: Option<Text>,
    /// The topics it is for; empty for all.
    pub topics: Vec<Named>,
    /// The languages that are spoken there; empty for all of the site.
    pub languages: Vec<String>,
    /// Name of its opening hours.
    pub hours: Option<Named>,
    /// When to expect an answer.
    pub reply: Option<Reply>,
    /// Where it is written.
    pub span: Span,
}

impl Channel {
    /// Whether it is for a topic; with none, whether it is for all.
    pub fn is_for(&self, topic: Option<&str>) -> bool {
        self.topics.is_empty()
            || topic.is_some_and(|topic| self.topics.iter().any(|(name, _)| name == topic))
    }

    /// Whether it is answered in a language: `pt` serves `pt-BR`, too.
    pub fn speaks(&self, language: &str) -> bool {
        let main = |code: &str| code.split('-').next().unwrap_or_default().to_ascii_lowercase();
        self.languages.is_empty() || self.languages.iter().any(|code| main(code) == main(language))
    }
}

pub(super) fn read(fields: &mut Fields, contact: &Contact, known: &Known<'_>) -> Vec<Channel> {
    let Some(list) = fields.placed("channels") else { return Vec::new() };
    let mut channels = Vec::new();
    for item in list.items() {
        let Some(mut keys) = Fields::of(&item, "a channel") else {
            let hint = "write its keys, such as `{type: email, address: help@example.com}`";
            fields.problems.push(item.not("a channel").hint(hint));
            continue;
        };
        channels.extend(one(&mut keys, item.head(), (contact, known)));
        fields.problems.append(&mut keys.problems);
    }
    channels
}

fn one(keys: &mut Fields, head: Span, (contact, known): (&Contact, &Known<'_>)) -> Option<Channel> {
    let own = kind_name(keys, &head)?;
    let title = text::read(keys, "title", known.config);
    let description = text::read(keys, "description", known.config);
    let topics = topics(keys, contact);
    let languages = keys.texts("languages");
    let hours = keys.text_with_span("hours").filter(|_| keys.text("hours").is_some());
    let hours = hours.filter(|hours| check_hours(keys, hours, contact));
    let reply = keys.parsed(
        "reply_time",
        "a time such as `30 minutes`, `4 hours`, `2 days` or `at once`",
        Reply::parse,
    );
    let kind = kind(keys, own, (&head, contact));
    let allowed: Vec<&str> = KEYS.iter().chain(own.1).copied().collect();
    for leftover in keys.leftovers() {
        let subject = format!("a channel of the type `{}`", own.0);
        keys.problems.push(unknown_key(&leftover, &subject, &allowed));
    }
    Some(Channel { kind: kind?, title, description, topics, languages, hours, reply, span: head })
}

fn kind_name(keys: &mut Fields, head: &Span) -> Option<(&'static str, &'static [&'static str])> {
    let Some(place) = keys.span_of("type") else {
        let names: Vec<&str> = KINDS.iter().map(|(name, _)| *name).collect();
        let problem =
            Diagnostic::new(diag::INVALID_VALUE, head.clone(), "this channel has no `type`");
        let hint = match names.iter().find(|name| keys.span_of(name).is_some()) {
            Some(name) => format!("write `- {{type: {name}, …}}`, one channel a line"),
            None if keys.span_of("kind").is_some() => "`kind` is called `type` here".to_owned(),
            None => format!("it is one of {}", names.join(", ")),
        };
        keys.problems.push(problem.hint(hint));
        return None;
    };
    let name = keys.text("type")?;
    let found = KINDS.iter().find(|(known, _)| *known == name);
    if found.is_none() {
        let near = OTHER_NAMES.iter().find(|(other, _)| *other == name).map(|(_, ours)| *ours);
        let near = near.or_else(|| did_you_mean(&name, KINDS.iter().map(|(name, _)| *name)));
        let problem = Diagnostic::new(
            diag::INVALID_VALUE,
            place,
            format!("there is no channel of the type `{name}`"),
        );
        keys.problems.push(match near {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None => problem
                .hint("for any other place to go, write `type: custom` with a `title` and a `url`"),
        });
    }
    found.copied()
}

fn topics(keys: &mut Fields, contact: &Contact) -> Vec<Named> {
    let named = keys.spanned_texts("topics");
    let (known, unknown): (Vec<Named>, Vec<Named>) =
        named.into_iter().partition(|(name, _)| contact.topic(name).is_some());
    for (name, span) in unknown {
        keys.problems.push(contact.unknown_topic(&name, span));
    }
    known
}

impl Contact {
    /// The problem of a topic that does not exist.
    pub fn unknown_topic(&self, name: &str, span: Span) -> Diagnostic {
        let known = self.topics.iter().map(|topic| topic.id.as_str());
        let problem = Diagnostic::new(
            diag::UNKNOWN_TOPIC,
            span,
            format!("there is no contact topic `{name}`"),
        );
        match did_you_mean(name, known.clone()) {
            Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
            None if self.topics.is_empty() => problem.hint("the contact config has no `topics`"),
            None => {
                problem.hint(format!("the topics are {}", known.collect::<Vec<_>>().join(", ")))
            }
        }
    }
}

fn check_hours(keys: &mut Fields, (name, span): &Named, contact: &Contact) -> bool {
    let is_known = contact.hours.contains_key(name);
    if !is_known {
        let problem = Diagnostic::new(
            diag::INVALID_VALUE,
            span.clone(),
            format!("there are no hours called `{name}`"),
        );
        keys.problems.push(nearest(
            problem,
            (name, contact.hours.keys().map(String::as_str)),
            "define them below `hours`",
        ));
    }
    is_known
}

fn kind(
    keys: &mut Fields,
    (name, own): (&str, &[&str]),
    (head, contact): (&Span, &Contact),
) -> Option<Kind> {
    let given: Vec<&str> = own.iter().filter(|key| keys.span_of(key).is_some()).copied().collect();
    let kind = match name {
        "form" => Some(Kind::Form),
        "email" => mail(keys, "address").map(|address| Kind::Email { address }),
        "phone" => number(keys).map(|number| Kind::Phone { number }),
        "callback" => callback(keys, contact),
        "chat" => return chat::read(keys, head).map(Kind::Chat),
        "whatsapp" => number(keys).map(|number| Kind::Whatsapp { number }),
        "messenger" => user(keys, "page").map(|page| Kind::Messenger { page }),
        "telegram" => user(keys, "user").map(|user| Kind::Telegram { user }),
        "x" => {
            let id = keys.parsed("id", "the account's number, only digits", digits);
            user(keys, "user").map(|user| Kind::X { user, id })
        }
        "sms" => number(keys).map(|number| Kind::Sms { number }),
        "video" => address(keys, "url").map(|url| Kind::Video { url }),
        "community" => address(keys, "url").map(|url| Kind::Community { url }),
        _ => {
            let icon = keys.text("icon");
            address(keys, "url").map(|url| Kind::Custom { url, icon })
        }
    };
    if kind.is_none() && given.is_empty() {
        let wanted: Vec<String> = own.iter().take(1).map(|key| format!("`{key}`")).collect();
        let message = format!("a channel of the type `{name}` needs {}", wanted.concat());
        keys.problems.push(Diagnostic::new(diag::INVALID_VALUE, head.clone(), message));
    }
    kind
}

fn callback(keys: &mut Fields, contact: &Contact) -> Option<Kind> {
    let topic = keys.text_with_span("topic").filter(|_| keys.text("topic").is_some());
    let url = address(keys, "url");
    if let Some((name, span)) = &topic
        && contact.topic(name).is_none()
    {
        keys.problems.push(contact.unknown_topic(name, span.clone()));
        return None;
    }
    let topic = topic.map(|(name, _)| name);
    (url.is_some() || topic.is_some()).then_some(Kind::Callback { url, topic })
}

pub(super) fn mail(keys: &mut Fields, key: &str) -> Option<String> {
    keys.parsed(key, "an e-mail address such as `help@example.com`", |text| {
        let (user, host) = text.split_once('@')?;
        let fine =
            |c: char| !c.is_whitespace() && !matches!(c, '@' | '<' | '>' | ',' | '"' | '?' | '&');
        let is_host = host.contains('.') && !host.starts_with('.') && !host.ends_with('.');
        (!user.is_empty() && is_host && text.replacen('@', "", 1).chars().all(fine))
            .then(|| text.to_owned())
    })
}

/// A number that phones of every country can dial, as people write it.
fn number(keys: &mut Fields) -> Option<String> {
    keys.parsed("number", "a number with its country, such as `\"+353 1 555 0142\"`", |text| {
        let fine = |c: char| {
            c.is_ascii_digit() || matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}')
        };
        let rest = text.strip_prefix('+')?;
        let digits = rest.bytes().filter(u8::is_ascii_digit).count();
        (rest.chars().all(fine) && (7..=15).contains(&digits)).then(|| text.to_owned())
    })
}

fn digits(text: &str) -> Option<String> {
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.to_owned())
}

/// A name at a service, with or without `@`.
fn user(keys: &mut Fields, key: &str) -> Option<String> {
    keys.parsed(key, "the name alone, such as `acme`, without an address before it", |text| {
        let name = text.trim_start_matches('@');
        let fine = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-');
        (!name.is_empty() && name.chars().all(fine)).then(|| name.to_owned())
    })
}

/// An address on the web that is safe to link to.
pub(super) fn address(keys: &mut Fields, key: &str) -> Option<String> {
    keys.parsed(key, "an address such as `https://example.com/…`", |text| {
        let safe = url::scheme(text) == Scheme::External && !text.contains(char::is_whitespace);
        url::web_address(text)
            .filter(|_| safe && url::origin(text).is_some())
            .map(|text| url::encode(&text))
    })
}
