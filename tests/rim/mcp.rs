//! The help center as an assistant sees it: JSON-RPC over standard input and output.

use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::{command, faqtory, put};

struct Client {
    child: Child,
    input: Option<ChildStdin>,
    output: BufReader<ChildStdout>,
    id: u64,
}

impl Client {
    /// Starts the server and greets it.
    fn new(folder: &Path) -> Self {
        let mut child = command(folder, &["mcp"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let input = child.stdin.take();
        let output = BufReader::new(child.stdout.take().unwrap());
        let mut client = Self { child, input, output, id: 0 };
        let hello = client.ask(
            "initialize",
            &json!({
                "protocolVersion": "2025-06-18",
                "capabilities": {},
                "clientInfo": { "name": "test", "version": "1" },
            }),
        );
        let hello = &hello["result"];
        assert_eq!(hello["serverInfo"]["name"], "faqtory");
        assert_eq!(hello["serverInfo"]["title"], "Help");
        assert!(hello["capabilities"]["tools"].is_object(), "{hello}");
        assert!(hello["capabilities"]["resources"].is_object(), "{hello}");
        client.send(&json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }));
        client
    }

    fn send(&mut self, message: &Value) {
        let input = self.input.as_mut().unwrap();
        writeln!(input, "{message}").unwrap();
        input.flush().unwrap();
    }

    /// The whole response to a request.
    fn ask(&mut self, method: &str, params: &Value) -> Value {
        self.id += 1;
        let id = self.id;
        self.send(&json!({ "jsonrpc": "2.0", "id": id, "method": method, "params": params }));
        let mut line = String::new();
        assert!(self.output.read_line(&mut line).unwrap() > 0, "the server has gone");
        let response: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(response["id"], id, "{response}");
        response
    }

    /// What a tool returns.
    fn call(&mut self, tool: &str, arguments: &Value) -> Value {
        let params = json!({ "name": tool, "arguments": arguments });
        let result = self.ask("tools/call", &params)["result"].clone();
        assert_eq!(result["isError"], false, "{result}");
        let text = result["content"][0]["text"].as_str().unwrap();
        let same: Value = serde_json::from_str(text).unwrap();
        assert_eq!(same, result["structuredContent"], "clients of both kinds read the same");
        same
    }

    /// What a tool complains about.
    fn complaint(&mut self, tool: &str, arguments: &Value) -> String {
        let params = json!({ "name": tool, "arguments": arguments });
        let result = self.ask("tools/call", &params)["result"].clone();
        assert_eq!(result["isError"], true, "{result}");
        result["content"][0]["text"].as_str().unwrap().to_owned()
    }

    /// Goes away; the server must follow.
    fn leave(mut self) {
        drop(self.input.take());
        assert!(self.child.wait().unwrap().success());
    }
}

const TREE: &str = "---
title: The lock is stuck
kind: troubleshooter
sensitive: true
---
Let us find out.

## Does it beep?

