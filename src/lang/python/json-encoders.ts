/** `json.dumps(value, cls=Encoder)`: before names are resolved, the `default` of an object of the class. */
import { mapMembers } from "../../base/nodes.ts";
import type { Argument, Expr, FunctionNode, ModuleNode } from "./ast/nodes.ts";

const isDump = (callee: Expr): boolean =>
  (callee.kind === "attribute" && (callee.name === "dumps" || callee.name === "dump")) ||
  (callee.kind === "name" && (callee.id === "dumps" || callee.id === "dump"));

/** `default=lambda value: Encoder().default(value)`, `default=lambda value: value.__dict__` */
function defaultOf(given: Expr): Argument {
  const { span } = given;
  const object: Expr = { kind: "name", id: "value", span };
  const made: Expr = { kind: "call", callee: given, args: [], span };
  const value: Expr =
    given.kind === "name" && given.id === "vars"
      ? { kind: "attribute", object, name: "__dict__", span }
      : { kind: "call", callee: { kind: "attribute", object: made, name: "default", span }, args: [{ value: object }], span };
  const fn: FunctionNode = {
    scopeOf: "function",
    name: "lambda",
    span,
    params: [{ name: "value", kind: "normal", span }],
    body: [{ kind: "return", value, span }],
    async: false,
    generator: false,
    lambda: true,
  };
  return { name: "default", value: { kind: "lambda", fn, span } };
}

const isEncoder = ({ name, value }: Argument): boolean =>
  (name === "cls" && value.kind !== "none") || (name === "default" && value.kind === "name" && value.id === "vars");

/** The module, whose text is given, with its encoders as defaults. */
export function withJsonEncoders(module: ModuleNode, text: string): ModuleNode {
  if (!/\bcls\s*=|\bdefault\s*=\s*vars\b/.test(text) || !/\bjson\b/.test(text)) return module;
  const map = (node: unknown): unknown => {
    const made = mapMembers(node, map) as Expr | null | undefined;
    if (made?.kind !== "call" || !isDump(made.callee)) return made;
    return { ...made, args: made.args.map((arg) => (isEncoder(arg) ? defaultOf(arg.value) : arg)) };
  };
  return { ...module, body: map(module.body) as ModuleNode["body"] };
}
