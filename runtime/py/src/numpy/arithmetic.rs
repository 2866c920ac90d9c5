//! Operators, number by number, on shapes that go together.

use std::rc::Rc;

use crate::complex::Complex;
use crate::exception::Result;

use super::walk::{self, Dims};
use super::{Array, Bits, Element, Number, Real};

/// An operand as it is handed over.
pub enum Arg<'a, T> {
    /// An array that nobody else need hold: the result may be put into it.
    Own(Array<T>),
    /// An array.
    Ref(&'a Array<T>),
    /// One number.
    Number(T),
}

/// An array, a reference to one, or a number.
pub trait Operand<T: Element> {
    /// What it is.
    fn operand<'a>(self) -> Arg<'a, T>
    where
        Self: 'a;
}

impl<T: Element> Operand<T> for Array<T> {
    fn operand<'a>(self) -> Arg<'a, T> {
        Arg::Own(self)
    }
}

impl<T: Element> Operand<T> for &Array<T> {
    fn operand<'a>(self) -> Arg<'a, T>
    where
        Self: 'a,
    {
        Arg::Ref(self)
    }
}

impl<T: Element> Operand<T> for &std::cell::Ref<'_, Array<T>> {
    fn operand<'a>(self) -> Arg<'a, T>
    where
        Self: 'a,
    {
        Arg::Ref(self)
    }
}

impl<T: Element> Operand<T> for T {
    fn operand<'a>(self) -> Arg<'a, T> {
        Arg::Number(self)
    }
}

/// An array, or a reference to one, that is changed or looked at.
pub trait Held<T: Element> {
    /// The array.
    fn held(&self) -> &Array<T>;
}

impl<T: Element> Held<T> for Array<T> {
    fn held(&self) -> &Array<T> {
        self
    }
}

impl<T: Element> Held<T> for &Array<T> {
    fn held(&self) -> &Array<T> {
        self
    }
}

impl<T: Element> Held<T> for &std::cell::Ref<'_, Array<T>> {
    fn held(&self) -> &Array<T> {
        self
    }
}

/// An array that is written into: nobody else holds it, and it is of the shape.
fn reusable<T: Element>(array: &Array<T>, shape: &Dims<usize>) -> bool {
    Rc::strong_count(&array.data) == 1 && array.shape == *shape && array.is_dense()
}

/// Each number made into another of its type.
pub(super) fn map<T: Element>(a: Arg<'_, T>, f: impl Fn(T) -> T) -> Array<T> {
    match a {
        Arg::Own(a) if Rc::strong_count(&a.data) == 1 && a.is_dense() => {
            walk::each_mut(&a, |x| *x = f(*x));
            a
        }
        Arg::Own(a) => Array::new(walk::mapped(&a, f), a.shape),
        Arg::Ref(a) => Array::new(walk::mapped(a, f), a.shape),
        Arg::Number(x) => Array::new(vec![f(x)], Dims::of([])),
    }
}

/// Each pair of numbers made into one of the same type.
pub(super) fn pair<T: Element>(
    a: Arg<'_, T>,
    b: Arg<'_, T>,
    f: impl Fn(T, T) -> T,
) -> Result<Array<T>> {
    match (a, b) {
        (a, Arg::Number(y)) => Ok(map(a, |x| f(x, y))),
        (Arg::Number(x), b) => Ok(map(b, |y| f(x, y))),
        (Arg::Own(a), Arg::Own(b)) => both(a, b, f),
        (Arg::Own(a), Arg::Ref(b)) => left(a, b, f),
        (Arg::Ref(a), Arg::Own(b)) => right(a, b, f),
        (Arg::Ref(a), Arg::Ref(b)) => fresh(a, b, f),
    }
}

fn fresh<T: Element>(a: &Array<T>, b: &Array<T>, f: impl Fn(T, T) -> T) -> Result<Array<T>> {
    let shape = walk::together(&a.shape, &b.shape)?;
    Ok(Array::new(walk::paired(a, b, &shape, f), shape))
}

fn left<T: Element>(a: Array<T>, b: &Array<T>, f: impl Fn(T, T) -> T) -> Result<Array<T>> {
    let shape = walk::together(&a.shape, &b.shape)?;
    if !reusable(&a, &shape) {
        return fresh(&a, b, f);
    }
    walk::changed(&a, b, |x, y| *x = f(*x, y))?;
    Ok(a)
}

fn right<T: Element>(a: &Array<T>, b: Array<T>, f: impl Fn(T, T) -> T) -> Result<Array<T>> {
    let shape = walk::together(&a.shape, &b.shape)?;
    if !reusable(&b, &shape) {
        return fresh(a, &b, f);
    }
    walk::changed(&b, a, |y, x| *y = f(x, *y))?;
    Ok(b)
}

