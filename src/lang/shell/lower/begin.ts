/** The line of a command that is no call with a line: it goes with the first call that may ask for it. */
import type { Expression } from "../../../ir/index.ts";
import { row, type RowId } from "../builtins/index.ts";
import { effect, hoistable, SHELL, STATUS, unit, type Node, type Scope } from "./context.ts";
import { isQuiet } from "./text.ts";

/** A value behind the statements of `step`, all of it at its line: `sh.at(3).slice(…)`, or a statement of its own before. */
export function begun(scope: Scope, n: Node, step: Scope, value: Expression): Expression {
  if (!step.out.length && isStillValue(scope, value)) return value;
  const made = step.out.length ? undefined : withLine(scope, n, value);
  if (!made) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  scope.out.push(...step.out);
  return made ?? value;
}

/** Assignments that have the status of their command when they are given its line. */
const ASSIGNED: Readonly<Record<string, RowId | undefined>> = {
  "sh.set_at": "sh.assigned_at",
  "sh.set_at.number": "sh.assigned_at",
  "sh.set_at.elem": "sh.assigned_at",
  "sh.set_at.item": "sh.assigned_at",
  "sh.assign_list": "sh.assigned_list",
  "sh.append_list": "sh.appended_list",
  "sh.push": "sh.pushed",
  "sh.push.loose": "sh.pushed",
};

/** The statements of `step`, at their line; the status of the command where that comes with it. */
export function beginWith(scope: Scope, n: Node, step: Scope): Expression | undefined {
  const [only, ...more] = step.out;
  const value = !more.length && (only?.kind === "expression" || only?.kind === "assign") ? only.value : undefined;
  const assigned = value?.kind === "runtime" ? ASSIGNED[value.row] : undefined;
  if (assigned && value?.kind === "runtime") {
    const number = assigned === "sh.assigned_at" && value.args[2].type.kind === "int";
    return n.shell(number ? "sh.assigned_at.item" : assigned, STATUS, n.line(), ...value.args.slice(1));
  }
  const made = value && withLine(scope, n, value);
  if (!made) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  if (made && (only?.kind === "expression" || only?.kind === "assign")) scope.out.push({ ...only, value: made });
  else scope.out.push(...step.out);
  return undefined;
}

/** `sh.begin(line)`, unless what comes first runs commands with lines of their own, and then a call that begins. */
export function beginBefore(scope: Scope, n: Node, step: Scope): void {
  if (!isQuiet(step)) effect(scope, n, n.shell("sh.begin", unit, n.line()));
}

/** The value with the line in its first call. */
function withLine(scope: Scope, n: Node, e: Expression): Expression | undefined {
  if (e.kind === "binary" || e.kind === "compare") {
    const still = isStillValue(scope, e.left);
    const made = withLine(scope, n, still ? e.right : e.left);
    return made && (still ? { ...e, right: made } : { ...e, left: made });
  }
  if (e.kind === "unary") {
    const made = withLine(scope, n, e.operand);
    return made && { ...e, operand: made };
  }
  if (e.kind !== "runtime") return undefined;
  const [first, ...rest] = e.args;
  const { form } = row(e.row);
  const second = e.args.at(1);
  if (
    first?.kind === "local" &&
    second?.kind === "local" &&
    second.type === SHELL &&
    rest.slice(1).every((arg) => isStillValue(scope, arg))
  )
    return { ...e, args: [first, n.shell("sh.at.lent", SHELL, n.line()), ...rest.slice(1)] };
  if (first?.kind !== "local" || first.type !== SHELL) {
    // What is evaluated first has the line.
    const i = e.args.findIndex((arg) => !isStillValue(scope, arg));
    const made = i < 0 ? undefined : withLine(scope, n, e.args[i]);
    return made && { ...e, args: e.args.map((arg, k) => (k === i ? made : arg)) };
  }
  const fits = form === "method" ? !rest.some(hoistable) : form === "values" && rest.every((arg) => isStillValue(scope, arg));
  return fits ? { ...e, args: [n.shell("sh.at", SHELL, n.line()), ...rest] } : undefined;
}

/** Does evaluating it say nothing and ask for no line? */
function isStillValue(scope: Scope, e: Expression): boolean {
  const { unit: program } = scope;
  switch (e.kind) {
    case "local":
    case "str":
    case "bytes":
    case "int":
    case "bool":
    case "none":
    case "zero":
      return true;
    case "some":
    case "cast":
      return isStillValue(scope, e.value);
    case "unary":
      return isStillValue(scope, e.operand);
    case "binary":
    case "compare":
      return isStillValue(scope, e.left) && isStillValue(scope, e.right);
    case "runtime": {
      const [, name] = e.args;
      if (e.row === "sh.get" || e.row === "sh.var")
        return !program.nounset && !program.touchy.any && name.kind === "str" && isPlainName(scope, name.value);
      return /^sh\.(?:word|pat\.\w+|array\.(?:of|at|count|values|keys))$/.test(e.row) && e.args.every((arg) => isStillValue(scope, arg));
    }
    default:
      return false;
  }
}

const isPlainName = ({ unit: { touchy } }: Scope, name: string): boolean =>
  !/^(?:LINENO|BASH_.*|FUNCNAME|RANDOM|SECONDS|_)$/.test(name) && !touchy.names.has(name);
