//! Several modules as one: each is a function that returns what it exports, and knows of the others only
//! what it imports.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::module::{Import, Module, resolve};

/// The address of a module, in quotes, that is called so in the one at a path.
pub(super) type Place<'a> = &'a dyn Fn(&str, &str) -> Option<String>;

/// A module in a pack.
#[derive(Debug)]
pub(super) struct Part<'a> {
    pub(super) path: &'a str,
    pub(super) module: &'a Module<'a>,
    /// Whether the pack exports what it exports.
    pub(super) exports: bool,
}

/// One module that does what `parts` do, each of which comes after those that it imports. `place` has the
/// address of others.
pub(super) fn joined(parts: &[Part<'_>], place: Place<'_>) -> String {
    let mut outside = Outside::default();
    let mut body = String::new();
    let mut exported = Vec::new();
    for (index, part) in parts.iter().enumerate() {
        let before = &parts[..index];
        let imports: String = part
            .module
            .imports
            .iter()
            .map(|import| bound(part.path, import, before, (&mut outside, place)))
            .collect();
        let text = part.module.print_body(|address| place(part.path, address));
        let exports = &part.module.exports;
        if exports.is_empty() {
            let _ = write!(body, "(()=>{{{imports}{text}\n}})();");
            continue;
        }
        let returned = pairs(exports.iter().map(|name| (name.outer, name.inner.clone())), ":");
        let _ = write!(body, "const m{index}=(()=>{{{imports}{text}\nreturn{{{returned}}}}})();");
        if part.exports {
            exported.extend(exports.iter().map(|name| (index, name.outer)));
        }
    }
    let mut text = outside.text() + &body;
    if !exported.is_empty() {
        let constants = exported.iter().enumerate();
        let constants: Vec<String> =
            constants.map(|(at, (module, name))| format!("e{at}=m{module}.{name}")).collect();
        let names: Vec<String> =
            exported.iter().enumerate().map(|(at, (_, name))| format!("e{at} as {name}")).collect();
        let _ = write!(text, "const {};export{{{}}};", constants.join(","), names.join(","));
    }
    text
}

/// What modules of a pack import from elsewhere.
#[derive(Default)]
struct Outside {
    /// Names by where they are from, each with what the pack calls it.
    imports: BTreeMap<String, BTreeMap<String, usize>>,
    count: usize,
}

impl Outside {
    fn text(&self) -> String {
        let mut text = String::new();
        for (from, names) in &self.imports {
            let names =
                pairs(names.iter().map(|(name, at)| (name.as_str(), format!("i{at}"))), " as ");
            let _ = if names.is_empty() {
                write!(text, "import{from};")
            } else {
                write!(text, "import{{{names}}}from{from};")
            };
        }
        text
    }
}

/// `a,b:c` of names with what they are called on the other side.
fn pairs<'a>(names: impl Iterator<Item = (&'a str, String)>, sign: &str) -> String {
    let pair = |(outer, inner): (&str, String)| {
        if outer == inner { inner } else { format!("{outer}{sign}{inner}") }
    };
    names.map(pair).collect::<Vec<_>>().join(",")
}

/// The statement that gives a module in a pack what it imports.
fn bound(
    path: &str,
    import: &Import<'_>,
    before: &[Part<'_>],
    (outside, place): (&mut Outside, Place<'_>),
) -> String {
    let target = resolve(path, import.from);
    let inside = before.iter().position(|part| Some(part.path) == target.as_deref());
    let names = import.names.iter().map(|name| (name.outer, name.inner.clone()));
    match inside {
        Some(_) if import.names.is_empty() => String::new(),
        Some(index) => format!("const{{{}}}=m{index};", pairs(names, ":")),
        None => {
            let from = place(path, import.from).unwrap_or_else(|| format!("\"{}\"", import.from));
            let known = outside.imports.entry(from).or_default();
            let mut constants = Vec::new();
            for (outer, inner) in names {
                let count = &mut outside.count;
                let at = known.entry(outer.to_owned()).or_insert_with(|| {
                    *count += 1;
                    *count - 1
                });
                constants.push(format!("{inner}=i{at}"));
            }
            if constants.is_empty() {
                return String::new();
            }
            format!("const {};", constants.join(","))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_in_a_pack_see_only_what_they_import() {
        let read = |text| Module::read(text).expect("a module");
        let (a, b, c) = (
            read("const open = 1;\nexport { open as shut };\nexport function* f() {}\n"),
            read(
                "import { shut as it } from './a.js';\nimport { f as g } from 'x.js';\nexport { f } from './a.js';\nopen(it, g);\n",
            ),
            read("import './a.js';\nimport 'y.js';\n`import './z.js'`;\nimport('./b.js');\n"),
        );
        let part = |path, module, exports| Part { path, module, exports };
        let text = joined(
            &[part("js/a.js", &a, true), part("js/b.js", &b, false), part("js/c.js", &c, true)],
            &|_, address| (address == "./b.js").then(|| "import.meta.url".to_owned()),
        );
        let expected = "import{f as i0}from\"x.js\";import\"y.js\";\
            const m0=(()=>{const open=1;function*f(){}\nreturn{shut:open,f}})();\
            const m1=(()=>{const{shut:it}=m0;const g=i0;const{f:$passed0}=m0;open(it,g);\nreturn{f:$passed0}})();\
            (()=>{`import './z.js'`;import(import.meta.url);\n})();\
            const e0=m0.shut,e1=m0.f;export{e0 as shut,e1 as f};";
        assert_eq!(text, expected);
    }
}
