"""Configuration files: sections of options, with values that may name other ones."""

import re

DEFAULTSECT = "DEFAULT"


class Error(Exception):
    pass


class NoSectionError(Error):
    def __init__(self, section):
        super().__init__(f"No section: {section!r}")
        self.section = section


class NoOptionError(Error):
    def __init__(self, option, section):
        super().__init__(f"No option {option!r} in section: {section!r}")
        self.option = option
        self.section = section


class DuplicateSectionError(Error):
    def __init__(self, section):
        super().__init__(f"Section {section!r} already exists")
        self.section = section


class MissingSectionHeaderError(Error):
    def __init__(self, source, number, line):
        super().__init__(f"File contains no section headers.\nfile: {source!r}, line: {number}\n{line!r}")


class SectionProxy:
    def __init__(self, parser, name):
        self.parser = parser
        self.name = name

    def __getitem__(self, key):
        if not self.parser.has_option(self.name, key):
            raise KeyError(key)
        return self.parser.get(self.name, key)

    def __setitem__(self, key, value):
        self.parser.set(self.name, key, value)

    def __delitem__(self, key):
        if not self.parser.remove_option(self.name, key):
            raise KeyError(key)

    def __contains__(self, key):
        return self.parser.has_option(self.name, key)

    def __iter__(self):
        return iter(self.keys())

    def __len__(self):
        return len(self.keys())

    def __repr__(self):
        return f"<Section: {self.name}>"

    def keys(self):
        return self.parser.options(self.name)

    def values(self):
        return [self.parser.get(self.name, key) for key in self.keys()]

    def items(self):
        return [(key, self.parser.get(self.name, key)) for key in self.keys()]

    def get(self, option, fallback=None):
        if not self.parser.has_option(self.name, option):
            return fallback
        return self.parser.get(self.name, option)

    def getint(self, option, fallback=None):
        if not self.parser.has_option(self.name, option):
            return fallback
        return int(self.parser.get(self.name, option))

    def getfloat(self, option, fallback=None):
        if not self.parser.has_option(self.name, option):
            return fallback
        return float(self.parser.get(self.name, option))

    def getboolean(self, option, fallback=None):
        if not self.parser.has_option(self.name, option):
            return fallback
        return self.parser.getboolean(self.name, option)


