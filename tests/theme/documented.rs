//! What the documentation says about the theme is what the theme has.

use std::collections::BTreeSet;
use std::path::Path;

use faqtory::theme::palette::{Palette, Rgb, Surfaces};

use super::text;

const PAGE: &str = "docs/content/site/theme-reference.md";

/// What stands in backticks in the first column of the tables below the heading with this id.
fn documented(id: &str) -> BTreeSet<String> {
    let page = text(PAGE);
    let (_, section) = page.split_once(&format!("{{#{id}}}")).unwrap_or_else(|| panic!("no {id}"));
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| ")?.split(" | ").next());
    rows.flat_map(|cell| cell.split('`').skip(1).step_by(2)).map(str::to_owned).collect()
}

fn assert_same(what: &str, documented: &BTreeSet<String>, real: &BTreeSet<String>) {
    let missing: Vec<_> = real.difference(documented).collect();
    let gone: Vec<_> = documented.difference(real).collect();
    assert!(missing.is_empty(), "{PAGE} does not name the {what} {missing:?}");
    assert!(gone.is_empty(), "{PAGE} names the {what} {gone:?}, which the theme does not have");
    assert!(!real.is_empty(), "the theme has no {what}: this test looks in the wrong place");
}

#[test]
fn every_custom_property_is_documented() {
    let css = text("theme/css/10-tokens.css");
    let names = css.split("--").skip(1).filter_map(|rest| {
        let (name, _) = rest.split_once(':')?;
        name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-').then_some(name)
    });
    let white = Rgb([255; 3]);
    let surfaces = Surfaces::new(white, white, white);
    let palette = Palette::on(white.oklch(), surfaces, surfaces);
    let roles = palette.light.roles().map(|(name, _)| name);
    let real = names.chain(roles).chain(["brand"]).map(|name| format!("--{name}")).collect();
    assert_same("custom properties", &documented("tokens"), &real);
}

#[test]
fn documented_values_are_those_of_the_theme() {
    let css = text("theme/css/10-tokens.css");
    let mut seen = 0;
    for row in text(PAGE).lines().filter(|line| line.starts_with("| `--")) {
        let parts: Vec<&str> = row.split('`').collect();
        let (name, value) = (parts[1], parts[parts.len() - 2]);
        if row.ends_with("` |") && !value.starts_with("faqtory") && !value.starts_with("brand.") {
            assert!(css.contains(&format!("{name}: {value};")), "{name} is not {value}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

/// Files of a folder of the theme without their endings.
fn names(folder: &str, ending: &str) -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let names = entries.filter_map(|name| Some(name.to_str()?.strip_suffix(ending)?.to_owned()));
    names.collect()
}

#[test]
fn every_icon_is_documented_with_its_picture() {
    let icons = names("theme/icons", ".svg");
    assert_same("icons", &documented("icons"), &icons);
    for icon in &icons {
        let picture = text(&format!("docs/content/site/theme-icons/{icon}.svg"));
        let drawing = |svg: &str| svg.split_once('>').map(|(_, rest)| rest.trim().to_owned());
        let real = text(&format!("theme/icons/{icon}.svg"));
        assert_eq!(drawing(&picture), drawing(&real), "the picture of {icon} shows another icon");
    }
}

#[test]
fn every_template_and_block_is_documented() {
    let mut real = BTreeSet::new();
    for name in names("theme/templates", ".html") {
        let template = text(&format!("theme/templates/{name}.html"));
        let blocks = template.split("{% block ").skip(1);
        let own = blocks.filter_map(|rest| rest.split([' ', '%']).next()).map(str::to_owned);
        real.extend(own.filter(|block| name == "base" || block != "main" && block != "head"));
        real.insert(name);
    }
    assert_same("templates and blocks", &documented("blocks"), &real);
}

#[test]
fn every_part_is_documented() {
    assert_same("parts", &documented("parts"), &names("theme/templates/parts", ".html"));
}

/// The fields of the structs that templates get.
#[test]
fn every_value_is_documented() {
    let views = ["views", "contact_views", "feedback_views", "service_views"]
        .map(|file| text(&format!("src/render/{file}.rs")));
    let views = views.concat();
    let fields = |view: &str| -> Vec<String> {
        let (_, rest) = views.split_once(&format!("pub struct {view} {{")).unwrap();
        let body = rest.split("\n}").next().unwrap();
        let lines = body.lines().filter_map(|line| line.trim().strip_prefix("pub "));
        lines.map(|line| line.split(':').next().unwrap().to_owned()).collect()
    };
    let mut real = BTreeSet::from(["t".to_owned(), "extra".to_owned()]);
    let values = [
        ("site", "SiteView"),
        ("page", "PageView"),
        ("article", "ArticleView"),
        ("home", "HomeView"),
        ("category", "CategoryView"),
        ("search", "SearchView"),
        ("contact", "ContactView"),
        ("status", "StatusView"),
        ("codes", "CodesView"),
        ("code", "HelpCodeView"),
    ];
    for (name, view) in values {
        real.extend(fields(view).iter().map(|field| format!("{name}.{field}")));
    }
    assert_same("values", &documented("values"), &real);
}
