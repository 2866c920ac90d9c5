"""`UserDict` and `UserList`: containers to derive classes from, which keep what they hold in `data`."""


class Held:
    """What both do with `data`."""

    def __len__(self):
        return len(self.data)

    def __getitem__(self, place):
        return self.data[place]

    def __setitem__(self, place, value):
        self.data[place] = value

    def __delitem__(self, place):
        del self.data[place]

    def __contains__(self, item):
        return item in self.data

    def __iter__(self):
        return iter(self.data)

    def __repr__(self):
        return repr(self.data)

    def __eq__(self, other):
        return self.data == other.data

    def clear(self):
        self.data.clear()


class UserDict(Held):
    def __init__(self, given=None, **named):
        self.data = {}
        if given is not None:
            self.update(given)
        for name in named:
            self[name] = named[name]

    def get(self, key, default=None):
        if key in self:
            return self[key]
        return default

    def keys(self):
        return list(self.data.keys())

    def values(self):
        return [self[key] for key in self.data]

    def items(self):
        return [(key, self[key]) for key in self.data]

    def pop(self, key, *default):
        if default and key not in self:
            return default[0]
        value = self[key]
        del self[key]
        return value

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, given=None, **named):
        if given is not None:
            for key in given:
                self[key] = given[key]
        for name in named:
            self[name] = named[name]


class UserList(Held):
    def __init__(self, given=None):
        self.data = []
        if given is not None:
            for item in given:
                self.data.append(item)

    def append(self, item):
        self.data.append(item)

    def insert(self, index, item):
        self.data.insert(index, item)

    def pop(self, index=-1):
        return self.data.pop(index)

    def remove(self, item):
        self.data.remove(item)

    def count(self, item):
        return self.data.count(item)

    def index(self, item):
        return self.data.index(item)

    def reverse(self):
        self.data.reverse()

    def sort(self):
        self.data.sort()

    def extend(self, items):
        for item in items:
            self.data.append(item)
