//! `cargo xtask bench report [--events N] [--keep FILE]`: how long a report takes, and how much memory.

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

/// Makes events, reports on them, and says what that cost.
pub(crate) fn bench(arguments: &[&str]) -> Result<()> {
    let value = |name: &str| {
        let at = arguments.iter().position(|argument| *argument == name)?;
        arguments.get(at + 1).copied()
    };
    let count: usize = value("--events").unwrap_or("1000000").parse().context("--events")?;
    let folder = std::env::temp_dir().join(format!("faqtory-bench-{}", std::process::id()));
    fs::create_dir_all(&folder)?;
    let events = value("--keep").map_or_else(|| folder.join("events.ndjson"), PathBuf::from);
    generate(&events, count)?;
    let bytes = fs::metadata(&events)?.len();
    println!("{count} events, {:.0} MB", bytes as f64 / 1e6);
    let built = Command::new(env!("CARGO"))
        .args(["build", "--release", "--quiet", "--package", "faqtory", "--bin", "faqtory"])
        .status()?;
    if !built.success() {
        bail!("the release build failed");
    }
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| "target".into(), PathBuf::from);
    let measured = measure(&target.join("release/faqtory"), &events, &folder);
    fs::remove_dir_all(&folder)?;
    let (time, peak) = measured?;
    println!("{:.2} s, {} MB at most", time.as_secs_f64(), peak / 1024);
    Ok(())
}

/// Time and peak memory in KiB of one report over the example's knowledge base.
fn measure(program: &Path, events: &Path, folder: &Path) -> Result<(Duration, u64)> {
    let began = Instant::now();
    let mut child = Command::new(program)
        .args(["report", "-C", "example-kb", "--events"])
        .arg(fs::canonicalize(events)?)
        .arg("--out")
        .arg(folder.join("report.html"))
        .stdin(Stdio::null())
        .spawn()
        .with_context(|| format!("cannot run {}", program.display()))?;
    let status = PathBuf::from(format!("/proc/{}/status", child.id()));
    let mut peak = 0;
    let ended = loop {
        // The kernel keeps the highest mark, so asking often enough to see the end is enough.
        let text = fs::read_to_string(&status).unwrap_or_default();
        let mark = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let mark = mark.and_then(|mark| mark.split_whitespace().next()?.parse().ok());
        peak = peak.max(mark.unwrap_or_default());
        if let Some(ended) = child.try_wait()? {
            break ended;
        }
        std::thread::sleep(Duration::from_millis(5));
    };
    if !ended.success() {
        bail!("the report failed");
    }
    Ok((began.elapsed(), peak))
}

/// The same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as usize % sides
    }

    /// Small numbers more often, as popular things are.
    fn popular(&mut self, sides: usize) -> usize {
        let (a, b) = (self.roll(sides) + 1, self.roll(sides) + 1);
        (a * b / sides).min(sides - 1)
    }
}

const WORDS: [&str; 24] = [
    "refund", "bike", "lock", "unlock", "payment", "card", "charge", "pass", "invoice", "ride",
    "map", "battery", "helmet", "parking", "fine", "account", "login", "code", "app", "crash",
    "ticket", "gift", "student", "address",
];

/// Sessions of some minutes each over twelve weeks.
fn generate(file: &Path, count: usize) -> Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    let mut dice = Dice(0x9E37_79B9_7F4A_7C15);
    let (mut number, mut session) = (0, 0);
    let mut line = String::new();
    while number < count {
        session += 1;
        let mut second = dice.roll(84 * 86_400);
        for _ in 0..3 + dice.roll(9) {
            second += 2 + dice.roll(40);
            number += 1;
            line.clear();
            let (day, rest) = (second / 86_400, second % 86_400);
            let month = 9 + day / 28;
            write!(
                line,
                "{{\"v\":1,\"id\":\"{number:016x}\",\"at\":\"2026-{month:02}-{:02}T{:02}:{:02}:{:02}.123Z\",\
                 \"session\":\"{session:016x}\",\"locale\":\"en\",\"page\":\"/page-{}/\",",
                day % 28 + 1,
                rest / 3600,
                rest / 60 % 60,
                rest % 60,
                dice.popular(300)
            )?;
            detail(&mut line, &mut dice)?;
            out.write_all(line.as_bytes())?;
            if number == count {
                break;
            }
        }
    }
    out.flush()?;
    Ok(())
}

fn detail(line: &mut String, dice: &mut Dice) -> Result<()> {
    let article = dice.popular(300);
    let first = WORDS[dice.popular(WORDS.len())];
    let query = match dice.roll(3) {
        0 => first.to_owned(),
        1 => format!("{first} {}", WORDS[dice.roll(WORDS.len())]),
        _ => format!("{} {first} {}", WORDS[dice.roll(WORDS.len())], dice.popular(400)),
    };
    match dice.roll(20) {
        0..=7 => write!(
            line,
            "\"event\":\"view\",\"article\":\"/page-{article}/\",\"kind\":\"article\""
        )?,
        8..=11 => {
            let results = dice.roll(9);
            write!(
                line,
                "\"event\":\"search\",\"query\":\"{query}\",\"results\":{results},\"confident\":{},\"where\":\"dialog\"",
                results > 2
            )?;
        }
        12..=13 => write!(
            line,
            "\"event\":\"open\",\"query\":\"{query}\",\"url\":\"/page-{article}/\",\"rank\":1"
        )?,
        14 => write!(
            line,
            "\"event\":\"answer\",\"query\":\"{query}\",\"url\":\"/page-{article}/\",\"action\":\"shown\""
        )?,
        15..=16 => {
            let node = dice.roll(12);
            let outcome = if node > 9 { "\"solved\"" } else { "null" };
            write!(
                line,
                "\"event\":\"step\",\"article\":\"/page-{}/\",\"tree\":{{\"node\":\"n{node}\",\"choice\":\"Yes\",\"outcome\":{outcome}}}",
                article % 5
            )?;
        }
        17 => write!(
            line,
            "\"event\":\"feedback\",\"article\":\"/page-{article}/\",\"helpful\":{}",
            dice.roll(3) > 0
        )?,
        18 => write!(
            line,
            "\"event\":\"contact\",\"stage\":\"viewed\",\"topic\":\"billing\",\"article\":\"/page-{article}/\""
        )?,
        _ => write!(
            line,
            "\"event\":\"contact\",\"stage\":\"sent\",\"topic\":\"billing\",\"channel\":\"form\",\"article\":\"/page-{article}/\""
        )?,
    }
    line.push_str("}\n");
    Ok(())
}
