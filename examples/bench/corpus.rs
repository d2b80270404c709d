//! Made-up knowledge bases of any size, the same on every machine.
//!
//! The vocabulary is 50,000 words, made up but for the English function words, which come first. They are
//! drawn by Zipf's law with the steeper tail that large texts have: 488,000 words have about 14,000 different
//! ones, as those of 1,000 articles of a real help center do (12,700). Articles of a category share words, and
//! each has words of its own that it is about.

use std::collections::{BTreeMap, BTreeSet};

use faqtory::search::{Document, Section};

const VOCABULARY: usize = 50_000;
/// The rank where the tail begins.
const KNEE: f64 = 2000.0;
/// The ranks of words that say what a text is about.
const TELLING: [f64; 2] = [100.0, 20_000.0];
/// The most frequent words, which English search leaves out of running text.
const FUNCTION_WORDS: [&str; 24] = [
    "the", "to", "and", "a", "of", "in", "you", "is", "for", "your", "on", "that", "it", "with",
    "can", "this", "be", "are", "or", "not", "if", "when", "how", "from",
];
const ONSETS: [&str; 24] = [
    "b", "c", "d", "f", "g", "h", "l", "m", "n", "p", "r", "s", "t", "v", "st", "tr", "pr", "cl",
    "gr", "br", "sh", "ch", "pl", "",
];
const VOWELS: [&str; 8] = ["a", "e", "i", "o", "u", "ea", "io", "ou"];
const CODAS: [&str; 12] = ["", "", "", "n", "r", "s", "l", "t", "ng", "nt", "ck", "m"];
const KINDS: [&str; 3] = ["how-to", "faq", "troubleshooting"];
/// Words an article is about.
const OWN_WORDS: usize = 12;
/// Words that articles of a category share.
const SHARED_WORDS: usize = 60;

/// Numbers without a pattern, the same every time (`SplitMix64`).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1u64 << 53) as f64
    }

    fn one_of<T: Copy>(&mut self, items: &[T]) -> T {
        items[self.below(items.len())]
    }
}

/// Words by frequency.
struct Vocabulary {
    words: Vec<String>,
    /// Share of all words that are this one or a more frequent one.
    shares: Vec<f64>,
}

impl Vocabulary {
    fn new(random: &mut Random) -> Self {
        let mut words: Vec<String> = FUNCTION_WORDS.map(str::to_owned).into();
        let mut known: BTreeSet<String> = words.iter().cloned().collect();
        while words.len() < VOCABULARY {
            let syllables = match words.len() {
                0..200 => 1 + random.below(2),
                _ => 2 + random.below(3),
            };
            let word: String = (0..syllables).map(|_| syllable(random)).collect();
            if word.len() >= 3 && known.insert(word.clone()) {
                words.push(word);
            }
        }
        let mut sum = 0.0;
        let weights = (0..VOCABULARY).map(|rank| {
            let tail = (KNEE / rank.max(1) as f64).powf(1.2).min(1.0);
            tail / (rank as f64 + 1.7)
        });
        let sums: Vec<f64> = weights
            .map(|weight| {
                sum += weight;
                sum
            })
            .collect();
        Self { words, shares: sums.into_iter().map(|upto| upto / sum).collect() }
    }

    /// A word of running text.
    fn running(&self, random: &mut Random) -> usize {
        let at = random.fraction();
        self.shares.partition_point(|&share| share < at).min(VOCABULARY - 1)
    }

    /// A word that says what a text is about: every order of magnitude of frequency is as likely.
    fn telling(random: &mut Random) -> usize {
        let [from, to] = TELLING.map(f64::ln);
        (from + random.fraction() * (to - from)).exp() as usize
    }

    fn join(&self, words: &[usize], separator: &str) -> String {
        words.iter().map(|&word| self.words[word].as_str()).collect::<Vec<_>>().join(separator)
    }
}

fn syllable(random: &mut Random) -> String {
    [random.one_of(&ONSETS), random.one_of(&VOWELS), random.one_of(&CODAS)].concat()
}

/// A category with its parent.
struct Category {
    path: String,
    breadcrumb: String,
    top: String,
    shared: Vec<usize>,
}

/// `articles` documents.
pub(crate) fn documents(articles: usize) -> Vec<Document> {
    let mut random = Random(20_260_101);
    let vocabulary = Vocabulary::new(&mut random);
    let categories = categories(articles, &vocabulary, &mut random);
    let mut out = Vec::with_capacity(articles);
    for _ in 0..articles {
        out.push(document(&vocabulary, random.below(categories.len()), &categories, &mut random));
    }
    out
}

fn categories(articles: usize, vocabulary: &Vocabulary, random: &mut Random) -> Vec<Category> {
    let tops = (articles as f64).powf(0.4) as usize;
    let mut out = Vec::new();
    for _ in 0..tops {
        let top = vocabulary.join(&[Vocabulary::telling(random)], " ");
        for _ in 0..6 {
            let name = [Vocabulary::telling(random), Vocabulary::telling(random)];
            let shared = (0..SHARED_WORDS).map(|_| Vocabulary::telling(random)).collect();
            out.push(Category {
                path: format!("/{top}/{}/", vocabulary.join(&name, "-")),
                breadcrumb: format!(
                    "{} › {}",
                    heading(&top),
                    heading(&vocabulary.join(&name, " "))
                ),
                top: heading(&top),
                shared,
            });
        }
    }
    out
}

fn document(
    vocabulary: &Vocabulary,
    at: usize,
    categories: &[Category],
    random: &mut Random,
) -> Document {
    let category = &categories[at];
    let own: Vec<usize> = (0..OWN_WORDS)
        .map(|number| match number % 2 {
            0 => random.one_of(&category.shared),
            _ => Vocabulary::telling(random),
        })
        .collect();
    let title = title(&own, random);
    let count = 3 + random.below(2);
    let sections: Vec<Section> =
        (0..count).map(|number| section(vocabulary, number, &own, random)).collect();
    let kind = random.one_of(&KINDS).to_owned();
    Document {
        url: format!("{}{}/", category.path, vocabulary.join(&title, "-")),
        title: heading(&vocabulary.join(&title, " ")),
        category: category.breadcrumb.clone(),
        description: sections[0].text.chars().take(160).collect(),
        facets: BTreeMap::from([
            ("kind".to_owned(), vec![kind.clone()]),
            ("category".to_owned(), vec![category.top.clone()]),
        ]),
        kind,
        boost: 1.0,
        sections,
        ..Document::default()
    }
}

/// Three to seven words; now and then a function word.
fn title(own: &[usize], random: &mut Random) -> Vec<usize> {
    let length = 3 + random.below(5);
    let function = |random: &mut Random| random.below(FUNCTION_WORDS.len());
    (0..length).map(|at| if at % 3 == 2 { function(random) } else { own[at] }).collect()
}

fn section(vocabulary: &Vocabulary, number: usize, own: &[usize], random: &mut Random) -> Section {
    let length = 35 + random.below(50);
    let words: Vec<usize> = (0..length)
        .map(|_| match random.below(4) {
            0 => random.one_of(own),
            _ => vocabulary.running(random),
        })
        .collect();
    let text = vocabulary.join(&words, " ");
    if number == 0 {
        return Section { text, ..Section::default() };
    }
    let name = [random.one_of(own), vocabulary.running(random), random.one_of(own)];
    let anchor = vocabulary.join(&name, "-");
    Section { title: heading(&vocabulary.join(&name, " ")), anchor, text, answer: None }
}

fn heading(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}
