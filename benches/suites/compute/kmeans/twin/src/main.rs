//! Lloyd's algorithm: points in clusters around the nearest of k centres.

use python_random::Random;

/// Points of so many coordinates each, one behind the other.
struct Points {
    dimensions: usize,
    values: Vec<f64>,
}

impl Points {
    fn iter(&self) -> std::slice::ChunksExact<'_, f64> {
        self.values.chunks_exact(self.dimensions)
    }
}

/// Points scattered around as many middles as there are clusters.
fn make_points(count: usize, dimensions: usize, clusters: usize, generator: &mut Random) -> Points {
    let middles: Vec<Vec<f64>> = (0..clusters)
        .map(|_| {
            (0..dimensions)
                .map(|_| generator.uniform(-10.0, 10.0))
                .collect()
        })
        .collect();
    let mut values = Vec::with_capacity(count * dimensions);
    for _ in 0..count {
        let middle = generator.choice(&middles);
        values.extend(middle.iter().map(|&x| generator.gauss(x, 1.0)));
    }
    Points { dimensions, values }
}

fn distance_squared(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

fn nearest(point: &[f64], centres: &Points) -> usize {
    let (mut best, mut best_distance) = (0, f64::INFINITY);
    for (index, centre) in centres.iter().enumerate() {
        let distance = distance_squared(point, centre);
        if distance < best_distance {
            (best, best_distance) = (index, distance);
        }
    }
    best
}

fn kmeans(points: &Points, clusters: usize, rounds: usize) -> (Points, Vec<usize>) {
    let dimensions = points.dimensions;
    let mut centres = Points {
        dimensions,
        values: points.values[..clusters * dimensions].to_vec(),
    };
    let mut labels = Vec::new();
    for _ in 0..rounds {
        labels = points
            .iter()
            .map(|point| nearest(point, &centres))
            .collect();
        let mut sums = vec![0.0; clusters * dimensions];
        let mut counts = vec![0_usize; clusters];
        for (point, &label) in points.iter().zip(&labels) {
            counts[label] += 1;
            for (sum, x) in sums[label * dimensions..].iter_mut().zip(point) {
                *sum += x;
            }
        }
        for (index, (centre, sum)) in centres
            .values
            .chunks_exact_mut(dimensions)
            .zip(sums.chunks_exact(dimensions))
            .enumerate()
        {
            if counts[index] > 0 {
                for (x, sum) in centre.iter_mut().zip(sum) {
                    *x = sum / counts[index] as f64;
                }
            }
        }
    }
    (centres, labels)
}

fn main() {
    let mut args = std::env::args().skip(1);
    let count = args
        .next()
        .map_or(500, |text| text.parse().expect("a number"));
    let dimensions = args
        .next()
        .map_or(2, |text| text.parse().expect("a number"));
    let clusters = 10;
    let points = make_points(count, dimensions, clusters, &mut Random::new(11));
    let (centres, labels) = kmeans(&points, clusters, 10);
    let centre = |label: usize| &centres.values[label * dimensions..(label + 1) * dimensions];
    let inertia: f64 = points
        .iter()
        .zip(&labels)
        .map(|(point, &label)| distance_squared(point, centre(label)))
        .sum();
    for (index, centre) in centres.iter().enumerate() {
        let size = labels.iter().filter(|&&label| label == index).count();
        let shown: Vec<String> = centre.iter().take(4).map(|x| format!("{x:.4}")).collect();
        println!("{index} {size} {}", shown.join(" "));
    }
    println!("inertia {inertia:.4}");
}
