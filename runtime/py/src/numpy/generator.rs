//! `numpy.random.default_rng`: PCG64, seeded as the original does it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::exception::{Result, value_error};
use crate::int::Int;
use crate::integer::Integer;

use super::ziggurat::EDGES;
use super::{Array, Element};

/// `numpy.random.Generator`. Cloning makes a further handle to the same generator.
#[derive(Clone)]
pub struct Generator(Rc<RefCell<Pcg>>);

struct Pcg {
    state: u128,
    step: u128,
    /// The upper half of a word of which the lower one was drawn.
    half: Option<u32>,
}

const MULTIPLIER: u128 = 0x2360_ed05_1fc6_5da4_4385_df64_9fcc_f645;

/// Words of entropy mixed into so many words of a state.
fn spread_seed(entropy: &[u32]) -> [u32; 8] {
    let mut constant = 0x43b0_d7e5_u32;
    let mut hashed = |value: u32| {
        let value = value ^ constant;
        constant = constant.wrapping_mul(0x931e_8875);
        let value = value.wrapping_mul(constant);
        value ^ value >> 16
    };
    let mixed = |x: u32, y: u32| {
        let value = 0xca01_f9dd_u32.wrapping_mul(x).wrapping_sub(0x4973_f715_u32.wrapping_mul(y));
        value ^ value >> 16
    };
    let mut pool: [u32; 4] =
        std::array::from_fn(|i| hashed(entropy.get(i).copied().unwrap_or_default()));
    for from in 0..4 {
        for to in 0..4 {
            if from != to {
                pool[to] = mixed(pool[to], hashed(pool[from]));
            }
        }
    }
    for word in entropy.iter().skip(4) {
        for place in &mut pool {
            *place = mixed(*place, hashed(*word));
        }
    }
    let mut constant = 0x8b51_f9dd_u32;
    std::array::from_fn(|i| {
        let value = pool[i % 4] ^ constant;
        constant = constant.wrapping_mul(0x58f3_8ded);
        let value = value.wrapping_mul(constant);
        value ^ value >> 16
    })
}

impl Pcg {
    fn seeded(entropy: &[u32]) -> Self {
        let words = spread_seed(entropy);
        let word = |i: usize| u128::from(words[2 * i]) | u128::from(words[2 * i + 1]) << 32;
        let (start, sequence) = (word(0) << 64 | word(1), word(2) << 64 | word(3));
        let mut made = Self { state: 0, step: sequence << 1 | 1, half: None };
        made.advance();
        made.state = made.state.wrapping_add(start);
        made.advance();
        made
    }

    fn advance(&mut self) {
        self.state = self.state.wrapping_mul(MULTIPLIER).wrapping_add(self.step);
    }

    fn long(&mut self) -> u64 {
        self.advance();
        let mixed = (self.state >> 64) as u64 ^ self.state as u64;
        mixed.rotate_right((self.state >> 122) as u32)
    }

    fn word(&mut self) -> u32 {
        if let Some(half) = self.half.take() {
            return half;
        }
        let long = self.long();
        self.half = Some((long >> 32) as u32);
        long as u32
    }

