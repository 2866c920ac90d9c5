//! Functions of numerical work: numbers that are none left out, interpolation, polynomials, edges.

use crate::exception::value_error;
use crate::integer::Integer;

use super::walk::Dims;
use super::{Array, Element, Factor, Float};

/// The numbers that are numbers; zeros in the place of the others where they are to be kept.
fn numbers_of<T: Float>(a: &Array<T>, zeros: bool) -> Array<T> {
    if zeros {
        return super::functions::turned(a, |x: T| if x.is_nan() { T::default() } else { x });
    }
    Array::of_vec(a.to_vec().into_iter().filter(|x| !x.is_nan()).collect())
}

/// `numpy.nansum(a)`
pub fn nansum<T: Float>(a: &Array<T>) -> T {
    super::sum(&numbers_of(a, true))
}

/// `numpy.nanmean(a)`
pub fn nanmean<T: Float>(a: &Array<T>) -> T {
    nansum(a).divided(T::of(numbers_of(a, false).count() as f64))
}

/// `numpy.nanstd(a)`
pub fn nanstd<T: Float>(a: &Array<T>) -> T {
    let mean = nanmean(a);
    let apart = numbers_of(&super::sub(a, mean), true);
    let count = T::of(numbers_of(a, false).count() as f64);
    super::sqrt_one(super::sum(&super::square(apart)).divided(count))
}

/// `numpy.nanmax(a)`
pub fn nanmax<T: Float>(a: &Array<T>) -> T {
    super::max(&numbers_of(a, false))
}

/// `numpy.nanmin(a)`
pub fn nanmin<T: Float>(a: &Array<T>) -> T {
    super::min(&numbers_of(a, false))
}

/// `numpy.interp(x, xs, ys)` of one number
pub fn interp_one(x: f64, xs: &Array<f64>, ys: &Array<f64>) -> f64 {
    let (places, values) = (xs.to_vec(), ys.to_vec());
    let (Some(first), Some(last)) = (places.first(), places.last()) else { return f64::NAN };
    if x.is_nan() {
        return x;
    }
    if x > *last {
        return values[values.len() - 1];
    }
    if x < *first {
        return values[0];
    }
    let j = places.partition_point(|place| *place <= x) - 1;
    if j + 1 == places.len() || places[j] == x {
        return values[j];
    }
    let slope = (values[j + 1] - values[j]) / (places[j + 1] - places[j]);
    slope * (x - places[j]) + values[j]
}

/// `numpy.interp(x, xs, ys)`
pub fn interp(x: &Array<f64>, xs: &Array<f64>, ys: &Array<f64>) -> Array<f64> {
    let (xs, ys) = (xs.packed(), ys.packed());
    super::functions::turned(x, |x| interp_one(x, &xs, &ys))
}

/// `numpy.polyval(p, x)` of one number
pub fn polyval_one(p: &Array<f64>, x: f64) -> f64 {
    p.to_vec().into_iter().fold(0.0, |sum, factor| sum * x + factor)
}

/// `numpy.polyval(p, x)`
pub fn polyval(p: &Array<f64>, x: &Array<f64>) -> Array<f64> {
    super::functions::turned(x, |x| polyval_one(p, x))
}

fallible! {
    /// `numpy.gradient(a, step)` of one axis
    fn gradient / try_gradient [](a: &Array<f64>, step: f64) -> Array<f64> {
        let y = a.to_vec();
        let n = y.len();
        if n < 2 {
            return Err(value_error("Shape of array too small to calculate a numerical gradient, at least (edge_order + 1) elements are required."));
        }
        Ok(Array::of_vec((0..n).map(|i| match i {
            0 => (y[1] - y[0]) / step,
            i if i + 1 == n => (y[i] - y[i - 1]) / step,
            i => (y[i + 1] - y[i - 1]) / (2.0 * step),
        }).collect()))
    }

    /// `numpy.pad(a, [(before, behind), …], constant_values=value)`
    fn pad / try_pad [T: Element](a: &Array<T>, edges: &[impl Integer], value: T) -> Array<T> {
        let edges = super::make::shape_of(edges)?;
        let both = |axis: usize| (edges[2 * axis % edges.len()], edges[(2 * axis + 1) % edges.len()]);
        let shape = Dims::of(a.shape.iter().enumerate().map(|(axis, size)| size + both(axis).0 + both(axis).1));
        let made = Array::new(vec![value; shape.iter().product()], shape);
        let start: usize = (0..a.shape.len()).map(|axis| both(axis).0 * made.strides[axis] as usize).sum();
        super::index::store(&made.view(start, a.shape, made.strides), a)?;
        Ok(made)
    }

    /// `numpy.insert(a, place, value)` of one axis
    fn insert / try_insert [T: Element](a: &Array<T>, place: impl Integer, value: T) -> Array<T> {
        let mut numbers = a.to_vec();
        let (place, size) = (place.clamp_i64(), numbers.len() as i64);
        let at = if place < 0 { place + size } else { place };
        if !(0..=size).contains(&at) {
            return Err(crate::exception::index_error(format!("index {place} is out of bounds for axis 0 with size {size}")));
        }
        numbers.insert(at as usize, value);
        Ok(Array::of_vec(numbers))
    }

    /// `numpy.delete(a, places, axis)`
    fn delete / try_delete [T: Element](a: &Array<T>, places: &Array<i64>, axis: i64) -> Array<T> {
        let axis = super::walk::axis_of(axis, a.shape.len())?;
        let size = a.shape[axis] as i64;
        let mut kept = vec![true; a.shape[axis]];
        for place in places.to_vec() {
            let at = if place < 0 { place + size } else { place };
            if !(0..size).contains(&at) {
                return Err(crate::exception::index_error(format!("index {place} is out of bounds for axis {axis} with size {size}")));
            }
            kept[at as usize] = false;
        }
        let left: Vec<i64> = (0..size).filter(|i| kept[*i as usize]).collect();
        super::try_take(a, &Array::of_vec(left), axis as i64)
    }

    /// `numpy.average(a, weights)` of one axis
    fn average / try_average [](a: &Array<f64>, weights: &Array<f64>) -> f64 {
        let total = super::sum(weights);
        if total == 0.0 {
            return Err(crate::exception::zero_division("Weights sum to zero, can't be normalized"));
        }
        Ok(super::sum(&super::try_mul(a, weights)?) / total)
    }
}

/// `numpy.kron(a, b)` of two matrices
pub fn kron<T: Factor>(a: &Array<T>, b: &Array<T>) -> Array<T> {
    let (n, m, p, q) = (a.shape[0], a.shape[1], b.shape[0], b.shape[1]);
    let (x, y) = (a.to_vec(), b.to_vec());
    let number = |i: usize, j: usize| x[i / p * m + j / q].times(y[i % p * q + j % q]);
    let data = (0..n * p)
        .flat_map(|i| (0..m * q).map(move |j| (i, j)))
        .map(|(i, j)| number(i, j))
        .collect();
    Array::new(data, Dims::of([n * p, m * q]))
}

/// `numpy.fill_diagonal(a, value)`
pub fn fill_diagonal<T: Element>(a: &Array<T>, value: T) {
    super::put(super::diagonal(a), value);
}
