"""What classes derived from `tuple` inherit: each object holds a value of the type."""

def plain(other):
    if isinstance(other, Tuple):
        return other.builtin_value
    return other


class Tuple:
    def __init__(self, items=()):
        self.builtin_value = tuple(items)

    def __len__(self):
        return len(self.builtin_value)

    def __iter__(self):
        return iter(self.builtin_value)

    def __contains__(self, item):
        return item in self.builtin_value

    def __getitem__(self, at):
        return self.builtin_value[at]

    def __eq__(self, other):
        if isinstance(other, Tuple):
            return self.builtin_value == other.builtin_value
        return self.builtin_value == other

    def __ne__(self, other):
        if isinstance(other, Tuple):
            return self.builtin_value != other.builtin_value
        return self.builtin_value != other

    def __lt__(self, other):
        if isinstance(other, Tuple):
            return self.builtin_value < other.builtin_value
        return self.builtin_value < other

    def __le__(self, other):
        if isinstance(other, Tuple):
            return self.builtin_value <= other.builtin_value
        return self.builtin_value <= other

    def __gt__(self, other):
        if isinstance(other, Tuple):
            return self.builtin_value > other.builtin_value
        return self.builtin_value > other

    def __ge__(self, other):
        if isinstance(other, Tuple):
            return self.builtin_value >= other.builtin_value
        return self.builtin_value >= other

    def __hash__(self):
        return hash(self.builtin_value)

    def __add__(self, other):
        return self.builtin_value + plain(other)

    def __mul__(self, times):
        return self.builtin_value * times

    def __repr__(self):
        return repr(self.builtin_value)

    def index(self, item):
        return self.builtin_value.index(item)

    def count(self, item):
        return self.builtin_value.count(item)
