//! Connections: how many there are, of whom, and how long one may keep others waiting.
//!
//! Who is slow is never let to stand in the way of who is not. A connection has a deadline for each
//! request as a whole, however steadily its bytes drip. Where there are too many, the one goes that has
//! waited longest to be answered, so a client with many slow connections makes room by them, and a
//! request that comes at once is answered at once.

use std::collections::BTreeMap;
use std::io::{Error, ErrorKind, Result};
use std::net::{IpAddr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, ready};
use std::time::Duration;

use axum::extract::connect_info::Connected;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::time::{Instant, Sleep, sleep};

use super::limit::network;

/// Most connections; systems give a process 1,024 files and more.
const MAX_OPEN: usize = 512;
/// Most of one client. A proxy is a client with the connections of all, so it may have them all.
const MAX_OF_ONE: usize = 64;

/// How connections are treated.
#[derive(Clone, Copy, Debug)]
pub struct Manners {
    /// From a connection, or its last answer, to the end of its next request.
    pub patience: Duration,
    /// Whether all connections come from a proxy.
    pub behind_proxy: bool,
}

/// Lets connections in.
#[derive(Debug)]
pub(super) struct Door {
    listener: TcpListener,
    manners: Manners,
    open: Open,
}

impl Door {
    pub(super) fn new(listener: TcpListener, manners: Manners) -> Self {
        Self { listener, manners, open: Open::default() }
    }
}

impl Listener for Door {
    type Io = Guest;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Guest, SocketAddr) {
        let (stream, address) = Listener::accept(&mut self.listener).await;
        let most = if self.manners.behind_proxy { MAX_OPEN } else { MAX_OF_ONE };
        let (place, told) = self.open.enter(address.ip(), most);
        let patience = self.manners.patience;
        (Guest { stream, place, told, patience, deadline: Box::pin(sleep(patience)) }, address)
    }

    fn local_addr(&self) -> Result<SocketAddr> {
        self.listener.local_addr()
    }
}

/// Where a request comes from.
#[derive(Clone, Copy, Debug)]
pub(super) struct Peer(pub(super) SocketAddr);

impl Connected<IncomingStream<'_, Door>> for Peer {
    fn connect_info(stream: IncomingStream<'_, Door>) -> Self {
        Self(*stream.remote_addr())
    }
}

/// All connections, by how long they have waited, the longest first.
#[derive(Clone, Debug, Default)]
struct Open(Arc<Mutex<Waiting>>);

#[derive(Debug, Default)]
struct Waiting {
    /// Ever higher, so that order is age.
    next: u64,
    guests: BTreeMap<u64, Entry>,
}

#[derive(Debug)]
struct Entry {
    client: [u8; 8],
    /// Dropped to tell the connection to go.
    _leave: oneshot::Sender<()>,
}

impl Open {
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Makes room, and lets one more in.
    fn enter(&self, client: IpAddr, most: usize) -> (Place, oneshot::Receiver<()>) {
        let client = network(client);
        let mut waiting = self.lock();
        let own = waiting.guests.iter().filter(|(_, entry)| entry.client == client);
        let own: Vec<u64> = own.map(|(number, _)| *number).collect();
        let longest = own.first().filter(|_| own.len() >= most).copied();
        let full = waiting.guests.len() >= MAX_OPEN;
        let longest = longest.or_else(|| waiting.guests.keys().next().copied().filter(|_| full));
        if let Some(number) = longest {
            waiting.guests.remove(&number);
        }
        let (leave, told) = oneshot::channel();
        let number = waiting.add(Entry { client, _leave: leave });
        drop(waiting);
        (Place { open: self.clone(), number }, told)
    }
}

impl Waiting {
    fn add(&mut self, entry: Entry) -> u64 {
        self.next += 1;
        self.guests.insert(self.next, entry);
        self.next
    }
}

/// A connection among the others; it leaves when dropped.
#[derive(Debug)]
struct Place {
    open: Open,
    number: u64,
}

impl Place {
    /// It was answered: it waits anew.
    fn begin_again(&mut self) {
        let mut waiting = self.open.lock();
        if let Some(entry) = waiting.guests.remove(&self.number) {
            self.number = waiting.add(entry);
        }
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        self.open.lock().guests.remove(&self.number);
    }
}

/// A connection that ends by itself when its client takes too long, or when others need its room.
#[derive(Debug)]
pub(super) struct Guest {
    stream: TcpStream,
    place: Place,
    told: oneshot::Receiver<()>,
    patience: Duration,
    deadline: Pin<Box<Sleep>>,
}

impl AsyncRead for Guest {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<Result<()>> {
        // Before the bytes: whoever drips always has some.
        let late = self.deadline.as_mut().poll(context).is_ready();
        if late || Pin::new(&mut self.told).poll(context).is_ready() {
            return Poll::Ready(Err(Error::new(ErrorKind::TimedOut, "the request did not come")));
        }
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Guest {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<Result<usize>> {
        let written = ready!(Pin::new(&mut self.stream).poll_write(context, bytes))?;
        let patience = self.patience;
        self.deadline.as_mut().reset(Instant::now() + patience);
        self.place.begin_again();
        Poll::Ready(Ok(written))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}
