/** Variables that nothing changes after all: facts are of the IR, and emission found a form without a change. */
import { someNode } from "../base/nodes.ts";
import type { RustBlock, RustExpr, RustParam, RustStatement } from "../rust/ast.ts";
import { readers } from "../rust/simplify-statements.ts";
import { isHandleType } from "../rust/types.ts";

/** The block with `let` for each `let mut` whose variable is only read, or assigned once after it was declared without a value. */
export function withoutNeedlessMut(body: RustBlock): RustBlock {
  let changed = false;
  const statements = body.statements.map((given): RustStatement => {
    const s = withinStatement(given);
    if (s !== given) changed = true;
    if (s.kind !== "let" || s.pattern.kind !== "name" || !s.pattern.mutable || s.pattern.byRef) return s;
    if (changes(body, s.pattern.name, s.value === undefined, s.type !== undefined && isHandleType(s.type))) return s;
    changed = true;
    return { ...s, pattern: { ...s.pattern, mutable: false } };
  });
  const value = body.value && within(body.value);
  return changed || value !== body.value ? { ...body, statements, value } : body;
}

const withinStatement = (s: RustStatement): RustStatement => {
  if (s.kind === "expression") {
    const value = within(s.value);
    return value === s.value ? s : { ...s, value };
  }
  if (s.kind !== "let" || !s.value) return s;
  const value = within(s.value);
  return value === s.value ? s : { ...s, value };
};

/** The same in the blocks of a statement. */
function within(e: RustExpr): RustExpr {
  switch (e.kind) {
    case "block": {
      const block = withoutNeedlessMut(e.block);
      return block === e.block ? e : { ...e, block };
    }
    case "loop":
    case "while":
    case "for": {
      const body = withoutNeedlessMut(e.body);
      return body === e.body ? e : { ...e, body };
    }
    case "if": {
      const then = withoutNeedlessMut(e.then);
      const orElse = e.orElse && within(e.orElse);
      return then === e.then && orElse === e.orElse ? e : { ...e, then, orElse };
    }
    case "match": {
      const arms = e.arms.map((arm) => {
        const body = within(arm.body);
        return body === arm.body ? arm : { ...arm, body };
      });
      return arms.every((arm, i) => arm === e.arms[i]) ? e : { ...e, arms };
    }
    default:
      return e;
  }
}

/** The parameter without `mut` where it is a borrow that may be none, and that is not lent on. */
export function withNeededMut(param: RustParam, body: RustBlock): RustParam {
  const { pattern, type } = param;
  const isLoan = type.kind === "path" && type.path === "Option" && type.args?.[0]?.kind === "ref";
  if (!isLoan || pattern.kind !== "name" || isLentOn(body, pattern.name)) return param;
  return { ...param, pattern: { ...pattern, mutable: false } };
}

const isLentOn = (body: RustBlock, name: string): boolean =>
  someNode<RustExpr>(body, (e) => e.kind === "method" && e.name === "as_deref_mut" && e.object.kind === "path" && e.object.path === name);

/** Methods that need nothing of what they are called on but its value. */
const BY_VALUE: ReadonlySet<string> = new Set([
  ...readers,
  "unwrap_or_else",
  "unwrap_or",
  "is_null",
  "wrapping_add",
  "wrapping_sub",
  "cast",
]);

/** Is anything done to variables of this name that needs `mut`? Whatever is not known counts. `late`: a first assignment, outside of loops, does not. */
function changes(body: RustBlock, name: string, late: boolean, handle: boolean): boolean {
  let assigned = 0;
  const stack: { node: unknown; repeated: boolean }[] = [{ node: body, repeated: false }];
  while (stack.length > 0) {
    const { node, repeated } = stack.pop()!;
    if (typeof node !== "object" || node === null) continue;
    const { kind } = node as { kind?: string };
    const e = node as RustExpr;
    switch (kind) {
      case "borrow":
        if (e.kind === "borrow" && e.word.includes("mut") && rootName(e.operand) === name) return true;
        break;
      case "assign":
        if (e.kind === "assign" && e.left.kind === "tuple" && e.left.elems.some((each) => rootName(each) === name)) return true;
        if (e.kind === "assign" && rootName(e.left) === name) {
          if (!late || repeated || e.op !== "=" || e.left.kind !== "path" || ++assigned > 1) return true;
        }
        break;
      case "method":
        if (e.kind === "method" && !BY_VALUE.has(e.name) && rootName(e.object) === name && !(handle && e.object.kind === "path"))
          return true;
        break;
      case "name":
        // `ref mut`
        if ((node as { byRef?: boolean; mutable?: boolean }).byRef && (node as { mutable?: boolean }).mutable) return true;
        break;
      case "macro":
        if (e.kind === "macro" && /^write/.test(e.name)) return true;
        break;
      default:
    }
    const again = repeated || kind === "loop" || kind === "while" || kind === "for" || kind === "closure";
    for (const value of Object.values(node)) if (typeof value === "object") stack.push({ node: value, repeated: again });
  }
  return false;
}

/** The variable that a place lies in. */
function rootName(place: RustExpr): string | undefined {
  let at = place;
  while (at.kind === "field" || at.kind === "index") at = at.object;
  return at.kind === "path" ? at.path : undefined;
}
