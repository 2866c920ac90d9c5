"""Bytes as text in bases 85, and in bases 16 and 32 with other letters."""

import base64
import binascii

_HEX32 = b"0123456789ABCDEFGHIJKLMNOPQRSTUV"
_PLAIN32 = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"
_BASE85 = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz!#$%&()*+-;<=>?@^_`{|}~"


def _data(s):
    if isinstance(s, str):
        try:
            return s.encode("ascii")
        except UnicodeEncodeError:
            raise ValueError("string argument should contain only ASCII characters")
    return bytes(s)


def b16decode(s, casefold=False):
    data = _data(s)
    if casefold:
        data = data.upper()
    for byte in data:
        if byte not in b"0123456789ABCDEF":
            raise binascii.Error("Non-base16 digit found")
    return binascii.unhexlify(data)


def b32hexencode(s):
    return base64.b32encode(bytes(s)).translate(bytes.maketrans(_PLAIN32, _HEX32))


def b32hexdecode(s, casefold=False):
    data = _data(s)
    if casefold:
        data = data.upper()
    for byte in data.rstrip(b"="):
        if byte not in _HEX32:
            raise binascii.Error("Non-base32 digit found")
    return base64.b32decode(data.translate(bytes.maketrans(_HEX32, _PLAIN32)))


def _word(data, at):
    """Four bytes as a number."""
    return data[at] << 24 | data[at + 1] << 16 | data[at + 2] << 8 | data[at + 3]


def _digits(number):
    """A number of 32 bits as five digits."""
    digits = [0, 0, 0, 0, 0]
    for i in range(4, -1, -1):
        digits[i] = number % 85
        number //= 85
    return digits


def b85encode(b, pad=False):
    data = bytes(b)
    missing = -len(data) % 4
    data += bytes(missing)
    out = bytearray()
    for at in range(0, len(data), 4):
        for digit in _digits(_word(data, at)):
            out.append(_BASE85[digit])
    if missing and not pad:
        return bytes(out[: len(out) - missing])
    return bytes(out)


def b85decode(b):
    data = _data(b)
    missing = -len(data) % 5
    data += b"~" * missing
    values = [-1] * 256
    for i, letter in enumerate(_BASE85):
        values[letter] = i
    out = bytearray()
    for at in range(0, len(data), 5):
        number = 0
        for i in range(5):
            value = values[data[at + i]]
            if value < 0:
                raise ValueError("bad base85 character at position %d" % (at + i))
            number = number * 85 + value
        if number > 0xFFFFFFFF:
            raise ValueError("base85 overflow in hunk starting at byte %d" % at)
        out += bytes([number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255])
    return bytes(out[: len(out) - missing])


def a85encode(b, foldspaces=False, wrapcol=0, pad=False, adobe=False):
    data = bytes(b)
    missing = -len(data) % 4
    data += bytes(missing)
    out = bytearray(b"<~" if adobe else b"")
    for at in range(0, len(data), 4):
        number = _word(data, at)
        whole = pad or missing == 0 or at + 4 < len(data)
        if whole and number == 0:
            out += b"z"
        elif whole and foldspaces and number == 0x20202020:
            out += b"y"
        else:
            letters = bytes([digit + 33 for digit in _digits(number)])
            out += letters if whole else letters[: 5 - missing]
    if wrapcol:
        width = max(2 if adobe else 1, wrapcol)
        lines = [bytes(out[at : at + width]) for at in range(0, len(out), width)]
        if adobe and lines and len(lines[-1]) + 2 > width:
            lines.append(b"")
        out = bytearray(b"\n".join(lines))
    if adobe:
        out += b"~>"
    return bytes(out)


def a85decode(b, foldspaces=False, adobe=False, ignorechars=b" \t\n\r\x0b"):
    data = _data(b)
    if adobe:
        if not data.endswith(b"~>"):
            raise ValueError("Ascii85 encoded byte sequences must end with b'~>'")
        data = data[2:-2] if data.startswith(b"<~") else data[:-2]
    out = bytearray()
    group = []
    for letter in data + b"uuuu":
        if 33 <= letter <= 117:
            group.append(letter - 33)
            if len(group) == 5:
                number = 0
                for digit in group:
                    number = number * 85 + digit
                if number > 0xFFFFFFFF:
                    raise ValueError("Ascii85 overflow")
                out += bytes([number >> 24, number >> 16 & 255, number >> 8 & 255, number & 255])
                group = []
        elif letter == 122:
            if group:
                raise ValueError("z inside Ascii85 5-tuple")
            out += bytes(4)
        elif foldspaces and letter == 121:
            if group:
                raise ValueError("y inside Ascii85 5-tuple")
            out += b"    "
        elif letter not in ignorechars:
            raise ValueError("Non-Ascii85 digit found: %c" % letter)
    missing = 4 - len(group)
    return bytes(out[: len(out) - missing]) if missing else bytes(out)
