"""What classes derived from `str` inherit: each object holds a value of the type."""

def plain(other):
    if isinstance(other, Str):
        return other.builtin_value
    return other


class Str:
    def __init__(self, text=""):
        self.builtin_value = str(text)

    def __len__(self):
        return len(self.builtin_value)

    def __iter__(self):
        return iter(self.builtin_value)

    def __contains__(self, item):
        return item in self.builtin_value

    def __getitem__(self, at):
        return self.builtin_value[at]

    def __eq__(self, other):
        if isinstance(other, Str):
            return self.builtin_value == other.builtin_value
        return self.builtin_value == other

    def __ne__(self, other):
        if isinstance(other, Str):
            return self.builtin_value != other.builtin_value
        return self.builtin_value != other

    def __lt__(self, other):
        if isinstance(other, Str):
            return self.builtin_value < other.builtin_value
        return self.builtin_value < other

    def __le__(self, other):
        if isinstance(other, Str):
            return self.builtin_value <= other.builtin_value
        return self.builtin_value <= other

    def __gt__(self, other):
        if isinstance(other, Str):
            return self.builtin_value > other.builtin_value
        return self.builtin_value > other

    def __ge__(self, other):
        if isinstance(other, Str):
            return self.builtin_value >= other.builtin_value
        return self.builtin_value >= other

    def __hash__(self):
        return hash(self.builtin_value)

    def __str__(self):
        return self.builtin_value

    def __repr__(self):
        return repr(self.builtin_value)

    def __format__(self, spec):
        return format(self.builtin_value, spec)

    def __add__(self, other):
        return self.builtin_value + plain(other)

    def __radd__(self, other):
        return other + self.builtin_value

    def __mul__(self, times):
        return self.builtin_value * times

    def __rmul__(self, times):
        return self.builtin_value * times

    def upper(self):
        return self.builtin_value.upper()

    def lower(self):
        return self.builtin_value.lower()

    def title(self):
        return self.builtin_value.title()

    def capitalize(self):
        return self.builtin_value.capitalize()

    def swapcase(self):
        return self.builtin_value.swapcase()

    def casefold(self):
        return self.builtin_value.casefold()

    def isdigit(self):
        return self.builtin_value.isdigit()

    def isalpha(self):
        return self.builtin_value.isalpha()

    def isalnum(self):
        return self.builtin_value.isalnum()

    def isspace(self):
        return self.builtin_value.isspace()

    def isupper(self):
        return self.builtin_value.isupper()

    def islower(self):
        return self.builtin_value.islower()

    def isnumeric(self):
        return self.builtin_value.isnumeric()

    def splitlines(self, keepends=False):
        return self.builtin_value.splitlines(keepends)

    def encode(self):
        return self.builtin_value.encode()

    def strip(self, chars=None):
        return self.builtin_value.strip(chars)

    def lstrip(self, chars=None):
        return self.builtin_value.lstrip(chars)

    def rstrip(self, chars=None):
        return self.builtin_value.rstrip(chars)

    def split(self, sep=None, maxsplit=-1):
        return self.builtin_value.split(sep, maxsplit)

    def startswith(self, value):
        return self.builtin_value.startswith(value)

    def endswith(self, value):
        return self.builtin_value.endswith(value)

    def find(self, value, start=0, end=None):
        return self.builtin_value.find(value, start, len(self.builtin_value) if end is None else end)

    def rfind(self, value, start=0, end=None):
        return self.builtin_value.rfind(value, start, len(self.builtin_value) if end is None else end)

    def index(self, value, start=0, end=None):
        return self.builtin_value.index(value, start, len(self.builtin_value) if end is None else end)

    def count(self, value, start=0, end=None):
        return self.builtin_value.count(value, start, len(self.builtin_value) if end is None else end)

    def join(self, value):
        return self.builtin_value.join(value)

    def partition(self, value):
        return self.builtin_value.partition(value)

    def rpartition(self, value):
        return self.builtin_value.rpartition(value)

    def ljust(self, width, fillchar=" "):
        return self.builtin_value.ljust(width, fillchar)

    def rjust(self, width, fillchar=" "):
        return self.builtin_value.rjust(width, fillchar)

    def center(self, width, fillchar=" "):
        return self.builtin_value.center(width, fillchar)

    def zfill(self, value):
        return self.builtin_value.zfill(value)

    def replace(self, old, new, count=-1):
        return self.builtin_value.replace(old, new, count)

    def rindex(self, value, start=0, end=None):
        return self.builtin_value.rindex(value, start, len(self.builtin_value) if end is None else end)

    def rsplit(self, sep=None, maxsplit=-1):
        return self.builtin_value.rsplit(sep, maxsplit)

    def removeprefix(self, prefix):
        return self.builtin_value.removeprefix(prefix)

    def removesuffix(self, suffix):
        return self.builtin_value.removesuffix(suffix)

    def expandtabs(self, tabsize=8):
        return self.builtin_value.expandtabs(tabsize)

    def translate(self, table):
        return self.builtin_value.translate(table)

    def isdecimal(self):
        return self.builtin_value.isdecimal()

    def isidentifier(self):
        return self.builtin_value.isidentifier()

    def istitle(self):
        return self.builtin_value.istitle()

    def isascii(self):
        return self.builtin_value.isascii()
