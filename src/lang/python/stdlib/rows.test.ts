import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { pythonRows } from "./index.ts";
import { splitTop } from "./row.ts";

const folder = join(import.meta.dirname, "../../../../runtime/py/src");

/** Functions and macros that the runtime defines, by the last part of their path. */
function defined(at: string): Set<string> {
  const names = new Set<string>();
  for (const entry of readdirSync(at, { withFileTypes: true, recursive: true })) {
    if (!entry.name.endsWith(".rs")) continue;
    const text = readFileSync(join(entry.parentPath, entry.name), "utf8");
    for (const [, name] of text.matchAll(/\bfn (\w+)/g)) names.add(name);
    for (const [, name] of text.matchAll(/macro_rules! (\w+)/g)) names.add(name);
    for (const [, name, other] of text.matchAll(/fn (\w+) \/ (\w+)/g)) names.add(name).add(other);
    // names that a macro of the crate makes, and renamed exports
    for (const [, name] of text.matchAll(/^ {4}(\w+) "/gm)) names.add(name);
    for (const [, name, other] of text.matchAll(/^ {4}(\w+) (\w+) (?:\w+ )?"/gm)) names.add(name).add(other);
    for (const [, name] of text.matchAll(/\bas (\w+)/g)) names.add(name);
    // `Trait name try_name name_one …;` of the macros for operators
    for (const [, all] of text.matchAll(/^ {4}[A-Z]?\w+ ((?:\w+ )+).*;$/gm)) for (const name of all.trim().split(" ")) names.add(name);
    for (const [, name] of text.matchAll(/^ {4}(\w+)(?: => |: | )\|?\w/gm)) names.add(name);
  }
  return names;
}

describe("rows of the library", () => {
  const names = defined(folder);

  test.each(Object.entries(pythonRows))("%s has its function", (_, row) => {
    if (row.form === "method" || row.run.startsWith("std:")) return;
    const name = row.run.split("::").at(-1)!;
    expect(names, row.run).toContain(name);
    if (row.fails === "try") expect(names, row.run).toContain(`try_${name}`);
  });

  test.each(Object.entries(pythonRows))("%s hands over as many arguments as its signature has", (_, row) => {
    const arrow = row.signature.lastIndexOf("->");
    const inside = row.signature.slice(1, row.signature.lastIndexOf(")", arrow));
    const params = splitTop(inside).filter((param) => param !== "*" && param !== "/");
    expect(row.args.length).toBeLessThanOrEqual(Math.max(params.length, 1));
  });
});
