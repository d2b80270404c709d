//! The committed engine belongs to the sources beside it, and answers what the native reader answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use faqtory::search::{SearchOptions, Searcher, index};
use faqtory_client::{Client, DONE, FAILED, NEED};

use super::{help_center, settings};

fn hash(path: &Path) -> String {
    blake3::hash(&fs::read(path).unwrap()).to_hex().to_string()
}

fn sources(folder: &Path, out: &mut BTreeSet<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, out);
        } else {
            out.insert(path);
        }
    }
}

#[test]
fn the_committed_engine_is_built_from_these_sources() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let lock = fs::read_to_string(home.join("theme/engine/search.lock")).unwrap();
    let mut locked = BTreeSet::new();
    for line in lock.lines() {
        let (value, name) = line.split_once(' ').unwrap();
        match value {
            "toolchain" => {}
            "wasm" => assert_eq!(
                hash(&home.join("theme/engine/search.wasm")),
                name,
                "run `cargo xtask wasm`"
            ),
            hashed => {
                assert_eq!(
                    hash(&home.join(name)),
                    hashed,
                    "{name} changed: run `cargo xtask wasm`"
                );
                locked.insert(home.join(name));
            }
        }
    }
    let mut present = BTreeSet::new();
    sources(&home.join("crates/search/src"), &mut present);
    sources(&home.join("crates/client/src"), &mut present);
    let unlocked: Vec<_> = present.difference(&locked).collect();
    assert!(unlocked.is_empty(), "{unlocked:?} are new: run `cargo xtask wasm`");
}

/// The client's own protocol, file by file, against the searcher that has everything at hand.
#[test]
fn the_client_fetching_in_rounds_agrees_with_the_native_searcher() {
    for articles in [40, 400] {
        let built = index(&help_center(articles), &settings("en"));
        let searcher = Searcher::open(&built.files, &built.root).unwrap();
        let inflate =
            |name: &str| miniz_oxide::inflate::decompress_to_vec(&built.files[name]).unwrap();
        let mut client = Client::default();
        let root = inflate(&built.root);
        client.input(root.len()).copy_from_slice(&root);
        assert_eq!(client.open(), DONE);
        for query in [
            "refund card",
            "refnud",
            "pay",
            "why is my acount blocked",
            "e-1042",
            "c++ code",
            "zzz",
            "re",
        ] {
            let native = searcher.search(query, &SearchOptions::default()).unwrap().to_json();
            let mut rounds = 0;
            loop {
                client.input(query.len()).copy_from_slice(query.as_bytes());
                match client.search(10) {
                    NEED => rounds += 1,
                    status => break assert_eq!(status, DONE, "{}", client.output()),
                }
                assert!(rounds <= 4, "{query}");
                for name in client.output().to_owned().lines() {
                    let file = [name.as_bytes(), &inflate(name)].concat();
                    client.input(file.len()).copy_from_slice(&file);
                    assert_eq!(client.insert(name.len()), DONE, "{}", client.output());
                }
            }
            assert_eq!(client.output(), native, "{query}");
        }
    }
}

#[test]
fn the_client_reports_what_is_wrong() {
    let mut client = Client::default();
    client.input(5).copy_from_slice(b"bytes");
    assert_eq!(client.open(), FAILED);
    assert!(client.output().contains("damaged"), "{}", client.output());
}
