/**
 * `timeit("statement", setup="from __main__ import name")`: before names are resolved, a statement that is a constant text becomes a lambda, where it is
 * one expression and its setup imports only names of the program itself.
 */
import { mapMembers } from "../../base/nodes.ts";
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { Argument, Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";

const isTimer = (callee: Expr): boolean =>
  (callee.kind === "name" && (callee.id === "timeit" || callee.id === "repeat")) ||
  (callee.kind === "attribute" &&
    callee.object.kind === "name" &&
    callee.object.id === "timeit" &&
    (callee.name === "timeit" || callee.name === "repeat"));

/** A setup that does nothing for names which are there already. */
const isIdle = (text: string): boolean =>
  text.split(/[\n;]/).every((line) => /^\s*(pass|from __main__ import [\w, ]+|import __main__)?\s*$/.test(line));

const isGlobals = ({ name, value }: Argument): boolean =>
  name === "globals" && value.kind === "call" && value.callee.kind === "name" && value.callee.id === "globals";

/** Is a setup a constant text of that kind, or a variable that holds nothing else? */
function isIdleSetup(e: Expr, module: ModuleNode): boolean {
  if (e.kind === "str") return isIdle(e.value);
  if (e.kind !== "name") return false;
  const given: Expr[] = [];
  const look = (node: unknown): void => {
    if (Array.isArray(node)) return node.forEach(look);
    if (typeof node !== "object" || node === null || node instanceof Uint8Array) return;
    const s = node as Stmt;
    if (s.kind === "assign" && s.targets.some((target) => target.kind === "name" && target.id === e.id)) given.push(s.value);
    Object.values(node).forEach(look);
  };
  look(module.body);
  return given.length > 0 && given.every((value) => value.kind === "str" && isIdle(value.value));
}

function rewritten(call: Expr<"call">, module: ModuleNode): Expr<"call"> {
  const at = call.args.findIndex((arg) => arg.name === "stmt" || (arg.name === undefined && !arg.star));
  const stmt = call.args[at]?.value;
  const setup = call.args.find((arg) => arg.name === "setup") ?? call.args.filter((arg) => arg.name === undefined)[1];
  if (!stmt || (stmt.kind === "str" && setup && !isIdleSetup(setup.value, module))) return call;
  const args = call.args.filter((arg) => arg !== setup && !isGlobals(arg));
  if (stmt.kind !== "str") return { ...call, args: call.args.filter((arg) => !isGlobals(arg)) };
  let made: Expr | undefined;
  try {
    const { body } = buildModule(parse("python", makeSource(module.path, `lambda: (${stmt.value.trim()})\n`)), module.file, module.path);
    const [s] = placed(body, call.span) as typeof body;
    if (body.length === 1 && s.kind === "expr" && s.value.kind === "lambda") made = s.value;
  } catch {
    return call;
  }
  const value = made;
  return value ? { ...call, args: args.map((arg) => (arg.value === stmt ? { ...arg, value } : arg)) } : call;
}

/** The module, whose text is given, with its timed statements as functions. */
export function withTimed(module: ModuleNode, text: string): ModuleNode {
  if (!/\btimeit\b/.test(text)) return module;
  const map = (node: unknown): unknown => {
    const whole = mapMembers(node, map) as Expr | null | undefined;
    return whole?.kind === "call" && isTimer(whole.callee) ? rewritten(whole, module) : whole;
  };
  return { ...module, body: map(module.body) as ModuleNode["body"] };
}
