// Bundles the command line and the worker into dist/. Packages with native parts, and piscina (wanted only when there is
// work for it), stay outside.
import { build } from "esbuild";
import { mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { esbuildTemplates } from "./templates.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

export const bundleAll = async () => {
  const { version } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const staged = path.join(root, "dist", `.staged-${process.pid}`);
  mkdirSync(staged, { recursive: true });
  const entryPoints = { cli: path.join(root, "src/cli/main.ts"), worker: path.join(root, "src/pool/worker.ts") };
  await build({
    entryPoints,
    outdir: staged,
    bundle: true,
    platform: "node",
    format: "esm",
    target: "node20",
    external: ["piscina", "tree-sitter", "tree-sitter-*", "#addon"],
    // Packages written as CommonJS call `require` at run time.
    banner: { js: 'import { createRequire as __createRequire } from "node:module"; const require = __createRequire(import.meta.url);' },
    define: { TRANSPILE_VERSION: JSON.stringify(version) },
    loader: { ".c": "text" },
    keepNames: false,
    sourcemap: false,
    legalComments: "none",
    logLevel: "silent",
    plugins: [esbuildTemplates],
  });
  // Renamed one by one, the command line last: several processes may bundle at once, and its time says what is fresh.
  for (const name of ["worker.js", "cli.js"]) renameSync(path.join(staged, name), path.join(root, "dist", name));
  rmSync(staged, { recursive: true, force: true });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleAll();
