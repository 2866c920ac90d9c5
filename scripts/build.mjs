// Bundles the command line and the worker into dist/. Packages with native parts, and piscina (wanted only when there is
// work for it), stay outside.
import { build } from "esbuild";
import { mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { esbuildTemplates } from "./templates.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));

export const bundleAll = async () => {
  const { version, dependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const staged = path.join(root, "dist", `.staged-${process.pid}`);
  mkdirSync(staged, { recursive: true });
  const entryPoints = { cli: path.join(root, "src/cli/main.ts"), worker: path.join(root, "src/pool/worker.ts") };
  await build({
    entryPoints,
    outdir: staged,
    bundle: true,
    platform: "node",
    format: "cjs",
    outExtension: { ".js": ".cjs" },
    target: "node20",
    external: ["piscina", "tree-sitter", "tree-sitter-*", "#addon"],
    // A script, not a module: only scripts have a code cache. What is outside of the bundle is named in it, so that a hash of the bundle tells translators apart.
    banner: { js: `// ${JSON.stringify(dependencies)}\nconst __bundleUrl = require("node:url").pathToFileURL(__filename).href;` },
    define: { TRANSPILE_VERSION: JSON.stringify(version), "import.meta.url": "__bundleUrl" },
    supported: { "dynamic-import": false },
    loader: { ".c": "text", ".py": "text" },
    sourcemap: false,
    legalComments: "none",
    logLevel: "silent",
    plugins: [esbuildTemplates],
  });
  // Renamed one by one, the command line last: several processes may bundle at once, and its time says what is fresh.
  writeFileSync(path.join(staged, "worker.js"), 'import { load } from "../scripts/engine.mjs";\nexport default load("worker").default;\n');
  for (const name of ["worker.cjs", "worker.js", "cli.cjs"]) renameSync(path.join(staged, name), path.join(root, "dist", name));
  for (const old of readdirSync(path.join(root, "dist"))) if (old.endsWith(".code")) rmSync(path.join(root, "dist", old), { force: true });
  rmSync(staged, { recursive: true, force: true });
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await bundleAll();
