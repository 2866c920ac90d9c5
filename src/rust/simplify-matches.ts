/** `match` in fewer words. */
import type { Arm, RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { divergesExpr } from "./diverges.ts";

/** Arms without needless braces; `match r { Ok(v) => Ok(v), Err(e) => Err(e) }` is `r`. */
export function simplerMatch(e: RustExpr<"match">): RustExpr {
  if (e.arms.length === 2 && handsOn(e.arms[0], "Ok") && handsOn(e.arms[1], "Err")) return e.subject;
  let changed = false;
  const ended = e.arms.map(endedArm);
  // Another arm tells the type.
  if (ended.some((arm) => arm) && ended.some((arm) => !arm)) return simplerMatch({ ...e, arms: e.arms.map((arm, i) => ended[i] ?? arm) });
  const arms = e.arms.map((arm) => {
    const only = arm.body.kind === "block" && !arm.body.label && !arm.body.word ? onlyMacro(arm.body.block) : undefined;
    changed ||= only !== undefined;
    return only ? { ...arm, body: only } : arm;
  });
  return changed ? { ...e, arms } : e;
}

/** The arm without the value behind what control does not come out of; undefined where there is none. */
function endedArm(arm: Arm): Arm | undefined {
  if (arm.body.kind !== "block" || arm.body.label || arm.body.word) return undefined;
  const { block } = arm.body;
  const { value, statements } = block;
  if (value?.kind !== "call" || value.callee.kind !== "path" || value.callee.path !== "rt::missing") return undefined;
  const last = statements[statements.length - 1] as RustStatement | undefined;
  const left = last?.kind === "expression" || (last?.kind === "let" && last.pattern.kind === "wild") ? last.value : undefined;
  if (!left || !divergesExpr(left) || block.valueComments?.length || block.valueTrailing) return undefined;
  const end: RustStatement = { kind: "expression", value: left, semicolon: true, comments: last!.comments };
  return { ...arm, body: { ...arm.body, block: { ...block, statements: [...statements.slice(0, -1), end], value: undefined } } };
}

/** A block that is nothing but the value of a macro: rustfmt keeps its braces. */
function onlyMacro(block: RustBlock): RustExpr | undefined {
  const { value } = block;
  if (block.statements.length > 0 || block.trailing?.length || block.valueComments?.length || block.valueTrailing) return undefined;
  return value?.kind === "macro" && !value.bracket ? value : undefined;
}

/** `Ok(value) => Ok(value)` */
function handsOn({ pattern, guard, body, comments }: Arm, variant: string): boolean {
  if (guard || comments?.length || pattern.kind !== "variant" || pattern.path !== variant || pattern.elems?.length !== 1) return false;
  const [name] = pattern.elems;
  const block = body.kind === "block" && !body.label && !body.word && body.block.statements.length === 0 && !body.block.trailing?.length;
  const value = block ? body.block.value : body;
  if (name.kind !== "name" || value?.kind !== "call" || value.callee.kind !== "path" || value.callee.path !== variant) return false;
  const [arg] = value.args;
  return value.args.length === 1 && arg.kind === "path" && arg.path === name.name && !arg.args;
}
