"""Which of a hundred documents answer a query best: the ranking function BM25."""

import math
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
K1, B = 1.5, 0.75


class Index:
    """How often each word is in each document."""

    def __init__(self, documents: list[str]) -> None:
        self.lengths: list[int] = []
        self.postings: dict[str, dict[int, int]] = {}
        for number, document in enumerate(documents):
            words = WORD.findall(document.lower())
            self.lengths.append(len(words))
            for word in words:
                places = self.postings.setdefault(word, {})
                places[number] = places.get(number, 0) + 1
        self.mean_length = sum(self.lengths) / len(self.lengths)

    def query(self, text: str, limit: int) -> list[tuple[int, float]]:
        """The best documents with their scores."""
        scores = [0.0] * len(self.lengths)
        for word in WORD.findall(text.lower()):
            places = self.postings.get(word)
            if places is None:
                continue
            rarity = math.log(1 + (len(self.lengths) - len(places) + 0.5) / (len(places) + 0.5))
            for number, count in places.items():
                norm = K1 * (1 - B + B * self.lengths[number] / self.mean_length)
                scores[number] += rarity * count * (K1 + 1) / (count + norm)
        ranking = sorted(range(len(scores)), key=lambda number: (-scores[number], number))
        return [(number, scores[number]) for number in ranking[:limit]]


def main() -> None:
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 10
    generator = random.Random(31)
    index = Index([make_text(generator, 120) for _ in range(100)])
    queries = [make_text(generator, 6) for _ in range(10)]
    total = 0.0
    for number in range(rounds):
        best = index.query(queries[number % len(queries)], 5)
        total += best[0][1]
    for number, score in index.query(queries[0], 5):
        print(f"document {number}: {score:.6f}")
    print(f"total {total:.6f}")


if __name__ == "__main__":
    main()
