//! Sound as a log-mel spectrogram and its encoder, as in Whisper, with generated weights.

use std::f64::consts::PI;

use dense::{Block, Matrix, gelu};
use python_random::Random;
use twin_forms::{Form, wide};

const RATE: usize = 16000;
const WINDOW: usize = 400;
const HOP: usize = 160;
const BANDS: usize = 80;
const FREQUENCIES: usize = WINDOW / 2 + 1;

/// Two gliding tones and noise.
fn sound(seconds: f64) -> Vec<f64> {
    let mut generator = Random::new(52);
    (0..(RATE as f64 * seconds) as usize)
        .map(|i| {
            let t = i as f64 / RATE as f64;
            let noise = 2.0 * generator.random() - 1.0;
            0.4 * (2.0 * PI * (300.0 * t + 40.0 * t * t)).sin()
                + 0.2 * (2.0 * PI * 2500.0 * t).sin()
                + 0.05 * noise
        })
        .collect()
}

fn mel(hertz: f64) -> f64 {
    2595.0 * (1.0 + hertz / 700.0).log10()
}

/// A triangle a band, over the frequencies of a window: only where it is above zero.
fn filters() -> Vec<Vec<(usize, f64)>> {
    let top = mel(RATE as f64 / 2.0);
    let corner =
        |i: usize| 700.0 * (10_f64.powf(top * i as f64 / (BANDS + 1) as f64 / 2595.0) - 1.0);
    (0..BANDS)
        .map(|band| {
            let (low, middle, high) = (corner(band), corner(band + 1), corner(band + 2));
            (0..FREQUENCIES)
                .filter_map(|k| {
                    let hertz = (k * RATE) as f64 / WINDOW as f64;
                    let share =
                        ((hertz - low) / (middle - low)).min((high - hertz) / (high - middle));
                    (share > 0.0).then_some((k, share))
                })
                .collect()
        })
        .collect()
}

/// The waves of all frequencies: rows of cosines, then of sines, a row a sample.
struct Waves {
    cosines: Vec<[f64; FREQUENCIES]>,
    sines: Vec<[f64; FREQUENCIES]>,
}

impl Waves {
    fn new() -> Self {
        let row = |wave: fn(f64) -> f64| {
            (0..WINDOW)
                .map(|i| {
                    std::array::from_fn(|k| {
                        wave(2.0 * PI * (i * k % WINDOW) as f64 / WINDOW as f64)
                    })
                })
                .collect()
        };
        Self {
            cosines: row(f64::cos),
            sines: row(f64::sin),
        }
    }
}

/// The power of each frequency in a frame. Even and odd halves of the frame are folded, since waves are symmetric.
#[inline(always)]
fn power(frame: &[f64], waves: &Waves, out: &mut [f64; FREQUENCIES]) {
    let half = WINDOW / 2;
    let mut re = [0.0; FREQUENCIES];
    let mut im = [0.0; FREQUENCIES];
    for i in 0..=half {
        let (even, odd) = if i == 0 || i == half {
            (frame[i], 0.0)
        } else {
            (frame[i] + frame[WINDOW - i], frame[i] - frame[WINDOW - i])
        };
        for (sum, wave) in re.iter_mut().zip(&waves.cosines[i]) {
            *sum += even * wave;
        }
        for (sum, wave) in im.iter_mut().zip(&waves.sines[i]) {
            *sum += odd * wave;
        }
    }
    for ((out, re), im) in out.iter_mut().zip(re).zip(im) {
        *out = re * re + im * im;
    }
}

fn log_mel(samples: &[f64], form: Form) -> Matrix {
    let window: Vec<f64> = (0..WINDOW)
        .map(|i| 0.5 - 0.5 * (2.0 * PI * i as f64 / WINDOW as f64).cos())
        .collect();
    let (waves, filters) = (&Waves::new(), filters());
    let mut own = [0.0; FREQUENCIES];
    let mut bands = Vec::new();
    for frame in samples.windows(WINDOW).step_by(HOP) {
        let frame: Vec<f64> = frame.iter().zip(&window).map(|(x, w)| x * w).collect();
        let (frame, out) = (frame.as_slice(), &mut own);
        wide!(form, power(frame: &[f64], waves: &Waves, out: &mut [f64; FREQUENCIES]));
        bands.extend(filters.iter().map(|filter| {
            let sum: f64 = filter.iter().map(|&(k, share)| own[k] * share).sum();
            sum.max(1e-10).log10()
        }));
    }
    let floor = bands.iter().copied().fold(f64::NEG_INFINITY, f64::max) - 8.0;
    Matrix {
        rows: bands.len() / BANDS,
        columns: BANDS,
        values: bands
            .iter()
            .map(|band| ((band.max(floor) + 4.0) / 4.0) as f32)
            .collect(),
    }
}

fn show(matrix: &Matrix, row: usize) {
    let shown: Vec<String> = matrix
        .row(row)
        .iter()
        .take(5)
        .map(|value| format!("{value:.3}"))
        .collect();
    println!("({}, {}) {}", matrix.rows, matrix.columns, shown.join(" "));
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let seconds: f64 = args[0].parse().expect("a number");
    let number = |at: usize| -> usize { args[at].parse().expect("a number") };
    let (width, layers, rounds) = (number(1), number(2), number(3));
    let form = Form::from_env();
    let mut generator = Random::new(53);
    let convolution = Matrix::random(3 * BANDS, width, &mut generator);
    let blocks: Vec<Block> = (0..layers)
        .map(|_| Block::random(width, 4, &mut generator))
        .collect();
    let samples = sound(seconds);
    let mut result = None;
    for _ in 0..rounds {
        let spectrogram = log_mel(&samples, form);
        // Three frames beside each other make one row, every second frame: a convolution with a stride.
        let values: Vec<f32> = spectrogram
            .values
            .windows(3 * BANDS)
            .step_by(2 * BANDS)
            .flatten()
            .copied()
            .collect();
        let rows = Matrix {
            rows: values.len() / (3 * BANDS),
            columns: 3 * BANDS,
            values,
        };
        let mut x = rows.times(&convolution, form);
        x.map(gelu);
        for block in &blocks {
            x = block.forward(&x, form);
        }
        result = Some((spectrogram, x.normalised()));
    }
    let (spectrogram, x) = result.expect("a round at least");
    show(&spectrogram, 3);
    show(&x, x.rows - 1);
}
