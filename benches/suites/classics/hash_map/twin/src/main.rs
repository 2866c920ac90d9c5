//! A hash map with chained buckets; the hash is a function pointer.

use std::fmt::Write;

struct Map {
    buckets: Vec<Vec<(String, i64)>>,
    size: usize,
    hash: fn(&str) -> u32,
}

fn fnv1a(key: &str) -> u32 {
    key.bytes().fold(2_166_136_261, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(16_777_619)
    })
}

fn by_length(key: &str) -> u32 {
    (key.len() as u32).wrapping_mul(2_654_435_761)
}

impl Map {
    fn new(capacity: usize, hash: fn(&str) -> u32) -> Self {
        Self {
            buckets: vec![Vec::new(); capacity],
            size: 0,
            hash,
        }
    }

    /// The value of a key; a new 0 when it is missing.
    fn at(&mut self, key: &str) -> &mut i64 {
        let place = (self.hash)(key) as usize % self.buckets.len();
        let bucket = &mut self.buckets[place];
        let found = bucket
            .iter()
            .position(|(known, _)| known == key)
            .unwrap_or_else(|| {
                self.size += 1;
                bucket.push((key.to_owned(), 0));
                bucket.len() - 1
            });
        &mut bucket[found].1
    }
}

fn count_keys(map: &mut Map, rounds: i64) {
    let mut state = 99_u32;
    let mut key = String::new();
    for i in 0..rounds {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        key.clear();
        let _ = write!(key, "key-{}", (state >> 16) % 1000);
        *map.at(&key) += i % 7;
    }
}

fn main() {
    let rounds: i64 = std::env::args()
        .nth(1)
        .map_or(500, |text| text.parse().expect("a number"));
    let variants: [(&str, fn(&str) -> u32, usize, i64); 2] = [
        ("fnv1a", fnv1a, 1024, rounds),
        ("length", by_length, 64, rounds / 50),
    ];
    for (name, hash, capacity, rounds) in variants {
        let mut map = Map::new(capacity, hash);
        count_keys(&mut map, rounds);
        let sum: i64 = map.buckets.iter().flatten().map(|(_, value)| value).sum();
        let longest = map.buckets.iter().map(Vec::len).max().unwrap_or(0);
        println!(
            "{name}: {} keys, sum {sum}, longest chain {longest}",
            map.size
        );
    }
}
