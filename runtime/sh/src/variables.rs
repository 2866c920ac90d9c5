//! Variables: values, attributes, dynamic scope.

use crate::assoc::Assoc;
use crate::hash::Names;
use crate::items::Items;
use crate::shell::Shell;
use std::rc::Rc;

/// What a variable holds.
#[derive(Clone, Debug)]
pub enum Value {
    /// Declared without a value.
    Unset,
    /// One text.
    Text(Vec<u8>),
    /// `a=(…)`: sparse.
    Indexed(Rc<Items>),
    /// `declare -A`.
    Assoc(Rc<Assoc>),
}

/// Attributes of a variable, one bit each.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attributes(u16);

impl Attributes {
    pub const NONE: Attributes = Attributes(0);
    pub const EXPORT: Attributes = Attributes(1);
    pub const READONLY: Attributes = Attributes(2);
    pub const INTEGER: Attributes = Attributes(4);
    pub const NAMEREF: Attributes = Attributes(8);
    pub const UPPER: Attributes = Attributes(16);
    pub const LOWER: Attributes = Attributes(32);
    pub const CAPITAL: Attributes = Attributes(64);
    pub const TRACE: Attributes = Attributes(128);
    /// `declare -a` or `-A` without a value yet.
    pub const ARRAY: Attributes = Attributes(256);
    pub const ASSOC: Attributes = Attributes(512);

    /// Are all bits of `other` set?
    pub fn has(self, other: Attributes) -> bool {
        self.0 & other.0 == other.0
    }

    /// Is any bit of `other` set?
    pub fn any(self, other: Attributes) -> bool {
        self.0 & other.0 != 0
    }

    /// Both sets.
    pub const fn with(self, other: Attributes) -> Attributes {
        Attributes(self.0 | other.0)
    }

    /// Without the bits of `other`.
    pub fn without(self, other: Attributes) -> Attributes {
        Attributes(self.0 & !other.0)
    }
}

/// A variable.
#[derive(Clone, Debug)]
pub struct Variable {
    pub value: Value,
    pub attributes: Attributes,
}

impl Variable {
    /// A plain text variable.
    pub fn text(value: Vec<u8>) -> Variable {
        Variable { value: Value::Text(value), attributes: Attributes::NONE }
    }

    /// A declared variable without value.
    pub fn unset() -> Variable {
        Variable { value: Value::Unset, attributes: Attributes::NONE }
    }

    /// Is it an array of either kind?
    pub fn is_array(&self) -> bool {
        matches!(self.value, Value::Indexed(_) | Value::Assoc(_))
            || self.attributes.any(Attributes::ARRAY.with(Attributes::ASSOC))
    }

    /// Is it an associative array?
    pub fn is_assoc(&self) -> bool {
        matches!(self.value, Value::Assoc(_)) || self.attributes.has(Attributes::ASSOC)
    }

    /// The value as `$name` sees it: element 0 of an array.
    pub fn scalar(&self) -> Option<&Vec<u8>> {
        match &self.value {
            Value::Unset => None,
            Value::Text(text) => Some(text),
            Value::Indexed(array) => array.get(0),
            Value::Assoc(array) => array.get(b"0"),
        }
    }

    /// The letters of `${x@a}` and `declare -p`.
    pub fn letters(&self) -> String {
        let mut letters = String::new();
        let table = [
            (Attributes::INTEGER, 'i'),
            (Attributes::NAMEREF, 'n'),
            (Attributes::READONLY, 'r'),
            (Attributes::TRACE, 't'),
            (Attributes::EXPORT, 'x'),
            (Attributes::CAPITAL, 'c'),
            (Attributes::LOWER, 'l'),
            (Attributes::UPPER, 'u'),
        ];
        if self.is_assoc() {
            letters.push('A');
        } else if self.is_array() {
            letters.push('a');
        }
        for (attribute, letter) in table {
            if self.attributes.has(attribute) {
                letters.push(letter);
            }
        }
        letters
    }
}

/// The variables of one function call: what its locals hide.
#[derive(Clone, Debug, Default)]
pub struct Scope {
    /// The hidden variable of each local; `None`: there was none.
    pub hidden: Names<Option<Variable>>,
    /// Temporary assignments of a command (`A=1 f`), not a function's own scope.
    pub temporary: bool,
}

/// How many references may stand in a row.
const DEEPEST: usize = 8;

/// Is it a valid name?
pub fn is_name(name: &[u8]) -> bool {
    let fits = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_';
    name.iter().all(fits) && name.first().is_some_and(|byte| !byte.is_ascii_digit())
}

impl Shell {
    /// The variable that is visible under a name, namerefs not followed.
    pub fn variable(&self, name: &[u8]) -> Option<&Variable> {
        self.state.variables.get(name)
    }

    /// The variable that is visible under a name, for changes.
    pub fn variable_mut(&mut self, name: &[u8]) -> Option<&mut Variable> {
        Rc::make_mut(&mut self.state.variables).get_mut(name)
    }

    /// The variable under a name, made when absent.
    pub fn variable_entry(&mut self, name: &[u8]) -> &mut Variable {
        let variables = Rc::make_mut(&mut self.state.variables);
        if !variables.contains_key(name) {
            variables.insert(name.to_vec(), Variable::unset());
        }
        variables.get_mut(name).expect("just made")
    }

    /// Puts a variable in place, without any check.
    pub fn put_variable(&mut self, name: &[u8], variable: Variable) {
        self.locale.set(None);
        Rc::make_mut(&mut self.state.variables).insert(name.to_vec(), variable);
    }

