//! Values of parameters.

use crate::shell::Shell;
use crate::short::Short;
use crate::status::{Checked, Flow, Status};
use crate::variables::{Attributes, Value, is_name};

mod param;
pub use param::{Param, Subscript, all, elem, element, item, param, star, text};

impl Shell {
    /// Where namerefs lead.
    pub(crate) fn target(&self, param: &Param) -> Param {
        if let Param::Item(..) = param {
            return self.target(&param.spelled());
        }
        if matches!(param, Param::Text(_)) || !self.is_nameref(param.name()) {
            return param.clone();
        }
        let (name, subscript) = self.resolve(param.name());
        let (name, subscript) = (Short::from(name), subscript.map(Short::from));
        match (param, subscript) {
            (Param::Name(_), None) => Param::Name(name),
            (Param::Name(_), Some(at)) if at == b"@" => Param::All(name),
            (Param::Name(_), Some(at)) if at == b"*" => Param::Star(name),
            (Param::Name(_), Some(at)) => Param::Element(name, at),
            (Param::Element(_, at), None) => Param::Element(name, at.clone()),
            // `ref[1]` where ref is an element already: no name of anything.
            (Param::Element(..), Some(at)) => Param::Name(Param::Element(name, at).text().into()),
            // An element has no elements.
            (Param::All(_), Some(_)) => Param::All(Vec::new().into()),
            (Param::Star(_), Some(_)) => Param::Star(Vec::new().into()),
            (Param::All(_), None) => Param::All(name),
            (Param::Star(_), None) => Param::Star(name),
            (Param::Text(_) | Param::Item(..), _) => param.clone(),
        }
    }

    /// Where namerefs lead, the subscript in their text expanded.
    pub(crate) fn followed(&mut self, param: &Param) -> Param {
        let target = self.target(param);
        if matches!(param, Param::Name(_)) { self.with_expanded_subscript(target) } else { target }
    }

    /// The element of a plain array by its number; outer `None`: that takes the long way.
    pub(crate) fn plain_item(&self, param: &Param) -> Option<Option<&Vec<u8>>> {
        let Param::Item(name, index) = param else { return None };
        let mut variable = self.state.variables.get(&name[..])?;
        if variable.attributes.has(Attributes::NAMEREF) {
            // The common reference: to an array by its name.
            variable = self.state.variables.get(variable.scalar()?)?;
            if variable.attributes.has(Attributes::NAMEREF) {
                return None;
            }
        }
        match &variable.value {
            Value::Indexed(array) if *index >= 0 => Some(array.get(*index)),
            _ => None,
        }
    }

    /// The value without `set -u`; `None` when unset. Lists are joined.
    pub fn look_up(&mut self, param: &Param) -> Checked<Option<Vec<u8>>> {
        if let Some(found) = self.plain_item(param) {
            return Ok(found.cloned());
        }
        let followed;
        let param = if self.is_nameref(param.name()) || matches!(param, Param::Item(..)) {
            followed = self.followed(param);
            &followed
        } else {
            param
        };
        Ok(match param {
            Param::Name(name) => {
                if let Some(variable) = self.state.variables.get(&name[..])
                    && !self.is_dynamic(name)
                {
                    return Ok(variable.scalar().cloned());
                }
                self.special(name)
            }
            Param::Element(name, subscript) => self.element_text(name, subscript)?,
            Param::Text(text) => Some(text.to_vec()),
            Param::Item(..) => None,
            Param::All(_) | Param::Star(_) => {
                let list = self.list(param);
                let none = list.is_empty();
                let joined = self.join(&list, matches!(param, Param::Star(_)));
                (!none).then_some(joined)
            }
        })
    }

    /// `sh.look_up` for callers that treat a failure as unset.
    pub fn find(&mut self, param: &Param) -> Option<Vec<u8>> {
        self.look_up(param).ok().flatten()
    }

