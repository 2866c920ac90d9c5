"""What classes derived from `list` inherit: each object holds a value of the type."""

def plain(other):
    if isinstance(other, List):
        return other.builtin_value
    return other


class List:
    def __init__(self, items=()):
        self.builtin_value = list(items)

    def __len__(self):
        return len(self.builtin_value)

    def __iter__(self):
        return iter(self.builtin_value)

    def __contains__(self, item):
        return item in self.builtin_value

    def __getitem__(self, at):
        return self.builtin_value[at]

    def __setitem__(self, at, item):
        self.builtin_value[at] = item

    def __delitem__(self, at):
        del self.builtin_value[at]

    def __reversed__(self):
        return reversed(self.builtin_value)

    def __eq__(self, other):
        if isinstance(other, List):
            return self.builtin_value == other.builtin_value
        return self.builtin_value == other

    def __ne__(self, other):
        if isinstance(other, List):
            return self.builtin_value != other.builtin_value
        return self.builtin_value != other

    def __lt__(self, other):
        if isinstance(other, List):
            return self.builtin_value < other.builtin_value
        return self.builtin_value < other

    def __le__(self, other):
        if isinstance(other, List):
            return self.builtin_value <= other.builtin_value
        return self.builtin_value <= other

    def __gt__(self, other):
        if isinstance(other, List):
            return self.builtin_value > other.builtin_value
        return self.builtin_value > other

    def __ge__(self, other):
        if isinstance(other, List):
            return self.builtin_value >= other.builtin_value
        return self.builtin_value >= other

    def __add__(self, other):
        return self.builtin_value + plain(other)

    def __radd__(self, other):
        return other + self.builtin_value

    def __iadd__(self, items):
        self.builtin_value.extend(items)
        return self

    def __mul__(self, times):
        return self.builtin_value * times

    def __rmul__(self, times):
        return self.builtin_value * times

    def __repr__(self):
        return repr(self.builtin_value)

    def append(self, item):
        self.builtin_value.append(item)

    def extend(self, items):
        self.builtin_value.extend(items)

    def insert(self, at, item):
        self.builtin_value.insert(at, item)

    def remove(self, item):
        self.builtin_value.remove(item)

    def clear(self):
        self.builtin_value.clear()

    def reverse(self):
        self.builtin_value.reverse()

    def pop(self, at=-1):
        return self.builtin_value.pop(at)

    def index(self, item):
        return self.builtin_value.index(item)

    def count(self, item):
        return self.builtin_value.count(item)

    def copy(self):
        return self.builtin_value.copy()

    def sort(self, key=None, reverse=False):
        self.builtin_value.sort(key=key, reverse=reverse)
