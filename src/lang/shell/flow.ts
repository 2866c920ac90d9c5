/** What is known of variables where a command stands. */

export interface Flow {
  /** The function's name; undefined in the main script. */
  readonly fn: string | undefined;
  readonly locals: Set<string> | undefined;
  readonly names: Set<string>;
  assigned: ReadonlySet<string>;
  /** What calls may have assigned since. */
  killed: ReadonlySet<string>;
  /** Declared by `local` without a value. */
  readonly emptied: Set<string>;
  process: number;
  /** The variables of the `for` loops around. */
  loops: ReadonlySet<string>;
  /** Assigned outside of loops over them, and by no such loop since. */
  kept: ReadonlySet<string>;
  /** The process that its commands run in: 0 is the one of the function or script. */
  body: number;
  depth: number;
}

/** Where the main script (`fn` undefined) or a function starts. */
export const flowOf = (fn: string | undefined): Flow => ({
  fn,
  locals: fn === undefined ? undefined : new Set(),
  names: new Set(),
  assigned: new Set(),
  killed: new Set(),
  emptied: new Set(),
  loops: new Set(),
  kept: new Set(),
  process: 0,
  body: 0,
  depth: 0,
});

/** Adds what calls may have assigned. */
export function kill(flow: Flow, names: ReadonlySet<string>): void {
  if ([...names].some((name) => !flow.killed.has(name))) flow.killed = new Set([...flow.killed, ...names]);
}

/** Adds a value to those of a key. */
export function note<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const known = map.get(key);
  if (known) known.add(value);
  else map.set(key, new Set([value]));
}
