/** What a project's Makefile calls the program of an entry, and what it hands to the compiler for a file. */
import { words } from "./compile-commands.ts";
import { readMakefile, type Rule } from "./makefile.ts";

/** Targets (as written) of rules that are linked from `stem.o` or `stem.c`, in order. */
export function makeTargets(makefile: string, stem: string): string[] {
  const found: string[] = [];
  for (const { targets, needs } of readMakefile(makefile).rules) {
    if (!needs.includes(`${stem}.o`) && !needs.includes(`${stem}.c`)) continue;
    for (const target of targets) if (!/\.[oa]$|^\./.test(target) && !found.includes(target)) found.push(target);
  }
  return found;
}

/** Variables that make's own rules hand to the compiler. */
const IMPLICIT = "$(CPPFLAGS) $(CFLAGS)";

/** The arguments of the compiler for `stem.c`: of the rule that compiles it, of a pattern, of any command of the compiler, or of make's own rules. */
export function makeFlags(makefile: string, stem: string): string[] {
  const { rules, expand } = readMakefile(makefile);
  const compilers = new Set(["cc", "gcc", "clang", "c99", expand("$(CC)").split(/\s+/)[0]].filter(Boolean));
  const commandOf = ({ recipe }: Rule): string | undefined => {
    const command = recipe.find((line) => {
      const first = line
        .replace(/^[@-]+/, "")
        .trim()
        .split(/\s+/)[0];
      return first === "" || first.startsWith("-") || compilers.has(first);
    });
    return command?.replace(/^@/, "");
  };
  const compiling = rules.filter((rule) => commandOf(rule) !== undefined);
  const own = compiling.find(({ targets, needs }) => targets.includes(`${stem}.o`) || needs.includes(`${stem}.c`));
  const pattern = compiling.find(({ targets }) => targets.some((target) => /%\.o$|^\.c(\.o)?$/.test(target)));
  const isLinked = rules.some(({ needs }) => needs.includes(`${stem}.o`));
  const any = isLinked ? undefined : compiling.at(0);
  const chosen = own ?? pattern ?? any;
  return words((chosen && commandOf(chosen)) ?? expand(IMPLICIT)).filter((word) => !word.includes("$"));
}
