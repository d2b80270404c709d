//! Files of the theme as the site serves them: modules and pictures, each with a fingerprint in its name;
//! and icons as the pages hold them.

use std::collections::BTreeMap;
use std::fmt::Write;

use bytes::Bytes;

use super::Files;
use super::packs::{self, Script};
use super::sheet;
use crate::diag::Diagnostics;

/// What [`build`] makes.
#[derive(Debug, Default)]
pub(super) struct Built {
    /// By path on the site.
    pub(super) files: BTreeMap<String, Bytes>,
    /// Path on the site, with a slash before it, by path in the theme.
    pub(super) addresses: BTreeMap<String, String>,
    /// Markup of each icon by its name.
    pub(super) icons: BTreeMap<String, String>,
}

/// Files whose names change with their content: hosts may keep them for ever.
const FOLDER: &str = "_faqtory/assets";

impl Built {
    /// Adds a file under a name that changes with its content.
    pub(super) fn add(&mut self, name: &str, bytes: &[u8]) -> String {
        let hash = blake3::hash(bytes).to_hex();
        let (dir, file) = name.rsplit_once('/').map_or(("", name), |(dir, file)| (dir, file));
        let (stem, extension) = file.rsplit_once('.').unwrap_or((file, "bin"));
        let folder =
            if matches!(dir, "" | "css" | "engine") { String::new() } else { format!("{dir}/") };
        let path = format!("{FOLDER}/{folder}{stem}.{}.{extension}", &hash[..10]);
        self.files.insert(path.clone(), Bytes::copy_from_slice(bytes));
        let address = format!("/{path}");
        self.addresses.insert(name.to_owned(), address.clone());
        address
    }

    /// Adds a script, whose name changes with its content as well. Whatever folders the theme sorts its
    /// modules into, on the site they stand side by side.
    fn add_script(&mut self, script: Script) {
        let path = format!("{FOLDER}/{}.{}.js", script.name, script.fingerprint);
        for module in script.members {
            self.addresses.insert(module, format!("/{path}"));
        }
        self.files.insert(path, Bytes::from(script.text));
    }
}

/// Builds every asset of the theme but the style sheet, which names others.
pub(super) fn build(files: &Files<'_>, diags: &mut Diagnostics) -> Built {
    let mut built = Built { icons: icons(files), ..Built::default() };
    let modules: Vec<&String> = files.keys().filter(|path| is_module(path)).collect();
    for script in packs::build(&modules, files, diags) {
        built.add_script(script);
    }
    let done = |path: &str| {
        ["css/", "icons/", "js/", "templates/", "i18n/", "engine/"]
            .iter()
            .any(|dir| path.starts_with(dir))
    };
    for (path, bytes) in files.iter().filter(|(path, _)| !done(path) && !path.ends_with(".lock")) {
        match std::str::from_utf8(bytes) {
            Ok(css) if path.ends_with(".css") => built.add(path, sheet::minified(css).as_bytes()),
            _ => built.add(path, bytes),
        };
    }
    built
}

/// Every icon as the pages hold it: in the page it is there with the first paint and costs no request.
fn icons(files: &Files<'_>) -> BTreeMap<String, String> {
    let icon = |(path, bytes): (&String, &&[u8])| {
        let name = path.strip_prefix("icons/")?.strip_suffix(".svg")?;
        Some((name.to_owned(), inline(&String::from_utf8_lossy(bytes))?))
    };
    files.iter().filter_map(icon).collect()
}

/// An icon file for use within a page: its root's attributes but those that size it, its children as
/// they are.
fn inline(svg: &str) -> Option<String> {
    let start = svg.find("<svg")? + 4;
    let open_end = start + svg[start..].find('>')?;
    let close = svg.rfind("</svg>")?;
    let mut attributes = String::new();
    for attribute in svg[start..open_end].split("\" ").map(str::trim) {
        let sized =
            ["width=", "height=", "xmlns", "class="].iter().any(|skip| attribute.starts_with(skip));
        if !sized && attribute.contains('=') {
            let _ = write!(attributes, " {}\"", attribute.trim_end_matches('"'));
        }
    }
    let body: String = svg.get(open_end + 1..close)?.lines().map(str::trim).collect();
    Some(format!("<svg class=\"icon\" aria-hidden=\"true\"{attributes}>{body}</svg>"))
}

fn is_module(path: &str) -> bool {
    path.starts_with("js/")
        && path.ends_with(".js")
        && path != super::GLUE
        && !path.starts_with(super::bundle::FOLDER)
}
