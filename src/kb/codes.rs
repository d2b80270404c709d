//! Error codes: which article explains which one, and where in it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use super::urls::UrlTable;
use super::{ArticleId, Entry, Locale, shorten};
use crate::article::body::{CELL_BREAK, Row, Section};
use crate::article::{Article, is_reserved_id};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::url;

/// The list of error codes; other languages have it below their prefixes.
pub const CODES_PAGE: &str = "/codes/";

/// Longest text about a code in the list, in characters.
const MAX_TEXT: usize = 160;

/// The codes of a language.
#[derive(Clone, Debug, Default)]
pub struct Codes {
    /// In order of what they begin with, then of their numbers.
    pub list: Vec<Code>,
    /// Whether they have a page: the writer may have one at its address.
    pub has_page: bool,
}

/// An error code.
#[derive(Clone, Debug)]
pub struct Code {
    /// As it is written.
    pub code: String,
    /// Its anchor in the list.
    pub id: String,
    /// What its group is called: the letters before its number, or its first letter.
    pub group: String,
    /// Where it is explained, the best place first.
    pub places: Vec<CodePlace>,
}

/// A place that explains a code.
#[derive(Clone, Debug)]
pub struct CodePlace {
    /// The article.
    pub article: ArticleId,
    /// Anchor of the section that names the code; empty for the top of the article.
    pub anchor: String,
    /// Its heading.
    pub heading: String,
    /// The first sentence there, or the line that names the code; may be empty.
    pub text: String,
}

/// How well a place fits: a title or heading that names the code, a text that does, none.
type Fit = u8;

/// A code as it is written first, and its places with what orders them: how well each fits, and how
/// many codes its article has.
type Named = (String, Vec<(Fit, usize, CodePlace)>);

/// The codes of a locale; what is odd about them is reported.
pub(super) fn collect(locale: &Locale, diags: &mut Diagnostics) -> Codes {
    let mut codes: BTreeMap<String, Named> = BTreeMap::new();
    for (id, entry) in locale.listed() {
        let front = &entry.page.article.front;
        let mut seen = BTreeSet::new();
        for (code, span) in front.codes.iter().zip(&front.code_spans) {
            let key = key(code);
            if key.is_empty() || !seen.insert(key.clone()) {
                continue;
            }
            let (fit, place) = place(id, entry, code);
            let (spelling, places) = codes.entry(key).or_insert_with(|| (code.clone(), Vec::new()));
            if !entry.page.is_fallback() {
                diags.extend(similar(code, spelling, span));
                diags.extend((fit == NOWHERE).then(|| unmentioned(code, span)));
            }
            places.push((fit, front.codes.len(), place));
        }
    }
    let mut list: Vec<(SortKey, Code)> = codes.into_values().map(finished).collect();
    list.sort_by(|(a, _), (b, _)| a.cmp(b));
    let mut list: Vec<Code> = list.into_iter().map(|(_, code)| code).collect();
    name_anchors(&mut list);
    Codes { list, has_page: false }
}

/// Gives the list its address, unless the writer has a page there.
pub(super) fn claim(codes: &mut Codes, locale: &Locale, urls: &mut UrlTable) {
    let path = format!("{}{CODES_PAGE}", locale.prefix);
    let span = Span::file(&crate::tree::RelPath::new(crate::config::FILE));
    codes.has_page = !codes.list.is_empty() && urls.claim_free(&path, &span);
}

/// Group, number, spelling.
type SortKey = (String, u64, String);

fn finished((code, mut places): Named) -> (SortKey, Code) {
    // An article about one code says more of it than a list of twenty.
    places.sort_by_key(|(fit, codes, place)| (*fit, *codes, place.article));
    let places = places.into_iter().map(|(_, _, place)| place).collect();
    let group = group(&code);
    let digits: String =
        code.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    let order = (group.clone(), digits.parse().unwrap_or_default(), code.to_lowercase());
    (order, Code { id: url::anchor(&code), group, places, code })
}

fn name_anchors(list: &mut [Code]) {
    let mut taken = BTreeSet::new();
    for code in list {
        if code.id.is_empty() || is_reserved_id(&code.id) {
            code.id = format!("code-{}", code.id);
        }
        let (mut id, mut count) = (code.id.clone(), 1);
        while !taken.insert(id.clone()) {
            count += 1;
            id = format!("{}-{count}", code.id);
        }
        code.id = id;
    }
}

