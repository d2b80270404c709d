//! How often one client may send: a bucket each, refilled at the rate.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::net::IpAddr;
use std::str::FromStr;
use std::time::{Duration, Instant};

/// Most clients that are remembered; a flood of others is counted together.
const MAX_CLIENTS: usize = 100_000;

/// So many requests in a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rate {
    /// Requests.
    pub count: u32,
    /// The time.
    pub per: Duration,
}

impl FromStr for Rate {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || "it must be a number and a time, such as `60/min`, `5/s` or `1000/h`".to_owned();
        let (count, unit) = text.split_once('/').ok_or_else(wrong)?;
        let count: u32 = count.trim().parse().map_err(|_| wrong())?;
        let seconds = match unit.trim() {
            "s" | "sec" | "second" => 1,
            "m" | "min" | "minute" => 60,
            "h" | "hour" => 3600,
            _ => return Err(wrong()),
        };
        if count == 0 {
            return Err(wrong());
        }
        Ok(Self { count, per: Duration::from_secs(seconds) })
    }
}

/// How much each client has left.
#[derive(Debug)]
pub struct Rates {
    rate: Rate,
    /// Hashes addresses with a key that no other process has and nobody can ask for.
    key: RandomState,
    buckets: HashMap<u64, Bucket>,
}

#[derive(Debug)]
struct Bucket {
    left: f64,
    filled: Instant,
}

impl Rates {
    /// Nobody has sent anything yet.
    pub fn new(rate: Rate) -> Self {
        Self { rate, key: RandomState::new(), buckets: HashMap::new() }
    }

    /// Takes one request of a client; else says how long it has to wait.
    pub fn take(&mut self, client: IpAddr, now: Instant) -> Result<(), Duration> {
        let per_second = f64::from(self.rate.count) / self.rate.per.as_secs_f64();
        let full = f64::from(self.rate.count);
        if self.buckets.len() >= MAX_CLIENTS {
            let is_used = |bucket: &Bucket| {
                bucket.left + now.duration_since(bucket.filled).as_secs_f64() * per_second < full
            };
            self.buckets.retain(|_, bucket| is_used(bucket));
        }
        let mut client = self.key.hash_one(network(client));
        if self.buckets.len() >= MAX_CLIENTS && !self.buckets.contains_key(&client) {
            client = 0;
        }
        let bucket = self.buckets.entry(client).or_insert(Bucket { left: full, filled: now });
        let waited = now.duration_since(bucket.filled).as_secs_f64();
        bucket.left = (bucket.left + waited * per_second).min(full);
        bucket.filled = now;
        if bucket.left < 1.0 {
            return Err(Duration::from_secs_f64((1.0 - bucket.left) / per_second));
        }
        bucket.left -= 1.0;
        Ok(())
    }
}

/// One household or machine: an address, or the /64 of the newer kind, of which one client has 2^64.
pub(super) fn network(address: IpAddr) -> [u8; 8] {
    let mut out = [0; 8];
    match address.to_canonical() {
        IpAddr::V4(address) => out[..4].copy_from_slice(&address.octets()),
        IpAddr::V6(address) => out.copy_from_slice(&address.octets()[..8]),
    }
    out
}

#[cfg(test)]
#[expect(clippy::disallowed_methods, reason = "a moment to count from")]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills() {
        let rate: Rate = "2/s".parse().expect("a rate");
        let mut rates = Rates::new(rate);
        let (one, other) = ([127, 0, 0, 1].into(), [127, 0, 0, 2].into());
        let start = Instant::now();
        assert!(rates.take(one, start).is_ok() && rates.take(one, start).is_ok());
        assert_eq!(rates.take(one, start), Err(Duration::from_millis(500)));
        assert!(rates.take(other, start).is_ok());
        assert!(rates.take(one, start + Duration::from_millis(500)).is_ok());
        assert!("0/s".parse::<Rate>().is_err() && "5".parse::<Rate>().is_err());
    }
}
