//! What a module imports and exports, and its text without those statements.

use std::ops::Range;

use super::script::{self, Kind, Printer, Token};
use crate::tree::RelPath;

/// A module as it was read.
#[derive(Debug)]
pub(super) struct Module<'a> {
    tokens: Vec<Token<'a>>,
    /// Statements that the tokens of these ranges are, or words that only belong to a module.
    statements: Vec<Range<usize>>,
    pub(super) imports: Vec<Import<'a>>,
    pub(super) exports: Vec<Name<'a>>,
    /// Why it cannot share a file with others.
    pub(super) obstacle: Option<&'static str>,
}

/// `import { outer as inner } from "from"`
#[derive(Debug)]
pub(super) struct Import<'a> {
    pub(super) from: &'a str,
    pub(super) names: Vec<Name<'a>>,
}

/// A name, and what it is called inside of the module.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Name<'a> {
    pub(super) outer: &'a str,
    pub(super) inner: String,
}

const DEFAULT: &str = "it has a default export";
const NAMESPACE: &str = "it imports or exports all of another module at once";
const CHANGING: &str = "it exports a variable that may change, or several in one statement";
const WAITS: &str = "it waits for something while it is loaded";
const OTHER: &str = "it imports something that is no script";

impl<'a> Module<'a> {
    /// Reads a module, unless it breaks off somewhere.
    pub(super) fn read(source: &'a str) -> Option<Self> {
        let tokens = script::tokens(source)?;
        let mut module = Self {
            tokens,
            statements: Vec::new(),
            imports: Vec::new(),
            exports: Vec::new(),
            obstacle: None,
        };
        let (mut at, mut depth) = (0, 0_usize);
        while at < module.tokens.len() {
            let token = module.tokens[at];
            match token.text {
                _ if matches!(token.kind, Kind::Text | Kind::Regex | Kind::Licence) => {}
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                text if token.kind == Kind::Template => {
                    depth = depth.saturating_sub(usize::from(text.starts_with('}')));
                    depth += usize::from(text.ends_with("${"));
                }
                "import" if depth == 0 && module.is_import(at) => {
                    at = module.import(at);
                    continue;
                }
                "export" if depth == 0 => {
                    at = module.export(at);
                    continue;
                }
                "await" if depth == 0 => module.obstacle = Some(WAITS),
                _ => {}
            }
            at += 1;
        }
        Some(module)
    }

    fn is(&self, at: usize, text: &str) -> bool {
        self.tokens.get(at).is_some_and(|token| token.is(text))
    }

