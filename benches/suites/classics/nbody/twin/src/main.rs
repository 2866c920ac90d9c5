//! N-body simulation of the outer planets: symplectic integrator, energy printed before and after.

use std::f64::consts::PI;

const SOLAR_MASS: f64 = 4.0 * PI * PI;
const DAYS_PER_YEAR: f64 = 365.24;

struct Body {
    position: [f64; 3],
    velocity: [f64; 3],
    mass: f64,
}

fn planet(position: [f64; 3], velocity: [f64; 3], mass: f64) -> Body {
    Body {
        position,
        velocity: velocity.map(|v| v * DAYS_PER_YEAR),
        mass: mass * SOLAR_MASS,
    }
}

fn solar_system() -> [Body; 5] {
    [
        Body {
            position: [0.0; 3],
            velocity: [0.0; 3],
            mass: SOLAR_MASS,
        },
        planet(
            [
                4.841_431_442_464_721,
                -1.160_320_044_027_428_4,
                -1.036_220_444_711_231_1e-1,
            ],
            [
                1.660_076_642_744_037e-3,
                7.699_011_184_197_404e-3,
                -6.904_600_169_720_63e-5,
            ],
            9.547_919_384_243_266e-4,
        ),
        planet(
            [
                8.343_366_718_244_58,
                4.124_798_564_124_305,
                -4.035_234_171_143_214e-1,
            ],
            [
                -2.767_425_107_268_624e-3,
                4.998_528_012_349_172e-3,
                2.304_172_975_737_639_3e-5,
            ],
            2.858_859_806_661_308e-4,
        ),
        planet(
            [
                12.894_369_562_139_13,
                -15.111_151_401_698_631,
                -2.233_075_788_926_557_3e-1,
            ],
            [
                2.964_601_375_647_616e-3,
                2.378_471_739_594_809_5e-3,
                -2.965_895_685_402_375_6e-5,
            ],
            4.366_244_043_351_563e-5,
        ),
        planet(
            [
                15.379_697_114_850_917,
                -25.919_314_609_987_964,
                1.792_587_729_503_711_8e-1,
            ],
            [
                2.680_677_724_903_893e-3,
                1.628_241_700_382_423e-3,
                -9.515_922_545_197_159e-5,
            ],
            5.151_389_020_466_114_5e-5,
        ),
    ]
}

fn offset_momentum(bodies: &mut [Body]) {
    let mut momentum = [0.0; 3];
    for body in bodies.iter() {
        for (p, v) in momentum.iter_mut().zip(body.velocity) {
            *p += v * body.mass;
        }
    }
    bodies[0].velocity = momentum.map(|p| -p / SOLAR_MASS);
}

fn difference(a: &Body, b: &Body) -> [f64; 3] {
    let (p, q) = (a.position, b.position);
    [p[0] - q[0], p[1] - q[1], p[2] - q[2]]
}

fn square(v: [f64; 3]) -> f64 {
    v[0] * v[0] + v[1] * v[1] + v[2] * v[2]
}

fn energy(bodies: &[Body]) -> f64 {
    let mut total = 0.0;
    for (i, a) in bodies.iter().enumerate() {
        total += 0.5 * a.mass * square(a.velocity);
        for b in &bodies[i + 1..] {
            total -= a.mass * b.mass / square(difference(a, b)).sqrt();
        }
    }
    total
}

fn advance(bodies: &mut [Body; 5], dt: f64) {
    for i in 0..bodies.len() {
        let (left, right) = bodies.split_at_mut(i + 1);
        let a = &mut left[i];
        for b in right {
            let d = difference(a, b);
            let distance = square(d);
            let magnitude = dt / (distance * distance.sqrt());
            for k in 0..3 {
                a.velocity[k] -= d[k] * b.mass * magnitude;
                b.velocity[k] += d[k] * a.mass * magnitude;
            }
        }
    }
    for body in bodies {
        for (p, v) in body.position.iter_mut().zip(body.velocity) {
            *p += dt * v;
        }
    }
}

fn main() {
    let steps = std::env::args()
        .nth(1)
        .map_or(1000, |text| text.parse().expect("a number"));
    let mut bodies = solar_system();
    offset_momentum(&mut bodies);
    println!("{:.9}", energy(&bodies));
    for _ in 0..steps {
        advance(&mut bodies, 0.01);
    }
    println!("{:.9}", energy(&bodies));
}
