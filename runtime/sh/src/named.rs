//! The common forms of parameters, by their names: `$@`, `${a[@]}`, `${a[i]}`, `${#a[@]}`, `${x:-text}`.

use crate::params::{Param, Subscript, all, element, param, star};
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::Variable;

/// A function with parameters that are texts.
pub trait WithTexts<P> {
    /// Calls it with the parameters of the shell.
    fn call(&self, sh: &mut Shell) -> Checked<Status>;
}

macro_rules! with_texts {
    ($($name:ident $text:ty = $number:literal),+) => {
        impl<F: Fn(&mut Shell, $($text),+) -> Checked<Status>> WithTexts<($($text,)+)> for F {
            fn call(&self, sh: &mut Shell) -> Checked<Status> {
                $(let $name = sh.get($number)?;)+
                self(sh, $(&$name),+)
            }
        }
    };
}
with_texts!(a & [u8] = "1");
with_texts!(a & [u8] = "1", b & [u8] = "2");
with_texts!(a & [u8] = "1", b & [u8] = "2", c & [u8] = "3");
with_texts!(a & [u8] = "1", b & [u8] = "2", c & [u8] = "3", d & [u8] = "4");
with_texts!(a & [u8] = "1", b & [u8] = "2", c & [u8] = "3", d & [u8] = "4", e & [u8] = "5");
with_texts!(
    a & [u8] = "1",
    b & [u8] = "2",
    c & [u8] = "3",
    d & [u8] = "4",
    e & [u8] = "5",
    f & [u8] = "6"
);

impl Shell {
    /// `$name` of a variable that is no reference, or of a parameter: nothing where it has no value.
    pub fn var(&self, name: impl AsRef<[u8]>) -> &[u8] {
        let name = name.as_ref();
        if let [digit @ b'1'..=b'9'] = name {
            let found = self.state.positional.get(usize::from(digit - b'1'));
            return found.map_or(b"", Vec::as_slice);
        }
        self.variable(name).and_then(Variable::scalar).map_or(b"", Vec::as_slice)
    }

    /// `"$@"`
    pub fn args(&self) -> Vec<Vec<u8>> {
        self.state.positional.as_ref().clone()
    }

    /// A text as an unquoted word: split, and globbed.
    pub fn split(&mut self, text: impl AsRef<[u8]>) -> Checked<Vec<Vec<u8>>> {
        self.fields_of(text)
    }

    /// `${name:-text}` as an unquoted word, whose text is one field.
    pub fn fields_or(
        &mut self,
        name: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
    ) -> Checked<Vec<Vec<u8>>> {
        let place = param(name);
        if self.present(&place, true) {
            let value = self.value(&place)?;
            return self.fields_of(value);
        }
        Ok(vec![text.as_ref().to_vec()])
    }

    /// `${name-text}` as an unquoted word, whose text is one field.
    pub fn fields_else(
        &mut self,
        name: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
    ) -> Checked<Vec<Vec<u8>>> {
        let place = param(name);
        if self.present(&place, false) {
            let value = self.value(&place)?;
            return self.fields_of(value);
        }
        Ok(vec![text.as_ref().to_vec()])
    }

    /// `"$*"`
    pub fn joined_args(&self) -> Vec<u8> {
        self.join(&self.state.positional, true)
    }

    /// `"${name[@]}"`
    pub fn array(&mut self, name: impl AsRef<[u8]>) -> Vec<Vec<u8>> {
        let target = self.target(&all(name));
        self.list(&target)
    }

    /// `"${name[*]}"`
    pub fn joined(&mut self, name: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        self.value(&star(name))
    }

    /// `"${name[subscript]}"`
    pub fn element(
        &mut self,
        name: impl AsRef<[u8]>,
        subscript: impl Subscript,
    ) -> Checked<Vec<u8>> {
        self.value(&element(name, subscript))
    }

