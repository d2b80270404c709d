//! The analyzer: text to tokens, the one definition that builder, terminal and browser share.
//!
//! | Text | Tokens | Kind |
//! | --- | --- | --- |
//! | `Refunds` | `refunds` | word: lower case, no diacritics |
//! | `résumé` | `resume`, then `résumé` | word, exact (the form with its diacritics) |
//! | `can't`, `user's` | `cant`, `user` | word (apostrophe joins; a possessive is dropped) |
//! | `l'argent` in French, Italian, Catalan | `l`, `argent` | words (elision splits) |
//! | `wi-fi`, `E-1042` | `wi`, `fi`, `wifi`; `e`, `1042`, `e1042` | words, compound |
//! | `node.js`, `AT&T` | `node`, `js`, `node.js`; `at`, `t`, `at&t` | words, compound |
//! | `C++`, `C#`, `.NET` | `c`, `c++`; `c`, `c#`; `net`, `.net` | word, compound |
//! | `v2.3`, `1,000`, `5.1` | `v2.3`, `1,000`, `5.1` | word: a point or comma between digits stays |
//! | `検索結果`, Thai, Lao, Khmer, Burmese, Korean | `検索`, `索結`, `結果` | words: character pairs |
//! | emoji, punctuation | none | |
//!
//! Word boundaries are UAX #29's, with classes taken from the standard library's character properties
//! instead of tables of our own; pairs of characters need no dictionary and find any part of a word.

use alloc::string::String;
use alloc::vec::Vec;
pub mod fold;

/// Longest token, in characters; the rest of a longer one is cut off.
pub const MAX_TOKEN: usize = 40;
/// Most parts of a compound (`a-b-c-d`); longer chains are rather paths or addresses.
const MAX_PARTS: usize = 4;

/// What a token is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A word of the running text.
    Word,
    /// Joined or symbol-bearing form beside the words it is made of.
    Compound,
    /// The form with its diacritics, beside the folded word.
    Exact,
}

/// One token and the bytes of the text it stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What is indexed and searched.
    pub text: String,
    /// First byte in the text.
    pub start: usize,
    /// Byte after the last one.
    pub end: usize,
    /// What the token is.
    pub kind: Kind,
}

/// Analyzer settings of a language; everything else is the same for all.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Analyzer {
    /// An apostrophe separates words (`l'argent`) instead of joining them (`can't`).
    pub elision: bool,
}

impl Analyzer {
    /// The analyzer for a BCP 47 language tag.
    pub fn for_language(language: &str) -> Self {
        let primary = language.split(['-', '_']).next().unwrap_or_default();
        Self { elision: matches!(primary, "fr" | "it" | "ca") }
    }

    /// All tokens of `text`, in order; a compound or exact form follows its last word.
    pub fn tokens(self, text: &str) -> Vec<Token> {
        let mut scanner =
            Scanner { analyzer: self, text, at: 0, out: Vec::new(), parts: 0, first: 0 };
        scanner.run();
        scanner.out
    }
}

struct Scanner<'t> {
    analyzer: Analyzer,
    text: &'t str,
    at: usize,
    out: Vec<Token>,
    /// Words of the current chain (`wi-fi`), and where it starts.
    parts: usize,
    first: usize,
}

