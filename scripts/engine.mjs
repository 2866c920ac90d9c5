// How V8 runs the translator, and loading a bundle with its code cache. Imported before anything is compiled.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import Module, { createRequire } from "node:module";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import vm from "node:vm";
import { isMainThread } from "node:worker_threads";

// The optimising compiler starts later than by default (132 kB of bytecode run): most functions of a translator run a little for each
// program, and compiling them twice over for what was seen so far costs more than half of the time of a whole run. Since version 12 V8 counts
// calls (3,000 by default) instead.
// The young generation grows to its full size at once: syntax trees and IR live longer than a collection of a small one.
const LATER = parseInt(process.versions.v8, 10) < 12 ? "--interrupt-budget=1000000" : "--invocation-count-for-turbofan=20000";
if (isMainThread) for (const flag of [LATER, "--semi-space-growth-factor=16"]) setFlagsFromString(flag);

export const dist = fileURLToPath(new URL("../dist/", import.meta.url));
const NAMES = ["cli", "worker"];

/** Compiles a bundle; with `eager` each of its functions at once, so that the cache holds them all. */
const compile = (name, cachedData, eager) => {
  const filename = path.join(dist, `${name}.cjs`);
  if (eager) setFlagsFromString("--no-lazy");
  try {
    return new vm.Script(Module.wrap(readFileSync(filename, "utf8")), { filename, cachedData });
  } finally {
    if (eager) setFlagsFromString("--lazy");
  }
};

/** V8 tells only by its length whether a text is the one that was cached: the time of the bundle names its cache. */
const cacheOf = (name) => path.join(dist, `${name}-${Math.round(statSync(path.join(dist, `${name}.cjs`)).mtimeMs)}.code`);

const read = (file) => {
  try {
    return readFileSync(file);
  } catch {
    return undefined;
  }
};

const keep = (name, script) => {
  const file = cacheOf(name);
  try {
    writeFileSync(`${file}.${process.pid}`, script.createCachedData());
    renameSync(`${file}.${process.pid}`, file);
  } catch {
    // An installation that cannot be written: it starts a little slower.
  }
};

/** Runs a bundle of dist/ and gives what it exports. The first start makes the caches of all bundles. */
export const load = (name) => {
  const known = read(cacheOf(name));
  const eager = known === undefined && isMainThread;
  const script = compile(name, known, eager);
  if (eager) for (const each of NAMES) keep(each, each === name ? script : compile(each, undefined, true));
  // Made by another version of node: the next start makes it again.
  else if (script.cachedDataRejected) rmSync(cacheOf(name), { force: true });
  const filename = path.join(dist, `${name}.cjs`);
  const module = { exports: {} };
  script.runInThisContext()(module.exports, createRequire(filename), module, filename, dist);
  return module.exports;
};
