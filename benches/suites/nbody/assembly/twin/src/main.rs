//! A chain of bodies in a plane, hung up by rigid links: accelerations from the constraints' multipliers, integrated by
//! Runge-Kutta or velocity Verlet, and brought back onto the constraints by Newton's method after each step.
//!
//! Neighbouring links alone share a body, so that the matrix of the constraints is tridiagonal.

use std::env;

const GRAVITY: f64 = 9.81;
const LENGTH: f64 = 1.0;
const MASS: f64 = 1.0;

#[derive(Clone, Copy, PartialEq)]
enum Integrator {
    RungeKutta,
    Verlet,
}

/// A pair of coordinates.
type Vector = [f64; 2];

fn plus(a: Vector, b: Vector, factor: f64) -> Vector {
    [a[0] + factor * b[0], a[1] + factor * b[1]]
}

fn dot(a: Vector, b: Vector) -> f64 {
    a[0] * b[0] + a[1] * b[1]
}

/// The differences of each body to the one above it; the first hangs on the origin.
fn links(values: &[Vector], links: &mut [Vector]) {
    let mut above = [0.0, 0.0];
    for (link, value) in links.iter_mut().zip(values) {
        *link = plus(*value, above, -1.0);
        above = *value;
    }
}

/// Room for a step, so that none is asked for while it is made.
struct Solver {
    links: Vec<Vector>,
    speeds: Vec<Vector>,
    diagonal: Vec<f64>,
    beside: Vec<f64>,
    right: Vec<f64>,
}

impl Solver {
    fn new(bodies: usize) -> Self {
        Self {
            links: vec![[0.0; 2]; bodies],
            speeds: vec![[0.0; 2]; bodies],
            diagonal: vec![0.0; bodies],
            beside: vec![0.0; bodies],
            right: vec![0.0; bodies],
        }
    }

    /// Solves (J M^-1 J^T) x = right in place, for the links of now: elimination along the chain.
    fn solve(&mut self) {
        let n = self.links.len();
        for i in 0..n {
            let own = dot(self.links[i], self.links[i]);
            self.diagonal[i] = if i == 0 { own } else { 2.0 * own } / MASS;
            self.beside[i] = if i == 0 {
                0.0
            } else {
                -dot(self.links[i - 1], self.links[i]) / MASS
            };
        }
        for i in 1..n {
            let factor = self.beside[i] / self.diagonal[i - 1];
            self.diagonal[i] -= factor * self.beside[i];
            self.right[i] -= factor * self.right[i - 1];
        }
        for i in (0..n).rev() {
            if i + 1 < n {
                self.right[i] -= self.beside[i + 1] * self.right[i + 1];
            }
            self.right[i] /= self.diagonal[i];
        }
    }

    /// The force of the multipliers on body `i`: that of its own link, less that of the next one.
    fn pull(&self, i: usize) -> Vector {
        let own = plus([0.0; 2], self.links[i], self.right[i]);
        match self.links.get(i + 1) {
            Some(next) => plus(own, *next, -self.right[i + 1]),
            None => own,
        }
    }

    /// Gravity, and what the links add to it: J a = -(J' v).
    fn accelerations(&mut self, positions: &[Vector], velocities: &[Vector], out: &mut [Vector]) {
        links(positions, &mut self.links);
        links(velocities, &mut self.speeds);
        for i in 0..positions.len() {
            // All bodies fall alike: only the first link, which ends at the origin, is pulled by gravity.
            let falling = if i == 0 {
                -GRAVITY * self.links[0][1]
            } else {
                0.0
            };
            self.right[i] = -dot(self.speeds[i], self.speeds[i]) - falling;
        }
        self.solve();
        for (i, out) in out.iter_mut().enumerate() {
            *out = plus([0.0, -GRAVITY], self.pull(i), 1.0 / MASS);
        }
    }

    /// Newton's method on the lengths, then the part of the velocities that would change them is taken away.
    fn project(&mut self, positions: &mut [Vector], velocities: &mut [Vector]) {
        for _ in 0..5 {
            links(positions, &mut self.links);
            let mut worst = 0.0_f64;
            for (right, link) in self.right.iter_mut().zip(&self.links) {
                let wrong = (dot(*link, *link) - LENGTH * LENGTH) / 2.0;
                worst = worst.max(wrong.abs());
                *right = -wrong;
            }
            if worst < 1e-13 {
                break;
            }
            self.solve();
            for (i, position) in positions.iter_mut().enumerate() {
                *position = plus(*position, self.pull(i), 1.0 / MASS);
            }
        }
        links(positions, &mut self.links);
        links(velocities, &mut self.speeds);
        for i in 0..positions.len() {
            self.right[i] = -dot(self.links[i], self.speeds[i]);
        }
        self.solve();
        for (i, velocity) in velocities.iter_mut().enumerate() {
            *velocity = plus(*velocity, self.pull(i), 1.0 / MASS);
        }
    }
}