impl Scanner<'_> {
    fn run(&mut self) {
        while let Some(c) = self.peek() {
            if is_paired(c) {
                self.close(self.at);
                self.pairs();
            } else if is_word(c) {
                self.word();
            } else {
                self.separator(c);
            }
        }
        self.close(self.at);
    }

    /// Part of the text. Slicing would bring the library's messages about characters cut in two.
    fn piece(&self, start: usize, end: usize) -> &str {
        self.text.get(start..end).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.text.get(self.at..)?.chars().next()
    }

    fn next_is(&self, from: usize, test: impl Fn(char) -> bool) -> bool {
        self.text.get(from..).and_then(|rest| rest.chars().next()).is_some_and(test)
    }

    /// One word: letters, digits and marks, with apostrophes and decimal points inside.
    fn word(&mut self) {
        let (start, mut previous) = (self.at, ' ');
        if self.parts == 0 {
            self.first = start;
        }
        while let Some(c) = self.peek() {
            let after = self.at + c.len_utf8();
            let joins = match c {
                '\'' | '’' | 'ʼ' => {
                    !self.analyzer.elision && self.next_is(after, char::is_alphabetic)
                }
                '.' | ',' => previous.is_numeric() && self.next_is(after, char::is_numeric),
                _ => is_word(c) && !is_paired(c),
            };
            if !joins {
                break;
            }
            (previous, self.at) = (c, after);
        }
        self.push_word(start, self.at);
        self.parts += 1;
    }

    fn push_word(&mut self, start: usize, end: usize) {
        let raw = self.piece(start, end);
        let stem = ["'s", "’s", "'S", "’S"].iter().find_map(|s| raw.strip_suffix(s)).unwrap_or(raw);
        let folded = folded(stem);
        if folded.is_empty() {
            return;
        }
        let exact = lowered(stem);
        let differs = exact != folded && exact.chars().count() <= MAX_TOKEN;
        self.out.push(Token { text: folded, start, end, kind: Kind::Word });
        if differs {
            self.out.push(Token { text: exact, start, end, kind: Kind::Exact });
        }
    }

    /// A character between words: it may continue a compound or end it.
    fn separator(&mut self, c: char) {
        let (here, after) = (self.at, self.at + c.len_utf8());
        let chains = self.parts > 0
            && is_connector(c)
            && self.next_is(after, |n| is_word(n) && !is_paired(n));
        if !chains {
            let end = self.suffix(here);
            self.close(end);
            self.at = end.max(after);
            let opens = matches!(c, '.' | '#' | '@') && end == here && self.starts_token(here);
            if opens && self.next_is(after, char::is_alphabetic) {
                (self.first, self.parts) = (here, 0);
                self.prefixed(here);
            }
            return;
        }
        self.at = after;
    }

    /// `.NET`, `#general`, `@name`: the word after the sign, then the word with it.
    fn prefixed(&mut self, start: usize) {
        self.parts = 1;
        self.word();
        self.first = start;
    }

    fn starts_token(&self, at: usize) -> bool {
        self.piece(0, at)
            .chars()
            .next_back()
            .is_none_or(|before| before.is_whitespace() || before == '(')
    }

    /// Where the signs of `C++` or `C#` end, if the word before `at` carries some.
    fn suffix(&self, at: usize) -> usize {
        if self.parts == 0 {
            return at;
        }
        let signs: usize = self
            .piece(at, self.text.len())
            .chars()
            .take_while(|c| matches!(c, '+' | '#'))
            .map(char::len_utf8)
            .sum();
        let free =
            self.piece(at + signs, self.text.len()).chars().next().is_none_or(|c| !is_word(c));
        if signs > 0 && signs <= 2 && free { at + signs } else { at }
    }

    /// Ends the current chain and emits its compound.
    fn close(&mut self, end: usize) {
        let parts = core::mem::take(&mut self.parts);
        let raw = self.piece(self.first, end);
        let signed = raw.ends_with(['+', '#']) || raw.starts_with(['.', '#', '@']);
        if parts == 0 || parts > MAX_PARTS || (parts == 1 && !signed) {
            return;
        }
        let mut text = String::new();
        raw.chars()
            .filter(|&c| !is_hyphen(c) && !is_apostrophe(c))
            .for_each(|c| fold::fold(c, &mut |f| text.push(f)));
        let fits = text.chars().count() <= MAX_TOKEN;
        if fits && self.out.last().is_none_or(|last| last.text != text) {
            self.out.push(Token { text, start: self.first, end, kind: Kind::Compound });
        }
    }

    /// A run of characters of a script without spaces: overlapping pairs, or the single character.
    fn pairs(&mut self) {
        let run: Vec<(usize, char)> = self
            .piece(self.at, self.text.len())
            .char_indices()
            .take_while(|&(_, c)| is_paired(c) || fold::is_ignorable(c))
            .filter(|&(_, c)| !fold::is_ignorable(c))
            .map(|(i, c)| (self.at + i, c))
            .collect();
        let end_of = |&(i, c): &(usize, char)| i + c.len_utf8();
        for pair in run.windows(2) {
            let text = pair.iter().map(|&(_, c)| kana(c)).collect();
            self.out.push(Token {
                text,
                start: pair[0].0,
                end: end_of(&pair[1]),
                kind: Kind::Word,
            });
        }
        if let [only] = run.as_slice() {
            let text = String::from(kana(only.1));
            self.out.push(Token { text, start: only.0, end: end_of(only), kind: Kind::Word });
        }
        self.at = run.last().map_or(self.text.len(), end_of);
    }
}

/// A word as it is indexed: folded, without apostrophes, at most [`MAX_TOKEN`] characters.
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut left = MAX_TOKEN;
    for c in word.chars().filter(|&c| !is_apostrophe(c)) {
        fold::fold(c, &mut |f| {
            if left > 0 {
                out.push(f);
                left -= 1;
            }
        });
    }
    out
}

