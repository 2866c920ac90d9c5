//! Spectral norm of an infinite matrix, by the power method on its N x N corner.

/// The entry of the matrix in row i, column j.
fn element(i: usize, j: usize) -> f64 {
    1.0 / ((i + j) * (i + j + 1) / 2 + i + 1) as f64
}

fn multiply(v: &[f64], entry: impl Fn(usize, usize) -> f64) -> Vec<f64> {
    (0..v.len())
        .map(|i| v.iter().enumerate().map(|(j, x)| entry(i, j) * x).sum())
        .collect()
}

fn main() {
    let n = std::env::args()
        .nth(1)
        .map_or(100, |text| text.parse().expect("a number"));
    let mut u = vec![1.0; n];
    let mut v = Vec::new();
    for _ in 0..10 {
        v = multiply(&multiply(&u, element), |i, j| element(j, i));
        u = multiply(&multiply(&v, element), |i, j| element(j, i));
    }
    let uv: f64 = u.iter().zip(&v).map(|(a, b)| a * b).sum();
    let vv: f64 = v.iter().map(|x| x * x).sum();
    println!("{:.9}", (uv / vv).sqrt());
}
