//! What ids in events are called for people: as the help center's readers saw it.
//!
//! The report's JSON holds ids, which stay the same in every language.

use std::collections::BTreeMap;

use crate::config::feedback::text_key;
use crate::kb::KnowledgeBase;
use crate::theme::strings::{Strings, Texts, english};

/// Texts of reasons, ways to a human, and topics.
#[derive(Clone, Debug)]
pub struct Names {
    texts: Texts,
    topics: BTreeMap<String, String>,
}

impl Default for Names {
    /// Where no knowledge base is known.
    fn default() -> Self {
        Self { texts: named(&english()), topics: BTreeMap::new() }
    }
}

impl Names {
    /// Those of a knowledge base in its default language.
    pub fn of(kb: &KnowledgeBase, strings: &Strings, language: &str) -> Self {
        let topics = kb.contact.iter().flat_map(|contact| &contact.topics);
        let title = |topic: &crate::contact::Topic| {
            topic.title.get(language, language).map(|(title, _)| (topic.id.clone(), title.into()))
        };
        Self { texts: named(strings.texts()), topics: topics.filter_map(title).collect() }
    }

    /// Why a page did not help.
    pub fn reason(&self, id: &str) -> String {
        self.text(&text_key(id), id)
    }

    /// A way to a human.
    pub fn channel(&self, id: &str) -> String {
        self.text(&format!("channel_{id}"), id)
    }

    /// What a human is asked about.
    pub fn topic(&self, id: &str) -> String {
        self.topics.get(id).map_or_else(|| id.to_owned(), Clone::clone)
    }

    fn text(&self, key: &str, id: &str) -> String {
        if id.is_empty() {
            return "not said".to_owned();
        }
        self.texts.get(key).map_or_else(|| id.to_owned(), Clone::clone)
    }
}

fn named(texts: &Texts) -> Texts {
    let wanted = |key: &str| key.starts_with("feedback_reason_") || key.starts_with("channel_");
    let wanted = texts.iter().filter(|(key, _)| wanted(key));
    wanted.map(|(key, text)| (key.clone(), text.clone())).collect()
}
