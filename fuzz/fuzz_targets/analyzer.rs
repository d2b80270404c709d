//! The analyzer on arbitrary text: every token is a piece of it.
#![no_main]

use faqtory_search::analyze::{Analyzer, folded};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for language in ["en", "fr", "de", "ja"] {
        for token in Analyzer::for_language(language).tokens(text) {
            assert!(text.get(token.start..token.end).is_some(), "{token:?}");
            assert!(!token.text.is_empty(), "{token:?}");
        }
    }
    let _ = folded(text);
});
