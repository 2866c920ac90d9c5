//! Sums without rounding errors, and the gamma function.

use super::*;

/// Adds the partial sums from the largest down, with a last correction for half-way cases.
pub(super) fn round_partials(partials: &[f64]) -> f64 {
    let mut rest = partials.iter().rev();
    let Some(first) = rest.next() else { return 0.0 };
    let mut high = *first;
    let mut low = 0.0;
    let mut left = partials.len() - 1;
    for x in rest {
        left -= 1;
        let sum = high + x;
        low = x - (sum - high);
        high = sum;
        if low != 0.0 {
            break;
        }
    }
    if left > 0 && low != 0.0 && (low < 0.0) == (partials[left - 1] < 0.0) {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    high
}

pub(super) fn product(from: i64, to: i64) -> Int {
    if to - from < 16 {
        return (from..=to).fold(Int::new(1), |product, i| product * i);
    }
    let middle = from + (to - from) / 2;
    product(from, middle) * product(middle + 1, to)
}

/// Lanczos' approximation with the interpreter's coefficients (g = 6.0246…, 13 terms).
const G: f64 = 6.024_680_040_776_73;
const TOP: [f64; 13] = [
    23_531_376_880.410_76,
    42_919_803_642.649_1,
    35_711_959_237.355_67,
    17_921_034_426.037_21,
    6_039_542_586.352_028,
    1439720407.3117216,
    248874557.86205416,
    31426415.585400194,
    2876370.6289353725,
    186_056.265_395_223_5,
    8_071.672_002_365_816,
    210.82427775157935,
    2.5066282746310002,
];
const BOTTOM: [f64; 13] = [
    0.0,
    39916800.0,
    120543840.0,
    150917976.0,
    105258076.0,
    45995730.0,
    13339535.0,
    2637558.0,
    357423.0,
    32670.0,
    1925.0,
    66.0,
    1.0,
];

fn lanczos_sum(x: f64) -> f64 {
    let (mut top, mut bottom) = (0.0, 0.0);
    if x < 5.0 {
        for i in (0..13).rev() {
            top = top * x + TOP[i];
            bottom = bottom * x + BOTTOM[i];
        }
    } else {
        for i in 0..13 {
            top = top / x + TOP[i];
            bottom = bottom / x + BOTTOM[i];
        }
    }
    top / bottom
}

pub(super) fn lanczos(x: f64) -> f64 {
    let size = x.abs();
    let y = size + G - 0.5;
    let z = if size > G - 0.5 { (y - size) - (G - 0.5) } else { (y - (G - 0.5)) - size } * G / y;
    if x < 0.0 {
        let mut result = -std::f64::consts::PI / (std::f64::consts::PI * size).sin() / size
            * y.exp()
            / lanczos_sum(size);
        result -= z * result;
        result / y.powf(size - 0.5)
    } else {
        let mut result = lanczos_sum(size) / y.exp();
        result += z * result;
        if size < 140.0 {
            result * y.powf(size - 0.5)
        } else {
            let root = y.powf(size / 2.0 - 0.25);
            result * root * root
        }
    }
}

/// The logarithm of the gamma function's size.
pub(super) fn log_lanczos(x: f64) -> f64 {
    if !x.is_finite() {
        return if x.is_nan() { x } else { f64::INFINITY };
    }
    let size = x.abs();
    if size < 1e-20 {
        return -size.ln();
    }
    let mut result = lanczos_sum(size).ln() - G;
    result += (size - 0.5) * ((size + G - 0.5).ln() - 1.0);
    if x < 0.0 {
        let sine = (std::f64::consts::PI * (size % 1.0)).sin().abs();
        result = std::f64::consts::PI.ln() - sine.ln() - size.ln() - result;
    }
    result
}
