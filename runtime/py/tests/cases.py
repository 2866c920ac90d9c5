"""Prints cases for tests/python.rs: operation, arguments and the interpreter's result, separated by tabs. Floats travel as the bits of the double."""

import random
import struct

random.seed(20)


def bits(x):
    return str(struct.unpack("<Q", struct.pack("<d", x))[0])


def show(*parts):
    print("\t".join(str(part).replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t") for part in parts))


def attempt(function):
    try:
        return function()
    except Exception as error:
        return f"{type(error).__name__}: {error}"


def floats(count):
    for _ in range(count):
        yield struct.unpack("<d", struct.pack("<Q", random.getrandbits(64)))[0]
        yield random.uniform(-1000, 1000)
        yield round(random.uniform(-100, 100), random.randrange(5))
        yield float(random.randrange(-(10**18), 10**18))
        yield random.choice([0.0, -0.0, 0.5, 1.5, 2.5, 1e16, 1e-5, 123456789.0, 1e22, float("inf"), float("nan")])


for x in floats(300):
    show("repr", bits(x), repr(x))
    digits = random.randrange(-4, 6)
    show("round", bits(x), digits, repr(round(x, digits)))
    show("hash", bits(x), "nan" if x != x else hash(x))
    show("hex", bits(x), x.hex())
    y = random.choice([2.5, -3.0, 0.1, 7.0, -0.75])
    show("mod", bits(x), bits(y), repr(x % y), repr(x // y))

for _ in range(3000):
    fill = random.choice(["", "", "", "*", "0"])
    align = random.choice(["", "<", ">", "^", "="])
    spec = (fill if align else "") + align
    spec += random.choice(["", "", "+", " ", "-"]) + random.choice(["", "", "#"]) + random.choice(["", "", "0"])
    spec += random.choice(["", "5", "12", "20"]) + random.choice(["", "", ",", "_"])
    floaty = random.random() < 0.6
    if floaty:
        spec += random.choice(["", "", ".0", ".1", ".3", ".10"]) + random.choice(["", "e", "E", "f", "F", "g", "G", "%"])
        x = next(floats(1)) if random.random() < 0.5 else random.choice([0.0, -0.0, 1.0, 99.5, 123456.789, 1e-7, 2.5, 1e20, 1234567.0])
        show("format_float", bits(x), spec, attempt(lambda: format(x, spec)))
    else:
        spec += random.choice(["", "d", "b", "o", "x", "X", "c"])
        n = random.choice([0, 1, -1, 42, -255, 65, 123456789, -(10**15)])
        show("format_int", n, spec, attempt(lambda: format(n, spec)))

for _ in range(300):
    text = "".join(random.choice("aB1 é\tß日-_'\"") for _ in range(random.randrange(12)))
    spec = random.choice(["", "*"]) 
    spec = (spec + random.choice("<>^")) + random.choice(["", "7", "15"]) + random.choice(["", ".3"]) + random.choice(["", "s"])
    show("format_str", text, spec, attempt(lambda: format(text, spec)))
    for method in "upper lower title capitalize swapcase strip split splitlines isalpha isdigit isalnum isupper islower istitle isspace".split():
        show("str", method, text, repr(getattr(text, method)()))
    show("str", "repr", text, repr(text))
    show("hash_str", text, hash(text))
    show("center", text, random.randrange(20), attempt(lambda: None) or text.center(13), text.center(14))
    i, j, k = (random.choice([None, *range(-8, 9)]) for _ in range(3))
    if k != 0:
        show("slice", text, i, j, k, text[i:j:k])

for _ in range(400):
    a = random.randrange(-(10 ** random.randrange(1, 40)), 10 ** random.randrange(1, 40))
    b = random.randrange(-(10 ** random.randrange(1, 30)), 10 ** random.randrange(1, 30)) or 7
    show("big", a, b, a + b, a - b, a * b, a // b, a % b, a & b, a | b, a ^ b, a >> 7, a << 13, repr(a / b), hash(a), a.bit_length())
    show("float_of", a, repr(float(a)))
    show("pow_mod", a, abs(b), 1000003, pow(a, abs(b), 1000003))
    base = random.choice([2, 8, 10, 16, 36])
    text = random.choice(["", "-", " +"]) + "".join(random.choice("0123456789abcz_") for _ in range(random.randrange(1, 6)))
    show("parse", text, base, attempt(lambda: int(text, base)))

for _ in range(300):
    count = random.randrange(60)
    limit = random.choice([20, 100, 10**6])
    items = [random.randrange(-limit, limit) for _ in range(count)]
    other = [random.randrange(-limit, limit) for _ in range(random.randrange(30))]
    s, t = set(items), set(other)
    text = ",".join(map(str, items))
    show("set", text, ",".join(map(str, other)), list(s), list(s | t), list(s & t), list(s - t), list(s ^ t))
    u = set(items)
    for x in items[::2]:
        u.discard(x)
    u.update(other)
    popped = [u.pop() for _ in range(min(3, len(u)))]
    show("set_ops", text, ",".join(map(str, other)), popped, list(u))
    words = [f"w{n}" for n in items]
    show("set_str", ",".join(words), list(set(words)) if words else [])
    show("tuple_hash", text, hash(tuple(items)), hash(frozenset(items)))
