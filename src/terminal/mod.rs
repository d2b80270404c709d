//! What faqtory says: diagnostics in the formats of people and machines, notes, progress.

mod excerpt;
mod human;
mod machine;
mod progress;
mod reports;
mod summary;

use std::io::Write;

use anstream::{AutoStream, ColorChoice};

pub use excerpt::{Excerpt, harmless};
pub use machine::Record;
pub use progress::Progress;
pub use summary::{Outcome, summary};

use crate::diag::{Diagnostics, Severity};

/// How diagnostics are written.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// With the line in question, for people.
    #[default]
    Human,
    /// One line each, as editors and `grep` like them.
    Short,
    /// One JSON object per line.
    Json,
    /// SARIF 2.1.0, for code scanning.
    Sarif,
    /// Workflow commands that GitHub shows beside the changed lines.
    Github,
    /// GitLab's code quality report.
    Gitlab,
    /// `JUnit` XML.
    Junit,
}

/// Whether to use colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Color {
    /// On a terminal that wants them.
    #[default]
    Auto,
    /// Also in files and pipes.
    Always,
    /// Not at all.
    Never,
}

/// How much is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Volume {
    /// Errors only.
    Quiet,
    /// Repetitions are counted.
    #[default]
    Normal,
    /// Everything.
    Verbose,
}

/// Where messages go and how they look. People's text goes to standard error, what machines read
/// to standard output.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terminal {
    /// Of the diagnostics.
    pub format: Format,
    /// Of people's text.
    pub color: Color,
    /// How much is said.
    pub volume: Volume,
}

/// Diagnostics as text; with colour codes in [`Format::Human`].
pub fn render(diags: &Diagnostics, format: Format, volume: Volume) -> String {
    let mut shown = Diagnostics::default();
    let wanted = |severity| severity == Severity::Error || volume > Volume::Quiet;
    shown.extend(diags.iter().filter(|diagnostic| wanted(diagnostic.severity)).cloned());
    match format {
        Format::Human => human::human(&shown, volume),
        Format::Short => human::short(&shown),
        Format::Json => machine::json(&shown),
        Format::Sarif => reports::sarif(&shown),
        Format::Github => machine::github(&shown),
        Format::Gitlab => reports::gitlab(&shown),
        Format::Junit => reports::junit(&shown),
    }
}

impl Terminal {
    /// Writes `diags`.
    pub fn diagnostics(self, diags: &Diagnostics) {
        let text = render(diags, self.format, self.volume);
        match self.format {
            Format::Human => self.say(&text),
            _ => print(&text),
        }
    }

    /// A line for people; not with `--quiet`.
    pub fn note(self, text: &str) {
        if self.volume > Volume::Quiet {
            self.say(&format!("{text}\n"));
        }
    }

    /// What stopped the command, and why.
    pub fn failure(self, error: &anyhow::Error) {
        use anstyle::{AnsiColor, Style};
        let red = Style::new().bold().fg_color(Some(AnsiColor::BrightRed.into()));
        let causes: Vec<String> = error.chain().map(|cause| harmless(&cause.to_string())).collect();
        self.say(&format!("{red}error{red:#}: {}\n", causes.join(": ")));
    }

    /// Writes text with colour codes to standard error.
    fn say(self, text: &str) {
        let choice = match self.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let mut stream = match choice {
            ColorChoice::Auto => AutoStream::auto(std::io::stderr().lock()),
            choice => AutoStream::new(std::io::stderr().lock(), choice),
        };
        // Nobody is left to tell when standard error is closed.
        let _ = stream.write_all(text.as_bytes()).and_then(|()| stream.flush());
    }
}

/// Writes to standard output; a reader that went away (`| head`) is no failure.
pub fn print(text: &str) {
    let mut stdout = std::io::stdout().lock();
    let _ = stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush());
}
