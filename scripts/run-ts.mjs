// Runs a TypeScript file of this repository: `node scripts/run-ts.mjs FILE [args]`. Bundles it in memory first, since the
// oldest supported node does not read TypeScript.
import { build } from "esbuild";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import "./engine.mjs";
import { esbuildTemplates } from "./templates.mjs";

const [file, ...args] = process.argv.slice(2);
const root = fileURLToPath(new URL("..", import.meta.url));
const out = path.join(root, "dist", `run-${process.pid}`, `${path.basename(file, ".ts")}.mjs`);
mkdirSync(path.dirname(out), { recursive: true });
/** Each source keeps its own place, though all end up in one file: paths relative to import.meta.url hold. */
const places = {
  name: "places",
  setup(building) {
    building.onLoad({ filter: /\.ts$/ }, ({ path: source }) => {
      const url = JSON.stringify(pathToFileURL(source).href);
      return { contents: readFileSync(source, "utf8").replaceAll("import.meta.url", url), loader: "ts" };
    });
  },
};
await build({
  entryPoints: [file],
  bundle: true,
  platform: "node",
  format: "esm",
  target: "node20",
  outfile: out,
  packages: "external",
  loader: { ".c": "text", ".py": "text" },
  logLevel: "warning",
  plugins: [esbuildTemplates, places],
});
process.argv = [process.argv[0], path.resolve(file), ...args];
try {
  await import(pathToFileURL(out).href);
} finally {
  rmSync(path.dirname(out), { recursive: true, force: true });
}
