//! The pages of contact, and the way to them at the end of articles.

mod channels;
mod form;
mod hours;

use std::collections::BTreeMap;

use super::contact_views::{
    ChannelView, ContactTopicView, ContactView, EscalationView, HostView, ReplyView, TextView,
};
use super::context::Site;
use super::lists::card;
use super::views::{CardView, PageView};
use crate::contact::{Contact, Host, Policy, SENT, Text, Topic};
use crate::kb::{Entry, ROOT};
use crate::locale::Clock;

/// Ways to a human at the end of an article.
const BEST: usize = 3;

/// Articles on the page after a message and on one without a topic.
const TO_READ: usize = 3;

/// What all pages of a language share about contact.
#[derive(Debug)]
pub(super) struct Ready {
    /// For every topic.
    general: Vec<ChannelView>,
    /// By topic.
    by_topic: BTreeMap<String, Vec<ChannelView>>,
}

impl Ready {
    pub(super) fn new(site: &Site<'_>) -> Option<Self> {
        let contact = site.kb.contact.as_ref()?;
        let clock = Clock::of(&site.locale.language.code);
        let of = |topic: Option<&Topic>| channels::views(site, contact, (topic, &clock));
        let topics = contact.topics.iter();
        let by_topic = topics.map(|topic| (topic.id.clone(), of(Some(topic)))).collect();
        Some(Self { general: of(None), by_topic })
    }

    fn channels(&self, topic: Option<&Topic>) -> &[ChannelView] {
        let own = topic.and_then(|topic| self.by_topic.get(&topic.id));
        own.unwrap_or(&self.general)
    }
}

/// One of the pages.
#[derive(Clone, Copy)]
pub(super) enum Which<'a> {
    /// `/contact/`
    All,
    /// `/contact/billing/`
    Topic(&'a Topic),
    /// `/contact/sent/`
    Sent,
}

impl Which<'_> {
    /// All pages of a contact config.
    pub(super) fn of(contact: &Contact) -> impl Iterator<Item = Which<'_>> {
        let topics = contact.topics.iter().map(Which::Topic);
        std::iter::once(Which::All).chain(topics).chain([Which::Sent])
    }

    fn below(self) -> String {
        match self {
            Self::All => "/contact/".to_owned(),
            Self::Topic(topic) => format!("/contact/{}/", topic.id),
            Self::Sent => format!("/contact/{SENT}/"),
        }
    }

    pub(super) fn path(self, site: &Site<'_>) -> String {
        format!("{}{}", site.locale.prefix, self.below())
    }

    pub(super) fn template(self) -> &'static str {
        match self {
            Self::All => "contact.html",
            Self::Topic(_) => "contact-topic.html",
            Self::Sent => "contact-sent.html",
        }
    }
}

pub(super) fn page(site: &Site<'_>, which: Which<'_>) -> PageView {
    let title = match which {
        Which::All => site.text("contact_title").to_owned(),
        Which::Topic(topic) => site.config_text(&topic.title).text,
        Which::Sent => site.text("sent_title").to_owned(),
    };
    let mut page = site.page("contact", &title, &which.path(site));
    page.breadcrumbs = site.breadcrumbs(ROOT);
    if !matches!(which, Which::All) {
        page.breadcrumbs.extend(site.contact_link());
    }
    page.description = match which {
        Which::Topic(topic) => {
            let own = topic.description.as_ref().map(|text| site.config_text(text).text);
            own.unwrap_or_else(|| site.text("contact_intro").to_owned())
        }
        _ => site.text("contact_intro").to_owned(),
    };
    page.noindex = matches!(which, Which::Sent);
    site.with_same_path(page, &which.below())
}

pub(super) fn view(site: &Site<'_>, contact: &Contact, which: Which<'_>) -> ContactView {
    let topic = match which {
        Which::Topic(topic) => Some(topic),
        _ => None,
    };
    let mut channels = site.ready().map_or(&[][..], |ready| ready.channels(topic)).to_vec();
    if contact.policy_of(topic) == Policy::SelfServiceOnly {
        channels.retain(|channel| channel.kind == "community");
    }
    let has_form = channels.iter().any(|channel| channel.kind == "form");
    let is_form_page =
        topic.is_some() || contact.topics.is_empty() && !matches!(which, Which::Sent);
    // The form itself is on the page, or the topics lead to it.
    channels.retain(|channel| channel.kind != "form");
    ContactView {
        policy: contact.policy_of(topic).name(),
        topic: topic.map(|topic| topic_view(site, topic)),
        topics: contact.topics.iter().map(|topic| topic_view(site, topic)).collect(),
        channels,
        articles: articles(site, topic),
        form: (has_form && is_form_page).then(|| form::view(site, contact, topic)).flatten(),
        replies: replies(site, contact),
    }
}

