"""Texts with names behind dollar signs."""


def _is_start(c):
    return c == "_" or ("a" <= c <= "z") or ("A" <= c <= "Z")


def _is_part(c):
    return _is_start(c) or ("0" <= c <= "9")


class Template:
    def __init__(self, template):
        self.template = template

    def _invalid(self, at):
        before = self.template[:at].splitlines(True)
        line = len(before) if before else 1
        column = at + 1 if line == 1 else at - len("".join(before[:-1])) + 1
        raise ValueError("Invalid placeholder in string: line " + str(line) + ", col " + str(column))

    def _filled(self, values, safe):
        text = self.template
        parts = []
        i = 0
        while i < len(text):
            at = text.find("$", i)
            if at < 0:
                parts.append(text[i:])
                break
            parts.append(text[i:at])
            start = at + 1
            if start < len(text) and text[start] == "$":
                parts.append("$")
                i = start + 1
                continue
            braced = start < len(text) and text[start] == "{"
            if braced:
                start += 1
            end = start
            if end < len(text) and _is_start(text[end]):
                while end < len(text) and _is_part(text[end]):
                    end += 1
            if end == start or (braced and (end >= len(text) or text[end] != "}")):
                if not safe:
                    self._invalid(at)
                parts.append("$")
                i = at + 1
                continue
            name = text[start:end]
            i = end + 1 if braced else end
            if name in values:
                parts.append(values[name])
            elif safe:
                parts.append(text[at:i])
            else:
                raise KeyError(name)
        return "".join(parts)

    def substitute(self, mapping=None, **named):
        return self._filled(_texts(mapping, named), False)

    def safe_substitute(self, mapping=None, **named):
        return self._filled(_texts(mapping, named), True)


def _texts(mapping, named):
    values = {}
    if mapping is not None:
        for name in mapping:
            values[name] = str(mapping[name])
    for name, value in named.items():
        values[name] = str(value)
    return values
