//! The file of events: appended to, synced, and only then told of.
//!
//! One thread writes. It takes all requests that wait, appends the events that are new in one write,
//! syncs, and answers them all, so that many clients cost one sync. A line that a crash tore was never
//! acknowledged; it is cut off at the next start, or ended if it is whole but for its line end.

#![expect(clippy::disallowed_methods, reason = "the rim writes the disk")]

use std::collections::{HashSet, VecDeque};
use std::fs::{self, File, OpenOptions};
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

use anyhow::Context;
use tokio::sync::oneshot;

use crate::disk::refused;
use crate::report::event::{Event, str_of};

/// Events whose numbers are remembered; one that comes again later is counted once by the report.
const WINDOW: usize = 1 << 18;
/// How much of a file's end is read for the window.
const TAIL: u64 = 96 << 20;
/// Most bytes of one write.
const MAX_WRITE: usize = 4 << 20;

/// Most bytes of a file that are looked at to tell whether it is ours; no event is longer.
const MAX_LINE: usize = 64 << 10;

/// What became of a batch.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Done {
    /// Events that were written.
    pub stored: usize,
    /// Events that were there already.
    pub known: usize,
}

/// The disk did not take it; nothing of it is kept, so it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Failed;

type Events = Vec<(u64, String)>;
type Waiting = (Events, oneshot::Sender<Result<Done, Failed>>);

/// The way to the thread that writes. When the last is dropped, the thread ends.
#[derive(Clone, Debug)]
pub struct Store {
    sender: Sender<Waiting>,
    works: Arc<AtomicBool>,
}

impl Store {
    /// Opens or makes the file at `path`, mends its end, and starts the thread.
    pub fn open(path: &Path, max_size: Option<u64>) -> anyhow::Result<(Self, JoinHandle<()>)> {
        let mut log = Log::open(path, max_size)?;
        let (sender, receiver) = channel();
        let works = Arc::new(AtomicBool::new(true));
        let flag = Arc::clone(&works);
        let thread = std::thread::Builder::new().name("events".into());
        let thread = thread.spawn(move || serve(&mut log, &receiver, &flag));
        Ok((Self { sender, works }, thread.context("cannot start the thread that writes")?))
    }

    /// Stores events; the answer comes when they are on disk.
    pub async fn add(&self, events: Events) -> Result<Done, Failed> {
        let (answer, answered) = oneshot::channel();
        self.sender.send((events, answer)).map_err(|_| Failed)?;
        answered.await.unwrap_or(Err(Failed))
    }

    /// Whether the last write succeeded.
    pub fn works(&self) -> bool {
        self.works.load(Ordering::Relaxed)
    }
}

fn serve(log: &mut Log, receiver: &Receiver<Waiting>, works: &AtomicBool) {
    while let Ok(first) = receiver.recv() {
        let mut waiting = vec![first];
        let size = |(events, _): &Waiting| events.iter().map(|(_, line)| line.len()).sum::<usize>();
        let mut bytes = size(&waiting[0]);
        while bytes < MAX_WRITE
            && let Ok(next) = receiver.try_recv()
        {
            bytes += size(&next);
            waiting.push(next);
        }
        let batches: Vec<&Events> = waiting.iter().map(|(events, _)| events).collect();
        let done = log.append(&batches);
        works.store(done.is_ok(), Ordering::Relaxed);
        let failed = vec![Err(Failed); waiting.len()];
        let answers = done.map_or(failed, |done| done.into_iter().map(Ok).collect());
        for ((_, answer), done) in waiting.into_iter().zip(answers) {
            // A client that went away asks again, and is told that its events are known.
            let _ = answer.send(done);
        }
    }
}

/// The file and what is known of it.
#[derive(Debug)]
struct Log {
    path: PathBuf,
    file: File,
    /// Where the last whole line ends.
    len: u64,
    max_size: Option<u64>,
    window: Window,
}

impl Log {
    fn open(path: &Path, max_size: Option<u64>) -> anyhow::Result<Self> {
        let folder = folder(path);
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let mut window = Window::default();
        for before in recent(path) {
            let mut file =
                File::open(&before).with_context(|| format!("cannot read {}", before.display()))?;
            remember(&mut file, &mut window).with_context(|| before.display().to_string())?;
        }
        let (mut file, len) = open(path)?;
        if !is_ours(&mut file).with_context(|| format!("cannot read {}", path.display()))? {
            return Err(refused(format!(
                "`{}` holds something else than events; give --out the name of a new file",
                path.display()
            )));
        }
        let len =
            mend(&mut file, len).with_context(|| format!("cannot mend {}", path.display()))?;
        remember(&mut file, &mut window).with_context(|| path.display().to_string())?;
        sync_folder(path);
        Ok(Self { path: path.to_owned(), file, len, max_size, window })
    }

