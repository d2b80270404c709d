//! Functions for those who write: they look at a knowledge base and never change what is built.

pub mod eject;
pub mod golden;
pub mod new;
pub mod translate;
