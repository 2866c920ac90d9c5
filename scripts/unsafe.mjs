// Counts functions with and without `unsafe` in generated workspaces: `node scripts/unsafe.mjs [--list] DIR…`.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";

const args = process.argv.slice(2);
const list = args.includes("--list");
const roots = args.filter((arg) => !arg.startsWith("--"));

/** Rust files of generated crates; the runtime crates count as what they are: by hand. */
function* rustFiles(dir) {
  for (const name of readdirSync(dir).sort()) {
    const path = join(dir, name);
    if (statSync(path).isDirectory()) {
      if (!["target", "runtime", "rt", "benches"].includes(name)) yield* rustFiles(path);
    } else if (name.endsWith(".rs")) yield path;
  }
}

/** The functions of a file, by the layout of rustfmt: a head at some depth, its `}` at the same depth. */
function functionsOf(text) {
  const found = [];
  const lines = text.split("\n");
  for (let i = 0; i < lines.length; i++) {
    const head = /^(\s*)((?:pub(?:\([^)]*\))? )?(?:const )?(?:unsafe )?(?:extern "[^"]*" )?fn \w+)/.exec(lines[i]);
    if (!head) continue;
    // the head may take several lines; a declaration of the library has no body
    let open = i;
    while (open < lines.length - 1 && !/[{};]\s*$/.test(lines[open])) open++;
    if (/;\s*$/.test(lines[open])) {
      i = open;
      continue;
    }
    const start = i;
    while (i < lines.length && lines[i] !== `${head[1]}}` && !/\{\}$/.test(lines[i])) i++;
    found.push({ name: head[2], line: start + 1, unsafeFn: head[2].includes("unsafe "), body: lines.slice(start + 1, i) });
  }
  return found;
}

/** Lines inside `unsafe { … }` blocks, and all lines of `unsafe fn`s. */
function unsafeLines(body) {
  let depth = -1;
  let count = 0;
  for (const line of body) {
    const indent = line.length - line.trimStart().length;
    if (depth >= 0) {
      if (indent <= depth && line.trim().startsWith("}")) depth = -1;
      else count++;
    } else if (/\bunsafe \{/.test(line)) {
      if (/\bunsafe \{\s*$/.test(line)) depth = indent;
      else count++;
    }
  }
  return count;
}

const rows = [];
for (const root of roots) {
  const row = { root, functions: 0, safe: 0, unsafeFn: 0, lines: 0, unsafeLines: 0 };
  for (const file of rustFiles(root)) {
    const text = readFileSync(file, "utf8");
    for (const fn of functionsOf(text)) {
      const inside = unsafeLines(fn.body);
      row.functions++;
      row.lines += fn.body.length;
      row.unsafeLines += inside;
      if (fn.unsafeFn) row.unsafeFn++;
      if (!fn.unsafeFn && inside === 0) row.safe++;
      else if (list) console.log(`${file}:${fn.line} ${fn.name} ${inside}`);
    }
  }
  rows.push(row);
}
const percent = (part, whole) => (whole === 0 ? "-" : `${((100 * part) / whole).toFixed(1)} %`);
for (const row of rows)
  console.log(
    `${row.root}: ${row.functions} functions, ${row.safe} without unsafe (${percent(row.safe, row.functions)}), ${row.unsafeFn} unsafe fn; ` +
      `${row.lines} lines, ${row.unsafeLines} inside unsafe blocks (${percent(row.unsafeLines, row.lines)})`,
  );
