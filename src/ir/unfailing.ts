/** Calls of the library that cannot fail for the arguments they have, though others of the row can: `n // 2`, `x ** 2`, `max(a, b, c)`; lengths that are known. */
import type { Expression } from "./expressions.ts";
import type { Program } from "./items.ts";
import type { Rep } from "./types.ts";

/** What is known of the numbers of a program: where an expression of exact integers lies, and which have 64 bits. */
export interface Numbers {
  readonly interval: (node: number) => { readonly lo: number; readonly hi: number };
  readonly small: (rep: Rep) => boolean;
}

/** Is it known that the number is not 0? */
export function isNonzero(numbers: Pick<Numbers, "interval">, e: Expression): boolean {
  if (e.kind === "float") return e.value !== 0;
  if (e.kind === "cast" && e.value.type.kind === "exact") return isNonzero(numbers, e.value);
  if (e.type.kind !== "exact") return false;
  if (e.kind === "int") return e.value !== 0n;
  const { lo, hi } = numbers.interval(e.id);
  return lo > 0 || hi < 0;
}

/** A row that fails for some arguments, with some for which it does not. */
export function cannotFail(program: Program, numbers: Numbers, e: Expression<"runtime">): boolean {
  const { integer, native } = program.rows(e.row);
  const [first, second] = e.args;
  if ((native === "max" || native === "min") && e.args.length === 1) return first.kind === "list" && first.elems.length > 0;
  if (e.args.length !== 2) return false;
  if (native === "quotient")
    return (
      isNonzero(numbers, second) && e.args.every(({ type }) => type.kind === "float" || (type.kind === "exact" && numbers.small(type.rep)))
    );
  switch (integer) {
    case "floordiv":
    case "mod":
    case "divmod":
      return first.type.kind === "exact" && isNonzero(numbers, second);
    case "pow":
    case "shl":
    case "shr": {
      // Of more places there is no memory for the result.
      const { lo, hi } = second.type.kind === "exact" ? numbers.interval(second.id) : { lo: -1, hi: -1 };
      return lo >= 0 && hi < 2 ** 31;
    }
    default:
      return false;
  }
}

/** How many items a constant list has, where the expression is one that is never changed. */
export function constantLength({ globals }: Program, e: Expression): number | undefined {
  const global = e.kind === "global" ? globals[e.global] : undefined;
  return global?.constant && global.value?.kind === "list" && global.value.fixed ? global.value.elems.length : undefined;
}
