"""How much of a claim can be traced to its source: words, and runs of words."""

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


WORD = re.compile(r"[a-z0-9]+")


def trace(claim: str, source: str) -> tuple[float, int, float]:
    """The share of the claim's words that the source has, the longest run of them, and the share of pairs of words."""
    wanted = WORD.findall(claim.lower())
    known = WORD.findall(source.lower())
    words = set(known)
    pairs = set(zip(known, known[1:]))
    traced = sum(1 for word in wanted if word in words)
    bigrams = sum(1 for pair in zip(wanted, wanted[1:]) if pair in pairs)
    places: dict[str, list[int]] = {}
    for place, word in enumerate(known):
        places.setdefault(word, []).append(place)
    longest = 0
    for start, word in enumerate(wanted):
        for place in places.get(word, []):
            length = 1
            while (
                start + length < len(wanted)
                and place + length < len(known)
                and wanted[start + length] == known[place + length]
            ):
                length += 1
            longest = max(longest, length)
    return traced / len(wanted), longest, bigrams / max(1, len(wanted) - 1)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    generator = random.Random(36)
    pairs = [(make_text(generator, 100), make_text(generator, 500)) for _ in range(6)]
    total = 0.0
    for number in range(rounds):
        claim, source = pairs[number % len(pairs)]
        total += trace(claim, source)[0]
    for claim, source in pairs:
        share, longest, bigrams = trace(claim, source)
        print(f"{share:.4f} {longest} {bigrams:.4f}")
    print(f"total {total:.6f}")


if __name__ == "__main__":
    main()
