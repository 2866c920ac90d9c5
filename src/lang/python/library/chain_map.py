"""`collections.ChainMap`: several dicts as one; what is written goes to the first."""


class ChainMap:
    def __init__(self, *maps):
        self.maps = list(maps) or [{}]

    def __getitem__(self, key):
        for each in self.maps:
            if key in each:
                return each[key]
        raise KeyError(key)

    def __setitem__(self, key, value):
        self.maps[0][key] = value

    def __delitem__(self, key):
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        del self.maps[0][key]

    def __contains__(self, key):
        return any(key in each for each in self.maps)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def __bool__(self):
        return any(len(each) > 0 for each in self.maps)

    def __repr__(self):
        return "ChainMap(" + ", ".join([repr(each) for each in self.maps]) + ")"

    def keys(self):
        found = {}
        for each in self.maps[::-1]:
            for key in each:
                found[key] = True
        return list(found)

    def values(self):
        found = []
        for key in self.keys():
            found.append(self[key])
        return found

    def items(self):
        found = []
        for key in self.keys():
            found.append((key, self[key]))
        return found

    def get(self, key, default=None):
        return self[key] if key in self else default

    def pop(self, key):
        if key not in self.maps[0]:
            raise KeyError(f"Key not found in the first mapping: {key!r}")
        return self.maps[0].pop(key)

    def new_child(self, child=None):
        return ChainMap({} if child is None else child, *self.maps)

    @property
    def parents(self):
        return ChainMap(*self.maps[1:])
