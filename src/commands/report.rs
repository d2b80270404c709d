//! `faqtory report`: what events and tickets say, as page, JSON and text.

#![expect(clippy::disallowed_methods, reason = "the rim reads and writes the disk")]

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

use anyhow::Context;
use flate2::read::MultiGzDecoder;

use super::{Job, Verdict};
use crate::cli::{Global, Report as Args, ReportGaps, ReportInput, ReportPart};
use crate::disk::{self, refused};
use crate::report::golden::{Wanted, append};
use crate::report::tickets::{self, Columns, Ticket};
use crate::report::{Asked, Days, Library, Log, Names, Report, page, report, table, text};
use crate::terminal::{Format, Terminal, harmless, print};
use crate::{Cache, Knowledge};

/// How much of a file is read at a time.
const BLOCK: usize = 8 << 20;
/// How a gzip file begins.
const GZIP: [u8; 2] = [0x1f, 0x8b];

pub(super) fn run(global: &Global, args: &Args, terminal: Terminal) -> anyhow::Result<Verdict> {
    if !matches!(terminal.format, Format::Human | Format::Short | Format::Json | Format::Github) {
        return Err(refused("a report is written as human, short, json or github"));
    }
    let desk = Desk::open(global)?;
    match &args.part {
        Some(ReportPart::Gaps(gaps)) => desk.gaps(gaps, terminal),
        None => desk.report(args, terminal),
    }
}

/// What is known besides events.
struct Desk {
    job: Job,
    library: Library,
    names: Names,
    site: String,
    base_path: String,
    language: String,
    cost: Option<f64>,
}

impl Desk {
    fn open(global: &Global) -> anyhow::Result<Self> {
        let job = Job::plain(global)?;
        let root = &job.place.root;
        let is_one = global.config.is_some()
            || root.join(crate::config::FILE).is_file()
            || root.join("content").is_dir();
        if !is_one {
            return Ok(Self {
                job,
                library: Library::default(),
                names: Names::default(),
                site: String::new(),
                base_path: String::new(),
                language: "en".to_owned(),
                cost: None,
            });
        }
        let source = disk::read(&job.place)?;
        let Knowledge { config, theme, kb, inputs } =
            crate::knowledge(&source, &job.options, &mut Cache::default());
        Ok(Self {
            library: Library::of(&kb, &config, &inputs),
            names: theme
                .strings
                .get(&config.language)
                .map_or_else(Names::default, |strings| Names::of(&kb, strings, &config.language)),
            base_path: config.base_path().to_owned(),
            cost: kb.contact.as_ref().and_then(|contact| contact.cost_per_contact),
            site: config.title,
            language: config.language,
            job,
        })
    }

    fn read(&self, input: &ReportInput) -> anyhow::Result<Log> {
        let mut log = Log::new(days(input)?, &self.base_path);
        for file in &input.events {
            let name = file.display().to_string();
            let name = if file == Path::new("-") { "stdin" } else { &name };
            open(file)
                .and_then(|opened| read_into(&mut log, name, opened))
                .with_context(|| format!("cannot read {name}"))?;
        }
        Ok(log)
    }

    fn report(&self, args: &Args, terminal: Terminal) -> anyhow::Result<Verdict> {
        let tickets = args.tickets.as_deref().map(|file| tickets_of(file, args)).transpose()?;
        let language = args.ticket_lang.as_deref().unwrap_or(&self.language);
        if args.cost.is_some_and(|cost| !cost.is_finite() || cost < 0.0) {
            return Err(refused("--cost must be a number from 0 on"));
        }
        let log = self.read(&args.input)?;
        let asked = Asked {
            site: &self.site,
            today: self.job.options.today,
            days: days(&args.input)?,
            cost: args.cost.or(self.cost),
            tickets: tickets.as_deref().map(|tickets| (tickets, language)),
        };
        let report = report(log, &self.library, &asked);
        let json = || serde_json::to_string_pretty(&report).map(|text| text + "\n");
        let default = Path::new("report.html");
        let out = args.out.as_deref().or((terminal.format == Format::Human).then_some(default));
        if let Some(out) = out {
            write(out, &page(&report, &self.names))?;
        }
        if let Some(file) = &args.json {
            write(file, &json()?)?;
        }
        match terminal.format {
            Format::Json => print(&json()?),
            Format::Short => print(&harmless(&text::short(&report, &self.names))),
            Format::Github => print(&text::github(&report, &self.names)),
            _ => print(&harmless(&text::summary(&report, &self.names))),
        }
        broken(&report, terminal);
        if let Some(out) = out {
            terminal.note(&format!("wrote {}", out.display()));
        }
        Ok(Verdict::Fine)
    }

