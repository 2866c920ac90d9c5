/** Variables that add up what calls of their own function give: `total += count(child)`, then `return total`. */
import type { BinaryOperator, Expression, LocalId } from "../ir/index.ts";

export interface Total {
  /** What it begins with, and what is added beside the calls. */
  readonly parts: Expression[];
  /** Calls of the function itself are added. */
  again: boolean;
  /** It changes in other ways than by sums. */
  other: boolean;
}

/** The totals of a program's functions, gathered while its statements are gone over. */
export class Totals {
  private readonly known = new Map<number, Total>();

  private at(owner: number, local: LocalId): Total {
    const key = owner * 2 ** 20 + local;
    let total = this.known.get(key);
    if (!total) this.known.set(key, (total = { parts: [], again: false, other: false }));
    return total;
  }

  /** The variable gets a value. */
  begin(owner: number, local: LocalId, value: Expression | undefined): void {
    if (value?.type.kind === "exact") this.at(owner, local).parts.push(value);
  }

  /** `local op= value`; gives the total where the value is a call of the function itself. */
  update(owner: number, local: LocalId, op: BinaryOperator, value: Expression): Total | undefined {
    const total = this.at(owner, local);
    if (op !== "add") total.other = true;
    else if (value.kind === "call" && value.function === owner) {
      total.again = true;
      return total;
    } else total.parts.push(value);
    return undefined;
  }

  /** The total that an expression reads, if it is one. */
  of(owner: number, e: Expression): Total | undefined {
    return e.kind === "local" ? this.known.get(owner * 2 ** 20 + e.local) : undefined;
  }
}
