//! Products, permutations and combinations.

use crate::integer::Integer;

/// `product(a, b)`
pub fn product2<A: Clone, B: Clone>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
) -> impl Iterator<Item = (A, B)> {
    let a: Vec<A> = a.into_iter().collect();
    let b: Vec<B> = b.into_iter().collect();
    a.into_iter().flat_map(move |x| b.clone().into_iter().map(move |y| (x.clone(), y)))
}

/// `product(a, b, c)`
pub fn product3<A: Clone, B: Clone, C: Clone>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    c: impl IntoIterator<Item = C>,
) -> impl Iterator<Item = (A, B, C)> {
    product2(product2(a, b), c).map(|((a, b), c)| (a, b, c))
}

/// `product(a, b, c, d)`
pub fn product4<A: Clone, B: Clone, C: Clone, D: Clone>(
    a: impl IntoIterator<Item = A>,
    b: impl IntoIterator<Item = B>,
    c: impl IntoIterator<Item = C>,
    d: impl IntoIterator<Item = D>,
) -> impl Iterator<Item = (A, B, C, D)> {
    product2(product3(a, b, c), d).map(|((a, b, c), d)| (a, b, c, d))
}

/// Walks index vectors: `step` moves to the next one, or says that there is none.
fn selections<T: Clone>(
    pools: Vec<Vec<T>>,
    mut places: Vec<usize>,
    mut live: bool,
    mut step: impl FnMut(&mut [usize]) -> bool,
) -> impl Iterator<Item = Vec<T>> {
    std::iter::from_fn(move || {
        if !live {
            return None;
        }
        let pool = |i: usize| if pools.len() == 1 { &pools[0] } else { &pools[i] };
        let chosen = places.iter().enumerate().map(|(i, place)| pool(i)[*place].clone()).collect();
        live = step(&mut places);
        Some(chosen)
    })
}

/// `product(*rows)`
pub fn product_rows<T: Clone, R: IntoIterator<Item = T>>(
    rows: impl IntoIterator<Item = R>,
) -> impl Iterator<Item = Vec<T>> {
    let pools: Vec<Vec<T>> = rows.into_iter().map(|row| row.into_iter().collect()).collect();
    let sizes: Vec<usize> = pools.iter().map(Vec::len).collect();
    let live = sizes.iter().all(|size| *size > 0);
    let start = vec![0; sizes.len()];
    selections(pools, start, live, move |places| {
        for i in (0..places.len()).rev() {
            places[i] += 1;
            if places[i] < sizes[i] {
                return true;
            }
            places[i] = 0;
        }
        false
    })
}

/// `product(items, repeat=times)`
pub fn product_repeat<T: Clone>(
    items: impl IntoIterator<Item = T>,
    times: impl Integer,
) -> impl Iterator<Item = Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    product_rows(vec![items; usize::try_from(times.clamp_i64()).unwrap_or(0)])
}

/// `permutations(items)`
pub fn permutations<T: Clone>(items: impl IntoIterator<Item = T>) -> impl Iterator<Item = Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    let count = items.len();
    permutations_of(items, count as i64)
}

/// `permutations(items, r)`
pub fn permutations_of<T: Clone>(
    items: impl IntoIterator<Item = T>,
    r: impl Integer,
) -> impl Iterator<Item = Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    let (n, r) = (items.len(), usize::try_from(r.clamp_i64()).unwrap_or(0));
    let mut order: Vec<usize> = (0..n).collect();
    let mut cycles: Vec<usize> = (0..r).map(|i| n.wrapping_sub(i)).collect();
    let start = (0..r.min(n)).collect();
    selections(vec![items], start, r <= n, move |places| {
        for i in (0..r).rev() {
            cycles[i] -= 1;
            if cycles[i] == 0 {
                order[i..].rotate_left(1);
                cycles[i] = n - i;
            } else {
                order.swap(i, n - cycles[i]);
                places.copy_from_slice(&order[..r]);
                return true;
            }
        }
        false
    })
}

/// `combinations(items, r)`
pub fn combinations<T: Clone>(
    items: impl IntoIterator<Item = T>,
    r: impl Integer,
) -> impl Iterator<Item = Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    let (n, r) = (items.len(), usize::try_from(r.clamp_i64()).unwrap_or(0));
    selections(vec![items], (0..r.min(n)).collect(), r <= n, move |places| {
        let Some(i) = (0..r).rev().find(|&i| places[i] != i + n - r) else { return false };
        places[i] += 1;
        for j in i + 1..r {
            places[j] = places[j - 1] + 1;
        }
        true
    })
}

/// `combinations_with_replacement(items, r)`
pub fn combinations_with_replacement<T: Clone>(
    items: impl IntoIterator<Item = T>,
    r: impl Integer,
) -> impl Iterator<Item = Vec<T>> {
    let items: Vec<T> = items.into_iter().collect();
    let (n, r) = (items.len(), usize::try_from(r.clamp_i64()).unwrap_or(0));
    selections(vec![items], vec![0; r], n > 0 || r == 0, move |places| {
        let Some(i) = (0..r).rev().find(|&i| places[i] + 1 != n) else { return false };
        let next = places[i] + 1;
        places[i..].fill(next);
        true
    })
}
