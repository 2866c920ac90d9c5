import { readFileSync } from "node:fs";
import path from "node:path";

interface Command {
  readonly directory: string;
  readonly file: string;
  readonly command?: string;
  readonly arguments?: readonly string[];
}

/** Splits a command as a shell would, quotes and backslashes included. */
export const words = (command: string): string[] =>
  [...command.matchAll(/(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/g)].map(([word]) =>
    word.replace(/"((?:[^"\\]|\\.)*)"|'([^']*)'|\\(.)/g, (_all, double?: string, single?: string, escaped?: string) =>
      double !== undefined ? double.replace(/\\(["\\$`])/g, "$1") : (single ?? escaped ?? ""),
    ),
  );

/** The flags that matter to the preprocessor and to the language's meaning, folders made relative to the root. */
export const preprocessorFlags = (all: readonly string[], directory: string, root: string): string[] => {
  const kept: string[] = [];
  const folder = (name: string): string => path.relative(root, path.resolve(directory, name)) || ".";
  for (let i = 0; i < all.length; i++) {
    const match = /^-(I|isystem|iquote|D|U|include)(.*)$/.exec(all[i]);
    if (match) {
      const value = match[2] !== "" ? match[2] : all[++i];
      if (match[1] === "D" || match[1] === "U") kept.push(`-${match[1]}${value}`);
      else if (match[1] === "include") kept.push("-include", path.resolve(directory, value));
      else if (match[1] === "I") kept.push(`-I${folder(value)}`);
      else kept.push(`-${match[1]}`, folder(value));
    } else if (/^-(std=|f(un)?signed-char|m32|m64|pthread)/.test(all[i])) kept.push(all[i]);
  }
  return kept;
};

/** Flags by file from compile_commands.json (in the root or in build/); empty without one. */
export const readCompileCommands = (root: string): ReadonlyMap<string, readonly string[]> => {
  const found = new Map<string, readonly string[]>();
  for (const name of ["compile_commands.json", "build/compile_commands.json"]) {
    let commands: Command[];
    try {
      commands = JSON.parse(readFileSync(path.join(root, name), "utf8")) as Command[];
    } catch {
      continue;
    }
    for (const command of commands) {
      const directory = path.resolve(root, command.directory);
      const file = path.relative(root, path.resolve(directory, command.file)).split(path.sep).join("/");
      found.set(file, preprocessorFlags(command.arguments ?? words(command.command ?? ""), directory, root));
    }
    break;
  }
  return found;
};
