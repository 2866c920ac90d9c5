//! Perfect binary trees: many short-lived ones beside a long-lived one.

struct Tree {
    children: Option<(Box<Tree>, Box<Tree>)>,
}

impl Tree {
    fn make(depth: u32) -> Self {
        let child = || Box::new(Self::make(depth - 1));
        Self {
            children: (depth > 0).then(|| (child(), child())),
        }
    }

    /// Count the nodes.
    fn check(&self) -> i64 {
        match &self.children {
            None => 1,
            Some((left, right)) => 1 + left.check() + right.check(),
        }
    }
}

fn main() {
    let n = std::env::args()
        .nth(1)
        .map_or(10, |text| text.parse().expect("a number"));
    let shortest = 4;
    let longest = n.max(shortest + 2);

    println!(
        "stretch tree of depth {}\t check: {}",
        longest + 1,
        Tree::make(longest + 1).check()
    );
    let long_lived = Tree::make(longest);
    for depth in (shortest..=longest).step_by(2) {
        let rounds = 1 << (longest - depth + shortest);
        let total: i64 = (0..rounds).map(|_| Tree::make(depth).check()).sum();
        println!("{rounds}\t trees of depth {depth}\t check: {total}");
    }
    println!(
        "long lived tree of depth {longest}\t check: {}",
        long_lived.check()
    );
}
