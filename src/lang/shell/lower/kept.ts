/** Loops whose heads leave `$?` alone: the status of a round is that of the loop, and no variable has to keep it. */
import type { Expression, Statement } from "../../../ir/index.ts";
import { walk } from "../../../ir/walk.ts";
import type { ArithmeticText, Command, List, Word } from "../parse/index.ts";
import { SHELL, type Scope } from "./context.ts";
import { firstWord, mentionsStatus, readsStatus, some } from "./scan.ts";

/** Calls that look at variables, texts and files, and set no status. */
const QUIET =
  /^sh\.(?:int|int_at|int_at\.(?:loose|elem|item)|number|get|var|get_or|get_else|value|value_at|element|element\.item|joined|joined_args|value_or|value_else|length|length_of|count|text_length|characters|part|word|param|elem|item|all|star|len|empty|same|starts|ends|contains|matches|matches\.case|pat\..*|glob\.plain|test_file|test_unary|test_binary|terms|compare|compare_fields|regex|after_.*|before_.*|without_.*|trim|slice|replace|replacement\..*|case_change|present|arith|arith\.pieces|arith\.of|div|rem|set_int|step|stepped|begin|at|at\.lent|array\.(?:at|get|int|has|length|count|values|subscripts|keys|slice|joined|spaced)|flush|trap_line|arg_count)(?:\.loose)?$/;

/** Calls that change a variable, or may. */
const CHANGES = /^sh\.(?:set_int|step|arith|int_at|number)/;

/** Does evaluating a test set no status? `reads`: and change nothing? */
export function isQuietTest(test: Expression, before: readonly Statement[], reads = false): boolean {
  let quiet = true;
  walk([test, ...before], (node) => {
    if (node.kind === "runtime" && (!QUIET.test(node.row) || (reads && CHANGES.test(node.row)))) quiet = false;
    if (node.kind === "closure" || (node.kind === "call" && node.args.some((arg) => arg.type === SHELL))) quiet = false;
    return quiet;
  });
  return quiet;
}

const substitutes = (tree: unknown): boolean => some(tree, (node) => node.kind === "command" || node.kind === "process");

const firstReads = (scope: Scope, body: List): boolean => body.items.length > 0 && readsStatus(scope.unit, body.items[0].command);

/** Does the head of a `for` loop set no status and ask for none? */
export const keepsFor = (scope: Scope, words: readonly Word[] | undefined, body: List): boolean =>
  scope.unit.stops === "none" && !substitutes(words) && !mentionsStatus(words ?? []) && !firstReads(scope, body);

/** The same of `for ((…))`. */
export const keepsArithmetic = (scope: Scope, parts: readonly (ArithmeticText | undefined)[], body: List): boolean =>
  scope.unit.stops === "none" && !substitutes(parts) && !mentionsStatus(parts) && !firstReads(scope, body);

/** The same of `while`, as far as its syntax tells. */
export const mayKeepWhile = (scope: Scope, test: List, body: List): boolean => isOneTest(scope, test) && !firstReads(scope, body);

/** Is a condition one test of values? */
export function isOneTest(scope: Scope, test: List): boolean {
  const [only, ...more] = test.items;
  if (scope.unit.stops !== "none" || !only || only.background || more.length) return false;
  return isTest(scope, only.command) && !substitutes(test) && !mentionsStatus(test);
}

/** Do the patterns of a `case` set no status and ask for none? */
export const keepsCase = (scope: Scope, c: Command<"case">): boolean =>
  scope.unit.stops === "none" && c.clauses.every(({ patterns }) => !substitutes(patterns) && !mentionsStatus(patterns));

/** `:`, `true`: what does nothing but succeed, where nobody asks for its words. */
export function isTrue({ unit, text }: Scope, c: Command): boolean {
  if (c.kind !== "simple" || c.words.length !== 1 || c.redirects.length || c.assignments.length) return false;
  const name = firstWord(c) ?? "";
  return (
    (name === ":" || name === "true") && !unit.functionNames.has(name) && unit.stops === "none" && !unit.traces && !text.includes("$_")
  );
}

function isTest(scope: Scope, c: Command): boolean {
  if (c.redirects.length) return false;
  if (isTrue(scope, c)) return true;
  if (c.kind === "and" || c.kind === "or") return isTest(scope, c.left) && isTest(scope, c.right);
  return c.kind === "test" || c.kind === "arithmetic" || (c.kind === "simple" && /^(?:\[|test)$/.test(firstWord(c) ?? ""));
}
