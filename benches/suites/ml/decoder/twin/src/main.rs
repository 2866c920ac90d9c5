//! Tokens from a transformer's decoder: RMS norms, rotary places, a cache of keys and values, weights of four bits in blocks.

use std::thread;

use dense::softmax;
use python_random::Random;
use twin_forms::{Form, wide};

const BLOCK: usize = 32;

/// A matrix of numbers of four bits, two a byte, with a scale for each block of a row; the weights are generated.
struct Quantised {
    columns: usize,
    packed: Vec<[u8; BLOCK / 2]>,
    scales: Vec<f32>,
}

impl Quantised {
    fn random(rows: usize, columns: usize, generator: &mut Random) -> Self {
        let packed = (0..rows * columns / BLOCK)
            .map(|_| {
                std::array::from_fn(|_| {
                    let mut bits = || (generator.random() * 16.0) as u8;
                    bits() | bits() << 4
                })
            })
            .collect();
        let scales = (0..rows * columns / BLOCK)
            .map(|_| ((0.5 + generator.random()) * (0.2 / (columns as f64).sqrt())) as f32)
            .collect();
        Self {
            columns,
            packed,
            scales,
        }
    }

    /// The product with a vector, rows shared among the threads of a form where there are many.
    fn times(&self, x: &[f32], form: Form) -> Vec<f32> {
        let blocks = self.columns / BLOCK;
        let mut product = vec![0.0; self.scales.len() / blocks];
        // Even and odd numbers apart, as the bytes have them.
        let halves: Vec<[[f32; BLOCK / 2]; 2]> = x
            .chunks_exact(BLOCK)
            .map(|block| [0, 1].map(|odd| std::array::from_fn(|i| block[2 * i + odd])))
            .collect();
        let workers = if self.scales.len() > 1 << 15 {
            form.threads()
        } else {
            1
        };
        let share = product.len().div_ceil(workers);
        thread::scope(|scope| {
            let parts = self
                .packed
                .chunks(share * blocks)
                .zip(self.scales.chunks(share * blocks));
            for (out, (packed, scales)) in product.chunks_mut(share).zip(parts) {
                let halves = halves.as_slice();
                let mut work = move || {
                    wide!(
                        form,
                        multiply(out: &mut [f32], packed: &[[u8; BLOCK / 2]], scales: &[f32], halves: &[[[f32; BLOCK / 2]; 2]])
                    );
                };
                if workers > 1 {
                    scope.spawn(work);
                } else {
                    work();
                }
            }
        });
        product
    }
}

#[inline(always)]
fn multiply(
    out: &mut [f32],
    packed: &[[u8; BLOCK / 2]],
    scales: &[f32],
    halves: &[[[f32; BLOCK / 2]; 2]],
) {
    let rows = packed
        .chunks_exact(halves.len())
        .zip(scales.chunks_exact(halves.len()));
    for (out, (packed, scales)) in out.iter_mut().zip(rows) {
        let mut sums = [0.0_f32; BLOCK / 2];
        for ((bytes, scale), [even, odd]) in packed.iter().zip(scales).zip(halves) {
            for (((sum, byte), even), odd) in sums.iter_mut().zip(bytes).zip(even).zip(odd) {
                let (low, high) = (i32::from(byte & 15) - 8, i32::from(byte >> 4) - 8);
                *sum += scale * (low as f32 * even + high as f32 * odd);
            }
        }
        *out = sums.iter().sum();
    }
}

fn normalised(x: &[f32]) -> Vec<f32> {
    let mean = x.iter().map(|value| value * value).sum::<f32>() / x.len() as f32;
    let scale = (mean + 1e-5).sqrt();
    x.iter().map(|value| value / scale).collect()
}

/// Turns pairs of each head by angles that grow with the place.
fn turn(x: &mut [f32], place: usize, size: usize) {
    let half = size / 2;
    for (i, pair) in (0..half).cycle().zip(x.chunks_exact_mut(2)) {
        let angle = place as f64 / 10000_f64.powf(i as f64 / half as f64);
        let (sine, cosine) = (angle.sin() as f32, angle.cos() as f32);
        (pair[0], pair[1]) = (
            pair[0] * cosine - pair[1] * sine,
            pair[0] * sine + pair[1] * cosine,
        );
    }
}

