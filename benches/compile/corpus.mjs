// A tree of programs of a stated shape for `transpile bench --throughput`: fixtures as they are, every second file or fewer, and programs of
// seeded parts that fill the tree up to its number of lines.
//
//   node benches/compile/corpus.mjs python FOLDER
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { large } from "./large.mjs";

const FIXTURES = fileURLToPath(new URL("../../fixtures", import.meta.url));
const ENDINGS = { python: ".py", c: ".c", shell: ".sh" };

/** By name: how many files of each language, and lines in all. */
const SHAPES = {
  python: { files: { python: 50 }, lines: 5000 },
  "python-large": { files: { python: 120 }, lines: 25000 },
  c: { files: { c: 30 }, lines: 12000 },
  shell: { files: { shell: 15 }, lines: 2000 },
  mixed: { files: { python: 110, c: 60, shell: 30 }, lines: 40000 },
};

const linesOf = (text) => text.split("\n").length - 1;

/** The fixtures of a language that are one file, in an order that a seed shuffles. */
const fixturesOf = (language) => {
  const found = readdirSync(path.join(FIXTURES, language), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(ENDINGS[language]) && file.split(path.sep).length === 2)
    .sort();
  let state = 12345;
  for (let i = found.length - 1; i > 0; i--) {
    state = (state * 1103515245 + 12345) % 2 ** 31;
    const j = state % (i + 1);
    [found[i], found[j]] = [found[j], found[i]];
  }
  return found.map((file) => readFileSync(path.join(FIXTURES, language, file), "utf8"));
};

/** Writes a tree; gives the numbers of files and lines. */
const write = ({ files, lines }, out) => {
  rmSync(out, { recursive: true, force: true });
  mkdirSync(out, { recursive: true });
  const all = Object.values(files).reduce((sum, count) => sum + count, 0);
  let [left, open] = [lines, all];
  for (const [language, count] of Object.entries(files)) {
    const real = fixturesOf(language);
    for (let number = 0; number < count; number++) {
      const wanted = left / open;
      const text =
        number % 2 === 0 && real.length > 0
          ? real.pop()
          : large(language, Math.max(20, wanted + (language === "shell" ? 20 : -15)), number);
      writeFileSync(path.join(out, `${language}_${String(number).padStart(3, "0")}${ENDINGS[language]}`), text);
      left -= linesOf(text);
      open--;
    }
  }
  return [all, lines - left];
};

const [name, out] = process.argv.slice(2);
if (!Object.hasOwn(SHAPES, name ?? "") || out === undefined) {
  console.error(`usage: corpus.mjs ${Object.keys(SHAPES).join("|")} FOLDER`);
  process.exit(2);
}
const [count, lines] = write(SHAPES[name], out);
console.log(`${out}: ${count} files, ${lines} lines`);
