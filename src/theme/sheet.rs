//! Style sheets without what only people need.

/// Drops comments, and white space where it means nothing. Texts and addresses stay as they are.
pub(super) fn minified(css: &str) -> String {
    let mut sheet = Sheet { text: String::with_capacity(css.len()), space: false, comment: false };
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let length = if rest.starts_with("/*") {
            sheet.comment = true;
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if first.is_whitespace() {
            sheet.space = true;
            first.len_utf8()
        } else {
            let length = match first {
                '"' | '\'' => quoted(rest, first),
                'u' | 'U' if is_address(rest) => rest.find(')').map_or(rest.len(), |end| end + 1),
                // An escaped character is itself.
                '\\' => 1 + rest[1..].chars().next().map_or(0, char::len_utf8),
                c => c.len_utf8(),
            };
            sheet.add(&rest[..length]);
            length
        };
        rest = &rest[length..];
    }
    sheet.text.push('\n');
    sheet.text
}

struct Sheet {
    text: String,
    /// Whether white space came since the last piece.
    space: bool,
    /// Whether a comment did.
    comment: bool,
}

impl Sheet {
    fn add(&mut self, piece: &str) {
        let last = self.text.chars().last();
        let is_free = |c: char| matches!(c, '{' | '}' | ';' | ',');
        let needless = last.is_none_or(is_free) || piece.starts_with(is_free);
        if self.space && !needless {
            self.text.push(' ');
        } else if self.comment && last.is_some_and(is_name) && piece.starts_with(is_name) {
            // It parts two words without being white space.
            self.text.push_str("/**/");
        }
        (self.space, self.comment) = (false, false);
        // The last declaration of a block needs no end.
        if piece == "}" && last == Some(';') {
            self.text.pop();
        }
        self.text.push_str(piece);
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || matches!(c, '-' | '_') || !c.is_ascii()
}

/// Whether an address without quotes follows, in which a slash and a star begin no comment.
fn is_address(rest: &str) -> bool {
    let inside =
        rest.get(..4).filter(|start| start.eq_ignore_ascii_case("url(")).map(|_| &rest[4..]);
    inside.is_some_and(|inside| !inside.trim_start().starts_with(['"', '\'']))
}

/// The length of a text in quotes; one without an end goes to the end of its line.
fn quoted(rest: &str, quote: char) -> usize {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '\n' => return at,
            c if c == quote => return at + 1,
            _ => {}
        }
    }
    rest.len()
}

#[cfg(test)]
mod tests {
    use super::minified;

    #[test]
    fn only_what_means_nothing_goes() {
        for (css, expected) in [
            (
                "/* why */\n@layer a {\n  b > c , d :hover  { e : f ; g: calc(1px + 2px) /* h */ ; }\n}\n",
                "@layer a{b > c,d :hover{e : f;g: calc(1px + 2px)}}",
            ),
            (
                "a::after { content: \"/* no */  ;\\\" }\" / '' ; }",
                "a::after{content: \"/* no */  ;\\\" }\" / ''}",
            ),
            (
                "a { background: url(//b/*c*/d.png) , url( \"e/*f.png\" ) }",
                "a{background: url(//b/*c*/d.png),url( \"e/*f.png\" )}",
            ),
            (
                "a/**/.b /* */ c { --c: ; --d:{ } e: 1/**/px } .\\{e  f { }",
                "a.b c{--c:;--d:{}e: 1/**/px}.\\{e f{}",
            ),
            (
                "@media (width < 1rem) and ( hover ) { a { b: c!important } } /* no end",
                "@media (width < 1rem) and ( hover ){a{b: c!important}}",
            ),
            ("a { b: 'c\n} d { e: f }", "a{b: 'c}d{e: f}"),
        ] {
            assert_eq!(minified(css), format!("{expected}\n"));
            assert_eq!(minified(expected), format!("{expected}\n"), "a second time");
        }
    }
}
