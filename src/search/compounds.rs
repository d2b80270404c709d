//! Words inside longer ones: `Kontoauszug` is to be found by `Auszug`, in languages that write compounds as
//! one word.
//!
//! There is no dictionary: a part is what the site itself uses as a word. Of several ways to cut a word,
//! that of the fewest and most frequent parts is taken. Parts of a part count too, so that `Auszug` finds
//! `Kontoauszugsdatum` when `Kontoauszug` is a word of the site.

use std::collections::{BTreeMap, HashMap};

use rayon::prelude::*;

use super::export::{Count, Vocabulary};
use super::stem::Stems;

/// Letters of the shortest word that is cut.
const SHORTEST_WORD: usize = 8;
/// Letters of the shortest part; one letter less when it is a word of several documents.
const SHORTEST_PART: usize = 4;

/// What may stand between two parts; `None` for languages that write them apart.
fn joints(language: &str) -> Option<&'static [&'static str]> {
    Some(match language {
        "de" => &["", "s", "n", "en", "es", "er", "e", "ens"],
        "nl" => &["", "s", "e", "en", "er"],
        "sv" => &["", "s"],
        "da" | "no" => &["", "s", "e"],
        "fi" => &["", "n"],
        "hu" => &[""],
        _ => return None,
    })
}

/// Stem → where it occurs as a part of other words. `stem_of` has the stems of the forms in their order,
/// `None` for exact spellings.
pub(super) fn parts(
    vocabulary: &Vocabulary,
    stem_of: &[Option<String>],
    stems: Stems,
) -> BTreeMap<String, Vec<Count>> {
    let mut found: BTreeMap<String, Vec<Count>> = BTreeMap::new();
    let Some(joints) = joints(stems.language()) else { return found };
    let forms: Vec<Form<'_>> = vocabulary
        .iter()
        .zip(stem_of)
        .filter(|((text, _), _)| text.chars().all(char::is_alphabetic))
        .filter_map(|((text, counts), stem)| Some(Form { text, stem: stem.as_ref()?, counts }))
        .collect();
    let cutter = Cutter { words: Words::of(&forms, stems), joints, stems };
    let cut = |form: &Form<'_>| {
        let mut parts = Vec::new();
        if form.text.chars().nth(SHORTEST_WORD - 1).is_some() {
            cutter.collect(form.text, &mut parts);
        }
        parts.sort_unstable();
        parts.dedup();
        parts.retain(|&part| part != form.stem);
        parts
    };
    let all: Vec<Vec<&str>> = forms.par_iter().map(cut).collect();
    for (form, parts) in forms.iter().zip(all) {
        for part in parts {
            found.entry(part.to_owned()).or_default().extend(form.counts);
        }
    }
    found
}

/// A form of the vocabulary.
struct Form<'v> {
    text: &'v str,
    stem: &'v str,
    counts: &'v [Count],
}

/// A stem of the site.
#[derive(Clone, Copy)]
struct Word<'v> {
    stem: &'v str,
    /// Places where a form of it occurs.
    frequency: u64,
    /// Whether these are in more than one document.
    common: bool,
}

/// Everything that can be a part: forms and stems of the vocabulary.
struct Words<'v> {
    by_text: HashMap<&'v str, Word<'v>>,
}

impl<'v> Words<'v> {
    fn of(forms: &[Form<'v>], stems: Stems) -> Self {
        let stop = super::stem::stop_words(stems.language(), None);
        let forms = || forms.iter().filter(|form| !stop.contains(form.text));
        let mut by_stem: HashMap<&str, Word<'v>> = HashMap::new();
        let mut documents: HashMap<&str, u32> = HashMap::new();
        for &Form { stem, counts, .. } in forms() {
            let word = by_stem.entry(stem).or_insert(Word { stem, frequency: 0, common: false });
            word.frequency += counts.len() as u64;
            for count in counts {
                word.common |= *documents.entry(stem).or_insert(count.document) != count.document;
            }
        }
        let mut by_text = by_stem.clone();
        by_text.extend(forms().filter_map(|form| Some((form.text, *by_stem.get(form.stem)?))));
        by_text.retain(|text, _| !stop.contains(*text));
        Self { by_text }
    }

    fn get(&self, text: &str) -> Option<Word<'v>> {
        let letters = text.chars().take(SHORTEST_PART).count();
        let word = *self.by_text.get(text)?;
        (letters == SHORTEST_PART || (letters + 1 == SHORTEST_PART && word.common)).then_some(word)
    }
}

