//! Damaged, stale and made-up bytes: an error or a result, never a panic.

use std::collections::BTreeMap;

use faqtory::search::{SearchOptions, Searcher, index};
use faqtory_search::layout::{self, Error, FileId};
use faqtory_search::query::{Index, Options, Step};
use proptest::prelude::*;

use super::{help_center, settings};

fn inflated(articles: u32) -> (BTreeMap<String, Vec<u8>>, String) {
    let built = index(&help_center(articles), &settings("en"));
    let inflate = |bytes: &Vec<u8>| miniz_oxide::inflate::decompress_to_vec(bytes).unwrap();
    (built.files.iter().map(|(name, bytes)| (name.clone(), inflate(bytes))).collect(), built.root)
}

/// Opens and searches whatever the bytes are; damaged files may fail, but only as errors.
fn use_all(files: &BTreeMap<String, Vec<u8>>, root: &str) -> Result<(), Error> {
    let mut index = Index::open(&files[root])?;
    for (name, bytes) in files.iter().filter(|(name, _)| *name != root) {
        let _ = index.insert(FileId::from_name(name)?.number, bytes);
    }
    for query in ["refund card", "pa", "refnud acount", "why is my", "e-1042 c++"] {
        let _: Step = index.search(query, &Options { limit: 10, ..Options::default() })?;
    }
    Ok(())
}

/// Makes the header's checksum right again, so that the damage reaches the readers behind it.
pub(super) fn reseal(bytes: &mut [u8]) {
    if bytes.len() >= layout::HEADER {
        let sum = layout::checksum(&bytes[layout::HEADER..]).to_le_bytes();
        bytes[layout::HEADER - 4..layout::HEADER].copy_from_slice(&sum);
    }
}

#[test]
fn a_flipped_byte_is_noticed_by_its_checksum() {
    let (files, root) = inflated(30);
    for at in (0..files[&root].len()).step_by(97) {
        let mut damaged = files.clone();
        damaged.get_mut(&root).unwrap()[at] ^= 0x55;
        let noticed = Index::open(&damaged[&root]);
        assert!(noticed.is_err() || (5..9).contains(&at), "byte {at}");
    }
}

#[test]
fn a_file_of_another_build_is_refused() {
    let (one, root) = inflated(320);
    let (other, other_root) = inflated(330);
    let mut index = Index::open(&one[&root]).unwrap();
    let (name, bytes) = other.iter().find(|(name, _)| **name != other_root).unwrap();
    assert_eq!(index.insert(FileId::from_name(name).unwrap().number, bytes), Err(Error::Stale));
}

#[test]
fn a_missing_file_is_an_error() {
    let built = index(&help_center(320), &settings("en"));
    let only_root = BTreeMap::from([(built.root.clone(), built.files[&built.root].clone())]);
    let searcher = Searcher::open(&only_root, &built.root).unwrap();
    assert!(searcher.search("refund", &SearchOptions::default()).is_err());
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn damage_behind_a_right_checksum_never_panics(flips in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), any::<u8>()), 1..6), whole in any::<bool>()) {
        thread_local! {
            static FILES: [(BTreeMap<String, Vec<u8>>, String); 2] = [inflated(30), inflated(310)];
        }
        let (mut files, root) = FILES.with(|both| both[usize::from(whole)].clone());
        let names: Vec<String> = files.keys().cloned().collect();
        for (file, at, value) in flips {
            let name = if whole { file.get(&names) } else { &root };
            let bytes = files.get_mut(name).unwrap();
            let at = at.index(bytes.len());
            bytes[at] = value;
            reseal(bytes);
        }
        let _ = use_all(&files, &root);
    }

    #[test]
    fn made_up_bytes_never_panic(mut bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut file = layout::seal(layout::Kind::Root, 1, &bytes);
        let _ = Index::open(&file);
        file.truncate(bytes.len());
        let _ = Index::open(&file);
        bytes.insert(0, 0);
        let _ = Index::open(&bytes);
    }

    #[test]
    fn any_query_gives_results_or_none(query in ".{0,80}") {
        thread_local! {
            static BUILT: faqtory::search::Index = index(&help_center(40), &settings("en"));
        }
        BUILT.with(|built| {
            let found = super::find(built, &query);
            for result in &found.results {
                let text: String = result.excerpt.iter().map(|run| run.text.as_str()).collect();
                assert!(!text.is_empty());
            }
        });
    }
}
