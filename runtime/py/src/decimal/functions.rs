//! Powers, roots, exponentials and logarithms, correctly rounded.

use super::{Decimal, Kind, Rounding, SETTINGS, Settings, arithmetic, count, invalid, ten};
use crate::exception::Result;
use crate::int::Int;

/// A number as an integer of so many decimals.
fn to_fixed(x: &Decimal, places: i64) -> Int {
    let scaled = x.scaled_to(-places, Rounding::HalfEven);
    if x.negative { -scaled.digits } else { scaled.digits }
}

fn of_fixed(value: Int, places: i64) -> Decimal {
    let negative = value.is_negative();
    Decimal::finite(negative, if negative { -value } else { value }, -places)
}

fn quotient(a: &Int, b: &Int) -> Int {
    a.div_mod_floor(b).0
}

/// e to the power of a number of so many decimals.
fn exp_fixed(x: &Int, places: i64) -> Int {
    let one = ten(places);
    // halved until it is small, squared again at the end
    let mut halvings = 0;
    let mut small = x.clone();
    let limit = quotient(&one, &Int::new(1000));
    while small > limit || -&small > limit {
        small = quotient(&small, &Int::new(2));
        halvings += 1;
    }
    let (mut term, mut total, mut n) = (one.clone(), one.clone(), 0);
    loop {
        n += 1;
        term = quotient(&(&term * &small), &(&one * &Int::new(n)));
        if term.is_zero() || term == Int::new(-1) {
            break;
        }
        total += term.clone();
    }
    for _ in 0..halvings {
        total = quotient(&(&total * &total), &one);
    }
    total
}

/// The logarithm of a number of so many decimals that lies between 1 and 10.
fn ln_fixed(x: &Int, places: i64) -> Int {
    let one = ten(places);
    let guess = (x.to_f64() / one.to_f64()).ln();
    let guess = if guess.is_finite() { guess } else { approximate_ln(x, places) };
    let mut y = quotient(&(Int::from_f64((guess * 1e15).round()) * one.clone()), &ten(15));
    for _ in 0..64 {
        let power = exp_fixed(&y, places);
        let step = quotient(&((x - &power) * one.clone() * Int::new(2)), &(x + &power));
        if step.is_zero() || step == Int::new(-1) || step == Int::new(1) {
            break;
        }
        y += step;
    }
    y
}

/// A first guess where the number is too large for a float.
fn approximate_ln(x: &Int, places: i64) -> f64 {
    let text = x.digits();
    let head: f64 = text[..text.len().min(17)].parse().unwrap_or(1.0);
    let exponent = text.len() as i64 - text.len().min(17) as i64 - places;
    head.ln() + exponent as f64 * std::f64::consts::LN_10
}

/// The logarithm of a positive number with so many decimals.
fn ln_value(x: &Decimal, places: i64) -> Int {
    let exponent = x.adjusted_exponent();
    let mantissa = Decimal::finite(false, x.digits.clone(), x.exponent - exponent);
    let small = ln_fixed(&to_fixed(&mantissa, places), places);
    if exponent == 0 {
        return small;
    }
    let ten = ln_fixed(&(super::ten(places) * Int::new(10)), places);
    small + ten * Int::new(exponent)
}

/// The logarithm of what is not a positive number, in any base.
fn logarithm_at_edge(x: &Decimal) -> Option<Result<Decimal>> {
    match x.kind {
        Kind::Nan => Some(Ok(Decimal::nan())),
        Kind::Infinite if !x.negative => Some(Ok(x.clone())),
        _ if x.is_zero_value() => Some(Ok(Decimal::infinite(true))),
        _ => x.negative.then(|| Err(invalid("InvalidOperation"))),
    }
}

/// Half even, whatever the context rounds by.
fn even() -> Settings {
    Settings { rounding: Rounding::HalfEven, ..SETTINGS.get() }
}

/// Computes with more and more decimals until rounding is certain.
fn certain(settings: Settings, compute: impl Fn(i64) -> Decimal) -> Result<Decimal> {
    let mut places = settings.precision + 8;
    loop {
        let x = compute(places);
        let nudged = |by: i64| {
            Decimal::finite(x.negative, &x.digits + &Int::new(by), x.exponent).fixed_to(settings)
        };
        let (low, high) = (nudged(-50)?, nudged(50)?);
        if low == high || places > settings.precision + 200 {
            return x.fixed_to(settings);
        }
        places += 20;
    }
}

fn exp_of(x: &Decimal, settings: Settings) -> Result<Decimal> {
    certain(settings, |places| {
        let whole = (x.adjusted_exponent() + 1).clamp(0, 6);
        // decimals for the digits before the point, too
        let before = if x.negative { 0 } else { ten(whole).to_i64().unwrap_or(0) / 2 + 1 };
        let after = if x.negative { ten(whole).to_i64().unwrap_or(0) / 2 + 1 } else { 0 };
        let places =
            places + whole + after.min(x.adjusted_exponent().max(0) * 100 + 10) + before.min(10);
        of_fixed(exp_fixed(&to_fixed(x, places), places), places)
    })
}

