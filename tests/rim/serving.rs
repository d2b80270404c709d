//! The dev server over real connections.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Stdio};
use std::time::Duration;

use tempfile::TempDir;

use super::{command, put};

struct Served {
    process: Child,
    port: u16,
    folder: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        // Gone already when it failed by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

impl Served {
    fn start() -> Self {
        let folder = TempDir::new().unwrap();
        put(folder.path(), "faqtory.yaml", "title: Help\n");
        put(folder.path(), "content/_index.md", "---\ntitle: Help\n---\n");
        put(folder.path(), "content/money/_index.md", "---\ntitle: Money\n---\n");
        put(folder.path(), "content/money/a.md", "---\ntitle: First title\n---\nText.\n");
        put(folder.path(), "secret.txt", "CANARY");
        let mut process = command(folder.path(), &["serve", "--port", "0", "--color", "never"])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines().map(Result::unwrap);
        let line = lines.find(|line| line.contains("serving at")).unwrap();
        let port = line.split(':').nth(2).unwrap().split('/').next().unwrap().parse().unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        Self { process, port, folder }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// The answer to `request line + headers`.
    fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        let mut stream = self.connect();
        write!(stream, "{method} {path} HTTP/1.1\r\n{headers}Connection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    fn get(&self, path: &str) -> String {
        self.ask("GET", path, &format!("Host: localhost:{}\r\n", self.port))
    }

    fn token(&self) -> String {
        let page = self.get("/");
        let (_, after) = page.split_once("data-token=\"").unwrap();
        after.split('"').next().unwrap().to_owned()
    }
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).unwrap().parse().unwrap()
}

#[test]
fn only_this_machine_by_its_own_names_is_answered() {
    let served = Served::start();
    let port = served.port;
    let ask = |host: &str| {
        status(&served.ask("GET", "/_faqtory/dev/reload.js", &format!("Host: {host}\r\n")))
    };
    for host in ["localhost", "127.0.0.1", "[::1]", "help.localhost"] {
        assert_eq!(ask(&format!("{host}:{port}")), 200, "{host}");
    }
    for host in
        ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example", "192.168.1.7", ""]
    {
        assert_eq!(ask(&format!("{host}:{port}")), 403, "{host}");
    }
    let absolute = served.ask("GET", "http://evil.example/", "Host: localhost\r\n");
    assert_eq!(status(&absolute), 403);
}

#[test]
fn nothing_but_the_site_is_served() {
    let served = Served::start();
    for path in [
        "/../secret.txt",
        "/%2e%2e/secret.txt",
        "/..%2fsecret.txt",
        "/..%5csecret.txt",
        "/%252e%252e/secret.txt",
        "//secret.txt",
        "/secret.txt",
        "/content/money/a.md",
        "/%00",
        "/%ff",
        "/faqtory.yaml",
    ] {
        let answer = served.get(path);
        assert!(matches!(status(&answer), 400 | 404), "{path}: {answer}");
        assert!(!answer.contains("CANARY"), "{path}");
    }
}

#[test]
fn encoded_addresses_are_those_they_encode() {
    let served = Served::start();
    for (path, expected) in
        [("/mon%65y/a/", 200), ("/money%2Fa%2f", 200), ("/money%/a/", 404), ("/money/a/%", 404)]
    {
        assert_eq!(status(&served.get(path)), expected, "{path}");
    }
}

#[test]
fn only_reading_methods_are_served() {
    let served = Served::start();
    let host = format!("Host: localhost:{}\r\n", served.port);
    for method in ["POST", "PUT", "DELETE", "TRACE", "OPTIONS"] {
        let answer = served.ask(method, "/", &format!("{host}Content-Length: 0\r\n"));
        assert_eq!(status(&answer), 405, "{method}");
        assert!(!answer.to_lowercase().contains("access-control"));
    }
    let head = served.ask("HEAD", "/", &host);
    assert!(head.ends_with("\r\n\r\n"), "no body: {head}");
}

#[test]
fn events_are_for_pages_of_this_run() {
    let served = Served::start();
    let token = served.token();
    let path = format!("/_faqtory/dev/events?token={token}");
    let host = format!("Host: localhost:{}\r\n", served.port);
    let foreign = |extra: &str| status(&served.ask("GET", &path, &format!("{host}{extra}\r\n")));
    assert_eq!(foreign("Origin: https://evil.example"), 403);
    assert_eq!(foreign("Sec-Fetch-Site: cross-site"), 403);
    let guessed = served.ask("GET", "/_faqtory/dev/events?token=guess", &host);
    assert_eq!(status(&guessed), 403);
}

#[test]
fn an_edit_reaches_the_browser() {
    let served = Served::start();
    let mut stream = served.connect();
    let token = served.token();
    let port = served.port;
    write!(
        stream,
        "GET /_faqtory/dev/events?token={token} HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n"
    )
    .unwrap();
    let mut lines = BufReader::new(stream).lines().map(Result::unwrap);
    let mut state = || lines.find(|line| line.starts_with("data:")).unwrap();
    assert!(state().contains("\"build\":1"));
    put(served.folder.path(), "content/money/a.md", "---\ntitle: Second title\n---\nText.\n");
    assert!(state().contains("\"build\":2"));
    assert!(served.get("/money/a/").contains("Second title"));
    put(served.folder.path(), "content/money/a.md", "---\ntitle: Third\n---\n[x](./no.md)\n");
    let broken = state();
    assert!(broken.contains("\"build\":2") && broken.contains("broken-link"), "{broken}");
    assert!(served.get("/money/a/").contains("Second title"), "the last good page stays");
    put(served.folder.path(), "content/money/a.md", "---\ntitle: Third\n---\nText.\n");
    let mended = state();
    assert!(mended.contains("\"build\":3") && mended.contains("\"problems\":[]"), "{mended}");
}
