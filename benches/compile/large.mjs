// Large programs for measuring the translator: as many functions and classes, each a little different, as the lines asked for.
//
//   node benches/compile/large.mjs python 20000 > big.py
//
// Every part is reached from the program's entry, so that nothing of it is left out of the translation.
import path from "node:path";
import { fileURLToPath } from "node:url";
import { C } from "./parts-c.mjs";
import { PYTHON } from "./parts-python.mjs";
import { SHELL } from "./parts-shell.mjs";

const KINDS = {
  python: {
    parts: PYTHON,
    head: "",
    tail: (count) =>
      `def main() -> None:\n    total = 0\n${numbers(count, (n) => `    total += part_${n}()\n`)}    print(total)\n\n\nif __name__ == "__main__":\n    main()\n`,
  },
  c: {
    parts: C,
    head: "#include <ctype.h>\n#include <stdio.h>\n#include <stdlib.h>\n#include <string.h>\n\n",
    tail: (count) =>
      `int main(void) {\n  long total = 0;\n${numbers(count, (n) => `  total += part_${n}();\n`)}  printf("%ld\\n", total);\n  return 0;\n}\n`,
  },
  shell: { parts: SHELL, head: "#!/bin/bash\n\n", tail: (count) => numbers(count, (n) => `part_${n}\n`) },
};

const numbers = (count, text) => Array.from({ length: count }, (_, n) => text(n)).join("");

/** A program of about so many lines; the same arguments give the same text, another `seed` begins with other parts. */
export const large = (language, lines, seed = 0) => {
  const { parts, head, tail } = KINDS[language];
  const made = [head];
  let count = 0;
  for (let length = 0; length < lines; count++) {
    const part = parts[(count + seed) % parts.length](count);
    made.push(part);
    length += part.split("\n").length;
  }
  return made.join("") + tail(count);
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const [language, lines] = process.argv.slice(2);
  if (!(language in KINDS) || !(Number(lines) > 0)) {
    console.error(`usage: ${path.basename(process.argv[1])} ${Object.keys(KINDS).join("|")} LINES`);
    process.exit(2);
  }
  process.stdout.write(large(language, Number(lines)));
}