- [Yes](#wet)
- [No](#call)
- [I want my money](./refunds.md)

## Wet {#wet}

> [!SOLVED]
> Dry it.

## Call {#call}

> [!CONTACT]
> We open it for you.
";

fn help_center() -> TempDir {
    let folder = TempDir::new().unwrap();
    let config = "title: Help\nbase_url: https://help.example.com/sub\nlanguages: [{code: en}, {code: de}]\n";
    put(folder.path(), "faqtory.yaml", config);
    let refunds = "---\ntitle: Get a refund\nanswer: Back in 30 days.\ncodes: [E-1]\napplies_to: {plan: [Pro]}\nupdated: 2026-01-02\n---\nWrite to [us](lock.md).\n\n## How long it takes\n\nThirty days.\n";
    put(folder.path(), "content/refunds.md", refunds);
    put(folder.path(), "content/lock.md", TREE);
    put(folder.path(), "content/draft.md", "---\ntitle: Secret\ndraft: true\n---\nrefund\n");
    put(folder.path(), "content/inside.md", "---\ntitle: I\naudience: internal\n---\nrefund\n");
    put(folder.path(), "content/de/refunds.md", "---\ntitle: Geld zurück\n---\nIn 30 Tagen.\n");
    folder
}

#[test]
fn the_tools_say_what_they_take() {
    let folder = help_center();
    let mut client = Client::new(folder.path());
    let tools = client.ask("tools/list", &json!({}))["result"]["tools"].clone();
    let names: Vec<&str> =
        tools.as_array().unwrap().iter().map(|tool| tool["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["search_help", "get_article", "next_step"]);
    for tool in tools.as_array().unwrap() {
        assert_eq!(tool["inputSchema"]["type"], "object", "{tool}");
        assert_eq!(tool["annotations"]["readOnlyHint"], true, "{tool}");
        assert!(tool["description"].as_str().unwrap().len() > 40, "{tool}");
    }
    client.leave();
}

#[test]
fn an_assistant_finds_what_the_browser_finds() {
    let folder = help_center();
    let mut client = Client::new(folder.path());
    for query in ["refund", "money back", "how long does it take", "beep", "nothing like it"] {
        let found = client.call("search_help", &json!({ "query": query, "limit": 10 }));
        let printed = faqtory(folder.path(), &["search", query, "--json"]).stdout;
        let expected: Value = serde_json::from_slice(&printed).unwrap();
        assert_eq!(found["total"], expected["total"], "{query}");
        assert_eq!(found["confident"], expected["confident"], "{query}");
        let of = |value: &Value| -> Vec<Value> {
            let results = value["results"].as_array().unwrap().iter();
            let fields = ["url", "title", "kind", "section", "answer"];
            results.map(|one| fields.iter().map(|name| one[*name].clone()).collect()).collect()
        };
        assert_eq!(of(&found), of(&expected), "{query}");
    }
    let german = client.call("search_help", &json!({ "query": "geld", "lang": "de" }));
    assert_eq!(german["results"][0]["url"], "/de/refunds/");
    let address = "https://help.example.com/sub/de/refunds/";
    assert_eq!(german["results"][0]["address"], address);
    let filtered = json!({ "query": "refund", "filters": { "plan": ["Free"] } });
    assert_eq!(client.call("search_help", &filtered)["total"], 0);
    let filtered = json!({ "query": "refund", "filters": { "plan": "Pro" } });
    assert_eq!(client.call("search_help", &filtered)["results"][0]["url"], "/refunds/");
    client.leave();
}

#[test]
fn an_article_is_found_by_each_of_its_names() {
    let folder = help_center();
    let mut client = Client::new(folder.path());
    let names = [
        json!({ "url": "/refunds/" }),
        json!({ "url": "refunds" }),
        json!({ "url": "https://help.example.com/sub/refunds/#how-long-it-takes" }),
        json!({ "url": "/sub/refunds/index.md" }),
        json!({ "path": "refunds.md" }),
        json!({ "path": "content/refunds.md", "lang": "en" }),
    ];
    for name in names {
        let article = client.call("get_article", &name);
        assert_eq!(article["title"], "Get a refund", "{name}");
        assert_eq!(article["address"], "https://help.example.com/sub/refunds/");
        assert_eq!(article["updated"], "2026-01-02");
        assert_eq!(article["applies_to"], json!({ "plan": ["Pro"] }));
        let markdown = article["markdown"].as_str().unwrap();
        assert!(markdown.contains("[us](https://help.example.com/sub/lock/)"), "{markdown}");
        assert!(markdown.contains("## How long it takes"), "{markdown}");
    }
    let german = client.call("get_article", &json!({ "path": "refunds.md", "lang": "de" }));
    assert_eq!(german["title"], "Geld zurück");
    client.leave();
}

#[test]
fn a_tree_is_walked_question_by_question() {
    let folder = help_center();
    let mut client = Client::new(folder.path());
    let start = client.call("next_step", &json!({ "tree": "/lock/" }));
    assert_eq!(start["node"]["title"], "Does it beep?");
    assert_eq!(start["sensitive"], true);
    let choices: Vec<(u64, &str)> = start["node"]["choices"]
        .as_array()
        .unwrap()
        .iter()
        .map(|choice| (choice["number"].as_u64().unwrap(), choice["text"].as_str().unwrap()))
        .collect();
    assert_eq!(choices, [(1, "Yes"), (2, "No"), (3, "I want my money")]);
    let node = start["node"]["id"].clone();
    let mut go = |choice: Value| {
        client.call("next_step", &json!({ "tree": "lock.md", "node": node, "choice": choice }))
    };
    let wet = go(json!("yes"));
    assert_eq!(wet["node"]["outcome"], "solved");
    assert_eq!(wet["node"]["url"], "https://help.example.com/sub/lock/#wet");
    assert!(wet["node"]["markdown"].as_str().unwrap().contains("Dry it."));
    assert_eq!(go(json!(2))["node"]["outcome"], "contact");
    let out = go(json!("3"));
    assert_eq!((&out["node"], &out["leads_to"]), (&Value::Null, &json!("/sub/refunds/")));
    client.leave();
}

#[test]
fn articles_are_resources() {
    let folder = help_center();
    put(folder.path(), "content/quiet.md", "---\ntitle: Quiet\nunlisted: true\n---\nHush.\n");
    put(folder.path(), "content/an/ä b.md", "---\ntitle: Ä\nslug: ä-b\n---\nOdd.\n");
    let mut client = Client::new(folder.path());
    let listed = client.ask("resources/list", &json!({}))["result"].clone();
    let resources = listed["resources"].as_array().unwrap().clone();
    let texts = |name: &str| -> Vec<&str> {
        resources.iter().map(|one| one[name].as_str().unwrap_or_default()).collect()
    };
    assert_eq!(texts("title"), ["Ä", "The lock is stuck", "Get a refund", "Geld zurück"]);
    let refunds = &resources[2];
    assert_eq!(refunds["uri"], "faqtory:///refunds/index.md");
    assert_eq!(refunds["mimeType"], "text/markdown");
    assert_eq!(refunds["description"], "Back in 30 days.");
    assert_eq!(refunds["annotations"]["lastModified"], "2026-01-02");
    assert_eq!(refunds["_meta"]["address"], "https://help.example.com/sub/refunds/");
    assert_eq!(resources[1]["_meta"]["sensitive"], true);
    for resource in &resources {
        let read = client.ask("resources/read", &json!({ "uri": resource["uri"] }));
        let contents = read["result"]["contents"].as_array().unwrap();
        assert_eq!(contents.len(), 1, "{read}");
        assert_eq!(contents[0]["uri"], resource["uri"]);
        assert_eq!(contents[0]["mimeType"], "text/markdown");
        assert_eq!(contents[0]["_meta"], resource["_meta"]);
        // The text is what `get_article` returns, which is the twin that is published.
        let url = resource["name"].clone();
        let article = client.call("get_article", &json!({ "url": url }));
        assert_eq!(contents[0]["text"], article["markdown"], "{url}");
    }
    let templates = client.ask("resources/templates/list", &json!({}))["result"].clone();
    assert_eq!(templates["resourceTemplates"][0]["uriTemplate"], "faqtory:///{+path}");
    for (uri, title) in [
        ("faqtory:///refunds/", "Get a refund"),
        ("faqtory:///refunds.md", "Get a refund"),
        ("faqtory:///de/refunds/", "Geld zurück"),
        ("faqtory:///quiet/", "Quiet"),
        ("https://help.example.com/sub/lock/#wet", "The lock is stuck"),
    ] {
        let read = client.ask("resources/read", &json!({ "uri": uri }));
        let text = read["result"]["contents"][0]["text"].as_str().unwrap_or_default();
        assert!(text.starts_with(&format!("# {title}\n")), "{uri}: {read}");
    }
    for uri in ["faqtory:///draft/", "faqtory:///inside/", "faqtory:///../../etc/passwd", "", "x:y"]
    {
        let error = client.ask("resources/read", &json!({ "uri": uri }))["error"].clone();
        assert!(matches!(error["code"].as_i64(), Some(-32002 | -32602)), "{uri}: {error}");
        assert!(error["message"].as_str().unwrap().contains("no published article"), "{error}");
        assert_eq!(error["data"]["uri"], uri);
    }
    client.leave();
}

#[test]
fn many_resources_come_in_pages() {
    let folder = help_center();
    for number in 0..450 {
        put(folder.path(), &format!("content/many/a{number:03}.md"), &format!("# A {number}\n"));
    }
    let mut client = Client::new(folder.path());
    let (mut cursor, mut seen, mut pages) = (Value::Null, Vec::new(), 0);
    loop {
        let params = if cursor.is_null() { json!({}) } else { json!({ "cursor": cursor }) };
        let page = client.ask("resources/list", &params)["result"].clone();
        let uris = page["resources"].as_array().unwrap().iter();
        seen.extend(uris.map(|one| one["uri"].as_str().unwrap().to_owned()));
        pages += 1;
        cursor = page["nextCursor"].clone();
        if cursor.is_null() {
            break;
        }
    }
    assert_eq!((pages, seen.len()), (3, 453));
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 453, "none comes twice");
    for cursor in ["x", "-1", "99999"] {
        let answer = client.ask("resources/list", &json!({ "cursor": cursor }));
        assert_eq!(answer["error"]["code"], -32602, "{answer}");
    }
    client.leave();
}

#[test]
fn mistakes_are_explained() {
    let folder = help_center();
    let mut client = Client::new(folder.path());
    let cases = [
        ("search_help", json!({}), "`query` is missing or empty"),
        ("search_help", json!({ "query": 7 }), "`query` must be a text, and is 7"),
        ("search_help", json!({ "query": "a", "limit": 0 }), "from 1 to 20, and is 0"),
        ("search_help", json!({ "query": "a", "limt": 3 }), "did you mean `limit`?"),
        ("search_help", json!({ "query": "a", "lang": "xx" }), "there is en, de"),
        (
            "search_help",
            json!({ "query": "a", "filters": { "plam": ["x"] } }),
            "no article has the facet `plam`",
        ),
        ("get_article", json!({}), "give the `url`"),
        ("get_article", json!({ "path": "refund.md" }), "did you mean `/refunds.md`?"),
        ("get_article", json!({ "path": "draft.md" }), "there is no published article"),
        ("get_article", json!({ "url": "/inside/" }), "there is no published article"),
        ("get_article", json!({ "path": "../../etc/passwd" }), "there is no published article"),
        ("next_step", json!({ "tree": "/refunds/" }), "is no troubleshooter"),
        ("next_step", json!({ "tree": "/lock/", "node": "cal" }), "did you mean `call`?"),
        ("next_step", json!({ "tree": "/lock/", "choice": "Maybe" }), "there is `Yes`, `No`"),
        ("next_step", json!({ "tree": "/lock/", "node": "wet", "choice": 1 }), "nothing to choose"),
    ];
    for (tool, arguments, expected) in cases {
        let said = client.complaint(tool, &arguments);
        assert!(said.contains(expected), "{tool} {arguments}: {said}");
    }
    let unknown = client.ask("tools/call", &json!({ "name": "delete_all", "arguments": {} }));
    assert_eq!(unknown["error"]["code"], -32602);
    assert!(unknown["error"]["message"].as_str().unwrap().contains("no tool `delete_all`"));
    // And the server goes on.
    assert_eq!(client.call("get_article", &json!({ "url": "/refunds/" }))["title"], "Get a refund");
    client.leave();
}

#[test]
fn an_edit_counts_from_the_next_call_on() {
    let folder = help_center();
    let mut client = Client::new(folder.path());
    let query = json!({ "query": "zeppelin" });
    assert_eq!(client.call("search_help", &query)["total"], 0);
    put(folder.path(), "content/zeppelin.md", "# Zeppelin\n\nIt flies.\n");
    assert_eq!(client.call("search_help", &query)["results"][0]["url"], "/zeppelin/");
    // An article with an error is left out; the others are still there.
    put(folder.path(), "content/zeppelin.md", "# Zeppelin\n\n[x](missing.md)\n");
    assert_eq!(client.call("search_help", &query)["total"], 0);
    assert_eq!(client.call("search_help", &json!({ "query": "refund" }))["total"], 1);
    client.leave();
}

#[test]
fn an_assistant_that_goes_at_once_is_no_failure() {
    let folder = help_center();
    let output = command(folder.path(), &["mcp"]).stdin(Stdio::null()).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(output.stdout.is_empty(), "nothing but the protocol is written there");
}
