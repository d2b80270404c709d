//! The site in the browser while it is being written: read, build, publish, wait for changes.

mod changes;
mod pages;
mod problems;
mod server;

use std::collections::BTreeSet;
use std::net::{IpAddr, Ipv4Addr, SocketAddr, TcpListener, ToSocketAddrs};
use std::process::{Command, Stdio};
use std::sync::Arc;

use anyhow::{Context, bail};

pub use changes::Changes;

use crate::IndexUse;
use crate::diag::{Diagnostic, Diagnostics};
use crate::disk::{Place, Reader, refused};
use crate::terminal::Terminal;
use crate::tree::{Site, SourceTree};
use server::Server;

/// How many ports are tried after the one that was asked for.
const MORE_PORTS: u16 = 50;

/// Where to serve.
#[derive(Clone, Debug)]
pub struct Address {
    /// Instead of this machine only.
    pub host: Option<String>,
    /// 0 for any that is free.
    pub port: u16,
    /// Open the browser.
    pub open: bool,
}

/// A place to serve at, taken.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    /// What to type into the browser.
    pub url: String,
    host: Option<String>,
    open: bool,
}

/// Takes the port of `address`, or the next free one.
pub fn bind(address: &Address, terminal: Terminal) -> anyhow::Result<Bound> {
    let ip = ip(address)?;
    let listener = listen(ip, address.port)?;
    let port = listener.local_addr().context("cannot read the port")?.port();
    if port != address.port && address.port != 0 {
        terminal.note(&format!("port {} is taken; using {port}", address.port));
    }
    if !ip.is_loopback() {
        terminal
            .note("warning: every machine that reaches this one can read the site as it is now");
    }
    let shown = if ip.is_unspecified() { Ipv4Addr::LOCALHOST.into() } else { ip };
    let url = format!("http://{}/", SocketAddr::new(shown, port));
    Ok(Bound { listener, url, host: address.host.clone(), open: address.open })
}

fn ip(address: &Address) -> anyhow::Result<IpAddr> {
    let Some(host) = &address.host else { return Ok(Ipv4Addr::LOCALHOST.into()) };
    let mut found = (host.as_str(), 0)
        .to_socket_addrs()
        .map_err(|error| refused(format!("`{host}` is no address of this machine: {error}")))?;
    found.next().map(|found| found.ip()).with_context(|| format!("`{host}` has no address"))
}

fn listen(ip: IpAddr, port: u16) -> anyhow::Result<TcpListener> {
    let last = if port == 0 { 0 } else { port.saturating_add(MORE_PORTS) };
    for port in port..=last {
        match TcpListener::bind((ip, port)) {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            Err(error) => {
                return Err(error).with_context(|| format!("cannot listen on {ip} port {port}"));
            }
        }
    }
    bail!("the ports {port} to {last} are all taken; give another with --port")
}

impl Bound {
    /// Serves what `build` makes of the knowledge base at `place`, until the program is ended.
    pub fn run(
        self,
        place: Place,
        terminal: Terminal,
        mut build: impl FnMut(&SourceTree, IndexUse) -> (Site, Diagnostics),
    ) -> anyhow::Result<()> {
        let mut changes = Changes::new(terminal);
        let mut reader = Reader::new(place);
        let mut reading = reader.read()?;
        let (site, diags) = build(&reading.tree, IndexUse::Fresh);
        let server = Server::start(self.listener, self.host.as_deref(), state(None, site, &diags))?;
        let mut said = Said::default();
        said.say(&diags, terminal);
        terminal.note(&format!("serving at {} (Ctrl-C ends it)", self.url));
        if self.open {
            open(&self.url, terminal);
        }
        loop {
            reading = changes.next(&mut reader, &reading);
            let (site, diags) = build(&reading.tree, IndexUse::Last);
            server.publish(state(Some(&server.state()), site, &diags));
            said.say(&diags, terminal);
            // The writer looks at the page while its words are being indexed.
            let (site, diags) = build(&reading.tree, IndexUse::Fresh);
            if !diags.has_errors() {
                server.refresh(refreshed(&server.state(), site));
            }
        }
    }
}

/// The same build with its index. Pages that are open may still ask for files of the index they
/// began with.
fn refreshed(last: &server::State, mut site: Site) -> server::State {
    for (path, content) in &last.site.files {
        if path.starts_with("_faqtory/index/") && !site.files.contains_key(path) {
            site.files.insert(path.clone(), content.clone());
        }
    }
    server::State { site: Arc::new(site), ..last.clone() }
}

/// What the browsers are to see after a build: a site with errors does not replace a good one.
fn state(last: Option<&server::State>, site: Site, diags: &Diagnostics) -> server::State {
    let good = !diags.has_errors();
    let problems = problems::json(diags).into();
    match last {
        Some(last) if last.good && !good => server::State { problems, ..last.clone() },
        last => {
            let build = last.map_or(1, |last| last.build + 1);
            server::State { site: Arc::new(site), build, good, problems }
        }
    }
}

/// What was said already: a problem that stays is not repeated after every change.
#[derive(Default)]
struct Said(BTreeSet<(String, &'static str, String)>);

impl Said {
    fn say(&mut self, diags: &Diagnostics, terminal: Terminal) {
        let key = |diagnostic: &Diagnostic| {
            let path = diagnostic.span.as_ref().map(|span| span.source.path.to_string());
            (path.unwrap_or_default(), diagnostic.code.name, diagnostic.message.clone())
        };
        let mut fresh = Diagnostics::default();
        fresh.extend(diags.iter().filter(|diag| !self.0.contains(&key(diag))).cloned());
        terminal.diagnostics(&fresh);
        let had_errors = !self.0.is_empty();
        self.0 = diags.iter().map(key).collect();
        if had_errors && self.0.is_empty() {
            terminal.note("all problems solved");
        }
    }
}

/// Opens the default browser; failing to is worth a line, not an end.
fn open(url: &str, terminal: Terminal) {
    let mut command = match std::env::consts::OS {
        "macos" => Command::new("open"),
        "windows" => Command::new("explorer"),
        _ => Command::new("xdg-open"),
    };
    let quiet = command.arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if quiet.spawn().is_err() {
        terminal.note("cannot open a browser here; open the address yourself");
    }
}
