"""Connections of asyncio: what waits is the runtime's (`asyncio.Stream`), what it means is written here."""

import asyncio


class StreamReader:
    def __init__(self, stream):
        self.stream = stream

    def at_eof(self):
        return self.stream.at_eof()

    async def read(self, n=-1):
        return await self.stream.read(n)

    async def readexactly(self, n):
        found = await self.stream.read_up_to(n)
        if len(found) < n:
            raise asyncio.IncompleteReadError(found, n)
        return found

    async def readline(self):
        line = await self.stream.read_until(b"\n", "readline")
        if line is not None:
            return line
        place = self.stream.place_of(b"\n")
        if place < 0:
            self.stream.discard(self.stream.ahead())
            raise ValueError("Separator is not found, and chunk exceed the limit")
        self.stream.discard(place + 1)
        raise ValueError("Separator is found, but chunk is longer than limit")

    async def readuntil(self, separator=b"\n"):
        found = await self.stream.read_until(separator, "readuntil")
        if found is None:
            place = self.stream.place_of(separator)
            if place < 0:
                raise asyncio.LimitOverrunError(
                    "Separator is not found, and chunk exceed the limit", self.stream.ahead() + 1 - len(separator)
                )
            raise asyncio.LimitOverrunError("Separator is found, but chunk is longer than limit", place)
        if not found.endswith(separator):
            raise asyncio.IncompleteReadError(found, None)
        return found

    def __aiter__(self):
        return self

    async def __anext__(self):
        line = await self.readline()
        if line == b"":
            raise StopAsyncIteration
        return line


class StreamWriter:
    def __init__(self, stream):
        self.stream = stream

    @property
    def transport(self):
        return self

    def write(self, data):
        self.stream.write(data)

    def writelines(self, data):
        self.stream.write(b"".join(data))

    def can_write_eof(self):
        return True

    def write_eof(self):
        self.stream.write_eof()

    def close(self):
        self.stream.close()

    def abort(self):
        self.stream.abort()

    def is_closing(self):
        return self.stream.is_closing()

    async def wait_closed(self):
        await self.stream.wait_closed()

    async def drain(self):
        await self.stream.drain()

    def peername(self, default=None):
        return self.stream.peer_host(), self.stream.peer_port()

    def sockname(self, default=None):
        return self.stream.host(), self.stream.port()

    def socket_info(self, default=None):
        return StreamSocket(self.stream)


class StreamSocket:
    def __init__(self, stream):
        self.stream = stream

    def getsockname(self):
        return self.stream.host(), self.stream.port()

    def getpeername(self):
        return self.stream.peer_host(), self.stream.peer_port()

    def setsockopt(self, level, optname, value):
        pass


class Server:
    def __init__(self, listener):
        self.listener = listener
        self.serving = False
        self.waiters = asyncio.Waiters()

    @property
    def sockets(self):
        return (ServerSocket(self.listener),) if self.listener.is_open() else ()

    def is_serving(self):
        return self.serving

    def begin(self):
        if not self.serving:
            self.serving = True
            self.listener.begin()

    async def start_serving(self):
        self.begin()
        await asyncio.sleep(0)

    async def serve_forever(self):
        if not self.listener.is_open():
            raise RuntimeError(f"server {self!r} is closed")
        self.begin()
        try:
            while True:
                await self.waiters.wait()
        finally:
            self.close()

    def close(self):
        self.serving = False
        self.listener.close()

    async def wait_closed(self):
        pass

    async def __aenter__(self):
        return self

    async def __aexit__(self, kind, value, traceback):
        self.close()


class ServerSocket:
    def __init__(self, listener):
        self.listener = listener

    def getsockname(self):
        return self.listener.host(), self.listener.port()


async def connected(callback, stream):
    stream.begin()
    asyncio.begin_handler(callback(StreamReader(stream), StreamWriter(stream)))


async def accepting(callback, listener):
    while listener.is_open():
        for stream in await listener.connections():
            asyncio.create_task(connected(callback, stream))


async def start_server(client_connected_cb, host=None, port=None, *, limit=65536, backlog=100, reuse_address=None, start_serving=True):
    server = Server(asyncio.listen(host, port, backlog, limit))
    asyncio.in_background(accepting(client_connected_cb, server.listener))
    if start_serving:
        server.begin()
        await asyncio.sleep(0)
    return server


async def open_connection(host=None, port=None, *, limit=65536):
    stream = await asyncio.connect(host, port, limit)
    await asyncio.sleep(0)
    stream.begin()
    await asyncio.sleep(0)
    return StreamReader(stream), StreamWriter(stream)
