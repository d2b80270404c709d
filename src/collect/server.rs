//! HTTP: who may send what, how much and how often.

#![expect(clippy::disallowed_methods, reason = "the rim has a clock")]

use std::net::{IpAddr, SocketAddr, TcpListener};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use anyhow::Context;
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{ConnectInfo, Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse, Response};
use tokio::runtime::{Builder, Runtime};
use tokio::sync::Semaphore;

use super::batch::parse;
use super::door::{Door, Manners, Peer};
use super::limit::{Rate, Rates};
use super::store::Store;

/// How long the writer may take at the end.
const LAST_WRITES: Duration = Duration::from_secs(20);
/// Most requests that wait to be written.
const AT_ONCE: usize = 256;

/// Who may send what.
#[derive(Clone, Debug)]
pub struct Gate {
    /// Origins such as `https://help.example.com`, `*` for any; without one, pages of this machine and
    /// programs.
    pub origins: Vec<String>,
    /// Most bytes of a body.
    pub max_body: usize,
    /// How often a client may send.
    pub rate: Option<Rate>,
    /// How long a client may take, and whether a proxy in front says in `X-Forwarded-For` who it is.
    pub manners: Manners,
}

/// A receiver at work.
#[derive(Debug)]
pub struct Running {
    runtime: Runtime,
    server: tokio::task::JoinHandle<std::io::Result<()>>,
    writer: JoinHandle<()>,
}

#[derive(Clone)]
struct Desk {
    gate: Arc<Gate>,
    rates: Option<Arc<Mutex<Rates>>>,
    store: Store,
    room: Arc<Semaphore>,
}

/// Receives on `listener` until the process is told to end.
pub fn start(
    listener: TcpListener,
    gate: Gate,
    (store, writer): (Store, JoinHandle<()>),
) -> anyhow::Result<Running> {
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let runtime = runtime.context("cannot start the server's threads")?;
    listener.set_nonblocking(true).context("cannot use the port")?;
    let listener = {
        let _inside = runtime.enter();
        tokio::net::TcpListener::from_std(listener).context("cannot use the port")?
    };
    let door = Door::new(listener, gate.manners);
    let desk = Desk {
        rates: gate.rate.map(|rate| Arc::new(Mutex::new(Rates::new(rate)))),
        gate: Arc::new(gate),
        store,
        room: Arc::new(Semaphore::new(AT_ONCE)),
    };
    let app = Router::new().fallback(answer).with_state(desk);
    let app = app.into_make_service_with_connect_info::<Peer>();
    let server = runtime
        .spawn(async move { axum::serve(door, app).with_graceful_shutdown(told_to_end()).await });
    Ok(Running { runtime, server, writer })
}

impl Running {
    /// Waits until the process is told to end, and until everything that was accepted is written.
    pub fn wait(self) -> anyhow::Result<()> {
        self.runtime
            .block_on(self.server)
            .context("the server stopped")?
            .context("the server failed")?;
        self.runtime.shutdown_timeout(LAST_WRITES);
        self.writer.join().map_err(|_| anyhow::anyhow!("the thread that writes stopped"))
    }
}

async fn told_to_end() {
    let interrupted = tokio::signal::ctrl_c();
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        if let Ok(mut ended) = signal(SignalKind::terminate()) {
            tokio::select! { _ = interrupted => {}, _ = ended.recv() => {} }
            return;
        }
    }
    let _ = interrupted.await;
}

async fn answer(
    State(desk): State<Desk>,
    ConnectInfo(Peer(address)): ConnectInfo<Peer>,
    request: Request,
) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let allowed = desk.allows(origin.as_ref());
    let mut response = match (request.method(), request.uri().path()) {
        (&Method::GET | &Method::HEAD, "/health") => desk.health(),
        (&Method::OPTIONS, "/events") if allowed => StatusCode::NO_CONTENT.into_response(),
        (&Method::POST | &Method::OPTIONS, "/events") if !allowed => {
            say(StatusCode::FORBIDDEN, "pages of this origin may not send; see --allow-origin")
        }
        (&Method::POST, "/events") => desk.receive(address, request).await,
        (_, "/events") => say(StatusCode::METHOD_NOT_ALLOWED, "events are sent with POST"),
        _ => say(StatusCode::NOT_FOUND, "there is /events and /health"),
    };
    let headers = response.headers_mut();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    if let Some(origin) = origin.filter(|_| allowed) {
        cross_origin(headers, origin);
    }
    response
}

