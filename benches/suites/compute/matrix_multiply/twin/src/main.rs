//! The product of two square matrices of random numbers, in row-major order.

use std::thread;

use python_random::Random;
use twin_forms::{Form, wide};

fn random_matrix(size: usize, generator: &mut Random) -> Vec<f64> {
    (0..size * size).map(|_| generator.random()).collect()
}

/// Rows of the left times rows of the right: the sums are in the order of the original's, products of a row side by side.
fn multiply(left: &[f64], right: &[f64], size: usize) -> Vec<f64> {
    let mut product = vec![0.0; size * size];
    for (sums, factors) in product.chunks_exact_mut(size).zip(left.chunks_exact(size)) {
        for (factor, terms) in factors.iter().zip(right.chunks_exact(size)) {
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum += factor * term;
            }
        }
    }
    product
}

/// A tile of the product that fits into the wide registers.
const ROWS: usize = 6;
const COLUMNS: usize = 8;
/// Pieces of the factors that fit into the caches: so many columns of the left matrix, so many of its rows.
const DEPTH: usize = 256;
const BLOCK: usize = 16 * ROWS;

/// The right matrix in panels of `COLUMNS` columns, each with its rows one behind the other; the last panel is filled up with zeros.
fn panels(right: &[f64], size: usize) -> Vec<[f64; COLUMNS]> {
    let mut packed = Vec::with_capacity(size.div_ceil(COLUMNS) * size);
    for first in (0..size).step_by(COLUMNS) {
        let width = COLUMNS.min(size - first);
        packed.extend(right.chunks_exact(size).map(|row| {
            let mut piece = [0.0; COLUMNS];
            piece[..width].copy_from_slice(&row[first..first + width]);
            piece
        }));
    }
    packed
}

/// `depth` columns of some rows of the left matrix, in strips of `ROWS` rows, column by column; the last strip is filled up with zeros.
fn strips(left: &[f64], size: usize, start: usize, depth: usize, packed: &mut Vec<[f64; ROWS]>) {
    packed.clear();
    for strip in left.chunks(ROWS * size) {
        packed.extend(
            (start..start + depth).map(|k| {
                std::array::from_fn(|row| strip.get(row * size + k).copied().unwrap_or(0.0))
            }),
        );
    }
}

/// The products of a strip and a panel, added up.
#[inline(always)]
fn tile(strip: &[[f64; ROWS]], panel: &[[f64; COLUMNS]]) -> [[f64; COLUMNS]; ROWS] {
    let mut tile = [[0.0_f64; COLUMNS]; ROWS];
    for (factors, terms) in strip.iter().zip(panel) {
        for (sums, factor) in tile.iter_mut().zip(factors) {
            for (sum, term) in sums.iter_mut().zip(terms) {
                *sum = factor.mul_add(*term, *sum);
            }
        }
    }
    tile
}

/// Some rows of the product, tile by tile.
#[inline(always)]
fn multiply_rows(product: &mut [f64], left: &[f64], packed: &[[f64; COLUMNS]], size: usize) {
    let mut pieces = Vec::new();
    for start in (0..size).step_by(DEPTH) {
        let depth = DEPTH.min(size - start);
        for (product, left) in product
            .chunks_mut(BLOCK * size)
            .zip(left.chunks(BLOCK * size))
        {
            strips(left, size, start, depth, &mut pieces);
            for (panel, first) in packed.chunks_exact(size).zip((0..size).step_by(COLUMNS)) {
                let panel = &panel[start..start + depth];
                let width = COLUMNS.min(size - first);
                for (rows, strip) in product
                    .chunks_mut(ROWS * size)
                    .zip(pieces.chunks_exact(depth))
                {
                    let sums = tile(strip, panel);
                    for (row, sums) in rows.chunks_exact_mut(size).zip(&sums) {
                        for (total, sum) in row[first..first + width].iter_mut().zip(sums) {
                            *total += sum;
                        }
                    }
                }
            }
        }
    }
}

/// As `multiply`, in tiles, each thread with rows of its own.
fn multiply_tiles(left: &[f64], right: &[f64], size: usize, form: Form) -> Vec<f64> {
    let packed = panels(right, size);
    let mut product = vec![0.0; size * size];
    let share = size.div_ceil(form.threads()).next_multiple_of(ROWS) * size;
    thread::scope(|scope| {
        for (product, left) in product.chunks_mut(share).zip(left.chunks(share)) {
            let packed = &packed;
            scope.spawn(move || {
                wide!(
                    form,
                    multiply_rows(product: &mut [f64], left: &[f64], packed: &[[f64; COLUMNS]], size: usize)
                );
            });
        }
    });
    product
}

fn main() {
    let size = std::env::args()
        .nth(1)
        .map_or(32, |text| text.parse().expect("a number"));
    let mut generator = Random::new(2024);
    let left = random_matrix(size, &mut generator);
    let right = random_matrix(size, &mut generator);
    let form = Form::from_env();
    let product = if form.wide() {
        multiply_tiles(&left, &right, size, form)
    } else {
        multiply(&left, &right, size)
    };
    let trace: f64 = (0..size).map(|i| product[i * size + i]).sum();
    let largest = product.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    println!("size {size} trace {trace:.6} largest {largest:.6}");
}
