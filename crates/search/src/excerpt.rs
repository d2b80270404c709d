//! Excerpts: the text of a result as runs, those that match the query marked.

use crate::table::Table;
use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::analyze::Analyzer;

/// A piece of text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Run {
    /// The text.
    pub text: String,
    /// Whether it matches the query.
    pub mark: bool,
}

/// Cuts `text` into runs, marking tokens that are among `forms`.
pub fn mark(text: &str, forms: &Table<String, ()>, analyzer: Analyzer) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut at = 0;
    for token in analyzer.tokens(text) {
        if !forms.has(&token.text) || token.end <= at {
            continue;
        }
        let start = token.start.max(at);
        push(&mut runs, text.get(at..start).unwrap_or_default(), false);
        push(&mut runs, text.get(start..token.end).unwrap_or_default(), true);
        at = token.end;
    }
    push(&mut runs, text.get(at..).unwrap_or_default(), false);
    runs
}

/// Adds a run, or lengthens the last one of the same kind.
fn push(runs: &mut Vec<Run>, text: &str, mark: bool) {
    if text.is_empty() {
        return;
    }
    match runs.last_mut().filter(|last| last.mark == mark) {
        Some(last) => last.text.push_str(text),
        None => runs.push(Run { text: text.to_owned(), mark }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(forms: &[&str]) -> Table<String, ()> {
        let mut table = Table::default();
        for &form in forms {
            table.set(form.to_owned(), ());
        }
        table
    }

    #[test]
    fn marks_words_and_keeps_every_character() {
        let forms = table(&["refund", "refunds", "cafe"]);
        let text = "A Refund, two refunds — at the Café!";
        let runs = mark(text, &forms, Analyzer::default());
        assert_eq!(runs.iter().map(|run| run.text.as_str()).collect::<String>(), text);
        let marked: Vec<_> =
            runs.iter().filter(|run| run.mark).map(|run| run.text.as_str()).collect();
        assert_eq!(marked, ["Refund", "refunds", "Café"]);
    }

    #[test]
    fn overlapping_pairs_join_into_one_mark() {
        let forms = table(&["検索", "索結"]);
        let runs = mark("この検索結果", &forms, Analyzer::default());
        assert_eq!(runs[1], Run { text: "検索結".into(), mark: true });
    }
}
