//! `decimal`: numbers of decimal digits, exact as the General Decimal Arithmetic Specification has them.

use std::cmp::Ordering;

use crate::exception::{Exception, Result};
use crate::int::Int;

mod arithmetic;
mod context;
mod functions;
mod methods;
mod text;

pub use arithmetic::*;
pub use context::*;
use context::{SETTINGS, rounding_of};
pub use functions::*;
pub use methods::*;
pub use text::*;

/// A number, an infinity or a NaN; 0 by default.
#[derive(Clone, Debug, Default)]
pub struct Decimal {
    negative: bool,
    /// The digits as one number, never below 0.
    digits: Int,
    exponent: i64,
    kind: Kind,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Kind {
    #[default]
    Finite,
    Infinite,
    Nan,
}

/// How what does not fit is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rounding {
    HalfEven,
    HalfUp,
    HalfDown,
    Up,
    Down,
    Ceiling,
    Floor,
    ZeroFiveUp,
}

const NAMES: [(&str, Rounding); 8] = [
    ("ROUND_HALF_EVEN", Rounding::HalfEven),
    ("ROUND_HALF_UP", Rounding::HalfUp),
    ("ROUND_HALF_DOWN", Rounding::HalfDown),
    ("ROUND_UP", Rounding::Up),
    ("ROUND_DOWN", Rounding::Down),
    ("ROUND_CEILING", Rounding::Ceiling),
    ("ROUND_FLOOR", Rounding::Floor),
    ("ROUND_05UP", Rounding::ZeroFiveUp),
];

/// A condition of the specification as the exception that it raises.
fn signal(class: &str, condition: &str) -> Exception {
    let classes = match class {
        "DivisionByZero" => {
            "decimal.DivisionByZero decimal.DecimalException ZeroDivisionError".to_owned()
        }
        "DivisionUndefined" => {
            "decimal.InvalidOperation decimal.DecimalException ZeroDivisionError".to_owned()
        }
        _ => format!("decimal.{class} decimal.DecimalException ArithmeticError"),
    };
    Exception::new(classes, format!("[<class 'decimal.{condition}'>]"))
}

fn invalid(condition: &str) -> Exception {
    signal("InvalidOperation", condition)
}

fn ten(power: i64) -> Int {
    Int::new(10).power(u32::try_from(power).unwrap_or(0))
}

/// How many digits a number has.
fn count(digits: &Int) -> i64 {
    match digits.to_i64() {
        Some(small) => small.checked_ilog10().map_or(1, |log| i64::from(log) + 1),
        None => digits.digits().len() as i64,
    }
}

impl Decimal {
    fn finite(negative: bool, digits: Int, exponent: i64) -> Self {
        Self { negative, digits, exponent, kind: Kind::Finite }
    }

    fn infinite(negative: bool) -> Self {
        Self { negative, digits: Int::ZERO, exponent: 0, kind: Kind::Infinite }
    }

    fn nan() -> Self {
        Self { negative: false, digits: Int::ZERO, exponent: 0, kind: Kind::Nan }
    }

    fn is_finite(&self) -> bool {
        self.kind == Kind::Finite
    }

    fn is_zero_value(&self) -> bool {
        self.is_finite() && self.digits.is_zero()
    }

    /// The exponent of the first digit.
    fn adjusted_exponent(&self) -> i64 {
        self.exponent + count(&self.digits) - 1
    }

    /// The value as an integer with the exponent, where it is above the own one.
    fn scaled_to(&self, exponent: i64, rounding: Rounding) -> Self {
        if !self.is_finite() {
            return self.clone();
        }
        if self.digits.is_zero() {
            return Self::finite(self.negative, Int::ZERO, exponent);
        }
        if self.exponent >= exponent {
            return Self::finite(
                self.negative,
                &self.digits * &ten(self.exponent - exponent),
                exponent,
            );
        }
        let drop = exponent - self.exponent;
        let digits = if drop > count(&self.digits) + 1 {
            // all digits are behind the rounded place
            round_off(self.negative, &Int::new(1), 2, rounding)
        } else {
            round_off(self.negative, &self.digits, drop, rounding)
        };
        Self::finite(self.negative, digits, exponent)
    }

    /// The value rounded to the precision.
    fn fixed(self) -> Result<Self> {
        self.fixed_to(SETTINGS.get())
    }

