//! `numpy.random`: the generator of `RandomState`, draw by draw as the original makes them.

use std::cell::RefCell;
use std::rc::Rc;

use crate::exception::{Result, value_error};
use crate::integer::Integer;
use crate::random::Twister;

use super::{Array, Element};

/// `numpy.random.RandomState`. Cloning makes a further handle to the same generator.
#[derive(Clone)]
pub struct RandomState(Rc<RefCell<State>>);

struct State {
    twister: Twister,
    /// The second number of the last pair of normal ones.
    gauss: Option<f64>,
}

thread_local! {
    static MODULE: RandomState = RandomState::of(Twister::by_time());
}

impl RandomState {
    fn of(twister: Twister) -> Self {
        Self(Rc::new(RefCell::new(State { twister, gauss: None })))
    }

    fn with<R>(&self, draw: impl FnOnce(&mut State) -> R) -> R {
        draw(&mut self.0.borrow_mut())
    }
}

/// The generator of the module's own functions.
pub fn module_state() -> RandomState {
    MODULE.with(Clone::clone)
}

/// `RandomState()`
pub fn state() -> RandomState {
    RandomState::of(Twister::by_time())
}

fn seeded(seed: &impl Integer) -> Result<Twister> {
    let seed = seed.to_i64().and_then(|seed| u32::try_from(seed).ok());
    seed.map(Twister::by_number).ok_or_else(|| value_error("Seed must be between 0 and 2**32 - 1"))
}

fn words(seeds: &[impl Integer]) -> Result<Vec<u32>> {
    seeds
        .iter()
        .map(|seed| seed.to_i64().and_then(|seed| u32::try_from(seed).ok()))
        .collect::<Option<Vec<u32>>>()
        .ok_or_else(|| value_error("Seed values must be between 0 and 2**32 - 1"))
}

fallible! {
    /// `RandomState(seed)`
    fn state_of / try_state_of [](seed: impl Integer) -> RandomState {
        Ok(RandomState::of(seeded(&seed)?))
    }

    /// `RandomState([seed, …])`
    fn state_of_all / try_state_of_all [](seeds: &[impl Integer]) -> RandomState {
        Ok(RandomState::of(Twister::by_words(&words(seeds)?)))
    }

    /// `numpy.random.seed(seed)`
    fn reseed / try_reseed [](random: &RandomState, seed: impl Integer) -> () {
        *random.0.borrow_mut() = State { twister: seeded(&seed)?, gauss: None };
        Ok(())
    }
}

impl State {
    fn gauss(&mut self) -> f64 {
        if let Some(gauss) = self.gauss.take() {
            return gauss;
        }
        loop {
            let (x, y) = (2.0 * self.twister.float() - 1.0, 2.0 * self.twister.float() - 1.0);
            let size = x * x + y * y;
            if size < 1.0 && size != 0.0 {
                let f = (-2.0 * size.ln() / size).sqrt();
                self.gauss = Some(f * x);
                return f * y;
            }
        }
    }

    /// From 0 to `most`, by bits below its highest one.
    fn upto(&mut self, most: u64) -> u64 {
        if most == 0 {
            return 0;
        }
        let mask = u64::MAX >> most.leading_zeros();
        loop {
            let bits = if most <= u64::from(u32::MAX) {
                u64::from(self.twister.word())
            } else {
                u64::from(self.twister.word()) << 32 | u64::from(self.twister.word())
            };
            if bits & mask <= most {
                return bits & mask;
            }
        }
    }

    fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let j = self.upto(i as u64) as usize;
            items.swap(i, j);
        }
    }
}

/// An array of a shape, each number drawn.
fn drawn<T: Element>(
    random: &RandomState,
    shape: &[impl Integer],
    mut draw: impl FnMut(&mut State) -> T,
) -> Result<Array<T>> {
    random.with(|state| super::make::drawn(shape, || draw(state)))
}

/// `random_sample()`
pub fn random(random: &RandomState) -> f64 {
    random.with(|state| state.twister.float())
}

/// `uniform(low, high)`
pub fn uniform(random: &RandomState, low: f64, high: f64) -> f64 {
    let range = high - low;
    random.with(|state| low + range * state.twister.float())
}

/// `normal(mean, deviation)`
pub fn normal(random: &RandomState, mean: f64, deviation: f64) -> f64 {
    random.with(|state| mean + deviation * state.gauss())
}

/// `standard_normal()`
pub fn standard_normal(random: &RandomState) -> f64 {
    random.with(State::gauss)
}

