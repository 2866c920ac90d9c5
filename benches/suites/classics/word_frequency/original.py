"""Count the words of a generated text and show the most frequent ones."""

import sys

SYLLABLES = ["ba", "ko", "mi", "ter", "ol", "an", "du", "ri", "sha", "ve"]


def words(count):
    """Yield pseudo-random words of one to three syllables."""
    state = 12345
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        length = state // 65536 % 3 + 1
        word = ""
        for _ in range(length):
            state = (state * 1103515245 + 12345) % 2147483648
            word += SYLLABLES[state // 65536 % len(SYLLABLES)]
        yield word


def count_words(source):
    counts = {}
    for word in source:
        counts[word] = counts.get(word, 0) + 1
    return counts


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    counts = count_words(words(count))
    ranked = sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
    for word, seen in ranked[:10]:
        print(f"{word:<10}{seen:>8}")
    letters = sum(len(word) * seen for word, seen in counts.items())
    print(len(counts), "different words,", letters, "letters")


if __name__ == "__main__":
    main()