fallible! {
    /// `self.sqrt()`
    fn sqrt / try_sqrt [](x: &Decimal) -> Decimal {
        match x.kind {
            Kind::Nan => return Ok(Decimal::nan()),
            Kind::Infinite if !x.negative => return Ok(x.clone()),
            _ => {}
        }
        if x.digits.is_zero() && x.is_finite() {
            return Decimal::finite(x.negative, Int::ZERO, x.exponent >> 1).fixed();
        }
        if x.negative {
            return Err(invalid("InvalidOperation"));
        }
        let precision = SETTINGS.get().precision + 1;
        let mut exponent = x.exponent >> 1;
        let (digits, half) = if x.exponent & 1 == 1 {
            (&x.digits * &Int::new(10), (count(&x.digits) >> 1) + 1)
        } else {
            (x.digits.clone(), (count(&x.digits) + 1) >> 1)
        };
        let shift = precision - half;
        let (digits, mut exact) = if shift >= 0 {
            (&digits * &ten(2 * shift), true)
        } else {
            let (kept, rest) = digits.div_mod_floor(&ten(-2 * shift));
            (kept, rest.is_zero())
        };
        exponent -= shift;
        let mut root: Int = crate::math::isqrt(digits.clone());
        exact = exact && &root * &root == digits;
        if exact {
            root = if shift >= 0 { quotient(&root, &ten(shift)) } else { &root * &ten(-shift) };
            exponent += shift;
        } else if root.div_mod_floor(&Int::new(5)).1.is_zero() {
            root += Int::new(1);
        }
        Decimal::finite(false, root, exponent).fixed_to(even())
    }

    /// `self.exp()`
    fn exp / try_exp [](x: &Decimal) -> Decimal {
        match x.kind {
            Kind::Nan => Ok(Decimal::nan()),
            Kind::Infinite => Ok(if x.negative { super::of_int(0) } else { x.clone() }),
            Kind::Finite if x.digits.is_zero() => Ok(super::of_int(1)),
            Kind::Finite if x.adjusted_exponent() >= 6 => Err(super::signal("Overflow", "Overflow")),
            Kind::Finite => exp_of(x, even()),
        }
    }

    /// `self.ln()`
    fn ln / try_ln [](x: &Decimal) -> Decimal {
        if let Some(known) = logarithm_at_edge(x) {
            return known;
        }
        if *x == super::of_int(1) {
            return Ok(super::of_int(0));
        }
        certain(even(), |places| of_fixed(ln_value(x, places + 10), places + 10))
    }

    /// `self.log10()`
    fn log10 / try_log10 [](x: &Decimal) -> Decimal {
        if let Some(known) = logarithm_at_edge(x) {
            return known;
        }
        let text = x.digits.digits();
        if text.trim_end_matches('0') == "1" {
            return super::of_int(x.exponent + text.len() as i64 - 1).fixed();
        }
        certain(even(), |places| {
            let places = places + 10;
            let base = ln_fixed(&(ten(places) * Int::new(10)), places);
            of_fixed(quotient(&(ln_value(x, places) * ten(places)), &base), places)
        })
    }

    /// `a ** b`
    fn pow / try_pow [](a: &Decimal, b: &Decimal) -> Decimal {
        if a.kind != Kind::Finite || b.kind != Kind::Finite {
            return Ok(Decimal::nan());
        }
        if b.digits.is_zero() {
            return if a.digits.is_zero() { Err(invalid("InvalidOperation")) } else { Ok(super::of_int(1)) };
        }
        let whole = b.scaled_to(0, Rounding::Down);
        let settings = SETTINGS.get();
        if *b != whole {
            if a.digits.is_zero() {
                return if b.negative { Ok(Decimal::infinite(false)) } else { Ok(super::of_int(0)) };
            }
            if a.negative {
                return Err(invalid("InvalidOperation"));
            }
            let result = certain(settings, |places| {
                let places = places + 20 + a.adjusted_exponent().abs() + b.adjusted_exponent().abs();
                let power = to_fixed(b, places) * ln_value(a, places);
                of_fixed(exp_fixed(&quotient(&power, &ten(places)), places), places)
            })?;
            return Ok(result);
        }
        let Some(n) = whole.digits.to_i64() else { return Err(super::signal("Overflow", "Overflow")) };
        let negative = a.negative && n % 2 == 1;
        if a.digits.is_zero() {
            return Ok(if b.negative { Decimal::infinite(negative) } else { Decimal::finite(negative, Int::ZERO, 0) });
        }
        let room = settings.precision + count(&whole.digits) + 10;
        let wide = Settings { precision: room, rounding: Rounding::HalfEven };
        let exact = n.saturating_mul(count(&a.digits)) <= 4000;
        let times = |x: &Decimal, y: &Decimal| {
            let product = Decimal::finite(false, &x.digits * &y.digits, x.exponent + y.exponent);
            if exact { Ok(product) } else { product.fixed_to(wide) }
        };
        let mut result = super::of_int(1);
        let (mut base, mut left) = (Decimal { negative: false, ..a.clone() }, n);
        while left > 0 {
            if left & 1 == 1 {
                result = times(&result, &base)?;
            }
            left >>= 1;
            if left > 0 {
                base = times(&base, &base)?;
            }
        }
        result.negative = negative;
        if b.negative { arithmetic::quotient(&super::of_int(1), &result, settings) } else { result.fixed() }
    }
}
