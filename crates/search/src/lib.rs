//! faqtory's search engine without its builder: analyzer, index format, reader and ranking.
//!
//! Reading order: [`analyze`] (text to tokens), [`layout`] (the format, as tables), [`write`] and
//! [`read`] (its two sides), [`rank`] (parameters and scores), [`spell`] (words not in the index),
//! [`query`] (a query against files, some of which may still have to be fetched), [`excerpt`] and
//! [`found`] (what a result looks like).

#![cfg_attr(not(test), no_std)]

extern crate alloc;

pub mod analyze;
pub mod excerpt;
pub mod found;
pub mod layout;
pub mod query;
pub mod rank;
pub mod read;
pub mod spell;
pub mod write;
