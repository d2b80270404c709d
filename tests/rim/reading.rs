//! What of a folder becomes source.

use std::fs;

use faqtory::disk::{Place, Reader, read};
use faqtory::tree::{ImageSize, SourceFile, SourceTree};
use tempfile::TempDir;

use super::put;

fn folder(files: &[&str]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for path in files {
        put(folder.path(), path, "text");
    }
    folder
}

fn source(folder: &TempDir) -> SourceTree {
    read(&Place::new(folder.path())).unwrap()
}

fn paths(tree: &SourceTree) -> Vec<&str> {
    tree.files.keys().map(faqtory::tree::RelPath::as_str).collect()
}

fn reason<'a>(tree: &'a SourceTree, path: &str) -> &'a str {
    match tree.files.get(path) {
        Some(SourceFile::Unreadable(reason)) => reason,
        other => panic!("{path}: {other:?}"),
    }
}

#[test]
fn a_knowledge_base_is_its_parts() {
    let folder = folder(&[
        "faqtory.yaml",
        "content/a.md",
        "data/facts.yaml",
        "static/x.css",
        "theme/t.html",
        "tests/queries.yaml",
        "snippets/s.md",
        "README.md",
        "src/main.rs",
        "node_modules/x.md",
    ]);
    let tree = source(&folder);
    let expected = [
        "content/a.md",
        "data/facts.yaml",
        "faqtory.yaml",
        "snippets/s.md",
        "static/x.css",
        "tests/queries.yaml",
        "theme/t.html",
    ];
    assert_eq!(paths(&tree), expected);
}

#[test]
fn a_plain_folder_is_content_as_a_whole() {
    let folder = folder(&["README.md", "deep/er/a.md", "node_modules/x.md", "target/b.md"]);
    assert_eq!(paths(&source(&folder)), ["README.md", "deep/er/a.md", "target/b.md"]);
}

#[test]
fn private_files_and_sites_are_not_source() {
    let folder = folder(&[
        "a.md",
        ".git/config",
        ".env",
        "a.md~",
        ".a.md.swp",
        ".#a.md",
        "#a.md#",
        "b.md___jb_tmp___",
        "out/_faqtory/manifest.json",
        "out/index.html",
        "target/CACHEDIR.TAG",
        "target/x.md",
    ]);
    assert_eq!(paths(&source(&folder)), ["a.md"]);
}

#[test]
fn a_folder_whose_name_only_ends_like_ours_is_source() {
    let folder = folder(&["a.md", "my.md", "my_faqtory/manifest.json", "mystery/b.md"]);
    let expected = ["a.md", "my.md", "my_faqtory/manifest.json", "mystery/b.md"];
    assert_eq!(paths(&source(&folder)), expected);
}

#[test]
fn the_output_folder_is_not_source() {
    let folder = folder(&["a.md", "out/b.md"]);
    let place = Place { out: Some(folder.path().join("out")), ..Place::new(folder.path()) };
    assert_eq!(paths(&read(&place).unwrap()), ["a.md"]);
}

#[test]
fn well_known_files_are_published_from_static() {
    let folder = folder(&["faqtory.yaml", "static/.well-known/security.txt", "content/.x/a.md"]);
    assert_eq!(paths(&source(&folder)), ["faqtory.yaml", "static/.well-known/security.txt"]);
}

#[test]
fn pictures_stay_on_disk_with_their_size() {
    let folder = folder(&["video.mp4"]);
    let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\0\0\0\0\x40".to_vec();
    png.extend([8, 6, 0, 0, 0]);
    fs::write(folder.path().join("p.png"), png).unwrap();
    let tree = source(&folder);
    let Some(SourceFile::OnDisk(file)) = tree.files.get("p.png") else { panic!("{tree:?}") };
    assert_eq!(file.image, Some(ImageSize { width: 256, height: 64 }));
    assert!(matches!(tree.files.get("video.mp4"), Some(SourceFile::OnDisk(_))));
}

#[test]
fn a_huge_text_is_named_and_not_read() {
    let folder = folder(&["a.md"]);
    let huge = fs::File::create(folder.path().join("huge.md")).unwrap();
    huge.set_len(33 * 1024 * 1024).unwrap();
    assert_eq!(reason(&source(&folder), "huge.md"), "larger than 32 MB");
}

