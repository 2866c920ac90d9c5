//! The numbers that arrays hold.

use std::fmt::Debug;

use crate::complex::{self, Complex};
use crate::exception::Exception;
use crate::integer::Integer;

/// A number that arrays hold.
pub trait Element: Copy + Default + PartialEq + Debug + 'static {
    /// The name of the type.
    const NAME: &'static str;
    /// One.
    const ONE: Self;
    /// `self + other`
    fn plus(self, other: Self) -> Self;
    /// `self * other`
    fn times(self, other: Self) -> Self;
    /// `self < other`; what is no number is greater than all others.
    fn below(self, other: Self) -> bool;
    /// Is it no number?
    fn is_nan(self) -> bool {
        false
    }
    /// Is it anything but zero?
    fn holds(self) -> bool {
        self != Self::default()
    }
    /// As it stands in an array that is shown.
    fn kind() -> Kind;
    /// The parts as floats.
    fn parts(self) -> (f64, f64);
    /// From such parts.
    fn of_parts(re: f64, im: f64) -> Self;
    /// As an integer.
    fn whole(self) -> i64;
    /// From an integer.
    fn of_whole(value: i64) -> Self;
    /// `str(self)`
    fn text(self) -> String;
}

/// How numbers are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `True` and `False`.
    Bool,
    /// Digits.
    Integer,
    /// Digits with a point, of 32 bits.
    Single,
    /// Digits with a point.
    Double,
    /// Two of them.
    Complex,
}

/// A number that can be subtracted.
pub trait Number: Element {
    /// `self - other`
    fn minus(self, other: Self) -> Self;
    /// `-self`
    fn negative(self) -> Self;
    /// `self ** other`
    fn raised(self, other: Self) -> Self;
    /// `self * self`
    fn squared(self) -> Self {
        self.times(self)
    }
}

/// A number that has an order.
pub trait Real: Number {
    /// `abs(self)`
    fn absolute(self) -> Self;
    /// `self // other`
    fn floor_divided(self, other: Self) -> Self;
    /// `self % other`
    fn modulo(self, other: Self) -> Self;
    /// -1, 0 or 1
    fn signum_of(self) -> Self;
    /// The greater one; what is no number stays.
    fn greater(self, other: Self) -> Self {
        if self.is_nan() || other.below(self) { self } else { other }
    }
    /// The lesser one; what is no number stays.
    fn lesser(self, other: Self) -> Self {
        if self.is_nan() || self.below(other) { self } else { other }
    }
}

/// A number with bits.
pub trait Bits: Element {
    /// `self & other`
    fn and(self, other: Self) -> Self;
    /// `self | other`
    fn or(self, other: Self) -> Self;
    /// `self ^ other`
    fn xor(self, other: Self) -> Self;
    /// `~self`
    fn inverse(self) -> Self;
    /// `self << other`
    fn left(self, other: Self) -> Self;
    /// `self >> other`
    fn right(self, other: Self) -> Self;
}

