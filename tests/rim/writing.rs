//! What writing a site does to a folder.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use faqtory::disk::{Refused, Target, Written, write};
use faqtory::tree::Site;
use tempfile::TempDir;
use walkdir::WalkDir;

use super::put;

struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Self {
        let folder = TempDir::new().unwrap();
        put(folder.path(), "kb/faqtory.yaml", "title: Help");
        put(folder.path(), "kb/content/a.md", "# A");
        Self { folder }
    }

    fn path(&self, path: &str) -> PathBuf {
        self.folder.path().join(path)
    }

    fn write_to(&self, out: &str, files: &[(&str, &str)]) -> anyhow::Result<Written> {
        let out = self.path(out);
        let target = Target { out, root: self.path("kb"), anew: false, waiting: Box::new(|_| {}) };
        write(&site(files), &target)
    }

    fn write(&self, files: &[(&str, &str)]) -> Written {
        self.write_to("kb/public", files).unwrap()
    }

    /// Path → text of all files in the output folder but the manifest.
    fn out(&self) -> BTreeMap<String, String> {
        let mut files = tree(&self.path("kb/public"));
        assert!(files.remove("_faqtory/manifest.json").is_some(), "the manifest is there");
        files
    }
}

fn site(files: &[(&str, &str)]) -> Site {
    let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned().into()));
    Site { files: files.collect(), ..Site::default() }
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = WalkDir::new(folder).into_iter().map(Result::unwrap);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| {
            let path = entry.path().strip_prefix(folder).unwrap();
            (path.to_str().unwrap().to_owned(), fs::read_to_string(entry.path()).unwrap())
        })
        .collect()
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect()
}

const OLD: &[(&str, &str)] =
    &[("index.html", "home"), ("a/index.html", "a"), ("b/index.html", "b")];
const NEW: &[(&str, &str)] =
    &[("index.html", "home"), ("a/index.html", "A!"), ("c/index.html", "c")];

#[test]
fn a_new_folder_holds_the_site_and_nothing_else() {
    let desk = Desk::new();
    let written = desk.write(OLD);
    assert_eq!(desk.out(), texts(OLD));
    assert_eq!((written.written, written.unchanged, written.removed), (4, 0, 0));
    assert_eq!(tree(&desk.path("kb")).len(), 4 + 2, "nothing is left beside the output");
}

#[test]
fn the_next_site_replaces_the_last() {
    let desk = Desk::new();
    desk.write(OLD);
    let written = desk.write(NEW);
    assert_eq!(desk.out(), texts(NEW));
    assert_eq!((written.written, written.unchanged, written.removed), (3, 1, 1));
    assert!(!desk.path("kb/public/b").exists(), "empty folders go");
}

#[test]
fn unchanged_files_keep_their_time() {
    let desk = Desk::new();
    desk.write(OLD);
    let time = |path: &str| fs::metadata(desk.path(path)).unwrap().modified().unwrap();
    let before = time("kb/public/index.html");
    desk.write(NEW);
    assert_eq!(time("kb/public/index.html"), before);
    let manifest = time("kb/public/_faqtory/manifest.json");
    let written = desk.write(NEW);
    assert_eq!((written.written, written.removed), (0, 0));
    assert_eq!(time("kb/public/_faqtory/manifest.json"), manifest);
}

#[test]
fn a_page_edited_by_hand_is_written_again() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb/public"), "index.html", "hack");
    desk.write(OLD);
    assert_eq!(desk.out(), texts(OLD));
}

#[test]
fn two_writings_are_byte_identical() {
    let desk = Desk::new();
    desk.write_to("one", OLD).unwrap();
    desk.write_to("two", NEW).unwrap();
    desk.write_to("two", OLD).unwrap();
    assert_eq!(tree(&desk.path("one")), tree(&desk.path("two")));
}

#[test]
fn foreign_files_stay_in_place_and_untouched() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb/public"), "CNAME", "help.example");
    put(&desk.path("kb/public"), "b/notes.txt", "mine");
    fs::create_dir(desk.path("kb/public/empty")).unwrap();
    desk.write(NEW);
    let mut expected = texts(NEW);
    expected.extend(texts(&[("CNAME", "help.example"), ("b/notes.txt", "mine")]));
    assert_eq!(desk.out(), expected);
    assert!(desk.path("kb/public/empty").is_dir());
}