/// `exponential(scale)`
pub fn exponential(random: &RandomState, scale: f64) -> f64 {
    random.with(|state| scale * -(-state.twister.float()).ln_1p())
}

/// The bounds of `randint`: how far the greatest is above the least.
pub(super) fn bounds(low: impl Integer, high: impl Integer) -> Result<(i64, u64)> {
    let (low, high) = (low.clamp_i64(), high.clamp_i64());
    if low >= high {
        return Err(value_error("low >= high"));
    }
    Ok((low, (high - 1).wrapping_sub(low) as u64))
}

fallible! {
    /// `random_sample(shape)`
    fn random_array / try_random_array [](random: &RandomState, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, |state| state.twister.float())
    }

    /// `uniform(low, high, shape)`
    fn uniform_array / try_uniform_array [](random: &RandomState, low: f64, high: f64, shape: &[impl Integer]) -> Array<f64> {
        let range = high - low;
        drawn(random, shape, |state| low + range * state.twister.float())
    }

    /// `normal(mean, deviation, shape)`
    fn normal_array / try_normal_array [](random: &RandomState, mean: f64, deviation: f64, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, |state| mean + deviation * state.gauss())
    }

    /// `standard_normal(shape)`
    fn standard_normal_array / try_standard_normal_array [](random: &RandomState, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, State::gauss)
    }

    /// `exponential(scale, shape)`
    fn exponential_array / try_exponential_array [](random: &RandomState, scale: f64, shape: &[impl Integer]) -> Array<f64> {
        drawn(random, shape, |state| scale * -(-state.twister.float()).ln_1p())
    }

    /// `randint(low, high)`
    fn randint / try_randint [](random: &RandomState, low: impl Integer, high: impl Integer) -> i64 {
        let (low, most) = bounds(low, high)?;
        Ok(random.with(|state| low.wrapping_add(state.upto(most) as i64)))
    }

    /// `randint(low, high, shape)`
    fn randint_array / try_randint_array [](random: &RandomState, low: impl Integer, high: impl Integer, shape: &[impl Integer]) -> Array<i64> {
        let (low, most) = bounds(low, high)?;
        drawn(random, shape, |state| low.wrapping_add(state.upto(most) as i64))
    }

    /// `choice(a, shape, replace)` of so many numbers: their places
    fn choice / try_choice [](random: &RandomState, count: impl Integer, shape: &[impl Integer], replace: bool) -> Array<i64> {
        let count = count.clamp_i64();
        if replace {
            return try_randint_array(random, 0, count, shape);
        }
        let shape = super::make::shape_of(shape)?;
        let size: usize = shape.iter().product();
        if size as i64 > count {
            return Err(value_error("Cannot take a larger sample than population when 'replace=False'"));
        }
        let mut places = permuted(random, count);
        places.truncate(size);
        Ok(Array::new(places, shape))
    }

    /// `choice(a, shape, p=p)` of so many numbers: their places
    fn choice_by / try_choice_by [](random: &RandomState, shares: &Array<f64>, shape: &[impl Integer]) -> Array<i64> {
        let mut sums = super::cumsum(shares);
        if let Some(total) = sums.to_vec().last().copied() {
            if (total - 1.0).abs() > 1.5e-8 {
                return Err(value_error("probabilities do not sum to 1"));
            }
            sums = super::div(sums, total);
        }
        let draws = try_random_array(random, shape)?;
        Ok(super::searchsorted(&sums, &draws, true))
    }
}

fn permuted(random: &RandomState, count: i64) -> Vec<i64> {
    let mut places: Vec<i64> = (0..count).collect();
    random.with(|state| state.shuffle(&mut places));
    places
}

/// `permutation(n)`
pub fn permutation(random: &RandomState, count: impl Integer) -> Array<i64> {
    Array::of_vec(permuted(random, count.clamp_i64()))
}

/// `permutation(a)`: the rows in another order
pub fn permutation_of<T: Element>(random: &RandomState, a: &Array<T>) -> Array<T> {
    let places = permuted(random, a.shape[0] as i64);
    super::take(a, &Array::of_vec(places), 0)
}

/// `shuffle(a)` of an array: its rows
pub fn shuffle<T: Element>(random: &RandomState, a: &Array<T>) {
    let mut rows: Vec<Vec<T>> = super::items::parts(a);
    random.with(|state| state.shuffle(&mut rows));
    let numbers: Vec<T> = rows.into_iter().flatten().collect();
    super::put(a, Array::new(numbers, a.shape));
}

/// `shuffle(items)` of a list
pub fn shuffle_list<T>(random: &RandomState, items: &mut [T]) {
    random.with(|state| state.shuffle(items));
}
