/**
 * Methods of the library whose first argument is a text that tells what they give: `makefile("rb")` is a reader, `get_extra_info("peername")` an
 * address. Before names are resolved, each text is a method of its own, which has one type.
 */
import { mapMembers } from "../../base/nodes.ts";
import type { Expr, ModuleNode } from "./ast/nodes.ts";

/** By method and text, the method that stands for both; what takes no further arguments than the first gets none. */
const METHODS: Readonly<Record<string, Readonly<Record<string, string | undefined>> | undefined>> = {
  makefile: {
    rb: "makefile_rb",
    wb: "makefile_wb",
    rwb: "makefile_rwb",
    r: "makefile_r",
    w: "makefile_w",
    rw: "makefile_rw",
    "": "makefile_r",
  },
  get_extra_info: { peername: "peername", sockname: "sockname", socket: "socket_info" },
};

const MENTIONED = new RegExp(`\\.\\s*(?:${Object.keys(METHODS).join("|")})\\s*\\(`);
const DEFINED = new RegExp(`\\bdef\\s+(?:${Object.keys(METHODS).join("|")})\\b`);

/** The module, whose text is given, with a method for each such text; a program that defines such a method itself stays as it is. */
export function withNamedMethods(module: ModuleNode, text: string): ModuleNode {
  if (!MENTIONED.test(text) || DEFINED.test(text)) return module;
  const map = (node: unknown): unknown => {
    const made = mapMembers(node, map) as Expr | null | undefined;
    if (made?.kind !== "call" || made.callee.kind !== "attribute") return made;
    const { callee, args } = made;
    const methods = METHODS[callee.name];
    if (!methods) return made;
    const at = args.findIndex((arg, i) => (i === 0 && arg.name === undefined) || arg.name === "mode" || arg.name === "name");
    const given = args[at]?.value;
    if (at < 0 ? args.some((arg) => arg.star) : given?.kind !== "str") return made;
    const name = methods[given?.kind === "str" ? given.value : ""];
    return name === undefined ? made : { ...made, callee: { ...callee, name }, args: args.filter((_, i) => i !== at) };
  };
  return { ...module, body: map(module.body) as ModuleNode["body"] };
}
