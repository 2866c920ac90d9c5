//! `eval` and `ast.literal_eval`: expressions that are known only as text. They see builtin functions and the names that they are given.

use crate::any::Any;
use crate::exception::Exception;

mod lexer;
mod parser;
mod run;

/// An expression.
#[derive(Debug)]
enum Node {
    Value(Any),
    Name(String),
    Tuple(Vec<Node>),
    List(Vec<Node>),
    Set(Vec<Node>),
    Dict(Vec<(Node, Node)>),
    Unary(&'static str, Box<Node>),
    Binary(&'static str, Box<Node>, Box<Node>),
    Compare(Box<Node>, Vec<(&'static str, Node)>),
    And(Vec<Node>),
    Or(Vec<Node>),
    If(Box<[Node; 3]>),
    Call(Box<Node>, Vec<Node>),
    /// `value.name`, which nothing here looks up.
    Attribute,
    Index(Box<Node>, Box<Node>),
    Slice(Box<Node>, Box<[Option<Node>; 3]>),
}

fn syntax_error(message: &str) -> Exception {
    Exception::new("SyntaxError Exception", format!("{message} (<string>, line 1)"))
}

/// Ends the program where a text asks for more than this file knows: a wrong value would be worse.
fn beyond(what: &str) -> ! {
    panic!("`eval` of a text with {what}, which is not supported")
}

fallible! {
    /// `eval(text)`; `names` are those that the program has where it asks, which the text cannot see.
    fn eval / try_eval [](text: &str, names: &str) -> Any {
        let found = parser::parse(text)?;
        run::evaluate(&found, &run::Names { hidden: names, globals: &Any::None, locals: &Any::None })
    }

    /// `eval(text, globals, locals)`
    fn eval_in / try_eval_in [](text: &str, globals: &Any, locals: &Any) -> Any {
        let found = parser::parse(text)?;
        run::evaluate(&found, &run::Names { hidden: "", globals, locals })
    }

    /// `ast.literal_eval(text)`
    fn literal / try_literal [](text: &str) -> Any {
        let found = parser::parse(text).map_err(|error| {
            Exception::new("SyntaxError Exception", error.message().replace("(<string>,", "(<unknown>,"))
        })?;
        run::literal(&found)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        match try_eval(text, "hidden") {
            Ok(value) => crate::repr(&value).to_string(),
            Err(error) => error.summary(),
        }
    }

    #[test]
    fn expressions_have_their_values() {
        for (text, want) in [
            ("1 + 2 * 3 ** 2 // 4 - -5", "10"),
            (
                " (1, 'a' 'b', [2.5, None], {1: True}, {3}) ",
                "(1, 'ab', [2.5, None], {1: True}, {3})",
            ),
            ("2 ** -1", "0.5"),
            ("-2 ** 2", "-4"),
            ("1 < 2 <= 2 != 3", "True"),
            ("not 1 or 0 and x", "0"),
            ("'yes' if 3 in [1, 3] else 'no'", "'yes'"),
            ("max(1, 5, 2) + len('abc') + abs(-1)", "9"),
            ("[1, 2, 3][1:][0]", "2"),
            ("0x1F + 0b11 + 1_000", "1034"),
            ("b'a\\x00' + b'c'", "b'a\\x00c'"),
            ("1 / 0", "ZeroDivisionError: division by zero"),
            ("1 +", "SyntaxError: invalid syntax (<string>, line 1)"),
            ("missing", "NameError: name 'missing' is not defined"),
        ] {
            assert_eq!(shown(text), want, "{text}");
        }
    }

    #[test]
    fn literals_are_nothing_but_literals() {
        assert_eq!(
            crate::repr(&literal("{'a': [1, -2.5, (None,)]}")).to_string(),
            "{'a': [1, -2.5, (None,)]}"
        );
        assert!(
            try_literal("1 + x").unwrap_err().summary().starts_with(
                "ValueError: malformed node or string on line 1: <ast.BinOp object at "
            )
        );
    }
}
