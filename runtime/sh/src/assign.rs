//! Assignments, with the attributes of variables.

use crate::params::Param;
use crate::shell::Shell;
use crate::short::Short;
use crate::status::{Checked, Status};
use crate::variables::{Attributes, Value, Variable, is_name};
use std::rc::Rc;

/// Attributes that change a text which is assigned.
pub(crate) const CHANGING: Attributes =
    Attributes::INTEGER.with(Attributes::UPPER).with(Attributes::LOWER).with(Attributes::CAPITAL);

impl Shell {
    /// `name=text`.
    pub fn assign(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Checked<()> {
        let (name, text) = (name.as_ref(), text.as_ref());
        if self.overwrite(name, text) {
            return Ok(());
        }
        self.stored(&Param::Name(name.into()), text, false)
    }

    /// The common assignment: to a text variable that nothing is special about.
    fn overwrite(&mut self, name: &[u8], text: &[u8]) -> bool {
        if let Some(variable) = Rc::make_mut(&mut self.state.variables).get_mut(name)
            && variable.attributes.without(Attributes::EXPORT) == Attributes::NONE
            && let Value::Text(old) = &mut variable.value
            && !crate::special::steers(name)
            && !self.state.options.allexport()
        {
            old.clear();
            old.extend_from_slice(text);
            return true;
        }
        false
    }

    /// The variable of a `for` loop; that of a nameref changes what it refers to.
    pub fn assign_item(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Checked<()> {
        let name = name.as_ref();
        if self.is_nameref(name) {
            self.variable_entry(name).value = Value::Text(text.as_ref().to_vec());
            return Ok(());
        }
        self.assign(name, text)
    }

    /// `name+=text`.
    pub fn append(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Checked<()> {
        self.append_to(&Param::Name(name.as_ref().into()), text)
    }

    /// An assignment with its failure told, not raised: for builtins.
    pub(crate) fn try_assign(&mut self, name: &[u8], text: &[u8]) -> Checked<bool> {
        if self.overwrite(name, text) {
            return Ok(true);
        }
        self.store(&Param::Name(name.into()), text, false)
    }

    /// `p=text`.
    pub fn assign_to(&mut self, param: &Param, text: impl AsRef<[u8]>) -> Checked<()> {
        self.stored(param, text.as_ref(), false)
    }

    /// `p+=text`.
    pub fn append_to(&mut self, param: &Param, text: impl AsRef<[u8]>) -> Checked<()> {
        self.stored(param, text.as_ref(), true)
    }

    /// The element of an array that nothing is special about, by its number.
    fn plain_slot(&mut self, param: &Param) -> Option<&mut Vec<u8>> {
        let Param::Item(name, index) = param else { return None };
        let followed;
        let mut name = name;
        if self.is_nameref(name) {
            followed = Short::from(&self.variable(name)?.scalar()?[..]);
            name = &followed;
        }
        let variable = Rc::make_mut(&mut self.state.variables).get_mut(&name[..])?;
        if variable.attributes.without(Attributes::EXPORT).without(Attributes::ARRAY)
            != Attributes::NONE
            || *index < 0
        {
            return None;
        }
        let Value::Indexed(array) = &mut variable.value else { return None };
        Some(Rc::make_mut(array).slot(*index))
    }

    fn stored(&mut self, param: &Param, text: &[u8], append: bool) -> Checked<()> {
        if let Some(slot) = self.plain_slot(param) {
            if !append {
                slot.clear();
            }
            slot.extend_from_slice(text);
            return Ok(());
        }
        if self.store(param, text, append)? { Ok(()) } else { Err(self.abandon()) }
    }

    /// `name=number`.
    pub fn set_int(&mut self, name: impl AsRef<[u8]>, number: i64) -> Checked<i64> {
        let name = name.as_ref();
        if let Some(variable) = Rc::make_mut(&mut self.state.variables).get_mut(name)
            && variable.attributes.without(Attributes::EXPORT).without(Attributes::INTEGER)
                == Attributes::NONE
            && !crate::special::steers(name)
            && !self.state.options.allexport()
            && let Value::Text(text) = &mut variable.value
        {
            text.clear();
            crate::pieces::put_number(number, text);
            return Ok(number);
        }
        self.assign(name, number.to_string())?;
        Ok(number)
    }

    /// `name++`, `name--`: its old value.
    pub fn step(&mut self, name: impl AsRef<[u8]>, by: i64) -> Checked<i64> {
        let old = self.int(name.as_ref())?;
        self.set_int(name, old.wrapping_add(by))?;
        Ok(old)
    }

    /// `++name`, `--name`: its new value.
    pub fn stepped(&mut self, name: impl AsRef<[u8]>, by: i64) -> Checked<i64> {
        let old = self.int(name.as_ref())?;
        self.set_int(name, old.wrapping_add(by))
    }

    /// `p=number`.
    pub fn set_int_in(&mut self, param: &Param, number: i64) -> Checked<i64> {
        if let Some(text) = self.plain_slot(param) {
            text.clear();
            crate::pieces::put_number(number, text);
            return Ok(number);
        }
        let stored = self.store(param, number.to_string().as_bytes(), false)?;
        let is_readonly = |variable: &Variable| variable.attributes.has(Attributes::READONLY);
        if !stored && self.variable(param.name()).is_some_and(is_readonly) {
            return Err(self.abandon());
        }
        // An element before the first is only a message.
        Ok(number)
    }

    /// Says that a variable is read-only.
    pub(crate) fn refuse_readonly(&mut self, name: &[u8]) {
        let message = [name, b": readonly variable"].concat();
        match self.builtin {
            Some(builtin @ ("declare" | "typeset" | "local" | "export" | "readonly" | "unset")) => {
                self.builtin_error(builtin, message);
            }
            _ => self.error(message),
        }
    }

    /// Stores a text; `false` after a message when it may not be.
    pub(crate) fn store(&mut self, param: &Param, text: &[u8], append: bool) -> Checked<bool> {
        let followed;
        let param = if self.is_nameref(param.name()) || matches!(param, Param::Item(..)) {
            followed = self.followed(param);
            &followed
        } else {
            param
        };
        let name = param.name();
        if matches!(param, Param::All(_) | Param::Star(_)) {
            self.error([&param.text()[..], b": bad array subscript"].concat());
            return Ok(false);
        }
        if !is_name(name) {
            self.error([b"`", &param.text()[..], b"': not a valid identifier"].concat());
            return Ok(false);
        }
        let Some(variable) = self.state.variables.get(name) else {
            return self.store_new(param, text);
        };
        let attributes = variable.attributes;
        if attributes.has(Attributes::READONLY) {
            self.refuse_readonly(name);
            if self.state.options.posix() && self.builtin.is_none() {
                return Err(self.fatal(Status(1)));
            }
            return Ok(false);
        }
        // Where in an array, if it is one.
        let subscript = match param {
            Param::Element(_, subscript) => Some(subscript.clone()),
            _ if variable.is_array() => Some(b"0"[..].into()),
            _ => None,
        };
        let Some(subscript) = subscript else {
            let text = self.adapted(name, attributes, None, text, append)?;
            if self.is_dynamic(name) {
                self.assign_dynamic(name, &text);
            }
            self.variable_entry(name).value = Value::Text(text);
            self.assigned_name(name);
            return Ok(true);
        };
        if variable.is_assoc() {
            if crate::tables::is_table(name) {
                self.show_table(name);
            }
            let Some(variable) = self.variable(name) else { return Ok(false) };
            if subscript.is_empty() {
                self.error([&param.text()[..], b": bad array subscript"].concat());
                return Ok(false);
            }
            let old = match &variable.value {
                Value::Assoc(array) if append => array.get(&subscript).cloned(),
                _ => None,
            };
            let text = self.adapted(name, attributes, Some(old), text, append)?;
            let variable = self.variable_entry(name);
            if !matches!(variable.value, Value::Assoc(_)) {
                variable.value = Value::Assoc(Rc::default());
            }
            if let Value::Assoc(array) = &mut variable.value {
                Rc::make_mut(array).insert(subscript.to_vec(), text);
            }
            if crate::tables::is_table(name) {
                self.read_table(name);
            }
            return Ok(true);
        }
        let Some(index) = self.index_for_store(name, &subscript)? else { return Ok(false) };
        let old = match self.variable(name).map(|variable| &variable.value) {
            Some(Value::Indexed(array)) if append => array.get(index).cloned(),
            Some(Value::Text(text)) if index == 0 && append => Some(text.clone()),
            _ => None,
        };
        let text = self.adapted(name, attributes, Some(old), text, append)?;
        let array = self.indexed_mut(name);
        array.insert(index, text);
        Ok(true)
    }

    fn store_new(&mut self, param: &Param, text: &[u8]) -> Checked<bool> {
        let name = param.name();
        match param {
            Param::Element(_, subscript) => {
                let Some(index) = self.index_for_store(name, subscript)? else { return Ok(false) };
                self.indexed_mut(name).insert(index, text.to_vec());
            }
            _ => {
                if name == b"RANDOM" || name == b"SECONDS" {
                    self.assign_dynamic(name, text);
                }
                self.variable_entry(name).value = Value::Text(text.to_vec());
            }
        }
        self.assigned_name(name);
        Ok(true)
    }

    /// Some variables steer the shell.
    fn assigned_name(&mut self, name: &[u8]) {
        if crate::special::steers(name) {
            self.steer(name);
        }
        // `set -a` is about single values.
        if self.state.options.allexport() && !self.variable_entry(name).is_array() {
            let variable = self.variable_entry(name);
            variable.attributes = variable.attributes.with(Attributes::EXPORT);
        }
    }

    /// The index that a subscript means when it is assigned to.
    pub(crate) fn index_for_store(
        &mut self,
        name: &[u8],
        subscript: &[u8],
    ) -> Checked<Option<i64>> {
        let index = if subscript.iter().all(u8::is_ascii_whitespace) && !subscript.is_empty() {
            0
        } else if subscript.is_empty() {
            self.error([name, b"[]: bad array subscript"].concat());
            return Ok(None);
        } else {
            self.subscript(subscript)?
        };
        if index >= 0 {
            return Ok(Some(index));
        }
        let end = match self.variable(name).map(|variable| &variable.value) {
            Some(Value::Indexed(array)) => array.end(),
            Some(Value::Text(_)) => 1,
            _ => 0,
        };
        if end + index < 0 {
            self.error([name, b"[", subscript, b"]: bad array subscript"].concat());
            return Ok(None);
        }
        Ok(Some(end + index))
    }

    /// The text to store: appended, evaluated, case changed. `old`: of the element; absent: of the scalar.
    pub(crate) fn adapted(
        &mut self,
        name: &[u8],
        attributes: Attributes,
        old: Option<Option<Vec<u8>>>,
        text: &[u8],
        append: bool,
    ) -> Checked<Vec<u8>> {
        if old.is_none() && append && !attributes.any(CHANGING) {
            // The common `x+=y`: without a copy.
            let variable = self.variable_entry(name);
            let mut whole = match std::mem::replace(&mut variable.value, Value::Unset) {
                Value::Text(whole) => whole,
                _ => Vec::new(),
            };
            whole.extend_from_slice(text);
            return Ok(whole);
        }
        let old = if append {
            old.unwrap_or_else(|| {
                self.variable(name).and_then(|variable| variable.scalar().cloned())
            })
        } else {
            None
        };
        if attributes.has(Attributes::INTEGER) {
            let mut number = self.arith(text)?;
            if let Some(old) = old {
                number = number.wrapping_add(self.arith(&old)?);
            }
            return Ok(number.to_string().into_bytes());
        }
        let mut whole = old.unwrap_or_default();
        whole.extend_from_slice(text);
        Ok(self.cased(attributes, whole))
    }

    fn cased(&self, attributes: Attributes, text: Vec<u8>) -> Vec<u8> {
        use crate::operators::Case;
        let case = if attributes.has(Attributes::UPPER) {
            Case::UpperAll
        } else if attributes.has(Attributes::LOWER) {
            Case::LowerAll
        } else if attributes.has(Attributes::CAPITAL) {
            let lower = self.case_change(&text, Case::LowerAll, None);
            return self.case_change(&lower, Case::UpperFirst, None);
        } else {
            return text;
        };
        self.case_change(&text, case, None)
    }

    /// `assign`, and the end of the command that does only that.
    pub fn assigned(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
    ) -> Checked<Status> {
        self.assign(name, text)?;
        self.assignments(line)
    }

    /// `$_` after a command that only assigns.
    pub fn forget_word(&mut self) {
        self.last_word.clear();
    }

    /// Ends a command that only assigns: the status of its newest `$(…)`, else 0.
    pub fn assignments(&mut self, line: u32) -> Checked<Status> {
        self.line = line;
        let status = self.substituted.take().unwrap_or(Status::OK);
        self.finish(status)
    }
}
