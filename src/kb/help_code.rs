//! Help codes: an article, and a place in it, in six or eight characters that survive a phone call.
//!
//! | part | characters | what |
//! | --- | --- | --- |
//! | article | 5 | 25 bits of BLAKE3 of the path of its file inside its language's folder |
//! | place | 2, or none | 1–1023: a path of choices, a step, a second-level heading |
//! | check | 1 | Luhn mod 32 over the characters before it |
//!
//! The characters are Crockford's base 32. What is read aloud or typed by hand may have small
//! letters, spaces, hyphens, O for 0, I and L for 1.

use std::collections::{BTreeMap, BTreeSet};

use super::categories::language_of;
use super::{ArticleId, Locale};
use crate::article::Article;
use crate::article::front_matter::Kind;
use crate::article::tree::{MAX_RANK, Path};
use crate::config::Config;
use crate::tree::RelPath;

/// Digits and letters without those that are taken for others.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// Characters of an article's part.
const ARTICLE: usize = 5;

/// Characters of a place.
const PLACE: usize = 2;

/// The codes of a knowledge base's articles.
#[derive(Clone, Debug, Default)]
pub struct HelpCodes {
    by_path: BTreeMap<String, String>,
    by_code: BTreeMap<String, String>,
}

/// A help code taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HelpCode {
    /// The article's part.
    pub article: String,
    /// The place in it, from 1; 0 for the article as a whole.
    pub place: usize,
}

/// Why a text is no help code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It has this many characters instead of six or eight.
    Length(usize),
    /// This character stands in no code.
    Character(char),
    /// A character is wrong, or two have changed places.
    Check,
}

/// A place in an article that a help code can name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// Its anchor.
    pub anchor: String,
    /// Text of its heading, or of the step.
    pub title: String,
    /// In a tree: the questions on the way, each with the choice that was taken.
    pub path: Vec<(String, String)>,
}

impl HelpCodes {
    /// Gives each article its code. Two articles whose codes would be the same get different ones, by
    /// the order of their paths.
    pub(super) fn of(locales: &[Locale], config: &Config) -> Self {
        let entries = locales.iter().flat_map(|locale| &locale.articles);
        let paths: BTreeSet<String> =
            entries.filter_map(|entry| within(entry.page.article.path(), config)).collect();
        let mut codes = Self::default();
        for path in paths {
            let wanted = (0..).map(|attempt| article_part(&path, attempt));
            let free = wanted.into_iter().find(|code| !codes.by_code.contains_key(code));
            let code = free.expect("there are more codes than articles");
            codes.by_code.insert(code.clone(), path.clone());
            codes.by_path.insert(path, code);
        }
        codes
    }

    /// The article's part of the code of the article at `path`.
    pub fn article(&self, path: &RelPath, config: &Config) -> Option<&str> {
        self.by_path.get(&within(path, config)?).map(String::as_str)
    }

    /// The page of `locale` that the article's part of a code leads to.
    pub fn find(&self, code: &str, locale: &Locale, config: &Config) -> Option<ArticleId> {
        let path = self.by_code.get(code)?;
        let is_wanted =
            |entry: &super::Entry| within(entry.page.article.path(), config).as_ref() == Some(path);
        let position = locale.articles.iter().position(is_wanted)?;
        Some(ArticleId(position as u32))
    }

    /// Every article's part with the pages that it leads to, by language.
    pub fn pages<'a>(
        &'a self,
        locales: &'a [Locale],
        config: &Config,
    ) -> BTreeMap<&'a str, BTreeMap<&'a str, &'a str>> {
        let mut pages: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for locale in locales {
            for entry in &locale.articles {
                let code = self.article(entry.page.article.path(), config);
                if let Some(code) = code {
                    let languages = pages.entry(code).or_default();
                    languages.insert(&locale.language.code, &entry.page.url);
                }
            }
        }
        pages
    }
}

/// The path of an article inside its language's folder: translations share it.
fn within(path: &RelPath, config: &Config) -> Option<String> {
    let (_, within) = language_of(path.below(config.content_dir)?, &config.languages);
    Some(within.to_owned())
}

/// The article's part for a path; with an attempt above 0, the one after a clash.
pub fn article_part(path: &str, attempt: usize) -> String {
    let text = if attempt == 0 { path.to_owned() } else { format!("{path}\n{attempt}") };
    let hash = blake3::hash(text.as_bytes());
    let bits =
        hash.as_bytes()[..4].iter().fold(0_usize, |bits, byte| bits << 8 | usize::from(*byte));
    digits(bits >> 7, ARTICLE)
}

