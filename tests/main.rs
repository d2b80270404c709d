//! The tests of the whole program, in one binary.

mod pipeline;
mod rim;
mod search;
mod theme;