/// A way to cut a word: stems of the parts, and their texts, which may be compounds again.
struct Cut<'v, 'f> {
    parts: Vec<(&'v str, &'f str)>,
    frequency: u64,
}

struct Cutter<'v> {
    words: Words<'v>,
    joints: &'static [&'static str],
    stems: Stems,
}

impl<'v> Cutter<'v> {
    /// Adds the stems of the parts of `form`, and of their parts.
    fn collect(&self, form: &str, into: &mut Vec<&'v str>) {
        let Some(cut) = self.cut(form, false).or_else(|| self.cut(form, true)) else { return };
        for (stem, text) in cut.parts {
            into.push(stem);
            if text.chars().count() >= SHORTEST_WORD {
                self.collect(text, into);
            }
        }
    }

    /// The best cut in two, or `thrice`.
    fn cut<'f>(&self, form: &'f str, thrice: bool) -> Option<Cut<'v, 'f>> {
        let mut best: Option<Cut<'v, 'f>> = None;
        for (at, _) in form.char_indices().skip(SHORTEST_PART - 1) {
            let (head, rest) = form.split_at(at);
            let Some(first) = self.words.get(head) else { continue };
            for tail in self.joints.iter().filter_map(|joint| rest.strip_prefix(joint)) {
                let last = if thrice { self.cut(tail, false) } else { self.last(tail) };
                let Some(mut cut) = last else { continue };
                cut.frequency = cut.frequency.saturating_mul(first.frequency);
                if best.as_ref().is_none_or(|best| cut.frequency > best.frequency) {
                    cut.parts.push((first.stem, head));
                    best = Some(cut);
                }
            }
        }
        best
    }

    /// The last part, which is inflected as the whole word is.
    fn last<'f>(&self, text: &'f str) -> Option<Cut<'v, 'f>> {
        let word = self.words.get(text).or_else(|| {
            // Stemming costs most of the time, and a stem is nearly always how its forms begin.
            let mut ends = text.char_indices().skip(SHORTEST_PART).map(|(at, _)| &text[..at]);
            let promising = ends.any(|start| self.words.by_text.contains_key(start));
            promising.then(|| self.words.get(&self.stems.stem(text))).flatten()
        })?;
        Some(Cut { parts: vec![(word.stem, text)], frequency: word.frequency })
    }
}

#[cfg(test)]
mod tests {
    use super::super::export::Field;
    use super::*;

    /// The parts found for each word of a vocabulary in which every form occurs in two documents.
    fn cut(language: &str, forms: &[&str]) -> BTreeMap<String, Vec<String>> {
        let stems = Stems::for_language(language);
        // The count says which form it is of.
        let count = |document, count| Count { document, section: 0, field: Field::Body, count };
        let vocabulary: Vocabulary = (0..)
            .zip(forms)
            .map(|(at, form)| ((*form).to_owned(), vec![count(0, at), count(1, at)]))
            .collect();
        let stem_of: Vec<_> = vocabulary.keys().map(|form| Some(stems.stem(form))).collect();
        let mut out: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (part, counts) in parts(&vocabulary, &stem_of, stems) {
            for count in counts.iter().filter(|count| count.document == 0) {
                out.entry(forms[usize::from(count.count)].to_owned())
                    .or_default()
                    .push(part.clone());
            }
        }
        out
    }

    #[test]
    fn words_are_cut_into_words_of_the_site() {
        let found =
            cut("de", &["kontoauszugsdatum", "konto", "auszug", "datum", "kontoverbindung"]);
        assert_eq!(found["kontoauszugsdatum"], ["auszug", "datum", "konto"]);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(cut("de", &["zahlungsmethoden", "zahlung", "methode"]).len(), 1);
        assert_eq!(cut("en", &["kontoauszug", "konto", "auszug"]).len(), 0);
    }

    #[test]
    fn stop_words_and_rare_short_words_are_no_parts() {
        assert_eq!(cut("de", &["unternehmen", "unter", "nehmen"]).len(), 0);
        assert_eq!(cut("de", &["appstore", "app", "store"])["appstore"], ["app", "stor"]);
    }
}
