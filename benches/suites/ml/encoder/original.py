"""The embedding of a text by a transformer's encoder of the shape of a MiniLM, with generated weights."""

import sys
import zlib

import numpy as np

VOCABULARY = 2000
TEXT = "the quick report of a global market says that strong demand for local service and steady growth go on"


def random_matrix(rows: int, columns: int, generator: np.random.RandomState) -> np.ndarray:
    """Weights between plus and minus a bound that keeps sums of a row near one."""
    bound = np.sqrt(3 / rows)
    return ((2 * generator.random_sample((rows, columns)) - 1) * bound).astype(np.float32)


def normalised(x: np.ndarray) -> np.ndarray:
    mean = x.mean(axis=-1, keepdims=True)
    variance = ((x - mean) ** 2).mean(axis=-1, keepdims=True)
    return (x - mean) / np.sqrt(variance + np.float32(1e-5))


def softmax(x: np.ndarray) -> np.ndarray:
    shifted = np.exp(x - x.max(axis=-1, keepdims=True))
    return shifted / shifted.sum(axis=-1, keepdims=True)


def gelu(x: np.ndarray) -> np.ndarray:
    return 0.5 * x * (1 + np.tanh(np.float32(0.7978846) * (x + np.float32(0.044715) * x * x * x)))


class Block:
    """Attention of several heads and two dense layers, each behind a norm and beside a shortcut."""

    def __init__(self, width: int, heads: int, generator: np.random.RandomState) -> None:
        self.query, self.key, self.value, self.output = [random_matrix(width, width, generator) for _ in range(4)]
        self.up = random_matrix(width, 4 * width, generator)
        self.down = random_matrix(4 * width, width, generator)
        self.heads = heads

    def attention(self, x: np.ndarray) -> np.ndarray:
        n, width = x.shape
        size = width // self.heads

        def split(weights: np.ndarray) -> np.ndarray:
            return (x @ weights).reshape(n, self.heads, size).transpose(1, 0, 2)

        query, key, value = split(self.query), split(self.key), split(self.value)
        scores = softmax(query @ key.transpose(0, 2, 1) / np.float32(np.sqrt(size)))
        return (scores @ value).transpose(1, 0, 2).reshape(n, width) @ self.output

    def forward(self, x: np.ndarray) -> np.ndarray:
        x = x + self.attention(normalised(x))
        return x + gelu(normalised(x) @ self.up) @ self.down


def tokens_of(text: str, count: int) -> list[int]:
    """Words by their checksums, from the start again until there are enough."""
    words = [zlib.crc32(word.encode()) % VOCABULARY for word in text.split()]
    return [words[place % len(words)] for place in range(count)]


def main() -> None:
    width, layers, count, rounds = [int(arg) for arg in sys.argv[1:5]]
    # Seeded by a list, this is the generator of the module random.
    generator = np.random.RandomState([51])
    words = random_matrix(VOCABULARY, width, generator)
    places = random_matrix(count, width, generator)
    blocks = [Block(width, 12, generator) for _ in range(layers)]
    tokens = tokens_of(TEXT, count)
    embedding = np.zeros(width, dtype=np.float32)
    for _ in range(rounds):
        x = normalised(words[tokens] + places)
        for block in blocks:
            x = block.forward(x)
        mean = normalised(x).mean(axis=0)
        embedding = mean / np.sqrt((mean * mean).sum())
    print(" ".join(f"{value:.4f}" for value in embedding[:6]))
    print(f"largest {embedding.max():.4f} at {int(embedding.argmax())}")


if __name__ == "__main__":
    main()
