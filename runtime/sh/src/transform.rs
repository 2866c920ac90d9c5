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
            b'P' => {
                let text = self.prompt_text(text);
                self.expand_text(&text)
            }
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

    /// A prompt string expanded: the escapes that a script can see.
    fn prompt_text(&mut self, text: &[u8]) -> Vec<u8> {
        let mut result = Vec::new();
        let mut at = 0;
        while at < text.len() {
            if text[at] != b'\\' || at + 1 == text.len() {
                result.push(text[at]);
                at += 1;
                continue;
            }
            at += 2;
            match text[at - 1] {
                b'n' => result.push(b'\n'),
                b'r' => result.push(b'\r'),
                b'a' => result.push(7),
                b'e' => result.push(27),
                b'\\' => result.push(b'\\'),
                b'$' => result.push(if nix::unistd::geteuid().is_root() { b'#' } else { b'$' }),
                b'u' => {
                    let user = nix::unistd::User::from_uid(nix::unistd::geteuid()).ok().flatten();
                    result.extend_from_slice(
                        user.map(|user| user.name).unwrap_or_default().as_bytes(),
                    );
                }
                b'h' | b'H' => {
                    let host = self.find(&crate::params::param("HOSTNAME")).unwrap_or_default();
                    let short = host.split(|byte| *byte == b'.').next().unwrap_or_default();
                    result.extend_from_slice(if text[at - 1] == b'h' { short } else { &host });
                }
                b'w' => result.extend_from_slice(&self.directory()),
                b'W' => {
                    let here = self.directory();
                    result.extend_from_slice(
                        here.rsplit(|byte| *byte == b'/').next().unwrap_or_default(),
                    );
                }
                b's' => {
                    let name = self.name.clone();
                    result.extend_from_slice(
                        name.rsplit(|byte| *byte == b'/').next().unwrap_or_default(),
                    );
                }
                b'v' => result.extend_from_slice(b"5.2"),
                b'V' => result.extend_from_slice(b"5.2.15"),
                b't' | b'T' | b'@' | b'A' | b'd' | b'D' => {
                    let format: Vec<u8> = match text[at - 1] {
                        b't' => b"%H:%M:%S".to_vec(),
                        b'T' => b"%I:%M:%S".to_vec(),
                        b'@' => b"%I:%M %p".to_vec(),
                        b'A' => b"%H:%M".to_vec(),
                        b'd' => b"%a %b %d".to_vec(),
                        _ => {
                            let end = text[at..].iter().position(|byte| *byte == b'}');
                            match end.filter(|_| text.get(at) == Some(&b'{')) {
                                Some(end) => {
                                    let format = text[at + 1..at + end].to_vec();
                                    at += end + 1;
                                    format
                                }
                                None => b"%X".to_vec(),
                            }
                        }
                    };
                    result.extend_from_slice(&crate::utilities::numbers::date(self, &format, None));
                }
                b'0'..=b'7' => {
                    let digits = text[at - 1..]
                        .iter()
                        .take(3)
                        .take_while(|byte| (b'0'..=b'7').contains(*byte))
                        .count();
                    let value = text[at - 1..at - 1 + digits]
                        .iter()
                        .fold(0_u32, |value, byte| value * 8 + u32::from(byte - b'0'));
                    result.push(value as u8);
                    at += digits - 1;
                }
                b'j' => result.extend_from_slice(self.jobs.list().len().to_string().as_bytes()),
                b'[' | b']' => {}
                other => result.extend_from_slice(&[b'\\', other]),
            }
        }
        result
    }
}
