//! Escape times of the Mandelbrot set on an n x n grid.

const LIMIT: usize = 100;
const SHADES: &[u8] = b" .:-=+*#%@";

/// Rounds until the orbit of c leaves the circle of radius 2.
fn escape_time(cr: f64, ci: f64) -> usize {
    let (mut zr, mut zi) = (0.0, 0.0);
    for step in 0..LIMIT {
        let (square_r, square_i) = (zr * zr, zi * zi);
        if square_r + square_i > 4.0 {
            return step;
        }
        zi = 2.0 * zr * zi + ci;
        zr = square_r - square_i + cr;
    }
    LIMIT
}

fn main() {
    let n: usize = std::env::args()
        .nth(1)
        .map_or(24, |text| text.parse().expect("a number"));
    let mut total = 0;
    for row in 0..n {
        let ci = 2.4 * row as f64 / n as f64 - 1.2;
        let mut line = String::new();
        for column in 0..n {
            let steps = escape_time(3.0 * column as f64 / n as f64 - 2.1, ci);
            total += steps;
            line.push(char::from(SHADES[steps * (SHADES.len() - 1) / LIMIT]));
        }
        if n <= 64 {
            println!("{}", line.trim_end());
        }
    }
    println!("total {total}");
}