fn both<T: Element>(a: Array<T>, b: Array<T>, f: impl Fn(T, T) -> T) -> Result<Array<T>> {
    let shape = walk::together(&a.shape, &b.shape)?;
    if reusable(&a, &shape) { left(a, &b, f) } else { right(&a, b, f) }
}

/// Each pair of numbers made into a number of another type.
pub(super) fn test<T: Element, R: Element>(
    a: Arg<'_, T>,
    b: Arg<'_, T>,
    f: impl Fn(T, T) -> R,
) -> Result<Array<R>> {
    let one = |a: &Array<T>, f: &dyn Fn(&Array<T>) -> Vec<R>| Array::new(f(a), a.shape);
    let two = |a: &Array<T>, b: &Array<T>| {
        let shape = walk::together(&a.shape, &b.shape)?;
        Ok(Array::new(walk::paired(a, b, &shape, &f), shape))
    };
    match (a, b) {
        (Arg::Number(x), Arg::Number(y)) => Ok(Array::new(vec![f(x, y)], Dims::of([]))),
        (Arg::Own(a), Arg::Number(y)) => Ok(one(&a, &|a| walk::mapped(a, |x| f(x, y)))),
        (Arg::Ref(a), Arg::Number(y)) => Ok(one(a, &|a| walk::mapped(a, |x| f(x, y)))),
        (Arg::Number(x), Arg::Own(b)) => Ok(one(&b, &|b| walk::mapped(b, |y| f(x, y)))),
        (Arg::Number(x), Arg::Ref(b)) => Ok(one(b, &|b| walk::mapped(b, |y| f(x, y)))),
        (Arg::Own(a), Arg::Own(b)) => two(&a, &b),
        (Arg::Own(a), Arg::Ref(b)) => two(&a, b),
        (Arg::Ref(a), Arg::Own(b)) => two(a, &b),
        (Arg::Ref(a), Arg::Ref(b)) => two(a, b),
    }
}

