//! What assistants read about the tools: names, purposes, arguments.

use std::sync::Arc;

use rmcp::model::{Tool, ToolAnnotations};
use serde_json::{Value, json};

/// Most results of a search.
pub(super) const MOST: usize = 20;

/// Results of a search that does not say how many.
pub(super) const USUAL: usize = 5;

/// Arguments of `search_help`.
pub(super) const SEARCH: [&str; 4] = ["query", "limit", "lang", "filters"];

/// Arguments of `get_article`.
pub(super) const ARTICLE: [&str; 3] = ["url", "path", "lang"];

/// Arguments of `next_step`.
pub(super) const STEP: [&str; 4] = ["tree", "node", "choice", "lang"];

/// All tools.
pub(super) fn all() -> Vec<Tool> {
    let tool = |name: &'static str, title: &str, (about, schema): (&'static str, Value)| {
        let schema = schema.as_object().cloned().unwrap_or_default();
        let annotations = ToolAnnotations::with_title(title)
            .read_only(true)
            .destructive(false)
            .idempotent(true)
            .open_world(false);
        Tool::new(name, about, Arc::new(schema)).with_title(title).with_annotations(annotations)
    };
    vec![
        tool("search_help", "Search the help center", search()),
        tool("get_article", "Read a help article", article()),
        tool("next_step", "Walk through a troubleshooter", step()),
    ]
}

fn search() -> (&'static str, Value) {
    let about = "Finds articles of the help center, the best first, with the author's own short \
                 answer where there is one. Use the customer's own words, or an error code. \
                 `confident` says whether the first result answers the question.";
    let schema = json!({
        "type": "object",
        "properties": {
            "query": { "type": "string", "description": "What the customer would type" },
            "limit": { "type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL },
            "lang": lang(),
            "filters": {
                "type": "object",
                "description": "Facet and the values one of which an article must have, such as \
                                {\"kind\": [\"howto\"]}",
                "additionalProperties": { "type": "array", "items": { "type": "string" } },
            },
        },
        "required": ["query"],
        "additionalProperties": false,
    });
    (about, schema)
}

fn article() -> (&'static str, Value) {
    let about = "Reads an article as Markdown, with what it applies to and when it was updated. Give \
                 its address as `search_help` returns it, or the path of its file.";
    let schema = json!({
        "type": "object",
        "properties": {
            "url": { "type": "string", "description": "Address, such as /billing/refunds/" },
            "path": { "type": "string", "description": "File, such as billing/refunds.md" },
            "lang": lang(),
        },
        "additionalProperties": false,
    });
    (about, schema)
}

fn step() -> (&'static str, Value) {
    let about = "Walks through a troubleshooter, an article whose kind is `troubleshooter`. Without \
                 `node` it returns the first question; with a node and the customer's choice, what \
                 comes next. Ask the customer one question at a time. An outcome is `solved` or \
                 `contact`.";
    let schema = json!({
        "type": "object",
        "properties": {
            "tree": { "type": "string", "description": "Address or file of the troubleshooter" },
            "node": { "type": "string", "description": "Where the customer is: the `id` of a node" },
            "choice": {
                "type": ["string", "integer"],
                "description": "What the customer chose there: its text or its number",
            },
            "lang": lang(),
        },
        "required": ["tree"],
        "additionalProperties": false,
    });
    (about, schema)
}

fn lang() -> Value {
    json!({ "type": "string", "description": "Language code; the help center's own without one" })
}
