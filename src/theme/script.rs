//! JavaScript as tokens, and printed again with nothing in it that only people need.
//!
//! What is kept as it is: strings, templates, regular expressions and comments that begin with `/*!`, which
//! are licences. A line's end stays wherever it may end a statement.

/// What a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// In quotes.
    Text,
    /// A template up to its end or to a value in it, or from there on.
    Template,
    Regex,
    /// One character.
    Sign,
    Licence,
}

/// What stood before a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Gap {
    None,
    Space,
    Line,
}

/// A piece of a script.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    pub(super) text: &'a str,
    gap: Gap,
}

impl Token<'_> {
    /// Whether it is this word or sign.
    pub(super) fn is(&self, text: &str) -> bool {
        matches!(self.kind, Kind::Word | Kind::Sign) && self.text == text
    }

    /// Whether a line ended before it.
    pub(super) fn begins_line(&self) -> bool {
        self.gap == Gap::Line
    }

    fn is_wordy(&self) -> bool {
        matches!(self.kind, Kind::Word | Kind::Number | Kind::Regex)
    }
}

/// What a brace opened.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Brace {
    Block,
    Value,
    /// A value in a template.
    Template,
}

/// Words that an expression follows, so that a slash after them begins a regular expression.
const BEFORE_VALUES: [&str; 15] = [
    "return",
    "typeof",
    "case",
    "in",
    "of",
    "delete",
    "void",
    "throw",
    "new",
    "instanceof",
    "do",
    "else",
    "yield",
    "await",
    "default",
];

struct Reader<'a> {
    source: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    braces: Vec<Brace>,
    /// Of each open parenthesis: whether a statement follows when it is closed.
    parentheses: Vec<bool>,
    /// Whether the last token ends an expression.
    after_value: bool,
}

/// The tokens of a script, unless it breaks off in the middle of one.
pub(super) fn tokens(source: &str) -> Option<Vec<Token<'_>>> {
    let mut reader = Reader {
        source,
        at: 0,
        tokens: Vec::new(),
        braces: Vec::new(),
        parentheses: Vec::new(),
        after_value: false,
    };
    loop {
        let gap = reader.gap()?;
        if reader.rest().is_empty() {
            return (!reader.braces.contains(&Brace::Template)).then_some(reader.tokens);
        }
        reader.token(gap)?;
    }
}