/// Operators with two operands of one type: a new array, one number, and what changes the left operand.
macro_rules! operators {
    ($($(#[$meta:meta])* $bound:ident $name:ident $try_name:ident $one:ident $change:ident $try_change:ident $f:expr;)*) => {$(
        fallible! {
            $(#[$meta])*
            fn $name / $try_name [T: $bound](a: impl Operand<T>, b: impl Operand<T>) -> Array<T> {
                pair(a.operand(), b.operand(), $f)
            }

            /// The same, put into the left array.
            fn $change / $try_change [T: $bound](a: impl Held<T>, b: impl Operand<T>) -> () {
                change(a.held(), b.operand(), $f)
            }
        }

        /// The same of two numbers.
        #[inline]
        pub fn $one<T: $bound>(a: T, b: T) -> T {
            $f(a, b)
        }
    )*};
}

/// Puts what is made of each pair of numbers into the left array.
fn change<T: Element>(a: &Array<T>, b: Arg<'_, T>, f: impl Fn(T, T) -> T) -> Result<()> {
    let by = |b: &Array<T>| {
        // A view of the same numbers is read before it changes.
        let apart = Rc::ptr_eq(&a.data, &b.data).then(|| Array::new(b.to_vec(), b.shape));
        walk::changed(a, apart.as_ref().unwrap_or(b), |x, y| *x = f(*x, y))
    };
    match b {
        Arg::Number(y) => {
            walk::each_mut(a, |x| *x = f(*x, y));
            Ok(())
        }
        Arg::Own(b) => by(&b),
        Arg::Ref(b) => by(b),
    }
}

operators! {
    /// `a + b`
    Element add try_add add_one add_to try_add_to T::plus;
    /// `a - b`
    Number sub try_sub sub_one sub_from try_sub_from T::minus;
    /// `a * b`
    Element mul try_mul mul_one mul_by try_mul_by T::times;
    /// `a / b`
    Divided div try_div div_one div_by try_div_by T::divided;
    /// `a // b`
    Real floor_div try_floor_div floor_div_one floor_div_by try_floor_div_by T::floor_divided;
    /// `a % b`
    Real modulo try_modulo modulo_one modulo_by try_modulo_by T::modulo;
    /// `a & b`
    Bits bit_and try_bit_and bit_and_one bit_and_by try_bit_and_by T::and;
    /// `a | b`
    Bits bit_or try_bit_or bit_or_one bit_or_by try_bit_or_by T::or;
    /// `a ^ b`
    Bits bit_xor try_bit_xor bit_xor_one bit_xor_by try_bit_xor_by T::xor;
    /// `a << b`
    Bits shift_left try_shift_left shift_left_one shift_left_by try_shift_left_by T::left;
    /// `a >> b`
    Bits shift_right try_shift_right shift_right_one shift_right_by try_shift_right_by T::right;
    /// `numpy.maximum(a, b)`
    Real maximum try_maximum maximum_one maximum_by try_maximum_by T::greater;
    /// `numpy.minimum(a, b)`
    Real minimum try_minimum minimum_one minimum_by try_minimum_by T::lesser;
    /// `numpy.arctan2(a, b)`
    Angle arctan2 try_arctan2 arctan2_one arctan2_by try_arctan2_by T::angle;
    /// `numpy.hypot(a, b)`
    Angle hypot try_hypot hypot_one hypot_by try_hypot_by T::distance;
}

/// Numbers to the power of one number: of 2 they are multiplied, as the original does it.
fn raised_all<T: Number>(b: Arg<'_, T>) -> (Arg<'_, T>, bool) {
    let two = T::ONE.plus(T::ONE);
    let square = matches!(&b, Arg::Number(y) if *y == two);
    (b, square)
}

fallible! {
    /// `a ** b`
    fn power / try_power [T: Number](a: impl Operand<T>, b: impl Operand<T>) -> Array<T> {
        let (b, square) = raised_all(b.operand());
        if square { Ok(map(a.operand(), T::squared)) } else { pair(a.operand(), b, T::raised) }
    }

    /// The same, put into the left array.
    fn power_by / try_power_by [T: Number](a: impl Held<T>, b: impl Operand<T>) -> () {
        let (b, square) = raised_all(b.operand());
        if square {
            walk::each_mut(a.held(), |x| *x = x.squared());
            return Ok(());
        }
        change(a.held(), b, T::raised)
    }
}

/// `a ** b` of two numbers
pub fn power_one<T: Number>(a: T, b: T) -> T {
    a.raised(b)
}

/// Numbers that `/` divides: those that are no integers.
pub trait Divided: Number {
    /// `self / other`
    fn divided(self, other: Self) -> Self;
}

impl Divided for f64 {
    fn divided(self, other: Self) -> Self {
        self / other
    }
}

impl Divided for f32 {
    fn divided(self, other: Self) -> Self {
        self / other
    }
}

impl Divided for Complex {
    fn divided(self, other: Self) -> Self {
        crate::complex::try_div(self, other)
            .unwrap_or_else(|_| crate::complex::new(f64::NAN, f64::NAN))
    }
}

/// Functions of two floats.
pub trait Angle: Element {
    /// `atan2(self, other)`
    fn angle(self, other: Self) -> Self;
    /// The length of the hypotenuse.
    fn distance(self, other: Self) -> Self;
}

impl Angle for f64 {
    fn angle(self, other: Self) -> Self {
        self.atan2(other)
    }
    fn distance(self, other: Self) -> Self {
        self.hypot(other)
    }
}

impl Angle for f32 {
    fn angle(self, other: Self) -> Self {
        self.atan2(other)
    }
    fn distance(self, other: Self) -> Self {
        self.hypot(other)
    }
}

/// Comparisons, number by number, and of two numbers.
macro_rules! comparisons {
    ($($(#[$meta:meta])* $name:ident $try_name:ident $one:ident $f:expr;)*) => {$(
        fallible! {
            $(#[$meta])*
            fn $name / $try_name [T: Element](a: impl Operand<T>, b: impl Operand<T>) -> Array<bool> {
                test(a.operand(), b.operand(), $f)
            }
        }

        /// The same of two numbers.
        #[inline]
        pub fn $one<T: Element>(a: T, b: T) -> bool {
            $f(a, b)
        }
    )*};
}

comparisons! {
    /// `a == b`
    equal try_equal equal_one |x: T, y: T| x == y;
    /// `a != b`
    not_equal try_not_equal not_equal_one |x: T, y: T| x != y;
    /// `a < b`
    less try_less less_one |x: T, y: T| x.below(y);
    /// `a <= b`
    less_equal try_less_equal less_equal_one |x: T, y: T| x.below(y) | (x == y);
    /// `a > b`
    greater try_greater greater_one |x: T, y: T| y.below(x);
    /// `a >= b`
    greater_equal try_greater_equal greater_equal_one |x: T, y: T| y.below(x) | (x == y);
    /// `numpy.logical_and(a, b)`
    logical_and try_logical_and logical_and_one |x: T, y: T| x.holds() & y.holds();
    /// `numpy.logical_or(a, b)`
    logical_or try_logical_or logical_or_one |x: T, y: T| x.holds() | y.holds();
    /// `numpy.logical_xor(a, b)`
    logical_xor try_logical_xor logical_xor_one |x: T, y: T| x.holds() ^ y.holds();
}
