//! The unfingerprinted entry `/_faqtory/search.js` that pages import: the glue, and packed into it the
//! engine and the root of one language, so that a first query waits for one request before its terms
//! instead of two. A site of several languages has one entry for each, `search-de.js`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use miniz_oxide::deflate::compress_to_vec;

const GLUE: &str = include_str!("../../theme/js/client.js");
const WASM: &[u8] = include_bytes!("../../theme/engine/search.wasm");

/// The engine as text.
static PACKED: LazyLock<String> = LazyLock::new(|| pack(WASM));

/// The root of an index, for an entry.
#[derive(Debug, Clone, Copy)]
pub struct EntryRoot<'a> {
    /// BCP 47 code.
    pub language: &'a str,
    /// Path of the root file relative to `/_faqtory/`.
    pub path: &'a str,
    /// The root file, inflated.
    pub file: &'a [u8],
}

/// The entry's text. The root at `own` is packed into it.
pub fn entry_script(roots: &[EntryRoot<'_>], own: usize) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let table: Vec<String> = roots
        .iter()
        .map(|root| format!("[{}, {}]", quoted(root.language), quoted(root.path)))
        .collect();
    let (language, file) = roots.get(own).map_or(("", &[][..]), |root| (root.language, root.file));
    let mut script = String::from(
        "// faqtory search: `const index = await openIndex({ lang: \"en\" })`, then `await index.search(\"…\")`.\n",
    );
    let hash = blake3::hash(&[GLUE.as_bytes(), WASM, table.concat().as_bytes()].concat()).to_hex();
    let _ = write!(
        script,
        "const WASM = \"{}\";\nconst ROOT = \"{}\";\nconst LANG = {};\nconst ROOTS = [{}];\n\
         /** Changes with every build that changes the index. */\nexport const generation = \"{}\";\n",
        *PACKED,
        pack(file),
        quoted(language),
        table.join(", "),
        &hash[..10],
    );
    script.extend(GLUE.lines().filter_map(code).flat_map(|line| [line, "\n"]));
    script
}

/// Bytes of the entry as a host that compresses sends it.
pub fn entry_bytes(script: &[u8]) -> usize {
    compress_to_vec(script, 6).len()
}

/// Bytes of an entry without any index.
pub fn engine_bytes() -> usize {
    static BYTES: LazyLock<usize> = LazyLock::new(|| entry_bytes(entry_script(&[], 0).as_bytes()));
    *BYTES
}

/// A line without indentation; nothing for comments.
fn code(line: &str) -> Option<&str> {
    let line = line.trim();
    let comment = ["//", "/*", "*"].iter().any(|start| line.starts_with(start));
    (!comment && !line.is_empty()).then_some(line)
}

/// The printable characters that need no escape in a string.
fn printable() -> impl Iterator<Item = char> {
    (' '..='~').filter(|c| !matches!(c, '"' | '\\'))
}

/// Bytes as text: the 93 most frequent bytes are printable characters, themselves where they are one, the
/// others one of U+0100..=U+01FF; before them, which bytes the printable ones stand for. Measured on the
/// engine: 1 % more after brotli than the bytes themselves; base64 25 %, base64 of a deflate stream 11 %.
fn pack(bytes: &[u8]) -> String {
    let mut counts = [0usize; 256];
    for &byte in bytes {
        counts[usize::from(byte)] += 1;
    }
    let mut order: Vec<u8> = (0..=255).collect();
    order.sort_by_key(|&byte| std::cmp::Reverse(counts[usize::from(byte)]));
    let (plain, mut others): (Vec<u8>, Vec<u8>) = order[..printable().count()]
        .iter()
        .partition(|&&byte| printable().any(|c| c == char::from(byte)));
    let wide = |byte: u8| char::from_u32(0x100 + u32::from(byte)).unwrap_or(' ');
    let mut letters: Vec<char> = (0..=255).map(wide).collect();
    let mut text = String::with_capacity(bytes.len() * 3 / 2);
    for c in printable() {
        let own = plain.iter().copied().find(|&byte| char::from(byte) == c);
        let byte = own.or_else(|| others.pop()).unwrap_or_default();
        text.push(wide(byte));
        letters[usize::from(byte)] = c;
    }
    text.extend(bytes.iter().map(|&byte| letters[usize::from(byte)]));
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the glue's `unpack` does.
    fn unpack(text: &str) -> Vec<u8> {
        let codes: Vec<u32> = text.chars().map(|c| c as u32).collect();
        let (head, data) = codes.split_at(93);
        let byte = |code: u32| {
            let at = code - 32 - u32::from(code > 34) - u32::from(code > 92);
            (head[at as usize] & 255) as u8
        };
        data.iter().map(|&code| if code > 255 { (code & 255) as u8 } else { byte(code) }).collect()
    }

    #[test]
    fn packed_bytes_come_back() {
        let every: Vec<u8> = (0..=255).chain([0; 9]).chain(*b"\"\\ `${}<!--").collect();
        for bytes in [&every[..], WASM, &[]] {
            assert_eq!(unpack(&pack(bytes)), bytes);
            assert!(!pack(bytes).contains(['"', '\\', '\n', '\r']));
        }
    }

    #[test]
    fn names_are_quoted_and_the_default_language_comes_first() {
        let root = |language, path| EntryRoot { language, path, file: b"root" };
        let roots = [root("en", "index/en/r0-3.fqx"), root("de", "index/de/r0-4.fqx")];
        let script = entry_script(&roots, 1);
        assert!(script.contains("const LANG = \"de\";"), "{script}");
        assert!(
            script.contains("[[\"en\", \"index/en/r0-3.fqx\"], [\"de\", \"index/de/r0-4.fqx\"]];"),
            "{script}"
        );
    }
}
