"""Agents that talk to model servers on the loopback interface: each answer is a stream of tokens, and the next question follows from it."""

import asyncio
import random
import sys


class Server:
    """Says tokens at seeded moments; one stream at a time, as one accelerator would."""

    def __init__(self, seed: int) -> None:
        self.generator = random.Random(seed)
        self.lock = asyncio.Lock()
        self.streams = 0
        self.connections = 0

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        while line := await reader.readline():
            state, count = [int(word) for word in line.split()]
            async with self.lock:
                self.streams += 1
                for _ in range(count):
                    await asyncio.sleep(0.0002 + self.generator.random() * 0.0002)
                    state = (state * 1103515245 + 12345) % 2147483648
                    writer.write(b"token %d\n" % (state % 50000))
                    await writer.drain()
                writer.write(b"end\n")
                await writer.drain()
        writer.close()
        self.connections -= 1


async def agent(number: int, port: int, rounds: int, count: int) -> int:
    """Gives a checksum of all tokens."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    state, checksum = number + 1, 0
    for _ in range(rounds):
        writer.write(b"%d %d\n" % (state, count))
        await writer.drain()
        while True:
            line = await reader.readline()
            if line == b"end\n":
                break
            token = int(line.split()[1])
            checksum = (checksum * 31 + token) % 1000000007
            state = token
    writer.close()
    return checksum


async def run(agents: int, servers: int, concurrent: bool, rounds: int, count: int) -> None:
    models = [Server(seed) for seed in range(servers)]
    started = [await asyncio.start_server(model.handle, "127.0.0.1", 0) for model in models]
    ports = [server.sockets[0].getsockname()[1] for server in started]
    work = [agent(number, ports[number % servers], rounds, count) for number in range(agents)]
    if concurrent:
        checksums = await asyncio.gather(*work)
    else:
        checksums = [await one for one in work]
    for model, server in zip(models, started):
        while model.connections > 0:
            await asyncio.sleep(0.001)
        server.close()
    print("checksums", *checksums, "streams", sum(model.streams for model in models))


def main() -> None:
    agents, servers, rounds, count = [int(arg) for arg in sys.argv[2:6]]
    asyncio.run(run(agents, servers, sys.argv[1] == "concurrent", rounds, count))


if __name__ == "__main__":
    main()
