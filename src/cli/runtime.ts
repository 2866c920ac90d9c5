import { existsSync, readFileSync, readdirSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Files } from "../crate/plan.ts";

/** The folder of this package: where runtime/ lies, seen from the bundle and from the sources alike. */
export const packageRoot = (): string => {
  let folder = path.dirname(fileURLToPath(import.meta.url));
  while (!existsSync(path.join(folder, "runtime")) || !existsSync(path.join(folder, "package.json"))) {
    const above = path.dirname(folder);
    if (above === folder) throw new Error("the runtime crates are missing from the installation");
    folder = above;
  }
  return folder;
};

const LEFT_OUT = new Set(["target", "Cargo.lock", "tests", "README.md", ".gitignore"]);

/** The files of a runtime crate that a generated workspace carries: what cargo needs to build it. */
export const runtimeFiles = (crate: string): Files => {
  const root = path.join(packageRoot(), "runtime", crate);
  const files = new Map<string, Buffer>();
  const visit = (folder: string): void => {
    for (const entry of readdirSync(path.join(root, folder), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (folder === "" && LEFT_OUT.has(entry.name)) continue;
      const file = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) visit(file);
      else files.set(file, readFileSync(path.join(root, file)));
    }
  };
  visit("");
  return files;
};
