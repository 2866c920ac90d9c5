//! `numpy.linalg`: Gauss's elimination with the greatest pivot of each column, as LAPACK does it.

use crate::exception::{Exception, Result};

use super::walk::Dims;
use super::{Array, sum, sum_along, transposed};

fn wrong(text: &str) -> Exception {
    Exception::new("numpy.linalg.LinAlgError ValueError", text)
}

/// The size of a square matrix.
fn square(a: &Array<f64>) -> Result<usize> {
    if a.shape[0] == a.shape[1] {
        Ok(a.shape[0])
    } else {
        Err(wrong("Last 2 dimensions of the array must be square"))
    }
}

/// A matrix as the product of a lower and an upper one, in place, and the rows in their new order; the sign of that order.
fn decomposed(data: &mut [f64], n: usize) -> (Vec<usize>, f64, bool) {
    let mut order: Vec<usize> = (0..n).collect();
    let (mut sign, mut singular) = (1.0, false);
    for k in 0..n {
        let best =
            (k..n).fold(
                k,
                |best, i| if data[i * n + k].abs() > data[best * n + k].abs() { i } else { best },
            );
        if data[best * n + k] == 0.0 {
            singular = true;
            continue;
        }
        if best != k {
            order.swap(best, k);
            sign = -sign;
            let (upper, lower) = data.split_at_mut(best * n);
            upper[k * n..(k + 1) * n].swap_with_slice(&mut lower[..n]);
        }
        let through = 1.0 / data[k * n + k];
        let (upper, lower) = data.split_at_mut((k + 1) * n);
        let pivot = &upper[k * n..];
        for row in lower.chunks_mut(n) {
            let factor = row[k] * through;
            row[k] = factor;
            if factor != 0.0 {
                for (x, y) in row[k + 1..].iter_mut().zip(&pivot[k + 1..]) {
                    *x -= factor * y;
                }
            }
        }
    }
    (order, sign, singular)
}

/// Solves for several right sides, whose rows lie one behind the other.
fn solved(a: &Array<f64>, right: &[f64], width: usize) -> Result<Vec<f64>> {
    let n = square(a)?;
    let mut data = a.to_vec();
    let (order, _, singular) = decomposed(&mut data, n);
    if singular {
        return Err(wrong("Singular matrix"));
    }
    let mut made = vec![0.0; n * width];
    for (i, from) in order.iter().enumerate() {
        made[i * width..(i + 1) * width].copy_from_slice(&right[from * width..(from + 1) * width]);
    }
    for i in 0..n {
        let (done, rest) = made.split_at_mut(i * width);
        for (k, known) in done.chunks(width).enumerate() {
            let factor = data[i * n + k];
            if factor != 0.0 {
                for (x, y) in rest[..width].iter_mut().zip(known) {
                    *x -= factor * y;
                }
            }
        }
    }
    for i in (0..n).rev() {
        let (before, behind) = made.split_at_mut((i + 1) * width);
        let row = &mut before[i * width..];
        for (k, known) in behind.chunks(width).enumerate() {
            let factor = data[i * n + i + 1 + k];
            if factor != 0.0 {
                for (x, y) in row.iter_mut().zip(known) {
                    *x -= factor * y;
                }
            }
        }
        let pivot = data[i * n + i];
        row.iter_mut().for_each(|x| *x /= pivot);
    }
    Ok(made)
}

