//! `faqtory collect`: every acknowledged event is kept, once, and nothing else is.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use faqtory::collect::{Gate, Manners, Store, start};
use serde_json::Value;

/// A receiver, ended when dropped.
struct Receiver {
    child: Child,
    address: SocketAddr,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Receiver {
    fn start(folder: &Path, flags: &[&str]) -> Self {
        let mut arguments = vec!["collect", "--color", "never"];
        arguments.extend(flags);
        let mut command = super::command(folder, &arguments);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        said.read_line(&mut line).unwrap();
        let address = line.trim().split_once("http://").map(|(_, rest)| rest.to_owned());
        let address = address.unwrap_or_else(|| panic!("{line}"));
        // Whoever writes must find a reader to the end.
        thread::spawn(move || std::io::copy(&mut said, &mut std::io::sink()));
        let address = address.trim_end_matches("/events").parse().unwrap();
        Self { child, address }
    }

    fn post(&self, headers: &str, body: &str) -> (u16, String) {
        request(self.address, "POST /events", headers, body).unwrap()
    }
}

/// Status and the whole answer; `None` when the connection failed.
fn request(to: SocketAddr, line: &str, headers: &str, body: &str) -> Option<(u16, String)> {
    let mut stream = TcpStream::connect(to).ok()?;
    let length = body.len();
    let text = format!(
        "{line} HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\nContent-Length: {length}\r\n{headers}\r\n{body}"
    );
    // The server may answer and close before it has read a body that it does not want.
    let _ = stream.write_all(text.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    let answer = String::from_utf8_lossy(&answer).into_owned();
    let status = answer.strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()?;
    Some((status, answer))
}

fn event(id: u64, rest: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"{id:016x}\",\"at\":\"2026-11-23T10:11:12.123Z\",\"session\":\"{:016x}\",{rest}}}",
        id / 10
    )
}

fn view(id: u64) -> String {
    event(id, "\"event\":\"view\",\"article\":\"/x/\",\"page\":\"/x/\",\"locale\":\"en\"")
}

fn stored(file: &Path) -> Vec<Value> {
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.is_empty() || text.ends_with('\n'), "the last line is torn");
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn acknowledged_events_survive_kill_9_and_are_there_once() {
    const WORKERS: u64 = 4;
    const BATCHES: u64 = 60;
    const BATCH: u64 = 5;
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--port", "0", "--rate", "off", "--max-size", "20k"];
    let mut receiver = Receiver::start(folder.path(), &flags);
    let address = receiver.address;
    let port = address.port().to_string();
    let (acknowledged, heard) = mpsc::channel();
    let work = |worker: u64| {
        let acknowledged = acknowledged.clone();
        move || {
            for batch in 0..BATCHES {
                let first = (worker * BATCHES + batch) * BATCH;
                let body: Vec<String> = (first..first + BATCH).map(view).collect();
                // As a page does: until it is told that they are kept.
                while request(address, "POST /events", "", &body.join("\n"))
                    .is_none_or(|(status, _)| status != 204)
                {
                    thread::yield_now();
                }
                acknowledged.send(()).unwrap();
            }
        }
    };
    let workers: Vec<_> = (0..WORKERS).map(|worker| thread::spawn(work(worker))).collect();
    for _ in 0..5 {
        for _ in 0..WORKERS * BATCHES / 6 {
            heard.recv().unwrap();
        }
        drop(receiver);
        let again = ["--port", &port, "--rate", "off", "--max-size", "20k"];
        receiver = Receiver::start(folder.path(), &again);
    }
    for worker in workers {
        worker.join().unwrap();
    }
    drop(receiver);
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    let mut files = 0;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        files += 1;
        for event in stored(&entry.unwrap().path()) {
            *times.entry(event["id"].as_str().unwrap().to_owned()).or_default() += 1;
        }
    }
    assert_eq!(times.len() as u64, WORKERS * BATCHES * BATCH);
    assert!(times.values().all(|times| *times == 1), "an event is stored twice");
    assert!(files > 3, "files that are full make room");
}

