/** Sockets: runtime/py/src/net. What Python's modules make of them is in library/socket.py. */
import { COUNT, fallible, row, type PyTable } from "../row.ts";

const S = "rt[net::Socket]";
const R = "rt[net::Reader]";
/** Whatever waits lets other threads run, which may change anything. */
const acts = { pure: false, invokes: true, feature: "net" } as const;
const method = { ...acts, form: "method" } as const;
const PORT: readonly [bigint, bigint] = [0n, 65535n];

export const sockets: PyTable = {
  open: fallible(`(datagrams: bool, sixth: bool) -> ${S}`, "net::new", acts),
  pair: fallible(`() -> tuple[${S}, ${S}]`, "net::pair", acts),
  address_of: fallible("(host: str) -> str", "net::address_of", acts),
  hostname: row("() -> str", "net::hostname", acts),
  date: row("() -> str", "net::date", acts),
};

export const netsocket: PyTable = {
  bind: fallible(`(self: ${S}, host: str, port: int) -> None`, "net::bind", acts),
  listen: fallible(`(self: ${S}, backlog: int) -> None`, "net::listen", acts),
  accept: fallible(`(self: ${S}) -> ${S}`, "net::accept", acts),
  connect: fallible(`(self: ${S}, host: str, port: int) -> None`, "net::connect", acts),
  recv: fallible(`(self: ${S}, size: int) -> bytes`, "net::recv", acts),
  recvfrom: fallible(`(self: ${S}, size: int) -> bytes`, "net::recvfrom", acts),
  send: fallible(`(self: ${S}, data: bytes) -> int`, "net::send", { ...acts, range: COUNT }),
  sendto: fallible(`(self: ${S}, data: bytes, host: str, port: int) -> int`, "net::sendto", { ...acts, range: COUNT }),
  sendall: fallible(`(self: ${S}, data: bytes) -> None`, "net::sendall", acts),
  shutdown: fallible(`(self: ${S}, how: int) -> None`, "net::shutdown", acts),
  set_option: fallible(`(self: ${S}, level: int, option: int, value: int) -> None`, "net::set_option", acts),
  host: fallible(`(self: ${S}) -> str`, "net::host", acts),
  port: fallible(`(self: ${S}) -> int`, "net::port", { ...acts, range: PORT }),
  peer_host: fallible(`(self: ${S}) -> str`, "net::peer_host", acts),
  peer_port: fallible(`(self: ${S}) -> int`, "net::peer_port", { ...acts, range: PORT }),
  sender_host: row(`(self: ${S}) -> str`, "sender_host", method),
  sender_port: row(`(self: ${S}) -> int`, "sender_port", { ...method, range: PORT }),
  close: row(`(self: ${S}) -> None`, "close", method),
  fileno: row(`(self: ${S}) -> int`, "fileno", { ...method, range: [-1n, 1n << 31n] }),
  settimeout: row(`(self: ${S}, seconds: float | None) -> None`, "settimeout", method),
  gettimeout: row(`(self: ${S}) -> float | None`, "gettimeout", method),
  readable: row(`(self: ${S}, seconds: float) -> bool`, "readable", method),
  reader: row(`(self: ${S}) -> ${R}`, "reader", method),
};

export const netreader: PyTable = {
  read: fallible(`(self: ${R}, size: int) -> bytes`, "net::read", acts),
  read_some: fallible(`(self: ${R}, size: int) -> bytes`, "net::read_some", acts),
  readline: fallible(`(self: ${R}, limit: int) -> bytes`, "net::readline", acts),
  close: row(`(self: ${R}) -> None`, "close", method),
};
