//! Products of matrices.

use ndarray::linalg::general_mat_mul;
use ndarray::{ArrayView2, ArrayViewMut2, ShapeBuilder};

use crate::complex::Complex;
use crate::exception::{Result, value_error};

use super::walk::{self, Dims};
use super::{Array, Element};

/// Numbers of which matrices are multiplied.
pub trait Factor: Element {
    /// `c = a b`, of matrices that lie in C's order in `c` and evenly in the others: sizes, places and steps.
    fn multiply(a: &Matrix<'_, Self>, b: &Matrix<'_, Self>, c: &mut [Self]) {
        for i in 0..a.rows {
            let row = &mut c[i * b.columns..(i + 1) * b.columns];
            row.fill(Self::default());
            for k in 0..a.columns {
                let x = a.number(i, k);
                if b.steps.1 == 1 {
                    let from = b.at.wrapping_add_signed(b.steps.0 * k as isize);
                    for (sum, y) in row.iter_mut().zip(&b.data[from..from + b.columns]) {
                        *sum = sum.plus(x.times(*y));
                    }
                } else {
                    for (j, sum) in row.iter_mut().enumerate() {
                        *sum = sum.plus(x.times(b.number(k, j)));
                    }
                }
            }
        }
    }

    /// The sum of the products of numbers that lie one behind the other.
    fn dot(x: &[Self], y: &[Self]) -> Self {
        let (left, left_rest) = x.as_chunks::<8>();
        let (right, right_rest) = y.as_chunks::<8>();
        let mut sums = [Self::default(); 8];
        for (p, q) in left.iter().zip(right) {
            for (sum, (p, q)) in sums.iter_mut().zip(p.iter().zip(q)) {
                *sum = sum.plus(p.times(*q));
            }
        }
        let rest = left_rest
            .iter()
            .zip(right_rest)
            .fold(Self::default(), |sum, (p, q)| sum.plus(p.times(*q)));
        sums.into_iter().fold(rest, Self::plus)
    }
}

/// A matrix in a run of numbers.
pub struct Matrix<'a, T> {
    data: &'a [T],
    at: usize,
    rows: usize,
    columns: usize,
    steps: (isize, isize),
}

impl<T: Element> Matrix<'_, T> {
    fn number(&self, i: usize, j: usize) -> T {
        self.data
            [self.at.wrapping_add_signed(self.steps.0 * i as isize + self.steps.1 * j as isize)]
    }

    fn row(&self, i: usize) -> Option<&[T]> {
        let from = self.at.wrapping_add_signed(self.steps.0 * i as isize);
        (self.steps.1 == 1 || self.columns == 1).then(|| &self.data[from..from + self.columns])
    }

    /// As the view of another crate, where the steps go forwards.
    fn viewed(&self) -> Option<ArrayView2<'_, T>> {
        let (down, along) = self.steps;
        if down < 0 || along < 0 || self.at > self.data.len() {
            return None;
        }
        ArrayView2::from_shape(
            (self.rows, self.columns).strides((down as usize, along as usize)),
            &self.data[self.at..],
        )
        .ok()
    }
}

macro_rules! plain {
    ($($kind:ident)*) => { $(impl Factor for $kind {})* };
}

plain! { bool i8 i16 i32 i64 u8 u16 u32 u64 Complex }

/// Fewer products than this are added up right here.
const SMALL: usize = 512;

macro_rules! blas {
    ($($kind:ident)*) => {$(
        impl Factor for $kind {
            fn multiply(a: &Matrix<'_, Self>, b: &Matrix<'_, Self>, c: &mut [Self]) {
                if b.columns == 1 && let (Some(_), true) = (a.row(0), b.steps.0 == 1 || b.rows == 1) {
                    let column = &b.data[b.at..b.at + b.rows];
                    for (i, sum) in c.iter_mut().enumerate() {
                        *sum = a.row(i).map_or(0.0, |row| Self::dot(row, column));
                    }
                    return;
                }
                if a.rows * a.columns * b.columns > SMALL && let (Some(x), Some(y)) = (a.viewed(), b.viewed())
                    && let Ok(mut z) = ArrayViewMut2::from_shape((a.rows, b.columns), c)
                {
                    general_mat_mul(1.0, &x, &y, 0.0, &mut z);
                    return;
                }
                for i in 0..a.rows {
                    let row = &mut c[i * b.columns..(i + 1) * b.columns];
                    row.fill(0.0);
                    for k in 0..a.columns {
                        let x = a.number(i, k);
                        for (j, sum) in row.iter_mut().enumerate() {
                            *sum += x * b.number(k, j);
                        }
                    }
                }
            }
        }
    )*};
}

blas! { f64 f32 }

fallible! {
    /// `a @ b` of two arrays of one axis
    fn dot / try_dot [T: Factor](a: &Array<T>, b: &Array<T>) -> T {
        if a.shape != b.shape {
            return Err(value_error(format!(
                "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size {} is different from {})",
                b.shape[0], a.shape[0]
            )));
        }
        let (a, b) = (a.packed(), b.packed());
        let (x, y) = (a.data.borrow(), b.data.borrow());
        Ok(T::dot(&x[a.at..a.at + a.count()], &y[b.at..b.at + b.count()]))
    }

    /// `a @ b`
    fn matmul / try_matmul [T: Factor](a: &Array<T>, b: &Array<T>) -> Array<T> {
        let (row, column) = (a.shape.len() == 1, b.shape.len() == 1);
        let left = if row { a.view(a.at, a.shape.inserted(0, 1), a.strides.inserted(0, 0)) } else { a.clone() };
        let right = if column { b.view(b.at, b.shape.inserted(1, 1), b.strides.inserted(1, 0)) } else { b.clone() };
        let made = product(&left, &right)?;
        let last = made.shape.len() - 1;
        let made = if column { made.view(made.at, made.shape.without(last), made.strides.without(last)) } else { made };
        let first = if column { last } else { last.wrapping_sub(1) };
        Ok(if row { made.view(made.at, made.shape.without(first - usize::from(column)), made.strides.without(first - usize::from(column))) } else { made })
    }
}

