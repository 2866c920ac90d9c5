//! Indexed arrays that are variables of the program's own: nothing reaches them by name, which they have for messages alone.

use crate::arith::simple;
use crate::items::Items;
use crate::shell::Shell;
use crate::status::{Checked, Status};
use crate::variables::Value;
use std::rc::Rc;

/// An indexed array: texts at any index that is not negative.
#[derive(Clone, Debug, Default)]
pub struct Array(Items);

impl From<Vec<Vec<u8>>> for Array {
    fn from(words: Vec<Vec<u8>>) -> Array {
        Array(words.into_iter().enumerate().map(|(at, text)| (at as i64, text)).collect())
    }
}

/// `name=(words …)`
#[macro_export]
macro_rules! array {
    ($($word:expr),* $(,)?) => {
        $crate::Array::from($crate::argv!($($word),*))
    };
}

impl Array {
    /// One without elements.
    pub fn new() -> Array {
        Array::default()
    }

    /// What a variable of the environment becomes when it is used as an array.
    pub fn inherited(sh: &mut Shell, name: &str) -> Array {
        Array(sh.find(&crate::param(name)).into_iter().map(|text| (0, text)).collect())
    }

    /// `${#a[@]}`
    pub fn count(&self) -> i64 {
        self.0.len() as i64
    }

    /// `"${a[@]}"`
    pub fn values(&self) -> Vec<Vec<u8>> {
        self.0.values().cloned().collect()
    }

    /// `"${a[*]}"`: the elements with the first of IFS between them.
    pub fn joined(&self, sh: &Shell) -> Vec<u8> {
        sh.join(&self.values(), true)
    }

    /// The same with blanks between them.
    pub fn spaced(&self) -> Vec<u8> {
        self.values().join(&b' ')
    }

    /// `"${!a[@]}"`
    pub fn keys(&self) -> Vec<i64> {
        self.0.keys().collect()
    }

    /// The same as texts.
    pub fn subscripts(&self) -> Vec<Vec<u8>> {
        self.0.keys().map(|at| at.to_string().into_bytes()).collect()
    }

    /// `a+=(text)`
    pub fn push(&mut self, text: impl AsRef<[u8]>) {
        self.0.insert(self.0.end(), text.as_ref().to_vec());
    }

    /// `a+=(words …)`
    pub fn extend(&mut self, words: impl Into<Vec<Vec<u8>>>) {
        for word in words.into() {
            self.0.insert(self.0.end(), word);
        }
    }

    /// The index that a subscript means: a negative one counts from the end.
    fn index(&self, subscript: i64) -> Option<i64> {
        let index = if subscript < 0 { self.0.end() + subscript } else { subscript };
        (index >= 0).then_some(index)
    }

    /// The element at a subscript, if there is one; a subscript before the first is said to be wrong.
    fn find(&self, sh: &mut Shell, name: &str, subscript: i64) -> Option<&Vec<u8>> {
        let index = self.index(subscript);
        if index.is_none() {
            sh.error(format!("{name}: bad array subscript"));
        }
        self.0.get(index?)
    }

    /// `${a[0]}` of a subscript that is not negative; nothing where there is no element.
    pub fn at(&self, index: i64) -> Vec<u8> {
        self.0.get(index).cloned().unwrap_or_default()
    }

    /// `${a[i]}`
    pub fn get(&self, sh: &mut Shell, name: &str, subscript: i64) -> Checked<Vec<u8>> {
        match self.find(sh, name, subscript) {
            Some(text) => Ok(text.clone()),
            None => sh.check_set(&crate::item(name, subscript)).map(|()| Vec::new()),
        }
    }

    /// `${#a[i]}`
    pub fn length(&self, sh: &mut Shell, name: &str, subscript: i64) -> Checked<i64> {
        let text = self.find(sh, name, subscript).map_or(&b""[..], Vec::as_slice);
        Ok(sh.text_length(text))
    }

    /// Is there an element at a subscript? `nonnull`: one that is not empty.
    pub fn has(&self, sh: &mut Shell, name: &str, subscript: i64, nonnull: bool) -> bool {
        self.find(sh, name, subscript).is_some_and(|text| !nonnull || !text.is_empty())
    }

    /// `a[i]` in an expression.
    pub fn int(&self, sh: &mut Shell, name: &str, subscript: i64) -> Checked<i64> {
        let Some(text) = self.find(sh, name, subscript) else { return Ok(0) };
        simple(text).map_or_else(|| sh.arith(text), Ok)
    }

    /// The place that an assignment means.
    fn slot(&mut self, sh: &mut Shell, name: &str, subscript: i64) -> Checked<&mut Vec<u8>> {
        match self.index(subscript) {
            Some(index) => Ok(self.0.slot(index)),
            None => {
                sh.error(format!("{name}[{subscript}]: bad array subscript"));
                Err(sh.abandon())
            }
        }
    }

