//! Scripts of the theme → the files that the site serves: modules that are needed together share one, a
//! *pack*, so that a page asks for it once. `theme/js/packs.yaml` says which.
//!
//! In a pack every module is a function of its own that returns what it exports. So no module sees a name
//! of another that it does not import, as it was before; only two of a pack that export the same name are
//! one too many. A pack that cannot be made stays what it is: modules, each with a file of its own.
//!
//! A file's name ends with the hash of its own text and of all files that it leads to. So files may lead to
//! each other, as a pack does whose module loads another one on demand.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use super::Files;
use super::join::{Part, joined};
use super::module::{Module, resolve};
use crate::diag::{self, Diagnostic, Diagnostics, Span};
use crate::tree::RelPath;

/// The list of packs. It belongs to the theme as it is, so an overlay cannot have it.
pub(super) const LIST: &str = "js/packs.yaml";

/// What stands for the fingerprint of a file until it is known: no script has such a character.
const MARK: char = '\u{1}';

/// `packs.yaml`.
#[derive(Debug, Default, serde::Deserialize)]
struct List {
    /// Modules without a state, of which every pack that needs one has a copy.
    copied: Vec<String>,
    /// Modules by the name of their pack.
    packs: BTreeMap<String, Vec<String>>,
}

/// A file to be, and the modules in it.
#[derive(Debug)]
struct Unit {
    /// Its name without fingerprint and extension.
    name: String,
    /// Paths in the theme.
    members: Vec<String>,
    is_pack: bool,
}

impl Unit {
    fn alone(path: &str) -> Self {
        Self { name: stem(path).to_owned(), members: vec![path.to_owned()], is_pack: false }
    }
}

/// A script as it is served.
#[derive(Debug)]
pub(super) struct Script {
    /// Its name without fingerprint and extension.
    pub(super) name: String,
    pub(super) fingerprint: String,
    pub(super) text: String,
    /// Paths in the theme of the modules that it is instead of.
    pub(super) members: Vec<String>,
}

/// The modules of a theme by their paths.
pub(super) type Modules<'a> = BTreeMap<String, Module<'a>>;

/// Makes the scripts that are served of all that are at one of `paths`.
pub(super) fn build(paths: &[&String], files: &Files<'_>, diags: &mut Diagnostics) -> Vec<Script> {
    let text = |path: &str| files.get(path).and_then(|bytes| std::str::from_utf8(bytes).ok());
    let modules: Modules<'_> = paths
        .iter()
        .filter_map(|path| Some(((*path).clone(), Module::read(text(path)?)?)))
        .collect();
    let list = super::builtin_file(LIST).unwrap_or_default();
    let list: List = serde_yaml::from_slice(list).unwrap_or_default();
    let mut packs =
        Packs { units: Vec::new(), home: BTreeMap::new(), copied: list.copied, modules };
    for (name, members) in list.packs {
        match packs.obstacle(&members) {
            None => packs.add(Unit { name, members, is_pack: true }),
            Some((path, why)) => diags.push(apart(&name, &path, &why)),
        }
    }
    for path in paths {
        if !packs.home.contains_key(*path) {
            packs.add(Unit::alone(path));
        }
    }
    while let Some((name, path)) = packs.split_circle() {
        diags.push(apart(&name, &path, "it imports a module that needs one of this pack"));
    }
    packs.scripts(&text)
}

/// The name of the file at `path` without folder and extension.
fn stem(path: &str) -> &str {
    let file = path.rsplit('/').next().unwrap_or(path);
    file.strip_suffix(".js").unwrap_or(file)
}

fn apart(pack: &str, path: &str, why: &str) -> Diagnostic {
    let message = format!(
        "this module cannot share the file `{pack}.js` with those it belongs to, because {why}; each of them is fetched alone"
    );
    Diagnostic::new(
        diag::MODULE_APART,
        Span::file(&RelPath::new(&format!("theme/{path}"))),
        message,
    )
    .hint("pages work all the same, and are slower")
}

struct Packs<'a> {
    units: Vec<Unit>,
    /// Which unit has a module.
    home: BTreeMap<String, usize>,
    copied: Vec<String>,
    modules: Modules<'a>,
}

