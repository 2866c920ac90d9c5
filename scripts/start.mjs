// Starts the bundled command line; in a checkout it is bundled first when a source is newer than the bundle.
import { existsSync, readdirSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import path from "node:path";
import { dist, load } from "./engine.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const bundle = path.join(dist, "cli.cjs");

/** The newest change below a folder; tests do not count. */
const newest = (folder) => {
  let latest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const full = path.join(folder, entry.name);
    if (entry.isDirectory()) latest = Math.max(latest, newest(full));
    else if (!entry.name.endsWith(".test.ts")) latest = Math.max(latest, statSync(full).mtimeMs);
  }
  return latest;
};

const stale = () => {
  if (!existsSync(path.join(root, "src"))) return false;
  if (!existsSync(bundle)) return true;
  const built = statSync(bundle).mtimeMs;
  return ["src", "templates", "scripts"].some((folder) => newest(path.join(root, folder)) > built);
};

if (stale()) {
  const { bundleAll } = await import("./build.mjs");
  try {
    await bundleAll();
  } catch (error) {
    console.error(`transpile: cannot bundle the sources: ${error.message}`);
    process.exit(3);
  }
}
load("cli");
