"""Messages to the error output, by level and logger."""

import sys

DEBUG = 10
INFO = 20
WARNING = 30
WARN = 30
ERROR = 40
CRITICAL = 50
FATAL = 50
NOTSET = 0

names = {10: "DEBUG", 20: "INFO", 30: "WARNING", 40: "ERROR", 50: "CRITICAL", 0: "NOTSET"}


class Settings:
    def __init__(self):
        self.level = 30
        self.format = "%(levelname)s:%(name)s:%(message)s"
        self.configured = False


settings = Settings()


def getLevelName(level):
    return names.get(level, "Level " + str(level))


class Logger:
    def __init__(self, name):
        self.name = name
        self.level = 0

    def setLevel(self, level):
        self.level = level

    def getEffectiveLevel(self):
        return self.level if self.level else settings.level

    def isEnabledFor(self, level):
        return level >= self.getEffectiveLevel()

    def log(self, level, message, *args):
        if level < self.getEffectiveLevel():
            return
        shown = message % args if args else str(message)
        if settings.configured or level >= 30:
            settings_format = settings.format if settings.configured else "%(message)s"
            text = settings_format.replace("%(levelname)s", getLevelName(level)).replace("%(name)s", self.name)
            text = text.replace("%(levelname)-8s", getLevelName(level).ljust(8))
            sys.stderr.write(text.replace("%(message)s", shown) + "\n")

    def debug(self, message, *args):
        self.log(10, message, *args)

    def info(self, message, *args):
        self.log(20, message, *args)

    def warning(self, message, *args):
        self.log(30, message, *args)

    def warn(self, message, *args):
        self.log(30, message, *args)

    def error(self, message, *args):
        self.log(40, message, *args)

    def critical(self, message, *args):
        self.log(50, message, *args)


loggers = {}


def getLogger(name=None):
    key = "root" if name is None else name
    if key not in loggers:
        loggers[key] = Logger(key)
    return loggers[key]


def basicConfig(level=30, format="%(levelname)s:%(name)s:%(message)s"):
    if not settings.configured:
        plain = format.replace("%(levelname)s", "").replace("%(levelname)-8s", "").replace("%(name)s", "").replace("%(message)s", "")
        if "%(" in plain:
            raise NotImplementedError("a logging format with other fields than levelname, name and message")
        settings.level = level
        settings.format = format
        settings.configured = True


def log(level, message, *args):
    basicConfig()
    getLogger().log(level, message, *args)


def debug(message, *args):
    log(10, message, *args)


def info(message, *args):
    log(20, message, *args)


def warning(message, *args):
    log(30, message, *args)


def error(message, *args):
    log(40, message, *args)


def critical(message, *args):
    log(50, message, *args)
