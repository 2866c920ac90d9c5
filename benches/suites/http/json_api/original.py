"""A small service that keeps items, and clients that ask it on the loopback interface."""

import http.client
import json
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

ITEMS: dict[int, dict] = {}


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    wbufsize = -1

    def answer(self, status: int, value: dict) -> None:
        body = json.dumps(value).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def item(self) -> int:
        """The number in the path, or -1."""
        parts = urlsplit(self.path).path.split("/")
        return int(parts[2]) if len(parts) == 3 and parts[1] == "items" and parts[2].isdigit() else -1

    def do_GET(self) -> None:
        found = ITEMS.get(self.item())
        if found is None:
            self.answer(404, {"error": "not found"})
            return
        scale = float(parse_qs(urlsplit(self.path).query).get("scale", ["1"])[0])
        self.answer(200, {"name": found["name"], "price": found["price"] * scale})

    def do_POST(self) -> None:
        value = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not isinstance(value.get("name"), str) or not isinstance(value.get("price"), float):
            self.answer(400, {"error": "a name and a price are wanted"})
            return
        ITEMS[self.item()] = value
        self.answer(201, {"id": self.item()})

    def log_message(self, format: str, *args: object) -> None:
        pass


class Totals:
    """What all clients have got."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.statuses: dict[int, int] = {}
        self.price = 0.0

    def add_status(self, status: int) -> None:
        with self.lock:
            self.statuses[status] = self.statuses.get(status, 0) + 1

    def add_price(self, price: float) -> None:
        with self.lock:
            self.price += price


def talk(port: int, client: int, count: int, totals: Totals) -> None:
    """What a client asks: to keep an item, for the item, for one that is not there, and something wrong."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    for number in range(count):
        item = client * 100000 + number
        body = json.dumps({"name": f"item {item}", "price": item % 97 + 0.5})
        ask(connection, totals, "POST", f"/items/{item}", body)
        answer = ask(connection, totals, "GET", f"/items/{item}?scale=3")
        totals.add_price(answer["price"])
        ask(connection, totals, "GET", f"/items/{item + 50000}")
        ask(connection, totals, "POST", f"/items/{item}", '{"name": 7}')
    connection.close()


def ask(connection: http.client.HTTPConnection, totals: Totals, method: str, path: str, body: str = "") -> dict:
    headers = {"Content-Type": "application/json"} if body else {}
    connection.request(method, path, body.encode() if body else None, headers)
    response = connection.getresponse()
    totals.add_status(response.status)
    return json.loads(response.read())


def run(port: int, clients: int, count: int) -> None:
    totals = Totals()
    threads = [threading.Thread(target=talk, args=(port, client, count, totals)) for client in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for status in sorted(totals.statuses):
        print(status, totals.statuses[status])
    print(f"prices {totals.price:.2f}")


def main() -> None:
    clients, count = int(sys.argv[1]), int(sys.argv[2])
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run(server.server_address[1], clients, count)
    server.shutdown()


if __name__ == "__main__":
    main()
