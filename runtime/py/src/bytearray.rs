//! `bytearray`: bytes that change. Cloning makes a further handle to the same ones.

use std::cell::{Ref, RefCell};
use std::cmp::Ordering;
use std::fmt::{self, Formatter};
use std::rc::Rc;

use crate::exception::{Result, index_error, value_error};
use crate::integer::Integer;
use crate::list::place;
use crate::show::{Repr, Str};
use crate::slice::{Bound, bounds, places};

/// The bytes.
#[derive(Clone, Default)]
pub struct ByteArray(Rc<RefCell<Vec<u8>>>);

impl ByteArray {
    /// What is there now.
    pub fn bytes(&self) -> Ref<'_, Vec<u8>> {
        self.0.borrow()
    }
}

/// `bytearray(data)`
pub fn of_bytes(data: &[u8]) -> ByteArray {
    ByteArray(Rc::new(RefCell::new(data.to_vec())))
}

/// `bytearray()`
pub fn empty() -> ByteArray {
    ByteArray::default()
}

/// `bytearray(other)`
pub fn copy(other: &ByteArray) -> ByteArray {
    of_bytes(&other.bytes())
}

fn byte(value: impl Integer) -> Result<u8> {
    u8::try_from(value.clamp_i64()).map_err(|_| value_error("byte must be in range(0, 256)"))
}

fn collected(items: impl IntoIterator<Item = impl Integer>) -> Result<Vec<u8>> {
    items.into_iter().map(byte).collect()
}

fallible! {
    /// `bytearray(count)`
    fn zeros / try_zeros [](count: impl Integer) -> ByteArray {
        crate::bytes::try_zeros(count).map(|data| of_bytes(&data))
    }

    /// `bytearray(items)`
    fn of_items / try_of_items [](items: impl IntoIterator<Item = impl Integer>) -> ByteArray {
        Ok(of_bytes(&collected(items)?))
    }

    /// `bytearray(text, encoding)`
    fn of_text / try_of_text [](text: &str, encoding: &str) -> ByteArray {
        crate::str::try_encode(text, encoding).map(|data| of_bytes(&data))
    }

    /// `self[index]`
    fn index / try_index [](array: &ByteArray, index: impl Integer) -> i64 {
        let data = array.bytes();
        place(index.clamp_i64(), data.len())
            .map(|place| i64::from(data[place]))
            .ok_or_else(|| index_error("bytearray index out of range"))
    }

    /// `self[index] = value`
    fn set / try_set [](array: &ByteArray, index: impl Integer, value: impl Integer) -> () {
        let mut data = array.0.borrow_mut();
        let place = place(index.clamp_i64(), data.len())
            .ok_or_else(|| index_error("bytearray index out of range"))?;
        data[place] = byte(value)?;
        Ok(())
    }

    /// `del self[index]`
    fn delete / try_delete [](array: &ByteArray, index: impl Integer) -> () {
        let mut data = array.0.borrow_mut();
        let place = place(index.clamp_i64(), data.len())
            .ok_or_else(|| index_error("bytearray index out of range"))?;
        data.remove(place);
        Ok(())
    }

    /// `self[start:stop:step]`
    fn slice_step / try_slice_step [](array: &ByteArray, start: impl Bound, stop: impl Bound, step: impl Integer) -> ByteArray {
        crate::bytes::try_slice_step(&array.bytes(), start, stop, step).map(|data| of_bytes(&data))
    }

    /// `self[start:stop:step] = data`
    fn set_slice_step / try_set_slice_step [](array: &ByteArray, start: impl Bound, stop: impl Bound, step: impl Integer, items: impl IntoIterator<Item = impl Integer>) -> () {
        if step.to_i64() == Some(1) {
            return try_set_slice(array, start, stop, items);
        }
        let items = collected(items)?;
        let mut data = array.0.borrow_mut();
        let spots: Vec<usize> = places(start.bound(), stop.bound(), step.clamp_i64(), data.len())?.collect();
        if spots.len() != items.len() {
            return Err(value_error(format!(
                "attempt to assign bytes of size {} to extended slice of size {}", items.len(), spots.len()
            )));
        }
        for (spot, item) in spots.into_iter().zip(items) {
            data[spot] = item;
        }
        Ok(())
    }

    /// `self[start:stop] = items`
    fn set_slice / try_set_slice [](array: &ByteArray, start: impl Bound, stop: impl Bound, items: impl IntoIterator<Item = impl Integer>) -> () {
        let items = collected(items)?;
        let mut data = array.0.borrow_mut();
        let (start, stop) = bounds(start.bound(), stop.bound(), data.len());
        data.splice(start..stop.max(start), items);
        Ok(())
    }

    /// `self.append(value)`
    fn append / try_append [](array: &ByteArray, value: impl Integer) -> () {
        array.0.borrow_mut().push(byte(value)?);
        Ok(())
    }

    /// `self.extend(items)`, `self += items`
    fn extend / try_extend [](array: &ByteArray, items: impl IntoIterator<Item = impl Integer>) -> () {
        let items = collected(items)?;
        array.0.borrow_mut().extend(items);
        Ok(())
    }

    /// `self.insert(index, value)`
    fn insert / try_insert [](array: &ByteArray, index: impl Integer, value: impl Integer) -> () {
        let value = byte(value)?;
        crate::list::insert(&mut array.0.borrow_mut(), index, value);
        Ok(())
    }

    /// `self.pop()`
    fn pop / try_pop [](array: &ByteArray) -> i64 {
        array.0.borrow_mut().pop().map(i64::from).ok_or_else(|| index_error("pop from empty bytearray"))
    }

    /// `self.pop(index)`
    fn pop_at / try_pop_at [](array: &ByteArray, index: impl Integer) -> i64 {
        let mut data = array.0.borrow_mut();
        if data.is_empty() {
            return Err(index_error("pop from empty bytearray"));
        }
        let place = place(index.clamp_i64(), data.len()).ok_or_else(|| index_error("pop index out of range"))?;
        Ok(i64::from(data.remove(place)))
    }

    /// `self.remove(value)`
    fn remove / try_remove [](array: &ByteArray, value: impl Integer) -> () {
        let value = byte(value)?;
        let mut data = array.0.borrow_mut();
        let place = data.iter().position(|other| *other == value);
        data.remove(place.ok_or_else(|| value_error("value not found in bytearray"))?);
        Ok(())
    }

    /// `self.decode(encoding)`
    fn decode / try_decode [](array: &ByteArray, encoding: &str) -> String {
        crate::bytes::try_decode(&array.bytes(), encoding)
    }
}

