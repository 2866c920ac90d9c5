"""Names of files that match the patterns of a shell."""

import fnmatch
import os


def has_magic(text):
    return "*" in text or "?" in text or "[" in text


def escape(pathname):
    return "".join(["[" + c + "]" if c in "*?[" else c for c in pathname])


def below(folder):
    """The folder itself, and all that lies in it, at any depth; nothing hidden."""
    found = [""]
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return found
    for name in names:
        if not name.startswith("."):
            found.append(name)
            inner = os.path.join(folder, name)
            if os.path.isdir(inner):
                found.extend([os.path.join(name, each) for each in below(inner) if each])
    return found


def matching(folder, pattern):
    """The names in a folder that match one part of a pattern."""
    try:
        names = os.listdir(folder or ".")
    except OSError:
        return []
    return [name for name in names if fnmatch.fnmatchcase(name, pattern) and (pattern.startswith(".") or not name.startswith("."))]


def glob(pathname, recursive=False):
    start = "/" if pathname.startswith("/") else ""
    parts = [part for part in pathname.split("/") if part]
    found = [start]
    for i, part in enumerate(parts):
        last = i == len(parts) - 1
        further = []
        for folder in found:
            if recursive and part == "**":
                for name in below(folder):
                    path = os.path.join(folder, name) if name else folder
                    if last or os.path.isdir(path or "."):
                        further.append(path)
            elif has_magic(part):
                further.extend([os.path.join(folder, name) for name in matching(folder, part)])
            elif os.path.exists(os.path.join(folder, part)):
                further.append(os.path.join(folder, part))
        found = further if last else [path for path in further if os.path.isdir(path or ".")]
    if pathname.endswith("/"):
        found = [path + "/" for path in found if os.path.isdir(path)]
    return [path for path in found if path]


def iglob(pathname, recursive=False):
    yield from glob(pathname, recursive)
