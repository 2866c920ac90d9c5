/** Functions of which a call may begin while another runs. */

/** Those that reach themselves, and all that a text may call at any time (`named`: a trap's, for one). */
export function reentered(
  functions: ReadonlySet<string>,
  calls: ReadonlyMap<string, ReadonlySet<string>>,
  named: ReadonlySet<string>,
): ReadonlySet<string> {
  const out = new Set<string>();
  for (const fn of functions) if (named.has(fn)) out.add(fn);
  for (const fn of out) for (const next of calls.get(fn) ?? []) out.add(next);
  for (const [fn, called] of calls) {
    const seen = new Set(called);
    for (const each of seen) for (const next of calls.get(each) ?? []) seen.add(next);
    if (seen.has(fn)) out.add(fn);
  }
  return out;
}
