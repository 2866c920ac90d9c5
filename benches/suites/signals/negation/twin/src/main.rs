//! Words that a claim negates and its source does not, or the other way round.

use std::collections::HashMap;

use python_random::Random;
use sample_text::{make_text, words};

const REACH: usize = 3;

/// For each word but the smallest: is it negated wherever it stands? The words behind a negation are, up to the sentence's end.
fn polarity(lower: &str) -> HashMap<&str, bool> {
    let mut found = HashMap::new();
    for sentence in lower.split('.') {
        let mut left = 0_usize;
        for word in words(sentence) {
            match word {
                "not" | "never" | "no" | "none" | "without" => left = REACH,
                "the" | "and" | "with" | "from" | "under" | "over" => {}
                _ if word.bytes().all(|byte| byte.is_ascii_digit()) => {}
                _ => {
                    *found.entry(word).or_insert(true) &= left > 0;
                    left = left.saturating_sub(1);
                }
            }
        }
    }
    found
}

fn flips(claim: &str, source: &str) -> Vec<String> {
    let (claim, source) = (claim.to_lowercase(), source.to_lowercase());
    let known = polarity(&source);
    let mut found: Vec<String> = polarity(&claim)
        .into_iter()
        .filter(|(word, negated)| known.get(word).is_some_and(|other| other != negated))
        .map(|(word, _)| word.to_owned())
        .collect();
    found.sort_unstable();
    found
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let mut generator = Random::new(35);
    let pairs: Vec<(String, String)> = (0..6)
        .map(|_| {
            (
                make_text(&mut generator, 100),
                make_text(&mut generator, 500),
            )
        })
        .collect();
    let mut total = 0;
    for (claim, source) in pairs.iter().cycle().take(rounds) {
        total += flips(claim, source).len();
    }
    for (claim, source) in &pairs {
        println!("{}", flips(claim, source).join(" "));
    }
    println!("total {total}");
}
