"use strict";
// Gives the flat-export addon, built on first use and kept by the hash of what goes into it; null without a compiler
// (src/base/parse.ts then walks the tree with a TreeCursor instead, which is slower and gives the same array).
const { createHash } = require("node:crypto");
const { execFileSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const here = __dirname;

/** The folder that holds node_api.h: the pinned package's, else the one that came with this node. */
function headers() {
  const candidates = [];
  try {
    candidates.push(path.join(path.dirname(require.resolve("node-api-headers/package.json")), "include"));
  } catch {
    // Not installed: node's own headers do as well.
  }
  candidates.push(path.join(path.dirname(process.execPath), "..", "include", "node"));
  return candidates.find((folder) => fs.existsSync(path.join(folder, "node_api.h")));
}

/** Where the built addon lies (or will lie) for this source, parser version and platform. */
function target() {
  const version = require("tree-sitter/package.json").version;
  const hash = createHash("sha256")
    .update(fs.readFileSync(path.join(here, "binding.c")))
    .update(version)
    .digest("hex");
  return path.join(here, "build", `flat-${hash.slice(0, 16)}-${process.platform}-${process.arch}.node`);
}

/** Compiles the addon to `file`. Written beside and renamed, since several processes may build at once. */
function build(file) {
  const include = headers();
  if (include === undefined) throw new Error("node_api.h not found");
  const core = path.join(path.dirname(require.resolve("tree-sitter/package.json")), "vendor", "tree-sitter", "lib");
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const staged = `${file}.${process.pid}`;
  const flags = ["-O2", "-shared", "-fPIC", "-std=c11", "-D_DEFAULT_SOURCE", "-D_POSIX_C_SOURCE=200112L", "-fvisibility=hidden", "-w"];
  if (process.platform === "darwin") flags.push("-undefined", "dynamic_lookup");
  const paths = [`-I${include}`, `-I${path.join(core, "include")}`, `-I${path.join(core, "src")}`];
  const sources = [path.join(here, "binding.c"), path.join(core, "src", "lib.c")];
  execFileSync(process.env.CC || "cc", [...flags, ...paths, ...sources, "-o", staged], { stdio: "pipe" });
  fs.renameSync(staged, file);
}

function load() {
  if (process.env.TRANSPILE_NO_ADDON === "1") return null;
  try {
    const file = target();
    if (!fs.existsSync(file)) build(file);
    return require(file);
  } catch (error) {
    if (process.env.TRANSPILE_DEBUG_ADDON === "1") throw error;
    return null;
  }
}

module.exports = { load };
if (require.main === module) load();
