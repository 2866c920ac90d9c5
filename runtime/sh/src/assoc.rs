//! Associative arrays in bash's iteration order.

use std::collections::HashMap;

const BUCKETS: u32 = 1024;

/// A map from text to text that iterates as bash's hash table does: by bucket, newest entry of a bucket first.
#[derive(Clone, Debug, Default)]
pub struct Assoc {
    entries: HashMap<Vec<u8>, (u64, Vec<u8>)>,
    inserted: u64,
}

/// The bucket of a key among so many in bash's tables.
pub(crate) fn bucket(key: &[u8], buckets: u32) -> u32 {
    let hash = key.iter().fold(2_166_136_261_u32, |hash, byte| {
        // bash adds a signed char.
        hash.wrapping_mul(16_777_619) ^ (*byte as i8 as i32 as u32)
    });
    hash & (buckets - 1)
}

impl Assoc {
    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Option<&Vec<u8>> {
        self.entries.get(key).map(|(_, value)| value)
    }

    /// Sets a key; a new one comes first in its bucket.
    pub fn insert(&mut self, key: Vec<u8>, value: Vec<u8>) {
        self.inserted += 1;
        let sequence = self.inserted;
        self.entries
            .entry(key)
            .and_modify(|entry| entry.1.clone_from(&value))
            .or_insert((sequence, value));
    }

    /// Removes a key.
    pub fn remove(&mut self, key: &[u8]) {
        self.entries.remove(key);
    }

    /// How many keys there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Has it no keys?
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// Keys and values in bash's order.
    pub fn iter(&self) -> impl Iterator<Item = (&Vec<u8>, &Vec<u8>)> {
        let mut buckets = BUCKETS;
        while self.entries.len() as u64 > u64::from(buckets) * 2 {
            buckets *= 4;
        }
        let mut order: Vec<_> = self.entries.iter().collect();
        order.sort_by_key(|(key, (sequence, _))| {
            (bucket(key, buckets), std::cmp::Reverse(*sequence))
        });
        order.into_iter().map(|(key, (_, value))| (key, value))
    }
}
