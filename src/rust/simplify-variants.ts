/** Branches on which variant a variable has, as `match`. */
import type { Arm, RustBlock, RustExpr, RustPattern } from "./ast.ts";
import { onlyValue } from "./simplify-expressions.ts";

interface Tested {
  readonly subject: string;
  readonly pattern: RustPattern;
}

/** `x == A::B`, `x == A::B || x == A::C` */
function tested(test: RustExpr): Tested | undefined {
  if (test.kind !== "binary") return undefined;
  if (test.op === "||") {
    const [left, right] = [tested(test.left), tested(test.right)];
    if (!left || right?.subject !== left.subject) return undefined;
    const options = [left.pattern, right.pattern].flatMap((each) => (each.kind === "or" ? each.options : [each]));
    return { subject: left.subject, pattern: { kind: "or", options } };
  }
  const { left, right } = test;
  if (test.op !== "==" || left.kind !== "path" || left.args || right.kind !== "path" || right.args) return undefined;
  if (!/^[a-z_]\w*$/.test(left.path) || !/(^|::)[A-Z]\w*::[A-Z]\w*[a-z]\w*$/.test(right.path)) return undefined;
  return { subject: left.path, pattern: { kind: "variant", path: right.path } };
}

const armOf = (pattern: RustPattern, block: RustBlock): Arm => ({ pattern, body: { kind: "block", block } });

/** A chain of at least two tests of one variable. */
export function variantMatch(e: RustExpr<"if">): RustExpr | undefined {
  const first = tested(e.test);
  if (!first) return undefined;
  const arms: Arm[] = [];
  let at: RustExpr | undefined = e;
  while (at?.kind === "if") {
    const one = tested(at.test);
    if (one?.subject !== first.subject) break;
    arms.push(armOf(one.pattern, at.then));
    at = at.orElse;
    if (at?.kind === "block" && !at.label && !at.word) {
      const inner: RustExpr | undefined = onlyValue(at.block);
      if (inner?.kind === "match" || inner?.kind === "if") at = inner;
    }
  }
  const subject: RustExpr = { kind: "path", path: first.subject };
  if (at?.kind === "match" && at.subject.kind === "path" && at.subject.path === first.subject && at.arms.every(isVariantArm))
    return { kind: "match", subject, arms: [...arms, ...at.arms] };
  if (arms.length < 2) return undefined;
  const rest: RustBlock =
    at === undefined ? { statements: [] } : at.kind === "block" && !at.label && !at.word ? at.block : { statements: [], value: at };
  return { kind: "match", subject, arms: [...arms, armOf({ kind: "wild" }, rest)] };
}

const isVariantArm = ({ pattern }: Arm): boolean =>
  pattern.kind === "wild" ||
  (pattern.kind === "variant" && !pattern.elems) ||
  (pattern.kind === "or" && pattern.options.every((one) => one.kind === "variant" && !one.elems));