#[test]
fn what_is_kept_holds_nothing_about_a_person() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path(), &["--port", "0", "--behind-proxy"]);
    let body = [
        event(
            1,
            "\"event\":\"search\",\"query\":\"refund jane@example.com +353 1 555 0142\",\"results\":2,\"confident\":true,\"where\":\"page\",\"page\":\"/search/?q=jane@example.com\",\"name\":\"Jane\",\"user\":{\"email\":\"jane@example.com\"}",
        ),
        event(
            2,
            "\"event\":\"feedback\",\"page\":\"/x/?a=1#typed-by-jane\",\"article\":\"/x/?token=secret#secret\",\"helpful\":false,\"reason\":\"unclear\",\"comment\":\"my card 4111 1111 1111 1111\\nis lost\",\"ip\":\"203.0.113.9\"",
        ),
        event(3, "\"event\":\"view\",\"article\":\"/x/\",\"query\":\"not of a view\""),
    ];
    let headers = "User-Agent: Telltale/1.0\r\nX-Forwarded-For: 203.0.113.9\r\nReferer: https://help.example/private\r\nCookie: who=jane\r\n";
    let (status, answer) = receiver.post(headers, &format!("[{}]", body.join(",")));
    assert_eq!(status, 204, "{answer}");
    drop(receiver);
    let text = std::fs::read_to_string(folder.path().join("events.ndjson")).unwrap();
    for personal in [
        "jane",
        "Jane",
        "203.0.113",
        "Telltale",
        "555",
        "4111",
        "secret",
        "not of a view",
        "help.example",
    ] {
        assert!(!text.contains(personal), "{personal} is in {text}");
    }
    let events = stored(&folder.path().join("events.ndjson"));
    assert_eq!(events[0]["query"], "refund [removed] [removed]");
    assert_eq!(events[0]["page"], "/search/");
    assert_eq!(events[1]["comment"], "my card [removed] is lost");
    assert_eq!([&events[1]["page"], &events[1]["article"]], ["/x/", "/x/"]);
    assert_eq!(events[2].as_object().unwrap().len(), 6);
}

#[test]
fn who_may_not_send_is_told_so() {
    let folder = tempfile::tempdir().unwrap();
    let flags = ["--port", "0", "--allow-origin", "https://help.example.com", "--max-body", "1k"];
    let receiver = Receiver::start(folder.path(), &flags);
    let own = "Origin: https://help.example.com\r\nContent-Type: text/plain;charset=UTF-8\r\n";
    let (status, answer) = receiver.post(own, &view(1));
    assert_eq!(status, 204, "{answer}");
    assert!(answer.contains("access-control-allow-origin: https://help.example.com"), "{answer}");
    let (status, answer) = receiver.post("Origin: https://evil.example\r\n", &view(2));
    assert_eq!(status, 403);
    assert!(!answer.contains("access-control-allow-origin"), "{answer}");
    assert_eq!(receiver.post("Origin: https://help.example.com.evil.example\r\n", &view(2)).0, 403);
    assert_eq!(receiver.post("Origin: null\r\n", &view(2)).0, 403);
    assert_eq!(receiver.post("", &view(2)).0, 403);
    let typed = "Origin: https://help.example.com\r\nContent-Type: image/png\r\n";
    assert_eq!(receiver.post(typed, &view(2)).0, 415);
    assert_eq!(receiver.post(own, &view(2).repeat(20)).0, 413);
    let chunked = "Origin: https://help.example.com\r\nTransfer-Encoding: chunked\r\n";
    let chunks = format!("500\r\n{}\r\n0\r\n\r\n", "x".repeat(0x500));
    assert_eq!(chunked_request(receiver.address, chunked, &chunks), Some(413));
    let preflight = "Origin: https://help.example.com\r\nAccess-Control-Request-Method: POST\r\n";
    assert_eq!(request(receiver.address, "OPTIONS /events", preflight, "").unwrap().0, 204);
    assert_eq!(request(receiver.address, "GET /events", own, "").unwrap().0, 405);
    assert_eq!(request(receiver.address, "GET /health", "", "").unwrap().0, 200);
    assert_eq!(request(receiver.address, "GET /else", "", "").unwrap().0, 404);
    assert_eq!(stored(&folder.path().join("events.ndjson")).len(), 1);
}

fn chunked_request(to: SocketAddr, headers: &str, chunks: &str) -> Option<u16> {
    let mut stream = TcpStream::connect(to).ok()?;
    let text = format!(
        "POST /events HTTP/1.1\r\nHost: {to}\r\nConnection: close\r\n{headers}\r\n{chunks}"
    );
    let _ = stream.write_all(text.as_bytes());
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    String::from_utf8_lossy(&answer).strip_prefix("HTTP/1.1 ")?.get(..3)?.parse().ok()
}

#[test]
fn what_is_no_event_is_named_and_the_rest_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path(), &["--port", "0"]);
    let (status, answer) = receiver.post("", "{\"event\":\"view\"}");
    assert_eq!(status, 400);
    assert!(answer.contains("`id` is not 16 hexadecimal digits"), "{answer}");
    assert_eq!(receiver.post("", "").0, 400);
    assert_eq!(receiver.post("", "not json").0, 400);
    assert_eq!(receiver.post("", "[1, 2]").0, 400);
    let unknown = view(7).replace("\"view\"", "\"mine\"");
    let body = format!("{}\n{{\n{}\n{unknown}\n{}\n", view(1), view(2), view(1));
    let (status, answer) = receiver.post("", &body);
    assert_eq!(status, 202);
    assert!(
        answer.contains("event 2: not an event") && answer.contains("event 4: `event`"),
        "{answer}"
    );
    assert_eq!(receiver.post("", &view(2)).0, 204, "one that is known is kept already");
    assert_eq!(stored(&folder.path().join("events.ndjson")).len(), 2);
}

