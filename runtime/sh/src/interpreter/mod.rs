//! Text that is known only at run time: `eval`, `source`, the texts of traps. A parser of bash's language and an evaluator over the
//! same state and expansion code that translated scripts use.

mod alias;
mod ansi;
mod ast;
mod braces;
mod command;
mod compound;
mod cursor;
mod expand;
mod here;
mod parameter;
mod redirection;
mod run;
mod simple;
mod test;
mod word;

use crate::shell::Shell;
use crate::status::{Checked, Status};

/// Runs a text as `eval` does; `line` is the line of its first line. A syntax error is said, status 2.
pub fn eval(sh: &mut Shell, line: u32, text: &[u8]) -> Checked<Status> {
    run::eval(sh, line, text)
}

/// A text with its expansions made, as in a here-document; `None` when it has a mistake or an expansion fails.
pub fn expand(sh: &mut Shell, text: &[u8]) -> Option<Vec<u8>> {
    let mut cursor = cursor::Cursor::new(text, sh.line);
    let mode = word::Mode { here: true, ..word::Mode::default() };
    let found = word::word(&mut cursor, mode).ok()?;
    expand::text(sh, &found).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The line and the message of the first mistake.
    fn parses(text: &[u8]) -> Result<(), (u32, String)> {
        let mut cursor = cursor::Cursor::new(text, 1);
        command::list_until(&mut cursor, None)
            .map(|_| ())
            .map_err(|error| (error.line, error.message))
    }

    #[test]
    fn accepts_what_bash_accepts() {
        for text in [
            "if true; then echo a; elif false; then :; else b; fi",
            "for ((i = 0; i < 3; i++)); do echo $i; done >out 2>&1",
            "case $x in (a|b*) echo 1 ;;& [!c]) ;; esac",
            "cat <<A <<'B'\n$x\nA\n$y\nB\necho z",
            "f() { local -a x=(1 [3]=2); echo \"${x[@]:1:2}\"; }",
            "[[ $a =~ ^(b|c)+$ && ! -f d ]] || (( a > 2 ? b : c ))",
            "echo $(( (1 + 2) * 3 )) $( (echo sub) ) `echo \\`echo in\\`` ${x//[a-z]/\\}}",
            "a=(x y) b+=z c[1]=2 cmd {1..3} ~user <(ls) >&2 &",
            "echo $'a\\'b' \"$\" # comment",
        ] {
            assert_eq!(parses(text.as_bytes()), Ok(()), "{text}");
        }
    }

    #[test]
    fn says_where_it_stops() {
        for (text, line, message) in [
            ("echo a\nfi", 2, "syntax error near unexpected token `fi'"),
            ("if true; then", 1, "syntax error: unexpected end of file"),
            ("echo 'a", 1, "unexpected EOF while looking for matching `''"),
            ("a ( b", 1, "syntax error near unexpected token `('"),
        ] {
            assert_eq!(parses(text.as_bytes()), Err((line, message.to_owned())), "{text}");
        }
    }
}
