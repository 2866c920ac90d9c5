"""A linear layer of one weight a feature."""

import sys


def apply_weights(features: list[float], weights: list[float], bias: float) -> list[float]:
    result = []
    for feature, weight in zip(features, weights):
        result.append(feature * weight + bias)
    return result


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    features = [index % 13 / 13 for index in range(count)]
    weights = [index % 7 / 7 for index in range(count)]
    for _ in range(rounds):
        features = apply_weights(features, weights, 0.25)
    print(f"{sum(features):.6f} {features[-1]:.6f}")


if __name__ == "__main__":
    main()
