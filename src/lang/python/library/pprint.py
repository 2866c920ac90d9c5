"""Data structures as text that fits a width."""

import sys


def _plain(value):
    """`repr(value)` with the keys of dicts in order."""
    if type(value) is dict:
        return "{" + ", ".join([_plain(key) + ": " + _plain(value[key]) for key in sorted(value)]) + "}"
    if type(value) is list:
        return "[" + ", ".join([_plain(item) for item in value]) + "]"
    if type(value) is tuple:
        return "(" + ", ".join([_plain(item) for item in value]) + (",)" if len(value) == 1 else ")")
    return repr(value)


def _text(value, width, indent, allowance, level):
    """A text in the parts that fit, broken behind white space."""
    lines = value.splitlines(True)
    chunks = []
    if level == 1:
        indent += 1
        allowance += 1
    room = width - indent
    for i, line in enumerate(lines):
        last = i == len(lines) - 1
        if len(repr(line)) <= room - (allowance if last else 0):
            chunks.append(repr(line))
            continue
        parts = _parts(line)
        current = ""
        for j, part in enumerate(parts):
            candidate = current + part
            end = last and j == len(parts) - 1
            if len(repr(candidate)) > room - (allowance if end else 0):
                if current:
                    chunks.append(repr(current))
                current = part
            else:
                current = candidate
        if current:
            chunks.append(repr(current))
    if len(chunks) <= 1:
        return repr(value)
    text = ("\n" + " " * indent).join(chunks)
    return "(" + text + ")" if level == 1 else text


def _parts(line):
    """Words, each with the white space behind it."""
    parts = []
    start = 0
    for i in range(1, len(line)):
        if line[i - 1].isspace() and not line[i].isspace():
            parts.append(line[start:i])
            start = i
    parts.append(line[start:])
    return parts


def _items(items, step, width, indent, allowance, level):
    indent += step
    out = " " * (step - 1)
    last = len(items) - 1
    for i, item in enumerate(items):
        if i > 0:
            out += ",\n" + " " * indent
        out += _format(item, step, width, indent, allowance if i == last else 1, level)
    return out


def _format(value, step, width, indent, allowance, level):
    whole = _plain(value)
    if len(whole) <= width - indent - allowance:
        return whole
    if type(value) is dict:
        keys = sorted(value)
        out = "{" + " " * (step - 1)
        for i, key in enumerate(keys):
            shown = _plain(key)
            if i > 0:
                out += ",\n" + " " * (indent + step)
            end = allowance + 1 if i == len(keys) - 1 else 1
            out += shown + ": " + _format(value[key], step, width, indent + step + len(shown) + 2, end, level + 1)
        return out + "}"
    if type(value) is list:
        return "[" + _items(value, step, width, indent, allowance + 1, level + 1) + "]"
    if type(value) is tuple:
        end = ",)" if len(value) == 1 else ")"
        return "(" + _items(list(value), step, width, indent, allowance + len(end), level + 1) + end
    if type(value) is set:
        return "{" + _items(sorted(value), step, width, indent, allowance + 1, level + 1) + "}"
    if type(value) is str:
        return _text(value, width, indent, allowance, level + 1) if value else whole
    if "\n" in whole or whole[-1:] in "])}":
        raise NotImplementedError("pprint of a " + type(value).__name__ + " that does not fit into a line")
    return whole


def pformat(object, indent=1, width=80):
    return _format(object, indent, width, 0, 0, 0)


def pprint(object, indent=1, width=80):
    print(pformat(object, indent, width))


def saferepr(object):
    return _plain(object)


def pp(object, indent=1, width=80):
    print(pformat(object, indent, width))


class PrettyPrinter:
    def __init__(self, indent=1, width=80, stream=None):
        self.indent = indent
        self.width = width
        self.stream = sys.stdout if stream is None else stream

    def pformat(self, object):
        return pformat(object, self.indent, self.width)

    def _safe_repr(self, object, context, maxlevels, level):
        return _plain(object), True, False

    def pprint(self, object):
        self.stream.write(self.pformat(object) + "\n")
