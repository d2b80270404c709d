//! Words that mean the same (`data/synonyms.yaml`), for all languages or for one.

use faqtory_search::analyze::{Analyzer, Kind};
use serde_yaml::Value;

use super::Synonyms;
use crate::config::Config;
use crate::diag::{self, Diagnostic, Diagnostics, Span, did_you_mean};
use crate::tree::{RelPath, SourceFile, SourceTree};
use crate::yaml::{Fields, Placed, decode_yaml, unknown_key};

/// Where they are.
const FILE: &str = "data/synonyms.yaml";

/// A word or phrase and where it stands.
#[derive(Debug)]
pub(super) struct Word {
    pub(super) text: String,
    pub(super) span: Span,
}

/// The synonyms of one language, or of all.
#[derive(Debug, Default)]
pub(super) struct List {
    /// `None` for all.
    pub(super) language: Option<String>,
    pub(super) groups: Vec<Vec<Word>>,
    pub(super) one_way: Vec<(Word, Vec<Word>)>,
}

impl List {
    /// Whether it is for `language`.
    pub(super) fn is_of(&self, language: &str) -> bool {
        self.language.as_ref().is_none_or(|own| own == language)
    }
}

/// Everything that the file says.
#[derive(Debug, Default)]
pub(super) struct Declared(pub(super) Vec<List>);

impl Declared {
    /// Reads the file.
    pub(super) fn read(source: &SourceTree, config: &Config, diags: &mut Diagnostics) -> Self {
        let path = RelPath::new(FILE);
        let Some(SourceFile::Loaded(bytes)) = source.files.get(&path) else {
            return Self::default();
        };
        let (file, problems) = decode_yaml(&path, bytes);
        diags.extend(problems);
        let mut fields = Fields::parse(&file, 0..file.text.len(), "synonyms.yaml");
        if file.text.trim_start().starts_with("- ") {
            let hint = "begin with the line `groups:`, and put the list below it";
            fields.problems = fields.problems.into_iter().map(|it| it.hint(hint)).collect();
        }
        let mut lists = vec![list(&mut fields, None)];
        if let Some(languages) = fields.placed("languages") {
            lists.extend(by_language(&languages, &mut fields.problems, config));
        }
        for leftover in fields.leftovers() {
            let known = ["groups", "oneway", "languages"];
            fields.problems.push(unknown_key(&leftover, "synonyms.yaml", &known));
        }
        diags.extend(fields.problems);
        Self(lists)
    }

    /// What holds for one language.
    pub(super) fn of(&self, language: &str) -> Synonyms {
        let mut synonyms = Synonyms::default();
        for list in self.0.iter().filter(|list| list.is_of(language)) {
            let texts = |words: &[Word]| words.iter().map(|word| word.text.clone()).collect();
            synonyms.groups.extend(list.groups.iter().map(|group| texts(group)));
            for (word, meanings) in &list.one_way {
                let meanings: Vec<String> = texts(meanings);
                synonyms.one_way.entry(word.text.clone()).or_default().extend(meanings);
            }
        }
        synonyms
    }
}

fn by_language(languages: &Placed, problems: &mut Vec<Diagnostic>, config: &Config) -> Vec<List> {
    let Some(mut fields) = Fields::of(languages, "languages") else {
        problems.push(languages.not("language codes, each with `groups` or `oneway` below it"));
        return Vec::new();
    };
    let codes: Vec<&str> = config.languages.iter().map(|language| &*language.code).collect();
    let mut lists = Vec::new();
    for (code, span, value) in fields.rest() {
        if !codes.contains(&code.as_str()) {
            problems.push(unknown_language(&code, span, &codes));
        }
        let Some(mut fields) = Fields::of(&value, &code) else {
            problems.push(value.not("`groups` or `oneway` with words"));
            continue;
        };
        lists.push(list(&mut fields, Some(code.clone())));
        for leftover in fields.leftovers() {
            fields.problems.push(unknown_key(&leftover, &code, &["groups", "oneway"]));
        }
        problems.append(&mut fields.problems);
    }
    lists
}

/// The problem of a language that the site does not have.
pub(super) fn unknown_language(code: &str, span: Span, codes: &[&str]) -> Diagnostic {
    let message = format!("the site has no language `{code}`");
    let problem = Diagnostic::new(diag::INVALID_VALUE, span, message);
    match did_you_mean(code, codes.iter().copied()) {
        Some(near) => problem.fix(format!("did you mean `{near}`?"), near),
        None => problem.hint(format!("its languages are {}", codes.join(", "))),
    }
}

fn list(fields: &mut Fields, language: Option<String>) -> List {
    let mut list = List { language, ..List::default() };
    if let Some(groups) = fields.placed("groups") {
        list.groups = self::groups(&groups, &mut fields.problems);
    }
    if let Some(one_way) = fields.placed("oneway") {
        list.one_way = self::one_way(&one_way, &mut fields.problems);
    }
    list
}

/// Most words of a group: a search for one asks for them all.
const MOST: usize = 100;

fn groups(placed: &Placed, problems: &mut Vec<Diagnostic>) -> Vec<Vec<Word>> {
    let example = "write `- [refund, money back]`, one group a line";
    if !matches!(placed.value, Value::Sequence(_) | Value::Null) {
        let message = "`groups` must be a list of lists of words";
        problems.push(Diagnostic::new(diag::WRONG_TYPE, placed.head(), message).hint(example));
        return Vec::new();
    }
    let mut groups = Vec::new();
    for item in placed.items() {
        let known = problems.len();
        let group = words(&item, problems);
        if group.len() > MOST {
            let message = format!("this group has {} words; {MOST} are the most", group.len());
            let hint =
                "every word finds all the others, so make groups of those that mean the same";
            let problem = Diagnostic::new(diag::INVALID_VALUE, item.head(), message);
            problems.push(problem.hint(hint));
        } else if group.len() > 1 {
            groups.push(group);
        } else if problems.len() == known {
            let message = "a group needs two words or more";
            problems.push(Diagnostic::new(diag::WRONG_TYPE, item.head(), message).hint(example));
        }
    }
    groups
}

fn one_way(placed: &Placed, problems: &mut Vec<Diagnostic>) -> Vec<(Word, Vec<Word>)> {
    let Some(mut fields) = Fields::of(placed, "oneway") else {
        if !placed.value.is_null() {
            let problem = placed.not("a word with a list of words");
            problems.push(problem.hint("write `scooter: [bike]`, one word a line"));
        }
        return Vec::new();
    };
    let entry = |(text, span, value): (String, Span, Placed)| {
        (Word { text, span }, words(&value, problems))
    };
    fields.rest().into_iter().map(entry).collect()
}

/// A word or a list of them.
fn words(placed: &Placed, problems: &mut Vec<Diagnostic>) -> Vec<Word> {
    let mut words = Vec::new();
    for item in placed.items() {
        match item.text() {
            Some((text, span)) => words.push(Word { text, span }),
            None => problems.push(item.not("a word")),
        }
    }
    words
}

/// A phrase as search compares it: its words without case and accents.
pub(super) fn folded(language: &str, phrase: &str) -> String {
    let tokens = Analyzer::for_language(language).tokens(phrase);
    let words = tokens.into_iter().filter(|token| token.kind == Kind::Word);
    words.map(|token| token.text).collect::<Vec<_>>().join(" ")
}
