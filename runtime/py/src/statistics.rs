//! `statistics`, of floats.

use crate::exception::{Exception, Result};
use crate::math::try_fsum;

fn wrong(message: &str) -> Exception {
    Exception::new("statistics.StatisticsError ValueError", message)
}

fn data(items: impl IntoIterator<Item = f64>, least: usize, message: &str) -> Result<Vec<f64>> {
    let items: Vec<f64> = items.into_iter().collect();
    if items.len() < least { Err(wrong(message)) } else { Ok(items) }
}

fn mean_of(items: &[f64]) -> Result<f64> {
    Ok(try_fsum(items.iter().copied())? / items.len() as f64)
}

/// The sum of squared distances from the mean.
fn squares(items: &[f64]) -> Result<f64> {
    let mean = mean_of(items)?;
    try_fsum(items.iter().map(|x| (x - mean) * (x - mean)))
}

fallible! {
    /// `mean(items)`
    fn mean / try_mean [](items: impl IntoIterator<Item = f64>) -> f64 {
        mean_of(&data(items, 1, "mean requires at least one data point")?)
    }

    /// `median(items)`
    fn median / try_median [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = crate::builtins::sorted(data(items, 1, "no median for empty data")?);
        let middle = items.len() / 2;
        Ok(if items.len() % 2 == 1 { items[middle] } else { (items[middle - 1] + items[middle]) / 2.0 })
    }

    /// `mode(items)`: the first of the most common
    fn mode / try_mode [T: crate::key::Key + Clone](items: impl IntoIterator<Item = T>) -> T {
        let counts: crate::Dict<T, i64> = crate::counter::of_items(items);
        match crate::counter::most_common(&counts).into_iter().next() {
            Some((item, _)) => Ok(item),
            None => Err(wrong("no mode for empty data")),
        }
    }

    /// `variance(items)`
    fn variance / try_variance [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = data(items, 2, "variance requires at least two data points")?;
        Ok(squares(&items)? / (items.len() - 1) as f64)
    }

    /// `pvariance(items)`
    fn pvariance / try_pvariance [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = data(items, 1, "pvariance requires at least one data point")?;
        Ok(squares(&items)? / items.len() as f64)
    }

    /// `stdev(items)`
    fn stdev / try_stdev [](items: impl IntoIterator<Item = f64>) -> f64 {
        let items = data(items, 2, "stdev requires at least two data points")?;
        Ok((squares(&items)? / (items.len() - 1) as f64).sqrt())
    }

    /// `pstdev(items)`
    fn pstdev / try_pstdev [](items: impl IntoIterator<Item = f64>) -> f64 {
        Ok(try_pvariance(items)?.sqrt())
    }
}
