//! Why a result is where it is: for `--explain`; the browser does not contain this.

use alloc::string::String;
use alloc::vec::Vec;

use super::{Index, Question};
use crate::layout::{Error, IMPACT_STEPS, Result};

/// What a word of the query was taken for.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Understood {
    /// The word, folded.
    pub word: String,
    /// Its idf, with the weight of stop words and compounds in it.
    pub idf: f32,
    /// What stands for it; the word itself first.
    pub variants: Vec<UnderstoodVariant>,
}

/// A group of forms that stands for a word of the query.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UnderstoodVariant {
    /// Forms of the group.
    pub forms: Vec<String>,
    /// 1 for the word itself, less for completions, corrections and synonyms.
    pub weight: f32,
    /// Documents with any of the forms.
    pub df: u32,
    /// Impact in each of the documents asked about, 0 to 1.
    pub impacts: Vec<f32>,
}

impl Index {
    /// What each word of `query` was taken for, and what that is worth in `documents`. All files must be
    /// loaded.
    pub fn explain(&self, query: &str, documents: &[u32]) -> Result<Vec<Understood>> {
        let mut question = Question::new(self, query, documents.len());
        question.rank(&[], false);
        if !question.goes_on() {
            return Err(Error::Missing);
        }
        let mut out: Vec<Understood> = question
            .words
            .iter()
            .zip(&question.slots)
            .map(|(word, slot)| Understood {
                word: word.text.clone(),
                idf: slot.idf,
                variants: Vec::new(),
            })
            .collect();
        for meaning in question.meanings.clone() {
            let mut forms = Vec::new();
            question.forms_of(&meaning, &mut forms);
            let impact = |&document: &u32| {
                let impact = question.entry(&meaning, document).map_or(0, |entry| entry.impact);
                f32::from(impact) / f32::from(IMPACT_STEPS)
            };
            out[meaning.word].variants.push(UnderstoodVariant {
                forms: forms.iter().map(|f| String::from_utf8_lossy(f).into_owned()).collect(),
                weight: meaning.weight,
                df: meaning.list.df,
                impacts: documents.iter().map(impact).collect(),
            });
        }
        Ok(out)
    }
}
