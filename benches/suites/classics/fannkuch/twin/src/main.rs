//! Pancake flipping: checksum and maximum over all permutations of 1..n.

fn count_flips(permutation: &[u8]) -> i64 {
    let mut flipped = [0; 16];
    flipped[..permutation.len()].copy_from_slice(permutation);
    let mut flips = 0;
    while flipped[0] != 0 {
        let first = usize::from(flipped[0]);
        flipped[..=first].reverse();
        flips += 1;
    }
    flips
}

fn fannkuch(n: usize) -> (i64, i64) {
    let mut permutation: Vec<u8> = (0..n as u8).collect();
    let mut count = vec![0; n];
    let (mut checksum, mut most) = (0, 0);
    let mut sign = 1;
    let mut left = n;
    loop {
        for i in 1..left {
            count[i] = i + 1;
        }
        let flips = count_flips(&permutation);
        most = most.max(flips);
        checksum += sign * flips;
        sign = -sign;

        left = 1;
        loop {
            if left == n {
                return (checksum, most);
            }
            permutation[..=left].rotate_left(1);
            count[left] -= 1;
            if count[left] > 0 {
                break;
            }
            left += 1;
        }
    }
}

fn main() {
    let n = std::env::args()
        .nth(1)
        .map_or(7, |text| text.parse().expect("a number"));
    let (checksum, most) = fannkuch(n);
    println!("{checksum}\nPfannkuchen({n}) = {most}");
}
