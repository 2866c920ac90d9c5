"""Names of files, and the files."""

import fnmatch
import os


def joined(parts):
    path = ""
    for part in parts:
        text = str(part)
        if text.startswith("/"):
            path = text
        elif text and text != ".":
            path = path + "/" + text if path and path != "/" else path + text
    root = "/" if path.startswith("/") else ""
    names = [name for name in path.split("/") if name and name != "."]
    return root + "/".join(names) or "."


class PurePath:
    def __init__(self, *parts):
        self.path = joined(parts)

    def __str__(self):
        return self.path

    def __repr__(self):
        return "PosixPath(" + repr(self.path) + ")"

    def __fspath__(self):
        return self.path

    def __eq__(self, other):
        return self.path == other.path

    def __hash__(self):
        return hash(self.path)

    def __lt__(self, other):
        return self.path < other.path

    def __truediv__(self, other):
        return Path(self.path, str(other))

    def joinpath(self, *parts):
        return Path(self.path, *parts)

    @property
    def name(self):
        return "" if self.path in (".", "/") else self.path.split("/")[-1]

    @property
    def suffix(self):
        name = self.name
        at = name.rfind(".")
        return name[at:] if 0 < at < len(name) - 1 else ""

    @property
    def suffixes(self):
        name = self.name
        if name.endswith("."):
            return []
        return ["." + each for each in name.lstrip(".").split(".")[1:]]

    @property
    def stem(self):
        suffix = self.suffix
        return self.name[: -len(suffix)] if suffix else self.name

    @property
    def parent(self):
        if self.path == "/":
            return Path("/")
        at = self.path.rfind("/")
        return Path(self.path[:at] if at > 0 else "/" if at == 0 else ".")

    @property
    def parts(self):
        names = [name for name in self.path.split("/") if name and name != "."]
        return tuple(["/"] + names if self.path.startswith("/") else names)

    @property
    def parents(self):
        found = []
        path = self.parent
        while not found or path.path != found[-1].path:
            found.append(path)
            path = path.parent
        return found if self.path not in ("/", ".") else []

    @property
    def anchor(self):
        return "/" if self.path.startswith("/") else ""

    def relative_to(self, other):
        start = str(Path(other))
        if start == ".":
            return Path(self.path)
        if self.path == start:
            return Path(".")
        inside = start if start.endswith("/") else start + "/"
        if not self.path.startswith(inside):
            raise ValueError(f"{self.path!r} is not in the subpath of {start!r} OR one path is relative and the other is absolute.")
        return Path(self.path[len(inside) :])

    def is_relative_to(self, other):
        start = str(Path(other))
        return start == "." or self.path == start or self.path.startswith(start if start.endswith("/") else start + "/")

    def match(self, path_pattern):
        wanted = [part for part in path_pattern.split("/") if part]
        own = list(self.parts)
        if len(wanted) > len(own) or (path_pattern.startswith("/") and len(wanted) + 1 != len(own)):
            return False
        return all(fnmatch.fnmatchcase(name, part) for name, part in zip(own[-len(wanted) :], wanted))

    def is_absolute(self):
        return self.path.startswith("/")

    def as_posix(self):
        return self.path

    def with_name(self, name):
        return self.parent / name

    def with_suffix(self, suffix):
        return self.parent / (self.stem + suffix)

    def with_stem(self, stem):
        return self.parent / (stem + self.suffix)


class Stat:
    """What `stat` tells of a file."""

    def __init__(self, st_size, st_mtime):
        self.st_size = st_size
        self.st_mtime = st_mtime


def all_below(path):
    """All files and folders below a folder, in the order of the folder."""
    for name in os.listdir(path):
        inner = name if path == "." else os.path.join(path, name)
        yield inner
        if os.path.isdir(inner) and not os.path.islink(inner):
            yield from all_below(inner)


class Path(PurePath):
    @classmethod
    def cwd(cls):
        return Path(os.getcwd())

    @classmethod
    def home(cls):
        return Path(os.path.expanduser("~"))

    def exists(self):
        return os.path.exists(self.path)

    def is_file(self):
        return os.path.isfile(self.path)

    def is_dir(self):
        return os.path.isdir(self.path)

    def resolve(self):
        return Path(os.path.realpath(self.path))

    def absolute(self):
        return Path(os.path.abspath(self.path))

    def expanduser(self):
        return Path(os.path.expanduser(self.path))

    def read_text(self, encoding="utf-8"):
        with open(self.path) as file:
            return file.read()

    def write_text(self, data, encoding="utf-8"):
        with open(self.path, "w") as file:
            return file.write(data)

    def read_bytes(self):
        with open(self.path, "rb") as file:
            return file.read()

    def write_bytes(self, data):
        with open(self.path, "wb") as file:
            return file.write(data)

    def mkdir(self, mode=511, parents=False, exist_ok=False):
        if exist_ok and self.is_dir():
            return
        if parents:
            os.makedirs(self.path)
        else:
            os.mkdir(self.path)

    def rmdir(self):
        os.rmdir(self.path)

    def unlink(self, missing_ok=False):
        if missing_ok and not self.exists():
            return
        os.remove(self.path)

    def touch(self, mode=438, exist_ok=True):
        with open(self.path, "a") as file:
            file.write("")

    def rename(self, target):
        os.rename(self.path, str(target))
        return Path(str(target))

    def iterdir(self):
        for name in os.listdir(self.path):
            yield self / name

    def glob(self, pattern):
        parts = [part for part in pattern.split("/") if part]
        found = [self]
        for i, part in enumerate(parts):
            further = []
            for folder in found:
                if part == "**":
                    further.append(folder)
                    further.extend([Path(each) for each in all_below(folder.path) if os.path.isdir(each)])
                elif folder.is_dir():
                    further.extend([folder / name for name in os.listdir(folder.path) if fnmatch.fnmatchcase(name, part)])
            found = further
        yield from found

    def rglob(self, pattern):
        yield from self.glob("**/" + pattern)

    def stat(self):
        return Stat(os.path.getsize(self.path), os.path.getmtime(self.path))

    def is_symlink(self):
        return os.path.islink(self.path)

    def samefile(self, other):
        return os.path.realpath(self.path) == os.path.realpath(str(other))


PurePosixPath = PurePath
PosixPath = Path
