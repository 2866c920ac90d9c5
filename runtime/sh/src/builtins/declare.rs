//! `declare`, `typeset`, `local`, `export`, `readonly`.

use super::show::{functions, list, print_one};
use crate::arguments::{DeclArg, DeclArgs, Elements};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::{Attributes, Value, Variable, is_name};
use std::rc::Rc;

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

#[allow(clippy::too_many_arguments, reason = "the parts of one declaration")]
fn apply(
    sh: &mut Shell,
    builtin: &'static str,
    wish: &Wish,
    name: Vec<u8>,
    subscript: Option<Vec<u8>>,
    text: Option<Vec<u8>>,
    elements: Option<Elements>,
    append: bool,
) -> Checked<bool> {
    // A nameref's own attributes are changed only by -n; others go to what it refers to.
    let about_ref = wish.on.has(Attributes::NAMEREF) || wish.off.has(Attributes::NAMEREF);
    let name = if wish.local || about_ref {
        name
    } else {
        let (target, inner) = sh.resolve(&name);
        // An element has no attributes of its own.
        if let Some(inner) =
            inner.or_else(|| subscript.clone()).filter(|_| matches!(builtin, "export" | "readonly"))
        {
            let message = [b"`", &target[..], b"[", &inner, b"]': not a valid identifier"].concat();
            sh.builtin_error(builtin, message);
            // Of what a reference refers to it is not told.
            return Ok(target != name);
        }
        target
    };
    if wish.local {
        if sh.variable(&name).is_some_and(|variable| variable.attributes.has(Attributes::READONLY))
        {
            sh.builtin_error(builtin, [&name[..], b": readonly variable"].concat());
            return Ok(false);
        }
        let inherited = if wish.inherit || sh.state.options.shopt("localvar_inherit") {
            sh.variable(&name).cloned()
        } else {
            None
        };
        let temporary = sh.temporary_value(&name);
        if !sh.hide(&name, false) {
            let variable = inherited.or(temporary).unwrap_or_else(Variable::unset);
            sh.put_variable(&name, variable);
        }
    }
    let existing = sh.variable(&name).cloned();
    if let Some(existing) = &existing {
        let changes = text.is_some() || elements.is_some() || wish.off.has(Attributes::READONLY);
        if existing.attributes.has(Attributes::READONLY) && changes {
            sh.builtin_error(builtin, [&name[..], b": readonly variable"].concat());
            return Ok(false);
        }
        if wish.on.has(Attributes::ASSOC) && matches!(existing.value, Value::Indexed(_)) {
            sh.builtin_error(
                builtin,
                [&name[..], b": cannot convert indexed to associative array"].concat(),
            );
            return Ok(false);
        }
        if wish.on.has(Attributes::ARRAY) && existing.is_assoc() {
            sh.builtin_error(
                builtin,
                [&name[..], b": cannot convert associative to indexed array"].concat(),
            );
            return Ok(false);
        }
        if wish.off.any(Attributes::ARRAY.with(Attributes::ASSOC)) && existing.is_array() {
            sh.builtin_error(
                builtin,
                [&name[..], b": cannot destroy array variables in this way"].concat(),
            );
            return Ok(false);
        }
    }
    if wish.on.has(Attributes::NAMEREF)
        && text.is_none()
        && let Some(old) = existing.as_ref().and_then(|variable| variable.scalar())
        && crate::params::Param::parse(old).is_none_or(|param| !is_name(param.name()))
        && !old.is_empty()
    {
        let message = [b"`", &old[..], b"': invalid variable name for name reference"].concat();
        sh.builtin_error(builtin, message);
        return Ok(false);
    }
    if wish.on.has(Attributes::NAMEREF)
        && let Some(target) = &text
    {
        if *target == name && !wish.local {
            sh.builtin_error(
                builtin,
                [&name[..], b": nameref variable self references not allowed"].concat(),
            );
            return Ok(false);
        }
        let fine = crate::params::Param::parse(target).is_some_and(|param| is_name(param.name()));
        if !fine && !target.is_empty() {
            let message =
                [b"`", &target[..], b"': invalid variable name for name reference"].concat();
            sh.builtin_error(builtin, message);
            return Ok(false);
        }
    }
    if wish.on.has(Attributes::NAMEREF) && wish.on.any(Attributes::ARRAY.with(Attributes::ASSOC)) {
        // An array is no reference.
        let variable = sh.variable_entry(&name);
        variable.attributes = variable.attributes.without(Attributes::NAMEREF);
    }
    let variable = sh.variable_entry(&name);
    // Read-only comes last, so that this very command may assign.
    let mut on = wish.on.without(Attributes::READONLY);
    if on.any(Attributes::ARRAY.with(Attributes::ASSOC)) {
        on = on.without(Attributes::NAMEREF);
    }
    if on.has(Attributes::ASSOC) {
        on = on.without(Attributes::ARRAY);
    }
    variable.attributes = variable.attributes.with(on).without(wish.off);
    if wish.remove {
        variable.attributes = variable.attributes.without(Attributes::EXPORT);
    }
    if on.has(Attributes::ASSOC) && !matches!(variable.value, Value::Assoc(_)) {
        let mut array = crate::assoc::Assoc::default();
        variable.value = match &variable.value {
            Value::Text(old) => {
                array.insert(b"0".to_vec(), old.clone());
                Value::Assoc(Rc::new(array))
            }
            _ => Value::Unset,
        };
    } else if on.has(Attributes::ARRAY)
        && let Value::Text(old) = &variable.value
    {
        variable.value = Value::Indexed(Rc::new([(0, old.clone())].into_iter().collect()));
    }
    if let Some(text) = &text
        && matches!(builtin, "export" | "readonly")
    {
        let sign: &[u8] = if append { b"+" } else { b"" };
        sh.trace_assignment([&name[..], sign].concat(), text);
    }
    let fine = if let Some(elements) = elements {
        sh.try_assign_array(&name, elements, append)?
    } else if let Some(text) = text {
        if on.has(Attributes::NAMEREF) {
            sh.variable_entry(&name).value = Value::Text(text);
            true
        } else {
            let whole = text.starts_with(b"(") && text.ends_with(b")");
            if whole && sh.variable_entry(&name).is_array() {
                // `declare -a a='(1 2)'`.
                let elements = sh.compound_text(&text[1..text.len() - 1]);
                return finished(sh, wish, &name, |sh| {
                    sh.try_assign_array(&name, elements, append)
                });
            }
            let param = match subscript {
                Some(subscript) if sh.variable_entry(&name).is_assoc() => {
                    let key = sh.expand_plain(&subscript);
                    crate::params::elem(&name, key)
                }
                Some(subscript) => {
                    let index = if subscript.contains(&b'$') || subscript.contains(&b'`') {
                        sh.expand_plain(&subscript)
                    } else {
                        subscript
                    };
                    crate::params::elem(&name, index)
                }
                None => crate::params::Param::Name(name[..].into()),
            };
            sh.store(&param, &text, append)?
        }
    } else {
        if subscript.is_some() && !sh.variable_entry(&name).is_array() {
            let variable = sh.variable_entry(&name);
            variable.attributes = variable.attributes.with(Attributes::ARRAY);
        }
        true
    };
    if wish.on.has(Attributes::ARRAY.with(Attributes::ASSOC)) {
        let what = b": cannot convert associative to indexed array";
        sh.builtin_error(builtin, [&name[..], what].concat());
        return Ok(false);
    }
    finished(sh, wish, &name, |_| Ok(fine))
}

/// The assignment, then what comes after it: `-r`.
fn finished(
    sh: &mut Shell,
    wish: &Wish,
    name: &[u8],
    assign: impl FnOnce(&mut Shell) -> Checked<bool>,
) -> Checked<bool> {
    let fine = assign(sh)?;
    if wish.on.has(Attributes::READONLY) {
        let variable = sh.variable_entry(name);
        variable.attributes = variable.attributes.with(Attributes::READONLY);
    }
    Ok(fine)
}

impl Shell {
    /// The value that a temporary assignment of the running function's call gave a name: locals start from it.
    fn temporary_value(&self, name: &[u8]) -> Option<Variable> {
        let scopes = &self.state.scopes;
        let own = scopes.iter().rposition(|scope| !scope.temporary)?;
        let at = scopes[..own].iter().rposition(|scope| scope.hidden.contains_key(name))?;
        scopes[at].temporary.then(|| self.variable(name).cloned()).flatten()
    }
}
