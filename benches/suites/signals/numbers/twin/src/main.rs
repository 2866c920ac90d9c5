//! Are the numbers of a claim those of its source, rounded as they may be.

use python_random::Random;
use sample_text::make_text;

/// Values, and whether they are percentages.
fn numbers_of(text: &str) -> Vec<(f64, bool)> {
    let bytes = text.as_bytes();
    let digits_from = |start: usize| {
        bytes[start..]
            .iter()
            .take_while(|byte| byte.is_ascii_digit())
            .count()
    };
    let mut found = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let whole = digits_from(at);
        if whole == 0 {
            at += 1;
            continue;
        }
        let mut end = at + whole;
        if bytes.get(end) == Some(&b'.') {
            let fraction = digits_from(end + 1);
            if fraction > 0 {
                end += 1 + fraction;
            }
        }
        let percent = bytes.get(end) == Some(&b'%');
        found.push((text[at..end].parse().expect("digits"), percent));
        at = end + usize::from(percent);
    }
    found
}

/// The share of the claim's numbers that are near one of the source's of the same kind.
fn consistency(claim: &str, source: &str, tolerance: f64) -> f64 {
    let wanted = numbers_of(claim);
    if wanted.is_empty() {
        return 1.0;
    }
    let known = numbers_of(source);
    let is_known = |&&(value, percent): &&(f64, bool)| {
        let limit = tolerance * value.abs().max(1.0);
        known
            .iter()
            .any(|&(near, other)| percent == other && (value - near).abs() <= limit)
    };
    wanted.iter().filter(is_known).count() as f64 / wanted.len() as f64
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let mut generator = Random::new(34);
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
        total += consistency(claim, source, 0.02);
    }
    for (claim, source) in &pairs {
        println!(
            "{} {} {:.4}",
            numbers_of(claim).len(),
            numbers_of(source).len(),
            consistency(claim, source, 0.02)
        );
    }
    println!("total {total:.6}");
}
