//! Which names two texts share.

use std::collections::HashSet;

use python_random::Random;
use sample_text::make_text;

/// The end of a capitalised word that begins at `start`, if one does.
fn word_end(bytes: &[u8], start: usize) -> Option<usize> {
    if !bytes.get(start)?.is_ascii_uppercase() {
        return None;
    }
    let length = bytes[start + 1..]
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase())
        .count();
    let end = start + 1 + length;
    let inside = bytes
        .get(end)
        .is_some_and(|byte| byte.is_ascii_alphanumeric() || *byte == b'_');
    (length > 0 && !inside).then_some(end)
}

/// Capitalised words, several in a row as one name.
fn names_of(text: &str) -> HashSet<&str> {
    let bytes = text.as_bytes();
    let mut names = HashSet::new();
    let mut at = 0;
    let mut in_word = false;
    while at < bytes.len() {
        match word_end(bytes, at) {
            Some(mut end) if !in_word => {
                while bytes.get(end) == Some(&b' ') {
                    let Some(next) = word_end(bytes, end + 1) else {
                        break;
                    };
                    end = next;
                }
                names.insert(&text[at..end]);
                at = end;
            }
            _ => {
                in_word = bytes[at].is_ascii_alphanumeric() || bytes[at] == b'_';
                at += 1;
            }
        }
    }
    names
}

/// The share of the claim's names that the source has.
fn overlap(claim: &str, source: &str) -> f64 {
    let wanted = names_of(claim);
    if wanted.is_empty() {
        return 1.0;
    }
    wanted.intersection(&names_of(source)).count() as f64 / wanted.len() as f64
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let mut generator = Random::new(33);
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
        total += overlap(claim, source);
    }
    for (claim, source) in &pairs {
        let mut lost: Vec<&str> = names_of(claim)
            .difference(&names_of(source))
            .copied()
            .collect();
        lost.sort_unstable();
        let shown = if lost.is_empty() {
            "-".to_owned()
        } else {
            lost.join(", ")
        };
        println!("{shown} {:.4}", overlap(claim, source));
    }
    println!("total {total:.6}");
}
