"""Arrays of numbers of one size. Which class makes an array is told by its code, which is a constant (typed-arrays.ts)."""

import struct

SIZES = {"b": 1, "B": 1, "h": 2, "H": 2, "i": 4, "I": 4, "l": 8, "L": 8, "q": 8, "Q": 8, "f": 4, "d": 8, "u": 4}
NAMES = {
    "b": "signed char",
    "B": "unsigned byte integer",
    "h": "signed short integer",
    "H": "unsigned short",
    "i": "signed integer",
    "I": "unsigned int",
}
typecodes = "bBuhHiIlLqQfd"


class array:
    """What arrays of all kinds do with their items."""

    def __init__(self, typecode, initializer=()):
        exec(typecode)

    def made(self, items):
        copy = type(self)(self.typecode)
        copy.items = items
        return copy

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return iter(self.items)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return self.made(self.items[index])
        if -len(self.items) <= index < len(self.items):
            return self.items[index]
        raise IndexError("array index out of range")

    def __setitem__(self, index, value):
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self.items))
            self.items[start:stop:step] = value.items
        elif -len(self.items) <= index < len(self.items):
            self.items[index] = self.checked(value)
        else:
            raise IndexError("array assignment index out of range")

    def __delitem__(self, index):
        if isinstance(index, slice):
            start, stop, step = index.indices(len(self.items))
            del self.items[start:stop:step]
        elif -len(self.items) <= index < len(self.items):
            del self.items[index]
        else:
            raise IndexError("array assignment index out of range")

    def __contains__(self, value):
        return value in self.items

    def __eq__(self, other):
        return self.items == other.items

    def __lt__(self, other):
        return self.items < other.items

    def __add__(self, other):
        return self.made(self.items + other.items)

    def __iadd__(self, other):
        self.items.extend(other.items)
        return self

    def __mul__(self, times):
        return self.made(self.items * times)

    def __rmul__(self, times):
        return self.made(self.items * times)

    def __copy__(self):
        return self.made(self.items[:])

    def __repr__(self):
        if not self.items:
            return f"array({self.typecode!r})"
        return f"array({self.typecode!r}, {self.items})"

    def append(self, value):
        self.items.append(self.checked(value))

    def extend(self, values):
        if isinstance(values, array):
            self.items.extend(values.items)
        else:
            for value in values:
                self.items.append(self.checked(value))

    def fromlist(self, values):
        for value in values:
            self.items.append(self.checked(value))

    def insert(self, index, value):
        self.items.insert(index, self.checked(value))

    def pop(self, index=-1):
        if not self.items:
            raise IndexError("pop from empty array")
        return self.items.pop(index)

    def remove(self, value):
        if value not in self.items:
            raise ValueError("array.remove(x): x not in array")
        self.items.remove(value)

    def index(self, value):
        if value not in self.items:
            raise ValueError("array.index(x): x not in array")
        return self.items.index(value)

    def count(self, value):
        return self.items.count(value)

    def reverse(self):
        self.items.reverse()

    def tolist(self):
        return self.items[:]


class IntArray(array):
    def __init__(self, typecode, initializer=()):
        self.typecode = typecode
        self.itemsize = SIZES[typecode]
        bits = 8 * self.itemsize
        self.least = 0 if typecode.isupper() else -(1 << (bits - 1))
        self.most = (1 << bits) - 1 if typecode.isupper() else (1 << (bits - 1)) - 1
        self.items = []
        if isinstance(initializer, bytes) or isinstance(initializer, bytearray):
            self.frombytes(bytes(initializer))
        elif isinstance(initializer, IntArray):
            self.items.extend(initializer.items)
        else:
            for value in initializer:
                self.items.append(self.checked(value))

    def checked(self, value):
        if value > self.most or value < self.least:
            if self.typecode in NAMES:
                side = "greater than maximum" if value > self.most else "less than minimum"
                raise OverflowError(f"{NAMES[self.typecode]} is {side}")
            if self.typecode.isupper() and value < 0:
                raise OverflowError("can't convert negative value to unsigned int")
            raise OverflowError("int too big to convert")
        return value

    def tobytes(self):
        return b"".join([value.to_bytes(self.itemsize, "little", signed=self.least < 0) for value in self.items])

    def __bytes__(self):
        return self.tobytes()

    def frombytes(self, data):
        size = self.itemsize
        if len(data) % size != 0:
            raise ValueError("bytes length not a multiple of item size")
        for start in range(0, len(data), size):
            self.items.append(int.from_bytes(data[start : start + size], "little", signed=self.least < 0))

    def byteswap(self):
        for i, value in enumerate(self.items):
            data = value.to_bytes(self.itemsize, "little", signed=self.least < 0)
            self.items[i] = int.from_bytes(data, "big", signed=self.least < 0)

    def tofile(self, file):
        file.write(self.tobytes())

    def fromfile(self, file, count):
        self.frombytes(file.read(count * self.itemsize))


class FloatArray(array):
    def __init__(self, typecode, initializer=()):
        self.typecode = typecode
        self.itemsize = SIZES[typecode]
        self.items = [0.0]
        self.items.clear()
        if isinstance(initializer, bytes) or isinstance(initializer, bytearray):
            self.frombytes(bytes(initializer))
        elif isinstance(initializer, array):
            for value in initializer.items:
                self.items.append(self.checked(value))
        else:
            for value in initializer:
                self.items.append(self.checked(value))

    def checked(self, value):
        if self.typecode == "f":
            return struct.unpack("<f", struct.pack("<f", float(value)))[0]
        return float(value)

    def tobytes(self):
        if self.typecode == "f":
            return b"".join([struct.pack("<f", value) for value in self.items])
        return b"".join([struct.pack("<d", value) for value in self.items])

    def frombytes(self, data):
        size = self.itemsize
        if len(data) % size != 0:
            raise ValueError("bytes length not a multiple of item size")
        for start in range(0, len(data), size):
            part = data[start : start + size]
            self.items.append(struct.unpack("<f", part)[0] if size == 4 else struct.unpack("<d", part)[0])


class TextArray(array):
    def __init__(self, typecode, initializer=""):
        self.typecode = typecode
        self.itemsize = SIZES[typecode]
        self.items = []
        for value in initializer:
            self.items.append(self.checked(value))

    def checked(self, value):
        if len(value) != 1:
            raise TypeError("array item must be a unicode character, not str")
        return value

    def tounicode(self):
        return "".join(self.items)

    def fromunicode(self, text):
        self.items.extend(text)

    def __repr__(self):
        return f"array({self.typecode!r}, {self.tounicode()!r})" if self.items else f"array({self.typecode!r})"
