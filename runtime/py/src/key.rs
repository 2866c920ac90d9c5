//! Keys of dicts and elements of sets: equality and the interpreter's `hash`.

use std::hash::Hasher;
use std::rc::Rc;

use crate::int::Int;

/// The modulus of the interpreter's numeric hashes, a Mersenne prime.
const MODULUS: u64 = (1 << 61) - 1;

/// A value that a dict or set can hold. A class of the program implements `__hash__`.
pub trait Key {
    /// `hash(self)`
    fn __hash__(&self) -> i64;

    /// `self == other` (or the same object), as look-ups decide.
    fn same(&self, other: &Self) -> bool;

    /// A hash that is quick and spreads well; equal for equal keys.
    fn quick(&self) -> u64 {
        spread(self.__hash__() as u64)
    }
}

impl<T: Key + ?Sized> Key for std::cell::Ref<'_, T> {
    fn __hash__(&self) -> i64 {
        (**self).__hash__()
    }

    fn same(&self, other: &Self) -> bool {
        (**self).same(&**other)
    }
}

/// Spreads the bits of a number over the word.
pub(crate) fn spread(bits: u64) -> u64 {
    let product = u128::from(bits ^ 0x9e37_79b9_7f4a_7c15) * 0xd6e8_feb8_6659_fd93;
    (product >> 64) as u64 ^ product as u64
}

/// `hash(key)`
pub fn hash<T: Key + ?Sized>(key: &T) -> i64 {
    key.__hash__()
}

/// The hash of an object that has no value of its own: where it lives.
pub fn hash_identity<T: ?Sized>(object: &T) -> i64 {
    ((object as *const T).cast::<u8>() as usize as u64).rotate_right(4) as i64
}

/// What a `__hash__` of the program returned, as `hash` gives it.
pub fn hash_of(value: impl crate::Integer) -> i64 {
    let value = value.into_int();
    value.to_i64().map_or_else(|| value.__hash__(), not_minus_one)
}

/// `a is b` of two objects of a class.
pub fn same_object<T>(a: &T, b: &T) -> bool {
    std::ptr::eq(a, b)
}

/// Values that are told apart by the object that they are: handles, and handles that may be missing.
pub trait Object {
    /// `self is other`
    fn is(&self, other: &Self) -> bool;
}

impl<T: ?Sized> Object for std::rc::Rc<T> {
    fn is(&self, other: &Self) -> bool {
        std::rc::Rc::ptr_eq(self, other)
    }
}

impl<C> Object for crate::Shared<C> {
    fn is(&self, other: &Self) -> bool {
        crate::Shared::ptr_eq(self, other)
    }
}

impl<T: Object> Object for Option<T> {
    fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.is(b),
            (None, None) => true,
            _ => false,
        }
    }
}

/// `a is b` of values that hold handles
pub fn same<T: Object>(a: &T, b: &T) -> bool {
    a.is(b)
}

/// A hash as the interpreter gives it: -1 stands for a failure there.
pub(crate) fn not_minus_one(hash: i64) -> i64 {
    if hash == -1 { -2 } else { hash }
}

impl Key for i64 {
    fn __hash__(&self) -> i64 {
        let size = (self.unsigned_abs() % MODULUS) as i64;
        not_minus_one(if *self < 0 { -size } else { size })
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn quick(&self) -> u64 {
        spread(*self as u64)
    }
}

impl Key for Int {
    fn __hash__(&self) -> i64 {
        match self.to_i64() {
            Some(value) => value.__hash__(),
            None => {
                let big = self.to_big();
                let rest = big.magnitude() % MODULUS;
                let size = u64::try_from(&rest).unwrap_or(0) as i64;
                not_minus_one(if self.is_negative() { -size } else { size })
            }
        }
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Key for u8 {
    fn __hash__(&self) -> i64 {
        i64::from(*self)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Key for bool {
    fn __hash__(&self) -> i64 {
        i64::from(*self)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }
}

impl Key for () {
    fn __hash__(&self) -> i64 {
        0xfca8_6420
    }

    fn same(&self, _: &Self) -> bool {
        true
    }
}

impl Key for f64 {
    fn __hash__(&self) -> i64 {
        if self.is_infinite() {
            return if *self > 0.0 { 314_159 } else { -314_159 };
        }
        if self.is_nan() {
            return 0;
        }
        if self.fract() == 0.0 && self.abs() < 9e18 {
            return (*self as i64).__hash__();
        }
        // mantissa * 2**exponent modulo 2**61 - 1: a power of two is a rotation of 61 bits
        let (mantissa, exponent) = crate::float::parts(*self);
        let size = mantissa.unsigned_abs() % MODULUS;
        let places = exponent.rem_euclid(61) as u32;
        let size =
            if places == 0 { size } else { (size << places & MODULUS) | size >> (61 - places) };
        let size = (size % MODULUS) as i64;
        not_minus_one(if *self < 0.0 { -size } else { size })
    }

    fn same(&self, other: &Self) -> bool {
        self == other || self.is_nan() && other.is_nan()
    }
}

/// The hash of bytes: SipHash 1-3 without a seed, as `PYTHONHASHSEED=0` has it.
pub(crate) fn sip(bytes: &[u8]) -> i64 {
    if bytes.is_empty() {
        return 0;
    }
    let mut hasher = std::hash::DefaultHasher::new();
    hasher.write(bytes);
    not_minus_one(hasher.finish() as i64)
}

/// A quick hash of bytes, eight at a time.
fn quick_bytes(bytes: &[u8]) -> u64 {
    let mut hash = bytes.len() as u64;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte));
        hash = spread(hash ^ word);
    }
    let word = chunks.remainder().iter().fold(0, |word, byte| word << 8 | u64::from(*byte));
    spread(hash ^ word)
}

impl Key for str {
    fn __hash__(&self) -> i64 {
        if self.is_ascii() {
            return sip(self.as_bytes());
        }
        // the interpreter hashes the text as it stores it: 1, 2 or 4 bytes a character
        let widest = self.chars().map(u32::from).max().unwrap_or(0);
        let codes = self.chars().map(u32::from);
        let bytes: Vec<u8> = match widest {
            0..=0xff => codes.map(|code| code as u8).collect(),
            0x100..=0xffff => codes.flat_map(|code| (code as u16).to_le_bytes()).collect(),
            _ => codes.flat_map(u32::to_le_bytes).collect(),
        };
        sip(&bytes)
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn quick(&self) -> u64 {
        quick_bytes(self.as_bytes())
    }
}

impl Key for String {
    fn __hash__(&self) -> i64 {
        self.as_str().__hash__()
    }

