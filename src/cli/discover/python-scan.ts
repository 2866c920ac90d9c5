/** One import statement: the module's dotted name, the leading dots of a relative import, and the names that follow `import`. */
export interface Import {
  readonly level: number;
  readonly module: string;
  readonly names: readonly string[];
}

export interface PythonScan {
  readonly imports: readonly Import[];
  /** It holds an `if __name__ == "__main__"` guard. */
  readonly guarded: boolean;
  /** Statements at module level that do something when the module runs: not definitions, imports, constants. */
  readonly effects: boolean;
}

/** Blanks out strings and comments and joins continued lines, so that what is left can be read line by line. */
const logicalLines = (text: string): string[] => {
  const lines: string[] = [];
  const interesting = /("""|'''|"|'|#|\n|\\\r?\n|[([{]|[)\]}])/g;
  let line = "";
  let depth = 0;
  let at = 0;
  for (let match = interesting.exec(text); match !== null; match = interesting.exec(text)) {
    line += text.slice(at, match.index);
    at = interesting.lastIndex;
    const token = match[0];
    if (token === "#") {
      const end = text.indexOf("\n", at);
      at = end < 0 ? text.length : end;
    } else if (token === "\n") {
      if (depth > 0) line += " ";
      else {
        lines.push(line);
        line = "";
      }
    } else if (token[0] === "\\") line += " ";
    else if ("([{".includes(token)) {
      depth++;
      line += token;
    } else if (")]}".includes(token)) {
      depth = Math.max(0, depth - 1);
      line += token;
    } else {
      const end = stringEnd(text, at, token);
      // A string is kept when it is short: the guard compares with one.
      const content = text.slice(at, end);
      line += content.startsWith("__main__") ? `"__main__"` : `""`;
      at = end;
    }
    interesting.lastIndex = at;
  }
  line += text.slice(at);
  if (line.trim() !== "") lines.push(line);
  return lines;
};

/** Index after the string that opened before `at`. A string of one line ends with its line at the latest. */
const stringEnd = (text: string, at: number, quote: string): number => {
  for (let i = at; i < text.length; i++) {
    if (text[i] === "\\") i++;
    else if (text[i] === "\n" && quote.length === 1) return i;
    else if (text.startsWith(quote, i)) return i + quote.length;
  }
  return text.length;
};

const namesOf = (list: string): string[] =>
  list
    .replace(/[()]/g, " ")
    .split(",")
    .map((part) => part.trim().split(/\s+/)[0])
    .filter((name) => name !== "");

const importsOf = (line: string): Import[] => {
  const from = /^\s*from\s*(\.*)\s*([\w.]*)\s+import\s*(.*)$/.exec(line) ?? /^\s*from\s*(\.+)()\s*import\s*(.*)$/.exec(line);
  if (from) return [{ level: from[1].length, module: from[2], names: namesOf(from[3]) }];
  const plain = /^\s*import\s+(.*)$/.exec(line);
  if (!plain) return [];
  return namesOf(plain[1].split(";")[0]).map((module) => ({ level: 0, module, names: [] }));
};

const GUARD = /^if\s+\(?\s*(__name__\s*==\s*"__main__"|"__main__"\s*==\s*__name__)/;
const QUIET = /^(def|class|async|import|from|pass|global|@|""|if\b|else\b|elif\b|try\b|except\b|finally\b|with\b|[)\]}])/;
const ASSIGNMENT = /^[A-Za-z_][\w.[\]", ]*(:[^=]+)?\s*=(?!=)|^[A-Za-z_]\w*\s*:/;

/** Reads the imports of a module and whether it looks like a program, without parsing it. */
export const scanPython = (text: string): PythonScan => {
  const imports: Import[] = [];
  let guarded = false;
  let effects = false;
  for (const line of logicalLines(text)) {
    if (/^\s*(from|import)\b/.test(line)) imports.push(...importsOf(line));
    else if (line.includes("import ")) for (const part of line.split(/[;:]/).slice(1)) imports.push(...importsOf(part));
    if (line === "" || /^\s/.test(line)) continue;
    if (GUARD.test(line)) guarded = true;
    else if (!QUIET.test(line) && !ASSIGNMENT.test(line)) effects = true;
  }
  return { imports, guarded, effects };
};
