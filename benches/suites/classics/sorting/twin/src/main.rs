//! Merge sort of a linked list, quicksort of an array; both must agree.

struct Node {
    value: i32,
    next: List,
}

type List = Option<Box<Node>>;

/// Joins two sorted lists to one.
fn merge(mut a: List, mut b: List) -> List {
    let mut head = None;
    let mut tail = &mut head;
    loop {
        let least = match (&a, &b) {
            (Some(x), Some(y)) => {
                if y.value < x.value {
                    &mut b
                } else {
                    &mut a
                }
            }
            _ => break,
        };
        let node = tail.insert(least.take().expect("both lists have a node"));
        *least = node.next.take();
        tail = &mut node.next;
    }
    *tail = a.or(b);
    head
}

fn sort_list(mut head: List, length: usize) -> List {
    if length < 2 {
        return head;
    }
    let half = length.div_ceil(2);
    let mut link = &mut head;
    for _ in 0..half {
        link = &mut link.as_mut().expect("the list is long enough").next;
    }
    let second = link.take();
    merge(sort_list(head, half), sort_list(second, length - half))
}

fn quicksort(mut numbers: &mut [i32]) {
    while numbers.len() > 1 {
        let pivot = numbers[(numbers.len() - 1) / 2];
        let (mut i, mut j) = (0, numbers.len() - 1);
        loop {
            while numbers[i] < pivot {
                i += 1;
            }
            while numbers[j] > pivot {
                j -= 1;
            }
            if i >= j {
                break;
            }
            numbers.swap(i, j);
            i += 1;
            j -= 1;
        }
        let (left, right) = numbers.split_at_mut(j + 1);
        if left.len() < right.len() {
            quicksort(left);
            numbers = right;
        } else {
            quicksort(right);
            numbers = left;
        }
    }
}

fn main() {
    let n = std::env::args()
        .nth(1)
        .map_or(1000, |text| text.parse().expect("a number"));
    let mut state = 1_u32;
    let mut next = || {
        state = state.wrapping_mul(1_103_515_245).wrapping_add(12345);
        (state >> 8) as i32 % 100_000
    };
    let mut numbers: Vec<i32> = (0..n).map(|_| next()).collect();
    let mut head: List = None;
    for &value in &numbers {
        head = Some(Box::new(Node { value, next: head }));
    }
    head = sort_list(head, n);
    quicksort(&mut numbers);

    let mut same = true;
    let mut checksum = 0_u64;
    for &number in &numbers {
        if let Some(node) = head {
            same = same && node.value == number;
            head = node.next;
        }
        checksum = checksum.wrapping_mul(31).wrapping_add(number as u64);
    }
    let verdict = if same { "equal" } else { "different" };
    let (first, last) = (numbers[0], numbers[n - 1]);
    println!("{n} numbers, {verdict}, from {first} to {last}, checksum {checksum:x}");
}
