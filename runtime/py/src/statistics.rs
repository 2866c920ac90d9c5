//! `statistics`, exact inside as the original is: sums are fractions, and what leaves is rounded once.

use crate::exception::{Exception, Result};
use crate::int::Int;
use crate::integer::Integer;
use crate::math::{gcd, try_fsum};

fn wrong(message: &str) -> Exception {
    Exception::new("statistics.StatisticsError ValueError", message)
}

/// A sum as a fraction with a power of two below.
#[derive(Clone)]
struct Exact {
    top: Int,
    bottom: Int,
}

impl Exact {
    fn of(x: f64) -> Result<Self> {
        let (top, bottom) = crate::float::try_as_integer_ratio(x)?;
        Ok(Self { top, bottom })
    }

    fn zero() -> Self {
        Self { top: Int::ZERO, bottom: Int::new(1) }
    }

    fn plus(&self, other: &Self) -> Self {
        Self {
            top: &self.top * &other.bottom + &other.top * &self.bottom,
            bottom: &self.bottom * &other.bottom,
        }
        .reduced()
    }

    fn times(&self, other: &Self) -> Self {
        Self { top: &self.top * &other.top, bottom: &self.bottom * &other.bottom }.reduced()
    }

    fn reduced(self) -> Self {
        let common = gcd(self.top.clone(), self.bottom.clone());
        if common == Int::new(1) || common.is_zero() {
            return self;
        }
        Self {
            top: self.top.div_mod_floor(&common).0,
            bottom: self.bottom.div_mod_floor(&common).0,
        }
    }

    fn over(&self, n: usize) -> Self {
        Self { top: self.top.clone(), bottom: &self.bottom * &Int::new(n as i64) }.reduced()
    }

    fn value(&self) -> Result<f64> {
        self.top.true_div(&self.bottom)
    }
}

/// What a function gives: exact, since integers with a whole result stay integers.
#[derive(Clone)]
pub struct Measure(Exact);

fn data(items: impl IntoIterator<Item = f64>, least: usize, message: &str) -> Result<Vec<f64>> {
    let items: Vec<f64> = items.into_iter().collect();
    if items.len() < least { Err(wrong(message)) } else { Ok(items) }
}

fn exact_sum(items: &[Exact]) -> Exact {
    items.iter().fold(Exact::zero(), |sum, item| sum.plus(item))
}

fn exact(items: &[f64]) -> Result<Vec<Exact>> {
    items.iter().map(|x| Exact::of(*x)).collect()
}

fn whole(items: impl IntoIterator<Item = impl Integer>) -> Vec<Exact> {
    items.into_iter().map(|n| Exact { top: n.into_int(), bottom: Int::new(1) }).collect()
}

/// The sum of squared distances from the mean over `under`.
fn spread(items: &[Exact], under: usize) -> Exact {
    let sum = exact_sum(items);
    let squares = items.iter().fold(Exact::zero(), |total, item| total.plus(&item.times(item)));
    let n = Exact { top: Int::new(items.len() as i64), bottom: Int::new(1) };
    let square = sum.times(&sum);
    let minus = Exact { top: -square.top, bottom: square.bottom };
    n.times(&squares).plus(&minus).over(items.len()).over(under)
}

/// The square root of a fraction, rounded once.
fn root(x: &Exact) -> Result<f64> {
    if x.top.is_zero() {
        return Ok(0.0);
    }
    // scaled so that the integer root has more digits than a float, odd where something was cut off
    let bits = |n: &Int| crate::integer::bit_length(n.clone());
    let shift = ((bits(&x.top) - bits(&x.bottom) - 109) / 2).min(0);
    let scaled = &x.top * &Int::new(2).power(u32::try_from(-2 * shift).unwrap_or(0));
    let (quotient, rest) = scaled.div_mod_floor(&x.bottom);
    let floor: Int = crate::math::isqrt(quotient.clone());
    let cut = !rest.is_zero() || &floor * &floor != quotient;
    let even = floor.div_mod_floor(&Int::new(2)).1.is_zero();
    let sticky = if cut && even { floor + Int::new(1) } else { floor };
    sticky.true_div(&Int::new(2).power(u32::try_from(-shift).unwrap_or(0)))
}

const MEAN: &str = "mean requires at least one data point";
const VARIANCE: &str = "variance requires at least two data points";
const STDEV: &str = "stdev requires at least two data points";
const PVARIANCE: &str = "pvariance requires at least one data point";
const PSTDEV: &str = "pstdev requires at least one data point";

macro_rules! measures {
    ($($name:ident $try_name:ident $doc:literal $least:literal $message:ident |$items:ident| $result:expr;)*) => {
        fallible! {
            $(
                #[doc = concat!("`", $doc, "`")]
                fn $name / $try_name [](items: impl IntoIterator<Item = f64>) -> f64 {
                    let $items = exact(&data(items, $least, $message)?)?;
                    Exact::value(&$result)
                }
            )*
        }
    };
}

measures! {
    mean try_mean "mean(items)" 1 MEAN |items| exact_sum(&items).over(items.len());
    variance try_variance "variance(items)" 2 VARIANCE |items| spread(&items, items.len() - 1);
    pvariance try_pvariance "pvariance(items)" 1 PVARIANCE |items| spread(&items, items.len());
}

