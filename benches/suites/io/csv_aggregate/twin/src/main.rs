//! Sales by region and product, from a CSV file.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{BufRead, BufReader};

#[derive(Default)]
struct Total {
    orders: u64,
    pieces: u64,
    turnover: f64,
}

/// The fields of a line without quotes inside of quoted fields.
fn fields(line: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(line);
    std::iter::from_fn(move || {
        let text = rest?;
        let (field, behind) = match text.strip_prefix('"') {
            Some(quoted) => {
                let (field, behind) = quoted.split_once('"')?;
                (field, behind.strip_prefix(','))
            }
            None => text
                .split_once(',')
                .map_or((text, None), |(field, behind)| (field, Some(behind))),
        };
        rest = behind;
        Some(field)
    })
}

/// Number of orders, pieces and turnover for each region and product.
fn aggregate(path: &str) -> Result<BTreeMap<(String, String), Total>, Box<dyn std::error::Error>> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let mut totals: BTreeMap<(String, String), Total> = BTreeMap::new();
    loop {
        line.clear();
        if reader.read_line(&mut line)? == 0 {
            return Ok(totals);
        }
        let mut fields = fields(line.trim_end()).skip(1);
        let (Some(region), Some(product), Some(quantity), Some(price)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            return Err("a line with too few fields".into());
        };
        let quantity: u64 = quantity.parse()?;
        let total = totals
            .entry((region.to_owned(), product.to_owned()))
            .or_default();
        total.orders += 1;
        total.pieces += quantity;
        total.turnover += quantity as f64 * price.parse::<f64>()?;
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for (
        (region, product),
        Total {
            orders,
            pieces,
            turnover,
        },
    ) in aggregate("sales.csv")?
    {
        println!("{region:6} {product:14} {orders:8} {pieces:8} {turnover:14.2}");
    }
    Ok(())
}
