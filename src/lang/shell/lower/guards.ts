/** Integers that a condition says are not 0: what stands behind it may divide by them. */
import { integerWord, literalText } from "../integer-words.ts";
import type { Arithmetic, Command, List, Word } from "../parse/index.ts";
import type { Expression } from "../../../ir/index.ts";
import { inner, type Scope } from "./context.ts";
import { firstWord, some } from "./scan.ts";

/** The scope of what runs when a condition holds. */
export function guardedBy(scope: Scope, test: List, holds = true): Scope {
  const names = holds && test.items.length === 1 ? namesOf(test.items[0].command).filter((name) => scope.native.has(name)) : [];
  return names.length ? inner(scope, { out: scope.out, guarded: new Set([...(scope.guarded ?? []), ...names]) }) : scope;
}

/** The scope of a command of a list: what it assigns is not known any more, in it and after it. */
export function withoutWritten(scope: Scope, c: Command): Scope {
  const { guarded } = scope;
  if (!guarded?.size) return scope;
  const left = [...guarded].filter(
    (name) =>
      !some(
        c,
        (node) =>
          ((typeof node.append === "boolean" || node.kind === "for") && node.name === name) ||
          ((node.kind === "assign" || node.kind === "step") && (node.target as { name: string }).name === name) ||
          (node.kind === "simple" && writes(scope, firstWord(node as unknown as Command<"simple">) ?? "", name)),
      ),
  );
  return left.length < guarded.size ? { ...scope, guarded: new Set(left) } : scope;
}

const writes = ({ unit }: Scope, command: string, name: string): boolean =>
  /^(?:read|local)$/.test(command) || unit.natives?.handed.get(command)?.get(name) === true;

/** A variable that is not 0 here? */
export function isNonzero({ nonzero, guarded, native }: Scope, e: Expression): boolean {
  const among = (names: ReadonlySet<string> | undefined): boolean =>
    names !== undefined && e.kind === "local" && [...names].some((name) => native.get(name) === e.local);
  return among(nonzero) || among(guarded);
}

/** The same of a divisor as it is written. */
export const isDivisor = ({ nonzero, guarded }: Scope, tree: Arithmetic): boolean => {
  if (tree.kind === "number") return tree.value > 0n;
  const part = tree.kind === "expansion" && tree.part.kind === "parameter" && !tree.part.operation ? tree.part : undefined;
  const name = tree.kind === "variable" ? (tree.target.subscript ? undefined : tree.target.name) : part?.subscript ? undefined : part?.name;
  return name !== undefined && (nonzero?.has(name) === true || guarded?.has(name) === true);
};

function namesOf(c: Command): string[] {
  if (c.redirects.length) return [];
  if (c.kind === "arithmetic") return c.expression.tree ? namesIn(c.expression.tree) : [];
  if (c.kind === "and") return [...namesOf(c.left), ...namesOf(c.right)];
  if (c.kind === "test" && c.expression.kind === "binary") return compared(c.expression.operator, c.expression.left, c.expression.right);
  if (c.kind === "simple" && c.words.length === 5 && firstWord(c) === "[") {
    const [, left, operator, right] = c.words;
    if (!("assignment" in left) && !("assignment" in operator) && !("assignment" in right))
      return compared(literalText(operator), left, right);
  }
  return [];
}

function compared(operator: string, left: Word, right: Word): string[] {
  const name = integerWord(left)?.of;
  const fits = operator === "-ne" || operator === "-gt" ? literalText(right) === "0" : operator === "-ge" && literalText(right) === "1";
  return name !== undefined && fits ? [name] : [];
}

function namesIn(tree: Arithmetic): string[] {
  if (tree.kind === "variable" && !tree.target.subscript) return [tree.target.name];
  if (tree.kind === "expansion" && tree.part.kind === "parameter" && !tree.part.operation && !tree.part.subscript) return [tree.part.name];
  if (tree.kind === "logical" && tree.operator === "&&") {
    // The right side must leave alone what the left one says.
    return some(tree.right, (node) => node.kind === "assign" || node.kind === "step")
      ? []
      : [...namesIn(tree.left), ...namesIn(tree.right)];
  }
  if (tree.kind !== "binary" || tree.right.kind !== "number") return [];
  const { value } = tree.right;
  const fits = tree.operator === "!=" ? value === 0n : tree.operator === ">" ? value >= 0n : tree.operator === ">=" && value >= 1n;
  return fits && (tree.left.kind === "variable" || tree.left.kind === "expansion") ? namesIn(tree.left) : [];
}
