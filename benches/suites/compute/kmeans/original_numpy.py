"""Lloyd's algorithm: points in clusters around the nearest of k centres."""

import random
import sys

import numpy as np


def make_points(count: int, dimensions: int, clusters: int, generator: random.Random) -> np.ndarray:
    """Points scattered around as many middles as there are clusters."""
    middles = [[generator.uniform(-10, 10) for _ in range(dimensions)] for _ in range(clusters)]
    return np.array([[generator.gauss(x, 1.0) for x in generator.choice(middles)] for _ in range(count)])


def kmeans(points: np.ndarray, clusters: int, rounds: int) -> tuple[np.ndarray, np.ndarray]:
    centres = points[:clusters].copy()
    labels = np.zeros(len(points), dtype=int)
    for _ in range(rounds):
        distances = ((points[:, None, :] - centres[None, :, :]) ** 2).sum(axis=2)
        labels = distances.argmin(axis=1)
        for index in range(clusters):
            group = points[labels == index]
            if len(group) > 0:
                centres[index] = group.mean(axis=0)
    return centres, labels


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    dimensions = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    clusters = 10
    points = make_points(count, dimensions, clusters, random.Random(11))
    centres, labels = kmeans(points, clusters, rounds=10)
    inertia = ((points - centres[labels]) ** 2).sum()
    for index, centre in enumerate(centres):
        print(index, int((labels == index).sum()), " ".join(f"{x:.4f}" for x in centre[:4]))
    print(f"inertia {inertia:.4f}")


if __name__ == "__main__":
    main()
