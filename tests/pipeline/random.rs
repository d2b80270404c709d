//! Random knowledge bases and edits of them.

use proptest::prelude::*;
use proptest::sample::select;

use faqtory::tree::{RelPath, SourceFile, SourceTree};

/// The files that edits create, change and remove.
const PATHS: &[&str] = &[
    "content/_index.md",
    "content/a.md",
    "content/b.md",
    "content/Guide/_index.md",
    "content/Guide/c d.md",
    "content/Guide/é.md",
    "content/fr/a.md",
    "content/fr/Guide/f.md",
    "content/Guide/form.svg",
    "static/logo.svg",
    "snippets/one.md",
    "snippets/two.md",
    "data/facts.yaml",
    "theme/templates/article.html",
    "faqtory.yaml",
];

/// Pieces of front matter.
const KEYS: &[&str] = &[
    "title: One",
    "title: Two",
    "weight: 3",
    "slug: other",
    "aliases: [/old/, /older/]",
    "draft: true",
    "unlisted: true",
    "audience: internal",
    "publish_at: 2027-01-01",
    "kind: faq",
    "kind: howto",
    "tags: [money, card]",
    "related: [/b.md]",
    "featured: true",
    "sidebar_position: 1",
    "lfd: 2",
];

/// Pieces of text.
const LINES: &[&str] = &[
    "# First",
    "## Second",
    "## Second {#own}",
    "### Third",
    "Plain text with **weight** and `code`.",
    "See [one](a.md) or [two](/b.md#second).",
    "See [three](<Guide/c d.md>), [four](./é.md) and [five](/Guide/).",
    "See [home](/), [search](/search/?q=x), [top](#top) and [there](#second).",
    "See [gone](nowhere.md) and [bad](javascript:alert(1)).",
    "![A form](form.svg) ![A logo](/logo.svg) ![](gone.png)",
    "{{> snippets/one.md }}",
    "Before {{> snippets/two.md }} after, in {{ fact.days }} days.",
    "> [!NOTE]\n> Quoted.",
    ":::warning Hot",
    ":::tabs",
    "::tab Left",
    ":::",
    "```json {1}\n{\"a\": 1}\n```",
    "1. Do\n2. This",
    "- [ ] task\n- [x] done",
    "| a | b |\n|--:|---|\n| 1 | 2 |",
    "A note.[^1]\n\n[^1]: At the end.",
    "Term\n: Its meaning",
    "<b>raw</b> <script>alert(1)</script> <a href=\"b.md\">raw link</a> <unknown>",
    "<div>\n",
    "</div>\n",
    "\u{1}U0\u{2} \u{0}",
    "    indented",
    "* * *",
];

const FACTS: &[&str] = &["days: 30", "days: 14\nhours: 9", "days: ["];

const CONFIGS: &[&str] = &[
    "title: Help",
    "title: Help\nbase_url: https://example.com/sub",
    "title: Help\nlanguages: [{code: en, name: English}, {code: fr, name: Français}]",
    "title: Help\nmarkdown: {html: escape}",
    "title: Help\nmarkdown: {smart_punctuation: true}\nnav: [{title: A, url: /a.md}]",
    "titel: Help",
];

const TEMPLATES: &[&str] = &[
    "{% extends \"builtin/article.html\" %}{% block article_title %}<h1>{{ article.title }}</h1>{% endblock %}",
    "{% if %}",
];

const SVG: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"4\" height=\"3\"></svg>";

