//! `numpy.fft`

use rustfft::FftPlanner;
use rustfft::num_complex::Complex64;

use crate::complex::{self, Complex};
use crate::exception::{Result, value_error};
use crate::integer::Integer;
use crate::slice::Bound;

use super::walk::axis_of;
use super::{Array, Element};

const NONE: &str = "Invalid number of FFT data points (0) specified.";

/// Rows of so many numbers along an axis, transformed one by one; what `width` numbers each gives.
fn rows<T: Element, U: Element>(
    a: &Array<T>,
    axis: i64,
    size: Option<usize>,
    width: impl Fn(usize) -> usize,
    mut transform: impl FnMut(&[T], usize, &mut Vec<U>),
) -> Result<Array<U>> {
    let place = axis_of(axis, a.shape.len())?;
    let last = a.shape.len() - 1;
    let moved = super::try_swapaxes(a, place as i64, last as i64)?;
    let own = moved.shape[last];
    let size = size.unwrap_or(own);
    if size == 0 || width(size) == 0 {
        return Err(value_error(NONE));
    }
    let data = moved.to_vec();
    let width = width(size);
    let mut made = Vec::with_capacity(data.len() / own.max(1) * width);
    let mut row = vec![T::default(); size];
    for part in data.chunks(own.max(1)) {
        let kept = own.min(size);
        row[..kept].copy_from_slice(&part[..kept]);
        transform(&row, size, &mut made);
    }
    super::try_swapaxes(&Array::new(made, moved.shape.with(last, width)), place as i64, last as i64)
}

fn forward(numbers: &mut [Complex64], inverse: bool, planner: &mut FftPlanner<f64>) {
    let plan = if inverse {
        planner.plan_fft_inverse(numbers.len())
    } else {
        planner.plan_fft_forward(numbers.len())
    };
    plan.process(numbers);
}

fn size_of(n: impl Bound) -> Result<Option<usize>> {
    n.bound()
        .map(|n| {
            usize::try_from(n).ok().filter(|n| *n > 0).ok_or_else(|| {
                value_error(format!("Invalid number of FFT data points ({n}) specified."))
            })
        })
        .transpose()
}

fn transformed<T: Element>(
    a: &Array<T>,
    n: impl Bound,
    axis: i64,
    inverse: bool,
) -> Result<Array<Complex>> {
    let mut planner = FftPlanner::new();
    rows(
        a,
        axis,
        size_of(n)?,
        |size| size,
        |row, size, made| {
            let mut numbers: Vec<Complex64> =
                row.iter().map(|x| x.parts()).map(|(re, im)| Complex64::new(re, im)).collect();
            forward(&mut numbers, inverse, &mut planner);
            let scale = if inverse { 1.0 / size as f64 } else { 1.0 };
            made.extend(numbers.into_iter().map(|z| complex::new(z.re * scale, z.im * scale)));
        },
    )
}

