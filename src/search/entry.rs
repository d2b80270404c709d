//! The unfingerprinted entry `/_faqtory/search.js` that pages import.

/// The module's text. It fetches engine and root while the glue is still on its way: one round less. `client` and `wasm` are file names relative to `/_faqtory/`; `roots` maps a language
/// to the path of its root file, also relative to it. The first language is the default.
pub fn entry_script<'a>(
    client: &str,
    wasm: &str,
    roots: impl IntoIterator<Item = (&'a str, &'a str)>,
) -> String {
    let quoted = |text: &str| serde_json::Value::from(text).to_string();
    let table: Vec<String> = roots
        .into_iter()
        .map(|(lang, root)| format!("  [{}, {}],\n", quoted(lang), quoted(root)))
        .collect();
    format!(
        "// faqtory search: `const index = await openIndex({{ lang: \"en\" }})`, then `await index.search(\"…\")`.\n\
         const roots = new Map([\n{table}]);\n\n\
         /** Languages that have an index; the first is the default. */\n\
         export const languages = [...roots.keys()];\n\n\
         export async function openIndex({{ lang, base, signal }} = {{}}) {{\n\
         \x20 const root = roots.get(lang) ?? roots.get(String(lang).split(\"-\")[0]) ?? roots.values().next().value;\n\
         \x20 if (!root) throw new Error(\"search: this site has no index\");\n\
         \x20 const home = base ? new URL(base.replace(/\\/?$/, \"/\"), location.href) : new URL(\".\", import.meta.url);\n\
         \x20 const early = [{wasm}, root].map((path) => fetch(new URL(path, home)));\n\
         \x20 for (const response of early) response.catch(() => {{}});\n\
         \x20 const {{ open }} = await import({client});\n\
         \x20 return open({{ base: home.href, wasm: {wasm}, root, signal, early }});\n\
         }}\n",
        client = quoted(&format!("./{client}")),
        wasm = quoted(wasm),
        table = table.concat(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_quoted_and_the_default_language_comes_first() {
        let script = entry_script(
            "client-1.js",
            "search-2.wasm",
            [("en", "index/en/r0-3.fqx"), ("de", "index/de/r0-4.fqx")],
        );
        assert!(script.contains("import(\"./client-1.js\")"), "{script}");
        assert!(
            script.contains(
                "  [\"en\", \"index/en/r0-3.fqx\"],\n  [\"de\", \"index/de/r0-4.fqx\"],\n"
            ),
            "{script}"
        );
        assert_eq!(script.matches("\"search-2.wasm\"").count(), 2);
    }
}
