//! `faqtory serve`: the site in the browser while it is being written.

use super::{Job, Verdict};
use crate::Cache;
use crate::cli::{Global, Serve};
use crate::serve::{Address, bind};
use crate::terminal::Terminal;

pub(super) fn run(global: &Global, args: &Serve, terminal: Terminal) -> anyhow::Result<Verdict> {
    let mut job = Job::new(global, &args.content)?;
    let address = Address { host: args.host.clone(), port: args.port, open: args.open };
    let bound = bind(&address, terminal)?;
    job.options.base_url = Some(bound.url.clone());
    let mut cache = Cache::default();
    bound.run(job.place.clone(), terminal, |source, index| {
        job.options.index = index;
        job.make(source, &mut cache)
    })?;
    Ok(Verdict::Fine)
}