    /// `a[i]=text`
    pub fn put(
        &mut self,
        sh: &mut Shell,
        name: &str,
        subscript: i64,
        text: impl Into<Vec<u8>>,
    ) -> Checked<()> {
        *self.slot(sh, name, subscript)? = text.into();
        Ok(())
    }

    /// `a[i]+=text`
    pub fn append(
        &mut self,
        sh: &mut Shell,
        name: &str,
        subscript: i64,
        text: impl AsRef<[u8]>,
    ) -> Checked<()> {
        self.slot(sh, name, subscript)?.extend_from_slice(text.as_ref());
        Ok(())
    }

    /// `a[i] = number` in an expression, whose value it is.
    pub fn set_int(
        &mut self,
        sh: &mut Shell,
        name: &str,
        subscript: i64,
        number: i64,
    ) -> Checked<i64> {
        match self.index(subscript).map(|index| self.0.slot(index)) {
            Some(slot) => {
                slot.clear();
                crate::Piece::put(&number, slot);
            }
            // The expression goes on.
            None => sh.error(format!("{name}[{subscript}]: bad array subscript")),
        }
        Ok(number)
    }

    /// `++a[i]`, `a[i] += by`: the new value.
    pub fn stepped(&mut self, sh: &mut Shell, name: &str, subscript: i64, by: i64) -> Checked<i64> {
        let number = self.int(sh, name, subscript)?.wrapping_add(by);
        self.set_int(sh, name, subscript, number)
    }

    /// `a[i]++`: the old value.
    pub fn step(&mut self, sh: &mut Shell, name: &str, subscript: i64, by: i64) -> Checked<i64> {
        Ok(self.stepped(sh, name, subscript, by)?.wrapping_sub(by))
    }

    /// `"${a[@]:offset:length}"`
    pub fn slice(&self, sh: &mut Shell, offset: i64, length: Option<i64>) -> Checked<Vec<Vec<u8>>> {
        if let Some(length) = length
            && length < 0
        {
            sh.error(format!("{length}: substring expression < 0"));
            return Err(sh.abandon());
        }
        let Some(from) = self.index(offset) else { return Ok(Vec::new()) };
        let most = length.map_or(usize::MAX, |length| length as usize);
        let list = self.0.iter().skip_while(|(at, _)| *at < from).take(most);
        Ok(list.map(|(_, text)| text.clone()).collect())
    }

    /// `unset 'a[i]'`
    pub fn unset(&mut self, sh: &mut Shell, line: u32, subscript: i64) -> Checked<Status> {
        sh.begin(line);
        let status = match self.index(subscript) {
            Some(index) => {
                self.0.remove(index);
                Status::OK
            }
            None => sh.builtin_error("unset", format!("[{subscript}]: bad array subscript")),
        };
        sh.finish(status)
    }

    /// `command name`: what a builtin (`read -ra`, `mapfile -t`) makes under the array's name.
    pub fn fill(
        &mut self,
        sh: &mut Shell,
        line: u32,
        name: &str,
        command: &str,
    ) -> Checked<Status> {
        let result = sh.command(line, crate::argv!(crate::words(command), name));
        self.take(sh, name);
        result
    }

    /// The same behind `IFS=separators`.
    pub fn fill_by(
        &mut self,
        sh: &mut Shell,
        line: u32,
        name: &str,
        command: &str,
        separators: impl AsRef<[u8]>,
    ) -> Checked<Status> {
        let assigns = crate::Assigns::new().and("IFS", separators);
        let result = sh.command_with(line, assigns, crate::argv!(crate::words(command), name));
        self.take(sh, name);
        result
    }

    /// What a builtin made under the array's name.
    pub fn take(&mut self, sh: &mut Shell, name: &str) {
        let made = Rc::make_mut(&mut sh.state.variables).remove(name.as_bytes());
        if let Some(Value::Indexed(items)) = made.map(|variable| variable.value) {
            self.0 = Rc::unwrap_or_clone(items);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_lie_where_they_are_put() {
        let sh = &mut Shell::new(b"test".to_vec(), Vec::new());
        let mut array = array!["a", "b"];
        array.push("c");
        array.put(sh, "a", 7, "h").unwrap();
        array.put(sh, "a", -1, "H").unwrap();
        array.append(sh, "a", 0, "z").unwrap();
        assert_eq!(array.keys(), [0, 1, 2, 7]);
        assert_eq!(array.values().join(&b' '), b"az b c H");
        assert_eq!((array.count(), array.get(sh, "a", -1).unwrap()), (4, b"H".to_vec()));
        assert_eq!(array.slice(sh, 2, Some(2)).unwrap().concat(), b"cH");
        assert_eq!(array.slice(sh, -2, None).unwrap().concat(), b"H");
        assert!(array.unset(sh, 1, -1).unwrap().ok() && array.keys() == [0, 1, 2]);
        assert_eq!(array.step(sh, "a", 5, 2).unwrap(), 0);
        assert_eq!(array.int(sh, "a", 5).unwrap(), 2);
    }
}
