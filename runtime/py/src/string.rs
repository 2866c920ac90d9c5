//! `string`

/// `string.capwords(text)`
pub fn capwords(text: &str, (): ()) -> String {
    crate::str::split(text)
        .iter()
        .map(|word| crate::str::capitalize(word))
        .collect::<Vec<_>>()
        .join(" ")
}

/// `string.capwords(text, sep)`
pub fn capwords_by(text: &str, sep: &str) -> String {
    text.split(sep).map(crate::str::capitalize).collect::<Vec<_>>().join(sep)
}
