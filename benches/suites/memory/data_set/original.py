"""Loads a table of measurements and says what is in it."""


def load(path: str) -> list[list[float]]:
    """The columns."""
    columns: list[list[float]] = []
    with open(path) as file:
        for line in file:
            for place, word in enumerate(line.split()):
                if place == len(columns):
                    columns.append([])
                columns[place].append(float(word))
    return columns


def main() -> None:
    for number, column in enumerate(load("measurements.txt")):
        mean = sum(column) / len(column)
        print(f"column {number}: {len(column)} values, mean {mean:.6f}, largest {max(column):.3f}")


if __name__ == "__main__":
    main()
