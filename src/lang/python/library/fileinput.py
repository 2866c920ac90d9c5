"""Lines of the files that are named on the command line, or of standard input."""

import sys


class FileInput:
    def __init__(self, names):
        self._names = names
        self._at = 0
        self._count = 0
        self._in_file = 0
        self._name = ""
        self._open = False
        self._file = sys.stdin if names[0] == "-" else open(names[0])
        self._opened = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def readline(self):
        while self._at < len(self._names):
            if not self._open:
                self._name = self._names[self._at]
                if not self._opened:
                    self._file = sys.stdin if self._name == "-" else open(self._name)
                self._opened = False
                self._open = True
                self._in_file = 0
            line = self._file.readline()
            if line:
                self._count += 1
                self._in_file += 1
                return line
            self.nextfile()
        return ""

    def nextfile(self):
        if self._open:
            if self._name != "-":
                self._file.close()
            self._open = False
            self._at += 1

    def filename(self):
        return "<stdin>" if self._name == "-" else self._name

    def lineno(self):
        return self._count

    def filelineno(self):
        return self._in_file

    def isfirstline(self):
        return self._in_file == 1

    def isstdin(self):
        return self._name == "-"

    def close(self):
        self.nextfile()
        self._at = len(self._names)


_state = FileInput(["-"])


def input(files=None):
    global _state
    if files is None:
        names = sys.argv[1:]
    elif isinstance(files, str):
        names = [files]
    else:
        names = [name for name in files]
    _state = FileInput(names if names else ["-"])
    return _state


def filename():
    return _state.filename()


def lineno():
    return _state.lineno()


def filelineno():
    return _state.filelineno()


def isfirstline():
    return _state.isfirstline()


def isstdin():
    return _state.isstdin()


def nextfile():
    _state.nextfile()


def close():
    _state.close()
