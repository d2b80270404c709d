//! A table from content hash to value that keeps what the last build used.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use rayon::prelude::*;

/// Remembers the values of one pure function. After each [`Memo::map`] only the values that it
/// returned are kept, so the table never outgrows the knowledge base.
#[derive(Debug)]
pub struct Memo<K, V> {
    values: HashMap<K, Arc<V>>,
}

impl<K, V> Default for Memo<K, V> {
    fn default() -> Self {
        Self { values: HashMap::new() }
    }
}

impl<K: Eq + Hash + Send + Sync, V: Send + Sync> Memo<K, V> {
    /// `make(input)` for each input, in order and in parallel; values whose key was there in the
    /// last call are not made again. `key` must hold all that `make` depends on.
    pub fn map<I: Sync>(
        &mut self,
        inputs: &[I],
        key: impl Fn(&I) -> K + Sync,
        make: impl Fn(&I) -> V + Sync,
    ) -> Vec<Arc<V>> {
        let known = &self.values;
        let pairs: Vec<(K, Arc<V>)> = inputs
            .par_iter()
            .map(|input| {
                let key = key(input);
                let value = known.get(&key).cloned().unwrap_or_else(|| Arc::new(make(input)));
                (key, value)
            })
            .collect();
        let values = pairs.iter().map(|(_, value)| Arc::clone(value)).collect();
        self.values = pairs.into_iter().collect();
        values
    }

    /// How many values are kept.
    pub fn len(&self) -> usize {
        self.values.len()
    }

    /// Whether nothing is kept.
    pub fn is_empty(&self) -> bool {
        self.values.is_empty()
    }
}
