//! Sums, extremes and the like, of all numbers or along an axis. Sums are added in the original's order, so that they are equal to the last bit.

use crate::exception::value_error;

use super::functions::{Float, Function};
use super::walk::{Dims, Runs, axis_of};
use super::{Array, Element, Real};

/// Sums of more than so many numbers are sums of two halves.
const BLOCK: usize = 128;

/// The sum of numbers that lie evenly: eight sums side by side, of halves where there are many.
pub(super) fn pairwise<T: Element>(data: &[T], at: usize, step: isize, n: usize) -> T {
    if step == 1 {
        return pairwise_dense(&data[at..at + n]);
    }
    let number = |i: usize| data[at.wrapping_add_signed(step * i as isize)];
    if n < 8 {
        // -0.0 is what nothing adds up to.
        return (0..n).map(number).fold(start(), T::plus);
    }
    if n <= BLOCK {
        let mut sums: [T; 8] = std::array::from_fn(number);
        let whole = n - n % 8;
        for i in (8..whole).step_by(8) {
            for (k, sum) in sums.iter_mut().enumerate() {
                *sum = sum.plus(number(i + k));
            }
        }
        return (whole..n).map(number).fold(folded(sums), T::plus);
    }
    let half = n / 2 - n / 2 % 8;
    let second = at.wrapping_add_signed(step * half as isize);
    pairwise(data, at, step, half).plus(pairwise(data, second, step, n - half))
}

fn start<T: Element>() -> T {
    T::of_parts(-0.0, 0.0)
}

fn folded<T: Element>([a, b, c, d, e, f, g, h]: [T; 8]) -> T {
    a.plus(b).plus(c.plus(d)).plus(e.plus(f).plus(g.plus(h)))
}

fn pairwise_dense<T: Element>(data: &[T]) -> T {
    let n = data.len();
    if n < 8 {
        return data.iter().copied().fold(start(), T::plus);
    }
    if n <= BLOCK {
        let (blocks, rest) = data.as_chunks::<8>();
        let mut sums = blocks[0];
        for block in &blocks[1..] {
            for (sum, x) in sums.iter_mut().zip(block) {
                *sum = sum.plus(*x);
            }
        }
        return rest.iter().copied().fold(folded(sums), T::plus);
    }
    let half = n / 2 - n / 2 % 8;
    pairwise_dense(&data[..half]).plus(pairwise_dense(&data[half..]))
}

/// The axes in the order in which the original goes over them: the widest steps outermost.
fn ordered<T>(a: &Array<T>) -> Vec<usize> {
    let mut axes: Vec<usize> = (0..a.shape.len()).collect();
    axes.sort_by_key(|axis| std::cmp::Reverse(a.strides[*axis].unsigned_abs()));
    axes
}

/// `numpy.sum(a)`
pub fn sum<T: Element>(a: &Array<T>) -> T {
    if a.is_dense() {
        let data = a.data.borrow();
        return T::default().plus(pairwise(&data, a.at, 1, a.count()));
    }
    let axes = ordered(a);
    let shape: Vec<usize> = axes.iter().map(|axis| a.shape[*axis]).collect();
    let strides: Vec<isize> = axes.iter().map(|axis| a.strides[*axis]).collect();
    let runs = Runs::new(&shape, [&strides]);
    let data = a.data.borrow();
    let mut total = T::default();
    runs.each([a.at], |[at]| {
        total = total.plus(pairwise(&data, at, runs.steps[0], runs.length));
    });
    total
}

/// How many are true.
pub fn count_true(a: &Array<bool>) -> i64 {
    match a.dense() {
        // In blocks whose sums fit a byte.
        Some(slice) => slice
            .chunks(255)
            .map(|chunk| i64::from(chunk.iter().map(|x| u8::from(*x)).sum::<u8>()))
            .sum(),
        None => a.to_vec().into_iter().filter(|x| *x).count() as i64,
    }
}

