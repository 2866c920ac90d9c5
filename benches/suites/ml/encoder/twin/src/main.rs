//! The embedding of a text by a transformer's encoder of the shape of a MiniLM, with generated weights.

use dense::{Block, Matrix};
use python_random::Random;
use twin_forms::Form;

const VOCABULARY: usize = 2000;
const TEXT: &str = "the quick report of a global market says that strong demand for local service and steady growth go on";

/// The checksum of zlib.
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0_u32, |crc, &byte| {
        (0..8).fold(crc ^ u32::from(byte), |crc, _| {
            crc >> 1 ^ if crc & 1 == 1 { 0xedb8_8320 } else { 0 }
        })
    })
}

/// Words by their checksums, from the start again until there are enough.
fn tokens_of(text: &str, count: usize) -> Vec<usize> {
    let words: Vec<usize> = text
        .split(' ')
        .map(|word| crc32(word.as_bytes()) as usize % VOCABULARY)
        .collect();
    words.into_iter().cycle().take(count).collect()
}

fn main() {
    let args: Vec<usize> = std::env::args()
        .skip(1)
        .map(|text| text.parse().expect("a number"))
        .collect();
    let [width, layers, count, rounds] = args[..] else {
        panic!("width, layers, words and rounds are wanted");
    };
    let form = Form::from_env();
    let mut generator = Random::new(51);
    let words = Matrix::random(VOCABULARY, width, &mut generator);
    let places = Matrix::random(count, width, &mut generator);
    let blocks: Vec<Block> = (0..layers)
        .map(|_| Block::random(width, 12, &mut generator))
        .collect();
    let tokens = tokens_of(TEXT, count);
    let mut embedding = vec![0.0; width];
    for _ in 0..rounds {
        let mut x = places.clone();
        for (row, &token) in x.values.chunks_exact_mut(width).zip(&tokens) {
            for (value, more) in row.iter_mut().zip(words.row(token)) {
                *value += more;
            }
        }
        x = x.normalised();
        for block in &blocks {
            x = block.forward(&x, form);
        }
        let mut mean = vec![0.0_f32; width];
        for row in x.normalised().values.chunks_exact(width) {
            for (sum, value) in mean.iter_mut().zip(row) {
                *sum += value / count as f32;
            }
        }
        let length = mean.iter().map(|value| value * value).sum::<f32>().sqrt();
        embedding = mean.iter().map(|value| value / length).collect();
    }
    let shown: Vec<String> = embedding
        .iter()
        .take(6)
        .map(|value| format!("{value:.4}"))
        .collect();
    println!("{}", shown.join(" "));
    let (at, largest) = embedding
        .iter()
        .enumerate()
        .max_by(|a, b| a.1.total_cmp(b.1))
        .expect("values");
    println!("largest {largest:.4} at {at}");
}
