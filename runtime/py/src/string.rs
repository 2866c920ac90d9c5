//! `string`

/// `string.capwords(text)`
pub fn capwords(text: &str) -> String {
    crate::str::split(text)
        .iter()
        .map(|word| crate::str::capitalize(word))
        .collect::<Vec<_>>()
        .join(" ")
}
