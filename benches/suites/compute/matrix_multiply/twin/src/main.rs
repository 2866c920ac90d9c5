//! The product of two square matrices of random numbers, in row-major order.

use python_random::Random;

fn random_matrix(size: usize, generator: &mut Random) -> Vec<f64> {
    (0..size * size).map(|_| generator.random()).collect()
}

/// Rows of the left times rows of the right: the sums are in the order of the original's, four products of a row side by side.
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

fn main() {
    let size = std::env::args()
        .nth(1)
        .map_or(32, |text| text.parse().expect("a number"));
    let mut generator = Random::new(2024);
    let left = random_matrix(size, &mut generator);
    let right = random_matrix(size, &mut generator);
    let product = multiply(&left, &right, size);
    let trace: f64 = (0..size).map(|i| product[i * size + i]).sum();
    let largest = product.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    println!("size {size} trace {trace:.6} largest {largest:.6}");
}
