//! The error function: Sun's approximations by quotients of polynomials, as the C library has them.

const EFX8: f64 = 1.0270333367641007;
const ERX: f64 = 0.8450629115104675;

/// Up to 0.84375.
const NEAR: ([f64; 5], [f64; 6]) = (
    [
        0.12837916709551256,
        -0.3250421072470015,
        -0.02848174957559851,
        -0.005770270296489442,
        -2.3763016656650163e-05,
    ],
    [
        1.0,
        0.39791722395915535,
        0.0650222499887673,
        0.005081306281875766,
        0.00013249473800432164,
        -3.960228278775368e-06,
    ],
);
/// Up to 1.25.
const MIDDLE: ([f64; 7], [f64; 7]) = (
    [
        -0.0023621185607526594,
        0.41485611868374833,
        -0.3722078760357013,
        0.31834661990116175,
        -0.11089469428239668,
        0.035478304325618236,
        -0.002166375594868791,
    ],
    [
        1.0,
        0.10642088040084423,
        0.540397917702171,
        0.07182865441419627,
        0.12617121980876164,
        0.01363708391202905,
        0.011984499846799107,
    ],
);
/// Up to 1 / 0.35.
const FAR: ([f64; 8], [f64; 9]) = (
    [
        -0.009864944034847148,
        -0.6938585727071818,
        -10.558626225323291,
        -62.375332450326006,
        -162.39666946257347,
        -184.60509290671104,
        -81.2874355063066,
        -9.814329344169145,
    ],
    [
        1.0,
        19.651271667439257,
        137.65775414351904,
        434.56587747522923,
        645.3872717332679,
        429.00814002756783,
        108.63500554177944,
        6.570249770319282,
        -0.0604244152148581,
    ],
);
/// Up to 28.
const FARTHEST: ([f64; 7], [f64; 8]) = (
    [
        -0.0098649429247001,
        -0.799283237680523,
        -17.757954917754752,
        -160.63638485582192,
        -637.5664433683896,
        -1025.0951316110772,
        -483.5191916086514,
    ],
    [
        1.0,
        30.33806074348246,
        325.7925129965739,
        1536.729586084437,
        3199.8582195085955,
        2553.0504064331644,
        474.52854120695537,
        -22.44095244658582,
    ],
);

/// Two terms at a time, as the library adds them: the last digit depends on it.
fn polynomial(x: f64, coefficients: &[f64]) -> f64 {
    let (square, fourth) = (x * x, (x * x) * (x * x));
    let powers = [1.0, square, fourth, fourth * square, fourth * fourth];
    let pairs =
        coefficients.chunks(2).map(|pair| pair.get(1).map_or(pair[0], |next| pair[0] + x * next));
    pairs
        .zip(powers)
        .map(|(pair, power)| power * pair)
        .reduce(|sum, each| sum + each)
        .unwrap_or_default()
}

fn quotient(x: f64, (top, bottom): (&[f64], &[f64])) -> f64 {
    polynomial(x, top) / polynomial(x, bottom)
}

/// What `1 - erf` is for 0.84375 and more.
fn complement(size: f64) -> f64 {
    if size < 1.25 {
        return 1.0 - ERX - quotient(size - 1.0, (&MIDDLE.0, &MIDDLE.1));
    }
    let s = 1.0 / (size * size);
    let rest = if size < 1.0 / 0.35 {
        quotient(s, (&FAR.0, &FAR.1))
    } else {
        quotient(s, (&FARTHEST.0, &FARTHEST.1))
    };
    let z = f64::from_bits(size.to_bits() & 0xffff_ffff_0000_0000);
    (-z * z - 0.5625).exp() * ((z - size) * (z + size) + rest).exp() / size
}

/// `math.erf(x)`
pub fn erf(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() {
        x
    } else if size < 0.84375 {
        if size < 2f64.powi(-28) {
            return 0.125 * (8.0 * x + EFX8 * x);
        }
        x + x * quotient(x * x, (&NEAR.0, &NEAR.1))
    } else if size < 1.25 {
        (ERX + quotient(size - 1.0, (&MIDDLE.0, &MIDDLE.1))).copysign(x)
    } else if size < 6.0 {
        (1.0 - complement(size)).copysign(x)
    } else {
        1f64.copysign(x)
    }
}

/// `math.erfc(x)`
pub fn erfc(x: f64) -> f64 {
    let size = x.abs();
    if x.is_nan() {
        x
    } else if size < 0.84375 {
        if size < 2f64.powi(-56) {
            return 1.0 - x;
        }
        let y = quotient(x * x, (&NEAR.0, &NEAR.1));
        if x < 0.25 { 1.0 - (x + x * y) } else { 0.5 - (x - 0.5 + x * y) }
    } else if size >= 28.0 || x < -6.0 {
        if x < 0.0 { 2.0 } else { 0.0 }
    } else if size < 1.25 && x < 0.0 {
        1.0 + (ERX + quotient(size - 1.0, (&MIDDLE.0, &MIDDLE.1)))
    } else if x < 0.0 {
        2.0 - complement(size)
    } else {
        complement(size)
    }
}
