/** Calls of the runtime and formats in fewer words. */
import type { RustExpr } from "./ast.ts";

/**
 * `x.unwrap_or_else(|| rt::missing("… has no attribute 'y'"))` as `rt::attribute(x, "y")`, where something is asked of the content: a place that
 * wants a type would want it of the option.
 */
export function present(e: RustExpr<"method">): RustExpr {
  const [closure] = e.args;
  const body = closure?.kind === "closure" && closure.params.length === 0 ? closure.body : undefined;
  if (body?.kind !== "call" || body.callee.kind !== "path" || body.callee.path !== "rt::missing" || body.callee.args) return e;
  // A name may stand for a reference to the option.
  if (!["method", "call", "field"].includes(e.object.kind)) return e;
  const text = body.args[0].kind === "literal" ? body.args[0].text : "";
  const attribute = /^"AttributeError: 'NoneType' object has no attribute '(\w+)'"$/.exec(text);
  const expected = attribute ?? /^"TypeError: ([^"\\]+) expected, not NoneType"$/.exec(text);
  if (!expected) return e;
  const callee: RustExpr = { kind: "path", path: attribute ? "rt::attribute" : "rt::present" };
  return { kind: "call", callee, args: [e.object, { kind: "literal", text: `"${expected[1]}"` }] };
}

/** `rt::missing("… local variable 'x' …")` as `rt::unbound("x")` */
export function unbound(e: RustExpr<"call">): RustExpr | undefined {
  const [text] = e.args;
  if (e.callee.kind !== "path" || e.callee.path !== "rt::missing" || text.kind !== "literal") return undefined;
  const name = /^"UnboundLocalError: cannot access local variable '(\w+)' where it is not associated with a value"$/.exec(text.text)?.[1];
  return name === undefined
    ? undefined
    : { ...e, callee: { ...e.callee, path: "rt::unbound" }, args: [{ kind: "literal", text: `"${name}"` }] };
}

/** Functions of the runtime that a container has a method for. */
const METHODS: Readonly<Record<string, string>> = { "rt::set::contains": "contains" };
/** The same, whose results nobody asks for. */
const CHANGES: Readonly<Record<string, string>> = { "rt::dict::set": "insert", "rt::set::add": "insert" };

/** `rt::set::contains(&seen, x)` as `seen.contains(x)`; `rt::dict::set(&mut found, key, value)`, where it is a statement, as `found.insert(key, value)` */
export function asMethod(e: RustExpr, statement = false): RustExpr | undefined {
  if (e.kind !== "call" || e.callee.kind !== "path" || e.callee.args || e.danger) return undefined;
  const name = (statement ? CHANGES : METHODS)[e.callee.path];
  if (name === undefined) return undefined;
  const [given, ...args] = e.args;
  const lent = given.kind === "borrow" && !given.word.startsWith("raw") ? given.operand : given;
  const object = lent.kind === "unary" && lent.op === "*" && lent.operand.kind === "path" ? lent.operand : lent;
  return { kind: "method", object, name, args };
}

/** `xs.len() as i64` as `xs.len()` where the type does not matter. */
export const bareLength = (e: RustExpr): RustExpr | undefined =>
  e.kind === "cast" &&
  e.type.kind === "path" &&
  e.type.path === "i64" &&
  e.value.kind === "method" &&
  e.value.name === "len" &&
  e.value.args.length === 0
    ? e.value
    : undefined;

/** Macros that show their arguments. */
const SHOWS = /^(?:(?:rt::)?e?print(?:ln)?|format|(?:rt::)?write(?:ln)?)$/;

/** Lengths that are shown are shown as they are. */
export function lengthsShown(e: RustExpr<"macro">): RustExpr<"macro"> {
  return SHOWS.test(e.name) && e.args.some(bareLength) ? { ...e, args: e.args.map((arg) => bareLength(arg) ?? arg) } : e;
}

const PRINTS: Readonly<Record<string, string>> = {
  "rt::repr": "rt::print_repr",
  "rt::str": "rt::print_str",
  "rt::builtins::repr": "rt::print_repr",
  "rt::builtins::str": "rt::print_str",
};

/** `rt::println!("{}", rt::repr(&x))` as `rt::print_repr(&x)` */
export function printed(e: RustExpr<"macro">): RustExpr | undefined {
  const [format, value] = e.args;
  if (e.name !== "rt::println" || e.args.length !== 2 || format.kind !== "literal" || format.text !== '"{}"') return undefined;
  const print = value.kind === "call" && value.callee.kind === "path" && !value.callee.args ? PRINTS[value.callee.path] : undefined;
  return print && value.kind === "call" && value.args.length === 1 ? { ...value, callee: { kind: "path", path: print } } : undefined;
}

/** `format!("text")` without a value as the text, and `format!("{}", rt::repr(&x))` as `rt::repr(&x).to_string()`. */
export function plainFormat(e: RustExpr<"macro">): RustExpr | undefined {
  const [text, value] = e.args;
  if (e.name !== "format" || text.kind !== "literal") return undefined;
  if (e.args.length === 2 && text.text === '"{}"' && value.kind === "call")
    return { kind: "method", object: value, name: "to_string", args: [] };
  if (e.args.length !== 1 || /[{}]/.test(text.text)) return undefined;
  return { kind: "method", object: text, name: "to_owned", args: [] };
}
