//! `faqtory i18n`: translations as tables, PO files and acknowledgements.

#![expect(clippy::disallowed_methods, reason = "the rim reads and writes the disk")]

use std::fmt::Write as _;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::json;

use super::{Job, Verdict};
use crate::article::Article;
use crate::author::translate::export::{export, pseudo};
use crate::author::translate::import::{Imported, Overwrite, import, language};
use crate::author::translate::status::{LanguageStatus, status};
use crate::author::translate::{Versions, ack, as_read, po};
use crate::cli::{Global, I18n, I18nAck, I18nExport, I18nImport, I18nStatus};
use crate::disk::{self, refused};
use crate::terminal::{Terminal, harmless, print};
use crate::theme::coverage::coverage;
use crate::tree::{RelPath, SourceTree};

pub(super) fn run(global: &Global, args: &I18n, terminal: Terminal) -> anyhow::Result<Verdict> {
    let job = Job::plain(global)?;
    let tree = disk::read(&job.place)?;
    let versions = Versions::read(&tree);
    if versions.config.languages.len() < 2 {
        return Err(refused(
            "this knowledge base has one language; name others in `languages` of faqtory.yaml",
        ));
    }
    let desk = Desk { job, tree, versions, terminal };
    match args {
        I18n::Status(args) => desk.status(args),
        I18n::Export(args) => desk.export(args),
        I18n::Import(args) => desk.import(args),
        I18n::Ack(args) => desk.acknowledge(args),
    }
}

/// A knowledge base whose translations are looked at.
struct Desk {
    job: Job,
    tree: SourceTree,
    versions: Versions,
    terminal: Terminal,
}

impl Desk {
    /// The number of the language with this code.
    fn language(&self, code: &str) -> anyhow::Result<usize> {
        let found = self.versions.language(code).map(|(index, _)| index);
        found.ok_or_else(|| {
            let others = self.versions.config.languages.iter().skip(1);
            let known: Vec<&str> = others.map(|language| language.code.as_str()).collect();
            refused(format!(
                "`{code}` is no language to translate into; there is {}",
                known.join(", ")
            ))
        })
    }

    fn status(&self, args: &I18nStatus) -> anyhow::Result<Verdict> {
        let chosen: Vec<usize> = if args.languages.is_empty() {
            (1..self.versions.config.languages.len()).collect()
        } else {
            args.languages.iter().map(|code| self.language(code)).collect::<Result<_, _>>()?
        };
        let one = |language: usize| {
            let mut found = status(&self.versions, language, &self.job.options);
            found.interface = coverage(&self.tree, &found.code);
            found
        };
        let all: Vec<LanguageStatus> = chosen.into_iter().map(one).collect();
        if args.json {
            print(&format!("{}\n", json!({ "languages": all })));
            return Ok(Verdict::Fine);
        }
        let mut text = table(&all);
        for language in &all {
            if args.missing {
                list(&mut text, &language.code, "missing", &language.missing);
            }
            if args.outdated {
                list(&mut text, &language.code, "outdated", &language.outdated);
                list(&mut text, &language.code, "not acknowledged", &language.unacknowledged);
                list(&mut text, &language.code, "without a source", &language.orphaned);
            }
        }
        print(&text);
        Ok(Verdict::Fine)
    }

    fn export(&self, args: &I18nExport) -> anyhow::Result<Verdict> {
        let language = self.language(&args.language)?;
        let wanted: Vec<RelPath> =
            args.files.iter().map(|file| self.path(file)).collect::<Result<_, _>>()?;
        for (path, given) in wanted.iter().zip(&args.files) {
            let is_source =
                |(_, source): (&str, &std::sync::Arc<Article>)| names(path, source.path());
            if !self.versions.sources(&self.job.options).any(is_source) {
                return Err(refused(format!(
                    "`{given}` is no published article of the default language"
                )));
            }
        }
        let wants =
            |path: &RelPath| wanted.is_empty() || wanted.iter().any(|wanted| names(wanted, path));
        let mut messages = export(&self.versions, language, &self.job.options, wants);
        if args.pseudo {
            pseudo(&mut messages, &args.language);
        }
        let text = po::write(&messages);
        match &args.out {
            None => print(&text),
            Some(out) => {
                put(out, &text)?;
                // The first one is the header.
                let count = messages.len() - 1;
                self.terminal.note(&format!("Wrote {count} messages to `{}`", out.display()));
            }
        }
        Ok(Verdict::Fine)
    }