    fn same(&self, other: &Self) -> bool {
        self == other
    }

    fn quick(&self) -> u64 {
        self.as_str().quick()
    }
}

/// Mixes the hashes of a tuple's items as the interpreter does (xxHash).
pub(crate) fn hash_items(items: impl ExactSizeIterator<Item = i64>) -> i64 {
    const P1: u64 = 11_400_714_785_074_694_791;
    const P2: u64 = 14_029_467_366_897_019_727;
    const P5: u64 = 2_870_177_450_012_600_261;
    let length = items.len() as u64;
    let sum = items.fold(P5, |sum, hash| {
        sum.wrapping_add((hash as u64).wrapping_mul(P2)).rotate_left(31).wrapping_mul(P1)
    });
    let sum = sum.wrapping_add(length ^ (P5 ^ 3_527_539)) as i64;
    if sum == -1 { 1_546_275_796 } else { sum }
}

/// A tuple of any length, or a class that hashes like one.
impl<T: Key> Key for [T] {
    fn __hash__(&self) -> i64 {
        hash_items(self.iter().map(Key::__hash__))
    }

    fn same(&self, other: &Self) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(a, b)| a.same(b))
    }

    fn quick(&self) -> u64 {
        self.iter().fold(self.len() as u64, |hash, item| spread(hash.rotate_left(5) ^ item.quick()))
    }
}

impl<T: Key> Key for Vec<T> {
    fn __hash__(&self) -> i64 {
        self.as_slice().__hash__()
    }

    fn same(&self, other: &Self) -> bool {
        self.as_slice().same(other)
    }

    fn quick(&self) -> u64 {
        self.as_slice().quick()
    }
}

impl<T: Key> Key for Option<T> {
    fn __hash__(&self) -> i64 {
        self.as_ref().map_or(().__hash__(), Key::__hash__)
    }

    fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Some(a), Some(b)) => a.same(b),
            (None, None) => true,
            _ => false,
        }
    }

    fn quick(&self) -> u64 {
        self.as_ref().map_or(0, Key::quick)
    }
}

macro_rules! handles {
    ($($handle:ty)*) => {
        $(impl<T: Key + ?Sized> Key for $handle {
            fn __hash__(&self) -> i64 {
                (**self).__hash__()
            }

            fn same(&self, other: &Self) -> bool {
                (**self).same(&**other)
            }

            fn quick(&self) -> u64 {
                (**self).quick()
            }
        })*
    };
}

handles! { &T Box<T> Rc<T> }

macro_rules! tuples {
    ($(($($name:ident $index:tt)*))*) => {
        $(impl<$($name: Key),*> Key for ($($name,)*) {
            fn __hash__(&self) -> i64 {
                hash_items([$(self.$index.__hash__()),*].into_iter())
            }

            fn same(&self, other: &Self) -> bool {
                $(self.$index.same(&other.$index))&&*
            }

            fn quick(&self) -> u64 {
                let mut hash = 0u64;
                $(hash = spread(hash.rotate_left(5) ^ self.$index.quick());)*
                hash
            }
        })*
    };
}

tuples! {
    (A 0) (A 0 B 1) (A 0 B 1 C 2) (A 0 B 1 C 2 D 3) (A 0 B 1 C 2 D 3 E 4) (A 0 B 1 C 2 D 3 E 4 F 5)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6) (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7) (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9) (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10)
    (A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_the_interpreters() {
        assert_eq!((-1i64).__hash__(), -2);
        assert_eq!(0.5.__hash__(), 1_152_921_504_606_846_976);
        assert_eq!((1i64, 2i64).__hash__(), -3_550_055_125_485_641_917);
        assert_eq!("\u{65e5}\u{672c}".__hash__(), 6_243_316_497_235_261_705);
        assert_eq!("\u{e9}".__hash__(), 6_047_309_291_227_476_195);
        assert_eq!((-1.5e-10).__hash__(), -880_956_754_066_515_939);
        assert_eq!(Int::new(10).power(30).__hash__(), 465_258_685_558_744_706);
        assert_eq!("a".__hash__(), 4_644_417_185_603_328_019);
    }
}
