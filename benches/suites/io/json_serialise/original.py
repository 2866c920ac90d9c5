"""Records as lines of JSON."""

import json
import random
import sys


def make_record(number: int, generator: random.Random) -> dict:
    return {
        "id": number,
        "name": f"user-{number:07}",
        "score": round(generator.random() * 100, 3),
        "active": generator.random() < 0.7,
        "tags": [generator.choice(["alpha", "beta", "gamma \u03b3", 'quote"d']) for _ in range(3)],
        "address": {"street": f"{generator.randint(1, 200)} Main St", "zip": None},
    }


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100
    generator = random.Random(17)
    records = [make_record(number, generator) for number in range(count)]
    total = 0
    with open("records.jsonl", "w", encoding="utf-8") as file:
        for record in records:
            line = json.dumps(record)
            total += len(line) + 1
            file.write(line + "\n")
    print(f"{count} records, {total} characters")


if __name__ == "__main__":
    main()