macro_rules! integers {
    ($($kind:ident $name:literal $wide:ident;)*) => {$(
        impl Element for $kind {
            const NAME: &'static str = $name;
            const ONE: Self = 1;
            fn plus(self, other: Self) -> Self { self.wrapping_add(other) }
            fn times(self, other: Self) -> Self { self.wrapping_mul(other) }
            fn below(self, other: Self) -> bool { self < other }
            fn kind() -> Kind { Kind::Integer }
            fn parts(self) -> (f64, f64) { (self as f64, 0.0) }
            fn of_parts(re: f64, _: f64) -> Self {
                // Out of bounds and NaN as the processor has it.
                if (-9.2e18..9.2e18).contains(&re) { re as i64 as Self } else { i64::MIN as Self }
            }
            fn whole(self) -> i64 { self as i64 }
            fn of_whole(value: i64) -> Self { value as Self }
            fn text(self) -> String { self.to_string() }
        }
        impl Number for $kind {
            fn minus(self, other: Self) -> Self { self.wrapping_sub(other) }
            fn negative(self) -> Self { self.wrapping_neg() }
            fn raised(self, other: Self) -> Self {
                let (mut result, mut power, mut left) = (1 as Self, self, other as u64);
                while left > 0 {
                    if left & 1 == 1 { result = result.wrapping_mul(power); }
                    power = power.wrapping_mul(power);
                    left >>= 1;
                }
                result
            }
        }
        impl Real for $kind {
            fn absolute(self) -> Self { if (self as $wide) < 0 { self.wrapping_neg() } else { self } }
            fn floor_divided(self, other: Self) -> Self {
                if other == 0 { return 0; }
                let (quotient, rest) = (self.wrapping_div(other), self.wrapping_rem(other));
                if rest != 0 && ((rest as $wide) < 0) != ((other as $wide) < 0) { quotient.wrapping_sub(1) } else { quotient }
            }
            fn modulo(self, other: Self) -> Self {
                if other == 0 { return 0; }
                let rest = self.wrapping_rem(other);
                if rest != 0 && ((rest as $wide) < 0) != ((other as $wide) < 0) { rest.wrapping_add(other) } else { rest }
            }
            fn signum_of(self) -> Self { (self as $wide).signum() as Self }
        }
        impl Bits for $kind {
            fn and(self, other: Self) -> Self { self & other }
            fn or(self, other: Self) -> Self { self | other }
            fn xor(self, other: Self) -> Self { self ^ other }
            fn inverse(self) -> Self { !self }
            fn left(self, other: Self) -> Self { u32::try_from(other).ok().and_then(|by| self.checked_shl(by)).unwrap_or(0) }
            fn right(self, other: Self) -> Self {
                let none = if (self as $wide) < 0 { !0 } else { 0 };
                u32::try_from(other).ok().and_then(|by| self.checked_shr(by)).unwrap_or(none)
            }
        }
    )*};
}

integers! {
    i8 "int8" i128;
    i16 "int16" i128;
    i32 "int32" i128;
    i64 "int64" i128;
    u8 "uint8" i128;
    u16 "uint16" i128;
    u32 "uint32" i128;
    u64 "uint64" i128;
}

macro_rules! floats {
    ($($kind:ident $name:literal $shown:ident;)*) => {$(
        impl Element for $kind {
            const NAME: &'static str = $name;
            const ONE: Self = 1.0;
            fn plus(self, other: Self) -> Self { self + other }
            fn times(self, other: Self) -> Self { self * other }
            fn below(self, other: Self) -> bool { self < other }
            fn is_nan(self) -> bool { self.is_nan() }
            fn kind() -> Kind { Kind::$shown }
            fn parts(self) -> (f64, f64) { (f64::from(self), 0.0) }
            fn of_parts(re: f64, _: f64) -> Self { re as Self }
            fn whole(self) -> i64 {
                if !(-9.223_372e18..9.223_372e18).contains(&self) { i64::MIN } else { self as i64 }
            }
            fn of_whole(value: i64) -> Self { value as Self }
            fn text(self) -> String { super::print::float_text(f64::from(self), Self::kind()) }
        }
        impl Number for $kind {
            fn minus(self, other: Self) -> Self { self - other }
            fn negative(self) -> Self { -self }
            fn raised(self, other: Self) -> Self { self.powf(other) }
        }
        impl Real for $kind {
            fn absolute(self) -> Self { self.abs() }
            fn floor_divided(self, other: Self) -> Self {
                if other == 0.0 { return self / other; }
                let rest = self % other;
                let mut quotient = (self - rest) / other;
                if rest != 0.0 && (other < 0.0) != (rest < 0.0) { quotient -= 1.0; }
                if quotient == 0.0 { return (0.0 as Self).copysign(self / other); }
                let floor = quotient.floor();
                if quotient - floor > 0.5 { floor + 1.0 } else { floor }
            }
            fn modulo(self, other: Self) -> Self {
                let rest = self % other;
                if other == 0.0 { return rest; }
                if rest == 0.0 { (0.0 as Self).copysign(other) } else if (other < 0.0) != (rest < 0.0) { rest + other } else { rest }
            }
            fn signum_of(self) -> Self { if self > 0.0 { 1.0 } else if self < 0.0 { -1.0 } else { self + 0.0 } }
        }
    )*};
}

floats! {
    f32 "float32" Single;
    f64 "float64" Double;
}