struct Assembly {
    positions: Vec<Vector>,
    velocities: Vec<Vector>,
}

impl Assembly {
    /// A chain that hangs a little out of the plumb line.
    fn new(bodies: usize) -> Self {
        let mut at = [0.0, 0.0];
        let positions = (0..bodies)
            .map(|i| {
                let angle = 0.2 - 0.1 * i as f64 / bodies as f64;
                at = plus(at, [angle.sin(), -angle.cos()], LENGTH);
                at
            })
            .collect();
        Self {
            positions,
            velocities: vec![[0.0; 2]; bodies],
        }
    }

    fn energy(&self) -> f64 {
        let bodies = self.positions.iter().zip(&self.velocities);
        bodies
            .map(|(position, velocity)| {
                MASS * (dot(*velocity, *velocity) / 2.0 + GRAVITY * position[1])
            })
            .sum()
    }

    /// The largest error of a length.
    fn violation(&self) -> f64 {
        let mut own = vec![[0.0; 2]; self.positions.len()];
        links(&self.positions, &mut own);
        own.iter()
            .map(|link| (dot(*link, *link).sqrt() - LENGTH).abs())
            .fold(0.0, f64::max)
    }

    fn run(&mut self, steps: usize, dt: f64, integrator: Integrator) {
        let n = self.positions.len();
        let mut solver = Solver::new(n);
        let mut stages = vec![vec![[0.0; 2]; n]; 4];
        let mut speeds = vec![vec![[0.0; 2]; n]; 4];
        let mut moved = vec![[0.0; 2]; n];
        let (positions, velocities) = (&mut self.positions, &mut self.velocities);
        if integrator == Integrator::Verlet {
            solver.accelerations(positions, velocities, &mut stages[0]);
        }
        for _ in 0..steps {
            match integrator {
                Integrator::RungeKutta => {
                    for stage in 0..4 {
                        let h = [0.0, dt / 2.0, dt / 2.0, dt][stage];
                        let last = stage.saturating_sub(1);
                        for i in 0..n {
                            moved[i] = plus(positions[i], speeds[last][i], h);
                            let velocity = plus(velocities[i], stages[last][i], h);
                            speeds[stage][i] = velocity;
                        }
                        // The first stage starts from here, whatever the last step left.
                        if stage == 0 {
                            moved.copy_from_slice(positions);
                            speeds[0].copy_from_slice(velocities);
                        }
                        solver.accelerations(&moved, &speeds[stage], &mut stages[stage]);
                    }
                    let weighted = |all: &[Vec<Vector>], i: usize| -> Vector {
                        std::array::from_fn(|axis| {
                            (all[0][i][axis]
                                + 2.0 * all[1][i][axis]
                                + 2.0 * all[2][i][axis]
                                + all[3][i][axis])
                                / 6.0
                        })
                    };
                    for i in 0..n {
                        positions[i] = plus(positions[i], weighted(&speeds, i), dt);
                        velocities[i] = plus(velocities[i], weighted(&stages, i), dt);
                    }
                }
                Integrator::Verlet => {
                    for i in 0..n {
                        velocities[i] = plus(velocities[i], stages[0][i], dt / 2.0);
                        positions[i] = plus(positions[i], velocities[i], dt);
                    }
                    solver.accelerations(positions, velocities, &mut stages[0]);
                    for i in 0..n {
                        velocities[i] = plus(velocities[i], stages[0][i], dt / 2.0);
                    }
                }
            }
            solver.project(positions, velocities);
        }
    }
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let after = |name: &str| {
        args.iter()
            .position(|arg| arg == name)
            .map(|place| args[place + 1].as_str())
    };
    let sizes: Vec<usize> = after("--sizes")
        .unwrap_or("4")
        .split(',')
        .map(|text| text.parse().expect("a number"))
        .collect();
    let duration: f64 = after("--duration")
        .unwrap_or("0.1")
        .parse()
        .expect("a number");
    let dt: f64 = after("--dt").unwrap_or("0.001").parse().expect("a number");
    let integrator = match after("--integrator") {
        Some("verlet") => Integrator::Verlet,
        _ => Integrator::RungeKutta,
    };
    for bodies in sizes {
        let mut assembly = Assembly::new(bodies);
        let before = assembly.energy();
        assembly.run((duration / dt).round() as usize, dt, integrator);
        let last = assembly.positions[bodies - 1];
        println!(
            "{bodies} bodies: last at {:.6} {:.6}, energy {:.4} to {:.4}, lengths {}",
            last[0],
            last[1],
            before,
            assembly.energy(),
            if assembly.violation() < 1e-9 {
                "kept"
            } else {
                "lost"
            }
        );
    }
}
