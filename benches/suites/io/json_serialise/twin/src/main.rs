//! Records as lines of JSON.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write};

use python_random::Random;

const TAGS: [&str; 4] = ["alpha", "beta", "gamma \u{3b3}", "quote\"d"];

struct Record {
    id: usize,
    name: String,
    score: f64,
    active: bool,
    tags: [&'static str; 3],
    street: String,
}

/// `round(x, 3)` as Python has it: correctly rounded in decimal.
fn thousandths(x: f64) -> f64 {
    format!("{x:.3}").parse().expect("a number")
}

impl Record {
    fn new(id: usize, generator: &mut Random) -> Self {
        Self {
            id,
            name: format!("user-{id:07}"),
            score: thousandths(generator.random() * 100.0),
            active: generator.random() < 0.7,
            tags: std::array::from_fn(|_| *generator.choice(&TAGS)),
            street: format!("{} Main St", generator.randint(1, 200)),
        }
    }

    fn write(&self, out: &mut String) {
        let Self {
            id,
            name,
            score,
            active,
            tags,
            street,
        } = self;
        write!(out, "{{\"id\": {id}, \"name\": ").expect("memory");
        text(name, out);
        write!(
            out,
            ", \"score\": {score:?}, \"active\": {active}, \"tags\": ["
        )
        .expect("memory");
        for (i, tag) in tags.iter().enumerate() {
            if i > 0 {
                out.push_str(", ");
            }
            text(tag, out);
        }
        out.push_str("], \"address\": {\"street\": ");
        text(street, out);
        out.push_str(", \"zip\": null}}");
    }
}

/// A text in quotes, in ASCII.
fn text(value: &str, out: &mut String) {
    out.push('"');
    for c in value.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            ' '..='~' => out.push(c),
            _ => {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    write!(out, "\\u{unit:04x}").expect("memory");
                }
            }
        }
    }
    out.push('"');
}

fn main() -> std::io::Result<()> {
    let count = std::env::args()
        .nth(1)
        .map_or(100, |text| text.parse().expect("a number"));
    let mut generator = Random::new(17);
    let records: Vec<Record> = (0..count)
        .map(|id| Record::new(id, &mut generator))
        .collect();
    let mut file = BufWriter::new(File::create("records.jsonl")?);
    let mut total = 0;
    let mut line = String::new();
    for record in &records {
        line.clear();
        record.write(&mut line);
        line.push('\n');
        total += line.len();
        file.write_all(line.as_bytes())?;
    }
    file.flush()?;
    println!("{count} records, {total} characters");
    Ok(())
}
