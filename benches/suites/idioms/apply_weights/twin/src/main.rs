//! A linear layer of one weight a feature.

fn apply_weights(features: &[f64], weights: &[f64], bias: f64) -> Vec<f64> {
    features
        .iter()
        .zip(weights)
        .map(|(feature, weight)| feature * weight + bias)
        .collect()
}

fn main() {
    let mut args = std::env::args().skip(1);
    let count: usize = args
        .next()
        .map_or(1000, |text| text.parse().expect("a number"));
    let rounds: usize = args
        .next()
        .map_or(1, |text| text.parse().expect("a number"));
    let mut features: Vec<f64> = (0..count).map(|index| (index % 13) as f64 / 13.0).collect();
    let weights: Vec<f64> = (0..count).map(|index| (index % 7) as f64 / 7.0).collect();
    for _ in 0..rounds {
        features = apply_weights(&features, &weights, 0.25);
    }
    println!(
        "{:.6} {:.6}",
        features.iter().sum::<f64>(),
        features[count - 1]
    );
}
