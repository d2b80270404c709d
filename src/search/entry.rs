//! The unfingerprinted entry `/_faqtory/search.js` that pages import.

/// The module's text. `client` and `wasm` are file names relative to `/_faqtory/`; `roots` maps a language
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
         import {{ open }} from {client};\n\n\
         const roots = new Map([\n{table}]);\n\n\
         /** Languages that have an index. */\n\
         export const languages = [...roots.keys()];\n\n\
         export async function openIndex({{ lang, base, signal }} = {{}}) {{\n\
         \x20 const root = roots.get(lang) ?? roots.get(String(lang).split(\"-\")[0]) ?? roots.values().next().value;\n\
         \x20 if (!root) throw new Error(\"this site has no search index\");\n\
         \x20 return open({{ base: base ?? new URL(\".\", import.meta.url).href, wasm: {wasm}, root, signal }});\n\
         }}\n",
        client = quoted(&format!("./{client}")),
        wasm = quoted(wasm),
        table = table.concat(),
    )
}
