//! Troubleshooters as scripts of a phone menu.
//!
//! | field of a menu | what it is |
//! | --- | --- |
//! | `id` | of the node; of a long menu's next part `ID/2`, `ID/3` |
//! | `prompt`, `ssml`, `seconds` | what is said: the node, and then each option with its key |
//! | `options` | at most nine: `digit`, `phrases` that a caller may say instead, and where it leads |
//! | `outcome` | `solved` or `contact`, of a menu without options |
//! | `node` | address of the node on the page |
//!
//! | field of an option | where it leads |
//! | --- | --- |
//! | `next` | to a menu of this tree |
//! | `answer`, `tree` | out of it, to what this file has of the article: ids |
//! | `url` | out of it, to a page |

use serde::Serialize;

use super::voice::{Limits, check, heading, problem, too_long};
use super::{Origin, id, listen, speech};
use crate::article::tree::{Choice, Destination, Node, Tree};
use crate::diag::{self, Diagnostic, Diagnostics};
use crate::kb::answers::Answer;
use crate::kb::{Entry, Locale};
use crate::url;

/// Keys that choose: 0, * and # have other meanings in most phone systems.
const KEYS: usize = 9;

/// A tree as a script.
#[derive(Serialize)]
pub(super) struct Script<'a> {
    id: String,
    lang: &'a str,
    title: &'a str,
    url: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    topic: Option<&'a str>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    sensitive: bool,
    start: String,
    menus: Vec<Menu>,
}

#[derive(Serialize)]
struct Menu {
    id: String,
    prompt: String,
    ssml: String,
    seconds: f64,
    options: Vec<Key>,
    #[serde(skip_serializing_if = "Option::is_none")]
    outcome: Option<&'static str>,
    node: String,
}

#[derive(Clone, Serialize)]
struct Key {
    digit: usize,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    phrases: Vec<String>,
    #[serde(flatten)]
    to: To,
}

#[derive(Clone, Serialize)]
#[serde(rename_all = "lowercase")]
enum To {
    Next(String),
    Answer(String),
    Tree(String),
    Url(String),
}

/// A tree and its surroundings.
pub(super) struct Scene<'a> {
    pub(super) origin: Origin<'a>,
    pub(super) locale: &'a Locale,
    pub(super) entry: &'a Entry,
    /// All answers of the language.
    pub(super) answers: &'a [Answer<'a>],
}

/// The script of an article's tree, if it has one.
pub(super) fn script<'a>(
    scene: &Scene<'a>,
    (limits, diags): (Limits<'_>, &mut Diagnostics),
) -> Option<Script<'a>> {
    let tree = scene.entry.page.article.body.tree.as_ref()?;
    let start = tree.nodes.first()?.id.clone();
    let mut menus = Vec::new();
    for node in &tree.nodes {
        scene.check(tree, node, (limits, diags));
        scene.add(tree, node, &mut menus);
    }
    let front = &scene.entry.page.article.front;
    Some(Script {
        id: id(scene.entry, None),
        lang: &scene.locale.language.code,
        title: &scene.entry.title,
        url: scene.origin.address(&scene.entry.page.url),
        topic: front.topic(),
        sensitive: front.sensitive,
        start,
        menus,
    })
}

