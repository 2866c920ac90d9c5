//! How much of a claim can be traced to its source: words, and runs of words.

use std::collections::{HashMap, HashSet};

use python_random::Random;
use sample_text::{make_text, words};

/// The share of the claim's words that the source has, the longest run of them, and the share of pairs of words.
fn trace(claim: &str, source: &str) -> (f64, usize, f64) {
    let (claim, source) = (claim.to_lowercase(), source.to_lowercase());
    let wanted: Vec<&str> = words(&claim).collect();
    let known: Vec<&str> = words(&source).collect();
    let mut places: HashMap<&str, Vec<usize>> = HashMap::with_capacity(known.len());
    for (place, word) in known.iter().enumerate() {
        places.entry(word).or_default().push(place);
    }
    let pairs: HashSet<(&str, &str)> = known.windows(2).map(|pair| (pair[0], pair[1])).collect();
    let bigrams = wanted
        .windows(2)
        .filter(|pair| pairs.contains(&(pair[0], pair[1])))
        .count();
    let (mut traced, mut longest) = (0, 0);
    for (start, word) in wanted.iter().enumerate() {
        let Some(found) = places.get(word) else {
            continue;
        };
        traced += 1;
        for &place in found {
            let run = wanted[start..]
                .iter()
                .zip(&known[place..])
                .take_while(|(a, b)| a == b)
                .count();
            longest = longest.max(run);
        }
    }
    let pairs = wanted.len().saturating_sub(1).max(1);
    (
        traced as f64 / wanted.len() as f64,
        longest,
        bigrams as f64 / pairs as f64,
    )
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let mut generator = Random::new(36);
    let pairs: Vec<(String, String)> = (0..6)
        .map(|_| {
            (
                make_text(&mut generator, 100),
                make_text(&mut generator, 500),
            )
        })
        .collect();
    let mut total = 0.0;
    for (claim, source) in pairs.iter().cycle().take(rounds) {
        total += trace(claim, source).0;
    }
    for (claim, source) in &pairs {
        let (share, longest, bigrams) = trace(claim, source);
        println!("{share:.4} {longest} {bigrams:.4}");
    }
    println!("total {total:.6}");
}