impl Packs<'_> {
    fn add(&mut self, unit: Unit) {
        for path in &unit.members {
            self.home.insert(path.clone(), self.units.len());
        }
        self.units.push(unit);
    }

    /// The module that keeps these from sharing a file, and why.
    fn obstacle(&self, members: &[String]) -> Option<(String, String)> {
        let (order, circle) = self.ordered(members);
        if let Some(path) = circle {
            return Some((path, "it imports a module that imports it".to_owned()));
        }
        let mut exported = BTreeMap::new();
        for path in &order {
            let Some(module) = self.modules.get(path) else {
                return Some((path.clone(), "it cannot be read".to_owned()));
            };
            if let Some(why) = module.obstacle {
                return Some((path.clone(), why.to_owned()));
            }
            let own = module.exports.iter().filter(|_| members.contains(path));
            for name in own {
                if let Some(other) = exported.insert(name.outer, path) {
                    let why = format!("it exports `{}` as `{other}` does", name.outer);
                    return Some((path.clone(), why));
                }
            }
            if let Some(why) = self.missing(path, module, &order) {
                return Some((path.clone(), why));
            }
        }
        None
    }

    /// A name that a module imports and nobody exports.
    fn missing(&self, path: &str, module: &Module<'_>, inside: &[String]) -> Option<String> {
        for import in &module.imports {
            let Some(target) = resolve(path, import.from).filter(|it| inside.contains(it)) else {
                continue;
            };
            let Some(other) = self.modules.get(&target) else { continue };
            let has = |outer: &str| other.exports.iter().any(|name| name.outer == outer);
            if let Some(name) = import.names.iter().find(|name| !has(name.outer)) {
                return Some(format!("`{target}` does not export `{}`", name.outer));
            }
        }
        None
    }

    /// Modules, and copies of those that they need, each after those that it imports; and one that
    /// imports itself by way of others.
    fn ordered(&self, members: &[String]) -> (Vec<String>, Option<String>) {
        let mut order =
            Order { packs: self, members, done: Vec::new(), open: Vec::new(), circle: None };
        for path in members {
            order.visit(path);
        }
        (order.done, order.circle)
    }

    /// The modules at the other end of the static imports of the unit at `index`.
    fn imported(&self, index: usize) -> BTreeSet<usize> {
        let unit = &self.units[index];
        let mut found = BTreeSet::new();
        for path in self.ordered(&unit.members).0 {
            let imports = self.modules.get(&path).map_or(&[][..], |module| &module.imports);
            let targets = imports.iter().filter_map(|import| resolve(&path, import.from));
            let is_elsewhere = |target: &String| !(unit.is_pack && self.copied.contains(target));
            found.extend(targets.filter(is_elsewhere).filter_map(|target| self.home.get(&target)));
        }
        found.remove(&index);
        found
    }

    /// Takes one pack apart that needs itself by way of others, and returns its name and a module of it.
    fn split_circle(&mut self) -> Option<(String, String)> {
        let edges: Vec<BTreeSet<usize>> =
            (0..self.units.len()).map(|at| self.imported(at)).collect();
        let in_circle = |at: &usize| reachable(*at, &edges).contains(at);
        let found = (0..self.units.len()).find(|at| self.units[*at].is_pack && in_circle(at))?;
        let unit = self.units.remove(found);
        self.home.clear();
        for (at, unit) in self.units.iter().enumerate() {
            self.home.extend(unit.members.iter().map(|path| (path.clone(), at)));
        }
        for path in &unit.members {
            self.add(Unit::alone(path));
        }
        Some((unit.name, unit.members.into_iter().next().unwrap_or_default()))
    }

    /// Every unit as it is served.
    fn scripts<'t>(self, source: &dyn Fn(&str) -> Option<&'t str>) -> Vec<Script> {
        let mut texts = Vec::new();
        let mut edges = Vec::new();
        for index in 0..self.units.len() {
            let (text, leads_to) = self.text(index, source);
            texts.push(text);
            edges.push(leads_to);
        }
        let names: Vec<&str> = self.units.iter().map(|unit| unit.name.as_str()).collect();
        let digests: Vec<blake3::Hash> = texts
            .iter()
            .zip(&names)
            .map(|(text, name)| {
                let text = with_names(text, |at| format!("{}.js", names[at]));
                blake3::hash(format!("{name}\n{text}").as_bytes())
            })
            .collect();
        let fingerprint = |index: usize| {
            let others: BTreeSet<&[u8; 32]> =
                reachable(index, &edges).iter().map(|at| digests[*at].as_bytes()).collect();
            let mut hasher = blake3::Hasher::new();
            hasher.update(digests[index].as_bytes());
            for digest in others {
                hasher.update(digest);
            }
            hasher.finalize().to_hex()[..10].to_owned()
        };
        let fingerprints: Vec<String> = (0..names.len()).map(fingerprint).collect();
        let file = |at: usize| format!("{}.{}.js", names[at], fingerprints[at]);
        let texts: Vec<String> = texts.iter().map(|text| with_names(text, file)).collect();
        let scripts = self.units.iter().zip(texts).zip(&fingerprints);
        scripts
            .map(|((unit, text), fingerprint)| Script {
                name: unit.name.clone(),
                fingerprint: fingerprint.clone(),
                text,
                members: unit.members.clone(),
            })
            .collect()
    }

    /// The text of a unit with marks for the names of others, and which these are.
    fn text<'t>(
        &self,
        index: usize,
        source: &dyn Fn(&str) -> Option<&'t str>,
    ) -> (String, BTreeSet<usize>) {
        let leads_to = RefCell::new(BTreeSet::new());
        let place = |path: &str, address: &str| {
            let target = *self.home.get(&resolve(path, address)?)?;
            if target == index {
                return Some("import.meta.url".to_owned()).filter(|_| self.units[index].is_pack);
            }
            leads_to.borrow_mut().insert(target);
            Some(format!("\"./{MARK}{target}{MARK}\""))
        };
        let unit = &self.units[index];
        let text = if unit.is_pack {
            let (order, _) = self.ordered(&unit.members);
            let modules: Vec<Part<'_>> = order
                .iter()
                .filter_map(|path| {
                    let exports = unit.members.contains(path);
                    Some(Part { path, module: self.modules.get(path)?, exports })
                })
                .collect();
            joined(&modules, &place)
        } else {
            let path = unit.members.first().map_or("", String::as_str);
            match self.modules.get(path) {
                Some(module) => module.print(|address| place(path, address)),
                None => source(path).unwrap_or_default().to_owned(),
            }
        };
        (text, leads_to.into_inner())
    }
}