fallible! {
    /// `numpy.linalg.solve(a, b)`
    fn solve / try_solve [](a: &Array<f64>, b: &Array<f64>) -> Array<f64> {
        if a.shape[0] != b.shape[0] {
            return Err(crate::exception::value_error(format!(
                "solve: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (m,m),(m,n)->(m,n) (size {} is different from {})",
                b.shape[0], a.shape[0]
            )));
        }
        let width = if b.shape.len() == 1 { 1 } else { b.shape[1] };
        Ok(Array::new(solved(a, &b.to_vec(), width)?, b.shape))
    }

    /// `numpy.linalg.inv(a)`
    fn inv / try_inv [](a: &Array<f64>) -> Array<f64> {
        let n = square(a)?;
        let one = super::eye::<f64>(n as i64, n as i64, 0);
        Ok(Array::new(solved(a, &one.to_vec(), n)?, a.shape))
    }

    /// `numpy.linalg.det(a)`
    fn det / try_det [](a: &Array<f64>) -> f64 {
        let n = square(a)?;
        let mut data = a.to_vec();
        let (_, sign, singular) = decomposed(&mut data, n);
        if singular {
            return Ok(0.0);
        }
        let logarithm: f64 = (0..n).map(|i| data[i * n + i].abs().ln()).sum();
        Ok((0..n).fold(sign, |sign, i| sign * data[i * n + i].signum()) * logarithm.exp())
    }

    /// `numpy.linalg.cholesky(a)`
    fn cholesky / try_cholesky [](a: &Array<f64>) -> Array<f64> {
        let n = square(a)?;
        let mut data = a.to_vec();
        for j in 0..n {
            for i in j..n {
                let sum = (0..j).fold(data[i * n + j], |sum, k| sum - data[i * n + k] * data[j * n + k]);
                if i > j {
                    data[i * n + j] = sum / data[j * n + j];
                } else if sum > 0.0 {
                    data[i * n + j] = sum.sqrt();
                } else {
                    return Err(wrong("Matrix is not positive definite"));
                }
            }
            for i in 0..j {
                data[i * n + j] = 0.0;
            }
        }
        Ok(Array::new(data, a.shape))
    }

    /// `numpy.linalg.matrix_power(a, n)` for `n >= 0`
    fn matrix_power / try_matrix_power [T: super::Factor](a: &Array<T>, n: i64) -> Array<T> {
        let size = a.shape[0] as i64;
        let mut made = super::eye::<T>(size, size, 0);
        let (mut power, mut left) = (a.clone(), n);
        while left > 0 {
            if left & 1 == 1 {
                made = super::try_matmul(&made, &power)?;
            }
            left >>= 1;
            if left > 0 {
                power = super::try_matmul(&power, &power)?;
            }
        }
        Ok(made)
    }

    /// `numpy.cross(a, b)` of vectors in space
    fn cross / try_cross [T: super::Number](a: &Array<T>, b: &Array<T>) -> Array<T> {
        let (x, y) = (a.to_vec(), b.to_vec());
        let (&[a, b, c], &[d, e, f]) = (&x[..], &y[..]) else {
            return Err(crate::exception::value_error("incompatible dimensions for cross product\n(dimension must be 2 or 3)"));
        };
        Ok(Array::of_vec(vec![
            b.times(f).minus(c.times(e)),
            c.times(d).minus(a.times(f)),
            a.times(e).minus(b.times(d)),
        ]))
    }

    /// `numpy.linalg.norm(a, axis, keepdims)`: the root of the squares' sum
    fn norm_along / try_norm_along [T: super::Float](a: &Array<T>, axis: i64, keep: bool) -> Array<T> {
        Ok(super::sqrt(sum_along(&super::square(a), axis, keep)))
    }
}

/// `numpy.linalg.norm(a)`
pub fn norm<T: super::Float + super::Factor>(a: &Array<T>) -> T {
    let flat = super::ravel(a);
    super::sqrt_one(super::dot(&flat, &flat))
}

/// `numpy.linalg.norm(a, order)` of one axis
pub fn norm_of(a: &Array<f64>, order: f64) -> f64 {
    let sizes = super::absolute(a);
    if order == f64::INFINITY {
        return sizes.to_vec().into_iter().fold(0.0, f64::max);
    }
    if order == f64::NEG_INFINITY {
        return sizes.to_vec().into_iter().fold(f64::INFINITY, f64::min);
    }
    if order == 0.0 {
        return sizes.to_vec().into_iter().filter(|x| *x != 0.0).count() as f64;
    }
    if order == 1.0 {
        return sum(&sizes);
    }
    if order == 2.0 {
        return norm(a);
    }
    sum(&super::power(sizes, order)).powf(1.0 / order)
}

/// `numpy.cov(a)`, a row a variable
pub fn cov(a: &Array<f64>) -> Array<f64> {
    let apart = super::sub(a, super::mean_along(a, 1, true));
    let count = a.shape[1] as f64 - 1.0;
    super::div(super::matmul(&apart, &transposed(&apart)), count)
}

/// `numpy.corrcoef(a)`, a row a variable
pub fn corrcoef(a: &Array<f64>) -> Array<f64> {
    let made = cov(a);
    let n = made.shape[0];
    let deviations: Vec<f64> =
        (0..n).map(|i| super::get2(&made, i as i64, i as i64).sqrt()).collect();
    let data = made
        .to_vec()
        .iter()
        .enumerate()
        .map(|(k, x)| (x / deviations[k / n] / deviations[k % n]).clamp(-1.0, 1.0))
        .collect();
    Array::new(data, Dims::of([n, n]))
}
