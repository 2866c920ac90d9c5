/** What a program is named by: its entry's path from the root, and its language. */
export interface Named {
  readonly entry: string;
  readonly language: "python" | "c" | "shell";
}

export interface CrateNames {
  /** Kebab case, the package and its folder. */
  readonly package: string;
  /** The binary: the file's stem where that is unique. */
  readonly binary: string;
}

const SUFFIX = { python: "py", c: "c", shell: "sh" } as const;

/** Package names that cargo or the workspace's own folders take. */
const TAKEN = new Set([
  "test",
  "core",
  "std",
  "alloc",
  "proc-macro",
  "runtime",
  "target",
  "benches",
  "rt",
  "build",
  "deps",
  "examples",
  "incremental",
]);

const kebab = (text: string): string =>
  text
    .replace(/([a-z0-9])([A-Z])/g, "$1-$2")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "");

const withoutExtension = (file: string): string => file.replace(/\.[^./]+$/, "");

/** The words that name an entry: its path without extension; `pkg/__main__.py` and `pkg/main.c`-like stems keep their folder. */
const pathName = (entry: string): string => {
  const stem = withoutExtension(entry).replace(/(^|\/)__main__$/, "");
  const name = kebab(stem);
  return name === "" ? "main" : name;
};

const stemName = (entry: string): string => {
  const parts = withoutExtension(entry).split("/");
  const last = parts.pop() ?? "";
  const stem = last === "__main__" ? (parts.pop() ?? "main") : last;
  const clean = stem.replace(/[^A-Za-z0-9_-]+/g, "_").replace(/^[_-]+(?=[A-Za-z0-9])/, "");
  return clean === "" || /^_+$/.test(clean) ? "main" : clean;
};

const packageSafe = (name: string): string => (/^\d/.test(name) || TAKEN.has(name) ? `p-${name}` : name);
const binarySafe = (name: string): string => (TAKEN.has(name) ? `${name}_` : name);

/** The first of the candidates that is free, else the last with a number. Case does not distinguish, since some file systems do not. */
const pick = (candidates: readonly string[], used: Set<string>): string => {
  const last = candidates[candidates.length - 1];
  let chosen = candidates.find((name) => !used.has(name.toLowerCase()));
  for (let n = 2; chosen === undefined; n++) if (!used.has(`${last}-${n}`.toLowerCase())) chosen = `${last}-${n}`;
  used.add(chosen.toLowerCase());
  return chosen;
};

/** Names for all programs of a workspace, in the given order: stems that occur once first, so that adding a program renames few. */
export const nameCrates = (programs: readonly Named[]): CrateNames[] => {
  const stems = new Map<string, number>();
  const paths = new Map<string, number>();
  for (const { entry } of programs) {
    const stem = stemName(entry).toLowerCase();
    stems.set(stem, (stems.get(stem) ?? 0) + 1);
    paths.set(pathName(entry), (paths.get(pathName(entry)) ?? 0) + 1);
  }
  const packages = new Set<string>();
  const binaries = new Set<string>();
  return programs.map(({ entry, language }) => {
    const path = packageSafe(pathName(entry));
    const suffix = SUFFIX[language];
    const stem = binarySafe(stemName(entry));
    const unique = stems.get(stemName(entry).toLowerCase()) === 1;
    return {
      package: pick(paths.get(pathName(entry)) === 1 ? [path, `${path}-${suffix}`] : [`${path}-${suffix}`], packages),
      binary: pick(
        unique ? [stem] : [`${stem}-${suffix}`, path, `${path}-${suffix}`].slice(sameStem(programs, entry, language) ? 1 : 0),
        binaries,
      ),
    };
  });
};

/** Whether another program of the same language has the same stem: then the language does not tell them apart. */
const sameStem = (programs: readonly Named[], entry: string, language: string): boolean =>
  programs.some(
    (other) =>
      other.entry !== entry && other.language === language && stemName(other.entry).toLowerCase() === stemName(entry).toLowerCase(),
  );
