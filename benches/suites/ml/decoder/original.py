"""Tokens from a transformer's decoder: RMS norms, rotary places, a cache of keys and values, weights of four bits in blocks."""

import sys

import numpy as np

BLOCK = 32


class Quantised:
    """A matrix of numbers of four bits, two a byte, with a scale for each block of a row; the weights are generated."""

    def __init__(self, rows: int, columns: int, generator: np.random.RandomState) -> None:
        self.shape = (rows, columns)
        bits = (generator.random_sample((rows, columns)) * 16).astype(np.uint8)
        self.packed = bits[:, 0::2] | bits[:, 1::2] << 4
        scales = 0.5 + generator.random_sample((rows, columns // BLOCK))
        self.scales = (scales * (0.2 / np.sqrt(columns))).astype(np.float32)

    def times(self, x: np.ndarray) -> np.ndarray:
        rows, columns = self.shape
        weights = np.empty(self.shape, dtype=np.float32)
        weights[:, 0::2] = self.packed & 15
        weights[:, 1::2] = self.packed >> 4
        blocks = (weights - 8).reshape(rows, columns // BLOCK, BLOCK)
        sums = np.einsum("rbk,bk->rb", blocks, x.reshape(-1, BLOCK))
        return (sums * self.scales).sum(axis=1)


def normalised(x: np.ndarray) -> np.ndarray:
    return x / np.sqrt((x * x).mean() + np.float32(1e-5))


def turned(x: np.ndarray, place: int, size: int) -> np.ndarray:
    """Pairs of each head, turned by angles that grow with the place."""
    angles = place / 10000 ** (np.arange(size // 2) / (size // 2))
    cosines, sines = np.cos(angles).astype(np.float32), np.sin(angles).astype(np.float32)
    pairs = x.reshape(-1, size // 2, 2)
    a, b = pairs[:, :, 0], pairs[:, :, 1]
    return np.stack([a * cosines - b * sines, a * sines + b * cosines], axis=2).reshape(-1, size)


class Layer:
    def __init__(self, width: int, heads: int, generator: np.random.RandomState) -> None:
        self.heads = heads
        self.query, self.key, self.value, self.output = [Quantised(width, width, generator) for _ in range(4)]
        self.gate = Quantised(2 * width, width, generator)
        self.up = Quantised(2 * width, width, generator)
        self.down = Quantised(width, 2 * width, generator)
        self.keys: list[np.ndarray] = []
        self.values: list[np.ndarray] = []

    def forward(self, x: np.ndarray, place: int) -> np.ndarray:
        size = len(x) // self.heads
        y = normalised(x)
        query = turned(self.query.times(y), place, size)
        self.keys.append(turned(self.key.times(y), place, size))
        self.values.append(self.value.times(y).reshape(self.heads, size))
        keys, values = np.stack(self.keys, axis=1), np.stack(self.values, axis=1)
        scores = (keys @ query[:, :, None])[:, :, 0] / np.float32(np.sqrt(size))
        shares = np.exp(scores - scores.max(axis=1, keepdims=True))
        shares /= shares.sum(axis=1, keepdims=True)
        x = x + self.output.times((shares[:, None, :] @ values)[:, 0, :].reshape(-1))
        y = normalised(x)
        gate = self.gate.times(y)
        return x + self.down.times(gate / (1 + np.exp(-gate)) * self.up.times(y))


def main() -> None:
    width, layers, vocabulary, count = [int(arg) for arg in sys.argv[1:5]]
    generator = np.random.RandomState([54])
    words = (2 * generator.random_sample((vocabulary, width)) - 1).astype(np.float32)
    stack = [Layer(width, 4, generator) for _ in range(layers)]
    head = Quantised(vocabulary, width, generator)
    token, tokens = 1, []
    for place in range(count):
        x = words[token]
        for layer in stack:
            x = layer.forward(x, place)
        token = int(head.times(normalised(x)).argmax())
        tokens.append(token)
    print(*tokens[:32])
    print("last", tokens[-1])


if __name__ == "__main__":
    main()
