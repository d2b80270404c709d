//! Why another article came before the one that a golden query expects, in the writer's words.

use crate::search::site::LocaleIndex;
use crate::search::{
    Counted, Document, Field, Found, Reason, Searcher, Settings, Understood, counted, reasons,
};

/// Words of the query that are named in one hint.
const WORDS: usize = 4;

/// What the index of a language was made of, counted once for all its failing queries.
pub(super) struct Evidence {
    /// In the order of their numbers.
    urls: Vec<String>,
    groups: Vec<Counted>,
}

impl Evidence {
    /// Counts the words of every field again: an index knows only their weight.
    pub(super) fn new(documents: &[Document], settings: &Settings) -> Self {
        let mut urls: Vec<String> = documents.iter().map(|document| document.url.clone()).collect();
        urls.sort();
        Self { urls, groups: counted(documents, settings) }
    }

    /// One sentence on the first result and one on the expected article.
    pub(super) fn hints(
        &self,
        (searcher, query): (&Searcher, &str),
        found: &Found,
        expected: &str,
    ) -> Vec<String> {
        let Ok(understood) = searcher.explain(query, found) else { return Vec::new() };
        let reasons = reasons(&understood, found, &self.groups);
        let path = expected.split('#').next().unwrap_or(expected);
        let leader =
            found.results.first().zip(reasons.first()).filter(|(first, _)| first.url != path);
        let leads = leader.and_then(|(first, reasons)| {
            let said = places(reasons);
            (!said.is_empty()).then(|| format!("`{}` comes first: it has {said}", first.title))
        });
        leads.into_iter().chain(self.expected(&understood, path)).collect()
    }

    /// Where the expected article has the words, and which of them it lacks.
    fn expected(&self, understood: &[Understood], url: &str) -> Option<String> {
        let document = self.urls.iter().position(|known| known == url)? as u32;
        let own = |word: &&Understood| !self.fields(word, document).is_empty();
        let (has, lacks): (Vec<&Understood>, Vec<&Understood>) = understood.iter().partition(own);
        let quoted = |words: &[&Understood]| {
            let words: Vec<String> =
                words.iter().take(WORDS).map(|word| format!("`{}`", word.word)).collect();
            words.join(", ")
        };
        if !lacks.is_empty() {
            return Some(format!("the expected article does not say {}", quoted(&lacks)));
        }
        let places: Vec<String> = has
            .iter()
            .take(WORDS)
            .map(|word| place(&word.word, &self.fields(word, document)))
            .collect();
        (!places.is_empty()).then(|| format!("the expected article has {}", places.join(", ")))
    }

    /// Occurrences of a word, or of what stands for it, by field.
    fn fields(&self, word: &Understood, document: u32) -> Vec<(Field, u32)> {
        let forms = word.variants.iter().filter_map(|variant| variant.forms.first());
        let groups =
            forms.filter_map(|form| self.groups.iter().find(|one| one.forms.contains(form)));
        let mut fields: Vec<(Field, u32)> = Vec::new();
        let counts = groups.flat_map(|group| &group.counts).filter(|one| one.document == document);
        for count in counts {
            match fields.iter_mut().find(|(field, _)| *field == count.field) {
                Some((_, sum)) => *sum += u32::from(count.count),
                None => fields.push((count.field, u32::from(count.count))),
            }
        }
        fields
    }
}

/// The documents of one language's index, as the index saw them.
pub(super) fn evidence<'a>(
    inputs: &'a [(Vec<Document>, Settings)],
    index: &LocaleIndex,
) -> Option<(&'a [Document], &'a Settings)> {
    let mine = inputs.iter().find(|(_, settings)| settings.language == index.language)?;
    Some((&mine.0, &mine.1))
}

/// The weightiest words of a result with the fields that they are in.
fn places(reasons: &[Reason]) -> String {
    let words: Vec<String> = reasons
        .iter()
        .filter(|reason| !reason.fields.is_empty())
        .take(WORDS)
        .map(|reason| place(&reason.word, &reason.fields))
        .collect();
    words.join(", ")
}

/// `parcel` in its title and text
fn place(word: &str, fields: &[(Field, u32)]) -> String {
    let names: Vec<&str> = fields.iter().map(|(field, _)| field.name()).collect();
    match names.split_last() {
        Some((last, rest)) if !rest.is_empty() => {
            format!("`{word}` in its {} and {last}", rest.join(", "))
        }
        _ => format!("`{word}` in its {}", names.concat()),
    }
}
