//! Which variables there are: the program's, and those that the shell makes when somebody looks.

use crate::shell::Shell;
use crate::variables::{Attributes, Value, Variable};
use std::rc::Rc;

/// Arrays that are made when they are read.
const ARRAYS: &[&[u8]] = &[
    b"BASH_ARGC",
    b"BASH_ARGV",
    b"BASH_LINENO",
    b"BASH_SOURCE",
    b"DIRSTACK",
    b"FUNCNAME",
    b"GROUPS",
    b"PIPESTATUS",
];

impl Shell {
    /// The variable as a listing shows it; one that is computed has its value once it was read.
    pub(crate) fn described(&mut self, name: &[u8]) -> Option<Variable> {
        if self.dash {
            return self.variable(name).cloned();
        }
        if name == b"PIPESTATUS" && self.statuses.is_empty() && self.variable(name).is_none() {
            return None;
        }
        if self.is_dynamic_array(name) && self.variable(name).is_none() {
            let list = self.dynamic_array(name);
            if name == b"FUNCNAME" && list.is_empty() {
                return Some(Variable { value: Value::Unset, attributes: Attributes::ARRAY });
            }
            let elements = list.into_iter().enumerate().map(|(at, text)| (at as i64, text));
            let value = Value::Indexed(Rc::new(elements.collect()));
            return Some(Variable { value, attributes: Attributes::NONE });
        }
        if name == b"_" {
            return Some(Variable::text(self.last_word.clone()));
        }
        if self.is_dynamic(name)
            && self.variable(name).is_some_and(|variable| {
                !matches!(variable.value, Value::Unset)
                    || variable.attributes.has(Attributes::READONLY)
            })
        {
            self.refresh(name);
        }
        self.variable(name).cloned()
    }

    /// The names of all variables, sorted; `declared`: those without a value as well.
    pub(crate) fn variable_names(&self, declared: bool) -> Vec<Vec<u8>> {
        let known = self.state.variables.iter().filter(|(name, variable)| {
            declared || !matches!(variable.value, Value::Unset) || self.is_dynamic(name)
        });
        let mut names: Vec<_> = known.map(|(name, _)| name.clone()).collect();
        if !self.dash {
            let running = self.state.frames.iter().any(|frame| frame.function);
            let made = ARRAYS.iter().filter(|name| match **name {
                b"FUNCNAME" => declared || running,
                b"PIPESTATUS" => !self.statuses.is_empty(),
                _ => true,
            });
            names.extend(made.map(|name| name.to_vec()));
            names.push(b"_".to_vec());
        }
        names.sort();
        names.dedup();
        names
    }
}
