/** Closures that are a function, and items that are lent where they were copied. */
import type { Arm, RustExpr, RustItem, RustPattern, RustType } from "./ast.ts";
import type { Bindings } from "./bindings.ts";

/** `|x| x`, `|(a, b)| (a, b)` */
export function isIdentity(e: RustExpr): boolean {
  return e.kind === "closure" && e.params.length === 1 && !e.params[0].type && !e.word && gives(e.params[0].pattern, e.body);
}

export function gives(pattern: RustPattern, value: RustExpr): boolean {
  if (pattern.kind === "name") return !pattern.byRef && !pattern.sub && value.kind === "path" && value.path === pattern.name && !value.args;
  return (
    pattern.kind === "tuple" &&
    value.kind === "tuple" &&
    pattern.elems.length === value.elems.length &&
    pattern.elems.every((elem, i) => gives(elem, value.elems[i]))
  );
}

/** Functions that take what they are given as it is, of whatever type: no conversion is lost with the closure around a call. */
const generic = /^(?:(?:rt::)?(?:Any::from|Int::from|Shared::new)|rt::list::of_items|rt::builtins::len)$/;

/** The functions of a file whose parameters are values of types with a name, which nothing converts into. */
export function plainFunctions(items: readonly RustItem[]): Set<string> {
  const plain = (type: RustType): boolean => type.kind === "path" && type.args.every(plain);
  const found = new Set<string>();
  for (const item of items)
    if (
      item.kind === "fn" &&
      !item.self &&
      item.prefix === "" &&
      item.generics.length === 0 &&
      item.params.every(({ type }) => plain(type))
    )
      found.add(item.name);
  return found;
}

/** `|| f()` is `f`; `|x| Value::Int(x)` is `Value::Int`. */
export function simplerClosure(e: RustExpr<"closure">, bindings: Bindings): RustExpr {
  const { body } = e;
  if (body.kind !== "call" || body.callee.kind !== "path" || body.args.length !== e.params.length || e.word || e.result) return e;
  if (body.danger || bindings.find(body.callee.path)) return e;
  if (!e.params.every((param, i) => !param.type && param.pattern.kind === "name" && gives(param.pattern, body.args[i]))) return e;
  if (e.params.length === 0) return body.callee;
  const { path } = body.callee;
  const last = path.slice(path.lastIndexOf(":") + 1);
  return /^[A-Z]/.test(last) || generic.test(path) || bindings.functions.has(path) ? body.callee : e;
}

/** Methods of iterators that hand each item to a closure. */
const consumers = new Set(["map", "filter_map", "flat_map", "any", "all", "for_each"]);

/** `xs.iter().cloned()` with an object that lends its items. */
const cloned = (e: RustExpr): RustExpr | undefined =>
  e.kind === "method" &&
  e.name === "cloned" &&
  e.args.length === 0 &&
  e.object.kind === "method" &&
  !e.object.own &&
  /^(iter|keys|values)$/.test(e.object.name)
    ? e.object
    : undefined;

/** `.map(|x| *x)` */
function copiesEach({ name, args, own }: RustExpr<"method">): boolean {
  const [closure] = args;
  if (name !== "map" || own || args.length !== 1 || closure.kind !== "closure" || closure.params.length !== 1) return false;
  const [{ pattern, type }] = closure.params;
  const { body } = closure;
  return (
    pattern.kind === "name" &&
    !type &&
    body.kind === "unary" &&
    body.op === "*" &&
    body.operand.kind === "path" &&
    body.operand.path === pattern.name
  );
}

/** `.iter().cloned().map(|x| f(&x))` as `.iter().map(|x| f(x))`; items are copied after a filter, not before. */
export function withoutClones(e: RustExpr<"method">): RustExpr {
  if (copiesEach(e)) return { ...e, name: "copied", args: [] };
  if (e.name === "map" && !e.own && e.args.length === 1 && copies(e.args[0]) && lendsItems(e.object))
    return { ...e, name: "cloned", args: [] };
  const items = e.args.length === 1 ? cloned(e.object) : undefined;
  const [closure] = e.args;
  if (!items || closure.kind !== "closure" || closure.params.length !== 1 || closure.params[0].type) return e;
  const [{ pattern }] = closure.params;
  if (e.name === "filter" && ((pattern.kind === "name" && !pattern.mutable) || (pattern.kind === "tuple" && namesOf(pattern)))) {
    const params = [{ pattern: pattern.kind === "tuple" ? pattern : ({ kind: "ref", inner: pattern } as const) }];
    return { ...(e.object as RustExpr<"method">), object: { ...e, object: items, args: [{ ...closure, params }] } };
  }
  const names = consumers.has(e.name) ? namesOf(pattern) : undefined;
  const body = names && lend(closure.body, names);
  return body ? { ...e, object: items, args: [{ ...closure, body }] } : e;
}

