//! `local name=text`, the common declaration.

use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::{Attributes, Variable};

impl Shell {
    /// `local name=text`.
    pub fn local(&mut self, line: u32, name: &str, text: impl AsRef<[u8]>) -> Checked<Status> {
        let (bytes, text) = (name.as_bytes(), text.as_ref());
        let options = self.state.options;
        let visible = self
            .variable(bytes)
            .is_none_or(|old| !old.attributes.any(Attributes::READONLY.with(Attributes::NAMEREF)));
        // What stands in the innermost scope is the function's own; a temporary assignment is handed on.
        let own = self.state.scopes.last().is_some_and(|scope| !scope.temporary);
        let before = self.state.scopes.len().checked_sub(2).map(|at| &self.state.scopes[at]);
        let temporary = before.is_some_and(|scope| scope.temporary);
        if !visible
            || !own
            || temporary
            || crate::special::steers(bytes)
            || options.xtrace()
            || options.allexport()
            || options.shopt("localvar_inherit")
        {
            return self.command(line, vec![b"local".to_vec(), [bytes, b"=", text].concat()]);
        }
        self.line = line;
        if self.hide(bytes, false) {
            let param = crate::params::param(name);
            self.store(&param, text, false)?;
        } else {
            self.put_variable(bytes, Variable::text(text.to_vec()));
        }
        self.finish(Status::OK)
    }
}
