/** `argparse`: runtime/py/src/argparse.rs, behind the feature `argparse`. Its calls are lowered by lower/argparse.ts, which chains these rows. */
import { row, type PyRow, type PyTable } from "../row.ts";

const options = { feature: "argparse", io: true } as const;
const P = "rt[argparse::Parser]";
const A = "rt[argparse::Argument]";
const C = "rt[argparse::Commands]";
const N = "rt[argparse::Namespace]";

/** `self.name(value)` that gives the object back, by method. */
const chain = (self: string, name: string, type?: string): PyRow =>
  row(`(self: ${self}${type ? `, value: ${type}` : ""}) -> ${self}`, name, {
    ...options,
    form: "method",
    args: type === "str" ? ["own", "ref"] : ["own"],
  });
const made = (self: string, name: string, params: string, result: string): PyRow =>
  row(`(self: ${self}${params}) -> ${result}`, name, { ...options, form: "method", args: ["ref"] });
const plain = (signature: string, name: string): PyRow => row(signature, `argparse::${name}`, options);

export const argparse: PyTable = {
  parser: row(`() -> ${P}`, "argparse::parser", { ...options, names: "source" }),
  prog: chain(P, "prog", "str"),
  usage: chain(P, "usage", "str"),
  description: chain(P, "description", "str"),
  epilog: chain(P, "epilog", "str"),
  raw_description: chain(P, "raw_description"),
  shown_defaults: chain(P, "shown_defaults"),
  without_help: chain(P, "without_help"),
  argument: made(P, "argument", ", name: str", A),
  group: made(P, "group", ", title: str", P),
  described_group: made(P, "described_group", ", title: str, description: str", P),
  exclusive_group: row(`(self: ${P}, required: bool) -> ${P}`, "exclusive_group", { ...options, form: "method", args: ["ref", "own"] }),
  commands: made(P, "commands", "", C),
  commands_dest: chain(C, "dest", "str"),
  commands_required: chain(C, "required", "bool"),
  commands_help: chain(C, "help", "str"),
  commands_metavar: chain(C, "metavar", "str"),
  commands_title: chain(C, "title", "str"),
  commands_description: chain(C, "description", "str"),
  command_parser: made(C, "parser", ", name: str", P),
  described_parser: made(C, "described_parser", ", name: str, help: str", P),
  alias: chain(A, "alias", "str"),
  action: chain(A, "action", "str"),
  nargs: chain(A, "nargs", "str"),
  times: chain(A, "times", "int"),
  kind: chain(A, "kind", "str"),
  convert: row(`(self: ${A}, name: str, function: func[[str],R]) -> ${A}`, "convert", {
    ...options,
    form: "method",
    args: ["own", "ref", "own"],
  }),
  convert_object: row(`(self: ${A}, name: str, function: func[[str],R]) -> ${A}`, "convert_object", {
    ...options,
    form: "method",
    args: ["own", "ref", "own"],
  }),
  default_object: row(`(self: ${A}, object: R) -> ${A}`, "default_object", { ...options, form: "method", args: ["own", "own"] }),
  object: row(`(self: ${N}, name: str) -> R`, "argparse::object", { ...options, repeats: ["result"] }),
  objects: row(`(self: ${N}, name: str) -> list[R]`, "argparse::objects", { ...options, repeats: ["result.elem"] }),
  dest: chain(A, "dest", "str"),
  metavar: chain(A, "metavar", "str"),
  help: chain(A, "help", "str"),
  version: chain(A, "version", "str"),
  required: chain(A, "required", "bool"),
  choices: chain(A, "choices", "iter[str]"),
  choices_int: chain(A, "choices_int", "iter[int]"),
  default: [
    chain(A, "default_bool", "bool"),
    chain(A, "default_int", "int"),
    chain(A, "default_float", "float"),
    chain(A, "default_text", "str"),
    chain(A, "default_texts", "iter[str]"),
    chain(A, "default_ints", "iter[int]"),
  ],
  const: [chain(A, "const_bool", "bool"), chain(A, "const_int", "int"), chain(A, "const_float", "float"), chain(A, "const_text", "str")],
  done: row(`(self: ${A}) -> None`, "done", { ...options, form: "method", args: ["own"] }),
  set_default_object: row(`(self: ${P}, name: str, object: R) -> None`, "argparse::set_default_object", {
    ...options,
    args: ["ref", "ref", "own"],
  }),
  has: row(`(self: ${N}, name: str) -> bool`, "argparse::has", options),
  set_default: [
    plain(`(self: ${P}, name: str, value: bool) -> None`, "set_default_bool"),
    plain(`(self: ${P}, name: str, value: int) -> None`, "set_default_int"),
    plain(`(self: ${P}, name: str, value: str) -> None`, "set_default_text"),
  ],
  parse_args: plain(`(self: ${P}) -> ${N}`, "parse_args"),
  parse_args_of: plain(`(self: ${P}, args: list[str]) -> ${N}`, "parse_args_of"),
  error: plain(`(self: ${P}, message: str) -> None`, "error"),
  exit: row(`(self: ${P}, status: int = 0, message: str = "") -> None`, "argparse::exit", { ...options, ends: true }),
  print_help: plain(`(self: ${P}) -> None`, "print_help"),
  print_usage: plain(`(self: ${P}) -> None`, "print_usage"),
  format_help: plain(`(self: ${P}) -> str`, "format_help"),
  format_usage: plain(`(self: ${P}) -> str`, "format_usage"),
  is_kind: plain(`(self: ${N}, name: str, kind: str) -> bool`, "is_kind"),
  text: plain(`(self: ${N}, name: str) -> str`, "text"),
  int: row(`(self: ${N}, name: str) -> int`, "argparse::int", { ...options, generics: ["int"] }),
  float: plain(`(self: ${N}, name: str) -> float`, "float"),
  flag: plain(`(self: ${N}, name: str) -> bool`, "flag"),
  texts: plain(`(self: ${N}, name: str) -> list[str]`, "texts"),
  ints: row(`(self: ${N}, name: str) -> list[int]`, "argparse::ints", { ...options, generics: ["int"] }),
  floats: plain(`(self: ${N}, name: str) -> list[float]`, "floats"),
  set: [
    plain(`(self: ${N}, name: str, value: bool) -> None`, "set_flag"),
    plain(`(self: ${N}, name: str, value: int) -> None`, "set_int"),
    plain(`(self: ${N}, name: str, value: float) -> None`, "set_float"),
    plain(`(self: ${N}, name: str, value: str) -> None`, "set_text"),
  ],
};
