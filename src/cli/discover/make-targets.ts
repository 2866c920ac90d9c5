/** What a project's Makefile calls the program of an entry, read without running make: rules whose prerequisites have the entry's file. */

/** Targets (as written) of rules that are linked from `stem.o` or `stem.c`, in order. */
export function makeTargets(makefile: string, stem: string): string[] {
  const variables = new Map<string, string>();
  const expand = (text: string, depth = 5): string =>
    depth === 0 ? text : text.replace(/\$[({](\w+)[)}]/g, (_, name: string) => expand(variables.get(name) ?? "", depth - 1));
  const found: string[] = [];
  for (const line of makefile.replaceAll("\\\n", " ").split("\n")) {
    const assignment = /^(\w+)\s*[:?+]?=\s*(.*?)\s*$/.exec(line);
    if (assignment) {
      variables.set(assignment[1], assignment[2]);
      continue;
    }
    const rule = /^([^\s#:=][^:=]*?)\s*::?(?!=)\s*([^#]*)/.exec(line);
    if (!rule) continue;
    const needs = expand(rule[2]).split(/\s+/);
    if (!needs.includes(`${stem}.o`) && !needs.includes(`${stem}.c`)) continue;
    for (const target of expand(rule[1]).split(/\s+/)) {
      if (target !== "" && !/\.[oa]$|^\./.test(target) && !found.includes(target)) found.push(target);
    }
  }
  return found;
}
