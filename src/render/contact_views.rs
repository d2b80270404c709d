//! What the templates of contact see: `contact.html`, `contact-topic.html`, `contact-sent.html`, and
//! the block at the end of articles.

use serde::Serialize;

use super::views::{CardView, TextLanguageView};

/// A text of the config.
#[derive(Clone, Debug, Default, Serialize)]
pub struct TextView {
    /// The text.
    pub text: String,
    /// Its language, where it is not the page's.
    pub lang: Option<TextLanguageView>,
}

/// The pages of contact.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ContactView {
    /// `neutral`, `ask-first` or `self-service-only`.
    pub policy: &'static str,
    /// The topic of the page; `None` on `/contact/`.
    pub topic: Option<ContactTopicView>,
    /// All topics, in order.
    pub topics: Vec<ContactTopicView>,
    /// Ways to a human, and to other customers, the best one first.
    pub channels: Vec<ChannelView>,
    /// Articles to suggest.
    pub articles: Vec<CardView>,
    /// The form; on `/contact/` only of a site without topics.
    pub form: Option<FormView>,
    /// Answers of forms: of each topic, and the first one for all others.
    pub replies: Vec<ReplyView>,
}

/// What customers write about.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ContactTopicView {
    /// Its name in the config.
    pub id: String,
    /// For people.
    pub title: TextView,
    /// One sentence.
    pub description: Option<TextView>,
    /// Name of an icon.
    pub icon: String,
    /// Its page.
    pub url: String,
    /// Whether a human comes first.
    pub is_sensitive: bool,
    /// What a customer should have at hand.
    pub have_ready: Vec<TextView>,
}

/// When a message is answered, on the page after it was sent.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ReplyView {
    /// Of which topic; empty for all others.
    pub topic: String,
    /// One sentence.
    pub text: String,
}

/// A way to a human.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChannelView {
    /// `form`, `email`, `phone`, `callback`, `chat`, `whatsapp`, `messenger`, `telegram`, `x`, `sms`,
    /// `video`, `community`, `custom`.
    pub kind: &'static str,
    /// Its number in the config, from 1, after its kind: `email-2`.
    pub id: String,
    /// What to call it.
    pub title: TextView,
    /// One sentence.
    pub description: Option<TextView>,
    /// Name of an icon.
    pub icon: String,
    /// Where it leads; empty for a chat that needs a script.
    pub url: String,
    /// A number, an address or a name to read.
    pub address: String,
    /// When somebody is there.
    pub hours: Option<HoursView>,
    /// When to expect an answer, a sentence; may be empty.
    pub reply: String,
    /// Which languages are spoken there, a sentence; empty when the page's is among them.
    pub languages: String,
    /// Of a chat: the vendor.
    pub provider: &'static str,
    /// Of a chat: what its script needs, as JSON.
    pub config: String,
    /// Of a chat: an address that answers whether somebody is there; may be empty.
    pub availability_url: String,
    /// A code to scan with a phone, as SVG to print with `| safe`; may be empty.
    pub qr: String,
    /// Whether it leads to another site.
    pub is_external: bool,
}

/// Opening hours.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HoursView {
    /// For `contact-hours`, as JSON.
    pub data: String,
    /// Day and night, every day.
    pub is_always: bool,
    /// Days with the same hours, in order.
    pub lines: Vec<HoursLineView>,
    /// The place whose time it is.
    pub zone: String,
}

/// Days with the same hours.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HoursLineView {
    /// `Mon–Fri`.
    pub days: String,
    /// `08:00–20:00`; empty when closed.
    pub times: String,
}

/// The form of a topic.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FormView {
    /// Who takes the messages: the name of a module in `js/send/`.
    pub adapter: &'static str,
    /// What the module needs, as JSON.
    pub config: String,
    /// Where the form posts without a script.
    pub action: String,
    /// Whether it can be sent without a script.
    pub can_post: bool,
    /// Type of the form's data, where it is not the usual one.
    pub enctype: Option<&'static str>,
    /// The form's name for Netlify.
    pub netlify: Option<String>,
    /// Fields that nobody sees.
    pub hidden: Vec<HiddenView>,
    /// Fields, in order.
    pub fields: Vec<FieldView>,
    /// The name of the field that only robots fill in.
    pub trap: &'static str,
    /// The page after the message was sent.
    pub sent_url: String,
    /// An address to write to when nothing else works.
    pub email: Option<String>,
    /// When to expect an answer, a sentence; may be empty.
    pub reply: String,
    /// A page where files can be uploaded.
    pub attachments_url: Option<String>,
}

/// A hidden field.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HiddenView {
    /// For `name`: what the service calls it.
    pub name: String,
    /// What we call it; empty for fields that only the service has.
    pub field: &'static str,
    /// What it holds; scripts fill in the rest.
    pub value: String,
}

/// A field of a form.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FieldView {
    /// What we call it.
    pub field: String,
    /// For `name`: what the service calls it.
    pub name: String,
    /// `text`, `textarea`, `email`, `tel`, `url`, `number`, `date`, `time`, `select`, `radio`,
    /// `checkbox`.
    pub kind: &'static str,
    /// Above it.
    pub label: TextView,
    /// Below the label.
    pub hint: Option<TextView>,
    /// Whether the form needs it.
    pub required: bool,
    /// Of a choice.
    pub options: Vec<ChoiceView>,
    /// Smallest number, first day.
    pub min: Option<String>,
    /// Greatest number, last day.
    pub max: Option<String>,
    /// A regular expression.
    pub pattern: Option<String>,
    /// Most characters.
    pub maxlength: Option<u32>,
    /// What browsers may fill in.
    pub autocomplete: Option<String>,
}

/// One of the answers to choose from.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ChoiceView {
    /// What is sent.
    pub value: String,
    /// What the customer reads.
    pub label: TextView,
}

/// The way to a human at the end of an article; of a sensitive one, at its top as well.
#[derive(Clone, Debug, Default, Serialize)]
pub struct EscalationView {
    /// `neutral`, `ask-first` or `self-service-only`.
    pub policy: &'static str,
    /// The page of the topic, or of contact as a whole, which learns where the reader came from.
    pub url: String,
    /// Name of the topic in the config; empty without one.
    pub topic: String,
    /// What it is about.
    pub title: Option<TextView>,
    /// The two or three best ways.
    pub channels: Vec<ChannelView>,
    /// Whether it stands at the top, too.
    pub is_sensitive: bool,
}

/// A site that pages may ask for something.
#[derive(Clone, Debug, Default, Serialize)]
pub struct HostView {
    /// Its name.
    pub host: String,
    /// Why, in one sentence.
    pub reason: String,
}