    fn import(&self, args: &I18nImport) -> anyhow::Result<Verdict> {
        let shown = args.file.display();
        let text =
            fs::read_to_string(&args.file).with_context(|| format!("cannot read `{shown}`"))?;
        let messages = match po::read(&text) {
            Ok(messages) => messages,
            Err(po::Broken { line, reason }) => {
                self.terminal.note(&format!("{shown}:{line}: {reason}; nothing was written"));
                return Ok(Verdict::Faulty);
            }
        };
        let code = language(&messages)
            .ok_or_else(|| refused(format!("`{shown}` does not say its language in its header")))?;
        let language = self.language(&code)?;
        let overwrite = if args.force { Overwrite::Always } else { Overwrite::Never };
        let all = import(&self.versions, &self.tree, (language, &messages), overwrite);
        if !args.dry_run {
            for one in &all {
                if let Some(text) = &one.text {
                    self.write(&one.path, text)?;
                }
            }
        }
        print(&report(&all, args.dry_run));
        let is_fine = all.iter().all(|one| one.refused.is_none() && one.misfits.is_empty());
        Ok(if is_fine { Verdict::Fine } else { Verdict::Faulty })
    }

    /// Writes a file of the knowledge base; one that was not read is not there yet, so whatever is
    /// found in its place stays.
    fn write(&self, path: &RelPath, text: &str) -> anyhow::Result<()> {
        let root = &self.job.place.root;
        let file = root.join(path.as_str());
        confine(root, &file)?;
        if self.tree.files.contains_key(path) {
            return put(&file, text);
        }
        let cannot = || format!("cannot write `{}`", file.display());
        if let Some(parent) = file.parent() {
            fs::create_dir_all(parent).with_context(cannot)?;
        }
        let mut new = fs::File::create_new(&file).with_context(cannot)?;
        new.write_all(text.as_bytes()).with_context(cannot)
    }

    fn acknowledge(&self, args: &I18nAck) -> anyhow::Result<Verdict> {
        let targets = self.targets(args)?;
        let mut counts = (0, 0);
        let mut verdict = Verdict::Fine;
        for (language, key) in targets {
            let (Some(translation), Some(source)) =
                (self.versions.version(language, key), self.versions.version(0, key))
            else {
                continue;
            };
            let text = as_read(&self.tree, translation)
                .and_then(|()| ack::acknowledged(translation, source));
            match text {
                Ok(text) if text == translation.source.text => counts.1 += 1,
                Ok(text) => {
                    self.write(translation.path(), &text)?;
                    counts.0 += 1;
                }
                Err(reason) => {
                    let path = translation.path();
                    self.terminal.note(&format!("`{path}` stays as it is: {reason}"));
                    verdict = Verdict::Faulty;
                }
            }
        }
        self.terminal.note(&format!("{} acknowledged, {} already were", counts.0, counts.1));
        Ok(verdict)
    }

    /// The translations that have a source, of the languages and files that were named.
    fn targets(&self, args: &I18nAck) -> anyhow::Result<Vec<(usize, &str)>> {
        let of = |language: usize| {
            self.versions.articles[language].keys().map(move |key| (language, key.as_str()))
        };
        if args.all {
            return Ok((1..self.versions.articles.len()).flat_map(of).collect());
        }
        let mut targets = Vec::new();
        for target in &args.targets {
            if let Some((language, _)) = self.versions.language(target) {
                targets.extend(of(language));
                continue;
            }
            let path = self.path(target)?;
            let languages = self.versions.articles.iter().enumerate().skip(1);
            let mut all = languages
                .flat_map(|(index, articles)| articles.iter().map(move |entry| (index, entry)));
            let found = all.find(|(_, (_, article))| *article.path() == path);
            let Some((language, (key, _))) = found else {
                return Err(refused(format!(
                    "`{target}` is neither a language to translate into nor the file of a translation"
                )));
            };
            if self.versions.version(0, key).is_none() {
                return Err(refused(format!("`{target}` has no source to be up to date with")));
            }
            targets.push((language, key.as_str()));
        }
        Ok(targets)
    }

    /// The path below the root that a user names: from the root, or from where they are.
    fn path(&self, given: &str) -> anyhow::Result<RelPath> {
        let below = RelPath::new(given);
        let root = &self.job.place.root;
        if !given.starts_with('/') && root.join(below.as_str()).exists() {
            return Ok(below);
        }
        let full = fs::canonicalize(given).with_context(|| format!("cannot find `{given}`"));
        let full = full.map_err(|error| refused(format!("{error:#}")))?;
        let root =
            fs::canonicalize(root).with_context(|| format!("cannot find `{}`", root.display()))?;
        let below = full.strip_prefix(&root).ok().and_then(Path::to_str);
        below
            .map(|below| RelPath::new(&below.replace(std::path::MAIN_SEPARATOR, "/")))
            .ok_or_else(|| refused(format!("`{given}` is not in this knowledge base")))
    }
}

/// Whether `wanted` is `path` or a folder that holds it.
fn names(wanted: &RelPath, path: &RelPath) -> bool {
    wanted == path || path.below(wanted.as_str()).is_some()
}

