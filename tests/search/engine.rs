//! The committed engine belongs to the sources beside it, and answers what the native reader answers.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use faqtory::search::{SearchOptions, Searcher, index};
use faqtory_client::{Client, DONE, FAILED, NEED};
use faqtory_search::found::{Found, RECORD, runs};
use faqtory_search::layout::{Error, FileId};

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
            let native = searcher.search(query, &SearchOptions::default()).unwrap();
            let found = answer(&mut client, query, &inflate, |client| client.search(10));
            assert_eq!(Found::read(&found), native, "{query}");
            let documents: Vec<u32> = native.results.iter().map(|result| result.document).collect();
            let mut input = query.to_owned();
            for number in &documents {
                input += &format!("\0{number}");
            }
            let texts = answer(&mut client, &input, &inflate, Client::excerpts);
            let texts: Vec<_> = texts.split(RECORD).take(documents.len()).map(runs).collect();
            assert_eq!(texts, searcher.excerpts(query, &documents).unwrap(), "{query}");
        }
    }
}

/// Asks until the client has all the files that it wants.
fn answer(
    client: &mut Client,
    input: &str,
    inflate: &dyn Fn(&str) -> Vec<u8>,
    ask: impl Fn(&mut Client) -> u32,
) -> String {
    for _ in 0..6 {
        client.input(input.len()).copy_from_slice(input.as_bytes());
        match ask(client) {
            NEED => {}
            status => {
                assert_eq!(status, DONE, "{input}");
                return client.output().to_owned();
            }
        }
        for name in client.output().to_owned().lines() {
            let file = inflate(name);
            client.input(file.len()).copy_from_slice(&file);
            let number = FileId::from_name(name).unwrap().number;
            assert_eq!(client.insert(number), DONE, "{name}");
        }
    }
    panic!("{input:?} takes too many rounds");
}

#[test]
fn the_client_reports_what_is_wrong() {
    let mut client = Client::default();
    client.input(5).copy_from_slice(b"bytes");
    assert_eq!(client.open(), FAILED + Error::Foreign as u32);
}
