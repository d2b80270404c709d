//! The authors' own short answers: what search shows as a card, and what other channels repeat.

use super::{Entry, Locale, one_line};
use crate::article::body::Section;
use crate::article::front_matter::Kind;

/// A question with the author's short answer.
#[derive(Clone, Debug)]
pub struct Answer<'a> {
    /// The article that answers.
    pub entry: &'a Entry,
    /// The article's title, or the heading of one of its questions.
    pub question: &'a str,
    /// Other ways customers ask it.
    pub phrasings: &'a [String],
    /// Plain text, without line breaks.
    pub text: String,
    /// Of a question on a page of questions: its anchor.
    pub anchor: Option<&'a str>,
}

impl Answer<'_> {
    /// Where the whole answer is: a path of the site, with its anchor.
    pub fn path(&self) -> String {
        let url = &self.entry.page.url;
        self.anchor.map_or_else(|| url.clone(), |anchor| format!("{url}#{anchor}"))
    }
}

/// The answers of a language in the order of its articles: listed articles in the language's own
/// words, and only what is for search.
pub fn answers(locale: &Locale) -> Vec<Answer<'_>> {
    let articles = locale.listed_own().map(|(_, entry)| entry);
    articles.filter(|entry| !entry.page.article.front.search.exclude).flat_map(of_entry).collect()
}

fn of_entry(entry: &Entry) -> Vec<Answer<'_>> {
    let article = &entry.page.article;
    if article.is_page_of_questions() {
        let sections = article.body.sections.iter();
        let questions = sections.filter(|one| !one.id.is_empty() && !one.is_unsearched);
        return questions
            .map(|one| Answer {
                entry,
                question: &one.title,
                phrasings: &[],
                text: one_line(one.searched_lead()),
                anchor: Some(&one.id),
            })
            .filter(|answer| !answer.text.is_empty())
            .collect();
    }
    // An FAQ article without an `answer` says it in its first paragraph.
    let lead = || {
        let lead = article.body.sections.first().map(Section::searched_lead);
        lead.filter(|_| entry.kind() == Kind::Faq).map(str::to_owned)
    };
    let text = article.front.answer.clone().or_else(lead).map(|text| one_line(&text));
    text.filter(|text| !text.is_empty())
        .map(|text| Answer {
            entry,
            question: &entry.title,
            phrasings: &article.front.questions,
            text,
            anchor: None,
        })
        .into_iter()
        .collect()
}