impl Scene<'_> {
    /// Adds the menus of a node.
    fn add(&self, tree: &Tree, node: &Node, menus: &mut Vec<Menu>) {
        let page = format!("{}#{}", self.entry.page.url, node.id);
        let mut prompt = question(node);
        let parts = parts(node.choices.len());
        for (number, part) in (1..).zip(&parts) {
            let choices = &node.choices[part.clone()];
            let mut options: Vec<Key> = Vec::new();
            for (digit, choice) in (1..).zip(choices) {
                prompt.push('\n');
                prompt.push_str(&self.say("voice_option", &choice.text, digit));
                let phrases = vec![choice.text.clone()];
                options.push(Key { digit, phrases, to: self.to(tree, choice) });
            }
            if number < parts.len() {
                prompt.push('\n');
                prompt.push_str(&self.say("voice_more", "", KEYS));
                let to = To::Next(part_id(tree, node, number + 1));
                options.push(Key { digit: KEYS, phrases: Vec::new(), to });
            }
            let said = std::mem::take(&mut prompt);
            let said = said.trim();
            menus.push(Menu {
                id: part_id(tree, node, number),
                ssml: self.ssml(said),
                seconds: speech::seconds(said),
                prompt: said.to_owned(),
                options,
                outcome: node.outcome.map(crate::article::tree::Outcome::name),
                node: self.origin.address(&page),
            });
        }
    }

    fn say(&self, key: &str, option: &str, digit: usize) -> String {
        let text = self.origin.strings(self.locale).get(key).cloned().unwrap_or_default();
        let option = option.trim_end_matches(['.', ':', '。']);
        text.replace("{digit}", &digit.to_string()).replace("{option}", option)
    }

    fn ssml(&self, text: &str) -> String {
        let codes = &self.entry.page.article.front.codes;
        speech::ssml(text, &self.locale.language.code, codes)
    }

    fn to(&self, tree: &Tree, choice: &Choice) -> To {
        match &choice.to {
            Destination::Node(node) => To::Next(tree.nodes[*node].id.clone()),
            Destination::Url(url) => To::Url(url.clone()),
            Destination::Link(link) => {
                let url = self.entry.page.links.get(*link).map_or("", |link| link.url.as_str());
                self.leads_to(url)
            }
        }
    }

    /// What this export has of the page at `href`.
    fn leads_to(&self, href: &str) -> To {
        let path = href.strip_prefix(self.origin.config.base_path()).unwrap_or(href);
        let path = url::decode(path);
        let page = path.split('#').next().unwrap_or_default();
        let answer = self.answers.iter().find(|answer| answer.path() == path);
        let answer = answer.or_else(|| self.answers.iter().find(|answer| answer.path() == page));
        if let Some(answer) = answer {
            return To::Answer(id(answer.entry, answer.anchor));
        }
        let trees = self.locale.listed_own().map(|(_, entry)| entry);
        let trees = trees.filter(|entry| !entry.page.article.front.search.exclude);
        let mut trees = trees.filter(|entry| entry.page.article.body.tree.is_some());
        match trees.find(|entry| entry.page.url == page) {
            Some(entry) => To::Tree(id(entry, None)),
            None => To::Url(self.origin.config.absolute(href)),
        }
    }

    fn check(&self, tree: &Tree, node: &Node, (limits, diags): (Limits<'_>, &mut Diagnostics)) {
        let article = &self.entry.page.article;
        let near = heading(article, &node.id).unwrap_or_else(|| article.head_span());
        let said = question(node);
        check((article, &near), (&said, &self.locale.language.code), diags);
        let markdown = article.markdown.get(node.markdown.clone()).unwrap_or_default();
        for fault in listen::unheard(markdown) {
            diags.push(problem((article, &near), &fault));
        }
        diags.extend(too_long((&near, &node.title), &said, limits));
        for choice in &node.choices {
            check((article, &near), (&choice.text, &self.locale.language.code), diags);
            if matches!(self.to(tree, choice), To::Url(_)) {
                let span = listen::place(article, &near, &choice.text);
                let message = format!("`{}` leads to a page, where no caller can go", choice.text);
                diags.push(
                    Diagnostic::new(diag::READS_BADLY_ALOUD, span, message)
                        .hint("give that article an `answer`, which is said instead"),
                );
            }
        }
    }
}

/// What a node says before its options.
fn question(node: &Node) -> String {
    format!("{}\n{}", node.title, node.text).trim().to_owned()
}

/// The choices of each part of a menu: with more than nine, one key leads to the next part.
fn parts(choices: usize) -> Vec<std::ops::Range<usize>> {
    let mut parts = Vec::new();
    let mut at = 0;
    while choices - at > KEYS {
        parts.push(at..at + KEYS - 1);
        at += KEYS - 1;
    }
    parts.push(at..choices);
    parts
}

/// The id of a part of a node's menu, different from those of all nodes.
fn part_id(tree: &Tree, node: &Node, number: usize) -> String {
    if number == 1 {
        return node.id.clone();
    }
    let mut id = format!("{}/{number}", node.id);
    while tree.find(&id).is_some() {
        id.push('/');
    }
    id
}