#[test]
fn a_client_that_sends_too_often_waits() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path(), &["--port", "0", "--rate", "3/h"]);
    let statuses: Vec<u16> = (0..4).map(|id| receiver.post("", &view(id)).0).collect();
    assert_eq!(statuses, [204, 204, 204, 429]);
    let (_, answer) = receiver.post("", &view(5));
    let wait = answer.split("retry-after: ").nth(1).unwrap().split('\r').next().unwrap();
    assert!((1..=1200).contains(&wait.parse::<u32>().unwrap()), "{answer}");
}

/// A connection with a request that does not end.
fn slow(to: SocketAddr, headers: &str) -> TcpStream {
    let mut stream = TcpStream::connect(to).unwrap();
    let text = format!("POST /events HTTP/1.1\r\nHost: {to}\r\n{headers}");
    stream.write_all(text.as_bytes()).unwrap();
    stream
}

/// What a connection was sent without being waited for; `None` while it is open.
fn heard(stream: &mut TcpStream) -> Option<String> {
    stream.set_nonblocking(true).unwrap();
    let mut answer = Vec::new();
    match stream.read_to_end(&mut answer) {
        Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && answer.is_empty() => None,
        _ => Some(String::from_utf8_lossy(&answer).into_owned()),
    }
}

#[test]
fn slow_clients_keep_nobody_waiting() {
    // Of one client there are 64 at most, of a proxy's 512: then the longest make room.
    for (proxy, count, open) in [(&[][..], 700, 32), (&["--behind-proxy"], 400, 400)] {
        let folder = tempfile::tempdir().unwrap();
        let flags = [&["--port", "0", "--rate", "off"], proxy].concat();
        let receiver = Receiver::start(folder.path(), &flags);
        let headers = "Content-Length: 1000\r\nX-Forwarded-For: 203.0.113.9\r\n\r\n{\"v\":1,";
        let slow = || slow(receiver.address, headers);
        let mut slow: Vec<TcpStream> = (0..count).map(|_| slow()).collect();
        let (status, answer) = receiver.post("X-Forwarded-For: 203.0.113.10\r\n", &view(1));
        assert_eq!(status, 204, "{answer}");
        assert_eq!(stored(&folder.path().join("events.ndjson")).len(), 1);
        let over = slow[count - open..].iter_mut().find_map(heard);
        assert_eq!(over, None, "the honest one waited until slow ones were over");
    }
}

#[test]
fn who_does_not_end_a_request_is_sent_away() {
    let folder = tempfile::tempdir().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let store = Store::open(&folder.path().join("events.ndjson"), None).unwrap();
    let manners = Manners { patience: Duration::from_millis(300), behind_proxy: false };
    let gate = Gate { origins: Vec::new(), max_body: 1 << 20, rate: None, manners };
    let _running = start(listener, gate, store).unwrap();
    let (status, answer) = request(address, "POST /events", "", &view(1)).unwrap();
    assert_eq!(status, 204, "{answer}");
    let mut silent = TcpStream::connect(address).unwrap();
    assert_eq!(silent.read(&mut [0; 1]).unwrap_or(0), 0);
    let mut stalled = slow(address, "Content-Length: 1000\r\n\r\n{");
    let mut answer = String::new();
    let _ = stalled.read_to_string(&mut answer);
    assert!(answer.starts_with("HTTP/1.1 408") || answer.is_empty(), "{answer}");
    // A drop now and then does not win time.
    let mut dripping = slow(address, "X-Drip: ");
    while dripping.write_all(b"x").is_ok() {
        thread::yield_now();
    }
}

#[test]
fn wrong_usage_and_a_taken_file_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let receiver = Receiver::start(folder.path(), &["--port", "0"]);
    let ends = |flags: &[&str]| {
        let flags: Vec<&str> = [&["collect"], flags].concat();
        super::end_of(&super::faqtory(folder.path(), &flags))
    };
    let (code, said) = ends(&["--port", "0"]);
    assert!(code == Some(2) && said.contains("used by another collect"), "{code:?} {said}");
    let port = receiver.address.port().to_string();
    assert_eq!(ends(&["--port", &port, "--out", "other.ndjson"]).0, Some(3));
    assert_eq!(ends(&["--rate", "often"]).0, Some(2));
    assert_eq!(ends(&["--max-body", "much"]).0, Some(2));
    assert_eq!(ends(&["--allow-origin", "help.example.com"]).0, Some(2));
}

#[test]
fn a_file_of_something_else_is_left_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    for text in ["{\"name\":\"important\"}", "notes\nwithout an end", "\u{1}\u{2}\u{3}"] {
        super::put(folder.path(), "mine.txt", text);
        let flags = ["collect", "--port", "0", "--out", "mine.txt"];
        let (code, said) = super::end_of(&super::faqtory(folder.path(), &flags));
        assert!(code == Some(2) && said.contains("something else than events"), "{code:?} {said}");
        let kept = std::fs::read_to_string(folder.path().join("mine.txt")).unwrap();
        assert_eq!(kept, text);
    }
}
