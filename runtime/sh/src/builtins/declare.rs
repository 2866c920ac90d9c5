//! `declare`, `typeset`, `local`, `export`, `readonly`.

use super::show::{functions, list, print_one};
use crate::arguments::{DeclArg, DeclArgs, Elements};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::{Attributes, is_name};

mod apply;
use apply::apply;

/// What the options ask for.
#[derive(Default)]
pub struct Wish {
    pub on: Attributes,
    pub off: Attributes,
    pub print: bool,
    pub global: bool,
    pub functions: bool,
    pub names_only: bool,
    pub inherit: bool,
    pub remove: bool,
    pub local: bool,
}

fn attribute(letter: u8) -> Option<Attributes> {
    Some(match letter {
        b'a' => Attributes::ARRAY,
        b'A' => Attributes::ASSOC,
        b'i' => Attributes::INTEGER,
        b'l' => Attributes::LOWER,
        b'n' => Attributes::NAMEREF,
        b'r' => Attributes::READONLY,
        b't' => Attributes::TRACE,
        b'u' => Attributes::UPPER,
        b'x' => Attributes::EXPORT,
        b'c' => Attributes::CAPITAL,
        _ => return None,
    })
}

impl Shell {
    /// `declare -A name=(…)`; `builtin` has its option with it.
    pub fn declare_array(
        &mut self,
        line: u32,
        builtin: &str,
        name: &str,
        elements: impl Into<Elements>,
    ) -> Checked<Status> {
        let mut words = builtin.split(' ');
        let builtin = words.next().unwrap_or_default();
        let args = words.fold(DeclArgs::new(), DeclArgs::text).list(name, elements);
        self.declare(line, builtin, args)
    }

    /// `declare`, `typeset`, `local`, `export`, `readonly` with array values among the arguments.
    pub fn declare(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        args: DeclArgs,
    ) -> Checked<Status> {
        self.line = line;
        if self.state.options.xtrace() {
            let mut words = vec![name.as_ref().to_vec()];
            for arg in &args.list {
                match arg {
                    DeclArg::Word(word) => words.push(word.clone()),
                    DeclArg::Array(name, elements, append) => {
                        let sign: &[u8] = if *append { b"+" } else { b"" };
                        self.trace_text([&name[..], sign, b"=", &elements.shown()].concat());
                        words.push(name.clone());
                    }
                }
            }
            self.trace(&words);
        }
        self.last_word = match args.list.last() {
            Some(DeclArg::Word(word) | DeclArg::Array(word, ..)) => word.clone(),
            _ => name.as_ref().to_vec(),
        };
        let Some(builtin) = super::find(name.as_ref()) else { return self.finish(Status(127)) };
        let outer = self.builtin.replace(builtin.name);
        let result = run(self, builtin.name, &args.list);
        self.builtin = outer;
        self.finish(result?)
    }
}

fn plain(args: &[Vec<u8>]) -> Vec<DeclArg> {
    args.iter().cloned().map(DeclArg::Word).collect()
}

/// `declare`.
pub fn declare(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    run(sh, sh.builtin.unwrap_or("declare"), &plain(args))
}

/// `local`.
pub fn local(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    run(sh, "local", &plain(args))
}

/// `export`.
pub fn export(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    run(sh, "export", &plain(args))
}

/// `readonly`.
pub fn readonly(sh: &mut Shell, args: &[Vec<u8>]) -> Checked<Status> {
    run(sh, "readonly", &plain(args))
}

fn options(sh: &mut Shell, builtin: &str, args: &[DeclArg]) -> Result<(Wish, usize), Status> {
    let mut wish = Wish::default();
    match builtin {
        "export" => wish.on = Attributes::EXPORT,
        "readonly" => wish.on = Attributes::READONLY,
        "local" => wish.local = true,
        _ => wish.local = sh.in_function(),
    }
    let mut taken = 0;
    while let Some(DeclArg::Word(word)) = args.get(taken) {
        if word == b"--" {
            taken += 1;
            break;
        }
        let (on, letters) = match word.as_slice() {
            [b'-', letters @ ..] if !letters.is_empty() => (true, letters),
            [b'+', letters @ ..]
                if !letters.is_empty() && builtin != "export" && builtin != "readonly" =>
            {
                (false, letters)
            }
            _ => break,
        };
        taken += 1;
        for letter in letters {
            let exporting = matches!(builtin, "export" | "readonly");
            match (*letter, attribute(*letter)) {
                (b'p', _) => wish.print = true,
                (b'g', _) if !exporting => (wish.global, wish.local) = (true, false),
                (b'f', _) => wish.functions = true,
                (b'F', _) if !exporting => (wish.functions, wish.names_only) = (true, true),
                (b'I', _) if !exporting => wish.inherit = true,
                (b'n', _) if builtin == "export" => wish.remove = true,
                (_, Some(attribute)) if on => {
                    wish.on = wish.on.with(attribute);
                    let opposite = match letter {
                        b'u' => Attributes::LOWER,
                        b'l' => Attributes::UPPER,
                        _ => Attributes::NONE,
                    };
                    wish.off = wish.off.with(opposite);
                }
                (_, Some(attribute)) => wish.off = wish.off.with(attribute),
                _ => {
                    let sign = if on { "-" } else { "+" };
                    sh.builtin_error(builtin, format!("{sign}{}: invalid option", *letter as char));
                    return Err(Status(2));
                }
            }
        }
    }
    Ok((wish, taken))
}

