import type { Language } from "../../base/parse.ts";

const EXTENSIONS: Readonly<Record<string, Language>> = {
  py: "python",
  pyw: "python",
  c: "c",
  h: "c",
  sh: "shell",
  bash: "shell",
  dash: "shell",
  ksh: "shell",
};

const INTERPRETERS: readonly (readonly [RegExp, Language])[] = [
  [/^python[\d.]*$/, "python"],
  [/^(ba|da|k)?sh$/, "shell"],
];

/** The name of the interpreter in a script's first line, e.g. `bash`; undefined without one. */
export const interpreterOf = (bytes: Buffer): string | undefined => {
  if (bytes[0] !== 0x23 || bytes[1] !== 0x21) return undefined;
  const end = bytes.indexOf(10);
  const words = bytes
    .toString("latin1", 2, end < 0 ? Math.min(bytes.length, 256) : end)
    .trim()
    .split(/\s+/);
  let program = words[0]?.split("/").pop();
  if (program === "env") program = words.slice(1).find((word) => !word.startsWith("-") && !word.includes("="));
  return program?.split("/").pop();
};

/** The extension of a file's name, without the dot; empty without one. */
export const extensionOf = (file: string): string => {
  const name = file.slice(file.lastIndexOf("/") + 1);
  const dot = name.lastIndexOf(".");
  return dot > 0 ? name.slice(dot + 1) : "";
};

/** The language of a file by its extension, else by its first line; undefined for what is not ours. `head` reads its first bytes. */
export const languageOf = (file: string, head: () => Buffer): Language | undefined => {
  const extension = extensionOf(file);
  const byName = EXTENSIONS[extension.toLowerCase()];
  if (byName !== undefined) return byName;
  if (extension !== "") return undefined;
  const interpreter = interpreterOf(head());
  if (interpreter === undefined) return undefined;
  return INTERPRETERS.find(([pattern]) => pattern.test(interpreter))?.[1];
};

/** The dialect of a script: `sh` behaves as dash, everything else as bash. */
export const dialectOf = (file: string, bytes: Buffer): "bash" | "sh" => {
  const interpreter = interpreterOf(bytes);
  if (interpreter !== undefined) return interpreter === "sh" || interpreter === "dash" ? "sh" : "bash";
  return extensionOf(file) === "dash" ? "sh" : "bash";
};
