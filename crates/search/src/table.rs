//! Two small collections instead of the standard ones, whose code would double what a reader downloads: a
//! sorted map in a vector, and the best few of many.

use alloc::vec::Vec;

/// A sorted map for small or rarely growing contents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table<K, V>(Vec<(K, V)>);

impl<K, V> Default for Table<K, V> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<K: Ord, V> Table<K, V> {
    fn at(&self, key: &K) -> Result<usize, usize> {
        self.0.binary_search_by(|(known, _)| known.cmp(key))
    }

    /// The value of a key.
    pub fn get(&self, key: &K) -> Option<&V> {
        self.at(key).ok().map(|at| &self.0[at].1)
    }

    /// Whether the key has a value.
    pub fn has(&self, key: &K) -> bool {
        self.at(key).is_ok()
    }

    /// Sets a value.
    pub fn set(&mut self, key: K, value: V) {
        match self.at(&key) {
            Ok(at) => self.0[at].1 = value,
            Err(at) => self.0.insert(at, (key, value)),
        }
    }

    /// Takes a value out.
    pub fn take(&mut self, key: &K) -> Option<V> {
        self.at(key).ok().map(|at| self.0.remove(at).1)
    }

    /// The value of a key, made if there is none.
    pub fn value(&mut self, key: K) -> &mut V
    where
        V: Default,
    {
        let at = match self.at(&key) {
            Ok(at) => at,
            Err(at) => {
                self.0.insert(at, (key, V::default()));
                at
            }
        };
        &mut self.0[at].1
    }

    /// Keys and values in order.
    pub fn iter(&self) -> core::slice::Iter<'_, (K, V)> {
        self.0.iter()
    }

    /// Whether there is nothing.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl<'t, K, V> IntoIterator for &'t Table<K, V> {
    type Item = &'t (K, V);
    type IntoIter = core::slice::Iter<'t, (K, V)>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

/// The first `limit` of `items` in an order, sorted by it. `before` must be strict and total.
pub fn first<T>(
    items: impl Iterator<Item = T>,
    limit: usize,
    before: impl Fn(&T, &T) -> bool,
) -> Vec<T> {
    let mut kept: Vec<T> = Vec::new();
    for item in items {
        if kept.len() == limit && kept.last().is_none_or(|last| !before(&item, last)) {
            continue;
        }
        let at = kept.partition_point(|other| before(other, &item));
        kept.insert(at, item);
        kept.truncate(limit);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keeps_the_first_in_order() {
        assert_eq!(first([5, 1, 4, 2, 3].into_iter(), 3, |a, b| a < b), [1, 2, 3]);
        assert_eq!(first([5, 1].into_iter(), 0, |a, b| a < b), [0; 0]);
    }

    #[test]
    fn table_sorts_and_replaces() {
        let mut table = Table::default();
        table.set(2, 'b');
        table.set(1, 'a');
        table.set(2, 'c');
        assert_eq!(table.iter().copied().collect::<Vec<_>>(), [(1, 'a'), (2, 'c')]);
        assert_eq!((table.take(&1), table.get(&1)), (Some('a'), None));
    }
}
