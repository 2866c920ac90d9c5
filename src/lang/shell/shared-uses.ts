/**
 * Globals that functions share with the main script. Where all calls of these functions are calls of Rust functions, such a variable is the main
 * script's, and each function that uses it is handed it. What each function needs and does to them is noted while the program is read.
 */
import { note, type Flow } from "./flow.ts";

/** Stands for the main script among the functions. */
const MAIN = "\0";

/** A call of a function, with the globals that surely have values by then. */
interface Call {
  readonly by: string;
  readonly name: string;
  readonly assigned: ReadonlySet<string>;
  readonly inProcess: boolean;
}

export class SharedUses {
  readonly names: ReadonlySet<string>;
  private readonly used = new Map<string, Set<string>>();
  private readonly changed = new Map<string, Set<string>>();
  /** What a function reads that has no value of its own making. */
  private readonly needed = new Map<string, Set<string>>();
  private readonly calls: Call[] = [];
  /** What has a value at each `return` so far, and at all ends of a function. */
  private readonly leaves = new Map<string, ReadonlySet<string>>();
  private readonly ends = new Map<string, ReadonlySet<string>>();
  /** What calls of a function by itself were taken to give values to, and what they do not. */
  private readonly assumed = new Map<string, ReadonlySet<string>>();
  private readonly doubtful = new Set<string>();
  /** Names that are more than that. */
  readonly unfit = new Set<string>();

  constructor(names: ReadonlySet<string>) {
    this.names = names;
  }

  /** Notes a use; `begins`: it needs no value before. */
  use(name: string, flow: Flow, writes: boolean, begins: boolean): void {
    const by = flow.fn ?? MAIN;
    note(this.used, by, name);
    if (writes) note(this.changed, by, name);
    if (!begins && !flow.assigned.has(name)) note(this.needed, by, name);
    if (flow.locals?.has(name) || flow.emptied.has(name) || (writes && flow.process > 0)) this.unfit.add(name);
  }

  /** Notes a call before its words are expanded. */
  call(name: string, flow: Flow): void {
    if (this.names.size) this.calls.push({ by: flow.fn ?? MAIN, name, assigned: flow.assigned, inProcess: flow.process > 0 });
  }

  /** What has a value behind a call. */
  called(name: string, flow: Flow): void {
    const own = name === flow.fn && !this.ends.has(name);
    const ends = own ? this.leaves.get(name) : this.ends.get(name);
    // A call of itself that comes back has gone one of the ways out.
    if (own && ends) this.assumed.set(name, new Set([...(this.assumed.get(name) ?? []), ...ends]));
    if (ends?.size && flow.process === 0) flow.assigned = new Set([...flow.assigned, ...ends]);
  }

  /** A function returns here. */
  leave(flow: Flow): void {
    if (flow.fn === undefined || !this.names.size) return;
    const before = this.leaves.get(flow.fn);
    this.leaves.set(flow.fn, new Set([...flow.assigned].filter((name) => this.names.has(name) && before?.has(name) !== false)));
  }

  /** A function ends here; `surely`: nothing gives it up before. */
  end(flow: Flow, surely: boolean): void {
    this.leave(flow);
    if (flow.fn === undefined) return;
    const ends = surely ? this.leaves.get(flow.fn) : undefined;
    for (const name of this.assumed.get(flow.fn) ?? []) if (!ends?.has(name)) this.doubtful.add(name);
    this.ends.set(flow.fn, ends ?? new Set());
  }

  /** Globals that the main script, or what it calls, may read before they have a value. */
  unset(): ReadonlySet<string> {
    this.close(this.needed, ({ assigned }, name) => !assigned.has(name));
    return new Set([...(this.needed.get(MAIN) ?? []), ...this.doubtful]);
  }

  /** Globals that a process of its own would change: its parent must not see that. */
  changedInProcesses(): ReadonlySet<string> {
    this.close(this.changed);
    return new Set(this.calls.flatMap(({ name, inProcess }) => (inProcess ? [...(this.changed.get(name) ?? [])] : [])));
  }

  /** What each function is handed, and whether it changes it. */
  handed(good: ReadonlySet<string>): ReadonlyMap<string, ReadonlyMap<string, boolean>> {
    this.close(this.used);
    this.close(this.changed);
    const out = new Map<string, ReadonlyMap<string, boolean>>();
    for (const [fn, names] of this.used) {
      const own = [...names].filter((name) => good.has(name) && this.names.has(name));
      if (fn !== MAIN && own.length) out.set(fn, new Map(own.map((name) => [name, this.changed.get(fn)?.has(name) === true])));
    }
    return out;
  }

  /** Adds what calls pass on. */
  private close(map: Map<string, Set<string>>, passes: (call: Call, name: string) => boolean = () => true): void {
    for (let grows = true; grows;) {
      grows = false;
      for (const call of this.calls)
        for (const name of map.get(call.name) ?? []) {
          if (map.get(call.by)?.has(name) || !passes(call, name)) continue;
          note(map, call.by, name);
          grows = true;
        }
    }
  }
}
