//! Synonyms that do nothing: never found, declared twice, leading in circles.

use std::collections::{BTreeMap, BTreeSet};

use faqtory_search::analyze::{Analyzer, Kind};
use rayon::prelude::*;

use super::stem::Stems;
use super::synonyms::{Declared, List, Word, folded};
use super::{Document, Settings};
use crate::diag::{self, Diagnostic, Diagnostics, Span};

/// Looks through the synonyms of all languages.
pub(super) fn run(
    declared: &Declared,
    inputs: &[(Vec<Document>, Settings)],
    diags: &mut Diagnostics,
) {
    for (_, settings) in inputs {
        let lists = || declared.0.iter().filter(|list| list.is_of(&settings.language));
        let folded = |word: &Word| folded(&settings.language, &word.text);
        let groups = members(lists().flat_map(|list| &list.groups), folded, diags);
        let mut ways = Vec::new();
        for (from, to) in lists().flat_map(|list| &list.one_way) {
            ways.extend(to.iter().map(|to| Way {
                from: folded(from),
                to: folded(to),
                words: (from, to),
            }));
        }
        diags.extend(ways.iter().filter_map(|way| way.pointless(&groups)));
        diags.extend(circles(&ways));
    }
    if declared.0.iter().any(|list| !list.groups.is_empty() || !list.one_way.is_empty()) {
        unused(declared, inputs, diags);
    }
}

/// The groups that each folded word is in; words that stand twice are reported.
fn members<'a>(
    groups: impl Iterator<Item = &'a Vec<Word>>,
    folded: impl Fn(&Word) -> String,
    diags: &mut Diagnostics,
) -> BTreeMap<String, Vec<usize>> {
    let mut members: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    let mut first: BTreeMap<String, &Span> = BTreeMap::new();
    for (number, group) in groups.enumerate() {
        for word in group {
            let key = folded(word);
            if key.is_empty() {
                continue;
            }
            let (text, span) = (&word.text, word.span.clone());
            let known = members.entry(key.clone()).or_default();
            if known.contains(&number) {
                let message = format!("`{text}` stands twice in this group");
                diags.push(
                    Diagnostic::new(diag::DUPLICATE_SYNONYM, span, message)
                        .hint("remove one of the two; case and accents make no difference"),
                );
            } else if let Some(first) = first.get(&key) {
                let line = first.line_column().0;
                let message = format!("`{text}` is already in the group of line {line}");
                diags.push(
                    Diagnostic::new(diag::DUPLICATE_SYNONYM, span, message)
                        .hint("make one group of the two, or keep the word in one of them"),
                );
            }
            known.push(number);
            first.entry(key).or_insert(&word.span);
        }
    }
    members
}

/// A one-way synonym, folded and as written.
struct Way<'a> {
    from: String,
    to: String,
    words: (&'a Word, &'a Word),
}

impl Way<'_> {
    /// The problem of a way that leads to where it begins, or that a group has already.
    fn pointless(&self, groups: &BTreeMap<String, Vec<usize>>) -> Option<Diagnostic> {
        let (from, to) = self.words;
        let span = to.span.clone();
        if self.from == self.to {
            let message = format!("`{}` leads to itself", from.text);
            let problem = Diagnostic::new(diag::CIRCULAR_SYNONYM, span, message);
            return Some(problem.hint("remove it: a word always finds itself"));
        }
        let (from_groups, to_groups) = (groups.get(&self.from)?, groups.get(&self.to)?);
        from_groups.iter().any(|group| to_groups.contains(group)).then(|| {
            let message = format!("`{}` finds `{}` already, through a group", from.text, to.text);
            Diagnostic::new(diag::REDUNDANT_SYNONYM, span, message)
                .hint("remove it here, or take one of the two words out of the group")
        })
    }
}

