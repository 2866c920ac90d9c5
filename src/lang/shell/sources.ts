/** Files that a script sources. */
import type { ProgramInput } from "../front-end.ts";

/** The file of the program that a path in the text of `from` means: beside it, from the root, or the only one that ends so. */
export function fileOf(input: ProgramInput, from: string, path: string): number | undefined {
  const folder = from.includes("/") ? from.slice(0, from.lastIndexOf("/") + 1) : "";
  for (const candidate of [folder + path, path]) {
    const found = input.files.findIndex((file) => file.path === normal(candidate));
    if (found >= 0) return found;
  }
  const ends = input.files.flatMap((file, i) => (file.path.endsWith(`/${path}`) ? [i] : []));
  return ends.length === 1 ? ends[0] : undefined;
}

function normal(path: string): string {
  const out: string[] = [];
  for (const part of path.split("/")) {
    if (part === "..") out.pop();
    else if (part !== "." && part !== "") out.push(part);
  }
  return out.join("/");
}
