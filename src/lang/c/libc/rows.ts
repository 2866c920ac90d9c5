/** Rows of C: library functions that have a safe twin in Rust, and the runtime's own functions. */
import { f32, f64, i32, i64, type Row, type RowTable, type Type } from "../../../ir/index.ts";
import type { Sym } from "../ast.ts";
import { fileRows } from "./files.ts";
import { pointerFunctions, pointerRows } from "./pointers.ts";

const pure = { pure: true } as const;
const method = (run: string): Row => ({ run, form: "method", args: ["own"], ...pure });
const fn = (run: string): Row => ({ run, args: ["own"], ...pure });

/** Functions of <math.h> that std computes the same: name, method, number of arguments. */
const mathMethods: readonly (readonly [string, string, number])[] = [
  ["sqrt", "sqrt", 1],
  ["cbrt", "cbrt", 1],
  ["sin", "sin", 1],
  ["cos", "cos", 1],
  ["tan", "tan", 1],
  ["asin", "asin", 1],
  ["acos", "acos", 1],
  ["atan", "atan", 1],
  ["sinh", "sinh", 1],
  ["cosh", "cosh", 1],
  ["tanh", "tanh", 1],
  ["exp", "exp", 1],
  ["exp2", "exp2", 1],
  ["expm1", "exp_m1", 1],
  ["log", "ln", 1],
  ["log2", "log2", 1],
  ["log10", "log10", 1],
  ["log1p", "ln_1p", 1],
  ["floor", "floor", 1],
  ["ceil", "ceil", 1],
  ["trunc", "trunc", 1],
  ["round", "round", 1],
  ["fabs", "abs", 1],
  ["rint", "round_ties_even", 1],
  ["nearbyint", "round_ties_even", 1],
  ["pow", "powf", 2],
  ["atan2", "atan2", 2],
  ["hypot", "hypot", 2],
  ["copysign", "copysign", 2],
  ["fma", "mul_add", 3],
];

const ctype = [
  "isalpha",
  "isdigit",
  "isalnum",
  "isspace",
  "isupper",
  "islower",
  "ispunct",
  "isprint",
  "isgraph",
  "iscntrl",
  "isxdigit",
  "isblank",
  "toupper",
  "tolower",
];