/// Lets pages of `origin` send, and read what became of it.
fn cross_origin(headers: &mut HeaderMap, origin: HeaderValue) {
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    for (name, value) in [
        (header::VARY, "Origin"),
        (header::ACCESS_CONTROL_ALLOW_METHODS, "POST"),
        (header::ACCESS_CONTROL_ALLOW_HEADERS, "content-type"),
        // `sendBeacon` always sends with credentials, and then the answer must allow them.
        (header::ACCESS_CONTROL_ALLOW_CREDENTIALS, "true"),
        (header::ACCESS_CONTROL_EXPOSE_HEADERS, "retry-after"),
        (header::ACCESS_CONTROL_MAX_AGE, "86400"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

fn say(status: StatusCode, text: impl Into<String>) -> Response {
    let body = format!("{}\n", text.into());
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], body).into_response()
}

impl Desk {
    fn allows(&self, origin: Option<&HeaderValue>) -> bool {
        let allowed = &self.gate.origins;
        let Some(origin) = origin else {
            return allowed.is_empty() || allowed.iter().any(|one| one == "*");
        };
        let Ok(origin) = origin.to_str() else { return false };
        if allowed.is_empty() {
            return is_local(origin);
        }
        allowed.iter().any(|one| one == "*" || one.eq_ignore_ascii_case(origin))
    }

    fn health(&self) -> Response {
        if self.store.works() {
            say(StatusCode::OK, "fine")
        } else {
            say(StatusCode::SERVICE_UNAVAILABLE, "the last events could not be written")
        }
    }

    async fn receive(&self, address: SocketAddr, request: Request) -> Response {
        let client = self.client(address.ip(), request.headers());
        if let Err(wait) = self.take(client) {
            let seconds = wait.as_secs_f64().ceil().max(1.0).to_string();
            let slow = say(StatusCode::TOO_MANY_REQUESTS, "too many requests; wait a little");
            return (StatusCode::TOO_MANY_REQUESTS, [(header::RETRY_AFTER, seconds)], slow)
                .into_response();
        }
        if !is_text(request.headers()) {
            return say(
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
                "send events as text/plain, application/json or application/x-ndjson",
            );
        }
        let body = match self.body(request).await {
            Ok(body) => body,
            Err(refusal) => return refusal,
        };
        // Only now: a body that comes slowly must not keep others from the writer.
        let Ok(_place) = self.room.acquire().await else {
            return say(StatusCode::SERVICE_UNAVAILABLE, "closing");
        };
        self.keep(&body).await
    }

    async fn body(&self, request: Request<Body>) -> Result<axum::body::Bytes, Response> {
        let max = self.gate.max_body;
        let too_large =
            || say(StatusCode::PAYLOAD_TOO_LARGE, format!("a body has at most {max} bytes"));
        let announced = request.headers().get(header::CONTENT_LENGTH);
        let announced = announced.and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
        if announced.is_some_and(|bytes| bytes > max) {
            return Err(too_large());
        }
        // Before the connection ends by itself, so that a client is told why.
        let patience = self.gate.manners.patience.mul_f32(0.8);
        match tokio::time::timeout(patience, to_bytes(request.into_body(), max)).await {
            Ok(Ok(body)) => Ok(body),
            Ok(Err(error)) if is_length(&error) => Err(too_large()),
            _ => Err(say(StatusCode::REQUEST_TIMEOUT, "the body did not come")),
        }
    }

    async fn keep(&self, body: &[u8]) -> Response {
        let batch = parse(body);
        let refused = batch.refused;
        if batch.events.is_empty() {
            let why = if refused == 0 { "no event".into() } else { batch.reasons.join("\n") };
            return say(StatusCode::BAD_REQUEST, why);
        }
        match self.store.add(batch.events).await {
            Err(_) => say(StatusCode::SERVICE_UNAVAILABLE, "not written; send it again later"),
            Ok(_) if refused == 0 => StatusCode::NO_CONTENT.into_response(),
            Ok(_) => say(StatusCode::ACCEPTED, batch.reasons.join("\n")),
        }
    }

    fn take(&self, client: IpAddr) -> Result<(), Duration> {
        let Some(rates) = &self.rates else { return Ok(()) };
        rates.lock().unwrap_or_else(PoisonError::into_inner).take(client, Instant::now())
    }

    /// The address that is counted: that of the connection, or the last one that the proxy names, which
    /// is the only one that a client cannot invent.
    fn client(&self, address: IpAddr, headers: &HeaderMap) -> IpAddr {
        if !self.gate.manners.behind_proxy {
            return address;
        }
        let named = headers.get_all(HeaderName::from_static("x-forwarded-for")).iter().next_back();
        let named = named.and_then(|value| value.to_str().ok()?.rsplit(',').next());
        named.and_then(|text| text.trim().parse().ok()).unwrap_or(address)
    }
}

/// Whether a body was too long, and not broken off.
fn is_length(error: &axum::Error) -> bool {
    let cause = std::error::Error::source(error);
    cause.is_some_and(|cause| cause.to_string().contains("length limit"))
}

/// Whether a page with this origin is of this machine.
fn is_local(origin: &str) -> bool {
    let rest = origin.split_once("://").map_or("", |(_, rest)| rest);
    let host = rest.rsplit_once(':').map_or(rest, |(host, port)| {
        if port.bytes().all(|byte| byte.is_ascii_digit()) { host } else { rest }
    });
    host == "localhost" || host.ends_with(".localhost") || matches!(host, "127.0.0.1" | "[::1]")
}

/// Whether the body is said to be text or JSON, or nothing is said; `sendBeacon` sends text.
fn is_text(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(header::CONTENT_TYPE) else { return true };
    let kind = kind.to_str().unwrap_or("?").split(';').next().unwrap_or_default().trim();
    let kind = kind.to_ascii_lowercase();
    matches!(
        &*kind,
        "text/plain" | "application/json" | "application/x-ndjson" | "application/ndjson"
    )
}