class RawConfigParser:
    def __init__(self, defaults=None, interpolation=None):
        self.interpolates = interpolation is not None
        self.sections_ = {}
        self.defaults_ = {}
        if defaults is not None:
            for key, value in defaults.items():
                self.defaults_[key.lower()] = str(value)

    def optionxform(self, option):
        return option.lower()

    def defaults(self):
        return self.defaults_

    def sections(self):
        return list(self.sections_)

    def has_section(self, section):
        return section in self.sections_

    def add_section(self, section):
        if section in self.sections_:
            raise DuplicateSectionError(section)
        self.sections_[section] = {}

    def remove_section(self, section):
        return self.sections_.pop(section, None) is not None

    def values_(self, section):
        if section == DEFAULTSECT:
            return self.defaults_
        if section not in self.sections_:
            raise NoSectionError(section)
        return self.sections_[section]

    def options(self, section):
        names = list(self.values_(section))
        return names + [name for name in self.defaults_ if name not in names]

    def has_option(self, section, option):
        if section != DEFAULTSECT and section not in self.sections_:
            return False
        name = self.optionxform(option)
        return name in self.values_(section) or name in self.defaults_

    def remove_option(self, section, option):
        return self.values_(section).pop(self.optionxform(option), None) is not None

    def raw_(self, section, option):
        values = self.values_(section)
        name = self.optionxform(option)
        if name in values:
            return values[name]
        if name in self.defaults_:
            return self.defaults_[name]
        raise NoOptionError(option, section)

    def resolved_(self, section, text, depth=0):
        if not self.interpolates or "%" not in text:
            return text
        if depth > 9:
            raise Error("Recursion limit exceeded in value substitution")
        found = []
        rest = text
        while "%" in rest:
            before, _, rest = rest.partition("%")
            found.append(before)
            if rest.startswith("%"):
                found.append("%")
                rest = rest[1:]
                continue
            match = re.match(r"\(([^)]+)\)s", rest)
            if match is None:
                raise Error(f"'%' must be followed by '%' or '(', found: {'%' + rest!r}")
            found.append(self.resolved_(section, self.raw_(section, match.group(1) or ""), depth + 1))
            rest = rest[match.end() :]
        return "".join(found) + rest

    def get(self, section, option, raw=False, fallback=None):
        if fallback is not None and not self.has_option(section, option):
            return fallback
        text = self.raw_(section, option)
        return text if raw else self.resolved_(section, text)

    def getint(self, section, option, fallback=None):
        if fallback is not None and not self.has_option(section, option):
            return fallback
        return int(self.resolved_(section, self.raw_(section, option)))

    def getfloat(self, section, option, fallback=None):
        if fallback is not None and not self.has_option(section, option):
            return fallback
        return float(self.resolved_(section, self.raw_(section, option)))

    def getboolean(self, section, option, fallback=None):
        if fallback is not None and not self.has_option(section, option):
            return fallback
        text = self.resolved_(section, self.raw_(section, option))
        if text.lower() in ("1", "yes", "true", "on"):
            return True
        if text.lower() in ("0", "no", "false", "off"):
            return False
        raise ValueError("Not a boolean: %s" % text)

    def items(self, section):
        values = self.values_(section)
        names = list(self.defaults_) + [name for name in values if name not in self.defaults_]
        return [(name, self.resolved_(section, self.raw_(section, name))) for name in names]

    def set(self, section, option, value=None):
        self.values_(section)[self.optionxform(option)] = value

    def __getitem__(self, section):
        if section != DEFAULTSECT and section not in self.sections_:
            raise KeyError(section)
        return SectionProxy(self, section)

    def __setitem__(self, section, options):
        values = {}
        for key, value in options.items():
            values[self.optionxform(key)] = str(value)
        if section == DEFAULTSECT:
            self.defaults_ = values
        else:
            self.sections_[section] = values

    def __contains__(self, section):
        return section == DEFAULTSECT or section in self.sections_

    def __iter__(self):
        return iter([DEFAULTSECT] + list(self.sections_))

    def __len__(self):
        return len(self.sections_) + 1

    def read_string(self, text, source="<string>"):
        self.read_lines_(text.splitlines(), source)

    def read_file(self, file, source="<???>"):
        self.read_lines_([line.rstrip("\n") for line in file], source)

    def read(self, name):
        try:
            with open(name) as file:
                self.read_lines_(file.read().splitlines(), name)
        except OSError:
            return []
        return [name]

    def read_dict(self, sections):
        for section, options in sections.items():
            for key, value in options.items():
                self.read_option_(section, key, str(value))

    def read_option_(self, section, key, value):
        if section == DEFAULTSECT:
            self.defaults_[self.optionxform(key)] = value
            return
        if section not in self.sections_:
            self.sections_[section] = {}
        self.sections_[section][self.optionxform(key)] = value

    def read_lines_(self, lines, source):
        section = ""
        option = ""
        indent = 0
        for number, line in enumerate(lines, 1):
            stripped = line.strip()
            if not stripped or stripped[0] in "#;":
                continue
            depth = len(line) - len(line.lstrip())
            if option and depth > indent:
                before = self.values_(section)[option]
                self.values_(section)[option] = before + "\n" + stripped
                continue
            indent = depth
            if stripped.startswith("[") and "]" in stripped:
                section = stripped[1 : stripped.index("]")]
                option = ""
                if section != DEFAULTSECT and section not in self.sections_:
                    self.sections_[section] = {}
                continue
            if not section:
                raise MissingSectionHeaderError(source, number, line + "\n")
            places = [stripped.index(mark) for mark in "=:" if mark in stripped]
            if not places:
                raise Error(f"Source contains parsing errors: {source!r}\n\t[line {number:2d}]: {line + chr(10)!r}")
            place = min(places)
            option = self.optionxform(stripped[:place].rstrip())
            self.read_option_(section, option, stripped[place + 1 :].strip())

    def write(self, file, space_around_delimiters=True):
        mark = " = " if space_around_delimiters else "="
        if self.defaults_:
            file.write(f"[{DEFAULTSECT}]\n")
            for key, value in self.defaults_.items():
                file.write(key + mark + value.replace("\n", "\n\t") + "\n")
            file.write("\n")
        for section, options in self.sections_.items():
            file.write(f"[{section}]\n")
            for key, value in options.items():
                file.write(key + mark + value.replace("\n", "\n\t") + "\n")
            file.write("\n")


class ConfigParser(RawConfigParser):
    def __init__(self, defaults=None, interpolation=""):
        super().__init__(defaults, interpolation)