fn product<T: Factor>(a: &Array<T>, b: &Array<T>) -> Result<Array<T>> {
    let (p, q) = (a.shape.len(), b.shape.len());
    let (rows, inner, columns) = (a.shape[p - 2], a.shape[p - 1], b.shape[q - 1]);
    if inner != b.shape[q - 2] {
        return Err(value_error(format!(
            "matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size {} is different from {inner})",
            b.shape[q - 2]
        )));
    }
    let outer = walk::together(&a.shape[..p - 2], &b.shape[..q - 2])?;
    let of = |array: &Array<T>, n: usize, sizes: [usize; 2]| {
        let mut shape = outer;
        sizes.into_iter().for_each(|size| shape.push(size));
        let strides = walk::widened(array, &shape);
        let _ = n;
        strides
    };
    let (steps_a, steps_b) = (of(a, p, [rows, inner]), of(b, q, [inner, columns]));
    let n = outer.len();
    let mut shape = outer;
    shape.push(rows);
    shape.push(columns);
    let mut made = vec![T::default(); shape.iter().product()];
    let (x, y) = (a.data.borrow(), b.data.borrow());
    let many: usize = outer.iter().product();
    for i in 0..many {
        let (mut left, mut at, mut bt) = (i, a.at, b.at);
        for axis in (0..n).rev() {
            let k = (left % outer[axis]) as isize;
            left /= outer[axis];
            at = at.wrapping_add_signed(steps_a[axis] * k);
            bt = bt.wrapping_add_signed(steps_b[axis] * k);
        }
        let left = Matrix {
            data: &x,
            at,
            rows,
            columns: inner,
            steps: (a.strides[p - 2], a.strides[p - 1]),
        };
        let right = Matrix {
            data: &y,
            at: bt,
            rows: inner,
            columns,
            steps: (b.strides[q - 2], b.strides[q - 1]),
        };
        let size = rows * columns;
        if size > 0 {
            T::multiply(&left, &right, &mut made[i * size..(i + 1) * size]);
        }
    }
    Ok(Array::new(made, shape))
}

fallible! {
    /// `numpy.einsum(subscripts, a, b)`: `left` and `right` name the axes of the operands, `result` those of the result
    fn einsum / try_einsum [T: Factor](left: &str, right: &str, result: &str, a: &Array<T>, b: &Array<T>) -> Array<T> {
        let letters: Vec<u8> = {
            let mut all: Vec<u8> = result.bytes().collect();
            for letter in left.bytes().chain(right.bytes()) {
                if !all.contains(&letter) {
                    all.push(letter);
                }
            }
            all
        };
        let mut shape = Dims::of([]);
        let steps = |names: &str, array: &Array<T>, letter: u8| {
            names.bytes().zip(array.strides.iter()).filter(|(name, _)| *name == letter).map(|(_, stride)| *stride).sum::<isize>()
        };
        let (mut of_a, mut of_b) = (Dims::of([]), Dims::of([]));
        for letter in &letters {
            let mut sizes = left.bytes().zip(a.shape.iter()).chain(right.bytes().zip(b.shape.iter())).filter(|(name, _)| name == letter).map(|(_, size)| *size);
            let size = sizes.next().unwrap_or(1);
            if let Some(other) = sizes.find(|other| *other != size) {
                return Err(value_error(format!("operands could not be broadcast together with remapped shapes: {size} and {other}")));
            }
            shape.push(size);
            of_a.push(steps(left, a, *letter));
            of_b.push(steps(right, b, *letter));
        }
        let count = result.len();
        let kept = Dims::of(shape[..count].iter().copied());
        let (x, y) = (a.data.borrow(), b.data.borrow());
        let outer = walk::Runs::new(&shape[..count], [&of_a[..count], &of_b[..count]]);
        let inner = walk::Runs::new(&shape[count..], [&of_a[count..], &of_b[count..]]);
        let mut made = Vec::with_capacity(kept.iter().product());
        outer.each([a.at, b.at], |[i, j]| {
            for k in 0..outer.length as isize {
                let (i, j) = (i.wrapping_add_signed(outer.steps[0] * k), j.wrapping_add_signed(outer.steps[1] * k));
                let mut sum = T::default();
                inner.each([i, j], |[p, q]| {
                    let [u, v] = inner.steps;
                    let n = inner.length;
                    sum = sum.plus(if u == 1 && v == 1 {
                        T::dot(&x[p..p + n], &y[q..q + n])
                    } else {
                        walk::run_of(&x, p, u, n).zip(walk::run_of(&y, q, v, n)).fold(T::default(), |sum, (s, t)| sum.plus(s.times(t)))
                    });
                });
                made.push(sum);
            }
        });
        Ok(Array::new(made, kept))
    }
}
