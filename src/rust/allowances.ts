/** What clippy says of the text that the source says itself: the item allows it. */
import { someNode } from "../base/nodes.ts";
import type { RustBlock, RustExpr } from "./ast.ts";
import { divergesExpr } from "./diverges.ts";

/** Lints that an item allows. */
export type Allowances = Set<string>;

/** Constants of mathematics that clippy knows, with the digits that it asks for. */
const known: readonly (readonly [number, string])[] = [
  [1, String(Math.E)],
  [2, String(1 / Math.PI)],
  [2, String(Math.SQRT1_2)],
  [2, String(2 / Math.PI)],
  [2, String(2 / Math.sqrt(Math.PI))],
  [2, String(Math.LN2)],
  [2, String(Math.LN10)],
  [2, String(Math.log10(2))],
  [2, String(Math.LOG10E)],
  [2, String(Math.log2(10))],
  [2, String(Math.LOG2E)],
  [2, String(Math.SQRT2)],
  [2, String(Math.PI)],
  [2, String(2 * Math.PI)],
  [2, String(Math.PI / 2)],
  [2, String(Math.PI / 3)],
  [2, String(Math.PI / 4)],
  [2, String(Math.PI / 6)],
  [2, String(Math.PI / 8)],
  [2, "1.618033988749895"],
];

/** Is the literal close to a constant that has a name? */
function isApproximate(text: string): boolean {
  const digits = text.replace(/_?f(32|64)$/, "");
  if (!/^\d\.\d{2,}$/.test(digits)) return false;
  return known.some(([least, constant]) => {
    if (digits.length - 2 < Math.max(2, least)) return false;
    if (constant.startsWith(digits)) return true;
    return digits.length <= constant.length && Number(constant).toFixed(digits.length - 2) === digits;
  });
}

const compares = new Set(["==", "!=", "<", "<=", ">", ">=", "-", "/", "&", "|", "^", "%", "&&", "||"]);

/** Adds what an expression (its parts left out) needs. */
export function allowancesOf(e: RustExpr, allowed: Allowances): void {
  if (e.kind === "literal") {
    if (e.text.includes(".") && isApproximate(e.text)) allowed.add("clippy::approx_constant");
  } else if (e.kind === "binary") {
    if (compares.has(e.op) && sameText(e.left, e.right)) allowed.add("clippy::eq_op");
    const [left, right] = [small(e.left), small(e.right)];
    if (identities[e.op]?.some(([l, r]) => (l !== undefined && l === left) || (r !== undefined && r === right)))
      allowed.add("clippy::identity_op");
    if ((e.op === "*" || e.op === "&") && (left === 0 || right === 0)) allowed.add("clippy::erasing_op");
    if (e.op === "*" && (left === -1 || right === -1 || isMinusOne(e.left) || isMinusOne(e.right))) allowed.add("clippy::neg_multiply");
    if ((e.op === "&&" || e.op === "||") && isRangeTest(e.op, e.left, e.right)) allowed.add("clippy::manual_range_contains");
    const known = (side: RustExpr, text: string): boolean => side.kind === "literal" && side.text === text;
    const sides = [e.left, e.right];
    if ((e.op === "&&" && sides.some((side) => known(side, "false"))) || (e.op === "||" && sides.some((side) => known(side, "true"))))
      allowed.add("clippy::overly_complex_bool_expr");
  } else if (e.kind === "loop" || e.kind === "while" || e.kind === "for") {
    if (endsFirst(e.body, e.label)) allowed.add("clippy::never_loop");
    if (e.kind === "while" && e.body.statements.length === 0 && e.test.kind === "binary") allowed.add("clippy::while_immutable_condition");
    if (e.kind === "while" && looksBehind(e.test) && !changesAny(e.body, namesIn(e.test))) allowed.add("clippy::while_immutable_condition");
  } else if (e.kind === "return") {
    followsText(e.value, allowed);
  } else if ((e.kind === "call" && e.callee.kind === "path" && !generic.test(e.callee.path)) || e.kind === "method") {
    for (const arg of e.args) followsText(arg, allowed);
  } else if (e.kind === "struct") {
    for (const { value } of e.fields) followsText(value, allowed);
  } else if (e.kind === "if" && e.orElse) {
    const next = e.orElse.kind === "if" ? e.orElse.then : e.orElse.kind === "block" ? e.orElse.block : undefined;
    if (next && sameTree(e.then, next)) allowed.add("clippy::if_same_then_else");
  }
}

/** The comparisons of a test of a range: with its start, and with its end. */
const RANGES = { "&&": { start: ">=", ends: ["<", "<="] }, "||": { start: "<", ends: [">", ">="] } };

/** Two limits of one variable, as they are tested where the variable is an integer of any size: it has no range of words. */
const isRangeTest = (op: "&&" | "||", a: RustExpr, b: RustExpr): boolean =>
  a.kind === "binary" &&
  b.kind === "binary" &&
  [
    [a.op, b.op],
    [b.op, a.op],
  ].some(([start, end]) => start === RANGES[op].start && RANGES[op].ends.includes(end)) &&
  a.left.kind === "path" &&
  sameText(a.left, b.left) &&
  a.right.kind === "literal" &&
  b.right.kind === "literal";

/** Does the test only look behind raw pointers, whose objects change without their names? */
function looksBehind(test: RustExpr): boolean {
  if (test.kind !== "block" || test.word !== "unsafe") return false;
  return eachNode(test, (node) => node.kind !== "call" && node.kind !== "method" && node.kind !== "macro");
}

