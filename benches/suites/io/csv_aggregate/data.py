"""Writes sales.csv: so many orders."""

import csv
import random
import sys

REGIONS = ["north", "east", "south", "west"]
PRODUCTS = ["bolt", "nut", "gear", "spring", "washer, flat"]


def write_sales(path: str, rows: int) -> None:
    generator = random.Random(3)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["order", "region", "product", "quantity", "price"])
        for number in range(rows):
            writer.writerow(
                [
                    number,
                    generator.choice(REGIONS),
                    generator.choice(PRODUCTS),
                    generator.randint(1, 20),
                    f"{generator.uniform(0.5, 99):.2f}",
                ]
            )


write_sales("sales.csv", int(sys.argv[1]))
