"""Perfect binary trees: many short-lived ones beside a long-lived one."""

import sys


class Tree:
    def __init__(self, left, right):
        self.left = left
        self.right = right

    def check(self):
        """Count the nodes."""
        if self.left is None:
            return 1
        return 1 + self.left.check() + self.right.check()


def make(depth):
    if depth == 0:
        return Tree(None, None)
    return Tree(make(depth - 1), make(depth - 1))


def main():
    n = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    shortest = 4
    longest = max(shortest + 2, n)

    print(f"stretch tree of depth {longest + 1}\t check: {make(longest + 1).check()}")
    long_lived = make(longest)
    for depth in range(shortest, longest + 1, 2):
        rounds = 2 ** (longest - depth + shortest)
        total = 0
        for _ in range(rounds):
            total += make(depth).check()
        print(f"{rounds}\t trees of depth {depth}\t check: {total}")
    print(f"long lived tree of depth {longest}\t check: {long_lived.check()}")


if __name__ == "__main__":
    main()