/// Lower case only, diacritics kept; invisible characters and apostrophes go.
fn lowered(word: &str) -> String {
    let visible = |&c: &char| !is_apostrophe(c) && !fold::is_ignorable(c);
    word.chars().filter(visible).map(fold::lower).collect()
}

fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | 'ʼ')
}

fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '_' | '‐' | '‑' | '\u{AD}')
}

/// Characters that tie words into a compound when no space is around them.
fn is_connector(c: char) -> bool {
    is_hyphen(c) || matches!(c, '.' | '@' | '&' | '+' | '/')
}

/// Letters, digits and the marks that belong to them (Indic vowel signs and viramas among them).
fn is_word(c: char) -> bool {
    c.is_alphanumeric()
        || fold::is_ignorable(c)
        || (matches!(c as u32, 0x900..=0xDFF) && !matches!(c as u32, 0x964 | 0x965 | 0x970))
        || is_paired(c)
}

/// Scripts written without spaces, and Hangul, whose particles cling to the word.
fn is_paired(c: char) -> bool {
    matches!(c as u32,
        0xE01..=0xE3A | 0xE40..=0xE4E | 0xE81..=0xEDF | 0x1000..=0x1049 | 0x1100..=0x11FF
        | 0x1780..=0x17D3 | 0x3005..=0x3007 | 0x3041..=0x309F | 0x30A1..=0x30FA | 0x30FC..=0x30FF
        | 0x3105..=0x312F | 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF
        | 0xFF66..=0xFF9F | 0x20000..=0x323AF)
}

/// Katakana and hiragana meet; everything else stays.
fn kana(c: char) -> char {
    match c as u32 {
        code @ 0x30A1..=0x30F6 => char::from_u32(code - 0x60).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(text: &str) -> Vec<String> {
        Analyzer::default().tokens(text).into_iter().map(|token| token.text).collect()
    }

    #[test]
    fn table_of_the_module_docs_holds() {
        assert_eq!(texts("Refunds"), ["refunds"]);
        assert_eq!(texts("résumé"), ["resume", "résumé"]);
        assert_eq!(texts("can't user's can’t"), ["cant", "user", "cant"]);
        assert_eq!(texts("wi-fi E-1042"), ["wi", "fi", "wifi", "e", "1042", "e1042"]);
        assert_eq!(texts("node.js AT&T"), ["node", "js", "node.js", "at", "t", "at&t"]);
        assert_eq!(texts("C++ C#, .NET."), ["c", "c++", "c", "c#", "net", ".net"]);
        assert_eq!(texts("v2.3 1,000 5.1."), ["v2.3", "1,000", "5.1"]);
        assert_eq!(texts("検索結果"), ["検索", "索結", "結果"]);
        assert_eq!(texts("🙂 — !!! …"), Vec::<String>::new());
        let french: Vec<_> = Analyzer::for_language("fr-CA")
            .tokens("l'argent d’ici")
            .into_iter()
            .map(|t| t.text)
            .collect();
        assert_eq!(french, ["l", "argent", "d", "ici"]);
    }

    #[test]
    fn non_breaking_and_exotic_spaces_separate() {
        assert_eq!(texts("a\u{A0}b\u{202F}c\u{3000}d\te"), ["a", "b", "c", "d", "e"]);
    }

    #[test]
    fn mixed_scripts_split_at_the_border() {
        assert_eq!(texts("Office365の設定"), ["office365", "の設", "設定"]);
        assert_eq!(texts("שָׁלוֹם עולם"), ["שלום", "עולם"]);
    }

    #[test]
    fn offsets_point_at_the_word() {
        for token in Analyzer::default().tokens("Où est l'État, C++ et 検索 de wi-fi?") {
            let raw = &"Où est l'État, C++ et 検索 de wi-fi?"[token.start..token.end];
            assert!(!raw.is_empty() && !raw.starts_with(' '), "{token:?}");
        }
    }

    #[test]
    fn words_agree_with_uax29_on_plain_text() {
        use unicode_segmentation::UnicodeSegmentation;
        let text =
            "Can't verify a domain: error 0x80070005, version 2.3.1 — naïve Übergröße (1,000 €)";
        let ours: Vec<_> = Analyzer::default()
            .tokens(text)
            .into_iter()
            .filter(|t| t.kind == Kind::Word)
            .map(|t| t.text)
            .collect();
        let theirs: Vec<_> = text.unicode_words().map(folded).collect();
        assert_eq!(ours, theirs);
    }

    #[test]
    fn very_long_words_are_cut() {
        assert_eq!(texts(&"x".repeat(500))[0].len(), MAX_TOKEN);
    }
}
