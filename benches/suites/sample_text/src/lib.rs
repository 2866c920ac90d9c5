//! The seeded texts of the suite `signals`, as its originals make them.

use python_random::Random;

const VOCABULARY: [&str; 36] = [
    "market", "report", "growth", "quarter", "demand", "supply", "region", "product", "customer",
    "revenue", "profit", "margin", "index", "policy", "budget", "project", "network", "service",
    "system", "record", "increase", "decline", "stable", "strong", "weak", "early", "late",
    "annual", "global", "local", "the", "and", "with", "from", "under", "over",
];
const NAMES: [&str; 8] = [
    "Alder",
    "Birch Lake",
    "Cedar",
    "Delta Works",
    "Elm",
    "Fjord",
    "Grove Hill",
    "Haven",
];

/// A text of so many words with names, numbers and negations among them.
#[must_use]
pub fn make_text(generator: &mut Random, count: usize) -> String {
    let mut text = String::new();
    for position in 0..count {
        if position > 0 {
            text.push(' ');
        }
        let kind = generator.random();
        if kind < 0.08 {
            text.push_str(generator.choice::<&str>(&NAMES));
        } else if kind < 0.12 {
            text.push_str(&generator.randint(1, 5000).to_string());
        } else if kind < 0.14 {
            text.push_str(&format!("{:.1}%", generator.random() * 100.0));
        } else if kind < 0.18 {
            text.push_str(generator.choice::<&str>(&["not", "never", "no"]));
        } else {
            text.push_str(generator.choice::<&str>(&VOCABULARY));
        }
        if position % 12 == 11 {
            text.push('.');
        }
    }
    text
}

/// Words in lower case: runs of letters, digits and underscores.
pub fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_alphanumeric() && c != '_')
        .filter(|word| !word.is_empty())
}
