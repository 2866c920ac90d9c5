"""Sales by region and product, from a CSV file."""

import csv
from collections import defaultdict


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
    for (region, product), (orders, pieces, turnover) in sorted(aggregate("sales.csv").items()):
        print(f"{region:6} {product:14} {orders:8.0f} {pieces:8.0f} {turnover:14.2f}")


if __name__ == "__main__":
    main()