/// `text` with `name` of each unit in the place of its mark.
fn with_names(text: &str, name: impl Fn(usize) -> String) -> String {
    let pieces = text.split(MARK).enumerate();
    pieces
        .map(|(at, piece)| match piece.parse() {
            Ok(unit) if at % 2 == 1 => name(unit),
            _ => piece.to_owned(),
        })
        .collect()
}

/// All that `from` leads to: itself only when it leads back.
fn reachable(from: usize, edges: &[BTreeSet<usize>]) -> BTreeSet<usize> {
    let mut found = BTreeSet::new();
    let mut open = vec![from];
    while let Some(at) = open.pop() {
        open.extend(edges[at].iter().filter(|next| found.insert(**next)));
    }
    found
}

/// Modules of a pack being put in order.
struct Order<'p, 'a> {
    packs: &'p Packs<'a>,
    members: &'p [String],
    done: Vec<String>,
    open: Vec<String>,
    /// A module that imports itself by way of others.
    circle: Option<String>,
}

impl Order<'_, '_> {
    fn visit(&mut self, path: &str) {
        let has = |list: &[String]| list.iter().any(|it| it == path);
        if has(&self.open) {
            self.circle = Some(path.to_owned());
        }
        if has(&self.open) || has(&self.done) {
            return;
        }
        self.open.push(path.to_owned());
        let packs = self.packs;
        let imports = packs.modules.get(path).map_or(&[][..], |module| &module.imports);
        for target in imports.iter().filter_map(|import| resolve(path, import.from)) {
            if self.members.contains(&target) || packs.copied.contains(&target) {
                self.visit(&target);
            }
        }
        self.open.pop();
        self.done.push(path.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scripts(files: &[(&str, &str)]) -> (Vec<Script>, Diagnostics) {
        let mut theme = super::super::builtin();
        theme.extend(files.iter().map(|(path, text)| ((*path).to_owned(), text.as_bytes())));
        let paths: Vec<String> = theme
            .keys()
            .filter(|path| path.starts_with("js/") && path.ends_with(".js"))
            .cloned()
            .collect();
        let mut diags = Diagnostics::default();
        let paths: Vec<&String> = paths.iter().collect();
        (build(&paths, &theme, &mut diags), diags)
    }

    fn pack<'a>(scripts: &'a [Script], name: &str) -> &'a Script {
        scripts.iter().find(|script| script.name == name).expect("a script of that name")
    }

