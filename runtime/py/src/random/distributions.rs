//! Floats by the laws that they follow: Python's `random` has the algorithms.

use super::draws;
use crate::float::power;

draws! {
    /// `uniform(a, b)`
    fn uniform [] (self, a: f64, b: f64) -> f64 {
        a + (b - a) * self.random()
    }

    /// `gauss(mu, sigma)`
    fn gauss [] (self, mu: f64, sigma: f64) -> f64 {
        let z = self.with(|twister| {
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
    fn normalvariate [] (self, mu: f64, sigma: f64) -> f64 {
        let magic = 4.0 * (-0.5f64).exp() / 2f64.sqrt();
        loop {
            let u = self.random();
            let v = 1.0 - self.random();
            let z = magic * (u - 0.5) / v;
            if z * z / 4.0 <= -v.ln() {
                return mu + z * sigma;
            }
        }
    }

    /// `expovariate(rate)`
    fn expovariate [] (self, rate: f64) -> f64 {
        -(1.0 - self.random()).ln() / rate
    }

    /// `triangular(low, high)`
    fn triangular [] (self, low: f64, high: f64) -> f64 {
        let u = self.random();
        let (u, low, high) = if u > 0.5 { (1.0 - u, high, low) } else { (u, low, high) };
        low + (high - low) * (u * 0.5).sqrt()
    }

    /// `gammavariate(alpha, beta)`
    fn gammavariate [] (self, alpha: f64, beta: f64) -> f64 {
            if alpha > 1.0 {
            let root = (2.0 * alpha - 1.0).sqrt();
            let low = alpha - 4f64.ln();
            let high = alpha + root;
            loop {
                let u = self.random();
                if !(1e-7 < u && u < 0.999_999_9) {
                    continue;
                }
                let other = 1.0 - self.random();
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
            return -(1.0 - self.random()).ln() * beta;
        }
        loop {
            let b = (std::f64::consts::E + alpha) / std::f64::consts::E;
            let p = b * self.random();
            let x = if p <= 1.0 { power(p, 1.0 / alpha) } else { -((b - p) / alpha).ln() };
            let u = self.random();
            if p > 1.0 && u <= power(x, alpha - 1.0) || p <= 1.0 && u <= (-x).exp() {
                return x * beta;
            }
        }
    }

    /// `betavariate(alpha, beta)`
    fn betavariate [] (self, alpha: f64, beta: f64) -> f64 {
        let y = self.gammavariate(alpha, 1.0);
        if y == 0.0 { 0.0 } else { y / (y + self.gammavariate(beta, 1.0)) }
    }

    /// `lognormvariate(mu, sigma)`
    fn lognormvariate [] (self, mu: f64, sigma: f64) -> f64 {
        self.normalvariate(mu, sigma).exp()
    }

    /// `paretovariate(alpha)`
    fn paretovariate [] (self, alpha: f64) -> f64 {
        power(1.0 - self.random(), -1.0 / alpha)
    }

    /// `weibullvariate(alpha, beta)`
    fn weibullvariate [] (self, alpha: f64, beta: f64) -> f64 {
        alpha * power(-(1.0 - self.random()).ln(), 1.0 / beta)
    }
}
