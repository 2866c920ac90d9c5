//! What each word of a command line is, before any is taken: an option, a text, or what stands behind `--`.

use super::{Parser, Spec};

/// What a text of the command line is.
pub(super) enum Word<'a> {
    Text,
    /// An option, known or not, with what stands behind its `=`.
    Option(Option<usize>, &'a str, Option<&'a str>),
    /// `--`
    End,
}

fn looks_negative(text: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit());
    text.strip_prefix('-').is_some_and(|body| match body.split_once('.') {
        None => digits(body),
        Some((whole, rest)) => (whole.is_empty() || digits(whole)) && digits(rest),
    })
}

pub(super) fn classify<'a>(
    parser: &Parser,
    specs: &[Spec],
    arguments: &'a [String],
) -> Vec<Word<'a>> {
    let negatives = specs.iter().any(|spec| spec.flags.iter().any(|flag| looks_negative(flag)));
    let find =
        |flag: &str| specs.iter().position(|spec| spec.flags.iter().any(|known| known == flag));
    let mut ended = false;
    arguments
        .iter()
        .map(|text| {
            if ended || !text.starts_with('-') || text.len() == 1 {
                return Word::Text;
            }
            if text == "--" {
                ended = true;
                return Word::End;
            }
            if let Some(index) = find(text) {
                return Word::Option(Some(index), text, None);
            }
            let (name, value) = match text.split_once('=') {
                Some((name, value)) => (name, Some(value)),
                None => (text.as_str(), None),
            };
            if let (Some(index), Some(_)) = (find(name), value) {
                return Word::Option(Some(index), name, value);
            }
            let matches = abbreviations(specs, text, name, value);
            if matches.len() > 1 {
                let names: Vec<&str> = matches.iter().map(|found| found.1).collect();
                super::error(
                    parser,
                    &format!("ambiguous option: {text} could match {}", names.join(", ")),
                );
            }
            if let Some((index, _, rest)) = matches.into_iter().next() {
                let shown = if text.starts_with("--") { name } else { &text[..2] };
                return Word::Option(Some(index), shown, rest);
            }
            if looks_negative(text) && !negatives || text.contains(' ') {
                return Word::Text;
            }
            Word::Option(None, text, None)
        })
        .collect()
}

/// The flags that a text may stand for: `--ver` for `--verbose`, `-n5` for `-n`.
fn abbreviations<'a, 'b>(
    specs: &'b [Spec],
    text: &'a str,
    name: &str,
    value: Option<&'a str>,
) -> Vec<(usize, &'b str, Option<&'a str>)> {
    let mut found = Vec::new();
    for (index, spec) in specs.iter().enumerate() {
        for flag in &spec.flags {
            if text.starts_with("--") {
                if flag.starts_with(name) {
                    found.push((index, flag.as_str(), value));
                }
            } else if flag.len() == 2 && text.starts_with(flag.as_str()) {
                found.push((index, flag.as_str(), Some(&text[2..])));
            } else if flag.starts_with(name) {
                found.push((index, flag.as_str(), value));
            }
        }
    }
    found
}
