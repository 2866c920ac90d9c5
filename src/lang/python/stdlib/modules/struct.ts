/** `struct`: runtime/py/src/structs.rs. Calls are lowered by lower/struct.ts; what is unpacked gets the types that the format names. */
import { COUNT, fallible, row, type PyTable } from "../row.ts";

const V = "rt[structs::Value]";

export const struct: PyTable = {
  calcsize: fallible("(format: str) -> int", "structs::calcsize", { range: COUNT }),
  pack: fallible(`(format: str, values: list[${V}]) -> bytes`, "structs::pack"),
  pack_into: [
    fallible(`(format: str, buffer: rt[bytearray::ByteArray], offset: int, values: list[${V}]) -> None`, "structs::pack_into", {
      pure: false,
    }),
    fallible(`(format: str, buffer: bytes, offset: int, values: list[${V}]) -> None`, "structs::pack_into_bytes"),
  ],
  unpack: fallible(`(format: str, buffer: bytes) -> list[${V}]`, "structs::unpack"),
  unpack_from: fallible(`(format: str, buffer: bytes, offset: int = 0) -> list[${V}]`, "structs::unpack_from"),
  iter_unpack: fallible(`(format: str, buffer: bytes) -> list[list[${V}]]`, "structs::iter_unpack"),
  of: [
    row(`(value: bool) -> ${V}`, "structs::of_bool"),
    row(`(value: int) -> ${V}`, "structs::of_int"),
    row(`(value: float) -> ${V}`, "structs::of_float"),
    row(`(value: bytes) -> ${V}`, "structs::of_bytes"),
    row(`(value: T) -> ${V}`, "structs::of_other", { args: ["ref"] }),
  ],
  int: row(`(values: list[${V}], place: int) -> int`, "structs::int"),
  float: row(`(values: list[${V}], place: int) -> float`, "structs::float"),
  bool: row(`(values: list[${V}], place: int) -> bool`, "structs::bool"),
  bytes: row(`(values: list[${V}], place: int) -> bytes`, "structs::bytes"),
  ints: row(`(values: list[${V}]) -> tuple[int,...]`, "structs::ints"),
  floats: row(`(values: list[${V}]) -> tuple[float,...]`, "structs::floats"),
};