/// `self[start:stop]`
pub fn slice(array: &ByteArray, start: impl Bound, stop: impl Bound) -> ByteArray {
    of_bytes(&crate::bytes::slice(&array.bytes(), start, stop))
}

/// `len(self)`
pub fn len(array: &ByteArray) -> i64 {
    array.bytes().len() as i64
}

/// `bytes(self)`
pub fn to_bytes(array: &ByteArray) -> Vec<u8> {
    array.bytes().clone()
}

/// `iter(self)`: the bytes that are there now
pub fn iter(array: &ByteArray) -> impl DoubleEndedIterator<Item = i64> + ExactSizeIterator + use<> {
    to_bytes(array).into_iter().map(i64::from)
}

/// `value in self`
pub fn contains(array: &ByteArray, value: impl Integer) -> bool {
    byte(value).is_ok_and(|value| array.bytes().contains(&value))
}

/// `part in self`
pub fn contains_part(array: &ByteArray, part: &[u8]) -> bool {
    crate::bytes::contains(&array.bytes(), part)
}

/// `a + b`
pub fn concat(a: &ByteArray, b: &[u8]) -> ByteArray {
    of_bytes(&[&a.bytes(), b].concat())
}

/// `a + b` of two arrays
pub fn concat_array(a: &ByteArray, b: &ByteArray) -> ByteArray {
    of_bytes(&[a.bytes().as_slice(), b.bytes().as_slice()].concat())
}

/// `self * times`
pub fn repeat(array: &ByteArray, times: impl Integer) -> ByteArray {
    of_bytes(&array.bytes().repeat(usize::try_from(times.clamp_i64()).unwrap_or(0)))
}

/// `self *= times`
pub fn repeat_in_place(array: &ByteArray, times: impl Integer) {
    crate::list::repeat_in_place(&mut array.0.borrow_mut(), times);
}

/// `self.clear()`
pub fn clear(array: &ByteArray) {
    array.0.borrow_mut().clear();
}

/// `self.reverse()`
pub fn reverse(array: &ByteArray) {
    array.0.borrow_mut().reverse();
}

/// `self.count(value)`
pub fn count(array: &ByteArray, value: impl Integer) -> i64 {
    byte(value)
        .map_or(0, |value| array.bytes().iter().filter(|other| **other == value).count() as i64)
}

/// `self.find(value)`
pub fn find(array: &ByteArray, value: impl Integer) -> i64 {
    let place =
        byte(value).ok().and_then(|value| array.bytes().iter().position(|other| *other == value));
    place.map_or(-1, |place| place as i64)
}

/// `self.hex()`
pub fn hex(array: &ByteArray) -> String {
    crate::bytes::hex(&array.bytes())
}

/// `a == b`
pub fn eq(a: &ByteArray, b: &ByteArray) -> bool {
    a == b
}

/// `a == b` of bytes
pub fn eq_bytes(a: &ByteArray, b: &[u8]) -> bool {
    *a.bytes() == b
}

impl PartialEq for ByteArray {
    fn eq(&self, other: &Self) -> bool {
        *self.bytes() == *other.bytes()
    }
}

impl PartialOrd for ByteArray {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.bytes().partial_cmp(&*other.bytes())
    }
}

impl Repr for ByteArray {
    fn fmt_repr(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "bytearray({})", crate::bytes::repr(&self.bytes()))
    }
}

impl Str for ByteArray {
    fn fmt_str(&self, f: &mut Formatter<'_>) -> fmt::Result {
        self.fmt_repr(f)
    }
}

impl crate::truth::Truth for ByteArray {
    fn test(&self) -> bool {
        !self.bytes().is_empty()
    }
}

impl crate::builtins::Len for ByteArray {
    fn length(&self) -> usize {
        self.bytes().len()
    }
}

impl crate::copy::Copied for ByteArray {
    fn shallow(&self) -> Self {
        copy(self)
    }

    fn deep(&self) -> Self {
        copy(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changes_in_place() {
        let array = repeat(&of_bytes(b"\x01"), 6);
        set_slice_step(&array, 4, (), 2, [0]);
        set(&array, 0, 255);
        assert_eq!(crate::show::to_repr(&array), "bytearray(b'\\xff\\x01\\x01\\x01\\x00\\x01')");
        assert_eq!(try_set(&array, 0, 256).unwrap_err().message(), "byte must be in range(0, 256)");
    }
}
