//! BASH_ALIASES and BASH_CMDS: tables of the shell that look like arrays.

use crate::assoc::Assoc;
use crate::shell::Shell;
use crate::variables::{Attributes, Value, Variable};
use std::rc::Rc;

/// Is the variable such a table?
pub(crate) fn is_table(name: &[u8]) -> bool {
    matches!(name, b"BASH_ALIASES" | b"BASH_CMDS")
}

impl Shell {
    /// The array shows the table as it is now.
    pub(crate) fn show_table(&mut self, name: &[u8]) {
        let mut array = Assoc::default();
        if name == b"BASH_ALIASES" {
            for (name, text) in self.state.aliases.iter() {
                array.insert(name.clone(), text.clone());
            }
        } else {
            let mut names: Vec<_> = self.paths.iter().collect();
            names.sort();
            for (name, (path, _)) in names {
                array.insert(name.clone(), path.clone());
            }
        }
        let value = Value::Assoc(Rc::new(array));
        let attributes =
            self.variable(name).map_or(Attributes::ASSOC, |variable| variable.attributes);
        self.put_variable(name, Variable { value, attributes });
    }

    /// The table is what was assigned to the array.
    pub(crate) fn read_table(&mut self, name: &[u8]) {
        let Some(Value::Assoc(array)) = self.variable(name).map(|variable| variable.value.clone())
        else {
            return;
        };
        let entries = array.iter().map(|(name, text)| (name.clone(), text.clone()));
        if name == b"BASH_ALIASES" {
            self.state.aliases = Rc::new(entries.collect());
        } else {
            self.paths = entries.map(|(name, path)| (name, (path, 0))).collect();
        }
    }
}
