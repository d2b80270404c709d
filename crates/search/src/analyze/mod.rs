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
//! | `v2.3`, `5.1` | `v2.3`, `5.1` | word: a point or comma between digits stays |
//! | `1,000` | `1,000`, `1000` | word, compound (groups of three digits) |
//! | `検索結果`, Thai, Lao, Khmer, Burmese, Korean | `検索`, `索結`, `結果` | words: character pairs |
//! | emoji, punctuation | none | |
//!
//! Word boundaries are UAX #29's; pairs of characters need no dictionary and find any part of a word. All
//! of this is compiled into the browser's module, so the tables are our own and small, and the code goes
//! by positions, without the library's machinery for strings.

use alloc::string::String;
use alloc::vec::Vec;

mod chars;
pub mod fold;
mod tables;

use chars::{is_apostrophe, is_connector, is_hyphen, is_separator, is_silent, is_space, kana};
use tables::{I, N, P};

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
        let mut chars = Vec::with_capacity(text.len() + 1);
        for (at, c) in text.char_indices() {
            chars.push(Char { at, c, class: tables::class(c as u32) });
        }
        chars.push(Char { at: text.len(), ..END });
        let mut scanner =
            Scanner { analyzer: self, chars: &chars, at: 0, out: Vec::new(), parts: 0, first: 0 };
        scanner.run();
        scanner.out
    }
}

/// A character of the text.
#[derive(Clone, Copy)]
struct Char {
    /// Its first byte.
    at: usize,
    c: char,
    class: u8,
}

/// What is before and after the text.
const END: Char = Char { at: 0, c: ' ', class: N };

impl Char {
    /// Whether it continues a word that is written with spaces around it.
    fn is_word(&self) -> bool {
        self.class != N && self.class != P
    }

    fn is_hebrew(&self) -> bool {
        ('א'..='ת').contains(&self.c)
    }

    fn is_letter(&self) -> bool {
        self.class != N && self.class != I && !self.is_digit()
    }

    /// Of the digits that are written with a decimal point: Western, Arabic, Persian, Devanagari, Thai.
    fn is_digit(&self) -> bool {
        let code = self.c as u32;
        [0x30, 0x660, 0x6F0, 0x966, 0xE50].iter().any(|&zero| code.wrapping_sub(zero) < 10)
    }
}

/// How the text of a token is made.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Folded,
    /// Folded, without hyphens.
    Joined,
    /// Lower case only.
    Lower,
    /// With katakana as hiragana.
    Kana,
    /// Folded, without decimal points.
    Plain,
}

/// All positions are numbers of characters.
struct Scanner<'t> {
    analyzer: Analyzer,
    /// The text, with [`END`] after it.
    chars: &'t [Char],
    at: usize,
    out: Vec<Token>,
    /// Words of the current chain (`wi-fi`), and where it starts.
    parts: usize,
    first: usize,
}

impl<'t> Scanner<'t> {
    fn run(&mut self) {
        while self.at + 1 < self.chars.len() {
            match self.get(self.at).class {
                P => self.pairs(),
                N => self.separator(),
                _ => self.word(),
            }
        }
        self.close(self.at);
    }