/** `|x| x.clone()` */
function copies(e: RustExpr): boolean {
  if (e.kind !== "closure" || e.params.length !== 1 || e.body.kind !== "method" || e.body.name !== "clone" || e.body.args.length > 0)
    return false;
  return gives(e.params[0].pattern, e.body.object) && e.body.object.kind === "path";
}

/** `xs.iter()`, and what chooses among its items */
const lendsItems = (e: RustExpr): boolean =>
  e.kind === "method" && (e.name === "iter" || (/^(?:filter|skip|take|rev|step_by)$/.test(e.name) && lendsItems(e.object)));

/** `xs = xs.into_iter().filter(test).collect()` as `xs.retain(test)`, where an item has one name: those of dicts are pairs. */
export function retained({ left, op, right }: RustExpr<"assign">): RustExpr | undefined {
  if (op !== "=" || left.kind !== "path" || right.kind !== "method" || right.name !== "collect" || right.typeArgs?.length) return undefined;
  const { object: kept } = right;
  if (kept.kind !== "method" || kept.name !== "filter" || kept.args[0]?.kind !== "closure") return undefined;
  const { object: items } = kept;
  const [param] = kept.args[0].params;
  const pattern = param.pattern.kind === "ref" ? param.pattern.inner : param.pattern;
  if (items.kind !== "method" || items.name !== "into_iter" || items.object.kind !== "path" || items.object.path !== left.path)
    return undefined;
  return pattern.kind === "name" ? { ...kept, object: left, name: "retain" } : undefined;
}

/** `for x in xs.iter().cloned()` as `for x in xs.iter()` where the body only looks at the items. */
export function lentFor(e: RustExpr<"for">): RustExpr<"for"> {
  const items = cloned(e.iterable);
  const names = items && namesOf(e.pattern);
  const body = names && lend(e.body, names);
  if (!body || !items || items.kind !== "method") return e;
  const { object } = items;
  const whole = items.name === "iter" && object.kind !== "method" && object.kind !== "unary";
  return { ...e, iterable: whole && object.kind === "field" ? { kind: "borrow", word: "", operand: object } : items, body };
}

/** The names of a pattern that binds whole parts; undefined for others. */
function namesOf(pattern: RustPattern, names = new Set<string>()): Set<string> | undefined {
  if (pattern.kind === "wild") return names;
  if (pattern.kind === "name" && !pattern.mutable && !pattern.byRef && !pattern.sub) return names.add(pattern.name);
  return pattern.kind === "tuple" && pattern.elems.every((elem) => namesOf(elem, names)) ? names : undefined;
}

/** Methods of Rust's library that use their object up, or change it; those of a program's classes look at theirs. */
const uses =
  /^(?:into|unwrap|expect|ok|or|and|xor|map|then|take|filter|flatten|zip|chain|rev|enumerate|skip|collect|sum|fold|for_each|count|copied|cloned|inspect|next|as_mut|iter_mut|push|pop|insert|remove|extend|clear|sort|drain|retain|truncate|swap|replace|get_or)(?:_\w+)?$/;
const formats = /^(?:rt::)?(?:format|print|println|eprint|eprintln|write|writeln)$/;

/** The tree with `x` for `&x` of the names; undefined where one of them is used in another way, or stands for something else inside. */
function lend<T>(root: T, names: ReadonlySet<string>): T | undefined {
  let failed = false;
  const isName = (e: RustExpr): boolean => e.kind === "path" && !e.args && names.has(e.path);
  const isPlace = (e: RustExpr): boolean => isName(e) || (e.kind === "field" && isPlace(e.object));
  const all = (list: readonly unknown[]): unknown[] => list.map(visit);
  const visit = (node: unknown): unknown => {
    if (failed || typeof node !== "object" || node === null) return node;
    if (Array.isArray(node)) return all(node);
    const e = node as RustExpr | RustPattern<"name">;
    switch (e.kind) {
      case "name":
        if (names.has(e.name)) failed = true;
        break;
      case "path":
        if (isName(e)) failed = true;
        return e;
      case "borrow":
        if (e.word === "" && isName(e.operand)) return e.operand;
        if (e.word === "" && isPlace(e.operand)) return e;
        break;
      case "macro":
        if (formats.test(e.name)) return { ...e, args: e.args.map((arg) => (isPlace(arg) ? arg : (visit(arg) as RustExpr))) };
        break;
      case "match":
        return { ...e, subject: visit(e.subject), arms: e.arms.map(inArm) };
      case "call":
        if (isName(e.callee)) return { ...e, args: all(e.args) };
        break;
      case "method":
        if (!uses.test(e.name) && isPlace(e.object)) return { ...e, args: all(e.args) };
        break;
      default:
        break;
    }
    const made: Record<string, unknown> = {};
    for (const [key, value] of Object.entries(node)) made[key] = typeof value === "object" ? visit(value) : value;
    return made;
  };
  /** What an arm binds stands for something else in it. */
  const inArm = (arm: Arm): Arm => {
    const hidden = boundNames(arm.pattern);
    const seen = new Set([...names].filter((name) => !hidden.has(name)));
    const body = seen.size === names.size ? (visit(arm.body) as RustExpr) : lend(arm.body, seen);
    const guard = seen.size === names.size || !arm.guard ? (visit(arm.guard) as RustExpr | undefined) : lend(arm.guard, seen);
    failed ||= body === undefined || (arm.guard !== undefined && guard === undefined);
    return body ? { ...arm, body, guard } : arm;
  };
  const made = visit(root) as T;
  return failed ? undefined : made;
}