const rows: Record<string, Row> = {
  "c.start.main": { run: "start::main", args: ["own"], io: true },
  "c.start.main_args": { run: "start::main_args", args: ["own"], io: true },
  "c.start.main_env": { run: "start::main_env", args: ["own"], io: true },
  "c.start.at_exit": { run: "start::at_exit", args: ["own"], io: true },
  "c.bytes.of": method("to_ne_bytes"),
  "c.float.to_bits": method("to_bits"),
  "c.float.from_bits32": fn("std:primitive::f32::from_bits"),
  "c.float.from_bits64": fn("std:primitive::f64::from_bits"),
  "c.print": { run: "print", form: "macro", args: ["own"], io: true },
  "c.eprint": { run: "eprint", form: "macro", args: ["own"], io: true },
  "c.flush": { run: "stdio::flush", args: [], io: true },
  "c.stdio.putchar": { run: "stdio::putchar", args: ["own"], io: true },
  "c.stdio.getchar": { run: "stdio::getchar", args: [], io: true },
  "c.stdlib.rand": { run: "stdlib::rand", args: [], io: true },
  "c.stdlib.srand": { run: "stdlib::srand", args: ["own"], io: true },
  "c.stdlib.time": { run: "stdlib::time", args: [], io: true },
  "c.assert.fail": { run: "stdlib::assert_fail", args: ["ref", "ref", "own", "ref"], io: true },
  "c.stdlib.clock": { run: "stdlib::clock", args: [], io: true },
  "c.format.float": { run: "stdio::Float", args: ["own"], ...pure },
  "c.format.byte": { run: "stdio::Byte", args: ["own"], ...pure },
  "c.format.exponent": { run: "stdio::exponent", args: ["own"], ...pure },
  "c.format.general": { run: "stdio::general", args: ["own"], ...pure },
  "c.format.choose": { run: "stdio::choose", args: ["own", "ref", "ref"], ...pure },
  "c.pointer.offset": { ...method("wrapping_offset"), memory: "offset" },
  "c.pointer.literal": { run: "pointer::literal", args: ["ref"], ...pure },
  "c.array.chars": { run: "array::chars", args: ["ref"], ...pure },
  "c.array.bytes": { run: "array::bytes", args: ["ref"], ...pure },
  "c.array.chars_padded": { run: "array::chars_padded", args: ["ref"], ...pure },
  "c.array.bytes_padded": { run: "array::bytes_padded", args: ["ref"], ...pure },
  "c.array.variable": { run: "array::variable", args: ["own"] },
  "c.array.start": { run: "as_mut_ptr", form: "method", args: ["mut"], memory: "storage" },
  "c.frame.new": { run: "frame::Frame::new", args: [] },
  "c.frame.allocate": { run: "allocate", form: "method", args: ["mut", "own"] },
  "c.bits.get": { run: "bits::get", args: ["own"], ...pure },
  "c.bits.signed": { run: "bits::signed", args: ["own"], ...pure },
  "c.bits.reread": { run: "bits::reread", args: ["own"], unsafe: true },
  "c.bits.with": { run: "bits::with", args: ["own"], ...pure },
  "c.va.list": { run: "va::List::new", args: ["ref"], borrows: true },
  "c.va.int": fn("va::Arg::Int"),
  "c.va.double": fn("va::Arg::Double"),
  "c.va.pointer": fn("va::Arg::Pointer"),
  "c.va.next_int": { run: "next_int", form: "method", args: ["mut"] },
  "c.va.next_double": { run: "next_double", form: "method", args: ["mut"] },
  "c.va.next_pointer": { run: "next_pointer", form: "method", args: ["mut"] },
  "c.va.vprintf": { run: "va::vprintf", args: ["own"], io: true, unsafe: true, passes: true },
  "c.va.vfprintf": { run: "va::vfprintf", args: ["own"], io: true, unsafe: true, passes: true },
  "c.va.vsprintf": { run: "va::vsprintf", args: ["own"], io: true, unsafe: true, passes: true },
  "c.va.vsnprintf": { run: "va::vsnprintf", args: ["own"], io: true, unsafe: true, passes: true },
  "c.va.vasprintf": { run: "va::vasprintf", args: ["own"], io: true, unsafe: true },
  "c.va.vdprintf": { run: "va::vdprintf", args: ["own"], io: true, unsafe: true, passes: true },
  "c.jump.protect": { run: "jump::protect", args: ["own"], calls: [1] },
  "c.jump.attempt": { run: "jump::attempt", args: ["own"], calls: [0] },
  "c.jump.buffer": { run: "buffer", form: "method", args: ["own"], ...pure },
  "c.jump.value": { run: "value", form: "method", args: ["own"], ...pure },
  "c.jump.raise": { run: "jump::raise", args: ["own"] },
  "c.abort": { run: "std:process::abort", args: [] },
  "c.link.null": { run: "heap::Link::null", args: [], ...pure },
  "c.link.is_null": method("is_null"),
  "c.link.address": method("as_ptr"),
  "c.link.from": { run: "heap::Link::from_ptr", args: ["own"], unsafe: true },
  "c.link.of": { run: "heap::Link::of", args: ["ref"], ...pure },
  "c.link.static": { run: "link", form: "method", args: ["ref"], ...pure },
  "c.link.allocate": { run: "heap::Link::allocate", args: [] },
  "c.link.free": { run: "free", form: "method", args: ["own"] },
  "c.link.variable": { run: "heap::Object::new", args: ["own"] },
  "c.link.object": { run: "link", form: "method", args: ["ref"] },
  "c.text.literal": { run: "text::Text::new", args: ["own"], memory: "literal", ...pure },
  "c.text.array": { run: "text::Text::new", args: ["ref"], ...pure },
  "c.text.null": { run: "text::Text::null", args: [], ...pure },
  "c.text.is_null": method("is_null"),
  "c.text.offset": method("offset"),
  "c.text.first": method("first"),
  "c.text.at": method("at"),
  "c.text.strchr": method("find"),
  "c.text.strrchr": method("find_last"),
  "c.text.pointer": { ...method("as_ptr"), memory: "text" },
  "c.slice.null": { run: "heap::Slice::null", args: [], ...pure },
  "c.slice.is_null": method("is_null"),
  "c.slice.offset": method("offset"),
  "c.slice.distance": method("distance"),
  "c.slice.address": { ...method("as_ptr"), memory: "cells" },
  "c.slice.literal": { run: "chars", form: "macro", args: ["own"], memory: "literal", ...pure },
  "c.slice.of": { run: "heap::Slice::of", args: ["mut"], memory: "static", ...pure },
  "c.slice.argument": { run: "start::argument_cells", args: ["own"], ...pure },
  "c.slice.strchr": method("find"),
  "c.slice.strrchr": method("find_last"),
  "c.slice.strstr": {
    run: "heap::strstr",
    cells: "cells::strstr_slice",
    raw: "heap::strstr_raw",
    args: ["own"],
    lends: [undefined, { shape: "slice", access: "read" }],
  },
  "c.slice.copy": {
    run: "heap::copy",
    cells: "cells::copied",
    raw: "heap::copy_raw",
    args: ["own"],
    lends: [{ shape: "slice", access: "read" }],
  },
  "c.slice.allocate": { run: "heap::allocate", args: ["own"] },
  "c.slice.resize": { run: "resize", form: "method", args: ["own"] },
  "c.slice.free": { run: "free", form: "method", args: ["own"] },
  "c.errno.get": { run: "stdlib::errno", args: [], io: true },
  "c.errno.set": { run: "stdlib::set_errno", args: ["own"], io: true },
  "c.text.argument": { run: "start::argument", args: ["own"], ...pure },
  "c.trap": { run: "stdlib::trap", args: [] },
  "c.exit": { run: "std:process::exit", args: ["own"], io: true },
  "c.int.count_ones": method("count_ones"),
  "c.int.leading_zeros": method("leading_zeros"),
  "c.int.trailing_zeros": method("trailing_zeros"),
  "c.int.swap_bytes": method("swap_bytes"),
  "c.int.abs": method("wrapping_abs"),
  "c.int.ffs": fn("int::ffs"),
  "c.float.isnan": method("is_nan"),
  "c.float.isinf": method("is_infinite"),
  "c.float.isfinite": method("is_finite"),
  "c.float.isnormal": method("is_normal"),
  "c.float.signbit": method("is_sign_negative"),
  "c.float.hidden": { run: "std:hint::black_box", args: ["own"] },
  "c.float.isunordered": fn("float::is_unordered"),
  "c.float.islessgreater": fn("float::is_less_or_greater"),
  "c.float.int": fn("float::int"),
  "c.float.long": fn("float::long"),
  "c.float.unsigned": fn("float::unsigned"),
  "c.float.classify": fn("float::classify"),
};
for (const name of ["load", "store", "exchange", "compare", "sync_compare", "sync_swap"])
  rows[`c.atomic.${name}`] = { run: `atomic::${name}`, args: ["own"], unsafe: true };
