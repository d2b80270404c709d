//! What holds for every knowledge base.

use faqtory::Cache;
use faqtory::tree::{RelPath, SourceFile, SourceTree};
use proptest::prelude::*;

use super::case::default_options;
use super::outcome::Outcome;
use super::{links, random};

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig { cases, failure_persistence: None, ..ProptestConfig::default() }
}

fn tree_of(path: &str, bytes: &[u8]) -> SourceTree {
    let mut tree = SourceTree::from_texts("help", [("faqtory.yaml", "title: Help\n")]);
    tree.files.insert(RelPath::new(path), SourceFile::Loaded(bytes.into()));
    tree
}

/// Builds twice without a panic and with the same outcome.
fn builds_the_same_twice(tree: &SourceTree) -> Result<(), TestCaseError> {
    let first = Outcome::cold(tree, &default_options());
    let second = Outcome::cold(tree, &default_options());
    prop_assert_eq!(first.difference(&second), None);
    Ok(())
}

proptest! {
    #![proptest_config(config(24))]

    #[test]
    fn a_warm_build_after_any_edits_equals_a_cold_one(edits in random::edits(16)) {
        let mut tree = SourceTree { root_name: "help".to_owned(), ..SourceTree::default() };
        let mut cache = Cache::default();
        for (number, edit) in edits.iter().enumerate() {
            edit.apply(&mut tree);
            let warm = Outcome::warm(&tree, &default_options(), &mut cache);
            if number % 3 == 0 || number + 1 == edits.len() {
                let cold = Outcome::cold(&tree, &default_options());
                prop_assert_eq!(warm.difference(&cold), None, "after edit {}: {:?}", number, edit);
            }
        }
    }

    #[test]
    fn links_inside_the_site_lead_somewhere(tree in random::sound(), in_folder in any::<bool>()) {
        let base = if in_folder { "/sub" } else { "" };
        let mut options = default_options();
        options.base_url = Some(format!("https://example.com{base}"));
        let outcome = Outcome::cold(&tree, &options);
        prop_assert!(!outcome.diags.has_errors(), "{}", outcome.messages());
        let dead = links::dead(&outcome, base);
        prop_assert!(dead.is_empty(), "{:#?}", dead);
    }
}

proptest! {
    #![proptest_config(config(48))]

    #[test]
    fn any_bytes_are_an_article(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        builds_the_same_twice(&tree_of("content/a.md", &bytes))?;
    }

    #[test]
    fn any_markdown_is_an_article(text in random::soup()) {
        builds_the_same_twice(&tree_of("content/a.md", text.as_bytes()))?;
    }

    #[test]
    fn any_front_matter_is_read(text in random::soup()) {
        let text = format!("---\ntitle: {text}\n---\nText.\n");
        builds_the_same_twice(&tree_of("content/a.md", text.as_bytes()))?;
    }

    #[test]
    fn any_article_is_built(text in random::article()) {
        builds_the_same_twice(&tree_of("content/guide/a.md", text.as_bytes()))?;
    }
}
