"""What classes derived from `int` inherit: each object holds a value of the type."""

def plain(other):
    if isinstance(other, Int):
        return other.builtin_value
    return other


class Int:
    def __init__(self, value=0):
        self.builtin_value = int(value)

    def __eq__(self, other):
        if isinstance(other, Int):
            return self.builtin_value == other.builtin_value
        return self.builtin_value == other

    def __ne__(self, other):
        if isinstance(other, Int):
            return self.builtin_value != other.builtin_value
        return self.builtin_value != other

    def __lt__(self, other):
        if isinstance(other, Int):
            return self.builtin_value < other.builtin_value
        return self.builtin_value < other

    def __le__(self, other):
        if isinstance(other, Int):
            return self.builtin_value <= other.builtin_value
        return self.builtin_value <= other

    def __gt__(self, other):
        if isinstance(other, Int):
            return self.builtin_value > other.builtin_value
        return self.builtin_value > other

    def __ge__(self, other):
        if isinstance(other, Int):
            return self.builtin_value >= other.builtin_value
        return self.builtin_value >= other

    def __hash__(self):
        return hash(self.builtin_value)

    def __repr__(self):
        return repr(self.builtin_value)

    def __format__(self, spec):
        return format(self.builtin_value, spec)

    def __add__(self, other):
        return self.builtin_value + plain(other)

    def __radd__(self, other):
        return other + self.builtin_value

    def __sub__(self, other):
        return self.builtin_value - plain(other)

    def __rsub__(self, other):
        return other - self.builtin_value

    def __mul__(self, other):
        return self.builtin_value * plain(other)

    def __rmul__(self, other):
        return other * self.builtin_value

    def __truediv__(self, other):
        return self.builtin_value / plain(other)

    def __rtruediv__(self, other):
        return other / self.builtin_value

    def __floordiv__(self, other):
        return self.builtin_value // plain(other)

    def __rfloordiv__(self, other):
        return other // self.builtin_value

    def __mod__(self, other):
        return self.builtin_value % plain(other)

    def __rmod__(self, other):
        return other % self.builtin_value

    def __pow__(self, other):
        return self.builtin_value ** plain(other)

    def __rpow__(self, other):
        return other ** self.builtin_value

    def __and__(self, other):
        return self.builtin_value & plain(other)

    def __rand__(self, other):
        return other & self.builtin_value

    def __or__(self, other):
        return self.builtin_value | plain(other)

    def __ror__(self, other):
        return other | self.builtin_value

    def __xor__(self, other):
        return self.builtin_value ^ plain(other)

    def __rxor__(self, other):
        return other ^ self.builtin_value

    def __lshift__(self, other):
        return self.builtin_value << plain(other)

    def __rlshift__(self, other):
        return other << self.builtin_value

    def __rshift__(self, other):
        return self.builtin_value >> plain(other)

    def __rrshift__(self, other):
        return other >> self.builtin_value

    def __divmod__(self, other):
        return divmod(self.builtin_value, plain(other))

    def __neg__(self):
        return -self.builtin_value

    def __pos__(self):
        return +self.builtin_value

    def __abs__(self):
        return abs(self.builtin_value)

    def __bool__(self):
        return self.builtin_value != 0

    def __int__(self):
        return int(self.builtin_value)

    def __float__(self):
        return float(self.builtin_value)

    def __round__(self, digits=None):
        return round(self.builtin_value, digits)

    def __index__(self):
        return self.builtin_value

    def __invert__(self):
        return ~self.builtin_value

    def bit_length(self):
        return self.builtin_value.bit_length()
