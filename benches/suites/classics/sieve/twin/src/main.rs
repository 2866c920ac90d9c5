//! The sieve of Eratosthenes.

/// All primes up to the limit.
fn sieve(limit: usize) -> Vec<usize> {
    let mut is_prime = vec![true; limit + 1];
    is_prime[..2].fill(false);
    let mut candidate = 2;
    while candidate * candidate <= limit {
        if is_prime[candidate] {
            for multiple in (candidate * candidate..=limit).step_by(candidate) {
                is_prime[multiple] = false;
            }
        }
        candidate += 1;
    }
    (0..=limit).filter(|&number| is_prime[number]).collect()
}

fn main() {
    let limit = std::env::args()
        .nth(1)
        .map_or(1000, |text| text.parse().expect("a number"));
    let primes = sieve(limit);
    let checksum = primes
        .iter()
        .fold(0, |sum, prime| (sum * 31 + prime) % 1_000_003);
    println!(
        "{} {:?} {checksum}",
        primes.len(),
        &primes[primes.len().saturating_sub(3)..]
    );
}
