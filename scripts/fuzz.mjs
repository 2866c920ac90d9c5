#!/usr/bin/env node
// Random programs against their originals.
//
//   node scripts/fuzz.mjs python --count 1000 --seed 1     our generator of typed Python (src/testing/generate-python.ts)
//   node scripts/fuzz.mjs c --count 1000 --seed 1          csmith (Debian's package csmith)
//
// Prints how many were accepted, and each accepted program whose crate does not build or behaves differently. Exit status 1 if there is one.
import { execFileSync, spawnSync } from "node:child_process";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const LIMIT = { timeout: 20_000, maxBuffer: 1 << 28, encoding: "latin1" };

const args = process.argv.slice(2);
const option = (name, fallback) => {
  const place = args.indexOf(`--${name}`);
  return place < 0 ? fallback : args[place + 1];
};
const language = args[0];
const count = Number(option("count", "100"));
const first = Number(option("seed", "1"));
const keep = option("keep", undefined);
if (!["python", "c"].includes(language) || !Number.isInteger(count)) {
  console.error("usage: fuzz.mjs python|c [--count N] [--seed N] [--keep DIR]");
  process.exit(2);
}

const work = keep ?? fs.mkdtempSync(path.join(os.tmpdir(), "transpile-fuzz-"));
const source = path.join(work, "source");
fs.mkdirSync(source, { recursive: true });
const extension = { python: "py", c: "c" }[language];
const generate = { python: await pythonGenerator(), c: csmith }[language];
const names = [];
for (let i = 0; i < count; i++) {
  const name = `p${String(first + i).padStart(6, "0")}`;
  fs.writeFileSync(path.join(source, `${name}.${extension}`), generate(first + i));
  names.push(name);
}

const rust = path.join(work, "rust");
const run = spawnSync("node", [path.join(root, "bin/transpile.js"), source, "--out", rust], { ...LIMIT, timeout: 3_600_000 });
if (run.status === null || run.status > 1) {
  console.error(run.stdout + run.stderr);
  process.exit(1);
}
const reasons = new Map();
for (const [, code] of `${run.stdout}${run.stderr}`.matchAll(/refused\[(\w+)\]/g)) reasons.set(code, (reasons.get(code) ?? 0) + 1);
const target = path.join(work, "target");
const build = spawnSync("cargo", ["build", "--workspace", "--bins", "--keep-going", "--quiet"], {
  ...LIMIT,
  timeout: 3_600_000,
  cwd: rust,
  env: { ...process.env, CARGO_TARGET_DIR: target, CARGO_PROFILE_DEV_DEBUG: "false" },
});
const metadata = JSON.parse(execFileSync("cargo", ["metadata", "--no-deps", "--offline", "--format-version=1"], { ...LIMIT, cwd: rust }));
const binaries = new Set(metadata.packages.flatMap((p) => p.targets.filter((t) => t.kind.includes("bin")).map((t) => t.name)));

let accepted = 0;
const bad = [];
for (const name of names) {
  if (!binaries.has(name)) continue;
  const file = path.join(source, `${name}.${extension}`);
  const want = original(file, name);
  if (want === undefined) continue;
  accepted++;
  const binary = path.join(target, "debug", name);
  if (!fs.existsSync(binary)) bad.push(`${name}: does not build`);
  else {
    const got = result(spawnSync(binary, [], LIMIT));
    if (got !== want) bad.push(`${name}: want ${JSON.stringify(want.slice(-120))} got ${JSON.stringify(got.slice(-120))}`);
  }
}
console.log(`${language}: seeds ${first} to ${first + count - 1}, ${accepted} accepted of ${count}, ${bad.length} bad`);
for (const [code, times] of [...reasons].sort((a, b) => b[1] - a[1])) console.log(`  refused ${code}: ${times}`);
for (const text of bad) console.log(`  ${text}`);
if (bad.some((text) => text.endsWith("build")))
  console.log(
    build.stderr
      .split("\n")
      .filter((l) => l.startsWith("error"))
      .slice(0, 20)
      .join("\n"),
  );
if (keep === undefined) fs.rmSync(work, { recursive: true, force: true });
process.exit(bad.length > 0 ? 1 : 0);

function result(done) {
  return `${done.stdout}\n${done.signal ?? done.status}`;
}

/** stdout and status of the original; undefined when it does not end in time. */
function original(file, name) {
  if (language === "python") {
    const done = spawnSync("python3", [file], LIMIT);
    return done.signal ? undefined : result(done);
  }
  const binary = path.join(work, `${name}.original`);
  const built = spawnSync("cc", ["-O1", "-w", ...includes(), "-o", binary, file], LIMIT);
  if (built.status !== 0) return undefined;
  const done = spawnSync(binary, [], { ...LIMIT, timeout: 5_000 });
  fs.rmSync(binary);
  return done.signal ? undefined : result(done);
}

function includes() {
  const folder = fs.readdirSync("/usr/include").find((entry) => entry.startsWith("csmith"));
  return folder ? [`-I/usr/include/${folder}`] : [];
}

function csmith(seed) {
  return execFileSync(
    "csmith",
    ["--seed", String(seed), "--no-packed-struct", "--concise", "--max-funcs", "4", "--max-block-depth", "3"],
    LIMIT,
  ).replace('#include "csmith.h"', `#include "${path.join(includes()[0]?.slice(2) ?? "", "csmith.h")}"`);
}

async function pythonGenerator() {
  const { build } = await import("esbuild");
  const bundle = await build({
    entryPoints: [path.join(root, "src/testing/generate-python.ts")],
    bundle: true,
    format: "esm",
    platform: "node",
    write: false,
  });
  const url = `data:text/javascript;base64,${Buffer.from(bundle.outputFiles[0].text).toString("base64")}`;
  return (await import(url)).generatePython;
}
