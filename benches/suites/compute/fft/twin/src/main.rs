//! The discrete Fourier transform of a noisy signal: iterative, radix 2, in place.

use std::f64::consts::PI;
use std::ops::{Add, Mul, Sub};
use std::thread;

use python_random::Random;
use twin_forms::{Form, wide};

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

/// Real and imaginary parts apart, so that wide registers hold several of one kind.
struct Split {
    re: Vec<f64>,
    im: Vec<f64>,
}

/// The factors of all stages, those of the shortest first.
fn stage_factors(n: usize) -> Vec<Split> {
    let mut longest = Split {
        re: Vec::with_capacity(n / 2),
        im: Vec::with_capacity(n / 2),
    };
    for k in 0..n / 2 {
        let (im, re) = (-2.0 * PI * k as f64 / n as f64).sin_cos();
        longest.re.push(re);
        longest.im.push(im);
    }
    let mut stages = vec![longest];
    while stages[stages.len() - 1].re.len() > 1 {
        let last = &stages[stages.len() - 1];
        let half = |values: &[f64]| values.iter().step_by(2).copied().collect();
        let next = Split {
            re: half(&last.re),
            im: half(&last.im),
        };
        stages.push(next);
    }
    stages.reverse();
    stages
}

/// Real and imaginary parts of some values.
type Parts<'a> = (&'a mut [f64], &'a mut [f64]);

/// One stage's butterflies of as many upper as lower values.
#[inline(always)]
fn butterflies(upper: Parts, lower: Parts, factors: (&[f64], &[f64])) {
    let uppers = upper.0.iter_mut().zip(upper.1);
    let lowers = lower.0.iter_mut().zip(lower.1);
    for (((ur, ui), (lr, li)), (fr, fi)) in uppers.zip(lowers).zip(factors.0.iter().zip(factors.1))
    {
        let re = *lr * fr - *li * fi;
        let im = *lr * fi + *li * fr;
        (*lr, *li) = (*ur - re, *ui - im);
        *ur += re;
        *ui += im;
    }
}

/// The stages that stay inside of the values, which are a power of two.
#[inline(always)]
fn transform_parts(re: &mut [f64], im: &mut [f64], stages: &[Split]) {
    let n = re.len();
    // A piece that fits into the cache goes through all of its stages before the next one.
    if n > 4096 {
        let half = n / 2;
        let (ur, lr) = re.split_at_mut(half);
        let (ui, li) = im.split_at_mut(half);
        transform_parts_again(ur, ui, stages);
        transform_parts_again(lr, li, stages);
        let factors = &stages[half.trailing_zeros() as usize];
        butterflies((ur, ui), (lr, li), (&factors.re, &factors.im));
        return;
    }
    for factors in stages {
        let half = factors.re.len();
        if 2 * half > n {
            break;
        }
        for (re, im) in re
            .chunks_exact_mut(2 * half)
            .zip(im.chunks_exact_mut(2 * half))
        {
            let (ur, lr) = re.split_at_mut(half);
            let (ui, li) = im.split_at_mut(half);
            butterflies((ur, ui), (lr, li), (&factors.re, &factors.im));
        }
    }
}

/// `transform_parts` in the form of this processor: a function cannot be put into itself.
fn transform_parts_again(re: &mut [f64], im: &mut [f64], stages: &[Split]) {
    wide!(Form::Simd, transform_parts(re: &mut [f64], im: &mut [f64], stages: &[Split]));
}

/// As `fft`, with parts apart, factors made once, and the pieces of the last stages on threads of their own.
fn fft_split(values: &[Complex], form: Form) -> Vec<Complex> {
    let n = values.len();
    assert!(n.is_power_of_two(), "the length must be a power of two");
    let shift = usize::BITS - n.trailing_zeros();
    let turned = |i: usize| values[i.reverse_bits().checked_shr(shift).unwrap_or(0)];
    let mut re: Vec<f64> = (0..n).map(|i| turned(i).re).collect();
    let mut im: Vec<f64> = (0..n).map(|i| turned(i).im).collect();
    let stages = stage_factors(n);
    let pieces = form.threads().next_power_of_two().min(n);
    let size = n / pieces;
    thread::scope(|scope| {
        for (re, im) in re.chunks_exact_mut(size).zip(im.chunks_exact_mut(size)) {
            let stages = &stages;
            scope.spawn(move || transform_parts_again(re, im, stages));
        }
    });
    // What is left joins pieces: each thread has a part of the butterflies.
    for factors in stages.iter().filter(|factors| 2 * factors.re.len() > size) {
        let half = factors.re.len();
        let part = half.div_ceil(pieces);
        thread::scope(|scope| {
            for (re, im) in re
                .chunks_exact_mut(2 * half)
                .zip(im.chunks_exact_mut(2 * half))
            {
                let (ur, lr) = re.split_at_mut(half);
                let (ui, li) = im.split_at_mut(half);
                let uppers = ur.chunks_mut(part).zip(ui.chunks_mut(part));
                let lowers = lr.chunks_mut(part).zip(li.chunks_mut(part));
                let factors = factors.re.chunks(part).zip(factors.im.chunks(part));
                for ((upper, lower), factors) in uppers.zip(lowers).zip(factors) {
                    scope.spawn(move || {
                        wide!(Form::Simd, butterflies(upper: Parts, lower: Parts, factors: (&[f64], &[f64])));
                    });
                }
            }
        });
    }
    re.iter()
        .zip(&im)
        .map(|(&re, &im)| Complex { re, im })
        .collect()
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
    let form = Form::from_env();
    if form.wide() {
        values = fft_split(&values, form);
    } else {
        fft(&mut values);
    }
    let spectrum: Vec<f64> = values.iter().map(|value| value.abs() / n as f64).collect();
    let mut peaks = [1, 1];
    for k in 1..n / 2 {
        if spectrum[k] > spectrum[peaks[0]] {
            peaks = [k, peaks[0]];
        } else if k > 1 && (peaks[0] == peaks[1] || spectrum[k] > spectrum[peaks[1]]) {
            peaks[1] = k;
        }
    }
    peaks.sort_unstable();
    for k in peaks {
        println!("peak at {k}: {:.6}", spectrum[k]);
    }
    println!(
        "energy {:.9}",
        spectrum.iter().map(|value| value * value).sum::<f64>()
    );
}
