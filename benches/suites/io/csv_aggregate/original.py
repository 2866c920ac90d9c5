"""Sales by region and product, from a CSV file."""

import csv
import random
import sys
from collections import defaultdict

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


def aggregate(path: str) -> dict[tuple[str, str], list[float]]:
    """Number of orders, pieces and turnover for each region and product."""
    totals: dict[tuple[str, str], list[float]] = defaultdict(lambda: [0, 0, 0.0])
    with open(path, newline="") as file:
        for row in csv.DictReader(file):
            entry = totals[row["region"], row["product"]]
            quantity = int(row["quantity"])
            entry[0] += 1
            entry[1] += quantity
            entry[2] += quantity * float(row["price"])
    return totals


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200
    write_sales("sales.csv", rows)
    for (region, product), (orders, pieces, turnover) in sorted(aggregate("sales.csv").items()):
        print(f"{region:6} {product:14} {orders:8.0f} {pieces:8.0f} {turnover:14.2f}")


if __name__ == "__main__":
    main()