macro_rules! whole_measures {
    ($($name:ident $try_name:ident $doc:literal $least:literal $message:ident |$items:ident| $result:expr;)*) => {
        fallible! {
            $(
                #[doc = concat!("`", $doc, "` of integers")]
                fn $name / $try_name [](items: impl IntoIterator<Item = impl Integer>) -> Measure {
                    let $items = whole(items);
                    if $items.len() < $least {
                        return Err(wrong($message));
                    }
                    Ok(Measure($result))
                }
            )*
        }
    };
}

whole_measures! {
    mean_of_ints try_mean_of_ints "mean(items)" 1 MEAN |items| exact_sum(&items).over(items.len());
    variance_of_ints try_variance_of_ints "variance(items)" 2 VARIANCE |items| spread(&items, items.len() - 1);
    pvariance_of_ints try_pvariance_of_ints "pvariance(items)" 1 PVARIANCE |items| spread(&items, items.len());
}

fallible! {
    /// `fmean(items)`
    fn fmean / try_fmean [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = data(items, 1, "fmean requires at least one data point")?;
        Ok(try_fsum(items.iter().copied())? / items.len() as f64)
    }

    /// `median(items)`
    fn median / try_median [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = crate::builtins::sorted(data(items, 1, "no median for empty data")?);
        let middle = items.len() / 2;
        Ok(if items.len() % 2 == 1 { items[middle] } else { (items[middle - 1] + items[middle]) / 2.0 })
    }

    /// `median(items)` of integers
    fn median_of_ints / try_median_of_ints [](items: impl IntoIterator<Item = impl Integer>) -> Measure {
        let mut items: Vec<Int> = items.into_iter().map(Integer::into_int).collect();
        items.sort();
        let middle = items.len() / 2;
        match items.len() {
            0 => Err(wrong("no median for empty data")),
            n if n % 2 == 1 => Ok(Measure(Exact { top: items[middle].clone(), bottom: Int::new(1) })),
            // never an integer, whole or not
            _ => Ok(Measure(Exact { top: (&items[middle - 1] + &items[middle]) * Int::new(2), bottom: Int::new(4) })),
        }
    }

    /// `median_low(items)`
    fn median_low / try_median_low [T: PartialOrd + Clone](items: impl IntoIterator<Item = T>) -> T {
        let items = crate::builtins::sorted(items);
        items.get(items.len().wrapping_sub(1) / 2).cloned().ok_or_else(|| wrong("no median for empty data"))
    }

    /// `median_high(items)`
    fn median_high / try_median_high [T: PartialOrd + Clone](items: impl IntoIterator<Item = T>) -> T {
        let items = crate::builtins::sorted(items);
        items.get(items.len() / 2).cloned().ok_or_else(|| wrong("no median for empty data"))
    }

    /// `mode(items)`: the first of the most common
    fn mode / try_mode [T: crate::key::Key + Clone](items: impl IntoIterator<Item = T>) -> T {
        let counts: crate::Dict<T, i64> = crate::counter::of_items(items);
        match crate::counter::most_common(&counts).into_iter().next() {
            Some((item, _)) => Ok(item),
            None => Err(wrong("no mode for empty data")),
        }
    }

    /// `stdev(items)`
    fn stdev / try_stdev [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = exact(&data(items, 2, STDEV)?)?;
        root(&spread(&items, items.len() - 1))
    }

    /// `pstdev(items)`
    fn pstdev / try_pstdev [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = exact(&data(items, 1, PSTDEV)?)?;
        root(&spread(&items, items.len()))
    }

    /// `harmonic_mean(items)`
    fn harmonic_mean / try_harmonic_mean [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = data(items, 1, "harmonic_mean requires at least one data point")?;
        if items.contains(&0.0) {
            return Ok(0.0);
        }
        let inverses: Vec<Exact> = exact(&items)?.into_iter().map(|x| Exact { top: x.bottom, bottom: x.top }).collect();
        let sum = exact_sum(&inverses);
        (&sum.bottom * &Int::new(items.len() as i64)).true_div(&sum.top)
    }

    /// `geometric_mean(items)`
    fn geometric_mean / try_geometric_mean [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = data(items, 1, "geometric mean requires a non-empty dataset containing positive numbers")?;
        try_fmean(items.iter().map(|x| x.ln())).map(f64::exp)
    }

    /// The value as a float.
    fn value / try_value [](measure: &Measure) -> f64 {
        measure.0.value()
    }
}

/// Is the value an integer?
pub fn is_whole(measure: &Measure) -> bool {
    measure.0.bottom == Int::new(1)
}

/// The value as an integer.
pub fn whole_value<N: Integer>(measure: &Measure) -> N {
    N::from_int(measure.0.top.clone())
}

/// `multimode(items)`
pub fn multimode<T: crate::key::Key + Clone>(items: impl IntoIterator<Item = T>) -> Vec<T> {
    let counts: crate::Dict<T, i64> = crate::counter::of_items(items);
    let ranked = crate::counter::most_common(&counts);
    let most = ranked.first().map_or(0, |first| first.1);
    ranked.into_iter().filter(|entry| entry.1 == most).map(|entry| entry.0).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounds_once() {
        assert_eq!(mean([0.1, 0.2, 0.3]), 0.2);
        assert_eq!(stdev([1.0, 2.0, 3.0, 4.0]), 1.2909944487358056);
        assert_eq!(whole_value::<i64>(&mean_of_ints([1i64, 2, 3])), 2);
        assert!(!is_whole(&median_of_ints([1i64, 3])));
        assert_eq!(value(&median_of_ints([1i64, 3])), 2.0);
        assert_eq!(multimode("aabbc".chars().map(String::from)), ["a", "b"]);
    }
}
