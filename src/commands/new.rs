//! `faqtory new KIND "Title"`: a first draft of an article.

use super::init::write_new;
use super::{Job, Verdict};
use crate::author::new::{Wish, draft};
use crate::cli::{Global, New};
use crate::config;
use crate::diag::Diagnostics;
use crate::disk::{self, refused};
use crate::terminal::{Terminal, harmless};

pub(super) fn run(global: &Global, args: &New, terminal: Terminal) -> anyhow::Result<Verdict> {
    let job = Job::plain(global)?;
    let source = disk::read(&job.place)?;
    let config = config::load(&source, &mut Diagnostics::default());
    let wish = Wish {
        kind: &args.kind,
        title: args.title.trim(),
        category: &args.category,
        language: args.lang.as_deref(),
        today: job.options.today,
    };
    let draft = draft(&wish, &source, &config).map_err(refused)?;
    let path = job.place.root.join(draft.path.as_str());
    if !write_new(&path, draft.text.as_bytes())? {
        return Err(refused(format!("`{}` is there already", path.display())));
    }
    terminal.note(&format!("Wrote `{}`. It is a draft:", harmless(&path.display().to_string())));
    terminal.note("  faqtory serve --drafts    see it while you write");
    terminal.note("  then remove the line `draft: true` to publish it");
    if draft.is_new_category {
        let index = draft.path.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        terminal.note(&format!("The category is new; name it in `{}/_index.md`.", harmless(index)));
    }
    Ok(Verdict::Fine)
}
