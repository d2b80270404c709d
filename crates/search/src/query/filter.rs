//! Filters and facets: which documents pass, and how many have each value.

use alloc::vec;
use alloc::vec::Vec;

use super::{Question, facet};
use crate::found::{FIELD, RECORD};
use crate::layout::push_number;
use crate::rank::Scored;
use crate::read::{Entry, Part};

/// Which documents pass the filters: bit n is set when the document fails the filter on facet n; empty when
/// there are no filters.
pub(super) type Passing = Vec<u8>;

/// Facets that can be filtered by at the same time; a bit of [`Passing`] each.
const MOST: usize = 8;

impl Question<'_> {
    pub(super) fn passes(&self, document: u32) -> bool {
        self.passing.get(document as usize).is_none_or(|&fails| fails == 0)
    }

    /// Applies the filters.
    pub(super) fn passing(&mut self, filters: &[&str]) -> Passing {
        let mut passing = Passing::new();
        for (number, name) in names(filters).into_iter().take(MOST).enumerate() {
            passing.resize(self.index.root.documents as usize, 0);
            let bit = 1u8 << number;
            for fails in &mut passing {
                *fails |= bit;
            }
            for filter in filters.chunks_exact(2) {
                let [other, value] = filter else { continue };
                let having = if same(other, name) { self.having(name, value) } else { Vec::new() };
                for entry in having {
                    if let Some(fails) = passing.get_mut(entry.document as usize) {
                        *fails &= !bit;
                    }
                }
            }
        }
        passing
    }

    /// The documents that have a value of a facet.
    fn having(&mut self, name: &str, value: &str) -> Vec<Entry> {
        let (keep, meanings) = (self.pool.len(), self.meanings.len());
        self.add_form(facet(name, value).as_bytes(), (usize::MAX, 0.0), true);
        self.meanings.truncate(meanings);
        let having = Vec::from(self.pool.get(keep..).unwrap_or_default());
        self.pool.truncate(keep);
        having
    }

    /// Adds a record per facet: name, then each value and how many of the matching documents have it. A
    /// facet that is filtered by counts as if it were not, so that its other values can be chosen too.
    pub(super) fn count_facets(&mut self, filters: &[&str]) {
        let mut matching = vec![u8::MAX; self.index.root.documents as usize];
        for &Scored { document, .. } in &self.scored {
            let at = document as usize;
            if let Some(place) = matching.get_mut(at) {
                *place = self.passing.get(at).copied().unwrap_or_default();
            }
        }
        let names = names(filters);
        let mut facets = self.index.root.part(Part::Facets);
        while !facets.rest.is_empty() {
            let name = facets.text();
            let own = names.iter().position(|filter| same(filter, name));
            let forgiven = own.map_or(0, |number| 1u8.checked_shl(number as u32).unwrap_or(0));
            self.out.push(RECORD);
            self.out.push_str(name);
            for _ in 0..facets.count() {
                let value = facets.text();
                let mut count = 0;
                for entry in self.having(name, value) {
                    let fails = matching.get(entry.document as usize).copied();
                    count += u32::from(fails.unwrap_or(u8::MAX) & !forgiven == 0);
                }
                self.out.push(FIELD);
                self.out.push_str(value);
                self.out.push(FIELD);
                push_number(&mut self.out, count);
            }
        }
        self.bad |= facets.bad;
    }
}

/// The facets that are filtered by, each once.
fn names<'f>(filters: &[&'f str]) -> Vec<&'f str> {
    let mut names: Vec<&str> = Vec::new();
    for name in filters.iter().step_by(2) {
        if !names.iter().any(|known| same(known, name)) {
            names.push(name);
        }
    }
    names
}

/// Whether two names are of one facet.
fn same(one: &str, other: &str) -> bool {
    facet(one, "") == facet(other, "")
}
