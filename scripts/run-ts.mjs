// Runs a TypeScript file of this repository: `node scripts/run-ts.mjs FILE [args]`. Bundles it in memory first, since the
// oldest supported node does not read TypeScript.
import { build } from "esbuild";
import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { esbuildTemplates } from "./templates.mjs";

const [file, ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL("..", import.meta.url));
// One level below the root, as the sources' own folders are, so that paths relative to import.meta.url hold.
const out = path.join(root, "dist", `run-${process.pid}`, `${path.basename(file, ".ts")}.mjs`);
mkdirSync(path.dirname(out), { recursive: true });
const banner = `const __source = ${JSON.stringify(pathToFileURL(path.resolve(file)).href)};`;
await build({
  entryPoints: [file],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  outfile: out,
  packages: "external",
  define: { "import.meta.url": "__source" },
  banner: { js: banner },
  loader: { ".c": "text" },
  logLevel: "warning",
  plugins: [esbuildTemplates],
});
process.argv = [process.argv[0], path.resolve(file), ...args];
try {
  await import(pathToFileURL(out).href);
} finally {
  rmSync(path.dirname(out), { recursive: true, force: true });
}
