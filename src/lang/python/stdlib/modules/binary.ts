/** `bytearray`, `base64`, `binascii` and checksums of `zlib`: runtime/py/src/{bytearray,codec}.rs. */
import { COUNT, fallible, PLACE, row, type PyRow, type PyTable, type RowOptions } from "../row.ts";

const A = "rt[bytearray::ByteArray]";
const BYTE = { range: [0n, 255n] } as const;
const WORD32 = { range: [0n, (1n << 32n) - 1n] } as const;
const changes = { pure: false } as const;
const plain = (signature: string, run: string, options: RowOptions = {}): PyRow => row(signature, `bytearray::${run}`, options);
const failing = (signature: string, run: string, options: RowOptions = {}): PyRow => fallible(signature, `bytearray::${run}`, options);
/** An argument that is bytes or an array of them. */
const items = (make: typeof plain, before: string, result: string, run: string, options: RowOptions = {}): PyRow =>
  make(`(self: ${A}${before}, items: iter[int]) -> ${result}`, run, options);

/** Constructors of `bytearray`, for the builtins. */
export const makeBytearray: readonly PyRow[] = [
  plain(`() -> ${A}`, "empty"),
  plain(`(data: bytes) -> ${A}`, "of_bytes"),
  plain(`(other: ${A}) -> ${A}`, "copy"),
  failing(`(count: int) -> ${A}`, "zeros"),
  failing(`(items: iter[int]) -> ${A}`, "of_items"),
  failing(`(text: str, encoding: str) -> ${A}`, "of_text"),
];

export const bytearray: PyTable = {
  __len__: plain(`(self: ${A}) -> int`, "len", { range: COUNT }),
  __bytes__: plain(`(self: ${A}) -> bytes`, "to_bytes"),
  __getitem__: failing(`(self: ${A}, index: int) -> int`, "index", BYTE),
  getslice: plain(`(self: ${A}, start: bound, stop: bound) -> ${A}`, "slice"),
  getslice_step: failing(`(self: ${A}, start: bound, stop: bound, step: int) -> ${A}`, "slice_step"),
  __setitem__: failing(`(self: ${A}, index: int, value: int) -> None`, "set", changes),
  __delitem__: failing(`(self: ${A}, index: int) -> None`, "delete", changes),
  setslice: items(failing, ", start: bound, stop: bound", "None", "set_slice", changes),
  setslice_step: items(failing, ", start: bound, stop: bound, step: int", "None", "set_slice_step", changes),
  __contains__: [plain(`(self: ${A}, value: int) -> bool`, "contains"), plain(`(self: ${A}, part: bytes) -> bool`, "contains_part")],
  __iter__: plain(`(self: ${A}) -> iter[int]`, "iter", BYTE),
  __eq__: [plain(`(self: ${A}, other: ${A}) -> bool`, "eq"), plain(`(self: ${A}, other: bytes) -> bool`, "eq_bytes")],
  __add__: [plain(`(self: ${A}, other: bytes) -> ${A}`, "concat"), plain(`(self: ${A}, other: ${A}) -> ${A}`, "concat_array")],
  __mul__: plain(`(self: ${A}, times: int) -> ${A}`, "repeat", { counted: [1] }),
  __rmul__: plain(`(self: ${A}, times: int) -> ${A}`, "repeat"),
  __iadd__: items(failing, "", "None", "extend", changes),
  __imul__: plain(`(self: ${A}, times: int) -> None`, "repeat_in_place", changes),
  append: failing(`(self: ${A}, value: int) -> None`, "append", changes),
  extend: items(failing, "", "None", "extend", changes),
  insert: failing(`(self: ${A}, index: int, value: int) -> None`, "insert", changes),
  pop: [
    failing(`(self: ${A}) -> int`, "pop", { ...BYTE, ...changes }),
    failing(`(self: ${A}, index: int) -> int`, "pop_at", { ...BYTE, ...changes }),
  ],
  remove: failing(`(self: ${A}, value: int) -> None`, "remove", changes),
  clear: plain(`(self: ${A}) -> None`, "clear", changes),
  reverse: plain(`(self: ${A}) -> None`, "reverse", changes),
  copy: plain(`(self: ${A}) -> ${A}`, "copy"),
  count: plain(`(self: ${A}, value: int) -> int`, "count", { range: COUNT }),
  find: plain(`(self: ${A}, value: int) -> int`, "find", { range: PLACE }),
  hex: plain(`(self: ${A}) -> str`, "hex"),
  decode: failing(`(self: ${A}, encoding: str = "utf-8") -> str`, "decode"),
};

const coder = (name: string): PyRow => row("(data: bytes) -> bytes", `codec::${name}`);
const decoder = (name: string): readonly PyRow[] => [
  fallible("(data: bytes) -> bytes", `codec::${name}`),
  fallible("(text: str) -> bytes", `codec::${name}_text`),
];

export const base64: PyTable = {
  b64encode: [coder("b64encode"), fallible("(s: bytes, altchars: bytes) -> bytes", "codec::b64encode_by")],
  standard_b64encode: coder("b64encode"),
  urlsafe_b64encode: coder("urlsafe_b64encode"),
  b32encode: coder("b32encode"),
  b16encode: coder("b16encode"),
  b64decode: [
    ...decoder("b64decode"),
    fallible("(s: bytes, altchars: bytes, validate: bool = False) -> bytes", "codec::b64decode_by"),
    fallible("(s: bytes, *, validate: bool) -> bytes", "codec::b64decode_strict"),
  ],
  standard_b64decode: decoder("b64decode"),
  urlsafe_b64decode: decoder("urlsafe_b64decode"),
  b32decode: decoder("b32decode"),
};

const checksum = (name: string, start: number): PyRow => row(`(data: bytes, value: int = ${start}) -> int`, `codec::${name}`, WORD32);

const hexed: readonly PyRow[] = [
  coder("hexlify"),
  fallible("(data: bytes, sep: str, bytes_per_sep: int = 1) -> bytes", "codec::hexlify_by"),
  fallible("(data: bytes, sep: bytes, bytes_per_sep: int = 1) -> bytes", "codec::hexlify_by_bytes"),
];

export const binascii: PyTable = {
  hexlify: hexed,
  b2a_hex: hexed,
  unhexlify: decoder("unhexlify"),
  a2b_hex: decoder("unhexlify"),
  b2a_base64: [coder("b2a_base64"), row("(data: bytes, *, newline: bool) -> bytes", "codec::b2a_base64_line")],
  a2b_base64: [...decoder("b64decode"), fallible("(data: bytes, *, strict_mode: bool) -> bytes", "codec::b64decode_strict")],
  crc_hqx: row("(data: bytes, value: int) -> int", "codec::crc_hqx", { range: [0n, 0xffffn] }),
  crc32: checksum("crc32", 0),
};

export const zlib: PyTable = { crc32: checksum("crc32", 0), adler32: checksum("adler32", 1) };
