/** A Makefile as far as it can be read without running make: variables, and rules with their recipes. */

export interface Rule {
  readonly targets: readonly string[];
  readonly needs: readonly string[];
  /** Its commands, variables replaced. */
  readonly recipe: readonly string[];
}

export interface Makefile {
  /** Text with its variables replaced; what only make knows stays as it is. */
  expand(text: string): string;
  readonly rules: readonly Rule[];
}

/** What stands between `ifdef` and `endif` depends on how make is called, and is left out. */
function unconditional(text: string): string[] {
  let depth = 0;
  return text
    .replaceAll("\\\n", " ")
    .split("\n")
    .filter((line) => {
      if (/^\s*(ifdef|ifndef|ifeq|ifneq)\b/.test(line)) depth++;
      else if (/^\s*endif\b/.test(line)) depth = Math.max(0, depth - 1);
      else return depth === 0;
      return false;
    });
}

export function readMakefile(text: string): Makefile {
  const variables = new Map<string, string>();
  const expand = (given: string, depth = 5): string =>
    depth === 0 ? given : given.replace(/\$[({](\w+)[)}]/g, (_, name: string) => expand(variables.get(name) ?? "", depth - 1));
  const rules: { targets: string; needs: string; recipe: string[] }[] = [];
  for (const line of unconditional(text)) {
    if (line.startsWith("\t")) {
      rules.at(-1)?.recipe.push(line.trim());
      continue;
    }
    const assignment = /^(?:export\s+)?(\w+)\s*([:?+]?)=\s*(.*?)\s*$/.exec(line);
    if (assignment) {
      const [, name, how, value] = assignment;
      const before = variables.get(name);
      if (how === "+") variables.set(name, before === undefined ? value : `${before} ${value}`);
      else if (how !== "?" || before === undefined) variables.set(name, value);
      continue;
    }
    const rule = /^([^\s#:=][^:=]*?)\s*::?(?!=)\s*([^#]*)/.exec(line);
    // `debug: CFLAGS += -g` is no rule
    if (!rule || /^\w+\s*[:?+]?=/.test(rule[2])) continue;
    const [needs, ...commands] = rule[2].split(";");
    rules.push({ targets: rule[1], needs, recipe: commands.map((command) => command.trim()) });
  }
  const words = (given: string): string[] => expand(given).split(/\s+/).filter(Boolean);
  return {
    expand,
    rules: rules.map(({ targets, needs, recipe }) => ({
      targets: words(targets),
      needs: words(needs),
      recipe: recipe.map((line) => expand(line)),
    })),
  };
}
