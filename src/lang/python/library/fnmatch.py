"""Names that match the patterns of a shell: `*`, `?`, `[seq]`, `[!seq]`."""


def _set_end(pat, at):
    """The place of the bracket that closes the set that begins at `at`; -1 without one."""
    end = at + 1
    if end < len(pat) and pat[end] == "!":
        end += 1
    if end < len(pat) and pat[end] == "]":
        end += 1
    while end < len(pat) and pat[end] != "]":
        end += 1
    return end if end < len(pat) else -1


def _in_set(chars, c):
    negated = chars.startswith("!")
    if negated:
        chars = chars[1:]
    found = False
    i = 0
    while i < len(chars):
        if i + 2 < len(chars) and chars[i + 1] == "-":
            found = found or chars[i] <= c <= chars[i + 2]
            i += 3
        else:
            found = found or chars[i] == c
            i += 1
    return found != negated


def fnmatchcase(name, pat):
    n = p = 0
    star = -1
    mark = 0
    while n < len(name):
        step = 0
        if p < len(pat) and pat[p] == "*":
            star = p
            mark = n
            p += 1
            continue
        if p < len(pat):
            if pat[p] == "?":
                step = 1
            elif pat[p] == "[" and _set_end(pat, p) > 0:
                end = _set_end(pat, p)
                if _in_set(pat[p + 1 : end], name[n]):
                    step = end - p + 1
            elif pat[p] == name[n]:
                step = 1
        if step > 0:
            p += step
            n += 1
        elif star >= 0:
            mark += 1
            n = mark
            p = star + 1
        else:
            return False
    while p < len(pat) and pat[p] == "*":
        p += 1
    return p == len(pat)


def fnmatch(name, pat):
    return fnmatchcase(name, pat)


def filter(names, pat):
    return [name for name in names if fnmatchcase(name, pat)]
