//! A small receiver of events: what a page sends is checked, cleaned, written and only then
//! acknowledged.
//!
//! | asked | answered |
//! | --- | --- |
//! | `POST /events` with events, all new or known | 204, once they are on disk |
//! | the same with some that are none | 202 and a line each of why |
//! | the same with none at all | 400 |
//! | slowly | 408, or the connection ends |
//! | from an origin that is not allowed | 403 |
//! | more than fits | 413 |
//! | another content type than text or JSON | 415 |
//! | too often | 429 with `Retry-After` |
//! | when the disk fails | 503: send it again |
//! | `GET /health` | 200, or 503 when the disk failed last |
//!
//! Addresses of clients are used to count requests in memory, hashed with a key of this process; they
//! are in no file and no message.

mod batch;
mod door;
mod limit;
mod server;
mod store;

pub use batch::{Batch, parse};
pub use door::Manners;
pub use limit::{Rate, Rates};
pub use server::{Gate, Running, start};
pub use store::{Done, Failed, Store};
