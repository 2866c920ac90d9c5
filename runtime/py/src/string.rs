//! `string`

/// `string.capwords(text)`
pub fn capwords(text: &str, (): ()) -> String {
    crate::str::split(text)
        .iter()
        .map(|word| crate::str::capitalize(word))
        .collect::<Vec<_>>()
        .join(" ")
}

fallible! {
    /// `string.capwords(text, sep)`
    fn capwords_by / try_capwords_by [](text: &str, sep: &str) -> String {
        if sep.is_empty() {
            return Err(crate::exception::value_error("empty separator"));
        }
        Ok(text.split(sep).map(crate::str::capitalize).collect::<Vec<_>>().join(sep))
    }
}
