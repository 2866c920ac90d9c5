/** Tests that only raise the failure of an assertion, as `rt::assert!`; those of two values, as `rt::unittest::assert_equal!`. */
import type { RustBlock, RustExpr, RustStatement } from "./ast.ts";
import { contrary } from "./simplify-expressions.ts";
import { reads } from "./simplify-statements.ts";

export function withAsserts(block: RustBlock): RustBlock {
  let { statements } = block;
  for (let i = 0; i < statements.length; i++) {
    const failure = failureOf(statements[i]);
    if (!failure) continue;
    if (statements === block.statements) statements = [...statements];
    const { test, error, statement } = failure;
    const pair = i >= 2 ? comparedPair(statements, i, test, error) : undefined;
    if (pair && !(reads({ ...block, statements }, i + 1, pair.names[0]) || reads({ ...block, statements }, i + 1, pair.names[1]))) {
      const [first, second] = [statements[i - 2], statements[i - 1]];
      const comments = [first, second, statement].flatMap((each) => each.comments ?? []);
      const made = { ...statement, at: first.at ?? statement.at, comments: comments.length ? comments : undefined, value: pair.value };
      (statements as RustStatement[]).splice(i - 2, 3, { ...made, semicolon: true });
      i -= 2;
      continue;
    }
    const holds = contrary(test) ?? { kind: "unary", op: "!", operand: test };
    const args = isBare(error) ? [holds] : [holds, error];
    (statements as RustStatement[])[i] = { ...statement, value: { kind: "macro", name: "rt::assert", args }, semicolon: true };
  }
  return statements === block.statements ? block : { ...block, statements };
}

interface Failure {
  readonly statement: RustStatement<"expression">;
  readonly test: RustExpr;
  readonly error: RustExpr<"call">;
}

const isCall = (e: RustExpr | undefined, callee: string): e is RustExpr<"call"> =>
  e?.kind === "call" && e.callee.kind === "path" && e.callee.path === callee;

/** `if test { rt::raise(…); }` of an assertion. */
function failureOf(s: RustStatement): Failure | undefined {
  if (s.kind !== "expression" || s.value.kind !== "if" || s.value.orElse || s.value.test.kind === "let") return undefined;
  const { test, then } = s.value;
  if (then.value || then.statements.length !== 1 || then.trailing?.length) return undefined;
  const [only] = then.statements;
  if (only.kind !== "expression" || only.comments?.length || only.trailing || !isCall(only.value, "rt::raise")) return undefined;
  const [error] = only.value.args;
  return error.kind === "call" && isAssertion(error) ? { statement: s, test, error } : undefined;
}

const isAssertion = (e: RustExpr<"call">): boolean =>
  isBare(e) || (e.callee.kind === "path" && (e.callee.path === "rt::exception::assertion" || e.callee.path.startsWith("rt::unittest::")));

const isBare = (e: RustExpr<"call">): boolean => isCall(e, "rt::exception::make") && isText(e.args[0], '"AssertionError"');

const isText = (e: RustExpr | undefined, text: string): boolean => e?.kind === "literal" && e.text === text;

/** `let a = x; let b = y; if a != b { rt::raise(rt::unittest::differs(&a, "!=", &b)); }` */
function comparedPair(
  statements: readonly RustStatement[],
  at: number,
  test: RustExpr,
  error: RustExpr<"call">,
): { readonly names: readonly [string, string]; readonly value: RustExpr } | undefined {
  if (test.kind !== "binary" || test.op !== "!=" || !isCall(error, "rt::unittest::differs")) return undefined;
  const [left, sign, right] = error.args;
  const [first, second] = [statements[at - 2], statements[at - 1]];
  const [a, b] = [boundTo(first, test.left, left), boundTo(second, test.right, right)];
  if (!a || !b || first.kind !== "let" || first.pattern.kind !== "name" || second.kind !== "let" || second.pattern.kind !== "name")
    return undefined;
  const name = isText(sign, '"!="') ? "rt::unittest::assert_equal" : isText(sign, '"is not"') ? "rt::unittest::assert_same" : undefined;
  return name && { names: [first.pattern.name, second.pattern.name], value: { kind: "macro", name, args: [a, b] } };
}

/** The value of a `let` whose variable the test compares and the message shows. */
function boundTo(s: RustStatement, compared: RustExpr, shown: RustExpr): RustExpr | undefined {
  if (s.kind !== "let" || s.pattern.kind !== "name" || s.pattern.mutable || !s.value || s.orElse || s.trailing) return undefined;
  const { name } = s.pattern;
  const isIt = (e: RustExpr): boolean => e.kind === "path" && e.path === name && !e.args;
  if (!isIt(compared) || shown.kind !== "borrow" || shown.word !== "" || !isIt(shown.operand)) return undefined;
  return s.type === undefined || tellsType(s.value) ? s.value : undefined;
}

/** Does the value say its type, where it is compared with another one? */
function tellsType(e: RustExpr): boolean {
  switch (e.kind) {
    case "literal":
      return true;
    case "unary":
      return e.op === "-" && tellsType(e.operand);
    case "tuple":
      return e.elems.every(tellsType);
    case "macro":
      return e.name === "vec" && e.args.length > 0 && e.args.every(tellsType);
    default:
      return false;
  }
}
