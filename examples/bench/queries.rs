//! What customers type of a title: some of its words in order, the last one cut, one with a typing error.

use faqtory::search::Document;

use crate::corpus::Random;

/// A query and the article it is for.
pub(crate) struct Query {
    pub(crate) text: String,
    pub(crate) url: String,
}

/// Makes a query of words of a title.
pub(crate) type Make = fn(&[&str], &mut Random) -> String;

/// Kind of query → how it is made.
pub(crate) const KINDS: [(&str, Make); 3] = [("words", whole), ("prefix", cut), ("typo", mistyped)];

/// `count` queries of one kind, for articles from everywhere.
pub(crate) fn queries(documents: &[Document], make: Make, count: usize) -> Vec<Query> {
    let mut random = Random(7);
    (0..count)
        .map(|_| {
            let document = &documents[random.below(documents.len())];
            let title = document.title.to_lowercase();
            let words: Vec<&str> = title.split(' ').collect();
            let kept = some(&words, 2 + random.below(3), &mut random);
            Query { text: make(&kept, &mut random), url: document.url.clone() }
        })
        .collect()
}

/// `count` of the words, in order.
fn some<'a>(words: &[&'a str], count: usize, random: &mut Random) -> Vec<&'a str> {
    let mut kept = words.to_vec();
    while kept.len() > count {
        kept.remove(random.below(kept.len()));
    }
    kept
}

fn whole(words: &[&str], _: &mut Random) -> String {
    words.join(" ")
}

fn cut(words: &[&str], _: &mut Random) -> String {
    let text = words.join(" ");
    let last = words.last().map_or(0, |last| last.len());
    text[..text.len() - last * 2 / 5].to_owned()
}

/// One letter of the longest word dropped, doubled or swapped with the next.
fn mistyped(words: &[&str], random: &mut Random) -> String {
    let longest = (0..words.len()).max_by_key(|&at| words[at].len()).unwrap_or(0);
    let mut letters: Vec<char> = words[longest].chars().collect();
    let at = 1 + random.below(letters.len().saturating_sub(2));
    match random.below(3) {
        0 => drop(letters.remove(at)),
        1 => letters.insert(at, letters[at]),
        _ => letters.swap(at - 1, at),
    }
    let mut words: Vec<String> = words.iter().map(|&word| word.to_owned()).collect();
    words[longest] = letters.into_iter().collect();
    words.join(" ")
}
