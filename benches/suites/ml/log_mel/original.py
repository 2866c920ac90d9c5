"""Sound as a log-mel spectrogram and its encoder, as in Whisper, with generated weights."""

import sys

import numpy as np

RATE, WINDOW, HOP, BANDS = 16000, 400, 160, 80


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


def sound(seconds: float) -> np.ndarray:
    """Two gliding tones and noise."""
    generator = np.random.RandomState([52])
    t = np.arange(int(RATE * seconds)) / RATE
    noise = 2 * generator.random_sample(len(t)) - 1
    return 0.4 * np.sin(2 * np.pi * (300 * t + 40 * t * t)) + 0.2 * np.sin(2 * np.pi * 2500 * t) + 0.05 * noise


def mel(hertz: np.ndarray) -> np.ndarray:
    return 2595 * np.log10(1 + hertz / 700)


def filters() -> np.ndarray:
    """A triangle a band, over the frequencies of a window."""
    frequencies = np.arange(WINDOW // 2 + 1) * RATE / WINDOW
    corners = np.linspace(mel(np.float64(0)), mel(np.float64(RATE / 2)), BANDS + 2)
    corners = 700 * (10 ** (corners / 2595) - 1)
    low, middle, high = corners[:-2, None], corners[1:-1, None], corners[2:, None]
    rising = (frequencies - low) / (middle - low)
    falling = (high - frequencies) / (high - middle)
    return np.maximum(0, np.minimum(rising, falling))


def log_mel(samples: np.ndarray) -> np.ndarray:
    count = (len(samples) - WINDOW) // HOP + 1
    window = 0.5 - 0.5 * np.cos(2 * np.pi * np.arange(WINDOW) / WINDOW)
    frames = np.lib.stride_tricks.sliding_window_view(samples, WINDOW)[::HOP][:count] * window
    power = np.abs(np.fft.rfft(frames)) ** 2
    spectrogram = np.log10(np.maximum(power @ filters().T, 1e-10))
    return ((np.maximum(spectrogram, spectrogram.max() - 8) + 4) / 4).astype(np.float32)


def main() -> None:
    seconds, width, layers, rounds = float(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    generator = np.random.RandomState([53])
    # Three frames beside each other make one row, every second frame: a convolution with a stride.
    convolution = random_matrix(3 * BANDS, width, generator)
    blocks = [Block(width, 4, generator) for _ in range(layers)]
    samples = sound(seconds)
    for _ in range(rounds):
        spectrogram = log_mel(samples)
        rows = np.lib.stride_tricks.sliding_window_view(spectrogram, (3, BANDS)).reshape(-1, 3 * BANDS)[::2]
        x = gelu(rows @ convolution)
        for block in blocks:
            x = block.forward(x)
        x = normalised(x)
    print(spectrogram.shape, " ".join(f"{value:.3f}" for value in spectrogram[3, :5]))
    print(x.shape, " ".join(f"{value:.3f}" for value in x[-1, :5]))


if __name__ == "__main__":
    main()