    fn gaps(&self, args: &ReportGaps, terminal: Terminal) -> anyhow::Result<Verdict> {
        let log = self.read(&args.input)?;
        let asked = Asked {
            site: &self.site,
            today: self.job.options.today,
            days: days(&args.input)?,
            cost: None,
            tickets: None,
        };
        let mut report = report(log, &self.library, &asked);
        broken(&report, terminal);
        report.gaps.retain(|gap| gap.unmet >= args.min);
        let Some(file) = &args.write_queries else {
            report.gaps.truncate(args.limit);
            match terminal.format {
                Format::Json => print(&(serde_json::to_string_pretty(&report.gaps)? + "\n")),
                Format::Human => print(&harmless(&text::gaps(&report.gaps))),
                Format::Github => print(&text::github(&text::only_gaps(report), &self.names)),
                _ => print(&harmless(&text::short(&text::only_gaps(report), &self.names))),
            }
            return Ok(Verdict::Fine);
        };
        let file = self.job.place.root.join(file);
        let before = match fs::read_to_string(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => String::new(),
            read => read.with_context(|| format!("cannot read {}", file.display()))?,
        };
        let wanted = Wanted { min: args.min, limit: args.limit, language: &self.language };
        let appended = append(&before, &report.gaps, wanted)
            .map_err(|why| refused(format!("{}: {why}", file.display())))?;
        if appended.text != before {
            write(&file, &appended.text)?;
        }
        print(&harmless(&text::appended(&appended, &file.display().to_string())));
        Ok(Verdict::Fine)
    }
}

fn days(input: &ReportInput) -> anyhow::Result<Days> {
    if let (Some(from), Some(to)) = (input.from, input.to)
        && from > to
    {
        return Err(refused(format!("--from {from} is after --to {to}")));
    }
    Ok(Days { from: input.from, to: input.to })
}

/// A file, or standard input for `-`; unpacked if it is gzip, whatever its name.
fn open(file: &Path) -> io::Result<Box<dyn Read>> {
    let mut packed: Box<dyn Read> = if file == Path::new("-") {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file)?)
    };
    let mut start = Vec::with_capacity(GZIP.len());
    (&mut packed).take(GZIP.len() as u64).read_to_end(&mut start)?;
    let is_packed = start == GZIP;
    let whole = io::Cursor::new(start).chain(packed);
    // Files that were rotated are often put one behind the other.
    if is_packed { Ok(Box::new(MultiGzDecoder::new(whole))) } else { Ok(Box::new(whole)) }
}

/// Reads a file of events block by block, each to its last line end.
fn read_into(log: &mut Log, name: &str, mut file: impl Read) -> io::Result<()> {
    let mut block = Vec::with_capacity(BLOCK);
    let mut line = 1;
    loop {
        let room = (BLOCK.saturating_sub(block.len())).max(BLOCK / 8) as u64;
        let read = (&mut file).take(room).read_to_end(&mut block)?;
        if line == 1 && table::is_csv(&block) {
            table::add_events(log, name, (&block, file));
            return Ok(());
        }
        let end = match block.iter().rposition(|byte| *byte == b'\n') {
            _ if read == 0 => block.len(),
            Some(end) => end + 1,
            None => continue,
        };
        if end > 0 {
            line += log.add_lines(name, line, &block[..end]);
        }
        if read == 0 {
            return Ok(());
        }
        block.drain(..end);
    }
}

fn tickets_of(file: &Path, args: &Args) -> anyhow::Result<Vec<Ticket>> {
    let mut bytes = Vec::new();
    open(file)
        .and_then(|mut opened| opened.read_to_end(&mut bytes))
        .with_context(|| format!("cannot read {}", file.display()))?;
    let mut columns = Columns::default();
    for part in args.ticket_columns.iter().flat_map(|text| text.split(',')) {
        let named =
            part.split_once('=').map(|(key, name)| (key.trim(), Some(name.trim().to_owned())));
        match named {
            Some(("subject", name)) => columns.subject = name,
            Some(("body", name)) => columns.body = name,
            Some(("created", name)) => columns.created = name,
            _ => {
                return Err(refused(format!(
                    "--ticket-columns has `{part}`; write subject=NAME,body=NAME,created=NAME"
                )));
            }
        }
    }
    tickets::read(&bytes, &columns).map_err(|why| refused(format!("{}: {why}", file.display())))
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    if let Some(folder) = file.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn broken(report: &Report, terminal: Terminal) {
    let intake = &report.intake;
    if intake.broken == 0 {
        return;
    }
    terminal.note(&format!("left out {}:", text::count(intake.broken, "line that is no event")));
    for one in &intake.first_broken {
        terminal.note(&harmless(&format!("  {}: {}", one.place, one.reason)));
    }
}
