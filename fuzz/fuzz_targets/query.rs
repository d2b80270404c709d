//! Arbitrary queries and filters on good indexes: always a result, the same every time.
#![no_main]

use faqtory_fuzz::{GOOD, visit};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|request: (&str, u8)| {
    let (query, limit) = request;
    for files in GOOD.iter() {
        let answer = visit(files, query.as_bytes(), usize::from(limit));
        assert!(answer.is_some(), "a good index answers");
        assert_eq!(answer, visit(files, query.as_bytes(), usize::from(limit)));
    }
});
