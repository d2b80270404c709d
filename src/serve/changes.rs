//! Waiting until the source changed: file events say when to look, reading says what changed.
//!
//! The first event is acted on at once; what follows within a few milliseconds belongs to it (an
//! atomic save is several events), and during a branch switch the batch ends after half a second.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::time::{Duration, Instant};

use notify::event::{AccessKind, AccessMode, ModifyKind};
use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};

use crate::disk::{Reader, Reading, is_private};
use crate::terminal::Terminal;

/// Silence that ends a batch.
const SILENCE: Duration = Duration::from_millis(5);
/// The longest batch.
const BATCH: Duration = Duration::from_millis(500);
/// A file that became empty is probably being saved: the rest gets this long to follow.
const SAVING: Duration = Duration::from_millis(50);
/// How often to look where the system does not tell.
const POLL: Duration = Duration::from_secs(1);

/// The changes of a knowledge base.
#[derive(Debug)]
pub struct Changes {
    /// `None`: polling.
    watcher: Option<RecommendedWatcher>,
    events: Receiver<Message>,
    watched: BTreeSet<PathBuf>,
    terminal: Terminal,
    /// The last complaint, so that it is not repeated.
    complaint: String,
}

/// What the watcher's thread tells.
#[derive(Debug)]
enum Message {
    Changed,
    /// This path is another thing now, or nothing: a watch on it is void.
    Replaced(Vec<PathBuf>),
    Failed(String),
}

impl Changes {
    /// Watches nothing yet.
    pub fn new(terminal: Terminal) -> Self {
        let (sender, events) = mpsc::channel();
        let watcher = notify::recommended_watcher(move |event: notify::Result<Event>| {
            if let Some(message) = message(event) {
                // The receiver is gone when the program ends.
                let _ = sender.send(message);
            }
        });
        let complaint = String::new();
        let mut changes =
            Self { watcher: None, events, watched: BTreeSet::new(), terminal, complaint };
        match watcher {
            Ok(watcher) => changes.watcher = Some(watcher),
            Err(error) => changes.poll(&error.to_string()),
        }
        changes
    }

    /// Waits until the source differs from `last` and returns what it is then.
    pub fn next(&mut self, reader: &mut Reader, last: &Reading) -> Reading {
        let mut folders = last.folders.clone();
        loop {
            // A folder may have been filled before it was watched: look again before waiting.
            if !self.watch(&folders) {
                self.wait();
            }
            let reading = match reader.read() {
                Ok(reading) if reading.emptied => {
                    self.batch(SAVING);
                    reader.read().map(|again| Reading { changed: true, ..again })
                }
                reading => reading,
            };
            match reading {
                Ok(reading) if reading.changed => return reading,
                Ok(reading) => folders = reading.folders,
                Err(error) => self.complain(&error),
            }
        }
    }

    /// Watches exactly `folders`; whether any of them is new.
    fn watch(&mut self, folders: &[PathBuf]) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        let wanted: BTreeSet<PathBuf> = folders.iter().cloned().collect();
        for gone in self.watched.difference(&wanted) {
            // Fails for a folder that was deleted, whose watch went with it.
            let _ = watcher.unwatch(gone);
        }
        let mut failure = None;
        for folder in wanted.difference(&self.watched) {
            match watcher.watch(folder, RecursiveMode::NonRecursive) {
                Ok(()) => {}
                // Deleted since it was read: the next reading knows.
                Err(_) if !folder.is_dir() => {}
                Err(error) => failure = Some(error.to_string()),
            }
        }
        let any_new = !wanted.is_subset(&self.watched);
        self.watched = wanted;
        if let Some(failure) = failure {
            self.poll(&failure);
        }
        any_new
    }

    fn wait(&mut self) {
        if self.watcher.is_none() {
            std::thread::sleep(POLL);
            return;
        }
        match self.events.recv() {
            Ok(message) => self.take(message),
            Err(_) => self.poll("the watcher ended"),
        }
        self.batch(SILENCE);
    }

    /// Takes what happens until nothing happens for `silence`.
    #[expect(clippy::disallowed_methods, reason = "the rim has a clock")]
    fn batch(&mut self, silence: Duration) {
        let started = Instant::now();
        while started.elapsed() < BATCH {
            match self.events.recv_timeout(silence) {
                Ok(message) => self.take(message),
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => return,
            }
        }
    }

    fn take(&mut self, message: Message) {
        match message {
            Message::Changed => {}
            Message::Replaced(paths) => {
                let void = |folder: &Path| paths.iter().any(|path| folder.starts_with(path));
                let watched = std::mem::take(&mut self.watched);
                let (gone, kept) = watched.into_iter().partition(|folder| void(folder));
                self.watched = kept;
                let gone: BTreeSet<PathBuf> = gone;
                if let Some(watcher) = &mut self.watcher {
                    // Fails for those whose watch went with them.
                    for folder in &gone {
                        let _ = watcher.unwatch(folder);
                    }
                }
            }
            Message::Failed(reason) => self.poll(&reason),
        }
    }

    /// Looks at intervals from now on.
    fn poll(&mut self, reason: &str) {
        if self.watcher.take().is_some() || self.complaint.is_empty() {
            self.terminal.note(&format!(
                "looking for changes once a second: the system cannot tell of them ({reason})"
            ));
            reason.clone_into(&mut self.complaint);
        }
    }

    fn complain(&mut self, error: &anyhow::Error) {
        let text = format!("{error:#}");
        if text != self.complaint {
            self.terminal.failure(error);
            self.complaint = text;
        }
        // The folder may be away for a moment, as during a branch switch.
        std::thread::sleep(SAVING);
    }
}

fn message(event: notify::Result<Event>) -> Option<Message> {
    let event = match event {
        Ok(event) => event,
        Err(error) => return Some(Message::Failed(error.to_string())),
    };
    let is_private =
        |path: &PathBuf| path.file_name().is_some_and(|name| is_private(&name.to_string_lossy()));
    if !event.need_rescan() && !event.paths.is_empty() && event.paths.iter().all(is_private) {
        return None;
    }
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write)) => Some(Message::Changed),
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => None,
        EventKind::Remove(_) | EventKind::Modify(ModifyKind::Name(_)) => {
            Some(Message::Replaced(event.paths))
        }
        _ => Some(Message::Changed),
    }
}
