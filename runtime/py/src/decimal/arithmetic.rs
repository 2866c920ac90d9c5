//! The operators.

use super::{Decimal, Kind, Rounding, SETTINGS, Settings, count, invalid, signal, ten};
use crate::exception::Result;
use crate::int::Int;

/// The result where an operand is no finite number.
fn special(a: &Decimal, b: &Decimal) -> Option<Decimal> {
    (a.kind == Kind::Nan || b.kind == Kind::Nan).then(Decimal::nan)
}

fn sum(a: &Decimal, b: &Decimal) -> Result<Decimal> {
    if let Some(result) = special(a, b) {
        return Ok(result);
    }
    match (a.kind, b.kind) {
        (Kind::Infinite, Kind::Infinite) if a.negative != b.negative => {
            return Err(invalid("InvalidOperation"));
        }
        (Kind::Infinite, _) => return Ok(a.clone()),
        (_, Kind::Infinite) => return Ok(b.clone()),
        _ => {}
    }
    let settings = SETTINGS.get();
    let low = a.exponent.min(b.exponent);
    if a.digits.is_zero() && b.digits.is_zero() {
        let negative = a.negative && b.negative
            || a.negative != b.negative && settings.rounding == Rounding::Floor;
        return Decimal::finite(negative, Int::ZERO, low).fixed();
    }
    for (zero, other) in [(a, b), (b, a)] {
        if zero.digits.is_zero() {
            let exponent = low.max(other.exponent - settings.precision - 1);
            return other.scaled_to(exponent, settings.rounding).fixed();
        }
    }
    let (large, small) = if a.exponent < b.exponent { (b, a) } else { (a, b) };
    // what is far below the last digit counts as a trace
    let limit = large.exponent + (count(&large.digits) - settings.precision - 2).min(-1);
    let trace = Decimal::finite(small.negative, Int::new(1), limit);
    let small = if count(&small.digits) + small.exponent - 1 < limit { &trace } else { small };
    let exponent = large.exponent.min(small.exponent);
    let signed = |x: &Decimal| {
        let size = &x.digits * &ten(x.exponent - exponent);
        if x.negative { -size } else { size }
    };
    let total = signed(large) + signed(small);
    if total.is_zero() {
        return Decimal::finite(settings.rounding == Rounding::Floor, Int::ZERO, exponent).fixed();
    }
    let negative = total.is_negative();
    Decimal::finite(negative, if negative { -total } else { total }, exponent).fixed()
}

/// Quotient and remainder, the quotient cut off at the point.
fn divided(a: &Decimal, b: &Decimal) -> Result<(Decimal, Decimal)> {
    let negative = a.negative != b.negative;
    let ideal = if b.kind == Kind::Infinite { a.exponent } else { a.exponent.min(b.exponent) };
    let distance = a.adjusted_exponent() - b.adjusted_exponent();
    if a.digits.is_zero() || b.kind == Kind::Infinite || distance <= -2 {
        let rest = a.scaled_to(ideal, SETTINGS.get().rounding);
        return Ok((Decimal::finite(negative, Int::ZERO, 0), rest));
    }
    let precision = SETTINGS.get().precision;
    if distance <= precision {
        let low = a.exponent.min(b.exponent);
        let (top, bottom) =
            (&a.digits * &ten(a.exponent - low), &b.digits * &ten(b.exponent - low));
        let (quotient, rest) = top.div_mod_floor(&bottom);
        if count(&quotient) <= precision {
            return Ok((
                Decimal::finite(negative, quotient, 0),
                Decimal::finite(a.negative, rest, ideal),
            ));
        }
    }
    Err(invalid("DivisionImpossible"))
}

/// The failure of a division by zero.
fn by_zero(a: &Decimal) -> crate::exception::Exception {
    if a.is_zero_value() {
        signal("DivisionUndefined", "DivisionUndefined")
    } else {
        signal("DivisionByZero", "DivisionByZero")
    }
}