#[cfg(unix)]
#[test]
fn pipes_and_devices_are_never_opened() {
    use std::os::unix::fs::symlink;
    let folder = folder(&["a.md"]);
    let pipe = folder.path().join("pipe.md");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    symlink("pipe.md", folder.path().join("link.md")).unwrap();
    symlink("/dev/zero", folder.path().join("zero.md")).unwrap();
    let tree = source(&folder);
    assert_eq!(reason(&tree, "pipe.md"), "not a regular file");
    assert_eq!(reason(&tree, "link.md"), "not a regular file");
    assert_eq!(reason(&tree, "zero.md"), "a link that leads outside the knowledge base");
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_folder_only() {
    use std::os::unix::fs::symlink;
    let outside = folder(&["secret.md"]);
    let folder = folder(&["real/a.md", ".env", "sub/b.md"]);
    let at = |path: &str| folder.path().join(path);
    symlink("real/a.md", at("file.md")).unwrap();
    symlink("real", at("linked")).unwrap();
    symlink(outside.path().join("secret.md"), at("leak.md")).unwrap();
    symlink(outside.path(), at("leaks")).unwrap();
    symlink(".env", at("env.md")).unwrap();
    symlink("nothing", at("dangling.md")).unwrap();
    symlink("self.md", at("self.md")).unwrap();
    symlink("..", at("sub/up")).unwrap();
    let tree = source(&folder);
    for path in ["file.md", "linked/a.md", "real/a.md", "sub/b.md"] {
        assert!(matches!(tree.files.get(path), Some(SourceFile::Loaded(_))), "{path}");
    }
    assert!(reason(&tree, "leak.md").contains("outside"));
    assert!(reason(&tree, "leaks").contains("outside"));
    assert!(reason(&tree, "env.md").contains("hidden"));
    assert!(reason(&tree, "dangling.md").contains("not there"));
    assert!(reason(&tree, "self.md").contains("itself"));
    assert!(reason(&tree, "sub/up").contains("back to a folder"));
}

#[cfg(unix)]
#[test]
fn links_that_multiply_are_cut() {
    use std::os::unix::fs::symlink;
    let folder = folder(&["d0/a.md"]);
    for depth in 1..30 {
        let dir = folder.path().join(format!("d{depth}"));
        fs::create_dir(&dir).unwrap();
        symlink(format!("../d{}", depth - 1), dir.join("x")).unwrap();
        symlink(format!("../d{}", depth - 1), dir.join("y")).unwrap();
    }
    assert!(source(&folder).files.len() < 200);
}

#[cfg(target_os = "linux")]
#[test]
fn a_name_that_is_not_utf8_is_named() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;
    let folder = folder(&["a.md"]);
    fs::write(folder.path().join(OsStr::from_bytes(b"b\xff.md")), "x").unwrap();
    assert_eq!(reason(&source(&folder), "b\u{fffd}.md"), "its name is not UTF-8");
}

#[test]
fn reading_again_tells_whether_anything_changed() {
    let folder = folder(&["a.md", "b/c.md", "x.bin"]);
    let mut reader = Reader::new(Place::new(folder.path()));
    assert!(reader.read().unwrap().changed);
    assert!(!reader.read().unwrap().changed);
    put(folder.path(), "b/c.md", "TEXT");
    let reading = reader.read().unwrap();
    assert!(reading.changed, "an edit of the same length at the same time");
    assert_eq!(reading.tree, source(&folder));
    put(folder.path(), "a.md", "text");
    assert!(!reader.read().unwrap().changed, "the same text again");
    fs::remove_file(folder.path().join("a.md")).unwrap();
    assert!(reader.read().unwrap().changed);
    put(folder.path(), "b/c.md", "");
    assert!(reader.read().unwrap().emptied);
}

#[test]
fn another_config_takes_the_place_of_the_first() {
    let folder = folder(&["faqtory.yaml", "content/a.md"]);
    put(folder.path(), "staging.yaml", "title: Staging");
    let config = Some(folder.path().join("staging.yaml"));
    let tree = read(&Place { config, ..Place::new(folder.path()) }).unwrap();
    let Some(SourceFile::Loaded(text)) = tree.files.get("faqtory.yaml") else { panic!() };
    assert_eq!(&**text, b"title: Staging");
}
