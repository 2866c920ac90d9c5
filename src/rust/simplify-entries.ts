/** `groups.entry(key, Vec::new); rt::dict::index_mut(&mut groups, key).push(x);` as `groups.entry(key, Vec::new).push(x);`: one look-up. */
import { someNode } from "../base/nodes.ts";
import { sameTree } from "./allowances.ts";
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { names } from "./simplify-statements.ts";

export function withEntries(block: RustBlock): RustBlock {
  let { statements } = block;
  for (let i = 0; i + 1 < statements.length; i++) {
    const made = madeAt(statements[i]);
    const next = statements[i + 1];
    if (!made || next.kind !== "expression" || next.comments?.length) continue;
    const value = onEntry(next.value, made);
    if (!value) continue;
    const { at, comments } = statements[i];
    statements = [...statements.slice(0, i), { ...next, value, at, comments }, ...statements.slice(i + 2)];
  }
  return statements === block.statements ? block : { ...block, statements };
}

/** The entry of a dict that a statement does nothing but make. */
function madeAt(s: RustStatement): RustExpr<"method"> | undefined {
  if (s.kind !== "expression" || !s.semicolon || s.trailing || s.value.kind !== "method") return undefined;
  const { name, args, object } = s.value;
  return (name === "entry" || name === "or_insert_with") && args.length === 2 && rootOf(object) !== undefined ? s.value : undefined;
}

/** The expression with the entry for the look-up that it begins with. */
function onEntry(e: RustExpr, entry: RustExpr<"method">): RustExpr | undefined {
  const root = rootOf(entry.object)!;
  switch (e.kind) {
    case "method": {
      const object = e.args.some((arg) => names(arg, root)) ? undefined : onEntry(e.object, entry);
      // A method looks through a reference by itself.
      return object && { ...e, object: object.kind === "unary" ? object.operand : object };
    }
    case "unary": {
      const operand = e.op === "*" ? onEntry(e.operand, entry) : undefined;
      return operand && { ...e, operand };
    }
    case "field": {
      const object = onEntry(e.object, entry);
      return object && { ...e, object };
    }
    case "assign": {
      const left = names(e.right, root) ? undefined : onEntry(e.left, entry);
      return left && { ...e, left };
    }
    case "call": {
      const [dict, key] = e.args;
      if (e.callee.kind !== "path" || e.args.length === 0) return undefined;
      if (/^rt::[a-z]+::/.test(e.callee.path) && dict.kind === "call") {
        const first = e.args.slice(1).some((arg) => names(arg, root)) ? undefined : onEntry(dict, entry);
        return first && { ...e, args: [first, ...e.args.slice(1)] };
      }
      if (!/^rt::dict::index(?:_mut)?$/.test(e.callee.path) || e.args.length !== 2) return undefined;
      return dict.kind === "borrow" && sameTree(dict.operand, entry.object) && sameTree(key, entry.args[0]) ? entry : undefined;
    }
    default:
      return undefined;
  }
}

function rootOf(place: RustExpr): string | undefined {
  let at = place;
  while (at.kind === "field") at = at.object;
  return at.kind === "path" && !at.args ? at.path : undefined;
}

/** `if found.contains_key(k) { for x in rt::dict::index(&found, k) { … } }` as `if let Some(items) = found.get(k) { for x in items { … } }`: one look-up. */
export function foundItems(e: RustExpr<"if">): RustExpr<"if"> | undefined {
  const { test, then } = e;
  const [only] = then.statements;
  if (e.orElse || test.kind !== "method" || test.name !== "contains_key" || test.own || then.statements.length !== 1) return undefined;
  if (then.value || then.trailing?.length || only.kind !== "expression" || only.comments?.length || only.value.kind !== "for")
    return undefined;
  const loop = only.value;
  const { iterable } = loop;
  const each = iterable.kind === "method" && iterable.args.length === 0 ? iterable : undefined;
  const found = each ? each.object : iterable;
  if (found.kind !== "call" || found.callee.kind !== "path" || found.callee.path !== "rt::dict::index") return undefined;
  const [given, key] = found.args;
  const object = given.kind === "borrow" && given.word === "" ? given.operand : given;
  if (!sameTree(object, test.object) || !sameTree(key, test.args[0])) return undefined;
  const name = ["items", "found"].find((word) => !someNode<RustExpr>([loop.body, loop.pattern], (each) => names(each, word)));
  if (!name) return undefined;
  const items: RustExpr = { kind: "path", path: name };
  return {
    ...e,
    test: {
      kind: "let",
      pattern: { kind: "variant", path: "Some", elems: [{ kind: "name", name }] },
      value: { kind: "method", object, name: "get", args: test.args },
    },
    then: { ...then, statements: [{ ...only, value: { ...loop, iterable: each ? { ...each, object: items } : items } }] },
  };
}
