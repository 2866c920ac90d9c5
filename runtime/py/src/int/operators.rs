//! The operators of `Int`.

use super::*;

/// Forwards an operator from all mixes of owned, borrowed and `i64` operands to one function of references.
macro_rules! operator {
    ($($trait:ident $method:ident $assign:ident $assign_method:ident $checked:expr, $big:expr;)*) => {
        $(
            impl $trait<&Int> for &Int {
                type Output = Int;
                #[inline]
                fn $method(self, other: &Int) -> Int {
                    if let (Size::Small(a), Size::Small(b)) = (&self.0, &other.0)
                        && let Some(value) = $checked(*a, *b)
                    {
                        return Int::new(value);
                    }
                    combined(self, other, $big)
                }
            }

            impl $trait<Int> for Int {
                type Output = Int;
                #[inline]
                fn $method(self, other: Int) -> Int {
                    (&self).$method(&other)
                }
            }

            impl $trait<&Int> for Int {
                type Output = Int;
                #[inline]
                fn $method(self, other: &Int) -> Int {
                    (&self).$method(other)
                }
            }

            impl $trait<Int> for &Int {
                type Output = Int;
                #[inline]
                fn $method(self, other: Int) -> Int {
                    self.$method(&other)
                }
            }

            impl $trait<i64> for Int {
                type Output = Int;
                #[inline]
                fn $method(self, other: i64) -> Int {
                    (&self).$method(&Int::new(other))
                }
            }

            impl $trait<i64> for &Int {
                type Output = Int;
                #[inline]
                fn $method(self, other: i64) -> Int {
                    self.$method(&Int::new(other))
                }
            }

            impl<T> $assign<T> for Int
            where
                for<'a> &'a Int: $trait<T, Output = Int>,
            {
                #[inline]
                fn $assign_method(&mut self, other: T) {
                    *self = (&*self).$method(other);
                }
            }
        )*
    };
}

/// An operation that leaves 64 bits.
#[cold]
fn combined(a: &Int, b: &Int, big: fn(BigInt, &BigInt) -> BigInt) -> Int {
    match &b.0 {
        Size::Small(b) => Int::from_big(big(a.to_big(), &BigInt::from(*b))),
        Size::Big(b) => Int::from_big(big(a.to_big(), b)),
    }
}

operator! {
    Add add AddAssign add_assign i64::checked_add, |a, b| a + b;
    Sub sub SubAssign sub_assign i64::checked_sub, |a, b| a - b;
    Mul mul MulAssign mul_assign i64::checked_mul, |a, b| a * b;
    BitAnd bitand BitAndAssign bitand_assign |a, b| Some(a & b), |a, b| a & b;
    BitOr bitor BitOrAssign bitor_assign |a, b| Some(a | b), |a, b| a | b;
    BitXor bitxor BitXorAssign bitxor_assign |a, b| Some(a ^ b), |a, b| a ^ b;
}

impl Neg for &Int {
    type Output = Int;
    fn neg(self) -> Int {
        match &self.0 {
            Size::Small(value) if *value != i64::MIN => Int::new(-value),
            _ => Int::from_big(-self.to_big()),
        }
    }
}

impl Neg for Int {
    type Output = Int;
    fn neg(self) -> Int {
        -&self
    }
}

impl Not for &Int {
    type Output = Int;
    fn not(self) -> Int {
        match &self.0 {
            Size::Small(value) => Int::new(!value),
            Size::Big(value) => Int::from_big(!&**value),
        }
    }
}

impl Not for Int {
    type Output = Int;
    fn not(self) -> Int {
        !&self
    }
}

impl std::iter::Sum for Int {
    fn sum<I: Iterator<Item = Int>>(items: I) -> Int {
        items.fold(Int::ZERO, |total, item| total + item)
    }
}

impl PartialEq<i64> for Int {
    #[inline]
    fn eq(&self, other: &i64) -> bool {
        // what fits into a word is never held as a big number
        matches!(&self.0, Size::Small(value) if value == other)
    }
}

impl PartialOrd<i64> for Int {
    #[inline]
    fn partial_cmp(&self, other: &i64) -> Option<Ordering> {
        match &self.0 {
            Size::Small(value) => Some(value.cmp(other)),
            Size::Big(_) => Some(self.cmp_big(&Int::new(*other))),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn compares_with_words() {
        let big = &Int::new(i64::MAX) + 1;
        assert!(big != i64::MAX && big > i64::MAX && -&big - 1 < i64::MIN);
        assert!(-big == i64::MIN && Int::new(3) == 3 && Int::new(3) >= 3 && Int::new(2) < 3);
    }
}
