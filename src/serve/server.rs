//! HTTP for the one person who writes, and against every page that person has open besides.
//!
//! | asked | answered |
//! | --- | --- |
//! | with a `Host` that is not this machine's name | 403: a foreign page may have turned its name to this address |
//! | with a method other than GET and HEAD | 405 |
//! | `/_faqtory/dev/events` from another site, or without this run's token | 403 |
//! | `/_faqtory/dev/events` | the state after each build, as server-sent events |
//! | a path of the site | the file from memory; pages with the reload script added |

use std::convert::Infallible;
use std::fs::File;
use std::io::Read;
use std::net::{IpAddr, TcpListener};
use std::sync::Arc;

use anyhow::Context;
use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State as Shared};
use axum::http::header::{self, HeaderName, HeaderValue};
use axum::http::{HeaderMap, Method, StatusCode, Uri};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::{mpsc, watch};
use tokio_stream::StreamExt;
use tokio_stream::wrappers::{ReceiverStream, WatchStream};

use super::pages::{Target, find, media_type};
use crate::tree::{Content, DiskFile, Site};
use crate::url;

const EVENTS: &str = "/_faqtory/dev/events";
const SCRIPT: &str = "/_faqtory/dev/reload.js";
const CHUNK: usize = 64 * 1024;

/// What browsers see.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) site: Arc<Site>,
    /// Counts the sites, so that a page knows whether it is of the current one.
    pub(super) build: u64,
    /// Whether the site is without errors.
    pub(super) good: bool,
    /// Errors of the last build as JSON.
    pub(super) problems: Arc<str>,
}

/// A running server; ends when dropped.
#[derive(Debug)]
pub(super) struct Server {
    state: watch::Sender<State>,
    _runtime: Runtime,
}

#[derive(Clone)]
struct Desk {
    state: watch::Receiver<State>,
    token: Arc<str>,
    /// The name given with `--host`, when it was.
    host: Option<Arc<str>>,
}

impl Server {
    /// Serves `first` on `listener` from threads of its own.
    pub(super) fn start(
        listener: TcpListener,
        host: Option<&str>,
        first: State,
    ) -> anyhow::Result<Self> {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
        let runtime = runtime.context("cannot start the server's threads")?;
        let (state, receiver) = watch::channel(first);
        let desk = Desk { state: receiver, token: token().into(), host: host.map(Into::into) };
        listener.set_nonblocking(true).context("cannot use the port")?;
        let listener = {
            let _inside = runtime.enter();
            tokio::net::TcpListener::from_std(listener).context("cannot use the port")?
        };
        let app = Router::new().fallback(answer).with_state(desk);
        runtime.spawn(async move { axum::serve(listener, app).await });
        Ok(Self { state, _runtime: runtime })
    }

    /// What is served now.
    pub(super) fn state(&self) -> State {
        self.state.borrow().clone()
    }

    /// Shows `state` and lets the browsers sleep: their pages are the same.
    pub(super) fn refresh(&self, state: State) {
        self.state.send_if_modified(|shown| {
            *shown = state;
            false
        });
    }

    /// Shows `state` and wakes the browsers.
    pub(super) fn publish(&self, state: State) {
        self.state.send_replace(state);
    }
}

/// A word that no other site can know, from the randomness that hash maps are seeded with.
fn token() -> String {
    use std::hash::{BuildHasher, RandomState};
    let part = || RandomState::new().hash_one(std::process::id());
    format!("{:016x}{:016x}", part(), part())
}

