"""Loggers, handlers and formatters; levels and names are the library's."""

import sys
import time
import traceback

DEBUG = 10
INFO = 20
WARNING = 30
WARN = 30
ERROR = 40
CRITICAL = 50
FATAL = 50
NOTSET = 0

BASIC_FORMAT = "%(levelname)s:%(name)s:%(message)s"

level_names = {10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL", 0: "NOTSET"}
level_numbers = {"DEBUG": 10, "INFO": 20, "WARNING": 30, "WARN": 30, "ERROR": 40, "CRITICAL": 50, "FATAL": 50, "NOTSET": 0}


def getLevelName(level):
    return level_names.get(level, "Level " + str(level))


def addLevelName(level, name):
    level_names[level] = name
    level_numbers[name] = level


def level_of(level):
    if isinstance(level, str):
        if level not in level_numbers:
            raise ValueError("Unknown level: " + repr(level))
        return level_numbers[level]
    return level


class LogRecord:
    def __init__(self, name, levelno, message, failure):
        self.name = name
        self.levelno = levelno
        self.levelname = getLevelName(levelno)
        self.message = message
        self.failure = failure
        self.created = time.time()
        self.msecs = (self.created - int(self.created)) * 1000.0

    @property
    def msg(self):
        return self.message

    def getMessage(self):
        return self.message


def padded(text, flags, number):
    """The text as a conversion with these flags and this width writes it."""
    precision = -1
    if "." in flags:
        flags, _, digits = flags.partition(".")
        precision = int(digits)
    left = flags.startswith("-")
    zero = flags.startswith("0")
    width = int(flags.lstrip("-0")) if flags.lstrip("-0") else 0
    if precision >= 0 and not number:
        text = text[:precision]
    if left:
        return text.ljust(width)
    return text.rjust(width, "0") if zero and number else text.rjust(width)


class Formatter:
    default_msec_format = "%s,%03d"

    def __init__(self, fmt=None, datefmt=None, style="%"):
        self.fmt = fmt if fmt is not None else "%(message)s" if style == "%" else "{message}"
        self.datefmt = datefmt or ""
        self.style = style

    def usesTime(self):
        return "asctime" in self.fmt

    def formatTime(self, record, datefmt=""):
        at = time.localtime(record.created)
        if datefmt:
            return time.strftime(datefmt, at)
        return time.strftime("%Y-%m-%d %H:%M:%S", at) + ",%03d" % int(record.msecs)

    def field(self, record, name):
        if name == "message":
            return record.message
        if name == "levelname":
            return record.levelname
        if name == "name":
            return record.name
        if name == "asctime":
            return self.formatTime(record, self.datefmt)
        if name == "levelno":
            return str(record.levelno)
        if name == "msecs":
            return str(int(record.msecs))
        if name == "created":
            return str(record.created)
        if name == "threadName":
            return "MainThread"
        if name == "processName":
            return "MainProcess"
        raise NotImplementedError("the field %(" + name + ")s of a logging format")

    def formatMessage(self, record):
        fmt = self.fmt
        brace = self.style == "{"
        opening = "{" if brace else "%(" if self.style == "%" else "${"
        parts = []
        at = 0
        while True:
            found = fmt.find(opening, at)
            if found < 0:
                break
            parts.append(fmt[at:found])
            if self.style == "%":
                close = fmt.index(")", found)
                name = fmt[found + 2 : close]
                end = close + 1
                while not fmt[end].isalpha():
                    end += 1
                parts.append(padded(self.field(record, name), fmt[close + 1 : end], fmt[end] == "d"))
                at = end + 1
            else:
                close = fmt.index("}", found)
                name, _, spec = fmt[found + len(opening) : close].partition(":")
                text = self.field(record, name)
                if spec.startswith("<"):
                    text = text.ljust(int(spec[1:].rstrip("s")))
                elif spec.startswith(">"):
                    text = text.rjust(int(spec[1:].rstrip("s")))
                elif spec.startswith("^"):
                    text = text.center(int(spec[1:].rstrip("s")))
                elif spec.rstrip("sd"):
                    text = text.ljust(int(spec.rstrip("sd")))
                parts.append(text)
                at = close + 1
        parts.append(fmt[at:])
        text = "".join(parts)
        return text.replace("%%", "%") if self.style == "%" else text

    def format(self, record):
        text = self.formatMessage(record)
        return text + "\n" + record.failure if record.failure else text


class Filter:
    def __init__(self, name=""):
        self.name = name

    def filter(self, record):
        if not self.name or self.name == record.name:
            return True
        return record.name.startswith(self.name + ".")


plain_formatter = Formatter()


class Handler:
    def __init__(self, level=NOTSET):
        self.level = level_of(level)
        self.formatter = None
        self.filters = []
        self.name = None

    def setLevel(self, level):
        self.level = level_of(level)

    def setFormatter(self, formatter):
        self.formatter = formatter

    def addFilter(self, filter):
        self.filters.append(filter)

    def removeFilter(self, filter):
        if filter in self.filters:
            self.filters.remove(filter)

    def format(self, record):
        if self.formatter is None:
            return plain_formatter.format(record)
        return self.formatter.format(record)

    def handle(self, record):
        for each in self.filters:
            if not each.filter(record):
                return False
        self.emit(record)
        return True

    def emit(self, record):
        raise NotImplementedError("emit must be implemented by Handler subclasses")

    def flush(self):
        pass

    def close(self):
        pass


class StreamHandler(Handler):
    terminator = "\n"

    def __init__(self, stream=None):
        super().__init__()
        self.stream = sys.stderr if stream is None else stream

    def emit(self, record):
        print(self.format(record), file=self.stream)

    def flush(self):
        self.stream.flush()


class FileHandler(Handler):
    def __init__(self, filename, mode="a", encoding=None, delay=False):
        super().__init__()
        self.baseFilename = str(filename)
        self.file = open(filename, mode)

    def emit(self, record):
        self.file.write(self.format(record) + "\n")
        self.file.flush()

    def close(self):
        self.file.close()


class NullHandler(Handler):
    def handle(self, record):
        return True

    def emit(self, record):
        pass


class Logger:
    def __init__(self, name, level=NOTSET):
        self.name = name
        self.level = level_of(level)
        self.parent = None
        self.propagate = True
        self.disabled = False
        self.handlers = []
        self.filters = []

    def setLevel(self, level):
        self.level = level_of(level)

    def getEffectiveLevel(self):
        logger = self
        while logger is not None:
            if logger.level:
                return logger.level
            logger = logger.parent
        return NOTSET

    def isEnabledFor(self, level):
        return not self.disabled and level > settings.disabled and level >= self.getEffectiveLevel()

    def getChild(self, suffix):
        return getLogger(suffix if self.name == "root" else self.name + "." + suffix)

    def addHandler(self, handler):
        if handler not in self.handlers:
            self.handlers.append(handler)

    def removeHandler(self, handler):
        if handler in self.handlers:
            self.handlers.remove(handler)

    def addFilter(self, filter):
        self.filters.append(filter)

    def hasHandlers(self):
        logger = self
        while logger is not None:
            if logger.handlers:
                return True
            logger = logger.parent if logger.propagate else None
        return False

    def handle(self, record):
        for each in self.filters:
            if not each.filter(record):
                return
        found = 0
        logger = self
        while logger is not None:
            for handler in logger.handlers:
                found += 1
                if record.levelno >= handler.level:
                    handler.handle(record)
            logger = logger.parent if logger.propagate else None
        if found == 0 and record.levelno >= WARNING:
            sys.stderr.write(plain_formatter.format(record) + "\n")

    def log(self, level, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        if self.isEnabledFor(level):
            shown = message % args if args else str(message)
            self.handle(LogRecord(self.name, level, shown, failure_text(exc_info)))

    def debug(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(DEBUG, message, *args, exc_info=exc_info)

    def info(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(INFO, message, *args, exc_info=exc_info)

    def warning(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(WARNING, message, *args, exc_info=exc_info)

    def warn(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(WARNING, message, *args, exc_info=exc_info)

    def error(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(ERROR, message, *args, exc_info=exc_info)

    def exception(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(ERROR, message, *args, exc_info=exc_info)

    def critical(self, message, *args, exc_info=None, stack_info=False, stacklevel=1):
        self.log(CRITICAL, message, *args, exc_info=exc_info)

    fatal = critical

    def __repr__(self):
        return "<Logger %s (%s)>" % (self.name, getLevelName(self.getEffectiveLevel()))


def failure_text(exc_info):
    return "" if exc_info is None else traceback.shown(exc_info)


class Settings:
    def __init__(self):
        self.disabled = 0


settings = Settings()
root = Logger("root", WARNING)
loggers = {}


def getLogger(name=None):
    if not name or name == "root":
        return root
    if name not in loggers:
        made = Logger(name)
        loggers[name] = made
        made.parent = root
        # The nearest one above, and those below that have none nearer.
        above = name
        while "." in above:
            above = above[: above.rindex(".")]
            if above in loggers:
                made.parent = loggers[above]
                break
        for other, logger in loggers.items():
            parent = logger.parent
            if other.startswith(name + ".") and parent is not None and len(parent.name) < len(name):
                logger.parent = made
            elif other.startswith(name + ".") and parent is root:
                logger.parent = made
    return loggers[name]


def basicConfig(
    *,
    filename=None,
    filemode="a",
    format=None,
    datefmt=None,
    style="%",
    level=None,
    stream=None,
    handlers=None,
    force=False,
    encoding=None,
    errors=None,
):
    if force:
        root.handlers.clear()
    if root.handlers:
        return
    basic = BASIC_FORMAT if style == "%" else "{levelname}:{name}:{message}"
    formatter = Formatter(basic if format is None else format, datefmt, style)
    if handlers is not None:
        for handler in handlers:
            if handler.formatter is None:
                handler.setFormatter(formatter)
            root.addHandler(handler)
    elif filename is not None:
        to_file = FileHandler(filename, filemode)
        to_file.setFormatter(formatter)
        root.addHandler(to_file)
    else:
        to_stream = StreamHandler(stream)
        to_stream.setFormatter(formatter)
        root.addHandler(to_stream)
    if level is not None:
        root.setLevel(level)


def disable(level=CRITICAL):
    settings.disabled = level


def shutdown():
    pass


def log(level, message, *args, exc_info=None):
    if not root.handlers:
        basicConfig()
    root.log(level, message, *args, exc_info=exc_info)


def debug(message, *args, exc_info=None):
    log(DEBUG, message, *args, exc_info=exc_info)


def info(message, *args, exc_info=None):
    log(INFO, message, *args, exc_info=exc_info)


def warning(message, *args, exc_info=None):
    log(WARNING, message, *args, exc_info=exc_info)


def error(message, *args, exc_info=None):
    log(ERROR, message, *args, exc_info=exc_info)


def exception(message, *args, exc_info=None):
    log(ERROR, message, *args, exc_info=exc_info)


def critical(message, *args, exc_info=None):
    log(CRITICAL, message, *args, exc_info=exc_info)
