/**
 * `array("d", items)`: before names are resolved, the call is one of the class of its kind of items (library/array.py), which the code in it tells;
 * the code has to be a constant.
 */
import { mapMembers } from "../../base/nodes.ts";
import type { Expr, ImportName, ModuleNode } from "./ast/nodes.ts";

const CLASSES = ["IntArray", "FloatArray", "TextArray"] as const;

/** No name of a program is written so. */
const hidden = (name: string): string => `array ${name}`;

const classOf = (code: Expr | undefined): (typeof CLASSES)[number] | undefined => {
  if (code?.kind !== "str" || code.value.length !== 1) return undefined;
  return "fd".includes(code.value)
    ? "FloatArray"
    : "uw".includes(code.value)
      ? "TextArray"
      : "bBhHiIlLqQ".includes(code.value)
        ? "IntArray"
        : undefined;
};

/** The module, whose text is given, with its arrays by their kinds. */
export function withTypedArrays(module: ModuleNode, text: string): ModuleNode {
  if (!/\b(?:from|import)\s+array\b/.test(text)) return module;
  const direct = new Set<string>();
  const modules = new Set<string>();
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look);
    if (typeof node !== "object" || node === null || node instanceof Uint8Array) return;
    const s = node as ModuleNode["body"][number];
    if (s.kind === "importFrom" && s.module === "array" && s.level === 0 && s.star) direct.add("array");
    if (s.kind === "importFrom" && s.module === "array" && s.level === 0)
      for (const each of s.names) if (each.name === "array" || each.name === "ArrayType") direct.add(each.as ?? each.name);
    if (s.kind === "import") for (const each of s.names) if (each.name === "array") modules.add(each.as ?? each.name);
    Object.values(node).forEach(look);
  };
  look(module.body);
  const called = (callee: Expr, name: string): Expr | undefined => {
    if (callee.kind === "name" && direct.has(callee.id)) return { ...callee, id: hidden(name) };
    const outer = callee.kind === "attribute" && callee.object.kind === "name" ? callee.object.id : "";
    return callee.kind === "attribute" && callee.name === "array" && modules.has(outer) ? { ...callee, name } : undefined;
  };
  const map = (node: unknown): unknown => {
    const made = mapMembers(node, map) as Expr | ModuleNode["body"][number] | null | undefined;
    if (made?.kind === "importFrom" && made.module === "array" && made.level === 0)
      return { ...made, star: false, names: [...made.names, ...CLASSES.map((name): ImportName => ({ name, as: hidden(name) }))] };
    const name = made?.kind === "call" ? classOf(made.args[0]?.value) : undefined;
    const callee = made?.kind === "call" && name ? called(made.callee, name) : undefined;
    return callee ? { ...made, callee } : made;
  };
  return { ...module, body: map(module.body) as ModuleNode["body"] };
}
