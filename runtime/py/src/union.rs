//! What every union of the program can do: each member does it its own way.

use std::cmp::Ordering;

use crate::float;
use crate::int::Int;
use crate::integer::Integer;

/// A member that is a number: numbers of different kinds compare by value.
#[derive(Clone, Debug)]
pub enum Number {
    /// An integer or a truth value.
    Int(Int),
    /// A float.
    Float(f64),
    /// A fraction in lowest terms, its denominator above 0.
    Ratio(Int, Int),
}

impl Number {
    /// The order of two numbers; none with a NaN.
    pub fn compare(&self, other: &Number) -> Option<Ordering> {
        match (self, other) {
            (Number::Int(a), Number::Int(b)) => Some(a.cmp(b)),
            (Number::Float(a), Number::Float(b)) => a.partial_cmp(b),
            (Number::Ratio(..), _) | (_, Number::Ratio(..)) => self.compare_ratios(other),
            (Number::Int(a), Number::Float(b)) => float::compare_int(a.clone(), *b),
            (Number::Float(a), Number::Int(b)) => {
                float::compare_int(b.clone(), *a).map(Ordering::reverse)
            }
        }
    }
}

impl Number {
    fn compare_ratios(&self, other: &Number) -> Option<Ordering> {
        match (self.ratio(), other.ratio()) {
            (Some((a, b)), Some((c, d))) => Some((&a * &d).cmp(&(&c * &b))),
            // Infinity, or not a number, against something finite.
            (None, _) => self.infinite().partial_cmp(&0.0),
            (_, None) => 0.0.partial_cmp(&other.infinite()),
        }
    }

    /// The value as a fraction; none where it is not finite.
    fn ratio(&self) -> Option<(Int, Int)> {
        match self {
            Number::Int(n) => Some((n.clone(), Int::new(1))),
            Number::Float(x) => x.is_finite().then(|| float::as_integer_ratio(*x)),
            Number::Ratio(top, bottom) => Some((top.clone(), bottom.clone())),
        }
    }

    fn infinite(&self) -> f64 {
        if let Number::Float(x) = self { *x } else { 0.0 }
    }
}

/// Unions: some members are numbers.
pub trait MaybeNumber {
    /// The value as a number, if it is one.
    fn number(&self) -> Option<Number>;
}

/// Types that are numbers.
pub trait AsNumber {
    /// The value as a number.
    fn number(&self) -> Number;
}

impl AsNumber for f64 {
    fn number(&self) -> Number {
        Number::Float(*self)
    }
}

impl AsNumber for bool {
    fn number(&self) -> Number {
        Number::Int(Int::new(i64::from(*self)))
    }
}

impl<N: Integer> AsNumber for N {
    fn number(&self) -> Number {
        Number::Int(self.clone().into_int())
    }
}

/// `union_traits! { Name { A B C } numbers { A B } Show Truth Key Equal Order }`: the traits of a union through its members.
#[macro_export]
macro_rules! union_traits {
    ($name:ident $members:tt numbers $numbers:tt $($which:ident)*) => {
        $($crate::union_trait! { $which $name $members numbers $numbers })*
        $crate::union_trait! { Default $name $members numbers $numbers }
    };
}

/// One trait of a union.
#[doc(hidden)]
#[macro_export]
macro_rules! union_trait {
    // What a generator that is at its end is asked for once more: no number.
    (Default $name:ident $members:tt numbers { $first:ident $($number:ident)* }) => {
        impl ::std::default::Default for $name {
            fn default() -> Self {
                Self::$first(::std::default::Default::default())
            }
        }
    };
    (Default $name:ident $members:tt numbers {}) => {};
    (Show $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::Repr for $name {
            fn fmt_repr(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$member(value) => $crate::Repr::fmt_repr(value, f),)*
                }
            }
        }

        impl $crate::Str for $name {
            fn fmt_str(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                match self {
                    $(Self::$member(value) => $crate::Str::fmt_str(value, f),)*
                }
            }
        }
    };
    (Format $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::Format for $name {
            fn format(&self, spec: &$crate::fmt::Spec) -> ::std::result::Result<String, $crate::Exception> {
                match self {
                    $(Self::$member(value) => $crate::Format::format(value, spec),)*
                }
            }
        }
    };
    (Truth $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::Truth for $name {
            fn test(&self) -> bool {
                match self {
                    $(Self::$member(value) => $crate::Truth::test(value),)*
                }
            }
        }
    };
    (Json $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::json::Json for $name {
            fn write(
                &self,
                out: &mut String,
                style: &$crate::json::Style,
                depth: usize,
            ) -> ::std::result::Result<(), $crate::Exception> {
                match self {
                    $(Self::$member(value) => $crate::json::Json::write(value, out, style, depth),)*
                }
            }

            fn key(
                &self,
            ) -> ::std::result::Result<::std::borrow::Cow<'_, str>, $crate::Exception> {
                match self {
                    $(Self::$member(value) => $crate::json::Json::key(value),)*
                }
            }

            fn rank(&self) -> Option<f64> {
                match self {
                    $(Self::$member(value) => $crate::json::Json::rank(value),)*
                }
            }
        }
    };
    (Key $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::Key for $name {
            fn __hash__(&self) -> i64 {
                match self {
                    $(Self::$member(value) => $crate::Key::__hash__(value),)*
                }
            }

            fn same(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$member(a), Self::$member(b)) => $crate::Key::same(a, b),)*
                    #[allow(unreachable_patterns)]
                    _ => self == other,
                }
            }
        }
    };
    (Equal $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::union::MaybeNumber for $name {
            #[allow(unreachable_patterns)]
            fn number(&self) -> ::std::option::Option<$crate::union::Number> {
                match self {
                    $(Self::$number(value) => Some($crate::union::AsNumber::number(value)),)*
                    _ => None,
                }
            }
        }

        impl ::std::cmp::PartialEq for $name {
            fn eq(&self, other: &Self) -> bool {
                match (self, other) {
                    $((Self::$member(a), Self::$member(b)) => a == b,)*
                    #[allow(unreachable_patterns)]
                    _ => match ($crate::union::MaybeNumber::number(self), $crate::union::MaybeNumber::number(other)) {
                        (Some(a), Some(b)) => a.compare(&b) == Some(::std::cmp::Ordering::Equal),
                        _ => false,
                    },
                }
            }
        }
    };
    (Copied $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl $crate::copy::Copied for $name {
            fn shallow(&self) -> Self {
                match self {
                    $(Self::$member(value) => Self::$member($crate::copy::Copied::shallow(value)),)*
                }
            }

            fn deep(&self) -> Self {
                match self {
                    $(Self::$member(value) => Self::$member($crate::copy::Copied::deep(value)),)*
                }
            }
        }
    };
    (Order $name:ident { $($member:ident)* } numbers { $($number:ident)* }) => {
        impl ::std::cmp::PartialOrd for $name {
            fn partial_cmp(&self, other: &Self) -> ::std::option::Option<::std::cmp::Ordering> {
                match (self, other) {
                    $((Self::$member(a), Self::$member(b)) => a.partial_cmp(b),)*
                    #[allow(unreachable_patterns)]
                    _ => match ($crate::union::MaybeNumber::number(self), $crate::union::MaybeNumber::number(other)) {
                        (Some(a), Some(b)) => a.compare(&b),
                        _ => None,
                    },
                }
            }
        }
    };
}
