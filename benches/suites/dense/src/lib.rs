//! Dense matrices of the suite `ml`: products, norms and the block of a transformer's encoder, in single precision.

use std::thread;

use python_random::Random;
use twin_forms::{Form, wide};

/// A matrix, row by row.
#[derive(Clone)]
pub struct Matrix {
    pub rows: usize,
    pub columns: usize,
    pub values: Vec<f32>,
}

impl Matrix {
    #[must_use]
    pub fn zeros(rows: usize, columns: usize) -> Self {
        Self {
            rows,
            columns,
            values: vec![0.0; rows * columns],
        }
    }

    /// Weights between plus and minus a bound that keeps sums of a row near one.
    #[must_use]
    pub fn random(rows: usize, columns: usize, generator: &mut Random) -> Self {
        let bound = (3.0 / rows as f64).sqrt();
        Self {
            rows,
            columns,
            values: (0..rows * columns)
                .map(|_| ((2.0 * generator.random() - 1.0) * bound) as f32)
                .collect(),
        }
    }

    #[must_use]
    pub fn row(&self, at: usize) -> &[f32] {
        &self.values[at * self.columns..(at + 1) * self.columns]
    }

    /// The product with another matrix, rows of the result shared among the threads of a form.
    #[must_use]
    pub fn times(&self, other: &Self, form: Form) -> Self {
        let mut product = Self::zeros(self.rows, other.columns);
        let share = self.rows.div_ceil(form.threads()).max(1);
        thread::scope(|scope| {
            let parts = product.values.chunks_mut(share * other.columns);
            for (sums, factors) in parts.zip(self.values.chunks(share * self.columns)) {
                let mut work = move || {
                    wide!(form, add_products(sums: &mut [f32], factors: &[f32], other: &Matrix));
                };
                if form.threads() > 1 {
                    scope.spawn(work);
                } else {
                    work();
                }
            }
        });
        product
    }

    pub fn add(&mut self, other: &Self) {
        for (value, more) in self.values.iter_mut().zip(&other.values) {
            *value += more;
        }
    }

    pub fn map(&mut self, function: impl Fn(f32) -> f32) {
        for value in &mut self.values {
            *value = function(*value);
        }
    }

    /// Each row with mean 0 and variance 1.
    #[must_use]
    pub fn normalised(&self) -> Self {
        let mut result = self.clone();
        for row in result.values.chunks_exact_mut(self.columns) {
            let count = row.len() as f32;
            let mean = row.iter().sum::<f32>() / count;
            let variance = row.iter().map(|x| (x - mean) * (x - mean)).sum::<f32>() / count;
            let scale = 1.0 / (variance + 1e-5).sqrt();
            for value in row {
                *value = (*value - mean) * scale;
            }
        }
        result
    }
}

/// Four rows of the other matrix at a time, so that each sum is loaded once for four products.
#[inline(always)]
fn add_products(sums: &mut [f32], factors: &[f32], other: &Matrix) {
    let n = other.columns;
    for (sums, factors) in sums
        .chunks_exact_mut(n)
        .zip(factors.chunks_exact(other.rows))
    {
        let mut rows = other.values.chunks_exact(4 * n);
        let mut fours = factors.chunks_exact(4);
        for (four, rows) in fours.by_ref().zip(rows.by_ref()) {
            let (a, rest) = rows.split_at(n);
            let (b, rest) = rest.split_at(n);
            let (c, d) = rest.split_at(n);
            for ((((sum, a), b), c), d) in sums.iter_mut().zip(a).zip(b).zip(c).zip(d) {
                *sum += four[0] * a + four[1] * b + four[2] * c + four[3] * d;
            }
        }
        for (factor, row) in fours
            .remainder()
            .iter()
            .zip(rows.remainder().chunks_exact(n))
        {
            for (sum, term) in sums.iter_mut().zip(row) {
                *sum += factor * term;
            }
        }
    }
}

/// Shares that sum to one.
pub fn softmax(values: &mut [f32]) {
    let largest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let mut total = 0.0;
    for value in values.iter_mut() {
        *value = (*value - largest).exp();
        total += *value;
    }
    for value in values {
        *value /= total;
    }
}

/// The Gaussian unit in its approximation by tanh.
#[must_use]
pub fn gelu(x: f32) -> f32 {
    0.5 * x * (1.0 + (0.797_884_6 * (x + 0.044_715 * x * x * x)).tanh())
}

/// A block of an encoder: attention of several heads and two dense layers, each behind a norm and beside a shortcut.
pub struct Block {
    query: Matrix,
    key: Matrix,
    value: Matrix,
    output: Matrix,
    up: Matrix,
    down: Matrix,
    heads: usize,
}

impl Block {
    #[must_use]
    pub fn random(width: usize, heads: usize, generator: &mut Random) -> Self {
        let mut square = || Matrix::random(width, width, generator);
        let (query, key, value, output) = (square(), square(), square(), square());
        Self {
            query,
            key,
            value,
            output,
            up: Matrix::random(width, 4 * width, generator),
            down: Matrix::random(4 * width, width, generator),
            heads,
        }
    }

    fn attention(&self, x: &Matrix, form: Form) -> Matrix {
        let (q, k, v) = (
            x.times(&self.query, form),
            x.times(&self.key, form),
            x.times(&self.value, form),
        );
        let (n, size) = (x.rows, x.columns / self.heads);
        let scale = 1.0 / (size as f32).sqrt();
        let mut mixed = Matrix::zeros(n, x.columns);
        let mut keys = Matrix::zeros(size, n);
        let mut values = Matrix::zeros(n, size);
        let mut queries = Matrix::zeros(n, size);
        for head in 0..self.heads {
            let part = head * size..(head + 1) * size;
            for at in 0..n {
                for (axis, &key) in k.row(at)[part.clone()].iter().enumerate() {
                    keys.values[axis * n + at] = key * scale;
                }
                values.values[at * size..(at + 1) * size].copy_from_slice(&v.row(at)[part.clone()]);
                queries.values[at * size..(at + 1) * size]
                    .copy_from_slice(&q.row(at)[part.clone()]);
            }
            let mut scores = queries.times(&keys, form);
            scores.values.chunks_exact_mut(n).for_each(softmax);
            let own = scores.times(&values, form);
            for at in 0..n {
                mixed.values[at * x.columns..][part.clone()].copy_from_slice(own.row(at));
            }
        }
        mixed.times(&self.output, form)
    }

    /// What the block makes of some rows.
    #[must_use]
    pub fn forward(&self, x: &Matrix, form: Form) -> Matrix {
        let mut x = x.clone();
        x.add(&self.attention(&x.normalised(), form));
        let mut inner = x.normalised().times(&self.up, form);
        inner.map(gelu);
        x.add(&inner.times(&self.down, form));
        x
    }
}