    /// Appends what is new of all batches. On failure the file is as it was.
    fn append(&mut self, batches: &[&Events]) -> std::io::Result<Vec<Done>> {
        let mut fresh = HashSet::new();
        let mut text = String::new();
        let mut answers = Vec::with_capacity(batches.len());
        for events in batches {
            let mut done = Done::default();
            for (id, line) in *events {
                if self.window.knows(*id) || !fresh.insert(*id) {
                    done.known += 1;
                } else {
                    text.push_str(line);
                    done.stored += 1;
                }
            }
            answers.push(done);
        }
        if !text.is_empty() {
            self.make_room(text.len() as u64)?;
            self.write(text.as_bytes())?;
            batches
                .iter()
                .flat_map(|events| events.iter())
                .for_each(|(id, _)| self.window.add(*id));
        }
        Ok(answers)
    }

    fn write(&mut self, bytes: &[u8]) -> std::io::Result<()> {
        let written = self.file.write_all(bytes).and_then(|()| self.file.sync_data());
        if written.is_err() {
            // Half a line, or lines that nobody was told of: a retry would store them twice.
            self.file.set_len(self.len)?;
            self.file.seek(SeekFrom::Start(self.len))?;
            return written;
        }
        self.len += bytes.len() as u64;
        Ok(())
    }

    /// Begins a new file when this one would grow too large.
    fn make_room(&mut self, more: u64) -> std::io::Result<()> {
        let Some(max) = self.max_size else { return Ok(()) };
        if self.len == 0 || self.len + more <= max {
            return Ok(());
        }
        let last = rotated(&self.path).pop().and_then(|path| number(&self.path, &path));
        let next = sibling(&self.path, last.unwrap_or_default() + 1);
        fs::rename(&self.path, next)?;
        let (file, len) = open(&self.path).map_err(std::io::Error::other)?;
        (self.file, self.len) = (file, len);
        sync_folder(&self.path);
        Ok(())
    }
}

fn open(path: &Path) -> anyhow::Result<(File, u64)> {
    let options = OpenOptions::new().read(true).write(true).create(true).truncate(false).open(path);
    let mut file = options.with_context(|| format!("cannot write {}", path.display()))?;
    if !lock(&file) {
        return Err(refused(format!("{} is used by another collect", path.display())));
    }
    let len = file.seek(SeekFrom::End(0)).with_context(|| path.display().to_string())?;
    Ok((file, len))
}

#[cfg(unix)]
fn lock(file: &File) -> bool {
    rustix::fs::flock(file, rustix::fs::FlockOperation::NonBlockingLockExclusive).is_ok()
}

#[cfg(not(unix))]
fn lock(_: &File) -> bool {
    true
}

/// A new name in a folder is safe from a loss of power once the folder is synced.
fn sync_folder(path: &Path) {
    // Not every file system can; the file itself is synced in any case.
    let _ = File::open(folder(path)).and_then(|folder| folder.sync_all());
}

fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Whether the file is empty, or begins with an event: nobody else's file is ever cut or added to.
fn is_ours(file: &mut File) -> std::io::Result<bool> {
    let mut start = vec![0; MAX_LINE];
    file.seek(SeekFrom::Start(0))?;
    let mut filled = 0;
    while filled < start.len() {
        match file.read(&mut start[filled..])? {
            0 => break,
            more => filled += more,
        }
    }
    let start = &start[..filled];
    let Some(end) = start.iter().position(|byte| *byte == b'\n') else {
        // Empty, or one line that a crash may have torn: our lines begin with their version.
        let begins = b"{\"v\":1";
        return Ok(start.starts_with(begins) || begins.starts_with(start));
    };
    Ok(serde_json::from_slice::<Event<'_>>(&start[..end]).is_ok_and(|event| event.tidy().is_ok()))
}

/// Cuts off a torn last line, or ends one that is whole. The new length.
fn mend(file: &mut File, len: u64) -> std::io::Result<u64> {
    let mut end = len;
    let mut torn = Vec::new();
    while end > 0 {
        let start = end.saturating_sub(64 << 10);
        let mut block = vec![0; (end - start) as usize];
        file.seek(SeekFrom::Start(start))?;
        file.read_exact(&mut block)?;
        let cut = block.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
        torn.splice(..0, block[cut..].iter().copied());
        if cut > 0 {
            end = start + cut as u64;
            break;
        }
        end = start;
    }
    let is_whole =
        serde_json::from_slice::<Event<'_>>(&torn).is_ok_and(|event| event.tidy().is_ok());
    let new = if is_whole { len + 1 } else { end };
    if is_whole {
        file.seek(SeekFrom::End(0))?;
        file.write_all(b"\n")?;
    } else {
        file.set_len(end)?;
    }
    if new != len {
        file.sync_data()?;
    }
    file.seek(SeekFrom::Start(new))?;
    Ok(new)
}

/// Reads the numbers of the events at the end of a file.
fn remember(file: &mut File, window: &mut Window) -> std::io::Result<()> {
    let len = file.seek(SeekFrom::End(0))?;
    let start = len.saturating_sub(TAIL);
    file.seek(SeekFrom::Start(start))?;
    let mut text = Vec::new();
    file.read_to_end(&mut text)?;
    let lines = text.split(|byte| *byte == b'\n').skip(usize::from(start > 0));
    for line in lines {
        let Ok(event) = serde_json::from_slice::<Event<'_>>(line) else { continue };
        if let Ok(id) = u64::from_str_radix(str_of(&event.id), 16) {
            window.add(id);
        }
    }
    Ok(())
}

/// `events.3.ndjson` beside `events.ndjson`.
fn sibling(path: &Path, number: u32) -> PathBuf {
    let extension = path.extension().map_or_else(|| "ndjson".into(), |it| it.to_string_lossy());
    path.with_extension(format!("{number}.{extension}"))
}

/// The number of a file that was full.
fn number(path: &Path, full: &Path) -> Option<u32> {
    let name = full.file_stem()?.to_str()?;
    name.strip_prefix(path.file_stem()?.to_str()?)?.strip_prefix('.')?.parse().ok()
}

/// Files that were full, the oldest first.
fn rotated(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder(path)) else { return Vec::new() };
    let files = entries.filter_map(|entry| Some(entry.ok()?.path()));
    let same = |file: &PathBuf| file.extension() == sibling(path, 1).extension();
    let numbered = files.filter(same).filter_map(|file| Some((number(path, &file)?, file)));
    let mut numbered: Vec<(u32, PathBuf)> = numbered.collect();
    numbered.sort();
    numbered.into_iter().map(|(_, file)| file).collect()
}

