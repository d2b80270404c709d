//! A sign of life for builds that take longer than a second, on a terminal only.

use std::io::{IsTerminal, stderr};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use indicatif::ProgressBar;

use super::{Format, Terminal, Volume};

const PATIENCE: Duration = Duration::from_secs(1);

/// Shows a spinner from its second second on until it is dropped.
#[derive(Debug)]
pub struct Progress(Option<(Sender<()>, JoinHandle<()>)>);

impl Progress {
    /// Begins to wait. `what` is what takes so long.
    pub fn start(terminal: Terminal, what: &'static str) -> Self {
        let wanted = terminal.format == Format::Human && terminal.volume > Volume::Quiet;
        if !wanted || !stderr().is_terminal() {
            return Self(None);
        }
        let (done, end) = mpsc::channel();
        let spin = move || {
            if end.recv_timeout(PATIENCE) != Err(RecvTimeoutError::Timeout) {
                return;
            }
            let bar = ProgressBar::new_spinner().with_message(what);
            bar.enable_steady_tick(Duration::from_millis(100));
            let _ = end.recv();
            bar.finish_and_clear();
        };
        Self(Some((done, thread::spawn(spin))))
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some((done, spinner)) = self.0.take() {
            drop(done);
            let _ = spinner.join();
        }
    }
}