impl Element for bool {
    const NAME: &'static str = "bool";
    const ONE: Self = true;
    fn plus(self, other: Self) -> Self {
        self | other
    }
    fn times(self, other: Self) -> Self {
        self & other
    }
    fn below(self, other: Self) -> bool {
        !self & other
    }
    fn kind() -> Kind {
        Kind::Bool
    }
    fn parts(self) -> (f64, f64) {
        (f64::from(u8::from(self)), 0.0)
    }
    fn of_parts(re: f64, im: f64) -> Self {
        re != 0.0 || im != 0.0
    }
    fn whole(self) -> i64 {
        i64::from(self)
    }
    fn of_whole(value: i64) -> Self {
        value != 0
    }
    fn text(self) -> String {
        if self { "True".to_owned() } else { "False".to_owned() }
    }
}

impl Bits for bool {
    fn and(self, other: Self) -> Self {
        self & other
    }
    fn or(self, other: Self) -> Self {
        self | other
    }
    fn xor(self, other: Self) -> Self {
        self ^ other
    }
    fn inverse(self) -> Self {
        !self
    }
    fn left(self, _: Self) -> Self {
        self
    }
    fn right(self, other: Self) -> Self {
        self & !other
    }
}

impl Element for Complex {
    const NAME: &'static str = "complex128";
    const ONE: Self = complex::ONE;
    fn plus(self, other: Self) -> Self {
        complex::add(self, other)
    }
    fn times(self, other: Self) -> Self {
        complex::mul(self, other)
    }
    fn below(self, other: Self) -> bool {
        self.parts() < other.parts()
    }
    fn is_nan(self) -> bool {
        let (re, im) = self.parts();
        re.is_nan() || im.is_nan()
    }
    fn kind() -> Kind {
        Kind::Complex
    }
    fn parts(self) -> (f64, f64) {
        (complex::real(self), complex::imag(self))
    }
    fn of_parts(re: f64, im: f64) -> Self {
        complex::new(re, im)
    }
    fn whole(self) -> i64 {
        self.parts().0.whole()
    }
    fn of_whole(value: i64) -> Self {
        complex::of_real(value as f64)
    }
    fn text(self) -> String {
        crate::show::to_str(&self)
    }
}

impl Number for Complex {
    fn minus(self, other: Self) -> Self {
        complex::sub(self, other)
    }
    fn negative(self) -> Self {
        complex::neg(self)
    }
    fn raised(self, other: Self) -> Self {
        if other == complex::of_real(2.0) {
            complex::mul(self, self)
        } else {
            complex::try_pow(self, other).unwrap_or_else(|_| complex::new(f64::NAN, f64::NAN))
        }
    }
}

/// Is a number anything but zero?
#[inline]
pub fn holds<T: Element>(number: T) -> bool {
    number.holds()
}

/// A number as one of another type.
#[inline]
pub fn cast<U: Element>(number: impl Element) -> U {
    converted(number)
}

/// The same, without a name for the type that it is made of.
#[inline]
pub(crate) fn converted<T: Element, U: Element>(number: T) -> U {
    match (T::kind(), U::kind()) {
        (Kind::Bool | Kind::Integer, Kind::Bool | Kind::Integer) => U::of_whole(number.whole()),
        (Kind::Integer, Kind::Single) => U::of_whole(number.whole()),
        _ => {
            let (re, im) = number.parts();
            U::of_parts(re, im)
        }
    }
}

/// What an integer is as an `int` of the program.
#[inline]
pub fn int<T: Element>(number: T) -> i64 {
    number.whole()
}

fallible! {
    /// An integer of the program as a number of 64 bits.
    fn word / try_word [](value: impl Integer) -> i64 {
        value.to_i64().ok_or_else(|| Exception::new("OverflowError", "Python int too large to convert to C long"))
    }

    /// An integer of the program as a number of a type: what does not fit is an error.
    fn element / try_element [T: Element](value: i64) -> T {
        let made = T::of_whole(value);
        if made.whole() == value {
            return Ok(made);
        }
        Err(Exception::new("OverflowError", format!("Python integer {value} out of bounds for {}", T::NAME)))
    }
}

impl<T: Element> crate::copy::Copied for super::Array<T> {
    fn shallow(&self) -> Self {
        super::copy(self)
    }

    fn deep(&self) -> Self {
        super::copy(self)
    }
}

impl<T: Element> PartialEq for super::Array<T> {
    /// As containers compare: the same array is equal to itself, others by the truth of what `==` gives.
    fn eq(&self, other: &Self) -> bool {
        super::same_array(self, other) || super::truth(&super::equal(self, other))
    }
}
