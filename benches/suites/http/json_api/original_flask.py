"""A small service that keeps items, and clients that ask it on the loopback interface."""

import http.client
import json
import sys
import threading

from flask import Flask, jsonify, request
from werkzeug.serving import WSGIRequestHandler, make_server

ITEMS: dict[int, dict] = {}
app = Flask(__name__)


@app.get("/items/<int:item>")
def show(item: int):
    found = ITEMS.get(item)
    if found is None:
        return jsonify(error="not found"), 404
    scale = request.args.get("scale", 1.0, type=float)
    return jsonify(name=found["name"], price=found["price"] * scale)


@app.post("/items/<int:item>")
def keep(item: int):
    value = request.get_json()
    if not isinstance(value.get("name"), str) or not isinstance(value.get("price"), float):
        return jsonify(error="a name and a price are wanted"), 400
    ITEMS[item] = value
    return jsonify(id=item), 201


class Handler(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, *args: object) -> None:
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
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run(server.server_port, clients, count)
    server.shutdown()


if __name__ == "__main__":
    main()