    fn word(&self, at: usize) -> &'a str {
        self.tokens.get(at).map_or("", |token| token.text)
    }

    fn is_import(&self, at: usize) -> bool {
        !self.is(at + 1, "(") && !self.is(at + 1, ".")
    }

    /// Reads the statement at `at` and returns where it ends.
    fn import(&mut self, at: usize) -> usize {
        let mut pairs = Vec::new();
        let mut next = at + 1;
        if self.is(next, "{") {
            (pairs, next) = self.pairs(next);
        }
        while self.tokens.get(next).is_some_and(|token| token.kind != Kind::Text) {
            if !self.is(next, "from") {
                self.obstacle = Some(NAMESPACE);
            }
            next += 1;
        }
        let names = pairs.into_iter().map(|(outer, inner)| Name { outer, inner: inner.to_owned() });
        self.imports.push(Import { from: self.quoted(next), names: names.collect() });
        self.end_statement(at, next + 1)
    }

    /// Reads the statement at `at` and returns where to go on.
    fn export(&mut self, at: usize) -> usize {
        match self.word(at + 1) {
            "{" => self.export_list(at),
            "const" => self.export_constant(at),
            "function" | "class" => self.export_declared(at, at + 2),
            "async" => self.export_declared(at, at + 3),
            word => {
                self.obstacle = Some(match word {
                    "default" => DEFAULT,
                    "*" => NAMESPACE,
                    _ => CHANGING,
                });
                at + 1
            }
        }
    }

    /// `export { inner as outer };`, or what another module exports.
    fn export_list(&mut self, at: usize) -> usize {
        let (pairs, next) = self.pairs(at + 1);
        if !self.is(next, "from") {
            let names =
                pairs.into_iter().map(|(inner, outer)| Name { outer, inner: inner.to_owned() });
            self.exports.extend(names);
            return self.end_statement(at, next);
        }
        // No other name has such a character in it that is not an escape.
        let count = self.exports.len();
        let passed = |index: usize| format!("$passed{}", count + index);
        let mut names = Vec::new();
        for (index, (inner, outer)) in pairs.into_iter().enumerate() {
            names.push(Name { outer: inner, inner: passed(index) });
            self.exports.push(Name { outer, inner: passed(index) });
        }
        self.imports.push(Import { from: self.quoted(next + 1), names });
        self.end_statement(at, next + 2)
    }

    fn export_constant(&mut self, at: usize) -> usize {
        let name = self.word(at + 2);
        if !self.is(at + 3, "=") || self.declares_more(at + 4) {
            self.obstacle = Some(CHANGING);
        }
        self.exports.push(Name { outer: name, inner: name.to_owned() });
        self.statements.push(at..at + 1);
        at + 1
    }

    /// Whether a comma follows that belongs to the statement, and to nothing in brackets.
    fn declares_more(&self, from: usize) -> bool {
        const BEGIN: [&str; 10] =
            ["export", "import", "const", "let", "var", "function", "class", "async", "if", "for"];
        let mut depth = 0_usize;
        for token in &self.tokens[from.min(self.tokens.len())..] {
            match token.text {
                _ if !matches!(token.kind, Kind::Sign | Kind::Word) => {}
                "{" | "(" | "[" => depth += 1,
                "}" | ")" | "]" => depth = depth.saturating_sub(1),
                ";" if depth == 0 => return false,
                "," if depth == 0 => return true,
                word if depth == 0 && token.begins_line() && BEGIN.contains(&word) => return false,
                _ => {}
            }
        }
        false
    }

    fn export_declared(&mut self, at: usize, name: usize) -> usize {
        // A generator has a star before its name.
        let name = self.word(if self.is(name, "*") { name + 1 } else { name });
        self.exports.push(Name { outer: name, inner: name.to_owned() });
        self.statements.push(at..at + 1);
        at + 1
    }

    /// The names in the braces at `at`, each with what it is called on the other side, and what follows.
    fn pairs(&self, at: usize) -> (Vec<(&'a str, &'a str)>, usize) {
        let mut pairs: Vec<(&str, &str)> = Vec::new();
        let mut next = at + 1;
        while next < self.tokens.len() && !self.is(next, "}") {
            if self.is(next, "as") && !pairs.is_empty() && !self.is(next - 1, ",") {
                next += 1;
                if let Some(last) = pairs.last_mut() {
                    last.1 = self.word(next);
                }
            } else if !self.is(next, ",") {
                pairs.push((self.word(next), self.word(next)));
            }
            next += 1;
        }
        (pairs, next + 1)
    }

    /// What is in the quotes at `at`.
    fn quoted(&self, at: usize) -> &'a str {
        let text = self.word(at);
        text.get(1..text.len().saturating_sub(1)).unwrap_or_default()
    }

    /// Notes the statement of the tokens from `at` to `end`, with its semicolon if it has one.
    fn end_statement(&mut self, at: usize, end: usize) -> usize {
        if self.is(end, "with") {
            self.obstacle = Some(OTHER);
        }
        let end = if self.is(end, ";") { end + 1 } else { end };
        let end = end.min(self.tokens.len());
        self.statements.push(at..end);
        end
    }

    /// Prints the module, with other addresses in the place of those that `place` knows.
    pub(super) fn print(&self, place: impl Fn(&str) -> Option<String>) -> String {
        let mut printer = Printer::default();
        for token in &self.tokens {
            let instead = relative(token).and_then(&place);
            printer.add(*token, instead.as_deref());
        }
        printer.text()
    }

    /// The same without the statements that only a module can have.
    pub(super) fn print_body(&self, place: impl Fn(&str) -> Option<String>) -> String {
        let mut printer = Printer::default();
        let mut statements = self.statements.iter().peekable();
        for (at, token) in self.tokens.iter().enumerate() {
            statements.next_if(|range| range.end <= at);
            if statements.peek().is_some_and(|range| range.contains(&at)) {
                printer.skip(token);
                continue;
            }
            let instead = relative(token).and_then(&place);
            printer.add(*token, instead.as_deref());
        }
        printer.text()
    }
}

/// `./name.js` or `../folder/name.js`, where a token is such a text in quotes.
fn relative<'a>(token: &Token<'a>) -> Option<&'a str> {
    let text = token.text;
    let name = (token.kind == Kind::Text).then(|| &text[1..text.len() - 1])?;
    let is_one = (name.starts_with("./") || name.starts_with("../")) && name.ends_with(".js");
    (is_one && !name.contains(char::is_whitespace)).then_some(name)
}

/// The path in the theme that `address` means in the module at `path`.
pub(super) fn resolve(path: &str, address: &str) -> Option<String> {
    Some(RelPath::new(path).resolve(address)?.as_str().to_owned())
}
