//! Events and tickets → what they say about a help center.

pub mod clean;
pub mod event;
