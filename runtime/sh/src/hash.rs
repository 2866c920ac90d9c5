//! A quick hash for names: they are short and nobody chooses them to collide.

use std::hash::{BuildHasherDefault, Hasher};

/// A map from names.
pub type Names<V> = std::collections::HashMap<Vec<u8>, V, BuildHasherDefault<Quick>>;

/// Multiplies and rotates eight bytes at a time.
#[derive(Default)]
pub struct Quick(u64);

impl Quick {
    fn add(&mut self, word: u64) {
        self.0 = (self.0.rotate_left(5) ^ word).wrapping_mul(0x517c_c1b7_2722_0a95);
    }
}

impl Hasher for Quick {
    fn write(&mut self, bytes: &[u8]) {
        let mut chunks = bytes.chunks_exact(8);
        for chunk in &mut chunks {
            let mut word = [0; 8];
            word.copy_from_slice(chunk);
            self.add(u64::from_le_bytes(word));
        }
        let mut word = [0; 8];
        let rest = chunks.remainder();
        word[..rest.len()].copy_from_slice(rest);
        self.add(u64::from_le_bytes(word) ^ (rest.len() as u64) << 56);
    }

    fn write_usize(&mut self, length: usize) {
        self.add(length as u64);
    }

    fn finish(&self) -> u64 {
        // The table uses the high and the low bits.
        self.0 ^ self.0 >> 32
    }
}