/// The whole code of an article, or of a place in it (from 1), in two halves.
pub fn encode(article: &str, place: usize) -> String {
    let place = place.min(MAX_RANK);
    let place = if place == 0 { String::new() } else { digits(place, PLACE) };
    let mut code = format!("{article}{place}");
    code.push(check(&code));
    let half = code.len() / 2;
    format!("{}-{}", &code[..half], &code[half..])
}

/// Takes a code apart, as a person may have written it.
pub fn decode(text: &str) -> Result<HelpCode, Wrong> {
    let mut code = String::new();
    for c in text.chars().filter(|c| !c.is_whitespace() && !is_dash(*c)) {
        let c = match c.to_ascii_uppercase() {
            'O' => '0',
            'I' | 'L' => '1',
            c => c,
        };
        value(c).ok_or(Wrong::Character(c))?;
        code.push(c);
    }
    if code.len() != ARTICLE + 1 && code.len() != ARTICLE + PLACE + 1 {
        return Err(Wrong::Length(code.len()));
    }
    let (body, last) = code.split_at(code.len() - 1);
    if !last.starts_with(check(body)) {
        return Err(Wrong::Check);
    }
    let (article, place) = body.split_at(ARTICLE);
    let place = place.chars().filter_map(value).fold(0, |number, digit| number * 32 + digit);
    Ok(HelpCode { article: article.to_owned(), place })
}

/// What keyboards and word processors make of a hyphen.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

fn value(c: char) -> Option<usize> {
    ALPHABET.iter().position(|known| char::from(*known) == c)
}

fn digits(mut number: usize, count: usize) -> String {
    let mut digits = vec!['0'; count];
    for digit in digits.iter_mut().rev() {
        *digit = char::from(ALPHABET[number % 32]);
        number /= 32;
    }
    digits.into_iter().collect()
}

/// The character that finds a wrong one, and most that have changed places.
fn check(code: &str) -> char {
    let sum: usize = code
        .chars()
        .rev()
        .filter_map(value)
        .enumerate()
        .map(|(at, value)| if at % 2 == 0 { value * 2 } else { value })
        .map(|value| value / 32 + value % 32)
        .sum();
    char::from(ALPHABET[(32 - sum % 32) % 32])
}

/// The place that a number stands for: 0 and what the article does not have are `None`.
pub fn spot(article: &Article, place: usize) -> Option<Spot> {
    let body = &article.body;
    if let Some(tree) = &body.tree {
        let path = tree.paths().into_iter().nth(place).filter(|_| place > 0)?;
        let node = &tree.nodes[*path.nodes.last()?];
        let steps = path.nodes.iter().zip(&path.choices);
        let steps = steps.map(|(node, choice)| {
            let node = &tree.nodes[*node];
            (node.title.clone(), node.choices[*choice].text.clone())
        });
        let (anchor, title) = (node.id.clone(), node.title.clone());
        return Some(Spot { anchor, title, path: steps.collect() });
    }
    let (anchor, title) = if article.front.kind == Kind::Howto {
        let step = body.steps.get(place.checked_sub(1)?)?;
        (&step.id, super::shorten(&step.text, 80))
    } else {
        let heading = body.headings.iter().filter(|heading| heading.level == 2);
        let heading = heading.skip(place.checked_sub(1)?).take(1).next()?;
        (&heading.id, heading.title.clone())
    };
    Some(Spot { anchor: anchor.clone(), title, path: Vec::new() })
}

/// The number of the place with this anchor: in a tree, of the shortest path of choices to it.
pub fn place(article: &Article, anchor: &str) -> Option<usize> {
    let body = &article.body;
    let number = if let Some(tree) = &body.tree {
        let node = tree.find(anchor)?;
        let leads = |path: &Path| path.nodes.last() == Some(&node);
        return tree.paths().iter().position(leads);
    } else if article.front.kind == Kind::Howto {
        body.steps.iter().position(|step| step.id == anchor)?
    } else {
        let mut headings = body.headings.iter().filter(|heading| heading.level == 2);
        headings.position(|heading| heading.id == anchor)?
    };
    Some(number + 1).filter(|place| *place <= MAX_RANK)
}
