"""What classes derived from `OrderedDict` inherit: each object holds a value of the type."""

from collections import OrderedDict as Ordered


def plain(other):
    if isinstance(other, OrderedDict):
        return other.builtin_value
    return other


class OrderedDict:
    def __init__(self, entries=None, **named):
        self.builtin_value = Ordered()
        if entries is not None:
            self.builtin_value.update(plain(entries))
        self.builtin_value.update(**named)

    def __len__(self):
        return len(self.builtin_value)

    def __iter__(self):
        return iter(self.builtin_value)

    def __contains__(self, item):
        return item in self.builtin_value

    def __missing__(self, key):
        raise KeyError(key)

    def __getitem__(self, key):
        if key in self.builtin_value:
            return self.builtin_value[key]
        return self.__missing__(key)

    def __setitem__(self, key, item):
        self.builtin_value[key] = item

    def __delitem__(self, key):
        del self.builtin_value[key]

    def __eq__(self, other):
        if isinstance(other, OrderedDict):
            return self.builtin_value == other.builtin_value
        return self.builtin_value == other

    def __ne__(self, other):
        if isinstance(other, OrderedDict):
            return self.builtin_value != other.builtin_value
        return self.builtin_value != other

    def __or__(self, other):
        return self.builtin_value | plain(other)

    def __reversed__(self):
        return reversed(self.builtin_value)

    def keys(self):
        return self.builtin_value.keys()

    def values(self):
        return self.builtin_value.values()

    def items(self):
        return self.builtin_value.items()

    def get(self, key, default=None):
        return self.builtin_value.get(key, default)

    def setdefault(self, key, default=None):
        return self.builtin_value.setdefault(key, default)

    def pop(self, key, *default):
        return self.builtin_value.pop(key, *default)

    def popitem(self, last=True):
        return self.builtin_value.popitem(last)

    def move_to_end(self, key, last=True):
        self.builtin_value.move_to_end(key, last)

    def __repr__(self):
        if not self.builtin_value:
            return type(self).__name__ + "()"
        return f"{type(self).__name__}({list(self.builtin_value.items())!r})"

    def update(self, *others, **named):
        for other in others:
            self.builtin_value.update(plain(other))
        self.builtin_value.update(**named)

    def clear(self):
        self.builtin_value.clear()

    def copy(self):
        return self.builtin_value.copy()
