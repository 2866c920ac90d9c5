//! Lengths, keys, indirection: what is asked about a parameter other than its value.

use crate::params::Param;
use crate::shell::Shell;
use crate::status::Checked;
use crate::variables::{Attributes, Value};

impl Shell {
    /// `${#p}`, `${#a[@]}`.
    pub fn length(&mut self, param: &Param) -> Checked<i64> {
        if let Param::Name(name) = param
            && self.is_nameref(name)
            && self.resolve(name).1.is_some()
        {
            // bash looks for a variable of that whole name.
            return Ok(0);
        }
        match self.target(param) {
            target @ (Param::All(_) | Param::Star(_)) => {
                if let Some(Value::Indexed(array)) =
                    self.variable(target.name()).map(|variable| &variable.value)
                {
                    return Ok(array.len() as i64);
                }
                Ok(self.list(&target).len() as i64)
            }
            target => {
                let text = match target {
                    Param::Element(..) | Param::Item(..) => self.operand(&target)?,
                    _ => self.value(&target)?,
                };
                Ok(self.characters(&text) as i64)
            }
        }
    }

    /// `${!p}`: the parameter that the value of `p` names.
    pub fn indirect(&mut self, param: &Param) -> Checked<Param> {
        if let Param::Name(name) = param
            && self.is_nameref(name)
        {
            // `${!ref}` is the name that it refers to: callers use `nameref_target`.
            let target = self.variable(name).and_then(|v| v.scalar().cloned()).unwrap_or_default();
            return Ok(Param::Text(target.into()));
        }
        let set = self.look_up(param)?;
        // An array without elements names nothing; no array at all is a mistake.
        if set.is_none()
            && match param {
                Param::All(_) | Param::Star(_) => self.variable(param.name()).is_some(),
                _ => self.variable(param.name()).is_some_and(|variable| variable.is_array()),
            }
        {
            return Ok(Param::Name(Vec::new().into()));
        }
        let Some(text) = set else {
            let message = [&param.text(), &b": invalid indirect expansion"[..]].concat();
            self.error(message);
            return Err(self.abandon());
        };
        match Param::parse(&text) {
            Some(found) => Ok(self.with_expanded_subscript(found)),
            None => {
                self.error([&text, &b": invalid variable name"[..]].concat());
                Err(self.abandon())
            }
        }
    }

    /// `${!p}` with nothing more, as one text: of a nameref the name that it refers to.
    pub fn indirect_text(&mut self, param: &Param) -> Checked<Vec<u8>> {
        if let Param::Name(name) = param
            && self.is_nameref(name)
        {
            return self.referred_name(name);
        }
        let target = self.indirect(param)?;
        self.value(&target)
    }

    /// The same as a list.
    pub fn indirect_list(&mut self, param: &Param) -> Checked<Vec<Vec<u8>>> {
        if let Param::Name(name) = param
            && self.is_nameref(name)
        {
            return Ok(vec![self.referred_name(name)?]);
        }
        let target = self.indirect(param)?;
        self.values(&target)
    }

    /// The same in double quotes, where what `a[*]` and `*` refer to is one text.
    pub fn indirect_quoted(&mut self, param: &Param) -> Checked<Vec<Vec<u8>>> {
        let list = self.indirect_list(param)?;
        let joins = match param {
            Param::Name(name) if self.is_nameref(name) => false,
            param => match self.indirect(param)? {
                Param::Star(_) => true,
                Param::Name(name) => name == b"*",
                _ => false,
            },
        };
        Ok(if joins { vec![self.join(&list, true)] } else { list })
    }

    /// The name that a reference leads to; one without a target is a mistake.
    fn referred_name(&mut self, name: &[u8]) -> Checked<Vec<u8>> {
        let target = self.nameref_target(name).unwrap_or_default();
        if target.is_empty() {
            self.error([name, b": invalid indirect expansion"].concat());
            return Err(self.abandon());
        }
        Ok(target)
    }

    /// `${!ref}` of a nameref gives the name that it refers to.
    pub fn nameref_target(&self, name: impl AsRef<[u8]>) -> Option<Vec<u8>> {
        let name = name.as_ref();
        let variable = self.variable(name)?;
        if !variable.attributes.has(Attributes::NAMEREF) {
            return None;
        }
        if variable.scalar().is_none_or(Vec::is_empty) {
            return Some(Vec::new());
        }
        // The end of the chain.
        Some(match self.resolve(name) {
            (target, None) => target,
            (target, Some(at)) => [&target[..], b"[", &at, b"]"].concat(),
        })
    }

    /// `${!a[@]}`.
    pub fn keys(&mut self, name: impl AsRef<[u8]>) -> Vec<Vec<u8>> {
        let (name, inner) = self.resolve(name.as_ref());
        if inner.is_some() {
            // An element has no elements.
            return Vec::new();
        }
        if self.is_dynamic_array(&name) && self.variable(&name).is_none() {
            let count = self.dynamic_array(&name).len();
            return (0..count).map(|at| at.to_string().into_bytes()).collect();
        }
        if crate::tables::is_table(&name) {
            self.show_table(&name);
        }
        match self.variable(&name).map(|variable| &variable.value) {
            Some(Value::Indexed(array)) => {
                array.keys().map(|key| key.to_string().into_bytes()).collect()
            }
            Some(Value::Assoc(array)) => array.iter().map(|(key, _)| key.clone()).collect(),
            Some(Value::Text(_)) => vec![b"0".to_vec()],
            _ => Vec::new(),
        }
    }

    /// `${!prefix@}`.
    pub fn prefixed(&self, prefix: impl AsRef<[u8]>) -> Vec<Vec<u8>> {
        let prefix = prefix.as_ref();
        let mut names = self.variable_names(false);
        names.retain(|name| name.starts_with(prefix));
        names
    }
}