#[test]
fn a_foreign_file_in_the_way_stops_the_build() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb/public"), "c/index.html", "mine");
    let error = desk.write_to("kb/public", NEW).unwrap_err().to_string();
    assert!(error.contains("c/index.html") && error.contains("move it"), "{error}");
    let mut expected = texts(OLD);
    expected.extend(texts(&[("c/index.html", "mine")]));
    assert_eq!(desk.out(), expected);
}

#[test]
fn a_file_may_become_a_folder_also_beside_foreign_files() {
    let desk = Desk::new();
    for foreign in [false, true] {
        desk.write(&[("a", "file"), ("b/x", "x")]);
        if foreign {
            put(&desk.path("kb/public"), "CNAME", "mine");
        }
        desk.write(&[("a/b", "below"), ("b", "file")]);
        let mut out = desk.out();
        out.remove("CNAME");
        assert_eq!(out, texts(&[("a/b", "below"), ("b", "file")]));
    }
}

#[test]
fn a_full_folder_without_our_manifest_is_refused() {
    let desk = Desk::new();
    put(&desk.path("kb"), "public/thesis.txt", "mine");
    let error = desk.write_to("kb/public", OLD).unwrap_err();
    assert!(error.downcast_ref::<Refused>().is_some());
    assert!(error.to_string().contains("thesis.txt"), "{error}");
    assert_eq!(tree(&desk.path("kb/public")), texts(&[("thesis.txt", "mine")]));
}

#[test]
fn sources_their_parents_and_files_are_no_output_folders() {
    let desk = Desk::new();
    put(&desk.path("."), "file", "mine");
    for out in ["kb", "kb/content", "kb/content/site", "kb/theme", ".", "file", "file/site", "/"] {
        let before = tree(&desk.path("."));
        let error = desk.write_to(out, OLD).unwrap_err();
        assert!(error.downcast_ref::<Refused>().is_some(), "{out}: {error}");
        assert_eq!(tree(&desk.path(".")), before);
    }
}

#[cfg(unix)]
#[test]
fn links_out_of_the_knowledge_base_are_no_output_folders() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    fs::create_dir(desk.path("elsewhere")).unwrap();
    symlink(desk.path("elsewhere"), desk.path("kb/public")).unwrap();
    let error = desk.write_to("kb/public", OLD).unwrap_err();
    assert!(error.downcast_ref::<Refused>().is_some(), "{error}");
    symlink(desk.path("nowhere"), desk.path("kb/dangling")).unwrap();
    assert!(desk.write_to("kb/dangling", OLD).is_err());
    assert!(tree(&desk.path("elsewhere")).is_empty());
}

#[cfg(unix)]
#[test]
fn a_linked_folder_in_the_output_is_not_written_through() {
    use std::os::unix::fs::symlink;
    let desk = Desk::new();
    desk.write(OLD);
    fs::create_dir(desk.path("elsewhere")).unwrap();
    symlink(desk.path("elsewhere"), desk.path("kb/public/c")).unwrap();
    assert!(desk.write_to("kb/public", NEW).is_err());
    assert!(tree(&desk.path("elsewhere")).is_empty());
}

#[test]
fn what_a_killed_build_left_is_cleaned() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb"), ".public.faqtory-new/a/index.html", "half");
    put(&desk.path("kb"), "public/.faqtory-new/0", "half");
    desk.write(NEW);
    assert_eq!(desk.out(), texts(NEW));
    assert!(!desk.path("kb/.public.faqtory-new").exists());
}

#[test]
fn a_switch_killed_after_its_journal_is_finished_first() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb"), "public/.faqtory-new/1", "from the journal");
    let journal = r#"{"moves":["gone/index.html","d/index.html"],"removals":["b/index.html"],"removals_first":false}"#;
    put(&desk.path("kb"), "public/.faqtory-new/journal.json", journal);
    // `d` is not in the manifest yet: it was to be moved last. The page is replaced, not foreign.
    let mut site = OLD.to_vec();
    site.push(("d/index.html", "from the journal"));
    desk.write(&site);
    assert_eq!(desk.out(), texts(&site));
}

