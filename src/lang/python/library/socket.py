"""Sockets of the internet: streams and datagrams."""

import _socket

AF_UNSPEC = 0
AF_UNIX = 1
AF_INET = 2
AF_INET6 = 10
SOCK_STREAM = 1
SOCK_DGRAM = 2
SOL_SOCKET = 1
SO_REUSEADDR = 2
SO_BROADCAST = 6
SO_SNDBUF = 7
SO_RCVBUF = 8
SO_KEEPALIVE = 9
SO_REUSEPORT = 15
IPPROTO_TCP = 6
IPPROTO_UDP = 17
TCP_NODELAY = 1
SHUT_RD = 0
SHUT_WR = 1
SHUT_RDWR = 2
SOMAXCONN = 4096
INADDR_ANY = 0
has_ipv6 = True

error = OSError
timeout = TimeoutError


class gaierror(OSError):
    pass


class SocketReader:
    """`makefile("rb")`"""

    def __init__(self, reader):
        self._reader = reader
        self.closed = False

    def read(self, size=-1):
        return self._reader.read(-1 if size is None else size)

    def read1(self, size=-1):
        return self._reader.read_some(size)

    def readline(self, size=-1):
        return self._reader.readline(size)

    def readlines(self):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self._reader.readline(-1)
        if not line:
            raise StopIteration
        return line

    def readable(self):
        return True

    def flush(self):
        pass

    def close(self):
        self.closed = True
        self._reader.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


class SocketWriter:
    """`makefile("wb")`: what is written is kept until there is much of it; with a size of 0 it is sent at once."""

    def __init__(self, sock, size):
        self._sock = sock
        self._size = size
        self._kept = bytearray()
        self.closed = False

    def write(self, data):
        if self._size == 0:
            self._sock.sendall(data)
        elif len(self._kept) + len(data) > self._size:
            self.flush()
            self._sock.sendall(data)
        else:
            self._kept += data
        return len(data)

    def writelines(self, lines):
        for line in lines:
            self.write(line)

    def flush(self):
        if self._kept:
            kept = bytes(self._kept)
            self._kept.clear()
            self._sock.sendall(kept)

    def writable(self):
        return True

    def close(self):
        if not self.closed:
            self.flush()
            self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


class SocketTextReader:
    """`makefile("r")`: lines end where any system ends them."""

    def __init__(self, reader, encoding):
        self._reader = reader
        self._encoding = encoding
        self.closed = False

    def read(self, size=-1):
        return plain(self._reader.read(size).decode(self._encoding))

    def readline(self):
        return plain(self._reader.readline(-1).decode(self._encoding))

    def readlines(self):
        return list(self)

    def __iter__(self):
        return self

    def __next__(self):
        line = self.readline()
        if not line:
            raise StopIteration
        return line

    def close(self):
        self.closed = True
        self._reader.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


class SocketTextWriter:
    """`makefile("w")`"""

    def __init__(self, sock, encoding):
        self._writer = SocketWriter(sock, 8192)
        self._encoding = encoding

    def write(self, text):
        self._writer.write(text.encode(self._encoding))
        return len(text)

    def flush(self):
        self._writer.flush()

    def close(self):
        self._writer.close()

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self.close()


def plain(text):
    return text.replace("\r\n", "\n").replace("\r", "\n")


class socket:
    def __init__(self, family=AF_INET, type=SOCK_STREAM, proto=0, fileno=None):
        self.family = family
        self.type = type
        self.proto = proto
        self._socket = _socket.open(type == SOCK_DGRAM, family == AF_INET6) if fileno is None else fileno

    def bind(self, address):
        self._socket.bind(address[0], address[1])

    def listen(self, backlog=128):
        self._socket.listen(backlog)

    def accept(self):
        made = self._socket.accept()
        return socket(self.family, self.type, self.proto, made), (made.peer_host(), made.peer_port())

    def connect(self, address):
        self._socket.connect(address[0], address[1])

    def connect_ex(self, address):
        try:
            self._socket.connect(address[0], address[1])
        except OSError as failure:
            return failure.errno
        return 0

    def recv(self, bufsize, flags=0):
        return self._socket.recv(bufsize)

    def recvfrom(self, bufsize, flags=0):
        data = self._socket.recvfrom(bufsize)
        return data, (self._socket.sender_host(), self._socket.sender_port())

    def send(self, data, flags=0):
        return self._socket.send(data)

    def sendall(self, data, flags=0):
        self._socket.sendall(data)

    def sendto(self, data, address):
        return self._socket.sendto(data, address[0], address[1])

    def shutdown(self, how):
        self._socket.shutdown(how)

    def close(self):
        self._socket.close()

    def fileno(self):
        return self._socket.fileno()

    def settimeout(self, value):
        self._socket.settimeout(None if value is None else float(value))

    def gettimeout(self):
        return self._socket.gettimeout()

    def setblocking(self, flag):
        self._socket.settimeout(None if flag else 0.0)

    def getblocking(self):
        return self._socket.gettimeout() != 0.0

    def setsockopt(self, level, optname, value):
        self._socket.set_option(level, optname, value)

    def getsockname(self):
        return self._socket.host(), self._socket.port()

    def getpeername(self):
        return self._socket.peer_host(), self._socket.peer_port()

    def makefile_rb(self, buffering=-1):
        return SocketReader(self._socket.reader())

    def makefile_wb(self, buffering=-1):
        return SocketWriter(self._socket, 8192 if buffering < 0 else buffering)

    def makefile_r(self, buffering=-1, encoding="utf-8", newline=None):
        return SocketTextReader(self._socket.reader(), encoding)

    def makefile_w(self, buffering=-1, encoding="utf-8", newline=None):
        return SocketTextWriter(self._socket, encoding)

    def readable_within(self, seconds):
        return self._socket.readable(seconds)

    def __enter__(self):
        return self

    def __exit__(self, kind, value, traceback):
        self._socket.close()


def create_connection(address, timeout=None, source_address=None):
    made = socket()
    if timeout is not None:
        made.settimeout(timeout)
    try:
        made.connect(address)
    except OSError:
        made.close()
        raise
    return made


def create_server(address, family=AF_INET, backlog=128, reuse_port=False):
    made = socket(family)
    made.setsockopt(SOL_SOCKET, SO_REUSEADDR, 1)
    made.bind(address)
    made.listen(backlog)
    return made


def socketpair():
    one, other = _socket.pair()
    return socket(AF_UNIX, SOCK_STREAM, 0, one), socket(AF_UNIX, SOCK_STREAM, 0, other)


def gethostname():
    return _socket.hostname()


def getfqdn(name=""):
    return name or _socket.hostname()


def gethostbyname(hostname):
    return _socket.address_of(hostname)


def htons(x):
    return ((x & 255) << 8) | (x >> 8 & 255)


def ntohs(x):
    return htons(x)
