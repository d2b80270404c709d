//! faqtory
fn main() {}