#[test]
fn a_journal_that_cannot_be_finished_stops_no_later_build() {
    let sound = r#"{"moves":["new.html","a","c/index.html"],"removals":["b/index.html"],"removals_first":false}"#;
    let foul = r#"{"moves":["../kb/content/a.md"],"removals":[],"removals_first":false}"#;
    for journal in [sound, foul, "{"] {
        let desk = Desk::new();
        desk.write(OLD);
        // Moved already; the next one cannot be, because `a` is a folder.
        put(&desk.path("kb"), "public/new.html", "moved");
        put(&desk.path("kb"), "public/.faqtory-new/1", "file");
        put(&desk.path("kb"), "public/.faqtory-new/2", "c");
        put(&desk.path("kb"), "public/.faqtory-new/journal.json", journal);
        desk.write(NEW);
        let mut out = desk.out();
        let moved = out.remove("new.html");
        assert_eq!(moved.is_some(), journal != sound, "what the journal moved is ours: {journal}");
        assert_eq!(out, texts(NEW), "{journal}");
        assert!(desk.path("kb/content/a.md").exists());
    }
}

#[test]
fn a_file_that_must_be_a_folder_too_is_named_before_anything_is_written() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb/public"), "CNAME", "mine");
    let before = tree(&desk.path("."));
    for path in ["robots.txt/index.html", "robots.txt/a/b.html"] {
        let error = desk
            .write_to("kb/public", &[("robots.txt", "r"), ("robots.txt-a", "r"), (path, "page")]);
        let error = error.unwrap_err().to_string();
        assert!(error.contains("`robots.txt`") && error.contains(path), "{error}");
        assert_eq!(tree(&desk.path(".")), before);
    }
    assert!(desk.write_to("kb/public", &[("_faqtory", "a file")]).is_err());
    desk.write(NEW);
}

#[test]
fn paths_that_lead_elsewhere_are_never_written() {
    let desk = Desk::new();
    let before = tree(&desk.path("."));
    for path in ["../out.html", "a/../b", "/etc/x", "a//b", "a/", "", ".", "a/./b", "a\\b", "c\0"] {
        let error = desk.write_to("kb/public", &[("index.html", "home"), (path, "x")]);
        assert!(error.unwrap_err().to_string().contains(path), "{path:?}");
        assert_eq!(tree(&desk.path(".")), before, "{path:?}");
    }
}

#[test]
fn a_folder_beside_the_knowledge_base_is_a_place_for_a_site() {
    let desk = Desk::new();
    let build = |flags: &[&str]| {
        let output = super::faqtory(&desk.path("kb"), &[&["build"], flags].concat());
        super::end_of(&output)
    };
    for out in ["../out", "content/../../other", "./../out/deep"] {
        let (code, said) = build(&["-o", out]);
        assert_eq!(code, Some(0), "{out}: {said}");
        assert!(desk.path("kb").join(out).join("a/index.html").exists(), "{out}");
    }
    let (code, said) = build(&["-o", "../kb/content/../content"]);
    assert!(code == Some(2) && said.contains("a folder of your sources"), "{said}");
    let (code, said) = build(&["-o", ".."]);
    assert!(code == Some(2) && said.contains("the knowledge base is inside it"), "{said}");
    #[cfg(unix)]
    {
        fs::create_dir(desk.path("elsewhere")).unwrap();
        std::os::unix::fs::symlink("../elsewhere", desk.path("kb/link")).unwrap();
        let (code, said) = build(&["-o", "link/out"]);
        assert!(code == Some(2) && said.contains("a link that leads out"), "{said}");
    }
}

#[test]
fn a_damaged_manifest_is_not_trusted() {
    let desk = Desk::new();
    desk.write(OLD);
    put(&desk.path("kb/public"), "_faqtory/manifest.json", "{");
    assert!(desk.write_to("kb/public", NEW).unwrap_err().to_string().contains("damaged"));
    let foul = r#"{"generator":"faqtory","files":{"../content/a.md":"00"}}"#;
    put(&desk.path("kb/public"), "_faqtory/manifest.json", foul);
    assert!(desk.write_to("kb/public", NEW).is_err());
    assert!(desk.path("kb/content/a.md").exists());
}

#[test]
fn a_few_changes_of_a_large_site_leave_the_rest_alone() {
    let desk = Desk::new();
    let pages: Vec<String> = (0..2_100).map(|page| format!("p{page}.html")).collect();
    let mut files: Vec<(&str, &str)> = pages.iter().map(|page| (page.as_str(), "text")).collect();
    desk.write(&files);
    files[7].1 = "TEXT";
    files.pop();
    files.push(("new/page.html", "new"));
    let written = desk.write(&files);
    assert_eq!((written.written, written.removed), (3, 1));
    assert_eq!(desk.out(), texts(&files));
    assert!(!desk.path("kb/public/.faqtory-new").exists());
}
