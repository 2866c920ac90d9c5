/** Where the locals of a function are declared, and which loops bind them. */
import { patternLocals, type FunctionId, type LocalId, type Statement } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

/** A stretch of the program's clock. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
}

export class Declarations {
  private readonly flat: Flat;
  private readonly fn: FunctionId;
  private table: Map<LocalId, Statement> | undefined;
  private readonly loops = new Map<LocalId, Stretch[]>();

  constructor(flat: Flat, fn: FunctionId) {
    this.flat = flat;
    this.fn = fn;
  }

  /** The loops and comprehensions that bind a local. */
  loopsOf(local: LocalId): readonly Stretch[] {
    this.of(local);
    return this.loops.get(local) ?? [];
  }

  /** The statement that declares a local; undefined for parameters. */
  of(local: LocalId): Statement | undefined {
    this.table ??= this.find();
    return this.table.get(local);
  }

  private find(): Map<LocalId, Statement> {
    const table = new Map<LocalId, Statement>();
    const { nodes, order, first, enter, exit } = this.flat;
    for (let i = first[this.fn]; i < first[this.fn + 1]; i++) {
      const node = nodes[order[i]]!;
      if (node.kind === "let") table.set(node.local, node);
      else if (node.kind === "forEach") {
        for (const each of patternLocals(node.pattern)) {
          if (!table.has(each)) table.set(each, node);
          this.addLoop(each, { from: enter[node.id], to: exit[node.id] });
        }
      } else if ("type" in node && node.kind === "comprehension") {
        for (const clause of node.clauses)
          if (clause.kind === "for")
            for (const each of patternLocals(clause.pattern)) this.addLoop(each, { from: enter[node.id], to: exit[node.id] });
      } else if (node.kind === "letPattern") for (const each of patternLocals(node.pattern)) table.set(each, node);
      else if (node.kind === "forRange") table.set(node.local, node);
      else if (node.kind === "guarded") for (const handler of node.handlers) table.set(handler.binding, node);
    }
    return table;
  }

  private addLoop(local: LocalId, loop: Stretch): void {
    const list = this.loops.get(local);
    if (list) list.push(loop);
    else this.loops.set(local, [loop]);
  }
}

export function isLoop(kind: string): boolean {
  return kind === "while" || kind === "doWhile" || kind === "loop" || kind === "forEach" || kind === "forRange";
}