/// The newest of them that hold as much as is read of a file's end, the oldest first.
fn recent(path: &Path) -> Vec<PathBuf> {
    let mut bytes = 0;
    let mut newest = rotated(path);
    let enough = newest.iter().rposition(|file| {
        bytes += fs::metadata(file).map_or(0, |it| it.len());
        bytes >= TAIL
    });
    newest.split_off(enough.unwrap_or_default())
}

/// Numbers of the last events.
#[derive(Debug, Default)]
struct Window {
    known: HashSet<u64>,
    order: VecDeque<u64>,
}

impl Window {
    fn knows(&self, id: u64) -> bool {
        self.known.contains(&id)
    }

    fn add(&mut self, id: u64) {
        if !self.known.insert(id) {
            return;
        }
        self.order.push_back(id);
        if self.order.len() > WINDOW
            && let Some(oldest) = self.order.pop_front()
        {
            self.known.remove(&oldest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LINE: &str =
        "{\"v\":1,\"id\":\"00000000000000aa\",\"event\":\"view\",\"at\":\"2026-11-23T10:00:00Z\"}";

    fn mended(before: &str) -> String {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("events.ndjson");
        fs::write(&path, before).expect("written");
        drop(Log::open(&path, None).expect("opened"));
        fs::read_to_string(&path).expect("read")
    }

    #[test]
    fn a_torn_line_is_cut_and_a_whole_one_is_ended() {
        assert_eq!(mended(""), "");
        assert_eq!(mended(&format!("{LINE}\n")), format!("{LINE}\n"));
        assert_eq!(mended(&format!("{LINE}\n{LINE}")), format!("{LINE}\n{LINE}\n"));
        assert_eq!(mended(&format!("{LINE}\n{}", &LINE[..40])), format!("{LINE}\n"));
        assert_eq!(mended(&LINE[..40]), "");
        let long = format!("{LINE}\n{}", "x".repeat(200_000));
        assert_eq!(mended(&long), format!("{LINE}\n"));
    }

    #[test]
    fn a_full_file_makes_room_and_is_still_known() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("events.ndjson");
        let events: Vec<Events> = (1..=5)
            .map(|id: u64| {
                vec![(id, LINE.replace("00000000000000aa", &format!("{id:016x}")) + "\n")]
            })
            .collect();
        let mut log = Log::open(&path, Some(100)).expect("opened");
        for batch in &events[..3] {
            assert_eq!(log.append(&[batch]).expect("written"), [Done { stored: 1, known: 0 }]);
        }
        drop(log);
        let mut log = Log::open(&path, Some(100)).expect("opened");
        let again = log.append(&[&events[2], &events[1], &events[3], &events[3]]).expect("written");
        let known: Vec<usize> = again.iter().map(|done| done.known).collect();
        assert_eq!(known, [1, 1, 0, 1]);
        assert_eq!(rotated(&path).len(), 3);
        assert!(Log::open(&path, None).is_err(), "two must not write one file");
    }
}
