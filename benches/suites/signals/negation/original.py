"""Words that a claim negates and its source does not, or the other way round."""

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


WORD = re.compile(r"\w+")
NEGATIONS = {"not", "never", "no", "none", "without"}
STOP = {"the", "and", "with", "from", "under", "over"}
REACH = 3


def polarity(text: str) -> dict[str, bool]:
    """For each word but the smallest: is it negated wherever it stands? The words behind a negation are, up to the sentence's end."""
    found: dict[str, bool] = {}
    for sentence in text.lower().split("."):
        left = 0
        for word in WORD.findall(sentence):
            if word in NEGATIONS:
                left = REACH
                continue
            if word in STOP or word.isdigit():
                continue
            found[word] = found.get(word, True) and left > 0
            left = max(0, left - 1)
    return found


def flips(claim: str, source: str) -> list[str]:
    known = polarity(source)
    return sorted(word for word, negated in polarity(claim).items() if word in known and known[word] != negated)


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    generator = random.Random(35)
    pairs = [(make_text(generator, 100), make_text(generator, 500)) for _ in range(6)]
    total = 0
    for number in range(rounds):
        claim, source = pairs[number % len(pairs)]
        total += len(flips(claim, source))
    for claim, source in pairs:
        print(" ".join(flips(claim, source)))
    print("total", total)


if __name__ == "__main__":
    main()