    fn element_text(&mut self, name: &[u8], subscript: &[u8]) -> Checked<Option<Vec<u8>>> {
        let _ = self.is_dynamic(name) && self.refresh(name);
        let Some(variable) = self.variable(name) else {
            if self.is_dynamic_array(name) {
                let index = self.arith(subscript)?;
                return Ok(self.dynamic_array(name).get(index as usize).cloned());
            }
            // Subscripts are evaluated even so: they may assign.
            let index = self.arith(subscript)?;
            return Ok(if index == 0 { self.special(name) } else { None });
        };
        if variable.is_assoc() {
            return Ok(match &variable.value {
                Value::Assoc(array) => array.get(subscript).cloned(),
                _ => None,
            });
        }
        let index = self.subscript(subscript)?;
        let Some(variable) = self.variable(name) else { return Ok(None) };
        match &variable.value {
            Value::Indexed(array) => {
                let index = if index < 0 {
                    let end = array.end();
                    if end + index < 0 {
                        let message = [name, b": bad array subscript"].concat();
                        self.error(message);
                        return Ok(None);
                    }
                    end + index
                } else {
                    index
                };
                Ok(array.get(index).cloned())
            }
            _ => Ok(if index == 0 || index == -1 { variable.scalar().cloned() } else { None }),
        }
    }

    /// The number that a subscript means.
    pub(crate) fn subscript(&mut self, text: &[u8]) -> Checked<i64> {
        // Plain digits need no reader.
        if (1..=9).contains(&text.len())
            && (text[0] != b'0' || text.len() == 1)
            && text.iter().all(u8::is_ascii_digit)
        {
            return Ok(text.iter().fold(0, |value, digit| value * 10 + i64::from(digit - b'0')));
        }
        self.arith(text)
    }

    /// The values of a `@` or `*` parameter.
    pub(crate) fn list(&mut self, param: &Param) -> Vec<Vec<u8>> {
        let name = param.name();
        if name == b"@" {
            return self.state.positional.as_ref().clone();
        }
        let (name, _) = self.resolve(name);
        if self.is_dynamic_array(&name) && self.variable(&name).is_none() {
            return self.dynamic_array(&name);
        }
        let _ = self.is_dynamic(&name) && self.refresh(&name);
        match self.variable(&name).map(|variable| &variable.value) {
            Some(Value::Indexed(array)) => array.values().cloned().collect(),
            Some(Value::Assoc(array)) => array.iter().map(|(_, value)| value.clone()).collect(),
            Some(Value::Text(text)) => vec![text.clone()],
            Some(Value::Unset) => Vec::new(),
            None => self.special(&name).into_iter().collect(),
        }
    }

    /// A list where nothing is split: `"$*"` with `star`, else by blanks.
    pub fn join(&self, list: &[Vec<u8>], star: bool) -> Vec<u8> {
        let ifs = self.ifs();
        match (star, ifs.first()) {
            (true, Some(first)) => list.join(first),
            (true, None) => list.concat(),
            (false, _) => list.join(&b' '),
        }
    }

    /// The characters that separate fields.
    pub fn ifs(&self) -> &[u8] {
        match self.variable(b"IFS") {
            Some(variable) => variable.scalar().map_or(b" \t\n", Vec::as_slice),
            None => b" \t\n",
        }
    }

    /// `$name`, with `set -u`.
    pub fn get(&mut self, name: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        let name = name.as_ref();
        if let [digit @ b'1'..=b'9'] = name
            && let Some(text) = self.state.positional.get(usize::from(digit - b'1'))
        {
            return Ok(text.clone());
        }
        if let Some(variable) = self.state.variables.get(name)
            && !variable.attributes.has(Attributes::NAMEREF)
            && !self.is_dynamic(name)
            && let Some(text) = variable.scalar()
        {
            return Ok(text.clone());
        }
        self.value(&param(name))
    }

    /// `${p:-text}`
    pub fn value_or(&mut self, param: &Param, text: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        if self.present(param, true) { self.value(param) } else { Ok(text.as_ref().to_vec()) }
    }

    /// `${p-text}`
    pub fn value_else(&mut self, param: &Param, text: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        if self.present(param, false) { self.value(param) } else { Ok(text.as_ref().to_vec()) }
    }

    /// The elements with blanks between them.
    pub fn spaced(&mut self, param: &Param) -> Checked<Vec<u8>> {
        Ok(self.values(param)?.join(&b' '))
    }

    /// The value as one text, with `set -u`.
    pub fn value(&mut self, param: &Param) -> Checked<Vec<u8>> {
        match self.look_up(param)? {
            Some(text) => Ok(text),
            None => {
                self.check_set(param)?;
                Ok(Vec::new())
            }
        }
    }

    /// The value as expressions and lengths see it: `set -u` minds there only whether the variable has any.
    pub(crate) fn operand(&mut self, param: &Param) -> Checked<Vec<u8>> {
        if let Some(text) = self.look_up(param)? {
            return Ok(text);
        }
        let (name, _) = self.resolve(param.name());
        let known = self.is_dynamic_array(&name)
            || self.variable(&name).is_some_and(|variable| !matches!(variable.value, Value::Unset));
        if !known {
            self.check_set(&crate::params::param(param.name()))?;
        }
        Ok(Vec::new())
    }