fallible! {
    /// `a + b`
    fn add / try_add [](a: &Decimal, b: &Decimal) -> Decimal {
        sum(a, b)
    }

    /// `a - b`
    fn sub / try_sub [](a: &Decimal, b: &Decimal) -> Decimal {
        sum(a, &Decimal { negative: !b.negative, ..b.clone() })
    }

    /// `a * b`
    fn mul / try_mul [](a: &Decimal, b: &Decimal) -> Decimal {
        if let Some(result) = special(a, b) {
            return Ok(result);
        }
        let negative = a.negative != b.negative;
        if a.kind == Kind::Infinite || b.kind == Kind::Infinite {
            if a.is_zero_value() || b.is_zero_value() {
                return Err(invalid("InvalidOperation"));
            }
            return Ok(Decimal::infinite(negative));
        }
        Decimal::finite(negative, &a.digits * &b.digits, a.exponent + b.exponent).fixed()
    }

    /// `a / b`
    fn div / try_div [](a: &Decimal, b: &Decimal) -> Decimal {
        quotient(a, b, SETTINGS.get())
    }

    /// `a // b`
    fn floor_div / try_floor_div [](a: &Decimal, b: &Decimal) -> Decimal {
        if let Some(result) = special(a, b) {
            return Ok(result);
        }
        if a.kind == Kind::Infinite {
            return if b.kind == Kind::Infinite { Err(invalid("InvalidOperation")) } else { Ok(Decimal::infinite(a.negative != b.negative)) };
        }
        if b.is_zero_value() {
            return Err(by_zero(a));
        }
        divided(a, b).map(|parts| parts.0)
    }

    /// `a % b`
    fn modulo / try_modulo [](a: &Decimal, b: &Decimal) -> Decimal {
        if let Some(result) = special(a, b) {
            return Ok(result);
        }
        if a.kind == Kind::Infinite {
            return Err(invalid("InvalidOperation"));
        }
        if b.is_zero_value() {
            return Err(if a.is_zero_value() { by_zero(a) } else { invalid("InvalidOperation") });
        }
        divided(a, b)?.1.fixed()
    }

    /// `divmod(a, b)`
    fn divmod / try_divmod [](a: &Decimal, b: &Decimal) -> (Decimal, Decimal) {
        Ok((try_floor_div(a, b)?, try_modulo(a, b)?))
    }

    /// `-a`
    fn neg / try_neg [](a: &Decimal) -> Decimal {
        let negative = !(a.negative || a.is_zero_value() && SETTINGS.get().rounding != Rounding::Floor);
        Decimal { negative, ..a.clone() }.fixed()
    }

    /// `+a`
    fn pos / try_pos [](a: &Decimal) -> Decimal {
        let negative = a.negative && !(a.is_zero_value() && SETTINGS.get().rounding != Rounding::Floor);
        Decimal { negative, ..a.clone() }.fixed()
    }

    /// `abs(a)`
    fn abs / try_abs [](a: &Decimal) -> Decimal {
        Decimal { negative: false, ..a.clone() }.fixed()
    }
}

/// `a / b`, rounded as told.
pub(super) fn quotient(a: &Decimal, b: &Decimal, settings: Settings) -> Result<Decimal> {
    if let Some(result) = special(a, b) {
        return Ok(result);
    }
    let negative = a.negative != b.negative;
    match (a.kind, b.kind) {
        (Kind::Infinite, Kind::Infinite) => return Err(invalid("InvalidOperation")),
        (Kind::Infinite, _) => return Ok(Decimal::infinite(negative)),
        (_, Kind::Infinite) => {
            return Ok(Decimal::finite(negative, Int::ZERO, -999_999 - settings.precision + 1));
        }
        _ => {}
    }
    if b.digits.is_zero() {
        return Err(by_zero(a));
    }
    let ideal = a.exponent - b.exponent;
    if a.digits.is_zero() {
        return Decimal::finite(negative, Int::ZERO, ideal).fixed_to(settings);
    }
    let shift = count(&b.digits) - count(&a.digits) + settings.precision + 1;
    let mut exponent = ideal - shift;
    let (top, bottom) = if shift >= 0 {
        (&a.digits * &ten(shift), b.digits.clone())
    } else {
        (a.digits.clone(), &b.digits * &ten(-shift))
    };
    let (mut digits, rest) = top.div_mod_floor(&bottom);
    if rest.is_zero() {
        while exponent < ideal {
            let (less, last) = digits.div_mod_floor(&Int::new(10));
            if !last.is_zero() {
                break;
            }
            digits = less;
            exponent += 1;
        }
    } else if digits.div_mod_floor(&Int::new(5)).1.is_zero() {
        // a trace of what was cut off, so that it is rounded right
        digits += Int::new(1);
    }
    Decimal::finite(negative, digits, exponent).fixed_to(settings)
}