/// Ways that lead back to where they begin, each circle once.
fn circles(ways: &[Way<'_>]) -> Vec<Diagnostic> {
    let mut next: BTreeMap<&str, Vec<&Way<'_>>> = BTreeMap::new();
    for way in ways.iter().filter(|way| way.from != way.to) {
        next.entry(&way.from).or_default().push(way);
    }
    let mut told: BTreeSet<&str> = BTreeSet::new();
    let mut problems = Vec::new();
    for way in ways.iter().filter(|way| way.from != way.to) {
        let Some(back) = way_back(way, &next) else { continue };
        let circle = || [way].into_iter().chain(back.iter().copied());
        if circle().all(|way| told.contains(way.from.as_str())) {
            continue;
        }
        told.extend(circle().map(|way| way.from.as_str()));
        let stops: Vec<&str> = circle().map(|way| way.words.1.text.as_str()).collect();
        let start = &way.words.0.text;
        let message = format!("`{start}` leads back to itself: {start} → {}", stops.join(" → "));
        problems.push(
            Diagnostic::new(diag::CIRCULAR_SYNONYM, way.words.1.span.clone(), message)
                .hint("words that find each other belong into a group"),
        );
    }
    problems
}

/// The shortest way from where `way` leads to where it begins.
fn way_back<'a>(
    way: &'a Way<'a>,
    next: &BTreeMap<&str, Vec<&'a Way<'a>>>,
) -> Option<Vec<&'a Way<'a>>> {
    let mut paths: Vec<(&str, Vec<&Way<'_>>)> = vec![(&way.to, Vec::new())];
    let mut seen: BTreeSet<&str> = BTreeSet::from([way.to.as_str()]);
    let mut at = 0;
    while let Some((here, path)) = paths.get(at).cloned() {
        if here == way.from {
            return Some(path);
        }
        for step in next.get(here).into_iter().flatten().filter(|step| seen.insert(&step.to)) {
            paths.push((&step.to, path.iter().copied().chain([*step]).collect()));
        }
        at += 1;
    }
    None
}

/// A phrase by the stems that an article must have: of each word one of its forms, or else the
/// phrase written as one word.
struct Phrase {
    words: Vec<Vec<String>>,
    joined: Vec<String>,
}

impl Phrase {
    fn new(text: &str, language: &str) -> Self {
        let stems = Stems::for_language(language);
        let mut phrase = Self { words: Vec::new(), joined: Vec::new() };
        for token in Analyzer::for_language(language).tokens(text) {
            let stem = stems.stem(&token.text);
            match (token.kind, phrase.words.last_mut()) {
                (Kind::Word, _) => phrase.words.push(vec![stem]),
                (Kind::Exact, Some(word)) => word.push(stem),
                (Kind::Exact | Kind::Compound, _) => phrase.joined.push(stem),
            }
        }
        phrase
    }

    fn stems(&self) -> impl Iterator<Item = &String> {
        self.words.iter().flatten().chain(&self.joined)
    }

    fn occurs(&self, found: &BTreeSet<String>) -> bool {
        let has = |stem: &String| found.contains(stem);
        self.words.iter().all(|word| word.iter().any(has)) || self.joined.iter().any(has)
    }
}

/// Reports what no article of any language it is for contains.
fn unused(declared: &Declared, inputs: &[(Vec<Document>, Settings)], diags: &mut Diagnostics) {
    let languages: Vec<(&str, BTreeSet<String>)> = inputs
        .iter()
        .filter(|(documents, _)| !documents.is_empty())
        .map(|(documents, settings)| {
            let language = settings.language.as_str();
            (language, occurring(documents, &wanted(declared, language), language))
        })
        .collect();
    for list in &declared.0 {
        let mine = || languages.iter().filter(|(language, _)| list.is_of(language));
        if mine().next().is_none() {
            continue;
        }
        let occurs = |word: &Word| {
            mine().any(|(language, found)| Phrase::new(&word.text, language).occurs(found))
        };
        let groups = list.groups.iter().filter(|group| !group.iter().any(occurs));
        diags.extend(groups.map(|group| unused_group(list, group)));
        for (from, to) in &list.one_way {
            let dead = to.iter().filter(|word| !occurs(word));
            diags.extend(dead.map(|word| unused_way(list, (from, word))));
        }
    }
}

/// Every stem that a synonym of `language` is looked for by.
fn wanted(declared: &Declared, language: &str) -> BTreeSet<String> {
    let words = |list: &List| {
        let targets = list.one_way.iter().flat_map(|(_, to)| to);
        let all = list.groups.iter().flatten().chain(targets);
        all.map(|word| Phrase::new(&word.text, language)).collect::<Vec<_>>()
    };
    let phrases = declared.0.iter().filter(|list| list.is_of(language)).flat_map(words);
    phrases.flat_map(|phrase| phrase.stems().cloned().collect::<Vec<_>>()).collect()
}

/// Which of the wanted stems articles contain.
fn occurring(
    documents: &[Document],
    wanted: &BTreeSet<String>,
    language: &str,
) -> BTreeSet<String> {
    let (analyzer, stems) = (Analyzer::for_language(language), Stems::for_language(language));
    let of_document = |document: &Document| {
        let forms: BTreeSet<String> = texts(document)
            .flat_map(|text| analyzer.tokens(text))
            .map(|token| token.text)
            .collect();
        let found = forms.iter().map(|form| stems.stem(form));
        found.filter(|stem| wanted.contains(stem)).collect::<BTreeSet<String>>()
    };
    documents.par_iter().flat_map_iter(of_document).collect()
}

/// Every text of an article that search looks at.
fn texts(document: &Document) -> impl Iterator<Item = &str> {
    let lists = [&document.questions, &document.keywords, &document.codes, &document.tags];
    let sections = document.sections.iter().flat_map(|section| [&*section.title, &*section.text]);
    [&*document.title, &*document.category]
        .into_iter()
        .chain(lists.into_iter().flatten().map(String::as_str))
        .chain(sections)
}

/// `no article`, with the language that was looked at where it is not all.
fn no_article(list: &List) -> String {
    list.language
        .as_ref()
        .map_or_else(|| "no article".to_owned(), |code| format!("no article in `{code}`"))
}

fn unused_group(list: &List, group: &[Word]) -> Diagnostic {
    let names: Vec<String> = group.iter().map(|word| format!("`{}`", word.text)).collect();
    let (from, to) = (&group[0].span, &group[group.len() - 1].span);
    let span = Span::new(&from.source, from.range.start..to.range.end);
    let message = format!("{} contains {}", no_article(list), names.join(" or "));
    Diagnostic::new(diag::UNUSED_SYNONYM, span, message)
        .hint("add the word that articles use, or remove the group")
}

fn unused_way(list: &List, (from, to): (&Word, &Word)) -> Diagnostic {
    let nobody = no_article(list);
    let message = format!("`{}` leads to `{}`, but {nobody} contains it", from.text, to.text);
    Diagnostic::new(diag::UNUSED_SYNONYM, to.span.clone(), message)
        .hint("write a word that articles use, or remove it")
}