/// `numpy.count_nonzero(a)`
pub fn count_nonzero<T: Element>(a: &Array<T>) -> i64 {
    a.to_vec().into_iter().filter(|x| x.holds()).count() as i64
}

/// The shape of what is left without an axis, or with one number along it.
fn left_of(shape: &Dims<usize>, axis: usize, keep: bool) -> Dims<usize> {
    if keep { shape.with(axis, 1) } else { shape.without(axis) }
}

/// Numbers along an axis made one, from a first number on.
fn folded_along<T: Element, R: Element>(
    a: &Array<T>,
    axis: usize,
    keep: bool,
    first: Option<R>,
    of: impl Fn(T) -> R,
    f: impl Fn(R, T) -> R,
) -> Array<R> {
    let (size, step) = (a.shape[axis], a.strides[axis]);
    let data = a.data.borrow();
    let runs = Runs::new(&a.shape.without(axis), [&a.strides.without(axis)]);
    let [across] = runs.steps;
    let mut made: Vec<R> = Vec::with_capacity(a.count() / size.max(1));
    runs.each([a.at], |[at]| {
        let from = made.len();
        let start = |x: T| first.map_or_else(|| of(x), |first| f(first, x));
        if size == 0 {
            made.extend(std::iter::repeat_n(first.unwrap_or_default(), runs.length));
        } else if step.unsigned_abs() < across.unsigned_abs() {
            made.extend((0..runs.length).map(|i| {
                let at = at.wrapping_add_signed(across * i as isize);
                let number = |k: usize| data[at.wrapping_add_signed(step * k as isize)];
                (1..size).fold(start(number(0)), |done, k| f(done, number(k)))
            }));
        } else {
            made.extend(
                (0..runs.length).map(|i| start(data[at.wrapping_add_signed(across * i as isize)])),
            );
            for k in 1..size {
                let at = at.wrapping_add_signed(step * k as isize);
                if across == 1 {
                    for (done, x) in made[from..].iter_mut().zip(&data[at..at + runs.length]) {
                        *done = f(*done, *x);
                    }
                } else {
                    for (i, done) in made[from..].iter_mut().enumerate() {
                        *done = f(*done, data[at.wrapping_add_signed(across * i as isize)]);
                    }
                }
            }
        }
    });
    Array::new(made, left_of(&a.shape, axis, keep))
}

fn summed<T: Element>(a: &Array<T>, axis: usize, keep: bool) -> Array<T> {
    let (size, step) = (a.shape[axis], a.strides[axis]);
    let innermost = a.strides.iter().zip(a.shape.iter()).enumerate().all(|(i, (stride, size))| {
        i == axis || *size == 1 || stride.unsigned_abs() >= step.unsigned_abs()
    });
    if !innermost || size == 1 {
        return folded_along(a, axis, keep, Some(T::default()), |x| x, T::plus);
    }
    let data = a.data.borrow();
    let runs = Runs::new(&a.shape.without(axis), [&a.strides.without(axis)]);
    let mut made = Vec::with_capacity(a.count() / size.max(1));
    runs.each([a.at], |[at]| {
        made.extend((0..runs.length).map(|i| {
            let at = at.wrapping_add_signed(runs.steps[0] * i as isize);
            T::default().plus(pairwise(&data, at, step, size))
        }));
    });
    Array::new(made, left_of(&a.shape, axis, keep))
}

fn empty(name: &str) -> crate::exception::Exception {
    value_error(format!("zero-size array to reduction operation {name} which has no identity"))
}

/// The place of the first number that no other is ahead of.
fn best<T: Real>(numbers: impl Iterator<Item = T>, ahead: impl Fn(T, T) -> bool) -> i64 {
    let (mut at, mut found) = (0, None::<T>);
    for (i, x) in numbers.enumerate() {
        match found {
            Some(best) if best.is_nan() => break,
            Some(best) if !(x.is_nan() || ahead(x, best)) => {}
            _ => (at, found) = (i as i64, Some(x)),
        }
    }
    at
}

