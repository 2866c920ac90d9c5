//! Which of a hundred documents answer a query best: the ranking function BM25.

use std::collections::HashMap;

use python_random::Random;
use sample_text::{make_text, words};

const K1: f64 = 1.5;
const B: f64 = 0.75;

/// How often each word is in each document.
struct Index {
    lengths: Vec<usize>,
    /// By word: documents with counts, in ascending order.
    postings: HashMap<String, Vec<(usize, u32)>>,
    mean_length: f64,
}

impl Index {
    fn new(documents: &[String]) -> Self {
        let mut lengths = Vec::with_capacity(documents.len());
        let mut postings: HashMap<String, Vec<(usize, u32)>> = HashMap::new();
        for (number, document) in documents.iter().enumerate() {
            let lower = document.to_lowercase();
            let mut length = 0;
            for word in words(&lower) {
                length += 1;
                let places = postings.entry(word.to_owned()).or_default();
                match places.last_mut() {
                    Some((last, count)) if *last == number => *count += 1,
                    _ => places.push((number, 1)),
                }
            }
            lengths.push(length);
        }
        let mean_length = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
        Self {
            lengths,
            postings,
            mean_length,
        }
    }

    /// The best documents with their scores.
    fn query(&self, text: &str, limit: usize) -> Vec<(usize, f64)> {
        let mut scores = vec![0.0; self.lengths.len()];
        for word in words(&text.to_lowercase()) {
            let Some(places) = self.postings.get(word) else {
                continue;
            };
            let (all, some) = (self.lengths.len() as f64, places.len() as f64);
            let rarity = (1.0 + (all - some + 0.5) / (some + 0.5)).ln();
            for &(number, count) in places {
                let norm = K1 * (1.0 - B + B * self.lengths[number] as f64 / self.mean_length);
                let count = f64::from(count);
                scores[number] += rarity * count * (K1 + 1.0) / (count + norm);
            }
        }
        let mut ranking: Vec<(usize, f64)> = scores.into_iter().enumerate().collect();
        let order = |a: &(usize, f64), b: &(usize, f64)| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0));
        if limit < ranking.len() {
            ranking.select_nth_unstable_by(limit, order);
            ranking.truncate(limit);
        }
        ranking.sort_unstable_by(order);
        ranking
    }
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let mut generator = Random::new(31);
    let documents: Vec<String> = (0..100).map(|_| make_text(&mut generator, 120)).collect();
    let index = Index::new(&documents);
    let queries: Vec<String> = (0..10).map(|_| make_text(&mut generator, 6)).collect();
    let mut total = 0.0;
    for query in queries.iter().cycle().take(rounds) {
        total += index.query(query, 5)[0].1;
    }
    for (number, score) in index.query(&queries[0], 5) {
        println!("document {number}: {score:.6}");
    }
    println!("total {total:.6}");
}