struct Layer {
    heads: usize,
    query: Quantised,
    key: Quantised,
    value: Quantised,
    output: Quantised,
    gate: Quantised,
    up: Quantised,
    down: Quantised,
    /// A row a place.
    keys: Vec<f32>,
    values: Vec<f32>,
}

impl Layer {
    fn random(width: usize, heads: usize, generator: &mut Random) -> Self {
        let mut make = |rows, columns| Quantised::random(rows, columns, generator);
        Self {
            heads,
            query: make(width, width),
            key: make(width, width),
            value: make(width, width),
            output: make(width, width),
            gate: make(2 * width, width),
            up: make(2 * width, width),
            down: make(width, 2 * width),
            keys: Vec::new(),
            values: Vec::new(),
        }
    }

    fn attention(&mut self, y: &[f32], place: usize, form: Form) -> Vec<f32> {
        let width = y.len();
        let size = width / self.heads;
        let mut query = self.query.times(y, form);
        let mut key = self.key.times(y, form);
        turn(&mut query, place, size);
        turn(&mut key, place, size);
        self.keys.extend(key);
        self.values.extend(self.value.times(y, form));
        let mut mixed = vec![0.0; width];
        for head in 0..self.heads {
            let part = head * size..(head + 1) * size;
            let query = &query[part.clone()];
            let mut shares: Vec<f32> = self
                .keys
                .chunks_exact(width)
                .map(|key| {
                    query
                        .iter()
                        .zip(&key[part.clone()])
                        .map(|(a, b)| a * b)
                        .sum::<f32>()
                        / (size as f32).sqrt()
                })
                .collect();
            softmax(&mut shares);
            for (share, value) in shares.iter().zip(self.values.chunks_exact(width)) {
                for (sum, value) in mixed[part.clone()].iter_mut().zip(&value[part.clone()]) {
                    *sum += share * value;
                }
            }
        }
        self.output.times(&mixed, form)
    }

    fn forward(&mut self, x: &mut [f32], place: usize, form: Form) {
        let y = normalised(x);
        for (value, more) in x.iter_mut().zip(self.attention(&y, place, form)) {
            *value += more;
        }
        let y = normalised(x);
        let mut inner = self.gate.times(&y, form);
        for (gate, up) in inner.iter_mut().zip(self.up.times(&y, form)) {
            *gate = *gate / (1.0 + (-*gate).exp()) * up;
        }
        for (value, more) in x.iter_mut().zip(self.down.times(&inner, form)) {
            *value += more;
        }
    }
}

fn main() {
    let args: Vec<usize> = std::env::args()
        .skip(1)
        .map(|text| text.parse().expect("a number"))
        .collect();
    let [width, layers, vocabulary, count] = args[..] else {
        panic!("width, layers, vocabulary and number of tokens are wanted");
    };
    let form = Form::from_env();
    let mut generator = Random::new(54);
    let words: Vec<f32> = (0..vocabulary * width)
        .map(|_| (2.0 * generator.random() - 1.0) as f32)
        .collect();
    let mut stack: Vec<Layer> = (0..layers)
        .map(|_| Layer::random(width, 4, &mut generator))
        .collect();
    let head = Quantised::random(vocabulary, width, &mut generator);
    let mut token = 1;
    let mut tokens = Vec::with_capacity(count);
    for place in 0..count {
        let mut x = words[token * width..(token + 1) * width].to_vec();
        for layer in &mut stack {
            layer.forward(&mut x, place, form);
        }
        let scores = head.times(&normalised(&x), form);
        // The first of the largest.
        token = (1..scores.len()).fold(
            0,
            |best, at| if scores[at] > scores[best] { at } else { best },
        );
        tokens.push(token.to_string());
    }
    println!("{}", tokens[..tokens.len().min(32)].join(" "));
    println!("last {}", tokens[tokens.len() - 1]);
}
