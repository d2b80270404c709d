//! Our analyzer as a tantivy tokenizer, so that tantivy's dictionary holds exactly the reader's terms.

use faqtory_search::analyze::{Analyzer, Kind};
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

use super::stem::Stems;

/// What becomes of a word's forms.
#[derive(Clone)]
pub(super) enum Forms {
    /// Folded forms, with the exact ones beside them.
    Raw,
    /// Stems of folded forms, for tantivy's own ranking.
    Stemmed(Stems),
}

/// The tokenizer.
#[derive(Clone)]
pub(super) struct Analyzed {
    pub(super) analyzer: Analyzer,
    pub(super) forms: Forms,
}

/// Tokens of one text.
pub(super) struct Stream {
    tokens: std::vec::IntoIter<faqtory_search::analyze::Token>,
    forms: Forms,
    current: Token,
    words: usize,
}

impl Tokenizer for Analyzed {
    type TokenStream<'a> = Stream;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> Stream {
        let tokens = self.analyzer.tokens(text).into_iter();
        Stream { tokens, forms: self.forms.clone(), current: Token::default(), words: 0 }
    }
}

impl TokenStream for Stream {
    fn advance(&mut self) -> bool {
        let stemmed = matches!(self.forms, Forms::Stemmed(_));
        let Some(token) = self.tokens.find(|token| !(stemmed && token.kind == Kind::Exact)) else {
            return false;
        };
        self.words += usize::from(token.kind == Kind::Word);
        let text = match &self.forms {
            Forms::Raw => token.text,
            Forms::Stemmed(stems) => stems.stem(&token.text),
        };
        let position = self.words.saturating_sub(1);
        self.current = Token {
            offset_from: token.start,
            offset_to: token.end,
            position,
            text,
            position_length: 1,
        };
        true
    }

    fn token(&self) -> &Token {
        &self.current
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.current
    }
}
