//! Open, insert and search on arbitrary bytes: as they are, behind a right checksum, and as changes to a good index.
#![no_main]

use faqtory_fuzz::{Files, GOOD, visit};
use faqtory_search::layout;
use libfuzzer_sys::fuzz_target;

const QUERY: &[u8] = "why is my refnud blocked café pay".as_bytes();

fuzz_target!(|data: &[u8]| {
    let Some((&mode, rest)) = data.split_first() else { return };
    match mode % 4 {
        0 => only_root(rest.to_vec()),
        1 => {
            let header = &GOOD[0].files[&GOOD[0].root][..layout::HEADER];
            let mut root = [header, rest].concat();
            reseal(&mut root);
            only_root(root);
        }
        whole => {
            let files = changed(&GOOD[usize::from(whole) % 2], rest);
            let _ = visit(&files, QUERY, 10);
        }
    }
});

fn only_root(root: Vec<u8>) {
    let files = Files { files: [("r".to_owned(), root)].into(), root: "r".into() };
    let _ = visit(&files, QUERY, 10);
}

/// Every four bytes say which file, where (two bytes) and what; checksums are made right again.
fn changed(good: &Files, edits: &[u8]) -> Files {
    let mut files = good.files.clone();
    let names: Vec<&String> = good.files.keys().collect();
    for edit in edits.chunks_exact(4) {
        // Half the changes go to the root: it is read first and says how to read the rest.
        let name = if edit[0] < 128 {
            &good.root
        } else {
            names[usize::from(edit[0] - 128) % names.len()]
        };
        let Some(bytes) = files.get_mut(name) else { continue };
        let at = usize::from(u16::from_le_bytes([edit[1], edit[2]])) % bytes.len();
        bytes[at] = edit[3];
        reseal(bytes);
    }
    Files { files, root: good.root.clone() }
}

/// Makes the header's checksum right again, so that the damage reaches the readers behind it.
fn reseal(bytes: &mut [u8]) {
    let sum = layout::checksum(&bytes[layout::HEADER..]).to_le_bytes();
    bytes[layout::HEADER - 4..layout::HEADER].copy_from_slice(&sum);
}