/** The names that an expression reads. */
function namesIn(e: RustExpr): ReadonlySet<string> {
  const found = new Set<string>();
  eachNode(e, (node) => {
    if (node.kind === "path") found.add(node.path);
    return true;
  });
  return found;
}

/** Is one of the names assigned or borrowed to be changed? */
const changesAny = (body: RustBlock, names: ReadonlySet<string>): boolean =>
  !eachNode(body, (node) => {
    const changed = node.kind === "assign" ? node.left : node.kind === "borrow" && node.word !== "" ? node.operand : undefined;
    return changed?.kind !== "path" || !names.has(changed.path);
  });

/** Does the test hold for each expression in the tree? */
function eachNode(root: unknown, test: (node: RustExpr) => boolean): boolean {
  const stack = [root];
  while (stack.length > 0) {
    const node = stack.pop();
    if (typeof node !== "object" || node === null) continue;
    if ("kind" in node && !test(node as RustExpr)) return false;
    for (const key in node) stack.push((node as Readonly<Record<string, unknown>>)[key]);
  }
  return true;
}

/** Functions whose arguments are of no type that is written down. */
const generic = /^(?:rt::(?:list|dict|set|deque|builtins|key)::|Some$|Ok$)/;

/** Is the value a literal text behind a reference? */
export function followsText(e: RustExpr | undefined, allowed: Allowances): void {
  if (e?.kind === "unary" && e.text) allowed.add("clippy::explicit_auto_deref");
  else if (e?.kind === "if") {
    followsText(e.then.value, allowed);
    followsText(e.orElse, allowed);
  } else if (e?.kind === "block") followsText(e.block.value, allowed);
}

/** Operations that give one operand: numbers on the left, on the right. */
const identities: Readonly<Record<string, readonly (readonly [number | undefined, number | undefined])[]>> = {
  "+": [[0, 0]],
  "-": [[undefined, 0]],
  "*": [[1, 1]],
  "/": [[undefined, 1]],
  "|": [[0, 0]],
  "^": [[0, 0]],
  "<<": [[undefined, 0]],
  ">>": [[undefined, 0]],
  "&": [[-1, -1]],
};

const isMinusOne = (e: RustExpr): boolean =>
  e.kind === "unary" && e.op === "-"
    ? e.operand.kind === "literal" && /^1\.0(?:_f\d+)?$/.test(e.operand.text)
    : e.kind === "literal" && e.text === "-1.0";

function small(e: RustExpr): number | undefined {
  if (e.kind === "unary" && e.op === "-") {
    const value = small(e.operand);
    return value === undefined ? undefined : -value;
  }
  const text = e.kind === "literal" ? /^(\d{1,3})(?:_[iu]\w+)?$/.exec(e.text) : null;
  return text ? Number(text[1]) : undefined;
}

/** Does the loop's first round leave it in any case? */
function endsFirst(body: RustBlock, label: string | undefined): boolean {
  const last = body.value ?? (body.statements.at(-1) as { readonly value?: RustExpr } | undefined)?.value;
  if (!last || !(last.kind === "break" ? last.label === undefined || last.label === label : divergesExpr(last))) return false;
  return !someNode<RustExpr>(body, ({ kind }) => kind === "continue");
}

/** Do two blocks say the same, places in the source left out? */
export function sameTree(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== "object" || typeof b !== "object" || a === null || b === null) return false;
  const keys = Object.keys(a).filter((key) => !places.has(key));
  const others = Object.keys(b).filter((key) => !places.has(key));
  if (keys.length !== others.length) return false;
  return keys.every((key) => sameTree((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]));
}

const places = new Set(["at", "valueAt", "comments", "trailing", "valueComments", "valueTrailing"]);

/** Two expressions that say the same and do nothing. */
export function sameText(a: RustExpr, b: RustExpr): boolean {
  if (a === b) return true;
  switch (a.kind) {
    case "literal":
      return b.kind === "literal" && plain(a.text) === plain(b.text);
    case "path":
      return b.kind === "path" && a.path === b.path && !a.args && !b.args;
    case "field":
      return b.kind === "field" && a.name === b.name && sameText(a.object, b.object);
    case "unary":
      return b.kind === "unary" && a.op === b.op && sameText(a.operand, b.operand);
    case "cast":
      return b.kind === "cast" && JSON.stringify(a.type) === JSON.stringify(b.type) && sameText(a.value, b.value);
    case "index":
      return b.kind === "index" && sameText(a.object, b.object) && sameText(a.index, b.index);
    case "struct":
      return (
        b.kind === "struct" &&
        a.path === b.path &&
        a.fields.length === b.fields.length &&
        !a.rest &&
        !b.rest &&
        a.fields.every((field, i) => field.name === b.fields[i].name && sameText(field.value, b.fields[i].value))
      );
    case "tuple":
      return b.kind === "tuple" && a.elems.length === b.elems.length && a.elems.every((elem, i) => sameText(elem, b.elems[i]));
    case "binary":
      return b.kind === "binary" && a.op === b.op && sameText(a.left, b.left) && sameText(a.right, b.right);
    default:
      return false;
  }
}

const plain = (text: string): string => (/^[\d.]+_[iuf]\w+$/.test(text) ? text.replace(/_[iuf]\w+$/, "") : text);
