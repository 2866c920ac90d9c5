"""The score of a row: the sum of its features."""

import sys


def predict(features: list[float]) -> float:
    return sum(features)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    features = [index % 17 / 17 for index in range(count)]
    total = 0.0
    for _ in range(rounds):
        features[0] += 0.125
        total += predict(features)
    print(f"{total:.6f}")


if __name__ == "__main__":
    main()
