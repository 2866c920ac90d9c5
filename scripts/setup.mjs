// What every command of the repository does first: name a missing prerequisite in one line, and install the packages.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = fileURLToPath(new URL("..", import.meta.url));

const TOOLS = [
  ["python3", ["--version"], "Python 3: the originals are run with it (apt install python3)"],
  ["cargo", ["--version"], "Rust: https://rustup.rs"],
  [process.env.CC ?? "cc", ["--version"], "a C compiler (apt install gcc)"],
  ["bash", ["--version"], "bash (apt install bash)"],
];

/** Ends the process with a line for each tool that is missing. */
export const needTools = () => {
  const missing = TOOLS.filter(([tool, args]) => spawnSync(tool, args, { stdio: "ignore" }).error !== undefined);
  for (const [tool, , what] of missing) console.error(`missing: ${tool}: install ${what}`);
  if (Number(process.versions.node.split(".")[0]) < 20)
    missing.push(["node"]) && console.error("missing: node 20 or newer: https://nodejs.org");
  if (missing.length > 0) process.exit(2);
};

/** Installs the packages when one of those that package.json names is not there. */
export const needPackages = () => {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(path.join(root, "package.json"), "utf8"));
  const names = Object.keys({ ...dependencies, ...devDependencies });
  if (names.every((name) => existsSync(path.join(root, "node_modules", name, "package.json")))) return;
  console.log("installing packages (npm ci)");
  const run = spawnSync("npm", ["ci", "--no-fund", "--no-audit"], { cwd: root, stdio: "inherit" });
  if (run.status !== 0) {
    console.error("npm ci failed: is the package registry reachable?");
    process.exit(2);
  }
};

/** Runs a command in the repository; gives its status and, when asked to collect, its output. */
export const run = (command, args, { collect = false, cwd = root, env = {} } = {}) => {
  const result = spawnSync(command, args, {
    cwd,
    env: { ...process.env, ...env },
    stdio: collect ? ["ignore", "pipe", "pipe"] : "inherit",
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
  return { status: result.status ?? 1, output: collect ? `${result.stdout}${result.stderr}` : "" };
};

/** The path of a package's command. */
export const bin = (name) => path.join(root, "node_modules", ".bin", name);