/// One change of a folder.
#[derive(Clone, Debug)]
pub(super) enum Edit {
    /// Creates a file or changes it.
    Write(&'static str, String),
    /// Removes a file.
    Remove(&'static str),
    /// Gives a file another name.
    Rename(&'static str, &'static str),
}

impl Edit {
    /// Makes the change.
    pub(super) fn apply(&self, tree: &mut SourceTree) {
        match self {
            Self::Write(path, text) => {
                tree.files.insert(RelPath::new(path), SourceFile::Loaded(text.as_bytes().into()));
            }
            Self::Remove(path) => drop(tree.files.remove(*path)),
            Self::Rename(from, to) => {
                if let Some(file) = tree.files.remove(*from) {
                    tree.files.insert(RelPath::new(to), file);
                }
            }
        }
    }
}

/// Edits of one knowledge base, one after the other.
pub(super) fn edits(most: usize) -> impl Strategy<Value = Vec<Edit>> {
    prop::collection::vec(edit(), 1..most)
}

/// Blocks that are right wherever they stand in the knowledge bases of [`sound`].
const SOUND: &[&str] = &[
    "Plain text with **weight**, `code` and <kbd>raw</kbd> <a href=\"/b.md\">HTML</a>.",
    "See [one](/a.md), [two](/b.md#second), [three](</Guide/c d.md>) and [four](/Guide/é.md?x=1&y=2#second).",
    "See [folder](/Guide/), [home](/), [search](/search/?q=x), [top](#top) and [here](#second).",
    "See [encoded](/Guide/c%20d.md), [path](/guide/é/) and [outside](https://example.com/).",
    "See [a draft](/draft.md), [an unlisted one](/unlisted.md) and [a file](/Guide/form%20(1).svg).",
    "![A form](</Guide/form (1).svg>) and ![A logo](/logo.svg)",
    "{{> snippets/one.md }}",
    "> [!TIP]\n> In {{ fact.days }} days.",
    ":::details More\nInside, [back](/a.md).\n:::",
    ":::tabs\n::tab Left\nL\n::tab Right\nR\n:::",
    "1. Do\n2. This",
    "| a | b |\n|--:|---|\n| [x](/b.md) | 2 |",
    "A note.[^1]\n\n[^1]: At the [end](/b.md).",
    "## Second",
    "### [Third](/b.md) & more",
];

/// A knowledge base with nothing wrong in it.
pub(super) fn sound() -> impl Strategy<Value = SourceTree> {
    const ARTICLES: &[&str] = &[
        "content/_index.md",
        "content/a.md",
        "content/b.md",
        "content/draft.md",
        "content/unlisted.md",
        "content/Guide/_index.md",
        "content/Guide/c d.md",
        "content/Guide/é.md",
        "content/fr/a.md",
    ];
    const OTHERS: &[(&str, &str)] = &[
        (
            "faqtory.yaml",
            "title: Help\nlanguages: [{code: en, name: E}, {code: fr, name: F}]\nnav: [{title: A, url: /a.md}]",
        ),
        ("content/Guide/form (1).svg", SVG),
        ("static/logo.svg", SVG),
        ("snippets/one.md", "Taken in, with a [link](/Guide/é.md)."),
        ("data/facts.yaml", "days: 30"),
    ];
    let kind = select(&["article", "faq", "howto"][..]);
    let article = (kind, prop::collection::vec(select(SOUND), 0..6));
    prop::collection::vec(article, ARTICLES.len()).prop_map(|articles| {
        let mut tree = SourceTree::from_texts("help", OTHERS.iter().copied());
        for (path, (kind, blocks)) in ARTICLES.iter().zip(articles) {
            let stem = RelPath::new(path).stem().to_owned();
            let flag = ["draft", "unlisted"].iter().find(|flag| **flag == stem);
            let flag = flag.map(|flag| format!("{flag}: true\n")).unwrap_or_default();
            let body = blocks.join("\n\n");
            let text =
                format!("---\ntitle: {stem}\nkind: {kind}\n{flag}---\n## Second\n\n{body}\n");
            Edit::Write(path, text).apply(&mut tree);
        }
        tree
    })
}

fn edit() -> impl Strategy<Value = Edit> {
    prop_oneof![
        6 => write(),
        1 => select(PATHS).prop_map(Edit::Remove),
        1 => (select(PATHS), select(PATHS)).prop_map(|(from, to)| Edit::Rename(from, to)),
    ]
}

fn write() -> impl Strategy<Value = Edit> {
    select(PATHS).prop_flat_map(|path| text_of(path).prop_map(move |text| Edit::Write(path, text)))
}

fn text_of(path: &str) -> BoxedStrategy<String> {
    let one_of = |texts: &'static [&'static str]| select(texts).prop_map(str::to_owned).boxed();
    match path.rsplit_once('.').map_or("", |(_, extension)| extension) {
        "md" => article().boxed(),
        "svg" => Just(SVG.to_owned()).boxed(),
        "html" => one_of(TEMPLATES),
        _ if path.starts_with("data/") => one_of(FACTS),
        _ => one_of(CONFIGS),
    }
}

/// A Markdown file, with front matter or without.
pub(super) fn article() -> impl Strategy<Value = String> {
    let front = prop::collection::vec(select(KEYS), 0..4);
    let body = prop::collection::vec((select(LINES), select(&["\n", "\n\n", "\r\n"][..])), 0..9);
    (front, body).prop_map(|(keys, lines)| {
        let head = if keys.is_empty() {
            String::new()
        } else {
            format!("---\n{}\n---\n", keys.join("\n"))
        };
        let body: String = lines.into_iter().flat_map(|(line, end)| [line, end]).collect();
        head + &body
    })
}

/// What means something to some part of the pipeline.
const TOKENS: &[&str] = &[
    "\n",
    "\n\n",
    " ",
    "    ",
    "\t",
    "\r",
    "\r\n",
    "#",
    "# ",
    "## ",
    "---\n",
    "---",
    "...",
    "`",
    "```",
    "~~~",
    "*",
    "**",
    "_",
    "~~",
    "[",
    "]",
    "(",
    ")",
    "](",
    "![",
    "[^a]",
    "[^a]: ",
    "<",
    ">",
    "</",
    "<!--",
    "-->",
    "<div>",
    "<script>",
    "<svg onload=x>",
    "<details>",
    "{{",
    "}}",
    "{{> ",
    "{{ fact.",
    ":::",
    "::tab ",
    ":::tabs",
    ":::note",
    "> ",
    "> [!TIP]",
    "- ",
    "1. ",
    "- [ ] ",
    "| a |",
    "|---|",
    ": ",
    "&#1;",
    "&#0;",
    "&amp;",
    "\u{0}",
    "\u{1}",
    "\u{2}",
    "\u{7f}",
    "\u{feff}",
    "\u{200b}",
    "\u{2028}",
    "\u{301}",
    "é",
    "日本",
    "🎉",
    "title: ",
    "a: b",
    "\"",
    "'",
    "\\",
    "{#id .c}",
    "javascript:",
    "http://x.y",
    "www.x.y",
    "!!! note",
    "=== \"",
    "{%",
    "%}",
    "[!INCLUDE",
    ":::image source=\"",
    "word",
];

/// Texts of [`TOKENS`] in any order.
pub(super) fn soup() -> impl Strategy<Value = String> {
    prop::collection::vec(select(TOKENS), 0..40).prop_map(|tokens| tokens.concat())
}