fallible! {
    /// `numpy.fft.fft(a, n, axis)`
    fn fft / try_fft [T: Element](a: &Array<T>, n: impl Bound, axis: i64) -> Array<Complex> {
        transformed(a, n, axis, false)
    }

    /// `numpy.fft.ifft(a, n, axis)`
    fn ifft / try_ifft [T: Element](a: &Array<T>, n: impl Bound, axis: i64) -> Array<Complex> {
        transformed(a, n, axis, true)
    }

    /// `numpy.fft.rfft(a, n, axis)`
    fn rfft / try_rfft [](a: &Array<f64>, n: impl Bound, axis: i64) -> Array<Complex> {
        let mut planner = FftPlanner::new();
        rows(a, axis, size_of(n)?, |size| size / 2 + 1, |row, size, made| {
            if size % 2 == 1 {
                let mut numbers: Vec<Complex64> = row.iter().map(|x| Complex64::new(*x, 0.0)).collect();
                forward(&mut numbers, false, &mut planner);
                made.extend(numbers[..size / 2 + 1].iter().map(|z| complex::new(z.re, z.im)));
                return;
            }
            // Two real rows of half the length as one complex one.
            let half = size / 2;
            let mut numbers: Vec<Complex64> = row.chunks(2).map(|pair| Complex64::new(pair[0], pair[1])).collect();
            forward(&mut numbers, false, &mut planner);
            for k in 0..=half {
                let (z, w) = (numbers[k % half], numbers[(half - k) % half].conj());
                let angle = -2.0 * std::f64::consts::PI * k as f64 / size as f64;
                let (even, odd) = ((z + w) * 0.5, (z - w) * 0.5);
                let turn = Complex64::new(angle.cos(), angle.sin());
                let done = even + turn * Complex64::new(odd.im, -odd.re);
                made.push(complex::new(done.re, if k % half == 0 { 0.0 } else { done.im }));
            }
        })
    }

    /// `numpy.fft.irfft(a, n, axis)`
    fn irfft / try_irfft [T: Element](a: &Array<T>, n: impl Bound, axis: i64) -> Array<f64> {
        let place = axis_of(axis, a.shape.len())?;
        let count = match size_of(n)? {
            Some(count) => count,
            None => a.shape[place].saturating_sub(1) * 2,
        };
        let mut planner = FftPlanner::new();
        rows(a, axis, Some(count / 2 + 1), |_| count, |row, _, made| {
            let mut numbers = vec![Complex64::default(); count];
            for (k, x) in row.iter().enumerate() {
                let (re, im) = x.parts();
                numbers[k] = Complex64::new(re, if k == 0 || 2 * k == count { 0.0 } else { im });
                if k > 0 {
                    numbers[count - k] = numbers[k].conj();
                }
            }
            forward(&mut numbers, true, &mut planner);
            made.extend(numbers.into_iter().map(|z| z.re / count as f64));
        })
    }
}

/// `numpy.fft.fftfreq(n, d)`
pub fn fftfreq(n: impl Integer, d: f64) -> Array<f64> {
    let n = n.clamp_i64();
    let step = 1.0 / (n as f64 * d);
    let half = (n - 1) / 2 + 1;
    Array::of_vec((0..half).chain(-(n / 2)..0).map(|k| k as f64 * step).collect())
}

/// `numpy.fft.rfftfreq(n, d)`
pub fn rfftfreq(n: impl Integer, d: f64) -> Array<f64> {
    let n = n.clamp_i64();
    let step = 1.0 / (n as f64 * d);
    Array::of_vec((0..=n / 2).map(|k| k as f64 * step).collect())
}

/// `numpy.fft.fftshift(a)` of one axis, and back
pub fn fftshift<T: Element>(a: &Array<T>, back: bool) -> Array<T> {
    (0..a.shape.len()).fold(a.clone(), |a, axis| {
        let half = a.shape[axis] as i64 / 2;
        super::roll_along(&a, if back { -half } else { half }, axis as i64)
    })
}

/// A column of numbers, each times its place, added up: `numpy.convolve(a, v, "full")`.
pub fn convolve<T: super::Number>(a: &Array<T>, v: &Array<T>, mode: &str) -> Array<T> {
    let (mut x, mut y) = (a.to_vec(), v.to_vec());
    if y.len() > x.len() {
        std::mem::swap(&mut x, &mut y);
    }
    let mut made = vec![T::default(); (x.len() + y.len()).saturating_sub(1)];
    for (i, p) in x.iter().enumerate() {
        for (sum, q) in made[i..].iter_mut().zip(&y) {
            *sum = sum.plus(p.times(*q));
        }
    }
    let (from, count) = match mode {
        "same" => ((y.len() - 1) / 2, x.len()),
        "valid" => (y.len() - 1, x.len() - y.len() + 1),
        _ => (0, made.len()),
    };
    Array::of_vec(made[from..from + count].to_vec())
}
