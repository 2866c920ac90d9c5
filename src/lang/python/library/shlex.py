"""Splits and quotes text as a shell does."""

_SAFE = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_@%+=:,./-"


def split(s, comments=False, posix=True):
    words = []
    word = ""
    started = False
    quote = ""
    i = 0
    while i < len(s):
        c = s[i]
        if quote:
            if c == quote:
                quote = ""
                if not posix:
                    word += c
            elif posix and c == "\\" and quote == '"' and i + 1 < len(s) and s[i + 1] in '"\\':
                i += 1
                word += s[i]
            elif posix and c == "\\" and quote == '"' and i + 1 == len(s):
                raise ValueError("No escaped character")
            else:
                word += c
        elif c in " \t\r\n":
            if started:
                words.append(word)
            word = ""
            started = False
        elif c == "#" and comments:
            if started:
                words.append(word)
            word = ""
            started = False
            while i < len(s) and s[i] != "\n":
                i += 1
        elif c in "'\"":
            quote = c
            started = True
            if not posix:
                word += c
        elif c == "\\" and posix:
            i += 1
            if i == len(s):
                raise ValueError("No escaped character")
            word += s[i]
            started = True
        else:
            word += c
            started = True
        i += 1
    if quote:
        raise ValueError("No closing quotation")
    if started:
        words.append(word)
    return words


def quote(s):
    if not s:
        return "''"
    for c in s:
        if c not in _SAFE:
            return "'" + s.replace("'", "'\"'\"'") + "'"
    return s


def join(split_command):
    return " ".join([quote(word) for word in split_command])
