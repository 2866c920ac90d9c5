//! Fractions beside integers and floats.

use std::cmp::Ordering;

use super::*;

fallible! {
    /// `a // n` of an integer
    fn floor_div_int / try_floor_div_int [N: Integer](a: &Fraction, n: impl Integer) -> N {
        try_floor_div(a, &of_int(n))
    }

    /// `n // a` of an integer
    fn rfloor_div_int / try_rfloor_div_int [N: Integer](a: &Fraction, n: impl Integer) -> N {
        try_floor_div(&of_int(n), a)
    }

    /// `a % n` of an integer
    fn modulo_int / try_modulo_int [](a: &Fraction, n: impl Integer) -> Fraction {
        try_modulo(a, &of_int(n))
    }

    /// `n % a` of an integer
    fn rmodulo_int / try_rmodulo_int [](a: &Fraction, n: impl Integer) -> Fraction {
        try_modulo(&of_int(n), a)
    }

    /// `divmod(a, n)` of an integer
    fn divmod_int / try_divmod_int [N: Integer](a: &Fraction, n: impl Integer) -> (N, Fraction) {
        try_divmod(a, &of_int(n))
    }

    /// `a / x` of a float
    fn div_float / try_div_float [](a: &Fraction, x: f64) -> f64 {
        crate::float::try_div(try_to_float(a)?, x)
    }

    /// `Fraction(n, a)` of an integer
    fn int_div / try_int_div [](n: impl Integer, a: &Fraction) -> Fraction {
        try_div(&of_int(n), a)
    }

    /// `a ** x` of a float
    fn pow_float / try_pow_float [](a: &Fraction, x: f64) -> f64 {
        crate::float::try_pow(try_to_float(a)?, x)
    }

    /// `x / a` of a float
    fn rdiv_float / try_rdiv_float [](a: &Fraction, x: f64) -> f64 {
        crate::float::try_div(x, try_to_float(a)?)
    }

    /// `a == x` of a float
    fn eq_float / try_eq_float [](a: &Fraction, x: f64) -> bool {
        Ok(against(a, x)? == Some(Ordering::Equal))
    }

    /// `a < x` of a float
    fn lt_float / try_lt_float [](a: &Fraction, x: f64) -> bool {
        Ok(against(a, x)? == Some(Ordering::Less))
    }

    /// `a > x` of a float
    fn gt_float / try_gt_float [](a: &Fraction, x: f64) -> bool {
        Ok(against(a, x)? == Some(Ordering::Greater))
    }

    /// `a <= x` of a float
    fn le_float / try_le_float [](a: &Fraction, x: f64) -> bool {
        Ok(against(a, x)?.is_some_and(Ordering::is_le))
    }

    /// `a >= x` of a float
    fn ge_float / try_ge_float [](a: &Fraction, x: f64) -> bool {
        Ok(against(a, x)?.is_some_and(Ordering::is_ge))
    }
}

/// How a fraction compares with a float, exactly.
fn against(a: &Fraction, x: f64) -> Result<Option<Ordering>> {
    if x.is_finite() { Ok(a.partial_cmp(&try_of_float(x)?)) } else { Ok(0.0.partial_cmp(&x)) }
}

/// `a + x` of a float
pub fn add_float(a: &Fraction, x: f64) -> f64 {
    to_float(a) + x
}

/// `x + a` of a float
pub fn radd_float(a: &Fraction, x: f64) -> f64 {
    x + to_float(a)
}

/// `a - x` of a float
pub fn sub_float(a: &Fraction, x: f64) -> f64 {
    to_float(a) - x
}

/// `x - a` of a float
pub fn rsub_float(a: &Fraction, x: f64) -> f64 {
    x - to_float(a)
}

/// `a * x` of a float
pub fn mul_float(a: &Fraction, x: f64) -> f64 {
    to_float(a) * x
}

/// `x * a` of a float
pub fn rmul_float(a: &Fraction, x: f64) -> f64 {
    x * to_float(a)
}

macro_rules! mixed {
    ($($name:ident $right:ident $of:ident $doc:literal;)*) => {
        $(
            #[doc = concat!("`a ", $doc, " n` of an integer")]
            pub fn $name(a: &Fraction, n: impl Integer) -> Fraction {
                $of(a, &of_int(n))
            }

            #[doc = concat!("`n ", $doc, " a` of an integer")]
            pub fn $right(a: &Fraction, n: impl Integer) -> Fraction {
                $of(&of_int(n), a)
            }
        )*
    };
}

mixed! {
    add_int radd_int add "+";
    sub_int rsub_int sub "-";
    mul_int rmul_int mul "*";
    div_int rdiv_int div "/";
}

/// `a == n` of an integer
pub fn eq_int(a: &Fraction, n: impl Integer) -> bool {
    *a == of_int(n)
}

/// `a < n` of an integer
pub fn lt_int(a: &Fraction, n: impl Integer) -> bool {
    *a < of_int(n)
}

/// `a > n` of an integer
pub fn gt_int(a: &Fraction, n: impl Integer) -> bool {
    *a > of_int(n)
}

/// `a <= n` of an integer
pub fn le_int(a: &Fraction, n: impl Integer) -> bool {
    *a <= of_int(n)
}

/// `a >= n` of an integer
pub fn ge_int(a: &Fraction, n: impl Integer) -> bool {
    *a >= of_int(n)
}
