//! Assignments of whole arrays, and elements at their end.

use crate::arguments::{Element, Elements};
use crate::assign::CHANGING;
use crate::assoc::Assoc;
use crate::items::Items;
use crate::shell::Shell;
use crate::status::Checked;
use crate::variables::{Attributes, Value};
use std::rc::Rc;

impl Shell {
    /// The indexed array under a name, made from what is there.
    pub(crate) fn indexed_mut(&mut self, name: &[u8]) -> &mut Items {
        let variable = self.variable_entry(name);
        if !matches!(variable.value, Value::Indexed(_)) {
            let mut array = Items::default();
            if let Value::Text(text) = &variable.value {
                array.insert(0, text.clone());
            }
            variable.value = Value::Indexed(Rc::new(array));
        }
        match &mut variable.value {
            Value::Indexed(array) => Rc::make_mut(array),
            _ => unreachable!("just made"),
        }
    }

    /// `name=(…)`, `name+=(…)`.
    pub fn assign_array(
        &mut self,
        name: impl AsRef<[u8]>,
        elements: impl Into<Elements>,
        append: bool,
    ) -> Checked<()> {
        if self.try_assign_array(name.as_ref(), elements.into(), append)? {
            Ok(())
        } else {
            Err(self.abandon())
        }
    }

    /// `name+=(text)`.
    pub fn push(&mut self, name: impl AsRef<[u8]>, text: impl AsRef<[u8]>) -> Checked<()> {
        let (name, text) = (name.as_ref(), text.as_ref());
        if let Some(variable) = Rc::make_mut(&mut self.state.variables).get_mut(name)
            && variable.attributes.without(Attributes::EXPORT).without(Attributes::ARRAY)
                == Attributes::NONE
            && let Value::Indexed(array) = &mut variable.value
        {
            let array = Rc::make_mut(array);
            array.insert(array.end(), text.to_vec());
            return Ok(());
        }
        let mut elements = Elements::new();
        elements.word(text);
        self.assign_array(name, elements, true)
    }

    pub(crate) fn try_assign_array(
        &mut self,
        name: &[u8],
        elements: Elements,
        append: bool,
    ) -> Checked<bool> {
        let (name, subscript) = self.resolve(name);
        if let Some(subscript) = subscript {
            let target = crate::params::elem(&name, &subscript).text();
            self.error([b"`", &target[..], b"': not a valid identifier"].concat());
            return Ok(false);
        }
        if self.is_nameref(&name) {
            self.error([b"warning: ", &name[..], b": removing nameref attribute"].concat());
            let variable = self.variable_entry(&name);
            variable.attributes = variable.attributes.without(Attributes::NAMEREF);
            variable.value = Value::Unset;
        }
        let variable = self.variable_entry(&name);
        let attributes = variable.attributes;
        if attributes.has(Attributes::READONLY) {
            self.refuse_readonly(&name);
            return Ok(false);
        }
        if variable.is_assoc() {
            return self.assign_assoc(&name, elements, append);
        }
        if !append {
            variable.value = Value::Indexed(Rc::default());
        }
        let mut next = self.indexed_mut(&name).end();
        for element in elements.list {
            let (index, text, adds) = match element {
                Element::Word(text) => (next, text, false),
                Element::Keyed(subscript, text, adds) => {
                    let Some(index) = self.index_for_store(&name, &subscript)? else { continue };
                    (index, text, adds)
                }
            };
            let text = if attributes.any(CHANGING) || adds {
                let old = self.indexed_mut(&name).get(index).cloned();
                self.adapted(&name, attributes, Some(old), &text, adds)?
            } else {
                text
            };
            self.indexed_mut(&name).insert(index, text);
            next = index + 1;
        }
        Ok(true)
    }

    fn assign_assoc(&mut self, name: &[u8], elements: Elements, append: bool) -> Checked<bool> {
        let attributes = self.variable_entry(name).attributes;
        let before = match &self.variable_entry(name).value {
            Value::Assoc(array) => array.as_ref().clone(),
            _ => Assoc::default(),
        };
        let mut array = if append { before.clone() } else { Assoc::default() };
        let keyed = matches!(elements.list.first(), Some(Element::Keyed(..)));
        // Behind a word, `[key]=text` is a word as well.
        let spelled = |element: Element| match element {
            Element::Keyed(key, text, adds) if !keyed => {
                let sign: &[u8] = if adds { b"]+=" } else { b"]=" };
                Element::Word([b"[", &key[..], sign, &text].concat())
            }
            element => element,
        };
        let mut list = elements.list.into_iter().map(spelled);
        // Without any `[key]=`, words are keys and values in turn.
        while let Some(element) = list.next() {
            let (key, text, adds) = match element {
                Element::Keyed(key, text, adds) => (key, text, adds),
                Element::Word(word) if keyed => {
                    let what = b"': must use subscript when assigning associative array";
                    self.error([name, b": '", &word, &what[..]].concat());
                    continue;
                }
                Element::Word(key) => match list.next() {
                    Some(Element::Word(text)) => (key, text, false),
                    Some(Element::Keyed(..)) | None => (key, Vec::new(), false),
                },
            };
            if key.is_empty() {
                self.error([name, b"[]: bad array subscript"].concat());
                continue;
            }
            // What is appended to is what was there before.
            let old = if append { array.get(&key) } else { before.get(&key) }.cloned();
            let text = self.adapted(name, attributes, Some(old), &text, adds)?;
            array.insert(key, text);
        }
        self.variable_entry(name).value = Value::Assoc(Rc::new(array));
        if crate::tables::is_table(name) {
            self.read_table(name);
        }
        Ok(true)
    }
}