impl<'a> Reader<'a> {
    fn rest(&self) -> &'a str {
        &self.source[self.at..]
    }

    /// Passes white space and comments.
    fn gap(&mut self) -> Option<Gap> {
        let mut gap = Gap::None;
        loop {
            let rest = self.rest();
            let length = if rest.starts_with("//") {
                rest.find(is_line_end).unwrap_or(rest.len())
            } else if rest.starts_with("/*!") {
                return Some(gap);
            } else if rest.starts_with("/*") {
                rest.find("*/")? + 2
            } else {
                rest.len() - rest.trim_start_matches(is_space).len()
            };
            if length == 0 {
                return Some(gap);
            }
            if rest[..length].contains(is_line_end) {
                gap = Gap::Line;
            } else if gap == Gap::None {
                gap = Gap::Space;
            }
            self.at += length;
        }
    }

    fn token(&mut self, gap: Gap) -> Option<()> {
        let rest = self.rest();
        let first = rest.chars().next()?;
        let second = rest[first.len_utf8()..].chars().next();
        let (kind, length) = match first {
            '/' if rest.starts_with("/*!") => (Kind::Licence, rest.find("*/")? + 2),
            '"' | '\'' => (Kind::Text, quoted(rest, first)?),
            '`' => (Kind::Template, self.template(rest)?),
            '}' if self.braces.last() == Some(&Brace::Template) => {
                self.braces.pop();
                (Kind::Template, self.template(rest)?)
            }
            '0'..='9' => (Kind::Number, number(rest)),
            '.' if second.is_some_and(|c| c.is_ascii_digit()) => (Kind::Number, number(rest)),
            '/' if !self.after_value => (Kind::Regex, regex(rest)?),
            c if is_word(c) => (Kind::Word, rest.find(|c| !is_word(c)).unwrap_or(rest.len())),
            c => (Kind::Sign, c.len_utf8()),
        };
        let token = Token { kind, text: &rest[..length], gap };
        if kind != Kind::Licence {
            self.after_value = self.ends_value(&token);
        }
        self.tokens.push(token);
        self.at += length;
        Some(())
    }

    /// The length of a template's piece; its first character is passed.
    fn template(&mut self, rest: &str) -> Option<usize> {
        let mut chars = rest.char_indices().skip(1);
        while let Some((at, c)) = chars.next() {
            match c {
                '\\' => drop(chars.next()),
                '`' => return Some(at + 1),
                '$' if rest[at + 1..].starts_with('{') => {
                    self.braces.push(Brace::Template);
                    return Some(at + 2);
                }
                _ => {}
            }
        }
        None
    }

    /// Whether a token ends an expression, so that a slash after it divides.
    fn ends_value(&mut self, token: &Token<'_>) -> bool {
        let before = self.tokens.iter().rev().find(|it| it.kind != Kind::Licence).copied();
        let is_member = before.is_some_and(|it| it.is("."));
        match (token.kind, token.text) {
            (Kind::Word, word) => is_member || !BEFORE_VALUES.contains(&word),
            (Kind::Template, text) => text.ends_with('`'),
            (Kind::Sign, "(") => {
                let of_statement = |it: Token<'_>| {
                    it.kind == Kind::Word && ["if", "while", "for", "with"].contains(&it.text)
                };
                let statement = before.is_some_and(of_statement) && !self.member_before();
                self.parentheses.push(statement);
                false
            }
            (Kind::Sign, ")") => !self.parentheses.pop().unwrap_or(false),
            (Kind::Sign, "{") => {
                let brace = if self.begins_value(before) { Brace::Value } else { Brace::Block };
                self.braces.push(brace);
                false
            }
            (Kind::Sign, "}") => self.braces.pop() == Some(Brace::Value),
            // `x++ / 2` divides, and nothing else can follow an increment.
            (Kind::Sign, "+" | "-") => {
                token.gap == Gap::None && before.is_some_and(|it| it.is(token.text))
            }
            (Kind::Sign, "]") | (Kind::Number | Kind::Text | Kind::Regex, _) => true,
            (Kind::Sign | Kind::Licence, _) => false,
        }
    }

    /// Whether the word that was read last is the name of a member.
    fn member_before(&self) -> bool {
        self.tokens.len().checked_sub(2).is_some_and(|at| self.tokens[at].is("."))
    }

    /// Whether a brace after `before` begins an object rather than a block.
    fn begins_value(&self, before: Option<Token<'_>>) -> bool {
        let Some(before) = before else { return false };
        match before.kind {
            Kind::Word => {
                !["else", "do"].contains(&before.text)
                    && BEFORE_VALUES.contains(&before.text)
                    && !self.member_before()
            }
            Kind::Sign => {
                let arrow = before.text == ">"
                    && self.tokens.len() > 1
                    && self.tokens[self.tokens.len() - 2].is("=");
                !arrow && !matches!(before.text, ")" | "]" | "}" | "{" | ";")
            }
            _ => false,
        }
    }
}

/// The length of a text in quotes.
fn quoted(rest: &str, quote: char) -> Option<usize> {
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            '\n' | '\r' => return None,
            c if c == quote => return Some(at + 1),
            _ => {}
        }
    }
    None
}

/// The length of a regular expression with its flags.
fn regex(rest: &str) -> Option<usize> {
    let mut in_class = false;
    let mut chars = rest.char_indices().skip(1);
    while let Some((at, c)) = chars.next() {
        match c {
            '\\' => drop(chars.next()),
            c if is_line_end(c) => return None,
            '[' => in_class = true,
            ']' => in_class = false,
            '/' if !in_class => {
                let flags = &rest[at + 1..];
                return Some(at + 1 + flags.find(|c| !is_word(c)).unwrap_or(flags.len()));
            }
            _ => {}
        }
    }
    None
}

