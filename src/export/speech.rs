//! Text → what a voice says: SSML 1.1 (W3C), and how long it takes.
//!
//! | in the text | in SSML |
//! | --- | --- |
//! | line, sentence | `<p>`, `<s>` |
//! | error code, such as `E-1042` | `<say-as interpret-as="characters">` |
//! | day, such as `2026-01-31` | `<say-as interpret-as="date" format="ymd">` |
//! | telephone number, such as `+49 30 901820` | `<say-as interpret-as="telephone">` |
//!
//! Seconds are a guess at a calm pace: [`PACE`] characters a second, [`FULL_PACE`] of scripts in which
//! a character is a syllable, and [`PAUSE`] after each sentence.

use std::fmt::Write;

use crate::article::containers::escape;

/// Characters a second: some 150 English words a minute.
const PACE: f64 = 15.0;

/// The same in Chinese, Japanese and Korean.
const FULL_PACE: f64 = 5.0;

/// Seconds between sentences.
const PAUSE: f64 = 0.4;

/// Longest run of capital letters and digits that is taken for a code.
const CODE: usize = 16;

/// How long it takes to say a text, in seconds, to a tenth.
pub(super) fn seconds(text: &str) -> f64 {
    let full = text.chars().filter(|c| is_full(*c)).count() as f64;
    let rest = text.chars().filter(|c| !is_full(*c)).count() as f64;
    let pauses = text.lines().map(|line| sentences(line).len()).sum::<usize>() as f64;
    ((full / FULL_PACE + rest / PACE + pauses * PAUSE) * 10.0).round() / 10.0
}

/// Whether a character is a syllable or a word.
fn is_full(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}')
}

/// A text as SSML in a language. Words in `codes` are said character by character.
pub(super) fn ssml(text: &str, language: &str, codes: &[String]) -> String {
    let mut xml = format!(
        "<speak version=\"1.1\" xmlns=\"http://www.w3.org/2001/10/synthesis\" xml:lang=\"{}\">",
        escape(language)
    );
    for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
        xml.push_str("<p>");
        for sentence in sentences(line) {
            let _ = write!(xml, "<s>{}</s>", said(sentence, codes));
        }
        xml.push_str("</p>");
    }
    xml.push_str("</speak>");
    xml
}

/// A line in sentences.
fn sentences(line: &str) -> Vec<&str> {
    let mut sentences = Vec::new();
    let mut start = 0;
    let mut chars = line.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        let next = chars.peek().map(|(_, next)| *next);
        let ends = match c {
            '.' | '!' | '?' | '؟' => next.is_none_or(char::is_whitespace),
            '。' | '！' | '？' => true,
            _ => false,
        };
        if ends {
            sentences.push(line[start..at + c.len_utf8()].trim());
            start = at + c.len_utf8();
        }
    }
    sentences.push(line[start..].trim());
    sentences.retain(|sentence| !sentence.is_empty());
    sentences
}

/// A sentence with its codes, days and telephone numbers marked.
fn said(sentence: &str, codes: &[String]) -> String {
    let mut xml = String::new();
    let mut at = 0;
    let mut is_start = true;
    while let Some(c) = sentence[at..].chars().next() {
        let rest = &sentence[at..];
        let found = if is_start { special(rest, codes) } else { None };
        if let Some((length, how)) = found {
            let text = spoken(&rest[..length]);
            let _ = write!(xml, "<say-as {how}>{text}</say-as>");
            at += length;
            is_start = false;
            continue;
        }
        xml.push_str(&spoken(&rest[..c.len_utf8()]));
        is_start = !c.is_alphanumeric() && !matches!(c, '-' | '_');
        at += c.len_utf8();
    }
    xml
}

/// Safe for XML, which knows no control characters.
fn spoken(text: &str) -> String {
    let is_known = |c: &char| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    escape(&text.chars().filter(is_known).collect::<String>())
}

/// What begins here and is not said like a word: its bytes, and how it is said.
fn special(text: &str, codes: &[String]) -> Option<(usize, &'static str)> {
    const CHARACTERS: &str = "interpret-as=\"characters\"";
    let known = codes.iter().filter(|code| !code.is_empty()).find(|code| {
        let head = text.get(..code.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(code)) && ends_at(text, code.len())
    });
    if let Some(code) = known {
        return Some((code.len(), CHARACTERS));
    }
    if is_day(text) && ends_at(text, 10) {
        return Some((10, "interpret-as=\"date\" format=\"ymd\""));
    }
    if let Some(length) = telephone(text) {
        return Some((length, "interpret-as=\"telephone\""));
    }
    let length = text.find(|c: char| !is_code_character(c)).unwrap_or(text.len());
    let length = text[..length].trim_end_matches(['-', '_']).len();
    let word = &text[..length];
    let has = |test: fn(char) -> bool| word.chars().any(test);
    let is_code = has(|c| c.is_ascii_uppercase()) && has(|c| c.is_ascii_digit());
    (is_code && length <= CODE && ends_at(text, length)).then_some((length, CHARACTERS))
}

fn is_code_character(c: char) -> bool {
    c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '-' | '_')
}

/// Whether no word goes on at this byte.
fn ends_at(text: &str, at: usize) -> bool {
    text[at..].chars().next().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether a text begins with a day as computers write it.
fn is_day(text: &str) -> bool {
    text.get(..10).is_some_and(|day| {
        day.char_indices().all(|(at, c)| match at {
            4 | 7 => c == '-',
            _ => c.is_ascii_digit(),
        })
    })
}

/// Bytes of the telephone number that a text begins with: 7 to 15 digits (ITU-T E.164), and something
/// that a mere number does not have: a plus, a leading zero, or two hyphens.
fn telephone(text: &str) -> Option<usize> {
    let is_part = |c: char| c.is_ascii_digit() || matches!(c, '+' | ' ' | '-' | '(' | ')' | '/');
    let end = text.find(|c: char| !is_part(c)).unwrap_or(text.len());
    let number = text[..end].trim_end_matches(|c: char| !c.is_ascii_digit());
    let digits = number.chars().filter(char::is_ascii_digit).count();
    let begins = number.starts_with('+') && number.rfind('+') == Some(0);
    let begins = begins || number.trim_start_matches('(').starts_with('0') && !number.contains('+');
    let has_groups = number.starts_with(|c: char| c.is_ascii_digit())
        && number.matches('-').count() >= 2
        && !number.contains('+');
    let is_number = (7..=15).contains(&digits) && (begins || has_groups) && digits < number.len()
        || (7..=15).contains(&digits) && number.starts_with('+') && begins;
    (is_number && ends_at(text, number.len())).then_some(number.len())
}
