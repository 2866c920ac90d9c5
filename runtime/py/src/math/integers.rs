//! Common divisors, multiples and products of integers.

use crate::int::Int;
use crate::integer::Integer;

/// `math.gcd(a, b)`
pub fn gcd<A: Integer>(a: A, b: A) -> A {
    match (a.to_i64(), b.to_i64()) {
        (Some(a), Some(b)) => {
            let (mut x, mut y) = (a.unsigned_abs(), b.unsigned_abs());
            while y != 0 {
                (x, y) = (y, x % y);
            }
            i64::try_from(x).map_or_else(|_| A::from_int(-Int::new(i64::MIN)), A::from_i64)
        }
        _ => {
            let (mut x, mut y) = (a.into_int(), b.into_int());
            while !y.is_zero() {
                let rest = x.div_mod_floor(&y).1;
                (x, y) = (y, rest);
            }
            A::from_int(if x.is_negative() { -x } else { x })
        }
    }
}

/// `math.lcm(a, b)`
pub fn lcm<N: Integer>(a: impl Integer, b: impl Integer) -> N {
    N::from_int(lcm_int(a.into_int(), b.into_int()))
}

fn lcm_int(a: Int, b: Int) -> Int {
    if a.is_zero() || b.is_zero() {
        return Int::ZERO;
    }
    let gcd = gcd(a.clone(), b.clone());
    crate::integer::abs(a.div_mod_floor(&gcd).0 * b)
}

/// `math.gcd(*items)`
pub fn gcd_all<N: Integer>(items: impl IntoIterator<Item = impl Integer>) -> N {
    N::from_int(items.into_iter().fold(Int::ZERO, |result, item| gcd(result, item.into_int())))
}

/// `math.lcm(*items)`
pub fn lcm_all<N: Integer>(items: impl IntoIterator<Item = impl Integer>) -> N {
    N::from_int(
        items.into_iter().fold(Int::new(1), |result, item| lcm_int(result, item.into_int())),
    )
}

/// `math.prod(items)` of integers
pub fn prod<N: Integer>(items: impl IntoIterator<Item = impl Integer>, start: impl Integer) -> N {
    N::from_int(items.into_iter().fold(start.into_int(), |product, item| product * item.into_int()))
}