    fn get(&self, at: usize) -> &'t Char {
        self.chars.get(at).unwrap_or(&END)
    }

    /// One word: letters, digits and marks, with apostrophes, signs of abbreviation (`צה״ל`, `col·lecció`)
    /// and decimal points inside.
    fn word(&mut self) {
        let start = self.at;
        if self.parts == 0 {
            self.first = start;
        }
        self.parts += 1;
        let mut previous = &END;
        loop {
            let (here, next) = (self.get(self.at), self.get(self.at + 1));
            let joins = if is_separator(here.c) {
                previous.is_digit() && next.is_digit()
            } else if is_silent(here.c) {
                next.is_letter()
                    && (here.c != '"' || previous.is_hebrew())
                    && !(self.analyzer.elision && is_apostrophe(here.c))
            } else {
                here.is_word()
            };
            if !joins {
                break;
            }
            previous = here;
            self.at += 1;
        }
        let possessive = matches!(previous.c, 's' | 'S')
            && self.at > start + 2
            && is_apostrophe(self.get(self.at - 2).c);
        self.push_word(start, self.at - if possessive { 2 } else { 0 });
    }

    fn push_word(&mut self, start: usize, end: usize) {
        let (folded, length) = self.spell(start, end, Form::Folded);
        if length == 0 {
            return;
        }
        let (exact, length) = self.spell(start, end, Form::Lower);
        let differs = exact != folded && length <= MAX_TOKEN;
        self.push(folded, (start, self.at), Kind::Word);
        if differs {
            self.push(exact, (start, self.at), Kind::Exact);
        }
        // Between digits only, so this is a number in groups of three.
        if end > start + 4 && is_separator(self.get(end - 4).c) {
            let (plain, _) = self.spell(start, end, Form::Plain);
            self.push(plain, (start, self.at), Kind::Compound);
        }
    }

    fn push(&mut self, text: String, (start, end): (usize, usize), kind: Kind) {
        let (start, end) = (self.get(start).at, self.get(end).at);
        self.out.push(Token { text, start, end, kind });
    }

    /// What is indexed for a part of the text, at most [`MAX_TOKEN`] characters, and how many it has.
    fn spell(&self, start: usize, end: usize, form: Form) -> (String, usize) {
        let (mut text, mut length) = (String::new(), 0);
        // One function for all calls, as they are many.
        let push: &mut dyn FnMut(char) = &mut |c| {
            if length < MAX_TOKEN {
                text.push(c);
            }
            length += 1;
        };
        for at in start..end {
            let &Char { c, class, .. } = self.get(at);
            let dropped = match form {
                Form::Joined => is_hyphen(c),
                Form::Plain => is_separator(c),
                _ => false,
            };
            if class == I || dropped || is_silent(c) {
                continue;
            }
            let changed = match form {
                Form::Lower => fold::lower(c),
                Form::Kana => kana(c, self.get(at + 1).c),
                _ => {
                    fold::fold(c, push);
                    continue;
                }
            };
            push(changed);
        }
        (text, length)
    }

    /// A character between words: it may continue a compound or end it.
    fn separator(&mut self) {
        let (here, c, next) = (self.at, self.get(self.at).c, self.get(self.at + 1));
        if self.parts > 0 && is_connector(c) && next.is_word() {
            self.at += 1;
            return;
        }
        let end = self.suffix();
        self.close(end);
        self.at = end.max(here + 1);
        let before = self.get(here.wrapping_sub(1));
        if end == here
            && matches!(c, '.' | '#' | '@')
            && next.is_letter()
            && (is_space(before.c) || before.c == '(')
        {
            // `.NET`, `#general`, `@name`: the word after the sign, then the word with it.
            self.parts = 1;
            self.word();
            self.first = here;
        }
    }

    /// Where the signs of `C++` or `C#` end, if the word before carries some.
    fn suffix(&self) -> usize {
        let mut end = self.at;
        while matches!(self.get(end).c, '+' | '#') {
            end += 1;
        }
        let free = self.parts > 0 && end <= self.at + 2 && self.get(end).class == N;
        if free { end } else { self.at }
    }

    /// Ends the current chain and emits its compound.
    fn close(&mut self, end: usize) {
        let parts = core::mem::take(&mut self.parts);
        let signed = matches!(self.get(end.wrapping_sub(1)).c, '+' | '#')
            || matches!(self.get(self.first).c, '.' | '#' | '@');
        if parts == 0 || parts > MAX_PARTS || (parts == 1 && !signed) {
            return;
        }
        let (text, length) = self.spell(self.first, end, Form::Joined);
        let new = self.out.last().is_none_or(|last| last.text != text);
        if length > 0 && length <= MAX_TOKEN && new {
            self.push(text, (self.first, end), Kind::Compound);
        }
    }

    /// A run of characters of a script without spaces: overlapping pairs, or the single character.
    fn pairs(&mut self) {
        self.close(self.at);
        let (mut previous, mut count) = (self.at, 0);
        loop {
            let here = self.get(self.at);
            if here.class == P {
                count += 1;
                if count > 1 {
                    self.push_pair(previous, self.at);
                }
                previous = self.at;
            } else if here.class != I {
                break;
            }
            self.at += 1;
        }
        if count == 1 {
            self.push_pair(previous, previous);
        }
    }

    fn push_pair(&mut self, first: usize, last: usize) {
        let (text, _) = self.spell(first, last + 1, Form::Kana);
        let mut end = last + 1;
        while self.get(end).class == I {
            end += 1;
        }
        self.push(text, (first, end), Kind::Word);
    }
}