/// The length of a number.
fn number(rest: &str) -> usize {
    let is_plain = !rest.starts_with("0x") && !rest.starts_with("0X");
    let mut last = ' ';
    let end = rest.find(|c: char| {
        let goes_on = c.is_ascii_alphanumeric()
            || c == '_'
            || c == '.'
            || (is_plain && matches!(c, '+' | '-') && matches!(last, 'e' | 'E'));
        last = c;
        !goes_on
    });
    end.unwrap_or(rest.len())
}

fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{2028}' | '\u{2029}')
}

fn is_space(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn is_word(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || matches!(c, '_' | '$' | '#' | '@' | '\\')
        || (!c.is_ascii() && !is_space(c))
}

/// A script being printed.
#[derive(Default)]
pub(super) struct Printer<'a> {
    text: String,
    last: Option<Token<'a>>,
    /// Whether the last two tokens are an increment or a decrement.
    after_increment: bool,
    /// A line's end that tokens which were left out had before them.
    line: bool,
}

impl<'a> Printer<'a> {
    /// Adds a token, or what stands for it.
    pub(super) fn add(&mut self, token: Token<'a>, instead: Option<&str>) {
        let mut gap = token.gap;
        if self.line {
            gap = Gap::Line;
        }
        self.line = false;
        if let Some(last) = self.last {
            self.text.push_str(separator(&last, self.after_increment, &Token { gap, ..token }));
        }
        self.after_increment = gap == Gap::None
            && matches!(token.text, "+" | "-")
            && self.last.is_some_and(|last| last.is(token.text));
        self.text.push_str(instead.unwrap_or(token.text));
        self.last = Some(token);
    }

    /// Leaves out a token, but not the end of a line before it.
    pub(super) fn skip(&mut self, token: &Token<'_>) {
        self.line |= token.begins_line();
    }

    /// What was printed.
    pub(super) fn text(self) -> String {
        self.text
    }
}

/// What has to be between two tokens.
fn separator(last: &Token<'_>, after_increment: bool, next: &Token<'_>) -> &'static str {
    if last.kind == Kind::Licence || next.kind == Kind::Licence {
        return "\n";
    }
    let goes_on =
        last.kind == Kind::Sign && !after_increment && !matches!(last.text, ")" | "]" | "}");
    let ends = next.kind == Kind::Sign
        && matches!(next.text, "}" | ")" | "]" | ";" | "," | "." | "?" | ":" | "&" | "|");
    match next.gap {
        Gap::None => "",
        Gap::Line if !goes_on && !ends => "\n",
        _ if must_part(last, next) => " ",
        _ => "",
    }
}

