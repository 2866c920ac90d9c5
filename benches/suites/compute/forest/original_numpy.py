"""Predictions of a random forest: each tree votes for a class, the forest takes the mean of the votes."""

import random
import sys

import numpy as np


class Trees:
    """Nodes of all trees in columns; a leaf leads to itself."""

    def __init__(self) -> None:
        self.feature: list[int] = []
        self.threshold: list[float] = []
        self.left: list[int] = []
        self.right: list[int] = []
        self.value: list[float] = []

    def add(self, feature: int, threshold: float, left: int, right: int, value: float) -> int:
        at = len(self.value)
        self.feature.append(feature)
        self.threshold.append(threshold)
        self.left.append(left if left >= 0 else at)
        self.right.append(right if right >= 0 else at)
        self.value.append(value)
        return at

    def grow(self, depth: int, features: int, generator: random.Random) -> int:
        """A random tree: a stand-in for one that was trained. Gives its root."""
        if depth == 0 or generator.random() < 0.05:
            return self.add(0, 0.0, -1, -1, generator.random())
        feature = generator.randrange(features)
        threshold = generator.random()
        left = self.grow(depth - 1, features, generator)
        right = self.grow(depth - 1, features, generator)
        return self.add(feature, threshold, left, right, 0.0)


def predict(trees: Trees, roots: list[int], rows: np.ndarray, depth: int) -> np.ndarray:
    feature, threshold, value = np.array(trees.feature), np.array(trees.threshold), np.array(trees.value)
    left, right = np.array(trees.left), np.array(trees.right)
    lanes = np.arange(len(rows))
    total = np.zeros(len(rows))
    for root in roots:
        at = np.full(len(rows), root)
        for _ in range(depth):
            at = np.where(rows[lanes, feature[at]] <= threshold[at], left[at], right[at])
        total += value[at]
    return total / len(roots)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    number = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    features, depth = 20, 10
    generator = random.Random(5)
    trees = Trees()
    roots = [trees.grow(depth, features, generator) for _ in range(number)]
    rows = np.array([[generator.random() for _ in range(features)] for _ in range(count)])
    predictions = predict(trees, roots, rows, depth)
    print(f"rows {count} positive {int((predictions >= 0.5).sum())}")
    print(f"mean {predictions.mean():.6f} first {predictions[0]:.6f} last {predictions[-1]:.6f}")


if __name__ == "__main__":
    main()
