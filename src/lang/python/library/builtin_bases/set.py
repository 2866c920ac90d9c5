"""What classes derived from `set` inherit: each object holds a value of the type."""

def plain(other):
    if isinstance(other, Set):
        return other.builtin_value
    return other


class Set:
    def __init__(self, items=()):
        self.builtin_value = set(items)

    def __len__(self):
        return len(self.builtin_value)

    def __iter__(self):
        return iter(self.builtin_value)

    def __contains__(self, item):
        return item in self.builtin_value

    def __eq__(self, other):
        if isinstance(other, Set):
            return self.builtin_value == other.builtin_value
        return self.builtin_value == other

    def __ne__(self, other):
        if isinstance(other, Set):
            return self.builtin_value != other.builtin_value
        return self.builtin_value != other

    def __lt__(self, other):
        if isinstance(other, Set):
            return self.builtin_value < other.builtin_value
        return self.builtin_value < other

    def __le__(self, other):
        if isinstance(other, Set):
            return self.builtin_value <= other.builtin_value
        return self.builtin_value <= other

    def __gt__(self, other):
        if isinstance(other, Set):
            return self.builtin_value > other.builtin_value
        return self.builtin_value > other

    def __ge__(self, other):
        if isinstance(other, Set):
            return self.builtin_value >= other.builtin_value
        return self.builtin_value >= other

    def __or__(self, other):
        return self.builtin_value | plain(other)

    def __and__(self, other):
        return self.builtin_value & plain(other)

    def __sub__(self, other):
        return self.builtin_value - plain(other)

    def __xor__(self, other):
        return self.builtin_value ^ plain(other)

    def __repr__(self):
        return f"{type(self).__name__}({self.builtin_value!r})" if self.builtin_value else type(self).__name__ + "()"

    def add(self, item):
        self.builtin_value.add(item)

    def remove(self, item):
        self.builtin_value.remove(item)

    def discard(self, item):
        self.builtin_value.discard(item)

    def clear(self):
        self.builtin_value.clear()

    def update(self, *others):
        for other in others:
            self.builtin_value.update(other)

    def pop(self):
        return self.builtin_value.pop()

    def copy(self):
        return self.builtin_value.copy()

    def union(self, other):
        return self.builtin_value.union(plain(other))

    def intersection(self, other):
        return self.builtin_value.intersection(plain(other))

    def difference(self, other):
        return self.builtin_value.difference(plain(other))

    def symmetric_difference(self, other):
        return self.builtin_value.symmetric_difference(plain(other))

    def issubset(self, other):
        return self.builtin_value.issubset(plain(other))

    def issuperset(self, other):
        return self.builtin_value.issuperset(plain(other))

    def isdisjoint(self, other):
        return self.builtin_value.isdisjoint(plain(other))
