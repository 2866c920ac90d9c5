/** What a translation reads besides the program that it is given: by that it is known whether it would come out the same again. */
import { statSync } from "node:fs";
import path from "node:path";
import { type Host, type ProgramInput } from "../lang/front-end.ts";
import { libraryFiles, preprocessor } from "./host.ts";

/** A file or folder, and what tells whether it is as it was. */
export type Read = readonly [file: string, state: string];

/** When a file was changed and how long it is; a folder changes with the names in it. */
export const stateOf = (file: string): string => {
  const found = statSync(file, { throwIfNoEntry: false });
  return found === undefined ? "" : `${found.mtimeMs} ${found.size}`;
};

/** A host that notes what is asked of it. `reads` gives undefined once something went wrong that may go right another time. */
export const watched = (input: ProgramInput, host: Host): { host: Host; reads: () => readonly Read[] | undefined } => {
  const found = new Map<string, string>();
  // The time of the translation is in the text.
  let failed = input.language === "c" && input.files.some(({ text }) => /__(DATE|TIME|TIMESTAMP)__/.test(text));
  const note = (file: string): void => {
    if (!found.has(file)) found.set(file, stateOf(file));
  };
  if (input.language === "c") libraryFiles().forEach(note);
  const preprocess: Host["preprocess"] = (program, file) => {
    let text: string;
    try {
      text = host.preprocess(program, file);
    } catch (error) {
      failed = true;
      throw error;
    }
    const { cwd, args } = preprocessor(program, file);
    for (const each of included(text, cwd)) note(each);
    // A header that is new in one of the folders may come before another.
    for (const each of args) if (each.startsWith("-I")) note(path.resolve(cwd, each.slice(2)));
    return text;
  };
  const { characterNamed } = host;
  return {
    host: {
      ...host,
      preprocess,
      characterNamed: (name) => {
        const character = characterNamed?.(name);
        failed ||= character === undefined;
        return character;
      },
    },
    reads: () => (failed ? undefined : [...found]),
  };
};

/** The files that the line markers of a preprocessed text name, and the folders that they lie in. */
const included = (text: string, cwd: string): Set<string> => {
  const names = new Set<string>();
  for (const [, name] of text.matchAll(/^# \d+ "([^"<\n]+)"/gm)) names.add(name);
  const files = [...names].map((name) => path.resolve(cwd, name));
  return new Set([...files, ...files.map((file) => path.dirname(file))]);
};