fn best_along<T: Real>(
    a: &Array<T>,
    axis: usize,
    keep: bool,
    ahead: impl Fn(T, T) -> bool + Copy,
) -> Array<i64> {
    let (size, step) = (a.shape[axis], a.strides[axis]);
    let data = a.data.borrow();
    let runs = Runs::new(&a.shape.without(axis), [&a.strides.without(axis)]);
    let mut made = Vec::new();
    runs.each([a.at], |[at]| {
        made.extend((0..runs.length).map(|i| {
            let at = at.wrapping_add_signed(runs.steps[0] * i as isize);
            if step == 1 {
                best(data[at..at + size].iter().copied(), ahead)
            } else {
                best((0..size).map(|k| data[at.wrapping_add_signed(step * k as isize)]), ahead)
            }
        }));
    });
    Array::new(made, left_of(&a.shape, axis, keep))
}

fallible! {
    /// `numpy.sum(a, axis, keepdims)`
    fn sum_along / try_sum_along [T: Element](a: &Array<T>, axis: i64, keep: bool) -> Array<T> {
        Ok(summed(a, axis_of(axis, a.shape.len())?, keep))
    }

    /// `numpy.prod(a, axis, keepdims)`
    fn prod_along / try_prod_along [T: Element](a: &Array<T>, axis: i64, keep: bool) -> Array<T> {
        Ok(folded_along(a, axis_of(axis, a.shape.len())?, keep, Some(T::ONE), |x| x, T::times))
    }

    /// `numpy.mean(a, axis, keepdims)`
    fn mean_along / try_mean_along [T: Float](a: &Array<T>, axis: i64, keep: bool) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        let count = T::of(a.shape[axis] as f64);
        Ok(super::functions::turned(&summed(a, axis, keep), |x: T| x.divided(count)))
    }

    /// `numpy.var(a, axis, ddof, keepdims)`
    fn var_along / try_var_along [T: Float](a: &Array<T>, axis: i64, ddof: f64, keep: bool) -> Array<T> {
        let mean = try_mean_along(a, axis, true)?;
        let apart = super::try_sub(a, &mean)?;
        let axis = axis_of(axis, a.shape.len())?;
        let count = T::of((a.shape[axis] as f64 - ddof).max(0.0));
        Ok(super::functions::turned(&summed(&super::square(apart), axis, keep), |x: T| x.divided(count)))
    }

    /// `numpy.std(a, axis, ddof, keepdims)`
    fn std_along / try_std_along [T: Float](a: &Array<T>, axis: i64, ddof: f64, keep: bool) -> Array<T> {
        Ok(super::sqrt(try_var_along(a, axis, ddof, keep)?))
    }

    /// `numpy.max(a)`
    fn max / try_max [T: Real](a: &Array<T>) -> T {
        extreme(a, T::greater).ok_or_else(|| empty("maximum"))
    }

    /// `numpy.min(a)`
    fn min / try_min [T: Real](a: &Array<T>) -> T {
        extreme(a, T::lesser).ok_or_else(|| empty("minimum"))
    }

    /// `numpy.max(a, axis, keepdims)`
    fn max_along / try_max_along [T: Real](a: &Array<T>, axis: i64, keep: bool) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        if a.shape[axis] == 0 {
            return Err(empty("maximum"));
        }
        Ok(folded_along(a, axis, keep, None, |x| x, T::greater))
    }

    /// `numpy.min(a, axis, keepdims)`
    fn min_along / try_min_along [T: Real](a: &Array<T>, axis: i64, keep: bool) -> Array<T> {
        let axis = axis_of(axis, a.shape.len())?;
        if a.shape[axis] == 0 {
            return Err(empty("minimum"));
        }
        Ok(folded_along(a, axis, keep, None, |x| x, T::lesser))
    }

    /// `numpy.argmax(a)`
    fn argmax / try_argmax [T: Real](a: &Array<T>) -> i64 {
        if a.count() == 0 {
            return Err(value_error("attempt to get argmax of an empty sequence"));
        }
        Ok(best(a.to_vec().into_iter(), |x, y| y.below(x)))
    }

    /// `numpy.argmin(a)`
    fn argmin / try_argmin [T: Real](a: &Array<T>) -> i64 {
        if a.count() == 0 {
            return Err(value_error("attempt to get argmin of an empty sequence"));
        }
        Ok(best(a.to_vec().into_iter(), T::below))
    }

    /// `numpy.argmax(a, axis, keepdims)`
    fn argmax_along / try_argmax_along [T: Real](a: &Array<T>, axis: i64, keep: bool) -> Array<i64> {
        Ok(best_along(a, axis_of(axis, a.shape.len())?, keep, |x, y| y.below(x)))
    }

    /// `numpy.argmin(a, axis, keepdims)`
    fn argmin_along / try_argmin_along [T: Real](a: &Array<T>, axis: i64, keep: bool) -> Array<i64> {
        Ok(best_along(a, axis_of(axis, a.shape.len())?, keep, T::below))
    }

    /// `numpy.any(a, axis, keepdims)`
    fn any_along / try_any_along [T: Element](a: &Array<T>, axis: i64, keep: bool) -> Array<bool> {
        Ok(folded_along(a, axis_of(axis, a.shape.len())?, keep, Some(false), |x: T| x.holds(), |done, x| done | x.holds()))
    }

    /// `numpy.all(a, axis, keepdims)`
    fn all_along / try_all_along [T: Element](a: &Array<T>, axis: i64, keep: bool) -> Array<bool> {
        Ok(folded_along(a, axis_of(axis, a.shape.len())?, keep, Some(true), |x: T| x.holds(), |done, x| done & x.holds()))
    }
}