fn must_part(last: &Token<'_>, next: &Token<'_>) -> bool {
    let wordy = last.is_wordy() && (next.is_wordy() && next.kind != Kind::Regex);
    let template = last.kind == Kind::Word && next.text.starts_with('`');
    let number = last.kind == Kind::Number && next.text.starts_with('.');
    let signs = matches!(
        (last.text, next.text.chars().next()),
        ("+", Some('+')) | ("-", Some('-')) | ("/", Some('/')) | ("<", Some('!'))
    );
    wordy || template || number || (last.kind == Kind::Sign && signs)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn minified(source: &str) -> String {
        let mut printer = Printer::default();
        for token in tokens(source).expect("a whole script") {
            printer.add(token, None);
        }
        printer.text()
    }

    #[track_caller]
    fn becomes(source: &str, expected: &str) {
        assert_eq!(minified(source), expected);
        assert_eq!(minified(expected), expected, "printing again changes nothing");
    }

    #[test]
    fn comments_and_indentation_go() {
        becomes(
            "// why\n/** @param {string} a */\nfunction f(a) {\n  return a; // so\n}\n\n\nf(1)\n",
            "function f(a){return a;}\nf(1)",
        );
    }

    #[test]
    fn texts_keep_what_looks_like_comments() {
        becomes(
            r#"a = "// no" + '/* no */' + "\" // no" ;"#,
            r#"a="// no"+'/* no */'+"\" // no";"#,
        );
        becomes(
            "a = `  // no\n   /* no */ ${ b /* yes */ + `${ c } // no` }  `;",
            "a=`  // no\n   /* no */ ${b+`${c} // no`}  `;",
        );
        becomes("a = `\\` // no` ; b = `\\${ // no`", "a=`\\` // no`;b=`\\${ // no`");
        becomes("a = `${ { b: { c: `}` } } }` ; // yes", "a=`${{b:{c:`}`}}}`;");
    }

    #[test]
    fn regular_expressions_are_told_from_divisions() {
        becomes("a = /[/'\"`]\\/\\// .test(b) / 2 // c", "a=/[/'\"`]\\/\\//.test(b)/2");
        becomes("if (a) /'/.test(b) ; f(a) / 2 / '/'", "if(a)/'/.test(b);f(a)/2/'/'");
        becomes("a[0] / b / '\"' ; x = { } / 2 / '`'", "a[0]/b/'\"';x={}/2/'`'");
        becomes("f = () => { } ; { } /'/ .exec(a)", "f=()=>{};{}/'/.exec(a)");
        becomes(
            "return /'/ ; typeof /'/ ; it.return / 2 / '\"'",
            "return/'/;typeof/'/;it.return/2/'\"'",
        );
        becomes(
            "i++ / 2 / '\"' ; a = + /'/ ; it.if (a) / 2 / '`'",
            "i++/2/'\"';a=+/'/;it.if(a)/2/'`'",
        );
        becomes("a => /'/.test(a) ; `${ /`/ }` / 2", "a=>/'/.test(a);`${/`/}`/2");
        becomes("a = b / /c/ ; /d/ in e", "a=b/ /c/;/d/ in e");
    }

    #[test]
    fn what_must_stay_apart_does() {
        becomes(
            "a + +b ; a - -b ; a++ + b ; 1 .toFixed() ; a ? .5 : 1",
            "a+ +b;a- -b;a++ +b;1 .toFixed();a?.5:1",
        );
        becomes(
            "a < !--b ; const   a = typeof  b ; x in  y ; case  1 :",
            "a< !--b;const a=typeof b;x in y;case 1:",
        );
        becomes(
            "async  * f ( ) { } class A { static  #b = 1 ; get  [c]() { } }",
            "async*f(){}class A{static #b=1;get[c](){}}",
        );
        becomes("1_000n + 0x1e +2 + 1e+3 + .5 + 1.e1", "1_000n+0x1e+2+1e+3+.5+1.e1");
        becomes("\u{e9}t\u{e9} = \\u0061b ; `a` in  b", "\u{e9}t\u{e9}=\\u0061b;`a`in b");
    }

    #[test]
    fn lines_end_where_statements_may() {
        becomes("a = b\n(c)\n", "a=b\n(c)");
        becomes("a = b\n++c\n", "a=b\n++c");
        becomes(
            "a++\nb\nreturn\nc\nx = {}\ny = []\nz = f()\n/d/g\n",
            "a++\nb\nreturn\nc\nx={}\ny=[]\nz=f()\n/d/g",
        );
        becomes("a = b /* \n */ c = d /* no */ e", "a=b\nc=d e");
        becomes("a\n  .b()\n  ?.c(\n d,\n )\n ? e\n : f && \n g\n || h", "a.b()?.c(d,)?e:f&&g||h");
        becomes("class A { a = 1\n *b() { }\n c\n d }", "class A{a=1\n*b(){}\nc\nd}");
    }

    #[test]
    fn licences_stay() {
        becomes("/*! MIT */\n// no\nlet a ; /* no */", "/*! MIT */\nlet a;");
    }

    #[test]
    fn a_script_that_breaks_off_is_none() {
        for broken in ["a = 'b\n'", "`a${b", "`a", "/* a", "x = /a\n/"] {
            assert!(tokens(broken).is_none(), "{broken}");
        }
    }
}
