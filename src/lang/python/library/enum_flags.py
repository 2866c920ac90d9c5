"""Sets of flags: what `Flag` and `IntFlag` give the classes derived from them, which know their members."""


class Flag:
    def __init__(self, value):
        self.value = value
        mask = self.__class__._mask_()
        if value < 0:
            self.value = value & mask
        elif value & ~mask:
            width = value.bit_length()
            given = format(value, "0%db" % width)
            allowed = format(mask, "0%db" % width)
            raise ValueError(
                "<flag %r> invalid value %d\n    given 0b0 %s\n  allowed 0b0 %s" % (self.__class__.__name__, value, given, allowed)
            )

    @staticmethod
    def _members_():
        return [("", 0)]

    @staticmethod
    def _mask_():
        return 0

    @property
    def name(self):
        parts = []
        rest = self.value
        for name, value in self.__class__._members_():
            if value == self.value:
                return name
            if value & self.value and value & (value - 1) == 0:
                parts.append(name)
                rest &= ~value
        if not parts:
            return None
        if rest:
            parts.append(str(rest))
        return "|".join(parts)

    def __or__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__class__(self.value | other.value)

    def __and__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__class__(self.value & other.value)

    def __xor__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.__class__(self.value ^ other.value)

    def __invert__(self):
        return self.__class__(self.__class__._mask_() & ~self.value)

    def __contains__(self, other):
        return other.value & self.value == other.value

    def __bool__(self):
        return self.value != 0

    def __len__(self):
        return self.value.bit_count()

    def __iter__(self):
        for _, value in self.__class__._members_():
            if value & self.value and value & (value - 1) == 0:
                yield self.__class__(value)

    def __eq__(self, other):
        if type(other) is not type(self):
            return NotImplemented
        return self.value == other.value

    def __hash__(self):
        return hash(self.value)

    def __repr__(self):
        name = self.name
        cls = self.__class__.__name__
        return f"<{cls}: {self.value}>" if name is None else f"<{cls}.{name}: {self.value}>"

    def __str__(self):
        name = self.name
        cls = self.__class__.__name__
        return f"{cls}({self.value})" if name is None else f"{cls}.{name}"


def number_of(other):
    return other.value if isinstance(other, IntFlag) else other


class IntFlag(Flag):
    def __init__(self, value):
        self.value = value
        if value < 0:
            self.value = value & self.__class__._mask_()

    def __or__(self, other):
        return self.__class__(self.value | number_of(other))

    def __ror__(self, other):
        return self.__class__(self.value | other)

    def __and__(self, other):
        return self.__class__(self.value & number_of(other))

    def __rand__(self, other):
        return self.__class__(self.value & other)

    def __xor__(self, other):
        return self.__class__(self.value ^ number_of(other))

    def __rxor__(self, other):
        return self.__class__(self.value ^ other)

    def __contains__(self, other):
        return number_of(other) & self.value == number_of(other)

    def __add__(self, other):
        return self.value + number_of(other)

    def __sub__(self, other):
        return self.value - number_of(other)

    def __mul__(self, other):
        return self.value * number_of(other)

    def __lshift__(self, other):
        return self.value << number_of(other)

    def __rshift__(self, other):
        return self.value >> number_of(other)

    def __lt__(self, other):
        if isinstance(other, IntFlag):
            return self.value < other.value
        return self.value < other

    def __le__(self, other):
        if isinstance(other, IntFlag):
            return self.value <= other.value
        return self.value <= other

    def __gt__(self, other):
        if isinstance(other, IntFlag):
            return self.value > other.value
        return self.value > other

    def __ge__(self, other):
        if isinstance(other, IntFlag):
            return self.value >= other.value
        return self.value >= other

    def __eq__(self, other):
        if isinstance(other, IntFlag):
            return self.value == other.value
        return self.value == other

    def __hash__(self):
        return hash(self.value)

    def __int__(self):
        return self.value

    def __index__(self):
        return self.value

    def __str__(self):
        return str(self.value)

    def __format__(self, spec):
        return format(self.value, spec)
