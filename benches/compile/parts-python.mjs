// Parts of large Python programs: each a text for its number, with a `part_N` that the program calls.
export const PYTHON = [
  (n) => `class Account${n}:
    """Money with a history of ${n} kinds."""

    def __init__(self, owner: str, balance: int = ${n}) -> None:
        self.owner = owner
        self.balance = balance
        self.history: list[int] = []

    def deposit(self, amount: int) -> None:
        # Nothing is taken by a deposit.
        if amount <= 0:
            raise ValueError(f"bad amount {amount} for {self.owner}")
        self.balance += amount
        self.history.append(amount)

    def withdraw(self, amount: int) -> bool:
        if amount > self.balance:
            return False
        self.balance -= amount
        self.history.append(-amount)
        return True

    def __str__(self) -> str:
        return f"{self.owner}: {self.balance} after {len(self.history)}"


def part_${n}() -> int:
    account = Account${n}("owner ${n}")
    account.deposit(${(n % 90) + 10})
    try:
        account.deposit(-1)
    except ValueError as error:
        print("refused:", error)
    account.withdraw(${n % 7})
    print(account)
    return account.balance

`,
  (n) => `def count_words_${n}(text: str) -> dict[str, int]:
    counts: dict[str, int] = {}
    for word in text.lower().split():
        word = word.strip(".,;!?")
        if len(word) > ${n % 4}:
            counts[word] = counts.get(word, 0) + 1
    return counts


def part_${n}() -> int:
    total = 0
    counts = count_words_${n}("the quick brown fox jumps over the lazy dog, the end ${n}")
    for word, times in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        if times > 1:
            print(word, times)
        total += times * len(word)
    return total

`,
  (n) => `def sieve_${n}(limit: int) -> list[int]:
    flags = [True] * (limit + 1)
    flags[0] = flags[1] = False
    i = 2
    while i * i <= limit:
        if flags[i]:
            for multiple in range(i * i, limit + 1, i):
                flags[multiple] = False
        i += 1
    return [i for i, flag in enumerate(flags) if flag]


def part_${n}() -> int:
    primes = sieve_${n}(${50 + (n % 50)})
    pairs = [(a, b) for a, b in zip(primes, primes[1:]) if b - a == 2]
    print(len(primes), pairs[-1])
    return sum(primes) % ${n + 7}

`,
  (n) => `def matrix_${n}(size: int, seed: float) -> list[list[float]]:
    rows = []
    for i in range(size):
        row = []
        for j in range(size):
            row.append((i * size + j) * seed / (1.0 + i + j))
        rows.append(row)
    return rows


def multiply_${n}(a: list[list[float]], b: list[list[float]]) -> list[list[float]]:
    size = len(a)
    result = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(size):
            total = 0.0
            for k in range(size):
                total += a[i][k] * b[k][j]
            result[i][j] = total
    return result


def part_${n}() -> int:
    a = matrix_${n}(4, ${(n % 9) + 1}.5)
    b = multiply_${n}(a, a)
    print(f"{b[1][2]:.3f} {b[3][3]:10.2f}")
    return int(b[2][1]) % 1000

`,
  (n) => `class Shape${n}:
    def area(self) -> float:
        raise NotImplementedError

    def describe(self) -> str:
        return "%s of %.2f" % (self.name(), self.area())

    def name(self) -> str:
        return "shape ${n}"


class Square${n}(Shape${n}):
    def __init__(self, side: float) -> None:
        self.side = side

    def area(self) -> float:
        return self.side * self.side

    def name(self) -> str:
        return "square"


class Circle${n}(Shape${n}):
    def __init__(self, radius: float) -> None:
        self.radius = radius

    def area(self) -> float:
        return 3.25 * self.radius**2


def part_${n}() -> int:
    shapes = [Square${n}(${(n % 5) + 1}.0), Circle${n}(1.5), Square${n}(0.5)]
    largest = max(shapes, key=lambda shape: shape.area())
    for shape in shapes:
        print(shape.describe())
    return int(largest.area())

`,
  (n) => `def parse_${n}(lines: list[str]) -> list[tuple[str, int]]:
    found: list[tuple[str, int]] = []
    for number, line in enumerate(lines, 1):
        line = line.strip()
        if not line or line.startswith("#"):
            continue
        name, _, value = line.partition("=")
        try:
            found.append((name.strip(), int(value)))
        except ValueError:
            print(f"line {number}: {value.strip()!r} is no number")
    return found


def part_${n}() -> int:
    text = "a = 1\\n# no\\nb = x\\nc=${n}\\n\\nd = 4"
    settings = dict(parse_${n}(text.split("\\n")))
    print(", ".join(f"{key}:{value}" for key, value in settings.items()))
    if "c" in settings and settings["c"] > 10:
        del settings["a"]
    return sum(settings.values())

`,
  (n) => `def collatz_${n}(start: int) -> int:
    steps = 0
    while start != 1:
        if start % 2 == 0:
            start //= 2
        else:
            start = 3 * start + 1
        steps += 1
    return steps


def gcd_${n}(a: int, b: int) -> int:
    return a if b == 0 else gcd_${n}(b, a % b)


def part_${n}() -> int:
    best = 1
    for start in range(1, ${20 + (n % 30)}):
        if collatz_${n}(start) > collatz_${n}(best):
            best = start
    print(best, gcd_${n}(${n + 12}, 18))
    return best

`,
  (n) => `class Node${n}:
    def __init__(self, value: int) -> None:
        self.value = value
        self.left: "Node${n} | None" = None
        self.right: "Node${n} | None" = None


class Tree${n}:
    def __init__(self) -> None:
        self.root: Node${n} | None = None
        self.size = 0

    def insert(self, value: int) -> None:
        self.size += 1
        if self.root is None:
            self.root = Node${n}(value)
            return
        node = self.root
        while True:
            if value < node.value:
                if node.left is None:
                    node.left = Node${n}(value)
                    return
                node = node.left
            else:
                if node.right is None:
                    node.right = Node${n}(value)
                    return
                node = node.right

    def depth(self, node: Node${n} | None) -> int:
        if node is None:
            return 0
        return 1 + max(self.depth(node.left), self.depth(node.right))


def part_${n}() -> int:
    tree = Tree${n}()
    for i in range(12):
        tree.insert((i * 7 + ${n}) % 13)
    print("depth", tree.depth(tree.root), "size", tree.size)
    return tree.size

`,
];
