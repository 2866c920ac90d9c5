//! The discrete Fourier transform of a noisy signal: iterative, radix 2, in place.

use std::f64::consts::PI;
use std::ops::{Add, Mul, Sub};

use python_random::Random;

#[derive(Clone, Copy)]
struct Complex {
    re: f64,
    im: f64,
}

impl Complex {
    fn abs(self) -> f64 {
        self.re.hypot(self.im)
    }
}

impl Add for Complex {
    type Output = Self;

    fn add(self, other: Self) -> Self {
        Self {
            re: self.re + other.re,
            im: self.im + other.im,
        }
    }
}

impl Sub for Complex {
    type Output = Self;

    fn sub(self, other: Self) -> Self {
        Self {
            re: self.re - other.re,
            im: self.im - other.im,
        }
    }
}

impl Mul for Complex {
    type Output = Self;

    fn mul(self, other: Self) -> Self {
        Self {
            re: self.re * other.re - self.im * other.im,
            im: self.re * other.im + self.im * other.re,
        }
    }
}

fn fft(values: &mut [Complex]) {
    let n = values.len();
    assert!(n.is_power_of_two(), "the length must be a power of two");
    let bits = n.trailing_zeros();
    for i in 0..n {
        let j = i.reverse_bits() >> (usize::BITS - bits);
        if i < j {
            values.swap(i, j);
        }
    }
    let mut length = 2;
    while length <= n {
        let half = length / 2;
        let factors: Vec<Complex> = (0..half)
            .map(|k| {
                let (im, re) = (-2.0 * PI * k as f64 / length as f64).sin_cos();
                Complex { re, im }
            })
            .collect();
        for chunk in values.chunks_exact_mut(length) {
            let (uppers, lowers) = chunk.split_at_mut(half);
            for ((upper, lower), factor) in uppers.iter_mut().zip(lowers).zip(&factors) {
                let turned = *lower * *factor;
                *lower = *upper - turned;
                *upper = *upper + turned;
            }
        }
        length *= 2;
    }
}

/// Two tones and some noise.
fn signal(n: usize) -> Vec<Complex> {
    let mut generator = Random::new(7);
    let turn = |tone: f64, t: usize| (2.0 * PI * tone * t as f64 / n as f64).sin();
    (0..n)
        .map(|t| Complex {
            re: turn(50.0, t) + 0.5 * turn(120.0, t) + generator.uniform(-0.1, 0.1),
            im: 0.0,
        })
        .collect()
}

fn main() {
    let n = 1
        << std::env::args()
            .nth(1)
            .map_or(10, |text| text.parse().expect("a number"));
    let mut values = signal(n);
    fft(&mut values);
    let spectrum: Vec<f64> = values.iter().map(|value| value.abs() / n as f64).collect();
    let mut order: Vec<usize> = (1..n / 2).collect();
    order.sort_by(|&a, &b| spectrum[b].total_cmp(&spectrum[a]));
    let mut peaks = order[..2].to_vec();
    peaks.sort_unstable();
    for k in peaks {
        println!("peak at {k}: {:.6}", spectrum[k]);
    }
    println!(
        "energy {:.9}",
        spectrum.iter().map(|value| value * value).sum::<f64>()
    );
}
