//! Canned replies for agents, from the answers that customers read.
//!
//! | target | shape | placeholder of the customer's first name |
//! | --- | --- | --- |
//! | Zendesk | body of `POST /api/v2/macros` (Zendesk's Ticketing API, Macros), one a line | `{{ticket.requester.first_name}}` |
//! | Freshdesk | body of `POST /api/v2/canned_responses` (Freshdesk's API v2, Canned Responses), one a line; `folder_id` is added by who sends it | `{{ticket.requester.firstname}}` |
//! | Help Scout | body of `POST /v2/mailboxes/{id}/saved-replies` (Help Scout's Mailbox API 2.0, Saved Replies), one a line | `{%customer.firstName,fallback=%}` |
//! | CSV | header `id,language,title,question,answer,url,codes,topic,sensitive,text` (RFC 4180) | `{name}` |

use serde_json::{Value, json};

use super::Origin;
use crate::article::containers::escape;
use crate::kb::Locale;
use crate::kb::answers::{Answer, answers};

/// What agents work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Zendesk macros.
    Zendesk,
    /// Freshdesk canned responses.
    Freshdesk,
    /// Help Scout saved replies.
    HelpScout,
    /// A table for everything else.
    Csv,
}

impl Target {
    /// Its placeholder of the customer's first name.
    fn first_name(self) -> &'static str {
        match self {
            Self::Zendesk => "{{ticket.requester.first_name}}",
            Self::Freshdesk => "{{ticket.requester.firstname}}",
            Self::HelpScout => "{%customer.firstName,fallback=%}",
            Self::Csv => "{name}",
        }
    }
}

/// A canned reply.
struct Reply<'a> {
    answer: &'a Answer<'a>,
    /// The same as long as the article keeps its path and the question its anchor.
    id: String,
    /// From category to question.
    trail: Vec<&'a str>,
    url: String,
    greeting: String,
    more: (String, String),
    closing: String,
    language: &'a str,
}

/// All replies, in the languages of `code` or in all, as one text.
pub fn macros(origin: Origin<'_>, target: Target, code: Option<&str>) -> String {
    let mut text = String::new();
    if target == Target::Csv {
        text.push_str("id,language,title,question,answer,url,codes,topic,sensitive,text\r\n");
    }
    for locale in origin.locales(code) {
        for answer in answers(locale) {
            let reply = reply(origin, target, (locale, &answer));
            text.push_str(&match target {
                Target::Csv => reply.row(),
                _ => format!("{}\n", reply.json(target)),
            });
        }
    }
    text
}

fn reply<'a>(
    origin: Origin<'_>,
    target: Target,
    (locale, answer): (&'a Locale, &'a Answer<'a>),
) -> Reply<'a> {
    let strings = origin.strings(locale);
    let text = |key: &str| strings.get(key).cloned().unwrap_or_default();
    let more = text("macro_more");
    let (before, after) = more.split_once("{url}").unwrap_or((&more, ""));
    let sensitive = answer.entry.page.article.front.sensitive;
    let mut trail: Vec<&str> = locale
        .trail(answer.entry.category)
        .into_iter()
        .skip(1)
        .map(|id| &*locale.category(id).title)
        .collect();
    if answer.anchor.is_some() {
        trail.push(&answer.entry.title);
    }
    trail.push(answer.question);
    Reply {
        answer,
        id: super::id(answer.entry, answer.anchor),
        trail,
        url: origin.address(&answer.path()),
        greeting: text("macro_greeting").replace("{name}", target.first_name()),
        more: (before.to_owned(), after.to_owned()),
        closing: text(if sensitive { "macro_closing_sensitive" } else { "macro_closing" }),
        language: &locale.language.code,
    }
}

impl Reply<'_> {
    fn plain(&self) -> String {
        let (before, after) = &self.more;
        let answer = &self.answer.text;
        format!("{}\n\n{answer}\n\n{before}{}{after}\n\n{}", self.greeting, self.url, self.closing)
    }

    fn html(&self) -> String {
        let (before, after) = &self.more;
        let url = escape(&self.url);
        let link = format!("{}<a href=\"{url}\">{url}</a>{}", escape(before), escape(after));
        // Placeholders hold no character that HTML escapes.
        let paragraphs =
            [escape(&self.greeting), escape(&self.answer.text), link, escape(&self.closing)];
        paragraphs.map(|text| format!("<p>{text}</p>")).concat()
    }

    fn is_sensitive(&self) -> bool {
        self.answer.entry.page.article.front.sensitive
    }

    /// As agents find it in their list. `::` makes a menu in Zendesk.
    fn title(&self, separator: &str) -> String {
        let mark = if self.is_sensitive() { "⚠ " } else { "" };
        let names: Vec<String> = self.trail.iter().map(|name| name.replace("::", ":")).collect();
        format!("{mark}{} [{}]", names.join(separator), self.language)
    }

    fn json(&self, target: Target) -> Value {
        match target {
            Target::Zendesk => json!({ "macro": {
                "title": self.title("::"),
                "description": format!("faqtory {} {}", self.id, self.url),
                "active": true,
                "actions": [{ "field": "comment_value_html", "value": self.html() }],
            }}),
            Target::Freshdesk => json!({
                "title": self.title(" › "),
                "content_html": self.html(),
                "visibility": 0,
            }),
            Target::HelpScout | Target::Csv => json!({
                "name": self.title(" › "),
                "text": self.html(),
                "chatText": self.plain(),
            }),
        }
    }

    /// A row of the table.
    fn row(&self) -> String {
        let front = &self.answer.entry.page.article.front;
        let cells: [&str; 10] = [
            &self.id,
            self.language,
            &self.title(" › "),
            self.answer.question,
            &self.answer.text,
            &self.url,
            &front.codes.join(" "),
            front.topic().unwrap_or_default(),
            if self.is_sensitive() { "yes" } else { "" },
            &self.plain(),
        ];
        format!("{}\r\n", cells.map(cell).join(","))
    }
}

/// A cell of RFC 4180. A text that a spreadsheet would take for a formula gets an apostrophe.
fn cell(text: &str) -> String {
    let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    let text = if formula { format!("'{text}") } else { text.to_owned() };
    if text.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", text.replace('"', "\"\""))
    } else {
        text
    }
}