fn table(all: &[LanguageStatus]) -> String {
    const HEADS: [&str; 7] =
        ["language", "translated", "outdated", "missing", "words to do", "no source", "interface"];
    let row = |one: &LanguageStatus| {
        [
            format!("{} {}", one.code, harmless(&one.name)),
            format!("{} of {}", one.translated, one.articles),
            one.outdated.len().to_string(),
            one.missing.len().to_string(),
            one.missing_words.to_string(),
            one.orphaned.len().to_string(),
            format!("{} of {}", one.interface.0, one.interface.1),
        ]
    };
    let rows: Vec<[String; 7]> =
        std::iter::once(HEADS.map(str::to_owned)).chain(all.iter().map(row)).collect();
    let mut text = String::new();
    for cells in &rows {
        for (column, cell) in cells.iter().enumerate() {
            let width = rows.iter().map(|row| row[column].chars().count()).max().unwrap_or(0);
            let _ = match column {
                0 => write!(text, "{cell:width$}"),
                _ => write!(text, "  {cell:>width$}"),
            };
        }
        text.push('\n');
    }
    let silent = |one: &&LanguageStatus| !one.unacknowledged.is_empty();
    for one in all.iter().filter(silent) {
        let (count, code) = (one.unacknowledged.len(), &one.code);
        let _ = writeln!(
            text,
            "{code}: {count} not acknowledged, so nobody notices when their sources change (`faqtory i18n ack {code}`)"
        );
    }
    text
}

fn list(text: &mut String, code: &str, what: &str, files: &[String]) {
    if !files.is_empty() {
        let _ = writeln!(text, "\n{code}, {what}:");
        for file in files {
            let _ = writeln!(text, "  {}", harmless(file));
        }
    }
}

fn report(all: &[Imported], is_dry: bool) -> String {
    let mut text = String::new();
    let sum = |count: fn(&Imported) -> usize| all.iter().map(count).sum::<usize>();
    for one in all {
        let path = harmless(one.path.as_str());
        if let Some(reason) = &one.refused {
            let _ = writeln!(text, "{path}: not written, {reason}");
        }
        if one.missing > 0 {
            let missing = one.missing;
            let _ = writeln!(
                text,
                "{path}: not created, {missing} of its texts not translated yet (--force creates it)"
            );
        }
        for misfit in &one.misfits {
            let first = misfit.lines().next().unwrap_or_default();
            let _ = writeln!(
                text,
                "{path}: left out, it would change the structure of the article: {}",
                harmless(&crate::kb::shorten(first, 60))
            );
        }
    }
    let written = all.iter().filter(|one| one.text.is_some()).count();
    let verb = if is_dry { "would be written" } else { "written" };
    let files = if written == 1 { "file" } else { "files" };
    let _ = writeln!(
        text,
        "{written} {files} {verb}; {} texts translated, {} not yet, {} fuzzy",
        sum(|one| one.translated),
        sum(|one| one.untranslated),
        sum(|one| one.fuzzy),
    );
    let open = all.iter().filter(|one| one.text.is_some() && !one.is_acknowledged);
    let open: Vec<_> = open.map(|one| harmless(one.path.as_str())).collect();
    if !open.is_empty() {
        let _ = writeln!(text, "Not acknowledged, because texts are missing: {}", open.join(", "));
    }
    text
}

/// An error when a link would lead the file `path` out of `root`.
pub(super) fn confine(root: &Path, path: &Path) -> anyhow::Result<()> {
    let real = |path: &Path| {
        fs::canonicalize(path).with_context(|| format!("cannot find `{}`", path.display()))
    };
    let there = path.ancestors().find(|path| fs::symlink_metadata(path).is_ok());
    let there = there.unwrap_or(root);
    if real(there)?.starts_with(real(root)?) {
        return Ok(());
    }
    Err(refused(format!(
        "`{}` is not written: a link leads out of the knowledge base",
        path.display()
    )))
}

/// Writes a file in one step: whoever reads it sees the old text or the new one.
fn put(path: &Path, text: &str) -> anyhow::Result<()> {
    let cannot = || format!("cannot write `{}`", path.display());
    // What a link leads to is replaced, not the link.
    let real: PathBuf = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let parent = real.parent().filter(|parent| !parent.as_os_str().is_empty());
    let parent = parent.unwrap_or_else(|| Path::new("."));
    fs::create_dir_all(parent).with_context(cannot)?;
    let name = real.file_name().unwrap_or_default().to_string_lossy();
    let beside = parent.join(format!(".{name}.{}.tmp", std::process::id()));
    let permissions = fs::metadata(&real).map(|meta| meta.permissions());
    let written = fs::File::create_new(&beside)
        .and_then(|mut file| file.write_all(text.as_bytes()).and_then(|()| file.sync_all()))
        .and_then(|()| permissions.map_or(Ok(()), |mode| fs::set_permissions(&beside, mode)))
        .and_then(|()| fs::rename(&beside, &real));
    if written.is_err() {
        // Nothing more can be done about it.
        let _ = fs::remove_file(&beside);
    }
    written.with_context(cannot)
}
