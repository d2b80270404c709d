//! Terms: forms cut into chunks, groups with their postings, rests of long lists.

use alloc::collections::{BTreeMap, BTreeSet};
use alloc::vec;
use alloc::vec::Vec;

use super::{Group, Posting, Range, border, impact_byte, impact_code, last_forms, sorted_forms};
use crate::layout::{Encoder, LONG};

/// Raw bytes after which a chunk of terms ends; measured: 6,000 nearly doubles the bytes of a query and
/// saves 2–4 % on disk.
const CHUNK: usize = 3_000;
/// How far a chunk may grow to end where few groups are torn apart.
const SLACK: usize = 1_000;
/// Postings up to which a group is repeated in every chunk that has forms of it: a few bytes instead of
/// another round of requests.
const REPEATED: usize = 300;
/// Body postings of a long list that stay with the term.
const HEAD: usize = 512;

/// Where a group was written first.
type Places = BTreeMap<usize, (u32, u32)>;

/// Chunks and the rests of long lists.
pub(super) fn chunks(groups: &[Group], one_file: bool) -> (Vec<Range>, Vec<Vec<u8>>) {
    let forms = sorted_forms(groups);
    let torn = torn(&forms, groups);
    let mut out =
        Chunks { groups, one_file, ranges: Vec::new(), rests: Vec::new(), places: Places::new() };
    let mut start = 0;
    while start < forms.len() {
        let end = out.cut(&forms, &torn, start);
        let before = if start == 0 { "" } else { forms[start - 1].0 };
        out.push(border(before.as_bytes(), forms[start].0.as_bytes()), &forms[start..end]);
        start = end;
    }
    (out.ranges, out.rests)
}

/// Per form: postings of the groups that have forms on both sides of a cut after it.
fn torn(forms: &[(&str, usize)], groups: &[Group]) -> Vec<usize> {
    let last = last_forms(forms, groups.len());
    let mut closing = vec![0; forms.len()];
    let (mut open, mut seen) = (0, vec![false; groups.len()]);
    let mut out = Vec::with_capacity(forms.len());
    for (at, &(_, group)) in forms.iter().enumerate() {
        let postings = groups[group].postings.len();
        if !core::mem::replace(&mut seen[group], true) && last[group] > at {
            open += postings;
            closing[last[group]] += postings;
        }
        open -= closing[at];
        out.push(open);
    }
    out
}

struct Chunks<'g> {
    groups: &'g [Group],
    one_file: bool,
    ranges: Vec<Range>,
    rests: Vec<Vec<u8>>,
    places: Places,
}

