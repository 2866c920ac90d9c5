//! The Mersenne Twister, bit for bit as the interpreter has it.

use std::time::{SystemTime, UNIX_EPOCH};

use num_bigint::BigUint;

use crate::int::Int;

const N: usize = 624;
const M: usize = 397;

pub(crate) struct Twister {
    state: [u32; N],
    next: usize,
    /// The second value of the last pair of `gauss`.
    pub(super) gauss: Option<f64>,
}

impl Twister {
    pub(crate) fn by_number(seed: u32) -> Self {
        let mut state = [0u32; N];
        state[0] = seed;
        for i in 1..N {
            state[i] = 1_812_433_253u32
                .wrapping_mul(state[i - 1] ^ state[i - 1] >> 30)
                .wrapping_add(i as u32);
        }
        Self { state, next: N, gauss: None }
    }

    pub(crate) fn by_words(words: &[u32]) -> Self {
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

    pub(crate) fn word(&mut self) -> u32 {
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

    pub(crate) fn float(&mut self) -> f64 {
        let (a, b) = (self.word() >> 5, self.word() >> 6);
        (f64::from(a) * 67_108_864.0 + f64::from(b)) / 9_007_199_254_740_992.0
    }

    /// An integer of so many random bits.
    pub(super) fn bits(&mut self, count: u64) -> Int {
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
    pub(super) fn below(&mut self, limit: &Int) -> Int {
        if let Some(small) = limit.to_i64() {
            return Int::new(self.place(small as usize) as i64);
        }
        let bits = crate::integer::bit_length(limit.clone()) as u64;
        loop {
            let value = self.bits(bits);
            if value < *limit {
                return value;
            }
        }
    }

    /// A place in a row of `count` items, of which there is one at least.
    pub(super) fn place(&mut self, count: usize) -> usize {
        let bits = usize::BITS - count.leading_zeros();
        loop {
            let value = if bits <= 32 {
                (self.word() >> (32 - bits)) as usize
            } else {
                let low = u64::from(self.word());
                (low | u64::from(self.word() >> (64 - bits)) << 32) as usize
            };
            if value < count {
                return value;
            }
        }
    }
}

impl Twister {
    pub(crate) fn by_time() -> Self {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Self::by_words(&[now.subsec_nanos(), now.as_secs() as u32, std::process::id()])
    }

    /// `seed(n)`
    pub(super) fn by_int(n: &Int) -> Self {
        let size = n.to_big().magnitude().to_u32_digits();
        Self::by_words(if size.is_empty() { &[0] } else { &size })
    }

    /// `seed(text)`: the text's bytes and their SHA-512, as one integer
    pub(super) fn by_text(text: &str) -> Self {
        let mut bytes = text.as_bytes().to_vec();
        bytes.extend(crate::hashlib::sha512_digest(text.as_bytes()));
        Self::by_words(&BigUint::from_bytes_be(&bytes).to_u32_digits())
    }
}
