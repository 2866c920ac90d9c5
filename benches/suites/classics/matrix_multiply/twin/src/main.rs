//! The product of two square matrices in row-major order.

/// A matrix of small fractions from a linear congruential generator.
fn make(n: usize, mut state: u64) -> Vec<f64> {
    let mut next = || {
        state = (state * 1_103_515_245 + 12345) % 2_147_483_648;
        (state % 1000) as f64 / 1000.0
    };
    (0..n * n).map(|_| next()).collect()
}

fn multiply(a: &[f64], b: &[f64], n: usize) -> Vec<f64> {
    let mut product = vec![0.0; n * n];
    for (row, factors) in product.chunks_exact_mut(n).zip(a.chunks_exact(n)) {
        for (factor, terms) in factors.iter().zip(b.chunks_exact(n)) {
            for (x, term) in row.iter_mut().zip(terms) {
                *x += factor * term;
            }
        }
    }
    product
}

fn main() {
    let n = std::env::args()
        .nth(1)
        .map_or(20, |text| text.parse().expect("a number"));
    let product = multiply(&make(n, 42), &make(n, 7), n);
    let trace: f64 = (0..n).map(|i| product[i * n + i]).sum();
    let total: f64 = product
        .chunks_exact(n)
        .map(|row| row.iter().sum::<f64>())
        .sum();
    println!("trace {trace:.6} sum {total:.6}");
}
