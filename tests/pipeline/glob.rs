//! Patterns of paths: `*` stands for anything but a slash, `**` for anything.

/// Whether `pattern` matches the whole of `path`.
pub(super) fn matches(pattern: &str, path: &str) -> bool {
    if let Some(rest) = pattern.strip_prefix("**") {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        return path.is_empty() && rest.is_empty()
            || ends(path)
                .any(|end| (end == 0 || starts_part(path, end)) && matches(rest, &path[end..]))
            || rest.is_empty();
    }
    if let Some(rest) = pattern.strip_prefix('*') {
        let part = path.find('/').unwrap_or(path.len());
        return ends(path).take_while(|end| *end <= part).any(|end| matches(rest, &path[end..]));
    }
    match (pattern.chars().next(), path.chars().next()) {
        (None, None) => true,
        (Some(a), Some(b)) if a == b => matches(&pattern[a.len_utf8()..], &path[b.len_utf8()..]),
        _ => false,
    }
}

fn ends(path: &str) -> impl Iterator<Item = usize> {
    path.char_indices().map(|(at, _)| at).chain([path.len()])
}

fn starts_part(path: &str, at: usize) -> bool {
    path[..at].ends_with('/')
}

#[test]
fn patterns_match_parts_and_paths() {
    assert!(matches("**", "a/b.html"));
    assert!(matches("**/index.html", "index.html"));
    assert!(matches("**/index.html", "a/b/index.html"));
    assert!(matches("a/*.html", "a/b.html"));
    assert!(!matches("a/*.html", "a/b/c.html"));
    assert!(!matches("**/index.html", "a/reindex.html"));
}
