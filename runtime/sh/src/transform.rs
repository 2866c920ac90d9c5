//! `${x@Q}` and its kin.

use crate::operators::Case;
use crate::params::Param;
use crate::quote;
use crate::shell::Shell;
use crate::status::Checked;
use crate::variables::Value;

impl Shell {
    /// `${p@operator}`: a list, of one element for a scalar; empty when unset.
    pub fn transform(
        &mut self,
        param: &Param,
        operator: impl AsRef<[u8]>,
    ) -> Checked<Vec<Vec<u8>>> {
        let operator = operator.as_ref().last().copied().unwrap_or(b'Q');
        let target = self.target(param);
        let listed = matches!(target, Param::All(_) | Param::Star(_));
        match operator {
            b'a' => {
                if !listed && self.variable(target.name()).is_none() {
                    // Reports `set -u`.
                    self.value(&target)?;
                }
                let letters = self
                    .variable(target.name())
                    .map(|variable| variable.letters())
                    .unwrap_or_default();
                let count = if listed { self.list(&target).len() } else { 1 };
                return Ok(vec![letters.into_bytes(); count]);
            }
            b'A' => return self.assignment_text(&target),
            b'K' | b'k' if listed => return Ok(self.pairs(&target, operator == b'k')),
            _ => {}
        }
        let values = if listed {
            self.list(&target)
        } else {
            let Some(text) = self.look_up(&target)? else {
                // Reports `set -u`.
                self.value(&target)?;
                return Ok(Vec::new());
            };
            vec![text]
        };
        Ok(values.into_iter().map(|text| self.transformed(&text, operator)).collect())
    }

    fn transformed(&mut self, text: &[u8], operator: u8) -> Vec<u8> {
        match operator {
            b'Q' | b'K' | b'k' => quote::reusable(text),
            b'E' => {
                let mut result = Vec::new();
                crate::builtins::unescape_ansi(text, &mut result);
                result
            }
            b'P' => self.prompt(text),
            b'U' => self.case_change(text, Case::UpperAll, None),
            b'u' => self.case_change(text, Case::UpperFirst, None),
            b'L' => self.case_change(text, Case::LowerAll, None),
            _ => text.to_vec(),
        }
    }

    fn assignment_text(&mut self, target: &Param) -> Checked<Vec<Vec<u8>>> {
        let name = target.name().to_vec();
        if name == b"@" {
            let list: Vec<_> = self.positional().iter().map(|text| quote::reusable(text)).collect();
            return Ok(vec![[&b"set -- "[..], &list.join(&b' ')].concat()]);
        }
        let Some(variable) = self.variable(&name).cloned() else {
            self.value(target)?;
            return Ok(Vec::new());
        };
        if matches!(target, Param::All(_) | Param::Star(_)) && variable.is_array() {
            let mut text = crate::builtins::declaration(&name, &variable);
            text.pop();
            return Ok(vec![text]);
        }
        let Some(value) = self.look_up(target)? else {
            let letters = variable.letters();
            return Ok(if letters.is_empty() {
                Vec::new()
            } else {
                vec![[b"declare -", letters.as_bytes(), b" ", &name].concat()]
            });
        };
        let letters = variable.letters();
        let assignment = [&name[..], b"=", &quote::reusable(&value)].concat();
        if letters.is_empty() {
            return Ok(vec![assignment]);
        }
        Ok(vec![[b"declare -", letters.as_bytes(), b" ", &assignment[..]].concat()])
    }

    /// `@K`: one text of quoted pairs; `@k`: keys and values as fields.
    fn pairs(&mut self, target: &Param, fields: bool) -> Vec<Vec<u8>> {
        let pairs: Vec<(Vec<u8>, Vec<u8>)> =
            match self.variable(target.name()).map(|variable| &variable.value) {
                Some(Value::Indexed(array)) => array
                    .iter()
                    .map(|(key, value)| (key.to_string().into_bytes(), value.clone()))
                    .collect(),
                Some(Value::Assoc(array)) => {
                    array.iter().map(|(key, value)| (key.clone(), value.clone())).collect()
                }
                _ => {
                    let list = self.list(target);
                    return list
                        .into_iter()
                        .map(|text| if fields { text } else { quote::reusable(&text) })
                        .collect();
                }
            };
        if fields {
            return pairs.into_iter().flat_map(|(key, value)| [key, value]).collect();
        }
        let texts: Vec<_> = pairs
            .iter()
            .map(|(key, value)| [&quote::key(key)[..], b" ", &quote::double(value)].concat())
            .collect();
        let mut text = texts.join(&b' ');
        if self.variable(target.name()).is_some_and(|variable| variable.is_assoc())
            && !text.is_empty()
        {
            text.push(b' ');
        }
        vec![text]
    }
}
