//! The score of a row: the sum of its features.

fn predict(features: &[f64]) -> f64 {
    features.iter().sum()
}

fn main() {
    let mut args = std::env::args().skip(1);
    let count: usize = args
        .next()
        .map_or(1000, |text| text.parse().expect("a number"));
    let rounds: usize = args
        .next()
        .map_or(1, |text| text.parse().expect("a number"));
    let mut features: Vec<f64> = (0..count).map(|index| (index % 17) as f64 / 17.0).collect();
    let mut total = 0.0;
    for _ in 0..rounds {
        features[0] += 0.125;
        total += predict(&features);
    }
    println!("{total:.6}");
}