impl Chunks<'_> {
    /// Where the chunk that begins at `start` ends: full, and where a cut tears the fewest postings.
    fn cut(&self, forms: &[(&str, usize)], torn: &[usize], start: usize) -> usize {
        let mut size = 0;
        let mut seen = BTreeSet::new();
        let (mut best, mut limit): (Option<usize>, Option<usize>) = (None, None);
        for (at, &(form, group)) in forms.iter().enumerate().skip(start) {
            size += form.len() / 2 + 2;
            if seen.insert(group) && self.elsewhere(group).is_none() {
                size += 3 + self.groups[group].postings.len().min(LONG) * 5 / 2;
            }
            if size < CHUNK {
                continue;
            }
            // One long list may fill a chunk at a stroke; its other forms should still come along.
            let full = *limit.get_or_insert(size + SLACK);
            if best.is_none_or(|best| torn[at] < torn[best]) {
                best = Some(at);
            }
            if size >= full || torn[at] == 0 {
                break;
            }
        }
        best.map_or(forms.len(), |at| at + 1)
    }

    fn push(&mut self, from: Vec<u8>, forms: &[(&str, usize)]) {
        let mut out = Encoder::default();
        let (mut order, mut here): (Vec<usize>, BTreeMap<usize, usize>) = Default::default();
        let mut before: &[u8] = &[];
        for &(form, group) in forms {
            out.front_coded(before, form.as_bytes());
            before = form.as_bytes();
            if let Some(at) = here.get(&group) {
                out.number((order.len() - at + 1) as u32);
            } else if let Some(&(chunk, place)) = self.elsewhere(group) {
                out.number(1);
                out.number(chunk);
                out.number(place);
            } else {
                out.number(0);
                here.insert(group, order.len());
                order.push(group);
            }
        }
        let chunk = self.ranges.len() as u32;
        for (group, place) in here {
            self.places.entry(group).or_insert((chunk, place as u32));
        }
        let mut payload = Encoder::default();
        payload.sized(&out.0);
        self.encode(&order, &mut payload);
        self.ranges.push(Range { from, payload: payload.0 });
    }

    /// Where a group is that is not worth repeating.
    fn elsewhere(&self, group: usize) -> Option<&(u32, u32)> {
        let short = !self.one_file && self.groups[group].postings.len() <= REPEATED;
        self.places.get(&group).filter(|_| !short)
    }

    fn encode(&mut self, order: &[usize], out: &mut Encoder) {
        let groups = self.groups;
        out.number(order.len() as u32);
        let mut heads: Vec<Vec<Posting>> = Vec::new();
        for &number in order {
            let group = &groups[number];
            let (head, rest) = split(&group.postings);
            let flags = u32::from(group.stop) * 2 + u32::from(!rest.is_empty());
            out.number(group.df * 4 + flags);
            out.number(head.len() as u32);
            if !rest.is_empty() {
                out.number(self.rests.len() as u32);
                let mut payload = Encoder::default();
                payload.number(rest.len() as u32);
                encode_postings(&[rest], &mut payload);
                self.rests.push(payload.0);
            }
            heads.push(head);
        }
        encode_postings(&heads, out);
    }
}

/// Cuts a long list: what is in titles and questions and what weighs most, and the rest; both by document. Facet
/// values have no weights and stay whole.
fn split(postings: &[Posting]) -> (Vec<Posting>, Vec<Posting>) {
    let mut impacts: Vec<u8> = postings
        .iter()
        .filter(|posting| !is_prominent(posting) && posting.impact > 0.0)
        .map(|posting| impact_code(posting.impact))
        .collect();
    if postings.len() <= LONG || impacts.len() <= HEAD {
        return (postings.to_vec(), Vec::new());
    }
    impacts.sort_unstable_by(|a, b| b.cmp(a));
    // Equal impacts stay together, as far as the head does not grow by more than half.
    let least = impacts[HEAD];
    let mut room = HEAD / 2;
    postings.iter().partition(|posting| {
        let code = impact_code(posting.impact);
        let tied = code == least && room > 0;
        room -= usize::from(tied && !is_prominent(posting));
        is_prominent(posting) || code > least || tied
    })
}

/// Whether a posting stays with its term, whatever it weighs.
fn is_prominent(posting: &Posting) -> bool {
    posting.title_share > 0.0 || posting.questions > 0
}

/// The columns of some lists.
fn encode_postings(lists: &[Vec<Posting>], out: &mut Encoder) {
    for list in lists {
        let mut before = 0;
        for posting in list {
            out.number(posting.document - before);
            before = posting.document;
        }
    }
    let all = || lists.iter().flatten();
    out.0.extend(all().map(impact_byte));
    for posting in all().filter(|posting| posting.title_share > 0.0) {
        out.0.push((posting.title_share * 255.0 + 0.5).clamp(1.0, 255.0) as u8);
    }
    for posting in all().filter(|posting| posting.title_share > 0.0) {
        out.0.push(posting.title_word.min(15) << 4 | posting.title_tag & 15);
    }
    out.0.extend(all().map(|posting| posting.questions).filter(|&questions| questions > 0));
    out.0.extend(all().map(|posting| posting.section).filter(|&section| section > 0));
}
