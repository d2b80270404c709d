//! The style sheet: palette, overlay, addresses of files.

use std::path::PathBuf;

use faqtory::diag::Diagnostics;
use faqtory::theme::palette::Rgb;
use faqtory::tree::{Content, DiskFile, RelPath, Site, SourceFile, SourceTree};
use faqtory::{Cache, IndexUse, Options};

fn tree(files: &[(&str, &str)]) -> SourceTree {
    let always = [("faqtory.yaml", "title: Help\n"), ("content/a.md", "# A\n")];
    SourceTree::from_texts("help", always.into_iter().chain(files.iter().copied()))
}

fn build(source: &SourceTree) -> Site {
    built(source).0
}

fn built(source: &SourceTree) -> (Site, Diagnostics) {
    let options = Options {
        base_url: Some("https://help.example/sub".to_owned()),
        drafts: false,
        future: false,
        expired: false,
        keep_going: false,
        index: IndexUse::Fresh,
        golden: false,
        today: jiff::civil::date(2026, 11, 22),
    };
    faqtory::build(source, &options, &mut Cache::default())
}

fn text_of(content: &Content) -> String {
    let Content::Bytes(bytes) = content else { panic!("it is a copy") };
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The style sheet and the folder it is in.
fn style(site: &Site) -> (String, RelPath) {
    let (path, content) = site.files.iter().find(|(path, _)| path.ends_with(".css")).unwrap();
    (text_of(content), RelPath::new(path))
}

/// The value of a custom property where it is set last outside of a condition.
fn token(css: &str, name: &str) -> String {
    let css = css.split("@supports not").next().unwrap();
    let rest = css.rsplit(&format!("--{name}: ")).next().unwrap();
    rest.split(';').next().unwrap().to_owned()
}

fn light(css: &str, name: &str) -> String {
    let value = token(css, name);
    let pair = value.strip_prefix("light-dark(").unwrap_or(&value);
    pair.split(',').next().unwrap().to_owned()
}

#[test]
fn addresses_in_css_lead_to_files_of_the_site_below_any_base_path() {
    let css = "\
        @font-face { src: url(\"../fonts/own.woff2\") format(\"woff2\"); }\n\
        .a { background: url(/hero.svg) }\n\
        .b { background: url('/sub/hero.svg') }\n\
        .c { mask: url(../shapes/wave.svg#one) }\n\
        .d { mask: url(\"data:image/svg+xml,%3Csvg/%3E\") }\n";
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\"></svg>";
    let mut source = tree(&[
        ("theme/css/brand.css", css),
        ("theme/shapes/wave.svg", svg),
        ("static/hero.svg", svg),
    ]);
    let font = DiskFile { path: PathBuf::from("own.woff2"), len: 8, image: None };
    source.files.insert(RelPath::new("theme/fonts/own.woff2"), SourceFile::OnDisk(font));
    let site = build(&source);
    let (css, path) = style(&site);
    let named: Vec<&str> =
        css.split("url(\"").skip(1).map(|it| it.split('"').next().unwrap()).collect();
    assert_eq!(named.len(), 5, "{named:?}");
    assert!(named[4].starts_with("data:"));
    for name in &named[..4] {
        let file = name.split('#').next().unwrap();
        let place = path.resolve(file).unwrap();
        assert!(site.files.contains_key(place.as_str()), "{name} is {place}");
    }
    assert!(named[3].ends_with(".svg#one"));
}

#[test]
fn the_palette_is_made_for_the_surfaces_of_the_overlay() {
    let overlay =
        ":root { --paper: light-dark(#d8d2c0, #30343a); --wash: light-dark(#ccc5b0, #3a3f46); }";
    for (files, page) in [(vec![], "#ffffff"), (vec![("theme/css/brand.css", overlay)], "#d8d2c0")]
    {
        let (css, _) = style(&build(&tree(&files)));
        let [accent, paper] =
            ["accent", "paper"].map(|name| Rgb::parse(&light(&css, name)).unwrap());
        assert_eq!(paper, Rgb::parse(page).unwrap());
        assert!(accent.contrast(paper) >= 4.5, "{accent} on {paper}");
        let wash = Rgb::parse(&light(&css, "wash")).unwrap();
        assert!(accent.contrast(wash) >= 4.5, "{accent} on {wash}");
    }
}

#[test]
fn browsers_without_light_dark_get_the_light_values_of_the_same_numbers() {
    let overlay = ":root { --paper: #fffaf0; --line: light-dark(#123456, #abcdef) }";
    let (css, _) = style(&build(&tree(&[("theme/css/brand.css", overlay)])));
    let (tokens, fallback) = css.split_once("@supports not (color: light-dark").unwrap();
    let mut seen = 0;
    for line in fallback.lines().filter_map(|line| line.strip_prefix("--")) {
        let (name, value) = line.trim_end_matches(';').split_once(": ").unwrap();
        if name == "shadow" {
            assert!(!value.contains("light-dark") && value.starts_with("0 1px 2px #"));
        } else {
            let declared = format!("--{name}: light-dark({value},");
            assert!(tokens.contains(&declared), "{declared} is not there");
        }
        seen += 1;
    }
    assert!(seen > 15, "{seen}");
    assert!(fallback.contains("--line: #123456;"), "{fallback}");
    assert!(fallback.contains(&format!("--accent: {};", first_light(tokens, "accent"))));
    assert!(!fallback.contains("--paper"), "the overlay's own needs none");
}

/// The normal value of a colour of the palette, which stands before that for more contrast.
fn first_light<'a>(css: &'a str, name: &str) -> &'a str {
    let (_, rest) = css.split_once(&format!("--{name}: light-dark(")).unwrap();
    rest.split(',').next().unwrap()
}

#[test]
fn the_browsers_bar_has_the_colour_of_the_page() {
    let overlay = ":root { --paper: light-dark(#fffaf0, #101820) }";
    let site = build(&tree(&[("theme/css/brand.css", overlay)]));
    let article = text_of(&site.files["a/index.html"]);
    for (scheme, color) in [("light", "#fffaf0"), ("dark", "#101820")] {
        let meta = format!(
            "<meta name=\"theme-color\" media=\"(prefers-color-scheme: {scheme})\" content=\"{color}\">"
        );
        assert!(article.contains(&meta), "{meta}");
    }
    let home = text_of(&site.files["index.html"]);
    let (css, _) = style(&site);
    assert!(home.contains(&format!("content=\"{}\"", first_light(&css, "accent-soft"))));
}

#[test]
fn a_fix_of_the_brands_colour_can_be_applied() {
    for config in ["\"#ffd400\"", "gold", "'#fd0'", "rgb(255 212 0)"] {
        let yaml = format!("title: Help\nbrand:\n  color: {config}\n");
        let problems = |text: &str| {
            let files = [("faqtory.yaml", text), ("content/a.md", "# A\n")];
            built(&SourceTree::from_texts("help", files)).1
        };
        let diags = problems(&yaml);
        let problem = diags.iter().next().unwrap();
        assert_eq!(problem.code.name, "brand-contrast", "{config}");
        let (span, replacement) = problem.hints[0].replacement.clone().unwrap();
        let mut fixed = yaml.clone();
        fixed.replace_range(span.range, &replacement);
        assert_eq!(problems(&fixed).iter().count(), 0, "{fixed}");
    }
}