/// What different spellings of a code have in common.
fn key(code: &str) -> String {
    let is_separator =
        |c: char| c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}');
    code.chars().filter(|c| !is_separator(*c)).flat_map(char::to_uppercase).collect()
}

/// The letters before the number; of a code without a number its first letter; `0–9` for a number.
fn group(code: &str) -> String {
    let letters: String = code.chars().take_while(|c| c.is_alphabetic()).collect();
    let has_number = code.chars().any(|c| c.is_ascii_digit());
    let letters: String = if has_number { letters } else { letters.chars().take(1).collect() };
    if letters.is_empty() { "0–9".to_owned() } else { letters.to_uppercase() }
}

const IN_HEADING: Fit = 0;
const IN_TEXT: Fit = 1;
const NOWHERE: Fit = 2;

fn place(id: ArticleId, entry: &Entry, code: &str) -> (Fit, CodePlace) {
    let article = &entry.page.article;
    let sections = &article.body.sections;
    let spellings = spellings(code);
    let names = |text: &str| spellings.iter().any(|spelling| mentions(text, spelling));
    let at = |section: &Section, text: String| CodePlace {
        article: id,
        anchor: section.id.clone(),
        heading: section.title.clone(),
        text,
    };
    let whole = || CodePlace {
        article: id,
        anchor: String::new(),
        heading: String::new(),
        text: entry.description(),
    };
    if let Some(section) = sections.iter().find(|section| names(&section.title)) {
        return (IN_HEADING, at(section, sentence(section.lead())));
    }
    let front = &article.front;
    let titles = [Some(&entry.title), front.nav_title.as_ref()];
    if titles.into_iter().flatten().any(|title| names(title)) {
        return (IN_HEADING, whole());
    }
    let defined = sections.iter().find_map(|section| Some((section, row(section, &spellings)?)));
    if let Some((section, text)) = defined {
        return (IN_TEXT, at(section, text));
    }
    if let Some(section) = sections.iter().find(|section| names(&section.text)) {
        let line = section.text.lines().find(|line| names(line)).unwrap_or_default();
        return (IN_TEXT, at(section, without(line, &spellings)));
    }
    let is_said = [&front.description, &front.answer].into_iter().flatten().any(|text| names(text));
    (if is_said || is_quoted(article, &spellings) { IN_TEXT } else { NOWHERE }, whole())
}

/// Whether the Markdown has the code where no reader's text is, such as in the title of a block of
/// code.
fn is_quoted(article: &Article, spellings: &[String]) -> bool {
    spellings.iter().any(|spelling| mentions(&article.markdown, spelling))
}

/// A code as writers spell it: with its hyphens, with spaces, without either.
fn spellings(code: &str) -> Vec<String> {
    let separated = |by: &str| code.replace(['-', '_', ' '], by).to_lowercase();
    vec![code.to_lowercase(), separated(""), separated(" "), separated("-")]
}

/// Whether `text` has `spelling`, which is in lower case, as a word of its own: `E-10` is not in
/// `E-1042`, nor in `E-10-4`.
fn mentions(text: &str, spelling: &str) -> bool {
    let text = text.to_lowercase();
    let is_free = |at: usize| {
        let before = text[..at].chars().next_back();
        let mut after = text[at + spelling.len()..].chars();
        let (first, second) = (after.next(), after.next());
        let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let goes_on = is_word(first) || (first == Some('-') && is_word(second));
        !is_word(before) && !goes_on
    };
    text.match_indices(spelling).any(|(at, _)| is_free(at))
}