/// A word as it is indexed: folded, without apostrophes, at most [`MAX_TOKEN`] characters.
pub fn folded(word: &str) -> String {
    let mut out = String::with_capacity(word.len());
    let mut left = MAX_TOKEN;
    for c in word.chars().filter(|&c| !is_silent(c)) {
        fold::fold(c, &mut |f| {
            if left > 0 {
                out.push(f);
                left -= 1;
            }
        });
    }
    out
}

/// Whether a character is a letter, of any script.
pub fn is_letter(c: char) -> bool {
    let class = tables::class(c as u32);
    Char { at: 0, c, class }.is_letter()
}

/// Whether a character is of a script that is indexed by pairs: alone in a query it matches only itself,
/// unless it is completed.
pub fn is_paired(c: char) -> bool {
    tables::class(c as u32) == P
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
        assert_eq!(texts("v2.3 1,000 5.1."), ["v2.3", "1,000", "1000", "5.1"]);
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
    fn an_apostrophe_is_no_word() {
        assert_eq!(texts("ʼ 5 ʼʼ can't' ' 's"), ["5", "cant", "s"]);
        let french = Analyzer { elision: true }.tokens("lʼargent");
        assert_eq!(french.len(), 2);
        assert_eq!(texts("\u{301}-\u{301}"), Vec::<String>::new());
    }

    #[test]
    fn kana_of_any_width_meet() {
        for katakana in ["ガイド", "ｶﾞｲﾄﾞ", "カ\u{3099}イト\u{3099}", "がいど"] {
            assert_eq!(texts(katakana), ["がい", "いど"], "{katakana}");
        }
        assert_eq!(texts("ﾊﾟｽﾜｰﾄﾞ"), texts("パスワード"));
        let all: String = ('\u{FF66}'..='\u{FF9D}').collect();
        let wide: String =
            unicode_normalization::UnicodeNormalization::nfkc(all.as_str()).collect();
        assert_eq!(texts(&all), texts(&wide));
    }

    #[test]
    fn signs_of_abbreviation_stay_in_the_word() {
        assert_eq!(texts("צה״ל צה\"ל צ׳ק"), ["צהל", "צהל", "צק"]);
        assert_eq!(texts("\"שלום\" col·lecció"), ["שלום", "colleccio", "collecció"]);
        assert_eq!(texts("can´t can`t Oʻahu"), ["cant", "cant", "oahu"]);
    }

    #[test]
    fn numbers_in_groups_meet_plain_ones() {
        assert_eq!(texts("1.000.000"), ["1.000.000", "1000000"]);
        for plain in ["2.10.1", "1,00", "v1.0000", "1.5ghz"] {
            assert_eq!(texts(plain), [plain]);
        }
    }

    #[test]
    fn very_long_words_are_cut() {
        assert_eq!(texts(&"x".repeat(500))[0].len(), MAX_TOKEN);
    }
}
