//! Loads a table of measurements and says what is in it.

use std::error::Error;
use std::fs;

/// Number, mean and largest value of each column.
fn summarise(columns: &[Vec<f64>]) {
    for (number, column) in columns.iter().enumerate() {
        let mean = column.iter().sum::<f64>() / column.len() as f64;
        let largest = column.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        println!(
            "column {number}: {} values, mean {mean:.6}, largest {largest:.3}",
            column.len()
        );
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let text = fs::read_to_string("measurements.txt")?;
    let mut columns: Vec<Vec<f64>> = Vec::new();
    for line in text.lines() {
        for (place, word) in line.split_ascii_whitespace().enumerate() {
            if place == columns.len() {
                columns.push(Vec::new());
            }
            columns[place].push(word.parse()?);
        }
    }
    summarise(&columns);
    Ok(())
}
