//! Troubleshooters beside their pages: their trees as JSON and as a picture.

use serde_json::{Map, Value, json};

use super::markdown;
use crate::article::tree::picture::Picture;
use crate::article::tree::{Choice, Destination, Node, Tree};
use crate::config::{Config, Direction};
use crate::kb::{Entry, Locale};
use crate::locale::Rules;
use crate::url;

/// Name and version of the format.
pub const SCHEMA: &str = "faqtory.tree.v1";

/// The tree of an article, if it has one.
pub fn twin(locale: &Locale, entry: &Entry, config: &Config) -> Option<Value> {
    let tree = entry.page.article.body.tree.as_ref()?;
    let own = format!("{}{}", config.base_path(), url::encode_path(&entry.page.url));
    let nodes = tree.nodes.iter().map(|node| self::node((tree, node), entry, (&own, config)));
    Some(json!({
        "schema": SCHEMA,
        "url": own,
        "title": entry.title,
        "lang": locale.language.code,
        "start": tree.nodes.first().map(|node| &node.id),
        "nodes": nodes.collect::<Vec<Value>>(),
    }))
}

/// The picture of an article's tree, if it has one.
pub(super) fn picture(locale: &Locale, entry: &Entry, config: &Config) -> Option<String> {
    let tree = entry.page.article.body.tree.as_ref()?;
    let direction = match locale.language.direction {
        Some(Direction::Rtl) => "rtl",
        Some(Direction::Ltr) => "ltr",
        None => Rules::of(&locale.language.code).direction(),
    };
    let own = format!("{}{}", config.base_path(), url::encode_path(&entry.page.url));
    Some(Picture::of(tree).svg(tree, (&entry.title, &own, direction)))
}

fn node((tree, node): (&Tree, &Node), entry: &Entry, (own, config): (&str, &Config)) -> Value {
    let choices = node.choices.iter().map(|choice| self::choice(choice, tree, entry));
    json!({
        "id": node.id,
        "title": node.title,
        "text": node.text,
        "markdown": markdown(entry, node.markdown.clone(), config).trim(),
        "outcome": node.outcome.map(crate::article::tree::Outcome::name),
        "choices": choices.collect::<Vec<Value>>(),
        "url": format!("{own}#{}", url::encode(&node.id)),
    })
}

fn choice(choice: &Choice, tree: &Tree, entry: &Entry) -> Value {
    let mut value = Map::new();
    value.insert("text".to_owned(), json!(choice.text));
    match &choice.to {
        Destination::Node(node) => value.insert("node".to_owned(), json!(tree.nodes[*node].id)),
        Destination::Link(link) => {
            let url = entry.page.links.get(*link).map(|link| &link.url);
            value.insert("url".to_owned(), json!(url))
        }
        Destination::Url(url) => value.insert("url".to_owned(), json!(url)),
    };
    Value::Object(value)
}
