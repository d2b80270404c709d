//! tests

mod search;
