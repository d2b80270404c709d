//! Troubleshooters of any shape: what is said of them is what a slow, simple calculation says.

use std::collections::BTreeSet;
use std::fmt::Write;

use faqtory::article::tree::graph::Graph;
use faqtory::tree::{Content, RelPath, SourceFile, SourceTree};
use proptest::prelude::*;

use super::options;
use super::outcome::Outcome;

/// What can be reached from what, by trying all ways again and again.
fn closure(graph: &Graph) -> Vec<Vec<bool>> {
    let size = graph.next.len();
    let mut reach = vec![vec![false; size]; size];
    for (from, next) in graph.next.iter().enumerate() {
        reach[from][from] = true;
        for to in next {
            reach[from][*to] = true;
        }
    }
    for via in 0..size {
        for from in 0..size {
            for to in 0..size {
                reach[from][to] |= reach[from][via] && reach[via][to];
            }
        }
    }
    reach
}

fn missed(graph: &Graph) -> BTreeSet<usize> {
    let reach = closure(graph);
    (0..graph.next.len()).filter(|node| !reach[0][*node]).collect()
}

fn trapped(graph: &Graph) -> BTreeSet<usize> {
    let reach = closure(graph);
    let escapes = |node: usize| (0..reach.len()).any(|to| reach[node][to] && graph.leaves[to]);
    (0..reach.len()).filter(|node| !escapes(*node)).collect()
}

/// Groups of trapped nodes that lead to each other and to nothing else.
fn ends(graph: &Graph) -> BTreeSet<BTreeSet<usize>> {
    let reach = closure(graph);
    let group = |node: usize| -> BTreeSet<usize> {
        (0..reach.len()).filter(|to| reach[node][*to]).collect()
    };
    let is_end = |node: &usize| group(*node).iter().all(|to| reach[*to][*node]);
    trapped(graph).into_iter().filter(is_end).map(group).collect()
}

/// Any graph of up to twelve nodes; about a third of them are outcomes.
fn graphs() -> impl Strategy<Value = Graph> {
    (1..12_usize).prop_flat_map(|size| {
        let next = prop_oneof![
            1 => Just(BTreeSet::new()),
            2 => prop::collection::btree_set(0..size, 1..=3.min(size)),
        ];
        prop::collection::vec(next, size).prop_map(|next| Graph {
            leaves: next.iter().map(BTreeSet::is_empty).collect(),
            next: next.into_iter().map(|next| next.into_iter().collect()).collect(),
        })
    })
}

fn markdown(graph: &Graph) -> String {
    let mut text = String::from("---\ntitle: Any\nkind: troubleshooter\n---\n");
    for (node, next) in graph.next.iter().enumerate() {
        let _ = writeln!(text, "## Node {node}\n\nText of {node}.\n");
        for to in next {
            let _ = writeln!(text, "- [To {to}](#node-{to})");
        }
        text.push_str(if next.is_empty() { "> [!SOLVED]\n> Done.\n\n" } else { "\n" });
    }
    text
}

fn build(text: &str) -> Outcome {
    let mut tree = SourceTree::default();
    let bytes = text.as_bytes().to_vec().into();
    tree.files.insert(RelPath::new("content/a.md"), SourceFile::Loaded(bytes));
    Outcome::cold(&tree, &options())
}

/// The nodes whose headings or choices a diagnostic of this code is about.
fn reported(outcome: &Outcome, code: &str) -> Vec<usize> {
    let own = outcome.diags.iter().filter(|diagnostic| diagnostic.code.name == code);
    let places = own.filter_map(|diagnostic| diagnostic.span.as_ref());
    let node = |span: &faqtory::diag::Span| {
        span.source.text[..span.range.end].matches("\n## ").count().saturating_sub(1)
    };
    places.map(node).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn graphs_are_judged_as_by_hand(graph in graphs()) {
        let reach = closure(&graph);
        prop_assert_eq!(graph.unreachable().into_iter().collect::<BTreeSet<_>>(), missed(&graph));
        prop_assert_eq!(graph.trapped().into_iter().collect::<BTreeSet<_>>(), trapped(&graph));
        let roots = graph.unreachable_roots();
        let count: usize = roots.iter().map(|(_, followers)| followers + 1).sum();
        prop_assert_eq!(count, missed(&graph).len());
        for node in missed(&graph) {
            prop_assert!(roots.iter().any(|(root, _)| reach[*root][node]));
        }
        let circles = graph.circles();
        let ends = ends(&graph);
        prop_assert_eq!(circles.len(), ends.len());
        for circle in &circles {
            prop_assert!(ends.iter().any(|end| circle.iter().all(|node| end.contains(node))));
            for (from, to) in circle.iter().zip(circle.iter().skip(1).chain(circle.first())) {
                prop_assert!(graph.next[*from].contains(to), "{:?}", circle);
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn trees_of_any_shape_are_judged_as_by_hand(graph in graphs()) {
        let outcome = build(&markdown(&graph));
        let roots: Vec<usize> = graph.unreachable_roots().iter().map(|(root, _)| *root).collect();
        prop_assert_eq!(reported(&outcome, "unreachable-node"), roots);
        let loops = reported(&outcome, "endless-loop");
        prop_assert_eq!(loops.len(), ends(&graph).len());
        for node in loops {
            prop_assert!(trapped(&graph).contains(&node));
        }
        prop_assert!(reported(&outcome, "dead-end").is_empty());
        prop_assert!(reported(&outcome, "internal").is_empty());
    }
}

/// A tree of 200 nodes, three choices each, whose last questions end in outcomes.
fn large() -> String {
    let mut text = String::from("---\ntitle: Large\nkind: troubleshooter\n---\nIntro.\n\n");
    for node in 0..200 {
        let _ =
            writeln!(text, "## Question number {node}?\n\nLook at part {node} of the machine.\n");
        let next = (1..=3).map(|choice| node * 3 + choice).filter(|next| *next < 200);
        let next: Vec<usize> = next.collect();
        match next.as_slice() {
            [] => text.push_str("> [!SOLVED]\n> It works.\n\n"),
            // One choice is none.
            [one] => {
                let _ =
                    writeln!(text, "- [Yes](#question-number-{one})\n- [No](#question-number-0)\n");
            }
            more => {
                for one in more {
                    let _ = writeln!(text, "- [Answer {one}](#question-number-{one})");
                }
                text.push('\n');
            }
        }
    }
    text
}

#[test]
fn tree_of_200_nodes_is_published_whole() {
    let outcome = build(&large());
    assert_eq!(
        outcome.diags.iter().filter(|d| d.code.name != "category-without-index").count(),
        0,
        "{}",
        outcome.messages()
    );
    let Some(Content::Bytes(json)) = outcome.site.files.get("a/tree.json") else {
        panic!("no tree")
    };
    let json: serde_json::Value = serde_json::from_slice(json).expect("JSON");
    let nodes = json["nodes"].as_array().expect("nodes");
    assert_eq!(nodes.len(), 200);
    let ids: BTreeSet<&str> = nodes.iter().filter_map(|node| node["id"].as_str()).collect();
    for choice in nodes.iter().flat_map(|node| node["choices"].as_array().expect("choices")) {
        assert!(ids.contains(choice["node"].as_str().expect("a node")));
    }
    let page = outcome.file("a/index.html");
    assert_eq!(page.matches("<section class=\"node\"").count(), 200);
    assert_eq!(page.matches("</section>").count(), 200);
}
