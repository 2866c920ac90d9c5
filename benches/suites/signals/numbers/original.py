"""Are the numbers of a claim those of its source, rounded as they may be."""

import random
import re
import sys

VOCABULARY = (
    "market report growth quarter demand supply region product customer revenue profit margin "
    "index policy budget project network service system record increase decline stable strong "
    "weak early late annual global local the and with from under over"
).split()
NAMES = ["Alder", "Birch Lake", "Cedar", "Delta Works", "Elm", "Fjord", "Grove Hill", "Haven"]


def make_text(generator: random.Random, count: int) -> str:
    """A text of so many words with names, numbers and negations among them."""
    words = []
    for position in range(count):
        kind = generator.random()
        if kind < 0.08:
            word = generator.choice(NAMES)
        elif kind < 0.12:
            word = str(generator.randint(1, 5000))
        elif kind < 0.14:
            word = f"{generator.random() * 100:.1f}%"
        elif kind < 0.18:
            word = generator.choice(["not", "never", "no"])
        else:
            word = generator.choice(VOCABULARY)
        words.append(word + "." if position % 12 == 11 else word)
    return " ".join(words)


NUMBER = re.compile(r"(\d+(?:\.\d+)?)(%?)")


def numbers_of(text: str) -> list[tuple[float, bool]]:
    """Values, and whether they are percentages."""
    return [(float(digits), percent == "%") for digits, percent in NUMBER.findall(text)]


def consistency(claim: str, source: str, tolerance: float) -> float:
    """The share of the claim's numbers that are near one of the source's of the same kind."""
    wanted = numbers_of(claim)
    if not wanted:
        return 1.0
    known = numbers_of(source)
    found = 0
    for value, percent in wanted:
        limit = tolerance * max(abs(value), 1.0)
        if any(percent == other and abs(value - near) <= limit for near, other in known):
            found += 1
    return found / len(wanted)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    generator = random.Random(34)
    pairs = [(make_text(generator, 100), make_text(generator, 500)) for _ in range(6)]
    total = 0.0
    for number in range(rounds):
        claim, source = pairs[number % len(pairs)]
        total += consistency(claim, source, 0.02)
    for claim, source in pairs:
        print(len(numbers_of(claim)), len(numbers_of(source)), f"{consistency(claim, source, 0.02):.4f}")
    print(f"total {total:.6f}")


if __name__ == "__main__":
    main()
