//! Code blocks: syntect's grammars, reduced to eleven classes that the theme colours.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};

use super::containers::{escape, escape_into};

/// Larger blocks are shown without colours: they are logs, and grammars are slow.
const MAX_BYTES: usize = 128 * 1024;

/// Longer lines are shown without colours.
const MAX_LINE: usize = 4096;

/// Scope prefixes and the class they get; the first match from the innermost scope wins.
const CLASSES: &[(&str, &str)] = &[
    ("comment", "hc"),
    ("string", "hs"),
    ("constant", "hn"),
    ("keyword", "hk"),
    ("storage", "hk"),
    ("entity.name.function", "hf"),
    ("support.function", "hf"),
    ("variable.function", "hf"),
    ("entity.name.tag", "ht"),
    ("entity.name", "ht"),
    ("support.type", "ht"),
    ("support.class", "ht"),
    ("entity.other.attribute-name", "ha"),
    ("variable.parameter", "hv"),
    ("variable.other", "hv"),
    ("markup.inserted", "hi"),
    ("markup.deleted", "hd"),
    ("punctuation.definition.comment", "hc"),
    ("punctuation.definition.string", "hs"),
];

/// Names of languages, and the name of the grammar that reads them.
const ALIASES: &[(&str, &str)] = &[
    ("shell", "bash"),
    ("console", "bash"),
    ("terminal", "bash"),
    ("zsh", "bash"),
    ("shell-session", "bash"),
    ("ts", "js"),
    ("typescript", "js"),
    ("jsx", "js"),
    ("tsx", "js"),
    ("mjs", "js"),
    ("node", "js"),
    ("jsonc", "json"),
    ("json5", "json"),
    ("webmanifest", "json"),
    ("vue", "html"),
    ("svelte", "html"),
    ("xaml", "xml"),
    ("svg", "xml"),
    ("plist", "xml"),
    ("csharp", "cs"),
    ("c++", "cpp"),
    ("golang", "go"),
    ("docker", "bash"),
    ("dockerfile", "bash"),
    ("env", "bash"),
    ("dotenv", "bash"),
    ("jsonl", "json"),
    ("vb", "asp"),
    ("vba", "asp"),
    ("vbscript", "asp"),
    ("scss", "css"),
    ("less", "css"),
];

/// Languages without a grammar here that deserve no complaint.
const PLAIN: &[&str] = &[
    "text",
    "txt",
    "plain",
    "plaintext",
    "none",
    "output",
    "log",
    "http",
    "csv",
    "tsv",
    "ini",
    "toml",
    "conf",
    "properties",
    "powershell",
    "ps1",
    "pwsh",
    "azurepowershell",
    "azurecli",
    "kusto",
    "mermaid",
    "plantuml",
    "dot",
    "graphviz",
    "swift",
    "kotlin",
    "dart",
    "elixir",
    "nginx",
    "apache",
    "caddyfile",
    "hcl",
    "terraform",
    "graphql",
    "proto",
    "url",
    "email",
    "math",
    "ascii",
    "registry",
    "dos",
    "cmd",
    "bat",
    "ebnf",
    "abnf",
    "wasm",
    "nix",
    "zig",
];

struct Grammars {
    syntaxes: SyntaxSet,
    classes: Vec<(Scope, &'static str)>,
}

static GRAMMARS: LazyLock<Grammars> = LazyLock::new(|| Grammars {
    syntaxes: SyntaxSet::load_defaults_newlines(),
    classes: CLASSES
        .iter()
        .filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class)))
        .collect(),
});

/// The part of a fence after its backticks: ```` ```bash title="Sign in" {1,3-5} ````.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Fence {
    /// As written, lower case; empty without one.
    pub language: String,
    /// Shown above the code.
    pub title: String,
    /// Marked lines, from 1.
    pub marked: Vec<std::ops::RangeInclusive<usize>>,
}

impl Fence {
    /// Reads an info string.
    pub fn parse(info: &str) -> Self {
        let info = info.trim();
        let first = info.split([' ', ',', '{', '\t']).next().unwrap_or_default();
        let language = if first.contains('=') { "" } else { first };
        let rest = &info[language.len()..];
        let title =
            rest.find("title=\"").map(|at| &rest[at + 7..]).and_then(|rest| rest.split('"').next());
        let marks = rest.find('{').and_then(|open| rest[open + 1..].split('}').next());
        Self {
            language: language.trim_start_matches('.').to_lowercase(),
            title: title.unwrap_or_default().to_owned(),
            marked: marks
                .map(|marks| marks.split(',').filter_map(line_range).collect())
                .unwrap_or_default(),
        }
    }

    fn marks(&self, line: usize) -> bool {
        self.marked.iter().any(|range| range.contains(&line))
    }