    /// `${#name[@]}`
    pub fn count(&mut self, name: impl AsRef<[u8]>) -> i64 {
        self.length(&all(name)).unwrap_or_default()
    }

    /// `${#name}`
    pub fn length_of(&mut self, name: impl AsRef<[u8]>) -> Checked<i64> {
        self.length(&param(name))
    }

    /// `${name:-text}`
    pub fn get_or(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        self.value_or(&param(name), text)
    }

    /// `${name-text}`
    pub fn get_else(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        self.value_else(&param(name), text)
    }

    /// `name[subscript]=text`
    pub fn set_at(
        &mut self,
        name: impl AsRef<[u8]>,
        subscript: impl Subscript,
        text: impl AsRef<[u8]>,
    ) -> Checked<()> {
        self.assign_to(&element(name, subscript), text)
    }

    /// `name=number` as a command.
    pub fn assigned_int(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        number: i64,
    ) -> Checked<Status> {
        self.set_int(name, number)?;
        self.assignments(line)
    }

    /// `name[subscript]=text` as a command.
    pub fn assigned_at(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        subscript: impl Subscript,
        text: impl AsRef<[u8]>,
    ) -> Checked<Status> {
        self.set_at(name, subscript, text)?;
        self.assignments(line)
    }

    /// `name=(words …)` as a command.
    pub fn assigned_list(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        words: Vec<Vec<u8>>,
    ) -> Checked<Status> {
        self.assign_array(name, words, false)?;
        self.assignments(line)
    }

    /// `name+=(words …)` as a command.
    pub fn appended_list(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        words: Vec<Vec<u8>>,
    ) -> Checked<Status> {
        self.assign_array(name, words, true)?;
        self.assignments(line)
    }

    /// `name+=(text)` as a command.
    pub fn pushed(
        &mut self,
        line: u32,
        name: impl AsRef<[u8]>,
        text: impl AsRef<[u8]>,
    ) -> Checked<Status> {
        self.push(name, text)?;
        self.assignments(line)
    }

    /// Defines a function that has its parameters as texts.
    pub fn define_with<P>(&mut self, name: impl AsRef<[u8]>, body: impl WithTexts<P> + 'static) {
        self.define(name, move |sh| body.call(sh));
    }

    /// `name[subscript]` as a number.
    pub fn int_at(&mut self, name: impl AsRef<[u8]>, subscript: impl Subscript) -> Checked<i64> {
        self.int_in(&element(name, subscript))
    }

    /// `name[subscript]=number`
    pub fn set_int_at(
        &mut self,
        name: impl AsRef<[u8]>,
        subscript: impl Subscript,
        number: i64,
    ) -> Checked<i64> {
        self.set_int_in(&element(name, subscript), number)
    }

    /// `name[subscript]++`, `name[subscript]--`: its old value.
    pub fn step_at(
        &mut self,
        name: impl AsRef<[u8]>,
        subscript: impl Subscript,
        by: i64,
    ) -> Checked<i64> {
        self.step_in(&element(name, subscript), by)
    }

    /// `++name[subscript]`, `--name[subscript]`: its new value.
    pub fn stepped_at(
        &mut self,
        name: impl AsRef<[u8]>,
        subscript: impl Subscript,
        by: i64,
    ) -> Checked<i64> {
        self.stepped_in(&element(name, subscript), by)
    }

    /// `p++`, `p--`: its old value.
    pub fn step_in(&mut self, place: &Param, by: i64) -> Checked<i64> {
        let old = self.int_in(place)?;
        self.set_int_in(place, old.wrapping_add(by))?;
        Ok(old)
    }

    /// `++p`, `--p`: its new value.
    pub fn stepped_in(&mut self, place: &Param, by: i64) -> Checked<i64> {
        let old = self.int_in(place)?;
        self.set_int_in(place, old.wrapping_add(by))
    }

    /// Begins a command of a line, whose first step is a call of what comes out.
    pub fn at(&mut self, line: u32) -> &mut Shell {
        self.begin(line);
        self
    }
}
