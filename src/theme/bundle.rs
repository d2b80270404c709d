//! Modules of the theme → one module: the widget must be a single request.
//!
//! The modules share one scope, so that no two of them may declare the same name, and they import and
//! export by name alone.

use std::fmt::Write;

use super::Files;
use crate::tree::RelPath;

/// Modules that are published as a bundle only.
pub(super) const FOLDER: &str = "js/widget/";

/// What stands for the site's settings; the bundle leaves it to be declared before it.
const SETTINGS: &str = "js/widget/settings.js";

/// The module at `path` with all that it imports, without comments.
pub(super) fn build(path: &str, files: &Files<'_>) -> String {
    let mut bundle = String::new();
    add(path, files, (&mut bundle, &mut vec![SETTINGS.to_owned()]));
    bundle
}

fn add(path: &str, files: &Files<'_>, (bundle, seen): (&mut String, &mut Vec<String>)) {
    if seen.iter().any(|other| other == path) {
        return;
    }
    seen.push(path.to_owned());
    let Some(bytes) = files.get(path) else { return };
    let mut own = String::new();
    let mut in_comment = false;
    for line in String::from_utf8_lossy(bytes).lines() {
        let line = without_types(line);
        let line = line.trim();
        if in_comment || line.starts_with("/*") {
            in_comment = !line.ends_with("*/");
        } else if let Some(from) = imported(line) {
            if let Some(target) = RelPath::new(path).resolve(from) {
                add(target.as_str(), files, (bundle, seen));
            }
        } else if !line.is_empty() && !line.starts_with("//") {
            let _ = writeln!(own, "{}", line.strip_prefix("export ").unwrap_or(line));
        }
    }
    bundle.push_str(&own);
}

/// A line without the types that comments give to its values.
fn without_types(line: &str) -> String {
    let mut line = line.to_owned();
    while let Some(start) = line.find("/** @")
        && let Some(end) = line[start..].find("*/")
    {
        let after = start + end + 2;
        let space = line[after..].len() - line[after..].trim_start().len();
        line.replace_range(start..after + space, "");
    }
    line
}

/// The path of `import { name } from "path";`.
fn imported(line: &str) -> Option<&str> {
    let (_, from) = line.strip_prefix("import {")?.split_once("} from \"")?;
    from.strip_suffix("\";")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_come_once_and_after_what_they_import() {
        let files = Files::from([
            ("js/widget/a.js".to_owned(), &b"// why\nimport { b } from \"./b.js\";\nimport { c } from \"../c.js\";\nb(c);\n"[..]),
            ("js/widget/b.js".to_owned(), &b"import { c } from \"../c.js\";\nimport { settings } from \"./settings.js\";\n/**\n * of b\n */\nexport const b = c;\n"[..]),
            ("js/widget/settings.js".to_owned(), &b"export const settings = {};\n"[..]),
            ("js/c.js".to_owned(), &b"/** @param {string} c */\nexport function c() {\n  return /** @type {string} */ (\"//\");\n}\n"[..]),
        ]);
        let bundle = "function c() {\nreturn (\"//\");\n}\nconst b = c;\nb(c);\n";
        assert_eq!(build("js/widget/a.js", &files), bundle);
    }
}