    /// The name that a chain of namerefs ends in, with the subscript it may carry.
    pub fn resolve(&self, name: &[u8]) -> (Vec<u8>, Option<Vec<u8>>) {
        let (first, mut name) = (name, name.to_vec());
        for depth in 0..=DEEPEST {
            if depth > 0 && name == first {
                // A circle refers to nothing.
                return (Vec::new(), None);
            }
            let Some(variable) = self.variable(&name) else { break };
            if !variable.attributes.has(Attributes::NAMEREF) {
                break;
            }
            if depth == DEEPEST {
                // So long a chain leads nowhere.
                return (Vec::new(), None);
            }
            let Some(target) = variable.scalar().filter(|target| !target.is_empty()) else { break };
            let target = target.clone();
            if let Some(at) = target.iter().position(|&b| b == b'[')
                && target.ends_with(b"]")
            {
                return (target[..at].to_vec(), Some(target[at + 1..target.len() - 1].to_vec()));
            }
            name = target;
        }
        (name, None)
    }

    /// Is the name a nameref?
    pub fn is_nameref(&self, name: &[u8]) -> bool {
        self.variable(name).is_some_and(|variable| variable.attributes.has(Attributes::NAMEREF))
    }

    /// Opens a scope for locals.
    pub fn push_scope(&mut self, temporary: bool) {
        Rc::make_mut(&mut self.state.scopes).push(Scope { hidden: Names::default(), temporary });
    }

    /// Closes the innermost scope: hidden variables are visible again.
    pub fn pop_scope(&mut self) {
        let Some(scope) = Rc::make_mut(&mut self.state.scopes).pop() else { return };
        if scope.hidden.is_empty() {
            return;
        }
        self.locale.set(None);
        let touched_path = scope.hidden.contains_key(&b"PATH"[..]);
        let variables = Rc::make_mut(&mut self.state.variables);
        for (name, hidden) in scope.hidden.into_pairs() {
            match hidden {
                Some(variable) => variables.insert(name, variable),
                None => variables.remove(&name),
            };
        }
        if touched_path {
            self.forget_paths();
        }
    }

    /// Makes a name local to the innermost (function) scope: returns whether it already was.
    pub fn hide(&mut self, name: &[u8], temporary: bool) -> bool {
        let scopes = Rc::make_mut(&mut self.state.scopes);
        let at = if temporary {
            scopes.len().checked_sub(1)
        } else {
            scopes.iter().rposition(|scope| !scope.temporary)
        };
        let Some(at) = at else { return true };
        if scopes[at].hidden.contains_key(name) {
            return true;
        }
        self.locale.set(None);
        let visible = Rc::make_mut(&mut self.state.variables).remove(name);
        // A variable of the call (`x=1 f`) is the function's already: the local takes its place.
        let call = at.checked_sub(1).filter(|&call| !temporary && scopes[call].temporary);
        let hidden = call.and_then(|call| scopes[call].hidden.remove(name)).unwrap_or(visible);
        scopes[at].hidden.insert(name.to_vec(), hidden);
        if name == b"OPTIND" {
            self.state.getopts = (0, 0);
        }
        false
    }

    /// Is some function running?
    pub fn in_function(&self) -> bool {
        self.state.scopes.iter().any(|scope| !scope.temporary)
    }

    /// Removes a variable as `unset` does: a local of a caller uncovers what it hid.
    pub fn remove_variable(&mut self, name: &[u8]) {
        self.locale.set(None);
        let scopes = Rc::make_mut(&mut self.state.scopes);
        let own = scopes.iter().rposition(|scope| !scope.temporary);
        let at = scopes.iter().rposition(|scope| scope.hidden.contains_key(name));
        let variables = Rc::make_mut(&mut self.state.variables);
        match at {
            Some(at) if Some(at) != own || scopes[at].temporary => {
                match scopes[at].hidden.remove(name).flatten() {
                    Some(variable) => variables.insert(name.to_vec(), variable),
                    None => variables.remove(name),
                };
            }
            // A local of the running function stays local, without value.
            Some(_) => {
                variables.insert(name.to_vec(), Variable::unset());
            }
            None => {
                variables.remove(name);
            }
        }
        match name {
            b"PATH" => self.forget_paths(),
            b"OPTIND" => self.state.getopts = (0, 0),
            b"BASH_XTRACEFD" => self.steer_trace(),
            b"GLOBIGNORE" => {
                self.state.options.put_shopt("dotglob", false);
            }
            _ => {}
        }
    }

    /// Runs `change` on the global variable of that name (`declare -g`).
    pub fn with_global(&mut self, name: &[u8], change: impl FnOnce(&mut Shell)) {
        let at = self.state.scopes.iter().position(|scope| scope.hidden.contains_key(name));
        let Some(at) = at else { return change(self) };
        let visible = Rc::make_mut(&mut self.state.variables).remove(name);
        let scopes = Rc::make_mut(&mut self.state.scopes);
        if let Some(global) = scopes[at].hidden.insert(name.to_vec(), None).flatten() {
            self.put_variable(name, global);
        }
        change(self);
        let variables = Rc::make_mut(&mut self.state.variables);
        let global = variables.remove(name);
        if let Some(visible) = visible {
            variables.insert(name.to_vec(), visible);
        }
        Rc::make_mut(&mut self.state.scopes)[at].hidden.insert(name.to_vec(), global);
    }

    /// The names of the locals of the running function.
    pub fn local_names(&self) -> Vec<Vec<u8>> {
        let scope = self.state.scopes.iter().rev().find(|scope| !scope.temporary);
        let mut names: Vec<_> =
            scope.map(|scope| scope.hidden.keys().cloned().collect()).unwrap_or_default();
        names.sort();
        names
    }
}
