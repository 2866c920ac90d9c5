"""A report on generated orders: totals per customer, as a table and as JSON."""

import json
import sys
from dataclasses import dataclass, field


@dataclass
class Order:
    customer: str
    product: str
    quantity: int
    cents: int

    @property
    def total(self):
        return self.quantity * self.cents


@dataclass
class Account:
    """What one customer bought."""

    name: str
    orders: list = field(default_factory=list)

    def add(self, order):
        self.orders.append(order)

    def total(self):
        return sum(order.total for order in self.orders)

    def largest(self):
        return max(self.orders, key=lambda order: order.total)


CUSTOMERS = ["Ada", "Brahe", "Curie", "Darwin", "Euler"]
PRODUCTS = {"bolt": 25, "nut": 10, "gear": 1250, "spring": 333}


def generate(count):
    names = list(PRODUCTS)
    state = 2024
    for _ in range(count):
        state = (state * 1103515245 + 12345) % 2147483648
        customer = CUSTOMERS[state // 1024 % len(CUSTOMERS)]
        product = names[state // 65536 % len(names)]
        yield Order(customer, product, state // 4096 % 9 + 1, PRODUCTS[product])


def group(orders):
    accounts = {}
    for order in orders:
        if order.customer not in accounts:
            accounts[order.customer] = Account(order.customer)
        accounts[order.customer].add(order)
    return accounts


def money(cents):
    return f"{cents // 100:,}.{cents % 100:02d}"


def main():
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 50
    accounts = group(generate(count))
    print(f"{'customer':<10}{'orders':>7}{'total':>15}  largest")
    for name in sorted(accounts):
        account = accounts[name]
        best = account.largest()
        print(f"{name:<10}{len(account.orders):>7}{money(account.total()):>15}  {best.quantity} x {best.product}")
    summary = {
        "orders": count,
        "customers": sorted(accounts),
        "products": {
            product: sum(o.quantity for a in accounts.values() for o in a.orders if o.product == product)
            for product in PRODUCTS
        },
    }
    print(json.dumps(summary, indent=2))


if __name__ == "__main__":
    main()
