"""Predictions of a random forest: each tree votes for a class, the forest takes the mean of the votes."""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass


@dataclass
class Node:
    """A question about one feature, or, without children, an answer."""

    feature: int
    threshold: float
    left: Node | None
    right: Node | None
    value: float

    def is_leaf(self) -> bool:
        return self.left is None


def grow(depth: int, features: int, generator: random.Random) -> Node:
    """A random tree: a stand-in for one that was trained."""
    if depth == 0 or generator.random() < 0.05:
        return Node(-1, 0.0, None, None, generator.random())
    feature = generator.randrange(features)
    threshold = generator.random()
    left = grow(depth - 1, features, generator)
    right = grow(depth - 1, features, generator)
    return Node(feature, threshold, left, right, 0.0)


def predict_one(tree: Node, row: list[float]) -> float:
    node = tree
    while not node.is_leaf():
        if row[node.feature] <= node.threshold:
            node = node.left
        else:
            node = node.right
    return node.value


class Forest:
    def __init__(self, trees: list[Node]) -> None:
        self.trees = trees

    def predict(self, rows: list[list[float]]) -> list[float]:
        return [sum(predict_one(tree, row) for tree in self.trees) / len(self.trees) for row in rows]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    trees = int(sys.argv[2]) if len(sys.argv) > 2 else 10
    features = 20
    generator = random.Random(5)
    forest = Forest([grow(10, features, generator) for _ in range(trees)])
    rows = [[generator.random() for _ in range(features)] for _ in range(count)]
    predictions = forest.predict(rows)
    positive = sum(1 for value in predictions if value >= 0.5)
    print(f"rows {count} positive {positive}")
    print(f"mean {sum(predictions) / count:.6f} first {predictions[0]:.6f} last {predictions[-1]:.6f}")


if __name__ == "__main__":
    main()
