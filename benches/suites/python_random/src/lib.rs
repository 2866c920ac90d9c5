//! CPython's `random.Random` for the hand-written programs of these suites, so that they make the same data as the originals.

use std::f64::consts::TAU;

const N: usize = 624;
const M: usize = 397;

/// A Mersenne Twister.
pub struct Random {
    state: [u32; N],
    next: usize,
    spare: Option<f64>,
}

impl Random {
    /// `random.Random(seed)` of a small number.
    pub fn new(seed: u32) -> Self {
        let mut state = [0; N];
        state[0] = 19_650_218_u32;
        for i in 1..N {
            let before: u32 = state[i - 1];
            state[i] = 1_812_433_253_u32
                .wrapping_mul(before ^ before >> 30)
                .wrapping_add(i as u32);
        }
        let mut i = 1;
        let mut step = |factor: u32, add: &dyn Fn(u32, u32) -> u32| {
            let before = state[i - 1];
            state[i] = add(
                state[i] ^ (before ^ before >> 30).wrapping_mul(factor),
                i as u32,
            );
            i += 1;
            if i == N {
                state[0] = state[N - 1];
                i = 1;
            }
        };
        for _ in 0..N {
            step(1_664_525, &|mixed, _| mixed.wrapping_add(seed));
        }
        for _ in 1..N {
            step(1_566_083_941, &|mixed, i| mixed.wrapping_sub(i));
        }
        state[0] = 0x8000_0000;
        Self {
            state,
            next: N,
            spare: None,
        }
    }

    fn word(&mut self) -> u32 {
        if self.next == N {
            for k in 0..N {
                let y = self.state[k] & 0x8000_0000 | self.state[(k + 1) % N] & 0x7fff_ffff;
                let odd = if y & 1 == 1 { 0x9908_b0df } else { 0 };
                self.state[k] = self.state[(k + M) % N] ^ y >> 1 ^ odd;
            }
            self.next = 0;
        }
        let mut y = self.state[self.next];
        self.next += 1;
        y ^= y >> 11;
        y ^= y << 7 & 0x9d2c_5680;
        y ^= y << 15 & 0xefc6_0000;
        y ^ y >> 18
    }

    /// `random()`
    pub fn random(&mut self) -> f64 {
        let (high, low) = (self.word() >> 5, self.word() >> 6);
        (f64::from(high) * 67_108_864.0 + f64::from(low)) / 9_007_199_254_740_992.0
    }

    /// `randrange(count)` below 2^32.
    pub fn below(&mut self, count: usize) -> usize {
        let bits = usize::BITS - count.leading_zeros();
        loop {
            let value = (self.word() >> (32 - bits)) as usize;
            if value < count {
                return value;
            }
        }
    }

    /// `randint(low, high)`
    pub fn randint(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    /// `choice(items)`
    pub fn choice<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// One item of `choices(items, k=…)`.
    pub fn draw<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[(self.random() * items.len() as f64) as usize]
    }

    /// `uniform(low, high)`
    pub fn uniform(&mut self, low: f64, high: f64) -> f64 {
        low + (high - low) * self.random()
    }

    /// `gauss(mean, deviation)`
    pub fn gauss(&mut self, mean: f64, deviation: f64) -> f64 {
        let z = self.spare.take().unwrap_or_else(|| {
            let angle = self.random() * TAU;
            let size = (-2.0 * (1.0 - self.random()).ln()).sqrt();
            self.spare = Some(angle.sin() * size);
            angle.cos() * size
        });
        mean + z * deviation
    }
}
