"""Text in lines of a width."""

_SPACE = "\t\n\x0b\x0c\r "


def _is_letter(c):
    return (c.isalnum() or c == "_") and not c.isdecimal()


def _is_word(c):
    return c.isalnum() or c == "_"


def _ends_word(c):
    return _is_word(c) or c in "!\"'&.,?"


def _breaks_after(text, i):
    """May a word be broken behind the hyphen at `i`?"""
    if text[i] != "-":
        return False
    before = i >= 2 and _is_letter(text[i - 1]) and (_is_letter(text[i - 2]) or (i >= 3 and text[i - 2] == "-" and _is_letter(text[i - 3])))
    if not before or i + 2 >= len(text) or not _is_letter(text[i + 1]):
        return False
    return _is_letter(text[i + 2]) or (text[i + 2] == "-" and i + 3 < len(text) and _is_letter(text[i + 3]))


def _dashes(text, i):
    """The end of two or more dashes at `i` before a word; `i` without such."""
    end = i
    while end < len(text) and text[end] == "-":
        end += 1
    return end if end - i >= 2 and end < len(text) and _is_word(text[end]) else i


class TextWrapper:
    def __init__(
        self,
        width=70,
        initial_indent="",
        subsequent_indent="",
        expand_tabs=True,
        replace_whitespace=True,
        fix_sentence_endings=False,
        break_long_words=True,
        drop_whitespace=True,
        break_on_hyphens=True,
        tabsize=8,
        *,
        max_lines=None,
        placeholder=" [...]",
    ):
        self.width = width
        self.initial_indent = initial_indent
        self.subsequent_indent = subsequent_indent
        self.expand_tabs = expand_tabs
        self.replace_whitespace = replace_whitespace
        self.fix_sentence_endings = fix_sentence_endings
        self.break_long_words = break_long_words
        self.drop_whitespace = drop_whitespace
        self.break_on_hyphens = break_on_hyphens
        self.tabsize = tabsize
        self.max_lines = max_lines
        self.placeholder = placeholder

    def _chunks(self, text):
        if self.expand_tabs:
            text = text.expandtabs(self.tabsize)
        if self.replace_whitespace:
            for c in "\t\n\x0b\x0c\r":
                text = text.replace(c, " ")
        chunks = []
        i = 0
        while i < len(text):
            start = i
            if text[i] in _SPACE:
                while i < len(text) and text[i] in _SPACE:
                    i += 1
            elif self.break_on_hyphens and i > 0 and _ends_word(text[i - 1]) and _dashes(text, i) > i:
                i = _dashes(text, i)
            else:
                i += 1
                while i < len(text) and text[i] not in _SPACE:
                    if self.break_on_hyphens:
                        if _breaks_after(text, i - 1):
                            break
                        if _ends_word(text[i - 1]) and _dashes(text, i) > i:
                            break
                    i += 1
            chunks.append(text[start:i])
        if self.fix_sentence_endings:
            for k in range(len(chunks) - 1):
                if chunks[k + 1] == " " and self._ends_sentence(chunks[k]):
                    chunks[k + 1] = "  "
        return chunks

    def _ends_sentence(self, chunk):
        end = chunk[:-1] if chunk[-1:] in ("'", '"') else chunk
        return len(end) >= 2 and end[-1] in ".!?" and end[-2] in "abcdefghijklmnopqrstuvwxyz"

    def wrap(self, text):
        if self.width <= 0:
            raise ValueError("invalid width %r (must be > 0)" % self.width)
        limit = -1 if self.max_lines is None else self.max_lines
        if limit >= 0:
            indent = self.subsequent_indent if limit > 1 else self.initial_indent
            if len(indent) + len(self.placeholder.lstrip()) > self.width:
                raise ValueError("placeholder too large for max width")
        lines = []
        chunks = self._chunks(text)
        chunks.reverse()
        while chunks:
            line = []
            used = 0
            indent = self.subsequent_indent if lines else self.initial_indent
            width = self.width - len(indent)
            if self.drop_whitespace and chunks[-1].strip() == "" and lines:
                chunks.pop()
            while chunks and used + len(chunks[-1]) <= width:
                used += len(chunks[-1])
                line.append(chunks.pop())
            if chunks and len(chunks[-1]) > width:
                self._cut(chunks, line, used, width)
                used = sum([len(chunk) for chunk in line])
            if self.drop_whitespace and line and line[-1].strip() == "":
                used -= len(line[-1])
                line.pop()
            if not line:
                continue
            rest = not chunks or (self.drop_whitespace and len(chunks) == 1 and not chunks[0].strip())
            if limit < 0 or len(lines) + 1 < limit or (rest and used <= width):
                lines.append(indent + "".join(line))
                continue
            self._shortened(lines, line, used, width, indent)
            break
        return lines

    def _cut(self, chunks, line, used, width):
        """Breaks a chunk that is longer than a line."""
        room = 1 if width < 1 else width - used
        if self.break_long_words:
            end = room
            chunk = chunks[-1]
            if self.break_on_hyphens and len(chunk) > room:
                hyphen = chunk.rfind("-", 0, room)
                if hyphen > 0 and any([c != "-" for c in chunk[:hyphen]]):
                    end = hyphen + 1
            line.append(chunk[:end])
            chunks[-1] = chunk[end:]
            if not chunks[-1]:
                chunks.pop()
        elif not line:
            line.append(chunks.pop())

    def _shortened(self, lines, line, used, width, indent):
        """The last line of those that are allowed, with the placeholder at its end."""
        while line:
            if line[-1].strip() and used + len(self.placeholder) <= width:
                lines.append(indent + "".join(line) + self.placeholder)
                return
            used -= len(line[-1])
            line.pop()
        if lines:
            before = lines[-1].rstrip()
            if len(before) + len(self.placeholder) <= self.width:
                lines[-1] = before + self.placeholder
                return
        lines.append(indent + self.placeholder.lstrip())

    def fill(self, text):
        return "\n".join(self.wrap(text))


def wrap(text, width=70, **options):
    return TextWrapper(width=width, **options).wrap(text)


def fill(text, width=70, **options):
    return TextWrapper(width=width, **options).fill(text)


def shorten(text, width, **options):
    return TextWrapper(width=width, max_lines=1, **options).fill(" ".join(text.strip().split()))


def dedent(text):
    lines = [line if line.strip(" \t") else "" for line in text.split("\n")]
    margin = ""
    first = True
    for line in lines:
        if not line:
            continue
        indent = line[: len(line) - len(line.lstrip(" \t"))]
        if first:
            margin = indent
            first = False
            continue
        common = 0
        while common < len(margin) and common < len(indent) and margin[common] == indent[common]:
            common += 1
        margin = margin[:common]
    return "\n".join([line[len(margin) :] if line else line for line in lines])


def indent(text, prefix, predicate=None):
    out = []
    for line in text.splitlines(True):
        wanted = line.strip() != "" if predicate is None else predicate(line)
        out.append(prefix + line if wanted else line)
    return "".join(out)
