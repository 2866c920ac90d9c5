/** Parameters in fewer words: what holds nothing says so, and a vector that does not grow or shrink is a slice. */
import { SKIP, eachNode } from "../base/nodes.ts";
import type { RustBlock, RustExpr, RustItem, RustParam, RustPattern, RustType } from "./ast.ts";
import { divergesExpr } from "./diverges.ts";
import { reads } from "./simplify-statements.ts";
import { typeText } from "./types.ts";

/** The body of a function without what stands behind a statement that leaves it; types that only that tells would be lost with it. */
export function leaving(body: RustBlock): RustBlock {
  const at = body.statements.findIndex((s) => s.kind === "expression" && divergesExpr(s.value));
  const rest = body.statements.slice(at + 1);
  if (at < 0 || (rest.length === 0 && !body.value) || body.valueComments?.length || body.valueTrailing || body.trailing?.length)
    return body;
  if (rest.some((s) => s.kind === "item" || s.comments?.length || s.trailing)) return body;
  if (body.statements.slice(0, at).some((s) => s.kind === "let" && !s.type && !isFrame(s.value))) return body;
  return { ...body, statements: body.statements.slice(0, at + 1), value: undefined };
}

const isFrame = (e: RustExpr | undefined): boolean => e?.kind === "call" && e.callee.kind === "path" && e.callee.path === "rt::frame";

/** The body of a function whose last statement returns: what that returns is its value. */
export function withoutRest(body: RustBlock): RustBlock {
  const last = body.statements.at(-1);
  if (last?.kind !== "expression" || last.value.kind !== "return" || last.trailing || body.valueComments?.length) return body;
  const { value } = last.value;
  if (!body.value && !value) return body;
  return {
    ...body,
    statements: body.statements.slice(0, -1),
    value,
    valueAt: last.at,
    valueComments: last.comments,
    valueTrailing: undefined,
  };
}

/** `Rc::new(closure) as Rc<dyn Fn()>` at the end of a function that gives such a handle: its type says so already. */
export function asResult(body: RustBlock, result: RustType | undefined): RustBlock {
  const { value } = body;
  if (value?.kind !== "cast" || value.value.kind !== "call" || value.type.kind !== "path" || value.type.args[0]?.kind !== "bound")
    return body;
  return result && typeText(result) === typeText(value.type) ? { ...body, value: value.value } : body;
}

/** A parameter that holds nothing, under a name that says so where the body has lost sight of it. */
export function unread(param: RustParam, body: RustBlock): RustParam {
  const { pattern, type } = param;
  if (pattern.kind !== "name" || pattern.name.startsWith("_") || type.kind !== "tuple" || type.elems.length > 0) return param;
  return reads(body, 0, pattern.name) ? param : { ...param, pattern: { ...pattern, name: `_${pattern.name.replace(/^r#/, "")}` } };
}

/** What works on slices as well: methods, and functions of the runtime. */
const methods = new Set("len is_empty iter iter_mut swap first last get get_mut to_vec contains fill".split(" "));
const functions = /^rt::(?:list::(?:try_)?(?:index|index_mut|set|swap|contains|count|reverse)|builtins::len)$/;

/** A parameter of a function, by the function's name and its place. */
const keyOf = (name: string, index: number): string => `${name} ${index}`;

/** `&mut Vec<T>` as `&mut [T]` for parameters of the file's own functions that only slices' operations are used on. */
export function asSlices(items: readonly RustItem[]): readonly RustItem[] {
  const chosen = new Map<string, string[]>();
  for (const item of items) {
    if (item.kind !== "fn" || item.visibility || item.generics.length > 0 || !item.body) continue;
    const { body, name } = item;
    item.params.forEach((param, i) => {
      const needs = vectorOf(param) && sliceUses(body, (param.pattern as RustPattern<"name">).name);
      if (needs) chosen.set(keyOf(name, i), needs);
    });
  }
  if (chosen.size === 0) return items;
  const values = valuesIn(items);
  let changed = true;
  while (changed) {
    changed = false;
    for (const [key, needs] of chosen) {
      if (needs.every((need) => chosen.has(need)) && !values.has(key.split(" ")[0])) continue;
      chosen.delete(key);
      changed = true;
    }
  }
  return items.map((item) => {
    if (item.kind !== "fn" || !item.params.some((_, i) => chosen.has(keyOf(item.name, i)))) return item;
    const params = item.params.map((param, i): RustParam => {
      const vector = chosen.has(keyOf(item.name, i)) ? vectorOf(param) : undefined;
      return vector ? { ...param, type: { kind: "ref", mutable: true, inner: { kind: "slice", elem: vector } } } : param;
    });
    return { ...item, params };
  });
}

/** The element type of `name: &mut Vec<T>`. */
function vectorOf({ pattern, type }: RustParam): RustParam["type"] | undefined {
  if (pattern.kind !== "name" || type.kind !== "ref" || !type.mutable || type.lifetime || type.inner.kind !== "path") return undefined;
  return type.inner.path === "Vec" ? type.inner.args[0] : undefined;
}

/** The parameters that a vector is handed on to, where it is used as a slice only; undefined where it is not. */
function sliceUses(body: RustBlock, name: string): string[] | undefined {
  const needs: string[] = [];
  const stack: unknown[] = [body];
  const isIt = (e: RustExpr): boolean => e.kind === "path" && e.path === name;
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    const e = node as RustExpr | RustPattern<"name">;
    if (e.kind === "path" ? isIt(e) : e.kind === "name" && e.name === name) return undefined;
    if (e.kind === "literal" && e.text.includes(`{${name}`)) return undefined;
    if (e.kind === "index" && isIt(e.object)) stack.push(e.index);
    else if (e.kind === "method" && isIt(e.object) && methods.has(e.name)) stack.push(...e.args);
    else if (e.kind === "call" && e.callee.kind === "path") {
      const { path } = e.callee;
      e.args.forEach((arg, i) => {
        if (!isIt(arg)) stack.push(arg);
        else if (!functions.test(path) || i > 0) needs.push(keyOf(path, i));
      });
    } else for (const value of Object.values(node)) if (typeof value === "object") stack.push(value);
  }
  return needs;
}

/** Names that stand where they are not called. */
function valuesIn(items: readonly RustItem[]): Set<string> {
  const found = new Set<string>();
  const look = (e: RustExpr): void | typeof SKIP => {
    if (e.kind === "path") found.add(e.path);
    if (e.kind !== "call" || e.callee.kind !== "path") return;
    eachNode(e.args, look);
    return SKIP;
  };
  eachNode(items, look);
  return found;
}
