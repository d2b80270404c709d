//! Why a result is where it is, down to fields: the index knows only a word's whole weight in an article,
//! so the fields are counted again from the articles themselves.

use faqtory_search::query::{Understood, UnderstoodVariant};

use super::{Counted, FIELDS, Field, Found};

/// What a word of the query adds to a result.
#[derive(Debug, Clone, PartialEq)]
pub struct Reason {
    /// The word, folded.
    pub word: String,
    /// The form it was found as.
    pub form: String,
    /// How many articles have it.
    pub df: u32,
    /// Its rarity, with the weight of stop words and compounds in it.
    pub idf: f32,
    /// 1 for the word itself; less for completions, corrections and synonyms.
    pub weight: f32,
    /// Saturated weight of all fields, 0 to 1.
    pub impact: f32,
    /// Occurrences by field.
    pub fields: Vec<(Field, u32)>,
}

impl Reason {
    /// What the word adds to the score.
    pub fn score(&self) -> f32 {
        self.idf * self.weight * self.impact
    }
}

/// The reasons for each result, the weightiest first; what is left of a score is the bonus for title
/// coverage and word order, and the article's boost. `groups` are those of [`super::counted`].
pub fn reasons(understood: &[Understood], found: &Found, groups: &[Counted]) -> Vec<Vec<Reason>> {
    let of_result = |at: usize| {
        let document = found.results[at].document;
        let mut reasons: Vec<Reason> =
            understood.iter().filter_map(|word| reason(word, (at, document), groups)).collect();
        reasons.sort_by(|a, b| b.score().total_cmp(&a.score()));
        reasons
    };
    (0..found.results.len()).map(of_result).collect()
}

/// The variant that counts, as ranking chooses it.
fn reason(word: &Understood, (at, document): (usize, u32), groups: &[Counted]) -> Option<Reason> {
    let worth = |variant: &UnderstoodVariant| variant.weight * variant.impacts[at];
    let best = word
        .variants
        .iter()
        .filter(|variant| worth(variant) > 0.0)
        .max_by(|a, b| worth(a).total_cmp(&worth(b)))?;
    let group = groups
        .iter()
        .find(|group| best.forms.first().is_some_and(|form| group.forms.contains(form)));
    let count = |field: Field| {
        let counts = group.into_iter().flat_map(|group| &group.counts);
        let own = counts.filter(|count| count.document == document && count.field == field);
        own.map(|count| u32::from(count.count)).sum::<u32>()
    };
    let fields = FIELDS.into_iter().map(|field| (field, count(field))).filter(|(_, n)| *n > 0);
    Some(Reason {
        word: word.word.clone(),
        form: best.forms.first().cloned().unwrap_or_default(),
        df: best.df,
        idf: word.idf,
        weight: best.weight,
        impact: best.impacts[at],
        fields: fields.collect(),
    })
}
