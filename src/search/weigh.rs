//! From counts to groups of forms with their postings: stems, stop words, lengths, weights.

use std::collections::{BTreeMap, BTreeSet};

use faqtory_search::analyze;
use faqtory_search::layout::ONE_FILE;
use faqtory_search::rank::{self, Ranking};
use faqtory_search::write::{Group, Posting};
use rayon::prelude::*;

use super::compounds;
use super::export::{Count, FIELDS, Field, Vocabulary, is_exact};
use super::stem::Stems;

/// A group of forms with exact counts: what tantivy's dictionary says, by stem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// What the forms have in common; for an exact spelling, itself.
    pub stem: String,
    /// Forms, sorted.
    pub forms: Vec<String>,
    /// Occurrences, by document, section and field.
    pub counts: Vec<Count>,
    /// Occurrences as a part of other words, in the same order.
    pub parts: Vec<Count>,
}

/// Puts forms with the same stem together.
pub(super) fn group(vocabulary: Vocabulary, stems: Stems) -> Vec<Counted> {
    let spelling = spellings(&vocabulary);
    let forms: Vec<&String> = vocabulary.keys().collect();
    let stem = |form: &&String| stems.stem(spelling.get(*form).unwrap_or(form));
    let stem_of: Vec<Option<String>> =
        forms.par_iter().map(|form| (!is_exact(form)).then(|| stem(form))).collect();
    let mut parts = compounds::parts(&vocabulary, &stem_of, stems);
    let mut groups: BTreeMap<String, Counted> = BTreeMap::new();
    for ((form, mut counts), stem) in vocabulary.into_iter().zip(stem_of) {
        if stem.is_none() {
            counts.retain(|count| count.field != Field::Body);
        }
        if counts.is_empty() {
            continue;
        }
        let stem = stem.unwrap_or_else(|| form.clone());
        let group = groups.entry(stem.clone()).or_insert_with(|| Counted::of(&stem));
        group.forms.push(form);
        group.counts.extend(counts);
        group.parts.extend(parts.remove(&stem).unwrap_or_default());
    }
    let mut groups: Vec<Counted> = groups.into_values().collect();
    groups.par_iter_mut().for_each(Counted::merge);
    groups
}

/// Folded form → the form with diacritics that stands for it most often: stemmers know those.
fn spellings(vocabulary: &Vocabulary) -> BTreeMap<String, String> {
    let mut best: BTreeMap<String, (usize, String)> = BTreeMap::new();
    for (form, counts) in vocabulary.iter().filter(|(form, _)| is_exact(form)) {
        let place = best.entry(analyze::folded(form)).or_default();
        if counts.len() > place.0 {
            *place = (counts.len(), form.clone());
        }
    }
    best.into_iter().map(|(folded, (_, form))| (folded, form)).collect()
}

impl Counted {
    fn of(stem: &str) -> Self {
        Self { stem: stem.to_owned(), forms: Vec::new(), counts: Vec::new(), parts: Vec::new() }
    }

    /// Sorts and adds up counts of different forms in the same place.
    fn merge(&mut self) {
        for counts in [&mut self.counts, &mut self.parts] {
            counts.sort_by_key(|count| (count.document, count.section, count.field));
            counts.dedup_by(|from, into| {
                let same = (from.document, from.section, from.field)
                    == (into.document, into.section, into.field);
                if same {
                    into.count = into.count.saturating_add(from.count);
                }
                same
            });
        }
    }

    /// Counts by document: of the word itself, and of the word as a part of others.
    fn by_document(&self) -> impl Iterator<Item = (&[Count], &[Count])> {
        let (mut counts, mut parts) = (self.counts.as_slice(), self.parts.as_slice());
        std::iter::from_fn(move || {
            let next = counts.first().into_iter().chain(parts.first());
            let document = next.map(|count| count.document).min()?;
            Some((of_document(&mut counts, document), of_document(&mut parts, document)))
        })
    }
}

/// Takes the counts of a document off the front.
fn of_document<'c>(counts: &mut &'c [Count], document: u32) -> &'c [Count] {
    let end = counts.iter().position(|count| count.document != document).unwrap_or(counts.len());
    let (head, tail) = counts.split_at(end);
    *counts = tail;
    head
}

/// Words of a short article.
const SHORT_ARTICLE: f32 = 150.0;
/// Words of a large site tell sections apart when at most one in this many documents has them.
const SECTION_SHARE: usize = 16;

/// Field lengths of every document, and their averages.
struct Lengths {
    of: Vec<[u32; FIELDS.len()]>,
    average: [f32; FIELDS.len()],
}

impl Lengths {
    fn measure(groups: &[Counted], documents: usize) -> Self {
        let mut of = vec![[0u32; FIELDS.len()]; documents];
        for count in groups.iter().flat_map(|group| &group.counts) {
            of[count.document as usize][count.field as usize] += u32::from(count.count);
        }
        let average = FIELDS.map(|field| {
            let having =
                of.iter().map(|lengths| lengths[field as usize]).filter(|&length| length > 0);
            let (sum, number) =
                having.fold((0u64, 0u32), |(sum, n), length| (sum + u64::from(length), n + 1));
            sum as f32 / number.max(1) as f32
        });
        Self { of, average }
    }
}

