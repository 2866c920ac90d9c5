//! Does a series drop: the slope of its line of least squares, against its level.

use python_random::Random;

fn slope_of(values: &[f64]) -> f64 {
    let n = values.len() as f64;
    let mean_x = (n - 1.0) / 2.0;
    let mean_y = values.iter().sum::<f64>() / n;
    let (mut above, mut below) = (0.0, 0.0);
    for (index, y) in values.iter().enumerate() {
        let x = index as f64 - mean_x;
        above += x * (y - mean_y);
        below += x * x;
    }
    above / below
}

/// The steepest drop a step of any window, as a share of the window's mean.
fn drop_of(values: &[f64], window: usize) -> f64 {
    let mut worst = 0.0_f64;
    for part in values.windows(window) {
        let mean = part.iter().sum::<f64>() / window as f64;
        if mean > 0.0 {
            worst = worst.min(slope_of(part) / mean);
        }
    }
    -worst
}

fn main() {
    let rounds = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let mut generator = Random::new(32);
    let series: Vec<Vec<f64>> = (0..8)
        .map(|_| {
            (0..60)
                .map(|t| 100.0 - 0.2 * f64::from(t) + generator.gauss(0.0, 2.0))
                .collect()
        })
        .collect();
    let found = (0..rounds)
        .filter(|number| drop_of(&series[number % series.len()], 12) > 0.006)
        .count();
    for values in &series {
        println!(
            "slope {:.6} drop {:.6}",
            slope_of(values),
            drop_of(values, 12)
        );
    }
    println!("{found} of {rounds}");
}
