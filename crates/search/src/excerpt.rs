//! Excerpts: the text of a result, the words that match the query marked.

use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::{Analyzer, Token};
use crate::found::MARK;

/// Bytes of text that an excerpt shows.
const WINDOW: usize = 170;
/// Most bytes before the first match.
const LEAD: usize = 60;

/// Adds `text` to `out`, with [`MARK`] wherever tokens that are among `forms` begin and end.
pub fn mark(text: &str, forms: &[Vec<u8>], analyzer: Analyzer, out: &mut String) {
    let mut at = 0;
    for token in analyzer.tokens(text) {
        if token.end > at && is_match(&token, forms) {
            let start = token.start.max(at);
            out.push_str(text.get(at..start).unwrap_or_default());
            out.push(MARK);
            out.push_str(text.get(start..token.end).unwrap_or_default());
            out.push(MARK);
            at = token.end;
        }
    }
    out.push_str(text.get(at..).unwrap_or_default());
}

/// Adds the part of `text` that has the most different words of the query; `false` when it has none.
pub fn window(text: &str, forms: &[Vec<u8>], analyzer: Analyzer, out: &mut String) -> bool {
    let tokens = analyzer.tokens(text);
    let (mut most, mut first) = (0, 0);
    for (at, token) in tokens.iter().enumerate() {
        if !is_match(token, forms) {
            continue;
        }
        let mut seen: Vec<&str> = Vec::new();
        for other in tokens.iter().skip(at) {
            let inside = other.end <= token.start + WINDOW - LEAD;
            if inside && is_match(other, forms) && !seen.contains(&other.text.as_str()) {
                seen.push(&other.text);
            }
        }
        if seen.len() > most {
            (most, first) = (seen.len(), token.start);
        }
    }
    if most == 0 {
        return false;
    }
    let start = lead(text, &tokens, first);
    let mut end = text.len();
    if end > start + WINDOW {
        end = start;
        for token in &tokens {
            if token.end <= start + WINDOW {
                end = end.max(token.end);
            }
        }
    }
    if start > 0 {
        out.push_str("… ");
    }
    mark(text.get(start..end).unwrap_or_default(), forms, analyzer, out);
    if end < text.len() {
        out.push_str(" …");
    }
    true
}

/// Where to begin before the first match: at the start of a sentence if one is near, else at a word.
fn lead(text: &str, tokens: &[Token], first: usize) -> usize {
    let mut start = first;
    let mut after = 0;
    for token in tokens.iter().filter(|token| token.start <= first) {
        let between = text.get(after..token.start).unwrap_or_default();
        let near = token.start + LEAD >= first;
        let sentence = between.bytes().any(|byte| matches!(byte, b'.' | b'!' | b'?' | b'\n'));
        if near && (sentence || after == 0 || start == first) {
            start = token.start;
        }
        after = token.end;
    }
    start
}

fn is_match(token: &Token, forms: &[Vec<u8>]) -> bool {
    forms.iter().any(|form| form.as_slice() == token.text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn forms(forms: &[&str]) -> Vec<Vec<u8>> {
        forms.iter().map(|form| form.as_bytes().to_vec()).collect()
    }

    fn marked(text: &str, words: &[&str]) -> String {
        let mut out = String::new();
        mark(text, &forms(words), Analyzer::default(), &mut out);
        out.replace(MARK, "|")
    }

    fn windowed(text: &str, words: &[&str]) -> Option<String> {
        let mut out = String::new();
        window(text, &forms(words), Analyzer::default(), &mut out).then(|| out.replace(MARK, ""))
    }

    #[test]
    fn marks_words_and_keeps_every_character() {
        assert_eq!(
            marked("A Refund, two refunds — at the Café!", &["refund", "refunds", "cafe"]),
            "A |Refund|, two |refunds| — at the |Café|!"
        );
    }

    #[test]
    fn overlapping_pairs_join_into_one_mark() {
        assert_eq!(marked("この検索結果", &["検索", "索結"]), "この|検索||結|果");
    }

    #[test]
    fn a_window_begins_at_a_sentence_and_shows_the_words_together() {
        let filler = "Nothing of interest is said here, word after word. ".repeat(8);
        let text =
            format!("The card comes by post. {filler}Report a lost card in the app. {filler}");
        let shown = windowed(&text, &["lost", "card"]).unwrap();
        assert!(shown.starts_with("… Report a lost card in the app."), "{shown}");
        assert!(shown.ends_with(" …") && shown.len() < WINDOW + 10, "{shown}");
        assert_eq!(windowed(&text, &["refund"]), None);
    }

    #[test]
    fn a_short_text_is_shown_whole() {
        assert_eq!(windowed("A lost card.", &["card"]).unwrap(), "A lost card.");
    }
}
