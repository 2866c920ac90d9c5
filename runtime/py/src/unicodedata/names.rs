//! Names of characters.

use super::character;
use crate::exception::{Result, key_error, value_error};

fn known(c: &str) -> Result<Option<String>> {
    Ok(unicode_names2::name(character("name", c)?).map(|name| name.to_string()))
}

fallible! {
    /// `unicodedata.name(c)`
    fn name / try_name [](c: &str) -> String {
        known(c)?.ok_or_else(|| value_error("no such name"))
    }

    /// `unicodedata.name(c, default)`
    fn name_or / try_name_or [](c: &str, default: &str) -> String {
        Ok(known(c)?.unwrap_or_else(|| default.to_owned()))
    }

    /// `unicodedata.name(c, None)`
    fn name_or_none / try_name_or_none [](c: &str, _default: ()) -> Option<String> {
        known(c)
    }

    /// `unicodedata.lookup(name)`
    fn lookup / try_lookup [](name: &str) -> String {
        match unicode_names2::character(name) {
            Some(c) => Ok(c.to_string()),
            None => Err(key_error(&format!("undefined character name '{name}'"))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names() {
        assert_eq!(name("é"), "LATIN SMALL LETTER E WITH ACUTE");
        assert_eq!((name_or("\n", "-"), name_or_none("\n", ())), ("-".to_owned(), None));
        assert_eq!(lookup("BULLET"), "•");
        assert!(try_lookup("NO SUCH").is_err());
    }
}
