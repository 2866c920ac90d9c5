"""Which names two texts share."""

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


NAME = re.compile(r"\b[A-Z][a-z]+(?: [A-Z][a-z]+)*\b")


def names_of(text: str) -> set[str]:
    return set(NAME.findall(text))


def overlap(claim: str, source: str) -> float:
    """The share of the claim's names that the source has."""
    wanted = names_of(claim)
    if not wanted:
        return 1.0
    return len(wanted & names_of(source)) / len(wanted)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    generator = random.Random(33)
    pairs = [(make_text(generator, 100), make_text(generator, 500)) for _ in range(6)]
    total = 0.0
    for number in range(rounds):
        claim, source = pairs[number % len(pairs)]
        total += overlap(claim, source)
    for claim, source in pairs:
        print(", ".join(sorted(names_of(claim) - names_of(source))) or "-", f"{overlap(claim, source):.4f}")
    print(f"total {total:.6f}")


if __name__ == "__main__":
    main()
