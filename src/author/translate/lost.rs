//! What a translation would lose when its body is written anew.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::article::Article;
use crate::article::segments::{body, opaque};
use crate::diag::Source;

/// How many texts, code blocks, HTML blocks and link definitions of `old` are neither in the body
/// `new` nor replaced by a new translation. `replaced` has the numbers of body segments that are.
pub(super) fn lost(
    old: &Article,
    new: &Arc<Source>,
    replaced: &[usize],
    same: impl Fn(&str) -> String,
) -> usize {
    let texts = body(&old.source, old.body_at);
    let kept = texts.iter().enumerate().filter(|(index, _)| !replaced.contains(index));
    let kept = kept.map(|(_, segment)| plain(&same(&segment.text)));
    let written = body(new, 0).into_iter().map(|segment| plain(&same(&segment.text)));
    let blocks = opaque(&old.source, old.body_at).into_iter().map(|block| plain(&block));
    let written_blocks = opaque(new, 0).into_iter().map(|block| plain(&block));
    missing(kept, written) + missing(blocks, written_blocks)
}

/// How many of `wanted` are not in `found`.
fn missing(wanted: impl Iterator<Item = String>, found: impl Iterator<Item = String>) -> usize {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for text in found {
        *counts.entry(text).or_default() += 1;
    }
    let is_missing = |text: &String| match counts.get_mut(text) {
        Some(count) if *count > 0 => {
            *count -= 1;
            false
        }
        _ => true,
    };
    wanted.filter(is_missing).count()
}

fn plain(text: &str) -> String {
    crate::kb::one_line(text)
}