    fn fixed_to(self, settings: Settings) -> Result<Self> {
        if !self.is_finite() {
            return Ok(self);
        }
        let excess = count(&self.digits) - settings.precision;
        let mut result = self;
        if excess > 0 {
            let exponent = result.exponent + excess;
            result.digits = round_off(result.negative, &result.digits, excess, settings.rounding);
            result.exponent = exponent;
            if count(&result.digits) > settings.precision {
                result.digits = result.digits.div_mod_floor(&Int::new(10)).0;
                result.exponent += 1;
            }
        }
        if !result.digits.is_zero() && result.adjusted_exponent() > 999_999 {
            return Err(signal("Overflow", "Overflow"));
        }
        Ok(result)
    }

    /// The order by value; none with a NaN.
    fn compare_value(&self, other: &Self) -> Option<Ordering> {
        if self.kind == Kind::Nan || other.kind == Kind::Nan {
            return None;
        }
        let rank = |x: &Self| -> i32 {
            match (x.kind, x.is_zero_value(), x.negative) {
                (Kind::Infinite, _, negative) => {
                    if negative {
                        -2
                    } else {
                        2
                    }
                }
                (_, true, _) => 0,
                (_, _, negative) => {
                    if negative {
                        -1
                    } else {
                        1
                    }
                }
            }
        };
        let (a, b) = (rank(self), rank(other));
        if a != b || a.abs() == 2 || a == 0 {
            return Some(a.cmp(&b));
        }
        let order = match self.adjusted_exponent().cmp(&other.adjusted_exponent()) {
            Ordering::Equal => {
                let exponent = self.exponent.min(other.exponent);
                let scaled = |x: &Self| &x.digits * &ten(x.exponent - exponent);
                scaled(self).cmp(&scaled(other))
            }
            order => order,
        };
        Some(if a < 0 { order.reverse() } else { order })
    }
}

/// Takes digits off the end of a number, rounding what is left.
fn round_off(negative: bool, digits: &Int, drop: i64, rounding: Rounding) -> Int {
    let unit = ten(drop);
    let (kept, rest) = digits.div_mod_floor(&unit);
    if rest.is_zero() {
        return kept;
    }
    let half = (&rest + &rest).cmp(&unit);
    let odd = !kept.div_mod_floor(&Int::new(2)).1.is_zero();
    let up = match rounding {
        Rounding::HalfEven => half == Ordering::Greater || half == Ordering::Equal && odd,
        Rounding::HalfUp => half != Ordering::Less,
        Rounding::HalfDown => half == Ordering::Greater,
        Rounding::Up => true,
        Rounding::Down => false,
        Rounding::Ceiling => !negative,
        Rounding::Floor => negative,
        Rounding::ZeroFiveUp => kept.div_mod_floor(&Int::new(5)).1.is_zero(),
    };
    if up { kept + Int::new(1) } else { kept }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.compare_value(other) == Some(Ordering::Equal)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.compare_value(other)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::show::{to_repr, to_str};

    #[test]
    fn computes_as_the_original() {
        let third = div(&of_int(1), &of_int(3));
        assert_eq!(to_str(&third), "0.3333333333333333333333333333");
        assert_eq!(to_str(&add(&parse("1.10"), &parse("2.205"))), "3.305");
        assert_eq!(to_str(&sqrt(&of_int(2))), "1.414213562373095048801688724");
        assert_eq!(to_str(&exp(&of_int(1))), "2.718281828459045235360287471");
        assert_eq!(to_str(&ln(&of_int(10))), "2.302585092994045684017991455");
        assert_eq!(to_str(&quantize(&parse("2.675"), &parse("0.01"))), "2.68");
        assert_eq!(to_str(&quantize_by(&parse("-2.5"), &of_int(1), "ROUND_HALF_UP")), "-3");
        assert_eq!(
            to_repr(&of_float(0.1)),
            "Decimal('0.1000000000000000055511151231257827021181583404541015625')"
        );
        assert_eq!(to_str(&parse("1E+3")), "1E+3");
        assert_eq!(crate::fmt::format(&parse("1234567.891"), ",.2f"), "1,234,567.89");
        assert_eq!(
            try_div(&of_int(1), &of_int(0)).unwrap_err().message(),
            "[<class 'decimal.DivisionByZero'>]"
        );
        assert_eq!(to_str(&pow(&parse("1.1"), &of_int(10))), "2.5937424601");
        assert_eq!(to_str(&modulo(&parse("-7"), &of_int(3))), "-1");
    }
}
