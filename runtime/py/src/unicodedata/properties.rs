//! Normal forms, general categories and combining classes.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::canonical_combining_class;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};

use super::character;
use crate::exception::value_error;

fallible! {
    /// `unicodedata.normalize(form, text)`
    fn normalize / try_normalize [](form: &str, text: &str) -> String {
        Ok(match form {
            "NFC" => text.nfc().collect(),
            "NFD" => text.nfd().collect(),
            "NFKC" => text.nfkc().collect(),
            "NFKD" => text.nfkd().collect(),
            _ => return Err(value_error("invalid normalization form")),
        })
    }

    /// `unicodedata.is_normalized(form, text)`
    fn is_normalized / try_is_normalized [](form: &str, text: &str) -> bool {
        Ok(try_normalize(form, text)? == text)
    }

    /// `unicodedata.category(c)`
    fn category / try_category [](c: &str) -> String {
        Ok(abbreviation(character("category", c)?.general_category()).to_owned())
    }

    /// `unicodedata.combining(c)`
    fn combining / try_combining [](c: &str) -> i64 {
        Ok(i64::from(canonical_combining_class(character("combining", c)?)))
    }
}

const fn abbreviation(category: GeneralCategory) -> &'static str {
    match category {
        GeneralCategory::UppercaseLetter => "Lu",
        GeneralCategory::LowercaseLetter => "Ll",
        GeneralCategory::TitlecaseLetter => "Lt",
        GeneralCategory::ModifierLetter => "Lm",
        GeneralCategory::OtherLetter => "Lo",
        GeneralCategory::NonspacingMark => "Mn",
        GeneralCategory::SpacingMark => "Mc",
        GeneralCategory::EnclosingMark => "Me",
        GeneralCategory::DecimalNumber => "Nd",
        GeneralCategory::LetterNumber => "Nl",
        GeneralCategory::OtherNumber => "No",
        GeneralCategory::ConnectorPunctuation => "Pc",
        GeneralCategory::DashPunctuation => "Pd",
        GeneralCategory::OpenPunctuation => "Ps",
        GeneralCategory::ClosePunctuation => "Pe",
        GeneralCategory::InitialPunctuation => "Pi",
        GeneralCategory::FinalPunctuation => "Pf",
        GeneralCategory::OtherPunctuation => "Po",
        GeneralCategory::MathSymbol => "Sm",
        GeneralCategory::CurrencySymbol => "Sc",
        GeneralCategory::ModifierSymbol => "Sk",
        GeneralCategory::OtherSymbol => "So",
        GeneralCategory::SpaceSeparator => "Zs",
        GeneralCategory::LineSeparator => "Zl",
        GeneralCategory::ParagraphSeparator => "Zp",
        GeneralCategory::Control => "Cc",
        GeneralCategory::Format => "Cf",
        GeneralCategory::Surrogate => "Cs",
        GeneralCategory::PrivateUse => "Co",
        GeneralCategory::Unassigned => "Cn",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn properties() {
        assert_eq!(normalize("NFD", "é"), "e\u{301}");
        assert_eq!(try_normalize("NFX", "é").unwrap_err().message(), "invalid normalization form");
        assert_eq!((category("A"), category("\u{301}")), ("Lu".to_owned(), "Mn".to_owned()));
        assert_eq!((combining("\u{301}"), combining("a")), (230, 0));
        assert!(try_category("ab").is_err());
    }
}