/// Weighs the groups: BM25F impacts, shares of titles, sections.
pub(super) fn weigh(
    mut groups: Vec<Counted>,
    ranking: &Ranking,
    stop: &BTreeSet<String>,
    documents: usize,
) -> Vec<Group> {
    // The exact spelling of a stop word is known from titles alone, so it would pass for a rare word.
    groups.retain(|group| {
        let exact = |form: &String| is_exact(form) && stop.contains(&analyze::folded(form));
        !group.forms.iter().all(exact)
    });
    let lengths = Lengths::measure(&groups, documents);
    let weigher = Weigher { ranking, lengths: &lengths, stop };
    let mut out: Vec<Group> = groups.par_iter().map(|group| weigher.group(group)).collect();
    drop(groups);
    share_titles(&mut out, documents);
    let present: BTreeSet<&String> = out.iter().flat_map(|group| &group.forms).collect();
    let absent: Vec<String> = stop.iter().filter(|word| !present.contains(word)).cloned().collect();
    out.extend(absent.into_iter().map(|word| Group {
        forms: vec![word],
        stop: true,
        ..Group::default()
    }));
    out.sort_by(|a, b| a.forms.cmp(&b.forms));
    out
}

struct Weigher<'a> {
    ranking: &'a Ranking,
    lengths: &'a Lengths,
    stop: &'a BTreeSet<String>,
}

impl Weigher<'_> {
    fn group(&self, counted: &Counted) -> Group {
        let stop = counted.forms.iter().any(|form| self.stop.contains(form));
        let mut postings: Vec<Posting> = Vec::new();
        let mut df = 0;
        for (counts, parts) in counted.by_document() {
            let parts = if stop { &[] } else { parts };
            if counts.is_empty() && parts.is_empty() {
                continue;
            }
            df += 1;
            let body_only = !self.keeps_stop_words()
                && counts.iter().all(|count| matches!(count.field, Field::Body | Field::Category));
            if !(stop && body_only) {
                postings.push(self.posting(counts, parts));
            }
        }
        if !self.tells_sections(df) {
            for posting in &mut postings {
                posting.section = 0;
            }
        }
        Group { forms: counted.forms.clone(), df, stop, postings }
    }

    /// In the one file of a small site with short articles the common words of running text cost little and
    /// carry intent: such articles are hardly more than questions. (In 83 articles of 400 words they were a
    /// sixth of the index.)
    fn keeps_stop_words(&self) -> bool {
        self.is_one_file() && self.lengths.average[Field::Body as usize] <= SHORT_ARTICLE
    }

    fn is_one_file(&self) -> bool {
        self.lengths.of.len() <= ONE_FILE
    }

    /// Whether a word is rare enough to say which section of an article is meant; the sections of common
    /// words would be a tenth of the index.
    fn tells_sections(&self, df: u32) -> bool {
        self.is_one_file() || df as usize <= (self.lengths.of.len() / SECTION_SHARE).max(64)
    }

    fn posting(&self, counts: &[Count], parts: &[Count]) -> Posting {
        let weight = self.sum(counts) + self.ranking.compound * self.sum(parts);
        let titled = counts.iter().any(|count| count.field == Field::Title);
        let counts = if counts.is_empty() { parts } else { counts };
        Posting {
            document: counts[0].document,
            impact: weight / (self.ranking.k1 + weight),
            title_share: f32::from(u8::from(titled)),
            section: self.section(counts),
            ..Posting::default()
        }
    }

    /// Weight of occurrences in one document, by field and its length.
    fn sum(&self, counts: &[Count]) -> f32 {
        let weigh = |count: &Count| {
            let field = count.field as usize;
            let length = self.lengths.of[count.document as usize][field];
            let relative = length as f32 / self.lengths.average[field].max(1.0);
            let norm = 1.0 - self.ranking.b + self.ranking.b * relative;
            self.weight(count.field) * f32::from(count.count) / norm
        };
        counts.iter().map(weigh).fold(0.0, |sum, weight| sum + weight)
    }

    fn weight(&self, field: Field) -> f32 {
        match field {
            Field::Title => self.ranking.title,
            Field::Questions => self.ranking.questions,
            Field::Headings => self.ranking.headings,
            Field::Keywords => self.ranking.keywords,
            Field::Category => self.ranking.category,
            Field::Body => 1.0,
        }
    }

    /// The section whose heading and text have the word most; the earlier one of equals.
    fn section(&self, counts: &[Count]) -> u8 {
        let of_section = counts.chunk_by(|a, b| a.section == b.section).map(|counts| {
            let local =
                counts.iter().filter(|count| matches!(count.field, Field::Headings | Field::Body));
            let weight: f32 =
                local.map(|count| self.weight(count.field) * f32::from(count.count)).sum();
            (counts[0].section, weight)
        });
        of_section.fold((0, 0.0), |best, next| if next.1 > best.1 { next } else { best }).0
    }
}

/// Turns "is in the title" into the share of the title's idf.
fn share_titles(groups: &mut [Group], documents: usize) {
    let idf = |group: &Group| rank::idf(documents as u32, group.df);
    let mut totals = vec![0.0f32; documents];
    for group in groups.iter() {
        for posting in group.postings.iter().filter(|posting| posting.title_share > 0.0) {
            totals[posting.document as usize] += idf(group);
        }
    }
    groups.par_iter_mut().for_each(|group| {
        let idf = idf(group);
        for posting in group.postings.iter_mut().filter(|posting| posting.title_share > 0.0) {
            posting.title_share =
                (idf / totals[posting.document as usize].max(f32::MIN_POSITIVE)).max(0.002);
        }
    });
}
