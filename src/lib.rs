//! faqtory compiles a folder of Markdown articles into a static, searchable help center.

pub mod search;