function boundNames(pattern: RustPattern, found = new Set<string>()): Set<string> {
  switch (pattern.kind) {
    case "name":
      found.add(pattern.name);
      if (pattern.sub) boundNames(pattern.sub, found);
      break;
    case "ref":
      boundNames(pattern.inner, found);
      break;
    case "tuple":
    case "slice":
    case "variant":
      for (const elem of pattern.elems ?? []) boundNames(elem, found);
      break;
    case "or":
      for (const option of pattern.options) boundNames(option, found);
      break;
    default:
  }
  return found;
}

/** The most elements of an array that is made from another one at once: it is on the stack. */
const MOST = 100;

/** `["a".to_owned(), "b".to_owned(), …]` as `["a", "b", …].map(str::to_owned)`; numbers say their type once. */
export function simplerItems(e: RustExpr<"array"> | RustExpr<"macro">): RustExpr {
  const vector = e.kind === "macro";
  if (vector && (e.name !== "vec" || !e.bracket || e.repeat)) return e;
  const items = e.kind === "array" ? e.elems : e.args;
  const convert = items.length > 2 && items.length <= MOST ? conversion(items) : undefined;
  if (!convert) {
    const made = items.length > 1 ? unsuffixed(items) : items;
    return made === items ? e : e.kind === "array" ? { ...e, elems: made } : { ...e, args: made };
  }
  const elems = items.map((item) => (item.kind === "method" ? item.object : (item as RustExpr<"call">).args[0]));
  const [first] = elems;
  if (first.kind === "literal" && /^\d+$/.test(first.text)) elems[0] = { ...first, text: `${first.text}_i64` };
  const array: RustExpr = { kind: "method", object: { kind: "array", elems }, name: "map", args: [convert] };
  return vector ? { kind: "call", callee: { kind: "path", path: "Vec::from" }, args: [array] } : array;
}

/** What makes each item from a literal. */
function conversion(items: readonly RustExpr[]): RustExpr | undefined {
  const literal = (one: RustExpr, text: RegExp): boolean => one.kind === "literal" && text.test(one.text);
  if (items.every((item) => item.kind === "method" && item.name === "to_owned" && literal(item.object, /^"/)))
    return { kind: "path", path: "str::to_owned" };
  const [first] = items;
  if (first.kind !== "call" || first.callee.kind !== "path" || !/^(?:rt::)?Int::from$/.test(first.callee.path)) return undefined;
  const { path } = first.callee;
  const same = items.every(
    (item) =>
      item.kind === "call" &&
      item.callee.kind === "path" &&
      item.callee.path === path &&
      !item.callee.args &&
      literal(item.args[0], /^\d+$/),
  );
  return same ? first.callee : undefined;
}

/** The items, of one type all of them, with the types of numbers in the first one only. */
function unsuffixed(items: readonly RustExpr[]): readonly RustExpr[] {
  if (!hasSuffix(items[0])) return items;
  let changed = false;
  const made = items.map((item, i) => {
    const one = i === 0 ? item : bare(item);
    changed ||= one !== item;
    return one;
  });
  return changed ? made : items;
}

const parts = (e: RustExpr): readonly RustExpr[] | undefined =>
  e.kind === "array" || e.kind === "tuple" ? e.elems : e.kind === "macro" && e.name === "vec" && !e.repeat ? e.args : undefined;

const hasSuffix = (e: RustExpr): boolean =>
  e.kind === "literal" ? /^\d+_i64$/.test(e.text) : e.kind === "unary" ? hasSuffix(e.operand) : (parts(e)?.some(hasSuffix) ?? false);

function bare(e: RustExpr): RustExpr {
  if (e.kind === "literal") return /^\d+_i64$/.test(e.text) ? { ...e, text: e.text.slice(0, -4) } : e;
  if (e.kind === "unary") return { ...e, operand: bare(e.operand) };
  if (e.kind === "array" || e.kind === "tuple") return { ...e, elems: e.elems.map(bare) };
  return e.kind === "macro" && parts(e) ? { ...e, args: e.args.map(bare) } : e;
}
