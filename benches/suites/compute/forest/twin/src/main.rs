//! Predictions of a random forest: each tree votes for a class, the forest takes the mean of the votes.

use std::thread;

use python_random::Random;
use twin_forms::{Form, wide};

/// A tree's nodes in one row: a leaf has itself as child.
enum Node {
    Leaf(f64),
    Split {
        feature: usize,
        threshold: f64,
        left: usize,
        right: usize,
    },
}

const DEPTH: usize = 10;

/// A random tree: a stand-in for one that was trained. Gives the place of its root.
fn grow(depth: usize, features: usize, generator: &mut Random, nodes: &mut Vec<Node>) -> usize {
    let node = if depth == 0 || generator.random() < 0.05 {
        Node::Leaf(generator.random())
    } else {
        let feature = generator.below(features);
        let threshold = generator.random();
        let left = grow(depth - 1, features, generator, nodes);
        let right = grow(depth - 1, features, generator, nodes);
        Node::Split {
            feature,
            threshold,
            left,
            right,
        }
    };
    nodes.push(node);
    nodes.len() - 1
}

struct Forest {
    nodes: Vec<Node>,
    roots: Vec<usize>,
}

impl Forest {
    fn predict_one(&self, root: usize, row: &[f64]) -> f64 {
        let mut at = root;
        loop {
            match self.nodes[at] {
                Node::Leaf(value) => return value,
                Node::Split {
                    feature,
                    threshold,
                    left,
                    right,
                } => {
                    at = if row[feature] <= threshold {
                        left
                    } else {
                        right
                    };
                }
            }
        }
    }

    fn predict(&self, row: &[f64]) -> f64 {
        self.roots
            .iter()
            .map(|&root| self.predict_one(root, row))
            .sum::<f64>()
            / self.roots.len() as f64
    }
}

/// So many rows go through a tree side by side: while one waits for memory the others go on.
const LANES: usize = 8;

/// A node of a tree in which every way is `DEPTH` long: a leaf leads to itself, whatever it asks.
#[derive(Clone, Copy)]
struct Step {
    threshold: f64,
    feature: u32,
    /// Where to go: for a value above the threshold, one further to the second.
    next: [u32; 2],
}

struct Steps {
    steps: Vec<Step>,
    values: Vec<f64>,
}

impl Steps {
    fn of(forest: &Forest) -> Self {
        let mut steps = Vec::with_capacity(forest.nodes.len());
        let mut values = Vec::with_capacity(forest.nodes.len());
        for (node, at) in forest.nodes.iter().zip(0..) {
            let (step, value) = match *node {
                Node::Leaf(value) => (
                    Step {
                        threshold: 0.0,
                        feature: 0,
                        next: [at, at],
                    },
                    value,
                ),
                Node::Split {
                    feature,
                    threshold,
                    left,
                    right,
                } => (
                    Step {
                        threshold,
                        feature: feature as u32,
                        next: [left as u32, right as u32],
                    },
                    0.0,
                ),
            };
            steps.push(step);
            values.push(value);
        }
        Self { steps, values }
    }
}

/// The sums of the trees' values for some rows, `LANES` at a time; `columns` has the features of such a group one behind the other.
#[inline(always)]
fn predict_lanes(
    steps: &Steps,
    roots: &[usize],
    columns: &[[f64; LANES]],
    features: usize,
    sums: &mut [[f64; LANES]],
) {
    for (columns, sums) in columns.chunks_exact(features).zip(sums) {
        for &root in roots {
            let mut at = [root as u32; LANES];
            for _ in 0..DEPTH {
                for (lane, at) in at.iter_mut().enumerate() {
                    let step = &steps.steps[*at as usize];
                    let above = columns[step.feature as usize][lane] > step.threshold;
                    *at = step.next[usize::from(above)];
                }
            }
            for (sum, at) in sums.iter_mut().zip(at) {
                *sum += steps.values[at as usize];
            }
        }
    }
}

/// As `predict` for all rows, several rows side by side, each thread with rows of its own.
fn predict_all(forest: &Forest, rows: &[Vec<f64>], features: usize, form: Form) -> Vec<f64> {
    let steps = Steps::of(forest);
    let columns: Vec<[f64; LANES]> = rows
        .chunks(LANES)
        .flat_map(|group| {
            (0..features).map(move |feature| {
                std::array::from_fn(|lane| group.get(lane).map_or(0.0, |row| row[feature]))
            })
        })
        .collect();
    let mut sums = vec![[0.0; LANES]; rows.len().div_ceil(LANES)];
    let share = sums.len().div_ceil(form.threads());
    thread::scope(|scope| {
        for (columns, sums) in columns.chunks(share * features).zip(sums.chunks_mut(share)) {
            let (steps, roots) = (&steps, forest.roots.as_slice());
            scope.spawn(move || {
                wide!(
                    form,
                    predict_lanes(
                        steps: &Steps,
                        roots: &[usize],
                        columns: &[[f64; LANES]],
                        features: usize,
                        sums: &mut [[f64; LANES]],
                    )
                );
            });
        }
    });
    let trees = forest.roots.len() as f64;
    sums.as_flattened()[..rows.len()]
        .iter()
        .map(|sum| sum / trees)
        .collect()
}

fn main() {
    let mut args = std::env::args().skip(1);
    let count = args
        .next()
        .map_or(50, |text| text.parse().expect("a number"));
    let trees: usize = args
        .next()
        .map_or(10, |text| text.parse().expect("a number"));
    let features = 20;
    let mut generator = Random::new(5);
    let mut nodes = Vec::new();
    let roots = (0..trees)
        .map(|_| grow(DEPTH, features, &mut generator, &mut nodes))
        .collect();
    let forest = Forest { nodes, roots };
    let rows: Vec<Vec<f64>> = (0..count)
        .map(|_| (0..features).map(|_| generator.random()).collect())
        .collect();
    let form = Form::from_env();
    let predictions: Vec<f64> = if form.wide() {
        predict_all(&forest, &rows, features, form)
    } else {
        rows.iter().map(|row| forest.predict(row)).collect()
    };
    let positive = predictions.iter().filter(|&&value| value >= 0.5).count();
    println!("rows {count} positive {positive}");
    let mean = predictions.iter().sum::<f64>() / count as f64;
    println!(
        "mean {mean:.6} first {:.6} last {:.6}",
        predictions[0],
        predictions[count - 1]
    );
}
