//! `random`: the Mersenne Twister and the derived functions, bit for bit.

mod object;
pub use object::*;

use std::cell::RefCell;
use std::time::{SystemTime, UNIX_EPOCH};

use num_bigint::BigUint;

use crate::exception::{index_error, value_error};
use crate::int::Int;
use crate::integer::Integer;

const N: usize = 624;
const M: usize = 397;

struct Twister {
    state: [u32; N],
    next: usize,
    /// The second value of the last pair of `gauss`.
    gauss: Option<f64>,
}

impl Twister {
    fn by_number(seed: u32) -> Self {
        let mut state = [0u32; N];
        state[0] = seed;
        for i in 1..N {
            state[i] = 1_812_433_253u32
                .wrapping_mul(state[i - 1] ^ state[i - 1] >> 30)
                .wrapping_add(i as u32);
        }
        Self { state, next: N, gauss: None }
    }

    fn by_words(words: &[u32]) -> Self {
        let mut made = Self::by_number(19_650_218);
        let state = &mut made.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(words.len()) {
            let mixed = (state[i - 1] ^ state[i - 1] >> 30).wrapping_mul(1_664_525);
            state[i] = (state[i] ^ mixed).wrapping_add(words[j]).wrapping_add(j as u32);
            i += 1;
            j = (j + 1) % words.len();
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        for _ in 1..N {
            let mixed = (state[i - 1] ^ state[i - 1] >> 30).wrapping_mul(1_566_083_941);
            state[i] = (state[i] ^ mixed).wrapping_sub(i as u32);
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        made
    }

    fn word(&mut self) -> u32 {
        if self.next >= N {
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

    fn float(&mut self) -> f64 {
        let (a, b) = (self.word() >> 5, self.word() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) / 9_007_199_254_740_992.0
    }

    /// An integer of so many random bits.
    fn bits(&mut self, count: u64) -> Int {
        if count == 0 {
            return Int::ZERO;
        }
        if count <= 32 {
            return Int::new(i64::from(self.word() >> (32 - count)));
        }
        let mut left = count;
        let mut words = Vec::new();
        while left > 0 {
            let word = self.word();
            words.push(if left < 32 { word >> (32 - left) } else { word });
            left = left.saturating_sub(32);
        }
        Int::from_big(BigUint::new(words).into())
    }

    /// An integer below `limit`, which is above 0.
    fn below(&mut self, limit: &Int) -> Int {
        let bits = crate::integer::bit_length(limit.clone()) as u64;
        loop {
            let value = self.bits(bits);
            if value < *limit {
                return value;
            }
        }
    }

    fn place(&mut self, count: usize) -> usize {
        let bits = usize::BITS - count.leading_zeros();
        loop {
            let value = if bits <= 32 {
                (self.word() >> (32 - bits)) as usize
            } else {
                self.bits(u64::from(bits)).to_i64().unwrap_or(0) as usize
            };
            if value < count {
                return value;
            }
        }
    }
}

thread_local! {
    static TWISTER: RefCell<Twister> = RefCell::new(by_time());
}

fn by_time() -> Twister {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Twister::by_words(&[now.subsec_nanos(), now.as_secs() as u32, std::process::id()])
}

fn with<R>(run: impl FnOnce(&mut Twister) -> R) -> R {
    TWISTER.with_borrow_mut(run)
}

/// `seed(n)`
pub fn seed(n: impl Integer) {
    let size = n.into_int().to_big().magnitude().to_u32_digits();
    let words = if size.is_empty() { vec![0] } else { size };
    TWISTER.set(Twister::by_words(&words));
}

/// `seed(text)`: the text's bytes and their SHA-512, as one integer
pub fn seed_text(text: &str) {
    let mut bytes = text.as_bytes().to_vec();
    bytes.extend(crate::hashlib::sha512_digest(text.as_bytes()));
    TWISTER.set(Twister::by_words(&BigUint::from_bytes_be(&bytes).to_u32_digits()));
}

/// `seed(x)` of a float: its hash
pub fn seed_float(x: f64) {
    seed(Int::from_big((crate::key::hash(&x) as u64).into()));
}

/// `seed(None)`
pub fn seed_by_chance((): ()) {
    seed_by_time();
}

/// `seed()`
pub fn seed_by_time() {
    TWISTER.set(by_time());
}

/// `random()`
pub fn random() -> f64 {
    with(Twister::float)
}

/// `uniform(a, b)`
pub fn uniform(a: f64, b: f64) -> f64 {
    a + (b - a) * random()
}

/// `getrandbits(bits)`
pub fn getrandbits<R: Integer>(bits: impl Integer) -> R {
    R::from_int(with(|twister| twister.bits(bits.clamp_i64() as u64)))
}

fallible! {
    /// `randrange(stop)`
    fn randrange / try_randrange [R: Integer](stop: impl Integer) -> R {
        let stop = stop.into_int();
        if stop <= Int::ZERO {
            return Err(value_error("empty range for randrange()"));
        }
        Ok(R::from_int(with(|twister| twister.below(&stop))))
    }

    /// `randrange(start, stop)`
    fn randrange_from / try_randrange_from [R: Integer](start: impl Integer, stop: impl Integer) -> R {
        let (start, stop) = (start.into_int(), stop.into_int());
        let width = &stop - &start;
        if width <= Int::ZERO {
            return Err(value_error(format!("empty range for randrange() ({start}, {stop}, {width})")));
        }
        Ok(R::from_int(start + with(|twister| twister.below(&width))))
    }

    /// `randrange(start, stop, step)`
    fn randrange_step / try_randrange_step [R: Integer](start: impl Integer, stop: impl Integer, step: impl Integer) -> R {
        let (start, stop, step) = (start.into_int(), stop.into_int(), step.into_int());
        if step.is_zero() {
            return Err(value_error("zero step for randrange()"));
        }
        let width = &stop - &start;
        let edge = if step.is_negative() { &step + 1 } else { &step - 1 };
        let count = (width + edge).div_mod_floor(&step).0;
        if count <= Int::ZERO {
            return Err(value_error(format!("empty range for randrange() ({start}, {stop}, {step})")));
        }
        Ok(R::from_int(start + step * with(|twister| twister.below(&count))))
    }

    /// `randint(a, b)`
    fn randint / try_randint [R: Integer](a: impl Integer, b: impl Integer) -> R {
        let (a, b) = (a.into_int(), b.into_int());
        try_randrange_from(a, b + 1)
    }

    /// `choice(items)`
    fn choice / try_choice [T: Clone](items: &[T]) -> T {
        if items.is_empty() {
            return Err(index_error("Cannot choose from an empty sequence"));
        }
        Ok(items[with(|twister| twister.place(items.len()))].clone())
    }

    /// `choice(text)`
    fn choice_char / try_choice_char [](text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        Ok(try_choice(&chars)?.to_string())
    }

    /// `choice(range)`
    fn choice_range / try_choice_range [R: Integer](items: crate::range::Range) -> R {
        if items.is_empty() {
            return Err(index_error("Cannot choose from an empty sequence"));
        }
        let place = with(|twister| twister.place(items.len()));
        Ok(R::from_i64(crate::range::try_index(items, place as i64)?))
    }

    /// `choices(items, k=k)`
    fn choices / try_choices [T: Clone](items: &[T], k: impl Integer) -> Vec<T> {
        if items.is_empty() {
            return Err(index_error("Cannot choose from an empty sequence"));
        }
        let count = items.len() as f64;
        Ok((0..k.clamp_i64()).map(|_| items[(random() * count).floor() as usize].clone()).collect())
    }

    /// `choices(items, weights, k=k)`
    fn choices_weighted / try_choices_weighted [T: Clone](items: &[T], weights: &[f64], k: impl Integer) -> Vec<T> {
        if weights.len() != items.len() {
            return Err(value_error("The number of weights does not match the population"));
        }
        let sums: Vec<f64> = crate::itertools::accumulate_floats(weights.iter().copied()).collect();
        let total = sums.last().copied().unwrap_or(0.0);
        if total <= 0.0 {
            return Err(value_error("Total of weights must be greater than zero"));
        }
        let last = items.len() - 1;
        Ok((0..k.clamp_i64()).map(|_| {
            let point = random() * total;
            items[sums[..last].partition_point(|sum| *sum <= point)].clone()
        }).collect())
    }

    /// `sample(items, k)`
    fn sample / try_sample [T: Clone](items: &[T], k: impl Integer) -> Vec<T> {
        let n = items.len();
        let Some(k) = usize::try_from(k.clamp_i64()).ok().filter(|k| *k <= n) else {
            return Err(value_error("Sample larger than population or is negative"));
        };
        let mut set_size = 21.0;
        if k > 5 {
            set_size += 4f64.powf(((k as f64 * 3.0).ln() / 4f64.ln()).ceil());
        }
        let mut result = Vec::with_capacity(k);
        if n as f64 <= set_size {
            let mut pool = items.to_vec();
            for i in 0..k {
                let j = with(|twister| twister.place(n - i));
                result.push(pool[j].clone());
                pool[j] = pool[n - i - 1].clone();
            }
        } else {
            let mut chosen = std::collections::HashSet::new();
            for _ in 0..k {
                let j = loop {
                    let j = with(|twister| twister.place(n));
                    if chosen.insert(j) {
                        break j;
                    }
                };
                result.push(items[j].clone());
            }
        }
        Ok(result)
    }

    /// `sample(items, k)` of a range or another sequence
    fn sample_items / try_sample_items [T: Clone](items: impl IntoIterator<Item = T>, k: impl Integer) -> Vec<T> {
        try_sample(&items.into_iter().collect::<Vec<_>>(), k)
    }
}

/// `shuffle(items)`
pub fn shuffle<T>(items: &mut [T]) {
    for i in (1..items.len()).rev() {
        let j = with(|twister| twister.place(i + 1));
        items.swap(i, j);
    }
}

/// `gauss(mu, sigma)`
pub fn gauss(mu: f64, sigma: f64) -> f64 {
    let z = with(|twister| {
        twister.gauss.take().unwrap_or_else(|| {
            let angle = twister.float() * std::f64::consts::TAU;
            let size = (-2.0 * (1.0 - twister.float()).ln()).sqrt();
            twister.gauss = Some(angle.sin() * size);
            angle.cos() * size
        })
    });
    mu + z * sigma
}

/// `normalvariate(mu, sigma)`
pub fn normalvariate(mu: f64, sigma: f64) -> f64 {
    let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
    loop {
        let u = random();
        let v = 1.0 - random();
        let z = magic * (u - 0.5) / v;
        if z * z / 4.0 <= -v.ln() {
            return mu + z * sigma;
        }
    }
}

/// `expovariate(rate)`
pub fn expovariate(rate: f64) -> f64 {
    -(1.0 - random()).ln() / rate
}

/// `triangular(low, high)`
pub fn triangular(low: f64, high: f64) -> f64 {
    let u = random();
    let (u, low, high) = if u > 0.5 { (1.0 - u, high, low) } else { (u, low, high) };
    low + (high - low) * (u * 0.5).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_the_interpreters_numbers() {
        seed(42);
        assert_eq!(random(), 0.639_426_798_457_883_7);
        assert_eq!(randint::<i64>(1, 100), 4);
        let mut items: Vec<i64> = (0..10).collect();
        shuffle(&mut items);
        assert_eq!(items, [7, 6, 2, 9, 0, 5, 1, 8, 3, 4]);
        let (few, many): (Vec<i64>, Vec<i64>) = ((0..100).collect(), (0..1000).collect());
        assert_eq!(sample(&few, 5), [4, 3, 11, 27, 29]);
        assert_eq!(sample(&many, 30)[..5], [517, 616, 27, 574, 203]);
        assert_eq!(gauss(0.0, 1.0), -0.687_175_911_262_933_1);
        assert_eq!(choices(&[1, 2, 3], 3), [2, 1, 1]);
        assert_eq!(uniform(1.0, 2.0), 1.459_424_879_671_842_5);
        assert_eq!(getrandbits::<Int>(70).to_string(), "1106308717726399765368");
        assert_eq!(choice_char("abc"), "b");
        assert_eq!(triangular(0.0, 1.0), 0.198_494_581_888_849_28);
        seed_text("hello");
        assert_eq!(random(), 0.353_775_440_473_072_2);
    }
}
