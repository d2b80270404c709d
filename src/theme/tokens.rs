//! The custom properties that style sheets set on `:root`, as the cascade leaves them.

use std::collections::BTreeMap;

/// Values by name, without the two hyphens.
#[derive(Debug, Default)]
pub(super) struct Tokens {
    values: BTreeMap<String, Token>,
}

#[derive(Debug)]
struct Token {
    value: String,
    /// What is outside of every layer wins over what is in one.
    layered: bool,
}

impl Tokens {
    /// What `sheets` set, one after the other.
    pub(super) fn of(sheets: &[String]) -> Self {
        let mut tokens = Self::default();
        for css in sheets {
            tokens.read(css);
        }
        tokens
    }

    /// Adds what `css` sets after everything before it. Comments are gone already. What holds only
    /// under a condition is no token.
    fn read(&mut self, css: &str) {
        let mut open: Vec<&str> = Vec::new();
        let mut from = 0;
        let mut depth = 0_u32;
        let mut quote = None;
        for (at, c) in css.char_indices() {
            match (quote, c) {
                (Some(open), c) if c == open => quote = None,
                (None, '"' | '\'') => quote = Some(c),
                (None, '(') => depth += 1,
                (None, ')') => depth = depth.saturating_sub(1),
                (None, '{' | '}' | ';') if depth == 0 => {
                    let piece = css[from..at].trim();
                    from = at + 1;
                    if c == '{' {
                        open.push(piece);
                        continue;
                    }
                    self.declare(piece, &open);
                    if c == '}' {
                        open.pop();
                    }
                }
                _ => {}
            }
        }
    }

    fn declare(&mut self, piece: &str, open: &[&str]) {
        let Some((selector, around)) = open.split_last() else { return };
        let is_root = selector.split(',').any(|part| matches!(part.trim(), ":root" | "html"));
        if !is_root || !around.iter().all(|rule| rule.starts_with("@layer")) {
            return;
        }
        let Some((name, value)) = piece.strip_prefix("--").and_then(|it| it.split_once(':')) else {
            return;
        };
        let (name, layered) = (name.trim().to_owned(), !around.is_empty());
        if self.values.get(&name).is_some_and(|token| layered && !token.layered) {
            return;
        }
        self.values.insert(name, Token { value: value.trim().to_owned(), layered });
    }

    /// What `name` is on light and on dark pages.
    pub(super) fn pair(&self, name: &str) -> Option<(String, String)> {
        let value = self.values.get(name)?.value.as_str();
        Some((scheme(value, 0), scheme(value, 1)))
    }

    /// The light values of those that differ on dark pages, for browsers that do not know
    /// `light-dark()`.
    pub(super) fn fallback(&self) -> String {
        let mut css = String::new();
        for layered in [true, false] {
            let mut root = String::new();
            for (name, token) in &self.values {
                if token.layered == layered && token.value.contains("light-dark(") {
                    root.push_str(&format!("--{name}: {};\n", scheme(&token.value, 0)));
                }
            }
            match (root.is_empty(), layered) {
                (true, _) => {}
                (false, true) => css.push_str(&format!(
                    "@layer tokens{{\n:root, :root[data-theme]{{\ncolor-scheme: light;\n{root}}}\n}}\n"
                )),
                (false, false) => css.push_str(&format!(":root{{\n{root}}}\n")),
            }
        }
        format!("@supports not (color: light-dark(#000, #fff)){{\n{css}}}\n")
    }
}

/// `value` with the first (light) or second (dark) of each `light-dark(…)` in its place.
fn scheme(value: &str, which: usize) -> String {
    const NAME: &str = "light-dark(";
    let mut text = String::new();
    let mut rest = value;
    while let Some(start) = rest.find(NAME) {
        text.push_str(&rest[..start]);
        let inside = &rest[start + NAME.len()..];
        let (arguments, end) = arguments(inside);
        text.push_str(&scheme(arguments.get(which).map_or("", |it| it.trim()), which));
        rest = &inside[end..];
    }
    text.push_str(rest);
    text
}

/// What stands between commas up to the closing bracket, and where to go on after it.
fn arguments(text: &str) -> (Vec<&str>, usize) {
    let (mut depth, mut from, mut found) = (0_u32, 0, Vec::new());
    for (at, c) in text.char_indices() {
        match c {
            '(' => depth += 1,
            ')' if depth == 0 => {
                found.push(&text[from..at]);
                return (found, at + 1);
            }
            ')' => depth -= 1,
            ',' if depth == 0 => {
                found.push(&text[from..at]);
                from = at + 1;
            }
            _ => {}
        }
    }
    (found, text.len())
}