/// What the row of a table says that has the code in a cell of its own: meaning and remedy, or, when
/// it says more, each thing after the name of its column.
fn row(section: &Section, spellings: &[String]) -> Option<String> {
    let cells = |row: &Row| -> Vec<String> {
        let cell = |range: &Range<usize>| section.text.get(range.clone()).unwrap_or_default();
        row.cells.iter().map(|range| cell(range).trim().to_owned()).collect()
    };
    let is_code = |cell: &String| spellings.contains(&cell.to_lowercase());
    let mut heads = Vec::new();
    for row in &section.rows {
        let cells = cells(row);
        if row.is_head {
            heads = cells;
            continue;
        }
        if !cells.iter().any(is_code) {
            continue;
        }
        let said: Vec<(usize, String)> = cells
            .into_iter()
            .enumerate()
            .filter(|(_, cell)| !cell.is_empty() && !is_code(cell))
            .collect();
        let is_named = said.len() > 2;
        let named = said.into_iter().map(|(at, cell)| match heads.get(at) {
            Some(head) if is_named && head.ends_with(['?', '？', '؟', ':', '：']) => {
                format!("{head} {cell}")
            }
            Some(head) if is_named && !head.is_empty() => format!("{head}: {cell}"),
            _ => cell,
        });
        let between = if is_named { CELL_BREAK } else { " — " };
        return Some(shorten(&named.collect::<Vec<_>>().join(between), MAX_TEXT));
    }
    None
}

/// A line without the code that it begins with, unless the sentence needs it.
fn without(line: &str, spellings: &[String]) -> String {
    let line = line.trim();
    let lower = line.to_lowercase();
    let is_plain = lower.len() == line.len();
    let begun = spellings.iter().find(|spelling| is_plain && lower.starts_with(*spelling));
    let rest = begun.and_then(|spelling| line.get(spelling.len()..)).unwrap_or(line);
    let rest = rest.trim_start_matches([' ', ':', '–', '—', '-', '\u{b7}']);
    let is_sentence = rest.chars().next().is_some_and(char::is_lowercase);
    shorten(if is_sentence { line } else { rest }, MAX_TEXT)
}

/// The first sentence of a text.
fn sentence(text: &str) -> String {
    let ends = text
        .char_indices()
        .filter(|(_, c)| matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।'));
    let end = ends.map(|(at, c)| (at + c.len_utf8(), c)).find(|(end, c)| {
        !c.is_ascii() || text[*end..].chars().next().is_none_or(char::is_whitespace)
    });
    shorten(end.map_or(text, |(end, _)| &text[..end]), MAX_TEXT)
}

fn similar(code: &str, spelling: &str, span: &Span) -> Option<Diagnostic> {
    (code != spelling).then(|| {
        let message = format!("`{code}` is written `{spelling}` in another article");
        Diagnostic::new(diag::SIMILAR_CODE, span.clone(), message)
            .fix("write it the same way everywhere", spelling.to_owned())
    })
}

fn unmentioned(code: &str, span: &Span) -> Diagnostic {
    let message = format!("the article never mentions its code `{code}`");
    Diagnostic::new(diag::CODE_NOT_IN_TEXT, span.clone(), message)
        .hint("name it in a heading or in the text, so that customers see that they are right here")
}

#[cfg(test)]
mod tests {
    use super::{group, key, mentions, sentence, without};

    #[test]
    fn a_code_is_found_as_a_word_of_its_own() {
        for text in ["E-10", "code e-10: wrong", "(E-10)", "E-10.", "it is E-10-"] {
            assert!(mentions(text, "e-10"), "{text}");
        }
        for text in ["E-1042", "E-10-4", "BE-10", "E 10", ""] {
            assert!(!mentions(text, "e-10"), "{text}");
        }
    }

    #[test]
    fn spellings_meet_and_groups_have_their_letters() {
        assert_eq!(key("e 1042"), key("E-1042"));
        assert_ne!(key("C++"), key("C"));
        let groups = ["E-1042", "e7", "http 503", "404", "broken-link"].map(group);
        assert_eq!(groups, ["E", "E", "HTTP", "0–9", "B"]);
    }

    #[test]
    fn the_text_of_a_code_is_one_sentence_without_the_code() {
        assert_eq!(sentence("Roll it 1.5 m back. Then push."), "Roll it 1.5 m back.");
        assert_eq!(sentence("戻します。次に"), "戻します。");
        let code = ["p-401".to_owned()];
        assert_eq!(without("P-401 Bank declined", &code), "Bank declined");
        assert_eq!(without("P-401 goes away by itself", &code), "P-401 goes away by itself");
    }
}