fn extreme<T: Real>(a: &Array<T>, f: impl Fn(T, T) -> T) -> Option<T> {
    let over = |slice: &[T]| {
        let (blocks, rest) = slice.as_chunks::<8>();
        let (first, blocks) = blocks.split_first()?;
        let mut found = *first;
        for block in blocks {
            for (best, x) in found.iter_mut().zip(block) {
                *best = f(*best, *x);
            }
        }
        found.iter().chain(rest).copied().reduce(&f)
    };
    match a.dense() {
        Some(slice) if slice.len() >= 8 => over(&slice),
        _ => a.to_vec().into_iter().reduce(&f),
    }
}

/// `numpy.prod(a)`
pub fn prod<T: Element>(a: &Array<T>) -> T {
    a.to_vec().into_iter().fold(T::ONE, T::times)
}

/// `numpy.mean(a)`
pub fn mean<T: Float>(a: &Array<T>) -> T {
    sum(a).divided(T::of(a.count() as f64))
}

/// `numpy.var(a, ddof)`
pub fn var<T: Float>(a: &Array<T>, ddof: f64) -> T {
    let mean = mean(a);
    let apart = super::square(super::sub(a, mean));
    sum(&apart).divided(T::of((a.count() as f64 - ddof).max(0.0)))
}

/// `numpy.std(a, ddof)`
pub fn std<T: Float>(a: &Array<T>, ddof: f64) -> T {
    var(a, ddof).apply(Function::Sqrt)
}

/// `numpy.any(a)`
pub fn any<T: Element>(a: &Array<T>) -> bool {
    a.to_vec().into_iter().any(Element::holds)
}

/// `numpy.all(a)`
pub fn every<T: Element>(a: &Array<T>) -> bool {
    a.to_vec().into_iter().all(Element::holds)
}

/// `numpy.trace(a)`
pub fn trace<T: Element>(a: &Array<T>) -> T {
    super::diagonal(a).to_vec().into_iter().fold(T::default(), T::plus)
}