for (const op of ["add", "sub", "and", "or", "xor", "nand"])
  rows[`c.atomic.fetch_${op}`] = { run: `atomic::fetch_${op}`, args: ["own"], unsafe: true };
Object.assign(rows, pointerRows, fileRows);
for (const [name, run] of mathMethods) rows[`c.math.${name}`] = method(run);
for (const name of ctype) rows[`c.ctype.${name}`] = fn(`ctype::${name}`);

export const cRows: RowTable = rows;

export interface LibraryRow {
  readonly row: string;
  readonly arguments: number;
  readonly params: readonly Type[];
  readonly result: Type;
}

const library = new Map<string, LibraryRow>();
const add = (name: string, row: string, params: readonly Type[], result: Type): void => {
  library.set(name, { row, arguments: params.length, params, result });
};
for (const [name, , count] of mathMethods) {
  add(
    name,
    `c.math.${name}`,
    Array.from({ length: count }, () => f64),
    f64,
  );
  add(
    `${name}f`,
    `c.math.${name}`,
    Array.from({ length: count }, () => f32),
    f32,
  );
}
for (const name of ctype) add(name, `c.ctype.${name}`, [i32], i32);
add("abs", "c.int.abs", [i32], i32);
add("labs", "c.int.abs", [i64], i64);
add("llabs", "c.int.abs", [i64], i64);
add("putchar", "c.stdio.putchar", [i32], i32);
add("getchar", "c.stdio.getchar", [], i32);
add("rand", "c.stdlib.rand", [], i32);
add("srand", "c.stdlib.srand", [{ kind: "int", width: 32, signed: false }], { kind: "unit" });
add("clock", "c.stdlib.clock", [], i64);
add("exit", "c.exit", [i32], { kind: "never" });
add("abort", "c.abort", [], { kind: "never" });

/** The row that stands for a function of the library, declared as the library declares it. */
export function libraryRow(symbol: string, sym: Sym | undefined): LibraryRow | undefined {
  const row = library.get(symbol) ?? pointerFunctions[symbol];
  if (!row || sym === undefined || sym.type.kind !== "function" || sym.type.unprototyped) return row;
  // A function of the same name with another type is the program's own business.
  return sym.type.params.length === row.arguments ? row : undefined;
}
