//! Functions of one array, number by number; of one number too.

use crate::complex::{self, Complex};

use super::arithmetic::{Arg, Divided, Held, Operand, map};
use super::walk::{self, Runs};
use super::{Array, Bits, Element, Number, Real, converted};

/// Functions of one number, as functions of arrays and (`…_one`) of numbers.
macro_rules! functions {
    ($($(#[$meta:meta])* $bound:ident $name:ident $one:ident $f:expr;)*) => {$(
        $(#[$meta])*
        pub fn $name<T: $bound>(a: impl Operand<T>) -> Array<T> {
            map(a.operand(), $f)
        }

        /// The same of one number.
        #[inline]
        pub fn $one<T: $bound>(a: T) -> T {
            $f(a)
        }
    )*};
}

/// A float.
pub trait Float: Real + Divided {
    /// 10, 100 … as a number of the type.
    fn of(value: f64) -> Self;
    /// `sqrt(self)` and the like: the function of the same name.
    fn apply(self, f: Function) -> Self;
}

/// Functions of one float.
#[derive(Clone, Copy, Debug)]
pub enum Function {
    /// The root.
    Sqrt,
    /// e to the power of it.
    Exp,
    /// 2 to the power of it.
    Exp2,
    /// e to the power of it, less one.
    Expm1,
    /// The natural logarithm.
    Log,
    /// The logarithm to base 2.
    Log2,
    /// The logarithm to base 10.
    Log10,
    /// The natural logarithm of it and one.
    Log1p,
    /// The sine.
    Sin,
    /// The cosine.
    Cos,
    /// The tangent.
    Tan,
    /// The inverse of the sine.
    Asin,
    /// The inverse of the cosine.
    Acos,
    /// The inverse of the tangent.
    Atan,
    /// The hyperbolic sine.
    Sinh,
    /// The hyperbolic cosine.
    Cosh,
    /// The hyperbolic tangent.
    Tanh,
    /// The inverse of the hyperbolic sine.
    Asinh,
    /// The inverse of the hyperbolic cosine.
    Acosh,
    /// The inverse of the hyperbolic tangent.
    Atanh,
    /// The cube root.
    Cbrt,
    /// Down to an integer.
    Floor,
    /// Up to an integer.
    Ceil,
    /// Towards zero.
    Trunc,
    /// To the nearest integer, halves to even.
    Rint,
    /// One through it.
    Reciprocal,
    /// Degrees as radians.
    Radians,
    /// Radians as degrees.
    Degrees,
}

macro_rules! floats {
    ($($kind:ident)*) => {$(
        impl Float for $kind {
            fn of(value: f64) -> Self { value as Self }

            #[inline]
            fn apply(self, f: Function) -> Self {
                match f {
                    Function::Sqrt => self.sqrt(),
                    Function::Exp => self.exp(),
                    Function::Exp2 => self.exp2(),
                    Function::Expm1 => self.exp_m1(),
                    Function::Log => self.ln(),
                    Function::Log2 => self.log2(),
                    Function::Log10 => self.log10(),
                    Function::Log1p => self.ln_1p(),
                    Function::Sin => self.sin(),
                    Function::Cos => self.cos(),
                    Function::Tan => self.tan(),
                    Function::Asin => self.asin(),
                    Function::Acos => self.acos(),
                    Function::Atan => self.atan(),
                    Function::Sinh => self.sinh(),
                    Function::Cosh => self.cosh(),
                    Function::Tanh => self.tanh(),
                    Function::Asinh => self.asinh(),
                    Function::Acosh => self.acosh(),
                    Function::Atanh => self.atanh(),
                    Function::Cbrt => self.cbrt(),
                    Function::Floor => self.floor(),
                    Function::Ceil => self.ceil(),
                    Function::Trunc => self.trunc(),
                    Function::Rint => self.round_ties_even(),
                    Function::Reciprocal => 1.0 / self,
                    Function::Radians => self * (std::f64::consts::PI / 180.0) as Self,
                    Function::Degrees => self * (180.0 / std::f64::consts::PI) as Self,
                }
            }
        }
    )*};
}

floats! { f64 f32 }

functions! {
    /// `-a`
    Number negative negative_one T::negative;
    /// `~a`
    Bits invert invert_one T::inverse;
    /// `numpy.abs(a)`
    Real absolute absolute_one T::absolute;
    /// `numpy.sign(a)`
    Real sign sign_one T::signum_of;
    /// `numpy.square(a)`
    Element square square_one |x: T| x.times(x);
    /// `numpy.sqrt(a)`
    Float sqrt sqrt_one |x: T| x.apply(Function::Sqrt);
    /// `numpy.exp(a)`
    Float exp exp_one |x: T| x.apply(Function::Exp);
    /// `numpy.exp2(a)`
    Float exp2 exp2_one |x: T| x.apply(Function::Exp2);
    /// `numpy.expm1(a)`
    Float expm1 expm1_one |x: T| x.apply(Function::Expm1);
    /// `numpy.log(a)`
    Float log log_one |x: T| x.apply(Function::Log);
    /// `numpy.log2(a)`
    Float log2 log2_one |x: T| x.apply(Function::Log2);
    /// `numpy.log10(a)`
    Float log10 log10_one |x: T| x.apply(Function::Log10);
    /// `numpy.log1p(a)`
    Float log1p log1p_one |x: T| x.apply(Function::Log1p);
    /// `numpy.sin(a)`
    Float sin sin_one |x: T| x.apply(Function::Sin);
    /// `numpy.cos(a)`
    Float cos cos_one |x: T| x.apply(Function::Cos);
    /// `numpy.tan(a)`
    Float tan tan_one |x: T| x.apply(Function::Tan);
    /// `numpy.arcsin(a)`
    Float arcsin arcsin_one |x: T| x.apply(Function::Asin);
    /// `numpy.arccos(a)`
    Float arccos arccos_one |x: T| x.apply(Function::Acos);
    /// `numpy.arctan(a)`
    Float arctan arctan_one |x: T| x.apply(Function::Atan);
    /// `numpy.sinh(a)`
    Float sinh sinh_one |x: T| x.apply(Function::Sinh);
    /// `numpy.cosh(a)`
    Float cosh cosh_one |x: T| x.apply(Function::Cosh);
    /// `numpy.tanh(a)`
    Float tanh tanh_one |x: T| x.apply(Function::Tanh);
    /// `numpy.arcsinh(a)`
    Float arcsinh arcsinh_one |x: T| x.apply(Function::Asinh);
    /// `numpy.arccosh(a)`
    Float arccosh arccosh_one |x: T| x.apply(Function::Acosh);
    /// `numpy.arctanh(a)`
    Float arctanh arctanh_one |x: T| x.apply(Function::Atanh);
    /// `numpy.cbrt(a)`
    Float cbrt cbrt_one |x: T| x.apply(Function::Cbrt);
    /// `numpy.floor(a)`
    Float floor floor_one |x: T| x.apply(Function::Floor);
    /// `numpy.ceil(a)`
    Float ceil ceil_one |x: T| x.apply(Function::Ceil);
    /// `numpy.trunc(a)`
    Float trunc trunc_one |x: T| x.apply(Function::Trunc);
    /// `numpy.rint(a)`
    Float rint rint_one |x: T| x.apply(Function::Rint);
    /// `numpy.reciprocal(a)`
    Float reciprocal reciprocal_one |x: T| x.apply(Function::Reciprocal);
    /// `numpy.radians(a)`
    Float radians radians_one |x: T| x.apply(Function::Radians);
    /// `numpy.degrees(a)`
    Float degrees degrees_one |x: T| x.apply(Function::Degrees);
}

/// An array of what is made of each number.
pub(super) fn turned<T: Element, U: Element>(a: &Array<T>, f: impl Fn(T) -> U) -> Array<U> {
    Array::new(walk::mapped(a, f), a.shape)
}

/// `a.astype(U)`
pub fn astype<U: Element>(a: &Array<impl Element>) -> Array<U> {
    turned(a, |x| converted(x))
}

/// `numpy.isnan(a)`
pub fn isnan<T: Element>(a: &Array<T>) -> Array<bool> {
    turned(a, |x| x.is_nan())
}

/// `numpy.isnan(x)` of one number
pub fn isnan_one<T: Element>(x: T) -> bool {
    x.is_nan()
}

fn finite<T: Element>(x: T) -> bool {
    let (re, im) = x.parts();
    re.is_finite() && im.is_finite()
}

/// `numpy.isfinite(a)`
pub fn isfinite<T: Element>(a: &Array<T>) -> Array<bool> {
    turned(a, finite)
}

/// `numpy.isfinite(x)` of one number
pub fn isfinite_one<T: Element>(x: T) -> bool {
    finite(x)
}

/// `numpy.isinf(a)`
pub fn isinf<T: Element>(a: &Array<T>) -> Array<bool> {
    turned(a, |x| !finite(x) && !x.is_nan())
}

/// `numpy.isinf(x)` of one number
pub fn isinf_one<T: Element>(x: T) -> bool {
    !finite(x) && !x.is_nan()
}

/// `numpy.logical_not(a)`
pub fn logical_not<T: Element>(a: &Array<T>) -> Array<bool> {
    turned(a, |x| !x.holds())
}

/// `numpy.abs(a)` of complex numbers
pub fn magnitude(a: &Array<Complex>) -> Array<f64> {
    turned(a, magnitude_one)
}

/// `abs(z)`
pub fn magnitude_one(z: Complex) -> f64 {
    complex::real(z).hypot(complex::imag(z))
}

/// `a.real` of complex numbers, as a copy
pub fn real(a: &Array<Complex>) -> Array<f64> {
    turned(a, complex::real)
}

/// `a.imag` of complex numbers, as a copy
pub fn imag(a: &Array<Complex>) -> Array<f64> {
    turned(a, complex::imag)
}

/// `numpy.angle(a)`
pub fn angle(a: &Array<Complex>) -> Array<f64> {
    turned(a, |z| complex::imag(z).atan2(complex::real(z)))
}

/// `numpy.conj(a)`
pub fn conj(a: impl Operand<Complex>) -> Array<Complex> {
    map(a.operand(), complex::conjugate)
}

/// `numpy.exp(a)` of complex numbers
pub fn exp_complex(a: impl Operand<Complex>) -> Array<Complex> {
    map(a.operand(), |z| {
        let (size, angle) = (complex::real(z).exp(), complex::imag(z));
        complex::new(size * angle.cos(), size * angle.sin())
    })
}

/// `numpy.round(x, places)` of one number
pub fn round_one<T: Float>(x: T, places: i64) -> T {
    let scale = T::of(10f64.powi(places.unsigned_abs() as i32));
    let whole = |x: T| x.apply(Function::Rint);
    match places {
        0 => whole(x),
        1.. => whole(x.times(scale)).divided(scale),
        _ => whole(x.divided(scale)).times(scale),
    }
}

/// `numpy.round(a, places)`
pub fn round<T: Float>(a: impl Operand<T>, places: i64) -> Array<T> {
    map(a.operand(), |x| round_one(x, places))
}

/// `numpy.clip(x, low, high)` of one number
pub fn clip_one<T: Real>(x: T, low: T, high: T) -> T {
    x.greater(low).lesser(high)
}

/// `numpy.clip(a, low, high)`
pub fn clip<T: Real>(a: impl Operand<T>, low: T, high: T) -> Array<T> {
    map(a.operand(), |x| clip_one(x, low, high))
}

fallible! {
    /// `numpy.where(test, a, b)`
    fn choose / try_choose [T: Element](test: impl Held<bool>, a: impl Operand<T>, b: impl Operand<T>) -> Array<T> {
        let test = test.held();
        let (a, b) = (array_of(a.operand()), array_of(b.operand()));
        let shape = walk::together(&walk::together(&test.shape, &a.shape)?, &b.shape)?;
        if a.shape.is_empty() && b.shape.is_empty() {
            let (x, y) = (a.only(), b.only());
            return Ok(Array::new(walk::mapped(test, |t| if t { x } else { y }), shape));
        }
        let steps = [&walk::widened(test, &shape)[..], &walk::widened(&a, &shape), &walk::widened(&b, &shape)];
        let runs = Runs::new(&shape, steps);
        let (t, x, y) = (test.data.borrow(), a.data.borrow(), b.data.borrow());
        let mut made = Vec::with_capacity(shape.iter().product());
        let place = |at: usize, step: isize, k: usize| at.wrapping_add_signed(step * k as isize);
        runs.each([test.at, a.at, b.at], |[i, p, q]| {
            let [step, left, right] = runs.steps;
            made.extend((0..runs.length).map(|k| {
                if t[place(i, step, k)] { x[place(p, left, k)] } else { y[place(q, right, k)] }
            }));
        });
        Ok(Array::new(made, shape))
    }
}

/// An operand as an array.
pub(super) fn array_of<T: Element>(a: Arg<'_, T>) -> Array<T> {
    match a {
        Arg::Own(a) => a,
        Arg::Ref(a) => a.clone(),
        Arg::Number(x) => Array::new(vec![x], walk::Dims::of([])),
    }
}

/// Are the numbers of two arrays as good as equal?
fn close(x: f64, y: f64, relative: f64, absolute: f64) -> bool {
    x == y || (y.is_finite() && (x - y).abs() <= absolute + relative * y.abs())
}

fallible! {
    /// `numpy.isclose(a, b, rtol, atol)`
    fn isclose / try_isclose [](a: impl Operand<f64>, b: impl Operand<f64>, rtol: f64, atol: f64) -> Array<bool> {
        super::arithmetic::test(a.operand(), b.operand(), |x, y| close(x, y, rtol, atol))
    }

    /// `numpy.allclose(a, b, rtol, atol)`
    fn allclose / try_allclose [](a: impl Operand<f64>, b: impl Operand<f64>, rtol: f64, atol: f64) -> bool {
        Ok(try_isclose(a, b, rtol, atol)?.to_vec().into_iter().all(|x| x))
    }

    /// `numpy.array_equal(a, b)`
    fn array_equal / try_array_equal [T: Element](a: &Array<T>, b: &Array<T>) -> bool {
        Ok(a.shape == b.shape && a.to_vec() == b.to_vec())
    }
}