async fn answer(Shared(desk): Shared<Desk>, request: Request) -> Response {
    let mut response = desk.answer(&request);
    let policy = HeaderValue::from_str(&desk.state.borrow().site.policy);
    let headers = response.headers_mut();
    if let Ok(policy) = policy {
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    for (name, value) in [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    // An app on another port loads the widget as hosts send it.
    if request.uri().path().contains(url::WIDGET.trim_end_matches(".js")) {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, HeaderValue::from_static("*"));
    }
    response
}

impl Desk {
    fn answer(&self, request: &Request) -> Response {
        if !self.knows_host(request.uri(), request.headers()) {
            return plain(
                StatusCode::FORBIDDEN,
                "this server answers to the name of this machine only",
            );
        }
        if request.method() != Method::GET && request.method() != Method::HEAD {
            let refusal = plain(StatusCode::METHOD_NOT_ALLOWED, "only GET and HEAD");
            return ([(header::ALLOW, "GET, HEAD")], refusal).into_response();
        }
        let state = self.state.borrow().clone();
        match request.uri().path() {
            EVENTS if self.may_listen(request.uri(), request.headers()) => self.events(),
            EVENTS => plain(StatusCode::FORBIDDEN, "for pages of this server only"),
            SCRIPT => typed("reload.js", include_str!("reload.js")),
            path => self.page(&state, request.uri(), find(&state.site, path)),
        }
    }

    /// Whether the request is meant for this server. Names that a foreign page could have bound
    /// to this address are not accepted; addresses are, when other machines were let in.
    fn knows_host(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let host = headers.get(header::HOST).and_then(|host| host.to_str().ok());
        let target = uri.authority().map(axum::http::uri::Authority::as_str);
        let knows = |host: &str| self.is_own(host);
        host.is_some_and(knows) && target.is_none_or(knows)
    }

    fn is_own(&self, host: &str) -> bool {
        let name = match host.rsplit_once(':') {
            Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
            _ => host,
        };
        let name = name.to_ascii_lowercase();
        let address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>();
        name == "localhost"
            || name.ends_with(".localhost")
            || self.host.as_deref() == Some(&name)
            || address.is_ok_and(|address| {
                self.host.is_some() || ["127.0.0.1", "::1"].contains(&&*address.to_string())
            })
    }

    /// Whether a page of this run asks for the events.
    fn may_listen(&self, uri: &Uri, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or(""));
        let same_site = text(HeaderName::from_static("sec-fetch-site"))
            .is_none_or(|site| site == "same-origin");
        let same_origin = text(header::ORIGIN).is_none_or(|origin| {
            let host = text(header::HOST).unwrap_or_default();
            origin.strip_prefix("http://") == Some(host)
        });
        let token = uri.query().and_then(|query| query.strip_prefix("token="));
        same_site && same_origin && token == Some(&*self.token)
    }

    fn events(&self) -> Response {
        let events = WatchStream::new(self.state.clone()).map(|state| {
            let data = format!("{{\"build\":{},\"problems\":{}}}", state.build, state.problems);
            Ok::<_, Infallible>(Event::default().event("state").data(data))
        });
        Sse::new(events).keep_alive(KeepAlive::default()).into_response()
    }

    fn page(&self, state: &State, uri: &Uri, target: Target) -> Response {
        let name = match target {
            Target::Folder => {
                let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
                let location = format!("{}/{query}", uri.path());
                let headers = [(header::LOCATION, location)];
                return (StatusCode::TEMPORARY_REDIRECT, headers).into_response();
            }
            Target::File(name) => name,
            Target::Nothing => return self.missing(state, uri.path().trim_start_matches('/')),
        };
        match state.site.files.get(&name) {
            Some(Content::Bytes(bytes)) if media_type(&name).starts_with("text/html") => {
                self.html(state, bytes)
            }
            Some(Content::Bytes(bytes)) => typed(&name, bytes.clone()),
            Some(Content::Copy(file)) => stream(&name, file),
            None => self.missing(state, &name),
        }
    }

    /// The page for what does not exist, of the language whose folder the name is in.
    fn missing(&self, state: &State, name: &str) -> Response {
        let files = &state.site.files;
        let folder = name.split('/').next().unwrap_or_default();
        let own = files.get(url::not_found(&format!("/{folder}")).trim_start_matches('/'));
        let page = match own.or_else(|| files.get("404.html")) {
            Some(Content::Bytes(bytes)) => self.html(state, bytes),
            _ => self
                .html(state, b"<!doctype html><title>Not found</title><p>There is no such page."),
        };
        (StatusCode::NOT_FOUND, page).into_response()
    }

    /// The page with the reload script at its end.
    fn html(&self, state: &State, page: &[u8]) -> Response {
        let script = format!(
            "<script src=\"{SCRIPT}\" data-token=\"{}\" data-build=\"{}\"></script>",
            self.token, state.build
        );
        let end = b"</body>";
        let at = page.windows(end.len()).rposition(|window| window == end).unwrap_or(page.len());
        typed("page.html", [&page[..at], script.as_bytes(), &page[at..]].concat())
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    (status, typed("x.txt", text)).into_response()
}

fn typed(name: &str, body: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, media_type(name))], body.into()).into_response()
}

/// A file from disk, a piece at a time.
fn stream(name: &str, source: &DiskFile) -> Response {
    let opened = open(source);
    let Ok((mut file, len)) = opened else {
        return plain(StatusCode::NOT_FOUND, "this file is no longer on disk");
    };
    let (sender, pieces) = mpsc::channel::<std::io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        loop {
            let mut piece = vec![0; CHUNK];
            let piece = match file.read(&mut piece) {
                Ok(0) => return,
                Ok(read) => Ok(Bytes::from(piece).slice(..read)),
                Err(error) => Err(error),
            };
            // The browser went away.
            if sender.blocking_send(piece).is_err() {
                return;
            }
        }
    });
    let body = Body::from_stream(ReceiverStream::new(pieces));
    ([(header::CONTENT_LENGTH, len)], typed(name, body)).into_response()
}

#[expect(clippy::disallowed_methods, reason = "the rim reads the disk")]
fn open(source: &DiskFile) -> std::io::Result<(std::io::Take<File>, u64)> {
    let file = File::open(&source.path)?;
    let len = file.metadata()?.len();
    Ok((file.take(len), len))
}
