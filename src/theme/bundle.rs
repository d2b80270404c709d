//! Modules of the theme → one module: the widget must be a single request.

use super::Files;
use super::join::{Part, joined};
use super::module::{Module, resolve};

/// Modules that are published as a bundle only.
pub(super) const FOLDER: &str = "js/widget/";

/// What stands for the site's settings; the bundle leaves it to be declared before it.
const SETTINGS: &str = "js/widget/settings.js";

/// The module at `path` with all that it imports.
pub(super) fn build(path: &str, files: &Files<'_>) -> String {
    let mut modules = Vec::new();
    add(path, files, (&mut modules, &mut vec![SETTINGS.to_owned()]));
    let parts: Vec<Part<'_>> =
        modules.iter().map(|(path, module)| Part { path, module, exports: false }).collect();
    joined(&parts, &|_, _| None)
}

fn add<'a>(
    path: &str,
    files: &Files<'a>,
    (modules, seen): (&mut Vec<(String, Module<'a>)>, &mut Vec<String>),
) {
    if seen.iter().any(|other| other == path) {
        return;
    }
    seen.push(path.to_owned());
    let source = files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let Some(mut module) = source.and_then(Module::read) else { return };
    module.imports.retain(|import| resolve(path, import.from).as_deref() != Some(SETTINGS));
    for import in &module.imports {
        if let Some(target) = resolve(path, import.from) {
            add(&target, files, (modules, seen));
        }
    }
    modules.push((path.to_owned(), module));
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
        let bundle = "const m0=(()=>{function c(){return(\"//\");}\nreturn{c}})();\
            const m1=(()=>{const{c}=m0;const b=c;\nreturn{b}})();\
            (()=>{const{b}=m1;const{c}=m0;b(c);\n})();";
        assert_eq!(build("js/widget/a.js", &files), bundle);
    }
}
