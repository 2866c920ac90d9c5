//! Predictions of a random forest: each tree votes for a class, the forest takes the mean of the votes.

use python_random::Random;

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
        .map(|_| grow(10, features, &mut generator, &mut nodes))
        .collect();
    let forest = Forest { nodes, roots };
    let rows: Vec<Vec<f64>> = (0..count)
        .map(|_| (0..features).map(|_| generator.random()).collect())
        .collect();
    let predictions: Vec<f64> = rows.iter().map(|row| forest.predict(row)).collect();
    let positive = predictions.iter().filter(|&&value| value >= 0.5).count();
    println!("rows {count} positive {positive}");
    let mean = predictions.iter().sum::<f64>() / count as f64;
    println!(
        "mean {mean:.6} first {:.6} last {:.6}",
        predictions[0],
        predictions[count - 1]
    );
}