    #[test]
    fn every_pack_of_the_theme_can_be_made() {
        let list: List =
            serde_yaml::from_slice(super::super::builtin_file(LIST).expect("the list"))
                .expect("a list");
        let (scripts, diags) = scripts(&[]);
        assert_eq!(diags.iter().count(), 0);
        for (name, members) in &list.packs {
            assert_eq!(&pack(&scripts, name).members, members);
        }
        let mut all: Vec<&String> = list.packs.values().flatten().collect();
        let count = all.len();
        all.sort();
        all.dedup();
        assert_eq!(all.len(), count, "a module belongs into one pack");
    }

    #[test]
    fn every_script_of_the_theme_can_be_read() {
        for (path, bytes) in super::super::builtin() {
            if path.starts_with("js/") && path.ends_with(".js") {
                let text = std::str::from_utf8(bytes).expect("UTF-8");
                assert!(Module::read(text).is_some(), "{path}");
            }
        }
    }

    #[test]
    fn a_module_of_the_overlay_takes_its_place_in_the_pack_and_changes_what_leads_to_it() {
        let (before, _) = scripts(&[]);
        let (after, diags) = scripts(&[(
            "js/secret.js",
            "export const isSecret = () => false;\nexport const isSecretTopic = isSecret, mine = 1;\n",
        )]);
        assert_eq!(diags.iter().count(), 1, "several in one statement");
        assert!(after.iter().any(|script| script.members == ["js/secret.js"]));
        drop(after);
        let (after, diags) = scripts(&[(
            "js/secret.js",
            "export const isSecret = () => false;\nexport const isSecretTopic = isSecret;\nexport const isPrivate = isSecret;\n",
        )]);
        assert_eq!(diags.iter().count(), 0);
        for name in ["trail", "tree", "main"] {
            assert_ne!(pack(&before, name).fingerprint, pack(&after, name).fingerprint, "{name}");
        }
        assert_eq!(pack(&before, "video").fingerprint, pack(&after, "video").fingerprint);
    }

    #[test]
    fn a_module_of_ones_own_imports_from_packs_by_ordinary_paths() {
        let (scripts, _) = scripts(&[(
            "js/own/survey.js",
            "import { emit } from '../events.js'; // yes\nimport('../trail.js');\n",
        )]);
        let trail = format!("./trail.{}.js", pack(&scripts, "trail").fingerprint);
        let expected = format!("import{{emit}}from\"{trail}\";import(\"{trail}\");");
        assert_eq!(pack(&scripts, "survey").text, expected);
    }

    #[test]
    fn files_may_lead_to_each_other() {
        let (scripts, diags) =
            scripts(&[("js/a.js", "import './b.js';"), ("js/b.js", "import('./a.js');")]);
        assert_eq!(diags.iter().count(), 0);
        let (a, b) = (pack(&scripts, "a"), pack(&scripts, "b"));
        assert_eq!(a.text, format!("import\"./b.{}.js\";", b.fingerprint));
        assert_eq!(b.text, format!("import(\"./a.{}.js\");", a.fingerprint));
    }
}
