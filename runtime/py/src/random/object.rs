//! Generators of one's own: `random.Random`.

use std::cell::RefCell;
use std::rc::Rc;

use super::{TWISTER, Twister};
use crate::integer::Integer;

/// `random.Random`. Cloning makes a further handle to the same generator.
#[derive(Clone)]
pub struct Random(Rc<RefCell<Twister>>);

/// Runs something with a generator of its own in the place of the module's.
fn made(seed: impl FnOnce()) -> Random {
    let random = Random(Rc::new(RefCell::new(Twister::by_number(0))));
    using(&random);
    seed();
    used(&random);
    random
}

/// `Random()`
pub fn object() -> Random {
    made(super::seed_by_time)
}

/// `Random(n)`
pub fn object_of(n: impl Integer) -> Random {
    made(|| super::seed(n))
}

/// `Random(text)`
pub fn object_of_text(text: &str) -> Random {
    made(|| super::seed_text(text))
}

/// From here on the module's functions use this generator.
pub fn using(random: &Random) {
    TWISTER.with_borrow_mut(|now| std::mem::swap(now, &mut random.0.borrow_mut()));
}

/// The end of `using`.
pub fn used(random: &Random) {
    using(random);
}

/// `gammavariate(alpha, beta)`
pub fn gammavariate(alpha: f64, beta: f64) -> f64 {
    let random = super::random;
    if alpha > 1.0 {
        let root = (2.0 * alpha - 1.0).sqrt();
        let low = alpha - 4f64.ln();
        let high = alpha + root;
        loop {
            let u = random();
            if !(1e-7 < u && u < 0.999_999_9) {
                continue;
            }
            let other = 1.0 - random();
            let v = (u / (1.0 - u)).ln() / root;
            let x = alpha * v.exp();
            let z = u * u * other;
            let r = low + high * v - x;
            if r + (1.0 + 4.5f64.ln()) - 4.5 * z >= 0.0 || r >= z.ln() {
                return x * beta;
            }
        }
    }
    if alpha == 1.0 {
        return -(1.0 - random()).ln() * beta;
    }
    loop {
        let b = (std::f64::consts::E + alpha) / std::f64::consts::E;
        let p = b * random();
        let x = if p <= 1.0 { p.powf(1.0 / alpha) } else { -((b - p) / alpha).ln() };
        let u = random();
        if p > 1.0 && u <= x.powf(alpha - 1.0) || p <= 1.0 && u <= (-x).exp() {
            return x * beta;
        }
    }
}

/// `betavariate(alpha, beta)`
pub fn betavariate(alpha: f64, beta: f64) -> f64 {
    let y = gammavariate(alpha, 1.0);
    if y == 0.0 { 0.0 } else { y / (y + gammavariate(beta, 1.0)) }
}

/// `lognormvariate(mu, sigma)`
pub fn lognormvariate(mu: f64, sigma: f64) -> f64 {
    super::normalvariate(mu, sigma).exp()
}

/// `paretovariate(alpha)`
pub fn paretovariate(alpha: f64) -> f64 {
    (1.0 - super::random()).powf(-1.0 / alpha)
}

/// `weibullvariate(alpha, beta)`
pub fn weibullvariate(alpha: f64, beta: f64) -> f64 {
    alpha * (-(1.0 - super::random()).ln()).powf(1.0 / beta)
}

fallible! {
    /// `choices(items, weights, k=k)` of any items
    fn choices_by / try_choices_by [T: Clone](items: impl IntoIterator<Item = T>, weights: impl IntoIterator<Item = f64>, k: impl Integer) -> Vec<T> {
        let (items, weights): (Vec<T>, Vec<f64>) = (items.into_iter().collect(), weights.into_iter().collect());
        super::try_choices_weighted(&items, &weights, k)
    }

    /// `choices(items, k=k)` of any items
    fn choices_of / try_choices_of [T: Clone](items: impl IntoIterator<Item = T>, k: impl Integer) -> Vec<T> {
        let items: Vec<T> = items.into_iter().collect();
        super::try_choices(&items, k)
    }
}
