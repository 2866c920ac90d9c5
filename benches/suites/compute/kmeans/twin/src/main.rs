//! Lloyd's algorithm: points in clusters around the nearest of k centres.

use std::thread;

use python_random::Random;
use twin_forms::{Form, wide};

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

/// So many points are looked at side by side.
const LANES: usize = 8;

/// One coordinate of some points.
type Lanes = [f64; LANES];

/// Points in groups of `LANES`, each with its first coordinates, then its second ones; the last group is filled up.
fn transpose(points: &Points) -> Vec<Lanes> {
    let d = points.dimensions;
    points
        .values
        .chunks(LANES * d)
        .flat_map(|group| {
            (0..d).map(move |axis| {
                std::array::from_fn(|lane| group.get(lane * d + axis).copied().unwrap_or(0.0))
            })
        })
        .collect()
}

/// The labels of groups of points.
#[inline(always)]
fn nearest_lanes(
    groups: &[Lanes],
    centres: &[f64],
    dimensions: usize,
    labels: &mut [[u32; LANES]],
) {
    for (group, labels) in groups.chunks_exact(dimensions).zip(labels) {
        let mut least: Lanes = [f64::INFINITY; LANES];
        let mut best = [0.0_f64; LANES];
        for (centre, index) in centres.chunks_exact(dimensions).zip(0..) {
            let mut distances: Lanes = [0.0; LANES];
            for (xs, c) in group.iter().zip(centre) {
                for (distance, x) in distances.iter_mut().zip(xs) {
                    *distance += (x - c) * (x - c);
                }
            }
            let index = f64::from(index);
            for ((least, best), distance) in least.iter_mut().zip(&mut best).zip(distances) {
                let nearer = distance < *least;
                *least = if nearer { distance } else { *least };
                *best = if nearer { index } else { *best };
            }
        }
        *labels = best.map(|index| index as u32);
    }
}

/// Sums and numbers of the points of each cluster.
struct Sums {
    sums: Vec<f64>,
    counts: Vec<usize>,
}

impl Sums {
    fn of(points: &[f64], labels: &[u32], dimensions: usize, clusters: usize) -> Self {
        let mut sums = vec![0.0; clusters * dimensions];
        let mut counts = vec![0; clusters];
        for (point, &label) in points.chunks_exact(dimensions).zip(labels) {
            let label = label as usize;
            counts[label] += 1;
            for (sum, x) in sums[label * dimensions..].iter_mut().zip(point) {
                *sum += x;
            }
        }
        Self { sums, counts }
    }

    fn add(&mut self, other: &Self) {
        for (sum, more) in self.sums.iter_mut().zip(&other.sums) {
            *sum += more;
        }
        for (count, more) in self.counts.iter_mut().zip(&other.counts) {
            *count += more;
        }
    }
}

/// As `kmeans`, several points side by side, each thread with points of its own.
fn kmeans_lanes(
    points: &Points,
    clusters: usize,
    rounds: usize,
    form: Form,
) -> (Points, Vec<usize>) {
    let dimensions = points.dimensions;
    let mut centres = points.values[..clusters * dimensions].to_vec();
    let groups = transpose(points);
    let mut labels = vec![[0_u32; LANES]; groups.len() / dimensions];
    let share = labels.len().div_ceil(form.threads());
    for _ in 0..rounds {
        let total = thread::scope(|scope| {
            let parts = groups
                .chunks(share * dimensions)
                .zip(labels.chunks_mut(share));
            let workers: Vec<_> = parts
                .zip(points.values.chunks(share * dimensions * LANES))
                .map(|((groups, labels), points)| {
                    let centres = centres.as_slice();
                    scope.spawn(move || {
                        wide!(
                            form,
                            nearest_lanes(
                                groups: &[Lanes],
                                centres: &[f64],
                                dimensions: usize,
                                labels: &mut [[u32; LANES]],
                            )
                        );
                        Sums::of(points, labels.as_flattened(), dimensions, clusters)
                    })
                })
                .collect();
            workers
                .into_iter()
                .map(|worker| worker.join().expect("a worker that ends"))
                .reduce(|mut all, part| {
                    all.add(&part);
                    all
                })
                .expect("points")
        });
        for ((centre, sum), &count) in centres
            .chunks_exact_mut(dimensions)
            .zip(total.sums.chunks_exact(dimensions))
            .zip(&total.counts)
        {
            if count > 0 {
                for (x, sum) in centre.iter_mut().zip(sum) {
                    *x = sum / count as f64;
                }
            }
        }
    }
    let count = points.values.len() / dimensions;
    let labels = labels.as_flattened()[..count]
        .iter()
        .map(|&label| label as usize)
        .collect();
    (
        Points {
            dimensions,
            values: centres,
        },
        labels,
    )
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
    let form = Form::from_env();
    let (centres, labels) = if form.wide() {
        kmeans_lanes(&points, clusters, 10, form)
    } else {
        kmeans(&points, clusters, 10)
    };
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
