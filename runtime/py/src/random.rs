//! `random`: the Mersenne Twister and what is drawn by it, bit for bit.

mod distributions;
mod twister;

use std::cell::RefCell;
use std::rc::Rc;

use crate::exception::{index_error, value_error};
use crate::int::Int;
use crate::integer::Integer;
pub use distributions::*;
pub(crate) use twister::Twister;

/// `random.Random`. Cloning makes a further handle to the same generator.
#[derive(Clone)]
pub struct Random(Rc<RefCell<Twister>>);

thread_local! {
    /// What the module's own functions draw from.
    static MODULE: Random = Random::of(Twister::by_time());
}

impl Random {
    fn of(twister: Twister) -> Self {
        Self(Rc::new(RefCell::new(twister)))
    }

    fn with<R>(&self, run: impl FnOnce(&mut Twister) -> R) -> R {
        run(&mut self.0.borrow_mut())
    }
}

/// `Random()`
pub fn object() -> Random {
    Random::of(Twister::by_time())
}

/// `Random(n)`
pub fn object_of(n: impl Integer) -> Random {
    Random::of(Twister::by_int(&n.into_int()))
}

/// `Random(text)`
pub fn object_of_text(text: &str) -> Random {
    Random::of(Twister::by_text(text))
}

/// Defines methods of a generator, and functions of the same names that draw from the module's own.
macro_rules! draws {
    ($($(#[$meta:meta])* fn $name:ident [$($generics:tt)*] ($self:ident $(, $arg:ident: $kind:ty)*) -> $result:ty $body:block)*) => {
        impl $crate::random::Random {
            $($(#[$meta])* pub fn $name<$($generics)*>(&$self $(, $arg: $kind)*) -> $result $body)*
        }
        $($(#[$meta])* pub fn $name<$($generics)*>($($arg: $kind),*) -> $result {
            $crate::random::MODULE.with(|random| random.$name($($arg),*))
        })*
    };
}
pub(crate) use draws;

/// The same for what can fail: `name` unwinds, `try_name` gives a `Result`.
macro_rules! fallible_draws {
    ($($(#[$meta:meta])* fn $name:ident / $try_name:ident [$($generics:tt)*] ($self:ident $(, $arg:ident: $kind:ty)*) -> $result:ty $body:block)*) => {
        impl Random {
            $(
                $(#[$meta])*
                #[track_caller]
                pub fn $name<$($generics)*>(&$self $(, $arg: $kind)*) -> $result {
                    match $self.$try_name($($arg),*) {
                        Ok(value) => value,
                        Err(error) => error.unwind(),
                    }
                }

                /// The same; a failure is the `Err`.
                #[allow(clippy::missing_errors_doc)]
                pub fn $try_name<$($generics)*>(&$self $(, $arg: $kind)*) -> crate::exception::Result<$result> $body
            )*
        }
        fallible! {
            $($(#[$meta])* fn $name / $try_name [$($generics)*] ($($arg: $kind),*) -> $result {
                MODULE.with(|random| random.$try_name($($arg),*))
            })*
        }
    };
}

draws! {
    /// `seed(n)`
    fn seed [] (self, n: impl Integer) -> () {
        self.0.replace(Twister::by_int(&n.into_int()));
    }

    /// `seed(text)`
    fn seed_text [] (self, text: &str) -> () {
        self.0.replace(Twister::by_text(text));
    }

    /// `seed(x)` of a float: its hash
    fn seed_float [] (self, x: f64) -> () {
        self.seed(Int::from_big((crate::key::hash(&x) as u64).into()));
    }

    /// `seed(None)`
    fn seed_by_chance [] (self, _nothing: ()) -> () {
        self.seed_by_time();
    }

    /// `seed()`
    fn seed_by_time [] (self) -> () {
        self.0.replace(Twister::by_time());
    }

    /// `random()`
    fn random [] (self) -> f64 {
        self.with(Twister::float)
    }

    /// `getrandbits(bits)`
    fn getrandbits [R: Integer] (self, bits: impl Integer) -> R {
        R::from_int(self.with(|twister| twister.bits(bits.clamp_i64() as u64)))
    }

    /// `randbytes(count)`
    fn randbytes [] (self, count: impl Integer) -> Vec<u8> {
        let count = usize::try_from(count.clamp_i64()).unwrap_or(0);
        let words = count.div_ceil(4);
        let last = 8 * (words * 4 - count);
        let mut data: Vec<u8> = self.with(|twister| {
            (0..words)
                .flat_map(|i| (twister.word() >> if i + 1 == words { last } else { 0 }).to_le_bytes())
                .collect()
        });
        data.truncate(count);
        data
    }

    /// `shuffle(items)`
    fn shuffle [T] (self, items: &mut [T]) -> () {
        for i in (1..items.len()).rev() {
            let j = self.with(|twister| twister.place(i + 1));
            items.swap(i, j);
        }
    }
}

fallible_draws! {
    /// `randrange(stop)`
    fn randrange / try_randrange [R: Integer] (self, stop: impl Integer) -> R {
        let stop = stop.into_int();
        if stop <= Int::ZERO {
            return Err(value_error("empty range for randrange()"));
        }
        Ok(R::from_int(self.with(|twister| twister.below(&stop))))
    }

    /// `randrange(start, stop)`
    fn randrange_from / try_randrange_from [R: Integer] (self, start: impl Integer, stop: impl Integer) -> R {
        let (start, stop) = (start.into_int(), stop.into_int());
        let width = &stop - &start;
        if width <= Int::ZERO {
            return Err(value_error(format!("empty range for randrange() ({start}, {stop}, {width})")));
        }
        Ok(R::from_int(start + self.with(|twister| twister.below(&width))))
    }

    /// `randrange(start, stop, step)`
    fn randrange_step / try_randrange_step [R: Integer] (self, start: impl Integer, stop: impl Integer, step: impl Integer) -> R {
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
        Ok(R::from_int(start + step * self.with(|twister| twister.below(&count))))
    }

    /// `randint(a, b)`
    fn randint / try_randint [R: Integer] (self, a: impl Integer, b: impl Integer) -> R {
        let (a, b) = (a.into_int(), b.into_int());
        self.try_randrange_from(a, b + 1)
    }

    /// `choice(items)`
    fn choice / try_choice [T: Clone] (self, items: &[T]) -> T {
        if items.is_empty() {
            return Err(index_error("Cannot choose from an empty sequence"));
        }
        Ok(items[self.with(|twister| twister.place(items.len()))].clone())
    }

    /// `choice(text)`
    fn choice_char / try_choice_char [] (self, text: &str) -> String {
        let chars: Vec<char> = text.chars().collect();
        Ok(self.try_choice(&chars)?.to_string())
    }

    /// `choice(range)`
    fn choice_range / try_choice_range [R: Integer] (self, items: crate::range::Range) -> R {
        if items.is_empty() {
            return Err(index_error("Cannot choose from an empty sequence"));
        }
        let place = self.with(|twister| twister.place(items.len()));
        Ok(R::from_i64(crate::range::try_index(items, place as i64)?))
    }

    /// `choices(items, k=k)`
    fn choices / try_choices [T: Clone] (self, items: &[T], k: impl Integer) -> Vec<T> {
        if items.is_empty() {
            return Err(index_error("Cannot choose from an empty sequence"));
        }
        let count = items.len() as f64;
        Ok((0..k.clamp_i64()).map(|_| items[(self.random() * count).floor() as usize].clone()).collect())
    }

    /// `choices(items, weights, k=k)`
    fn choices_weighted / try_choices_weighted [T: Clone] (self, items: &[T], weights: &[f64], k: impl Integer) -> Vec<T> {
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
            let point = self.random() * total;
            items[sums[..last].partition_point(|sum| *sum <= point)].clone()
        }).collect())
    }

    /// `sample(items, k)`
    fn sample / try_sample [T: Clone] (self, items: &[T], k: impl Integer) -> Vec<T> {
        Ok(self.try_sample_places(items.len(), k)?.into_iter().map(|j| items[j].clone()).collect())
    }

    /// The places of a sample of `k` out of `n`.
    fn sample_places / try_sample_places [] (self, n: usize, k: impl Integer) -> Vec<usize> {
        let Some(k) = usize::try_from(k.clamp_i64()).ok().filter(|k| *k <= n) else {
            return Err(value_error("Sample larger than population or is negative"));
        };
        let mut set_size = 21.0;
        if k > 5 {
            set_size += 4f64.powf(((k as f64 * 3.0).ln() / 4f64.ln()).ceil());
        }
        let mut result = Vec::with_capacity(k);
        if n as f64 <= set_size {
            let mut pool: Vec<usize> = (0..n).collect();
            for i in 0..k {
                let j = self.with(|twister| twister.place(n - i));
                result.push(pool[j]);
                pool[j] = pool[n - i - 1];
            }
        } else {
            let mut chosen = std::collections::HashSet::new();
            for _ in 0..k {
                let j = loop {
                    let j = self.with(|twister| twister.place(n));
                    if chosen.insert(j) {
                        break j;
                    }
                };
                result.push(j);
            }
        }
        Ok(result)
    }

    /// `sample(items, k)` of another sequence
    fn sample_items / try_sample_items [T: Clone] (self, items: impl IntoIterator<Item = T>, k: impl Integer) -> Vec<T> {
        let mut items = items.into_iter();
        let (least, most) = items.size_hint();
        if most != Some(least) {
            return self.try_sample(&items.collect::<Vec<_>>(), k);
        }
        // A range may have more integers than there is room for: what is between is skipped.
        let places = self.try_sample_places(least, k)?;
        let mut order: Vec<usize> = (0..places.len()).collect();
        order.sort_unstable_by_key(|&at| places[at]);
        let mut next = 0;
        let mut found: Vec<(usize, T)> = Vec::with_capacity(order.len());
        for at in order {
            found.extend(items.nth(places[at] - next).map(|item| (at, item)));
            next = places[at] + 1;
        }
        found.sort_unstable_by_key(|(at, _)| *at);
        Ok(found.into_iter().map(|(_, item)| item).collect())
    }

    /// `choices(items, weights, k=k)` of any items
    fn choices_by / try_choices_by [T: Clone] (self, items: impl IntoIterator<Item = T>, weights: impl IntoIterator<Item = f64>, k: impl Integer) -> Vec<T> {
        let (items, weights): (Vec<T>, Vec<f64>) = (items.into_iter().collect(), weights.into_iter().collect());
        self.try_choices_weighted(&items, &weights, k)
    }

    /// `choices(items, k=k)` of any items
    fn choices_of / try_choices_of [T: Clone] (self, items: impl IntoIterator<Item = T>, k: impl Integer) -> Vec<T> {
        let items: Vec<T> = items.into_iter().collect();
        self.try_choices(&items, k)
    }
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
        seed(3);
        assert_eq!(
            sample_items(0..4_294_967_295_i64, 3),
            [1_022_050_301, 2_545_373_330, 2_337_446_730]
        );
        assert_eq!(sample_items(crate::range::new(10, 40, 3), 4), [16, 25, 31, 34]);
    }
}