    fn float(&mut self) -> f64 {
        (self.long() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// From 0 to `most`, by products of words.
    fn upto(&mut self, most: u64) -> u64 {
        if most == 0 {
            return 0;
        }
        if most == u64::from(u32::MAX) {
            return u64::from(self.word());
        }
        if most == u64::MAX {
            return self.long();
        }
        if most < u64::from(u32::MAX) {
            let count = most as u32 + 1;
            let mut product = u64::from(self.word()) * u64::from(count);
            if (product as u32) < count {
                let least = (u32::MAX - most as u32) % count;
                while (product as u32) < least {
                    product = u64::from(self.word()) * u64::from(count);
                }
            }
            return product >> 32;
        }
        let count = most + 1;
        let mut product = u128::from(self.long()) * u128::from(count);
        if (product as u64) < count {
            let least = (u64::MAX - most) % count;
            while (product as u64) < least {
                product = u128::from(self.long()) * u128::from(count);
            }
        }
        (product >> 64) as u64
    }

    fn normal(&mut self) -> f64 {
        const WHOLE: f64 = 4_503_599_627_370_496.0;
        let last = EDGES[255];
        loop {
            let bits = self.long();
            let (layer, rest) = ((bits & 0xff) as usize, bits >> 8);
            let size = (rest >> 1) & 0x000f_ffff_ffff_ffff;
            let edge = EDGES[layer];
            let x = size as f64 * (edge / WHOLE);
            let x = if rest & 1 == 1 { -x } else { x };
            let inner = match layer {
                0 => last,
                1 => 0.0,
                _ => EDGES[layer - 1],
            };
            if size < (inner / edge * WHOLE) as u64 {
                return x;
            }
            if layer == 0 {
                loop {
                    let beyond = -(1.0 / last) * (-self.float()).ln_1p();
                    let height = -(-self.float()).ln_1p();
                    if height + height > beyond * beyond {
                        let far = last + beyond;
                        return if size >> 8 & 1 == 1 { -far } else { far };
                    }
                }
            }
            let height = |layer: usize| {
                if layer == 0 { 1.0 } else { (-0.5 * EDGES[layer] * EDGES[layer]).exp() }
            };
            let (low, high) = (height(layer), height(layer - 1));
            if (high - low) * self.float() + low < (-0.5 * x * x).exp() {
                return x;
            }
        }
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let mask = u64::MAX >> (i as u64).leading_zeros();
            let j = loop {
                let bits =
                    if i <= u32::MAX as usize { u64::from(self.word()) } else { self.long() };
                if bits & mask <= i as u64 {
                    break (bits & mask) as usize;
                }
            };
            items.swap(i, j);
        }
    }
}

impl Generator {
    fn with<R>(&self, draw: impl FnOnce(&mut Pcg) -> R) -> R {
        draw(&mut self.0.borrow_mut())
    }
}

/// `default_rng()`
pub fn generator() -> Generator {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    let seed = [now.subsec_nanos(), now.as_secs() as u32, std::process::id()];
    Generator(Rc::new(RefCell::new(Pcg::seeded(&seed))))
}

fn drawn<T: Element>(
    random: &Generator,
    shape: &[impl Integer],
    mut draw: impl FnMut(&mut Pcg) -> T,
) -> Result<Array<T>> {
    random.with(|state| super::make::drawn(shape, || draw(state)))
}

fallible! {
    /// `default_rng(seed)`
    fn generator_of / try_generator_of [](seed: impl Integer) -> Generator {
        let seed: Int = seed.into_int();
        if seed.is_negative() {
            return Err(value_error("expected non-negative integer"));
        }
        let words = seed.to_big().magnitude().to_u32_digits();
        let words = if words.is_empty() { vec![0] } else { words };
        Ok(Generator(Rc::new(RefCell::new(Pcg::seeded(&words)))))
    }

    /// `random(shape)`
    fn pcg_random_array / try_pcg_random_array [](random: &Generator, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, Pcg::float)
    }

    /// `uniform(low, high, shape)`
    fn pcg_uniform_array / try_pcg_uniform_array [](random: &Generator, low: f64, high: f64, shape: &[impl Integer]) -> Array<f64> {
        let range = high - low;
        drawn(random, shape, |state| low + range * state.float())
    }

    /// `normal(mean, deviation, shape)`
    fn pcg_normal_array / try_pcg_normal_array [](random: &Generator, mean: f64, deviation: f64, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, |state| mean + deviation * state.normal())
    }

    /// `standard_normal(shape)`
    fn pcg_standard_normal_array / try_pcg_standard_normal_array [](random: &Generator, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, Pcg::normal)
    }

    /// `integers(low, high)`
    fn pcg_randint / try_pcg_randint [](random: &Generator, low: impl Integer, high: impl Integer) -> i64 {
        let (low, most) = super::random::bounds(low, high)?;
        Ok(random.with(|state| low.wrapping_add(state.upto(most) as i64)))
    }

    /// `integers(low, high, shape)`
    fn pcg_randint_array / try_pcg_randint_array [](random: &Generator, low: impl Integer, high: impl Integer, shape: &[impl Integer]) -> Array<i64> {
        let (low, most) = super::random::bounds(low, high)?;
        drawn(random, shape, |state| low.wrapping_add(state.upto(most) as i64))
    }
}

/// `random()`
pub fn pcg_random(random: &Generator) -> f64 {
    random.with(Pcg::float)
}

/// `uniform(low, high)`
pub fn pcg_uniform(random: &Generator, low: f64, high: f64) -> f64 {
    let range = high - low;
    random.with(|state| low + range * state.float())
}

/// `normal(mean, deviation)`
pub fn pcg_normal(random: &Generator, mean: f64, deviation: f64) -> f64 {
    random.with(|state| mean + deviation * state.normal())
}

/// `standard_normal()`
pub fn pcg_standard_normal(random: &Generator) -> f64 {
    random.with(Pcg::normal)
}

/// `permutation(n)`
pub fn pcg_permutation(random: &Generator, count: impl Integer) -> Array<i64> {
    let mut places: Vec<i64> = (0..count.clamp_i64()).collect();
    random.with(|state| state.shuffle(&mut places));
    Array::of_vec(places)
}

/// `permutation(a)`: the rows in another order
pub fn pcg_permutation_of<T: Element>(random: &Generator, a: &Array<T>) -> Array<T> {
    let mut rows = super::items::parts(a);
    random.with(|state| state.shuffle(&mut rows));
    Array::new(rows.into_iter().flatten().collect(), a.shape)
}

/// `shuffle(a)` of an array: its rows
pub fn pcg_shuffle<T: Element>(random: &Generator, a: &Array<T>) {
    super::put(a, pcg_permutation_of(random, a));
}

/// `shuffle(items)` of a list
pub fn pcg_shuffle_list<T>(random: &Generator, items: &mut [T]) {
    random.with(|state| state.shuffle(items));
}