fn run(sh: &mut Shell, builtin: &'static str, args: &[DeclArg]) -> Checked<Status> {
    if builtin == "local" && !sh.in_function() {
        sh.builtin_error("local", "can only be used in a function");
        return Ok(Status(1));
    }
    let (wish, taken) = match options(sh, builtin, args) {
        Ok(found) => found,
        Err(status) => return Ok(status),
    };
    let rest = &args[taken..];
    if wish.functions {
        return Ok(functions(sh, builtin, &wish, rest));
    }
    if rest.is_empty() {
        list(sh, builtin, &wish);
        return Ok(Status::OK);
    }
    let mut fine = true;
    for arg in rest {
        let one = if wish.print && !matches!(builtin, "export" | "readonly") {
            print_one(sh, builtin, arg)
        } else {
            one(sh, builtin, &wish, arg)?
        };
        fine &= one;
    }
    Ok(Status::from(fine))
}

/// Name, subscript, text, whether it is appended.
type Parsed = (Vec<u8>, Option<Vec<u8>>, Option<Vec<u8>>, bool);

/// `name`, `name=text`, `name+=text`, with what stands in brackets after the name.
fn parse(word: &[u8]) -> Parsed {
    let name_end = word
        .iter()
        .position(|byte| !byte.is_ascii_alphanumeric() && *byte != b'_')
        .unwrap_or(word.len());
    let mut at = name_end;
    let mut subscript = None;
    if word.get(at) == Some(&b'[')
        && let Some(end) = word[at..].iter().position(|byte| *byte == b']')
    {
        subscript = Some(word[at + 1..at + end].to_vec());
        at += end + 1;
    }
    let append = word.get(at) == Some(&b'+') && word.get(at + 1) == Some(&b'=');
    at += usize::from(append);
    if word.get(at) == Some(&b'=') {
        return (word[..name_end].to_vec(), subscript, Some(word[at + 1..].to_vec()), append);
    }
    if at == word.len() {
        return (word[..name_end].to_vec(), subscript, None, false);
    }
    let name = word.split(|byte| *byte == b'=').next().unwrap_or_default().to_vec();
    (name, None, None, false)
}

fn one(sh: &mut Shell, builtin: &'static str, wish: &Wish, arg: &DeclArg) -> Checked<bool> {
    let (name, subscript, text, append) = match arg {
        DeclArg::Word(word) => parse(word),
        DeclArg::Array(name, _, append) => (name.clone(), None, None, *append),
    };
    if !is_name(&name) || subscript.as_ref().is_some_and(Vec::is_empty) {
        if builtin == "local" && name == b"-" {
            return Ok(true);
        }
        let (DeclArg::Word(shown) | DeclArg::Array(shown, ..)) = arg;
        sh.builtin_error(builtin, [b"`", &shown[..], b"': not a valid identifier"].concat());
        return Ok(false);
    }
    // Without a value `readonly -a` makes no array.
    let arrays = Attributes::ARRAY.with(Attributes::ASSOC);
    let bare = Wish { on: wish.on.without(arrays), ..*wish };
    let no_value = text.is_none() && matches!(arg, DeclArg::Word(_));
    let wish = if builtin == "readonly" && no_value { &bare } else { wish };
    let elements = match arg {
        DeclArg::Array(_, elements, _) => Some(elements.clone()),
        DeclArg::Word(_) => None,
    };
    if wish.global && sh.state.scopes.iter().any(|scope| scope.hidden.contains_key(&name)) {
        let mut result = Ok(true);
        sh.with_global(&name.clone(), |sh| {
            result = apply(sh, builtin, wish, name, subscript, text, elements, append)
        });
        return result;
    }
    apply(sh, builtin, wish, name, subscript, text, elements, append)
}