    /// Whether the language is one that faqtory can colour or knows to be plain.
    pub fn is_known(&self) -> bool {
        self.language.is_empty()
            || PLAIN.contains(&self.language.as_str())
            || syntax(&self.language).is_some()
    }
}

fn line_range(text: &str) -> Option<std::ops::RangeInclusive<usize>> {
    let (from, to) = text.split_once('-').unwrap_or((text, text));
    Some(from.trim().parse().ok()?..=to.trim().parse().ok()?)
}

fn syntax(language: &str) -> Option<&'static SyntaxReference> {
    let name =
        ALIASES.iter().find(|(alias, _)| *alias == language).map_or(language, |(_, name)| name);
    if PLAIN.contains(&name) { None } else { GRAMMARS.syntaxes.find_syntax_by_token(name) }
}

/// The HTML of a code block.
pub fn figure(fence: &Fence, code: &str) -> String {
    let language = escape(&fence.language);
    let mut html = format!("<figure class=\"code\" data-language=\"{language}\">");
    if !fence.title.is_empty() {
        html.push_str("<figcaption>");
        escape_into(&mut html, &fence.title);
        html.push_str("</figcaption>");
    }
    html.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        html.push_str(" class=\"language-");
        html.push_str(&language);
        html.push('"');
    }
    html.push('>');
    lines(&mut html, fence, code);
    html.push_str("</code></pre></figure>\n");
    html
}

fn lines(html: &mut String, fence: &Fence, code: &str) {
    let short = code.len() <= MAX_BYTES && code.lines().all(|line| line.len() <= MAX_LINE);
    let syntax = syntax(&fence.language).filter(|_| short);
    let mut parser = syntax.map(|syntax| (ParseState::new(syntax), ScopeStack::new()));
    for (number, line) in code.split_inclusive('\n').enumerate() {
        let marked = fence.marks(number + 1);
        if marked {
            html.push_str("<span class=\"line marked\">");
        }
        let done = parser.as_mut().is_some_and(|(state, stack)| coloured(html, line, state, stack));
        if !done {
            // A grammar that failed once has lost its place in the code.
            parser = None;
            escape_into(html, line.trim_end_matches('\n'));
        }
        if marked {
            html.push_str("</span>");
        }
        if line.ends_with('\n') {
            html.push('\n');
        }
    }
}

/// Appends one line in colour, without its line end. `false`, with nothing appended, when the
/// grammar fails on it. The grammar sees the line end: comments stop there.
fn coloured(html: &mut String, line: &str, state: &mut ParseState, stack: &mut ScopeStack) -> bool {
    let Ok(ops) = state.parse_line(line, &GRAMMARS.syntaxes) else { return false };
    let shown = line.trim_end_matches('\n');
    let mut run = Run { html, class: None };
    let mut at = 0;
    for (index, op) in ops {
        let until = index.min(shown.len());
        run.push(class_of(stack), &shown[at..until]);
        at = until;
        if stack.apply(&op).is_err() {
            break;
        }
    }
    run.push(class_of(stack), &shown[at..]);
    run.close();
    true
}

/// Joins neighbours of one class into one span.
struct Run<'a> {
    html: &'a mut String,
    class: Option<&'static str>,
}

impl Run<'_> {
    fn push(&mut self, class: Option<&'static str>, text: &str) {
        if text.is_empty() {
            return;
        }
        if class != self.class && !text.trim().is_empty() {
            self.close();
            if let Some(class) = class {
                self.html.push_str("<span class=\"");
                self.html.push_str(class);
                self.html.push_str("\">");
            }
            self.class = class;
        }
        escape_into(self.html, text);
    }

    fn close(&mut self) {
        if self.class.take().is_some() {
            self.html.push_str("</span>");
        }
    }
}

fn class_of(stack: &ScopeStack) -> Option<&'static str> {
    let of_scope = |scope: &Scope| {
        let class = GRAMMARS.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(*scope));
        class.map(|(_, class)| *class)
    };
    stack.as_slice().iter().rev().find_map(of_scope)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn info_strings_are_read() {
        let fence = Fence::parse("bash title=\"Sign in\" {1,3-5}");
        assert_eq!(fence.language, "bash");
        assert_eq!(fence.title, "Sign in");
        assert_eq!(fence.marked, vec![1..=1, 3..=5]);
        assert_eq!(Fence::parse("").language, "");
    }

    #[test]
    fn code_is_coloured_and_escaped() {
        let html = figure(&Fence::parse("json {2}"), "{\n\"a\": \"<b>\"}\n");
        assert!(html.contains("<span class=\"line marked\">"), "{html}");
        assert!(html.contains("<span class=\"hs\">&quot;&lt;b&gt;&quot;</span>"), "{html}");
    }
}