fn topic_view(site: &Site<'_>, topic: &Topic) -> ContactTopicView {
    ContactTopicView {
        id: topic.id.clone(),
        title: site.config_text(&topic.title),
        description: topic.description.as_ref().map(|text| site.config_text(text)),
        icon: site.theme.icon(topic.icon.as_deref().or(Some("chat"))),
        url: site.href(&Which::Topic(topic).path(site)),
        is_sensitive: topic.sensitive,
        have_ready: topic.have_ready.iter().map(|text| site.config_text(text)).collect(),
    }
}

/// Those of the topic; without one, those of the home page.
fn articles(site: &Site<'_>, topic: Option<&Topic>) -> Vec<CardView> {
    let by_topic = site.kb.topic_articles.get(site.index);
    let of_topic = topic.and_then(|topic| by_topic?.get(&topic.id));
    match (topic, of_topic) {
        (Some(_), ids) => ids.into_iter().flatten().map(|id| card(site, *id)).collect(),
        (None, _) => site.featured.iter().take(TO_READ).map(|id| card(site, *id)).collect(),
    }
}

/// What the page after a message says, by topic, when forms of topics are answered at other times.
fn replies(site: &Site<'_>, contact: &Contact) -> Vec<ReplyView> {
    let forms = contact.channels.iter().filter(|channel| channel.kind.name() == "form");
    let mut replies = Vec::new();
    for channel in forms {
        let Some(text) = channel.reply.map(|reply| channels::reply(site, reply)) else { continue };
        let topics = channel.topics.iter().map(|(topic, _)| topic.clone());
        let topics: Vec<String> = topics.collect();
        let all = topics.is_empty().then(String::new);
        let view = |topic| ReplyView { topic, text: text.clone() };
        replies.extend(all.into_iter().chain(topics).map(view));
    }
    replies
}

/// What an article says about contact.
pub(super) fn escalation(site: &Site<'_>, entry: &Entry) -> Option<EscalationView> {
    let (contact, ready) = (site.kb.contact.as_ref()?, site.ready()?);
    let front = &entry.page.article.front;
    let topic = front.escalate.as_ref().and_then(|(topic, _)| contact.topic(topic));
    let is_sensitive = front.sensitive || topic.is_some_and(|topic| topic.sensitive);
    let policy = if is_sensitive { Policy::Neutral } else { contact.policy_of(topic) };
    let page = topic.map_or(Which::All, Which::Topic).path(site);
    let from = site.href(&entry.page.url);
    let url = format!("{}?from={from}", site.href(&page));
    let best = |channel: &&ChannelView| channel.kind != "form" && channel.kind != "community";
    let channels = match policy {
        Policy::Neutral => ready.channels(topic).iter().filter(best).take(BEST),
        // The contact page asks, or has none.
        Policy::AskFirst | Policy::SelfServiceOnly => [].iter().filter(best).take(0),
    };
    let channels = channels.map(|channel| ChannelView { qr: String::new(), ..channel.clone() });
    Some(EscalationView {
        policy: policy.name(),
        url,
        topic: topic.map(|topic| topic.id.clone()).unwrap_or_default(),
        title: topic.map(|topic| site.config_text(&topic.title)),
        channels: channels.collect(),
        is_sensitive,
    })
}

impl Site<'_> {
    /// A text of the config in the page's language.
    pub(super) fn config_text(&self, text: &Text) -> TextView {
        let found = text.get(&self.locale.language.code, &self.config.language);
        let (text, is_fallback) = found.unwrap_or_default();
        TextView { text: text.to_owned(), lang: self.source_language(is_fallback) }
    }

    /// A text of the interface.
    fn own_text(&self, key: &str) -> TextView {
        TextView { text: self.text(key).to_owned(), lang: None }
    }
}

/// The sites that pages may ask, each once, with the reason for it.
pub(super) fn host_views(hosts: &[Host], text: impl Fn(&str) -> String) -> Vec<HostView> {
    let mut views: Vec<HostView> = Vec::new();
    for host in hosts.iter().filter(|host| host.is_site()) {
        let reason = text(host.reason).replace("{name}", &host.name);
        let reason = reason.trim_start_matches([':', ' ']).to_owned();
        let view = HostView { host: host.shown().to_owned(), reason };
        if !views.iter().any(|other| other.host == view.host && other.reason == view.reason) {
            views.push(view);
        }
    }
    views
}