    /// `set -u`: fails when on; for a parameter that is known to be unset.
    pub(crate) fn check_set(&mut self, param: &Param) -> Checked<()> {
        let excused = match param {
            Param::All(_) | Param::Star(_) => true,
            // What a reference to an element lacks goes unnoticed.
            Param::Name(name) => {
                matches!(name.as_slice(), b"@" | b"*")
                    || self.is_nameref(name) && self.resolve(name).1.is_some()
            }
            Param::Element(..) | Param::Item(..) | Param::Text(_) => false,
        };
        if !self.state.options.nounset() || excused {
            return Ok(());
        }
        let mut text = param.text();
        if let Param::Name(name) = param
            && name.first().is_some_and(u8::is_ascii_digit)
        {
            text.insert(0, b'$');
        }
        text.extend_from_slice(b": unbound variable");
        self.error(text);
        Err(self.fatal(Status(1)))
    }

    /// An expansion failure that ends the shell (`set -u`, `${x?}`).
    pub(crate) fn fatal(&mut self, status: Status) -> Flow {
        let status = if self.dash { Status(2) } else { status };
        self.status = status;
        self.unwinds = true;
        Flow::Exit(status)
    }

    /// An expansion failure that gives up the complete command.
    pub(crate) fn abandon(&mut self) -> Flow {
        if self.dash {
            return self.fatal(Status(2));
        }
        self.status = Status(1);
        Flow::Abandon(Status(1))
    }

    /// The values of a list parameter; one for others.
    pub fn values(&mut self, param: &Param) -> Checked<Vec<Vec<u8>>> {
        match self.target(param) {
            target @ (Param::All(_) | Param::Star(_)) => Ok(self.list(&target)),
            target => Ok(vec![self.value(&target)?]),
        }
    }

    /// The same in quotes, of what another variable refers to: the elements of an array are something, however empty.
    pub fn present_referred(&mut self, param: &Param, nonnull: bool) -> bool {
        let all =
            matches!(param, Param::All(name) | Param::Star(name) if name != b"@" && name != b"*");
        self.present(param, nonnull && !all)
    }

    /// Is it set (and, with `nonnull`, not empty)?
    pub fn present(&mut self, param: &Param, nonnull: bool) -> bool {
        if let Param::All(name) | Param::Star(name) = param
            && name == b"@"
        {
            // Several parameters are something, however empty.
            let list = &self.state.positional;
            // `$*` is one text, which is empty where nothing stands between empty ones.
            if nonnull && matches!(param, Param::Star(_)) && self.ifs().is_empty() {
                return list.iter().any(|each| !each.is_empty());
            }
            return !list.is_empty() && (!nonnull || list.len() > 1 || !list[0].is_empty());
        }
        match self.look_up(param) {
            Ok(Some(text)) => !nonnull || !text.is_empty(),
            _ => false,
        }
    }

    /// `${p:=text}` once the test has failed.
    pub fn assign_default(&mut self, param: &Param, text: impl AsRef<[u8]>) -> Checked<Vec<u8>> {
        let name = param.name();
        if !is_name(name) {
            let message = [&b"$"[..], name, b": cannot assign in this way"].concat();
            self.error(message);
            return Err(self.abandon());
        }
        self.assign_to(param, text.as_ref())?;
        self.value(param)
    }

    /// `${p?message}`: says so and ends the shell unless it is set.
    pub fn require(
        &mut self,
        param: &Param,
        nonnull: bool,
        message: Option<Vec<u8>>,
    ) -> Checked<Vec<u8>> {
        if self.present(param, nonnull) {
            return self.value(param);
        }
        Err(self.required(param, nonnull, message))
    }

    /// What `${p?message}` does once the test has failed.
    pub fn required(&mut self, param: &Param, nonnull: bool, message: Option<Vec<u8>>) -> Flow {
        let default: &[u8] =
            if nonnull { b"parameter null or not set" } else { b"parameter not set" };
        let message = message.filter(|text| !text.is_empty()).unwrap_or_else(|| default.to_vec());
        let text = [&param.text(), &b": "[..], &message].concat();
        self.error(text);
        self.fatal(Status(1))
    }
}
