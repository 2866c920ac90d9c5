//! Count the words of a generated text and show the most frequent ones.

use std::cmp::Reverse;
use std::collections::HashMap;

const SYLLABLES: [&str; 10] = ["ba", "ko", "mi", "ter", "ol", "an", "du", "ri", "sha", "ve"];

/// Pseudo-random words of one to three syllables.
fn words(count: usize) -> impl Iterator<Item = String> {
    let mut state = 12345_u64;
    let mut next = move || {
        state = (state * 1_103_515_245 + 12345) % 2_147_483_648;
        (state / 65536) as usize
    };
    (0..count).map(move |_| {
        (0..next() % 3 + 1)
            .map(|_| SYLLABLES[next() % 10])
            .collect()
    })
}

fn main() {
    let count = std::env::args()
        .nth(1)
        .map_or(1000, |text| text.parse().expect("a number"));
    let mut counts: HashMap<String, usize> = HashMap::new();
    for word in words(count) {
        *counts.entry(word).or_insert(0) += 1;
    }
    let mut ranked: Vec<(&String, &usize)> = counts.iter().collect();
    ranked.sort_unstable_by_key(|&(word, seen)| (Reverse(seen), word));
    for (word, seen) in ranked.iter().take(10) {
        println!("{word:<10}{seen:>8}");
    }
    let letters: usize = counts.iter().map(|(word, seen)| word.len() * seen).sum();
    println!("{} different words, {letters} letters", counts.len());
}
