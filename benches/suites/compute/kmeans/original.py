"""Lloyd's algorithm: points in clusters around the nearest of k centres."""

import random
import sys

Point = list[float]


def make_points(count: int, dimensions: int, clusters: int, generator: random.Random) -> list[Point]:
    """Points scattered around as many middles as there are clusters."""
    middles = [[generator.uniform(-10, 10) for _ in range(dimensions)] for _ in range(clusters)]
    return [[generator.gauss(x, 1.0) for x in generator.choice(middles)] for _ in range(count)]


def distance_squared(a: Point, b: Point) -> float:
    return sum((x - y) ** 2 for x, y in zip(a, b))


def nearest(point: Point, centres: list[Point]) -> int:
    best, best_distance = 0, float("inf")
    for index, centre in enumerate(centres):
        distance = distance_squared(point, centre)
        if distance < best_distance:
            best, best_distance = index, distance
    return best


def mean_of(points: list[Point]) -> Point:
    return [sum(values) / len(points) for values in zip(*points)]


def kmeans(points: list[Point], clusters: int, rounds: int) -> tuple[list[Point], list[int]]:
    centres = [point[:] for point in points[:clusters]]
    labels = [0] * len(points)
    for _ in range(rounds):
        labels = [nearest(point, centres) for point in points]
        groups: list[list[Point]] = [[] for _ in range(clusters)]
        for point, label in zip(points, labels):
            groups[label].append(point)
        for index, group in enumerate(groups):
            if group:
                centres[index] = mean_of(group)
    return centres, labels


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    dimensions = int(sys.argv[2]) if len(sys.argv) > 2 else 2
    clusters = 10
    points = make_points(count, dimensions, clusters, random.Random(11))
    centres, labels = kmeans(points, clusters, rounds=10)
    inertia = sum(distance_squared(point, centres[label]) for point, label in zip(points, labels))
    for index, centre in enumerate(centres):
        print(index, labels.count(index), " ".join(f"{x:.4f}" for x in centre[:4]))
    print(f"inertia {inertia:.4f}")


if __name__ == "__main__":
    main()
