/** What the body of a function says of the question whether it needs a shell, and calls of such functions. */
import { hasOneText, type DirectFunction } from "./direct.ts";
import { integerWord, literalText } from "./integer-words.ts";
import type { Natives } from "./owned.ts";
import type { Command, List, Part, TestExpression, Word } from "./parse/index.ts";
import { cannotFail, firstWord, some, walk } from "./lower/scan.ts";

/** `constant`: one of the program's own texts; `answer`: status 0 or 1; `status`: any constant status. */
export type FreeResult = "integer" | "constant" | "text" | "answer" | "status";

/** Does it return what it writes? */
export const isValue = (result: FreeResult): boolean => result !== "answer" && result !== "status";

export interface FreeFunction {
  readonly result: FreeResult;
  /** It looks at files, which have to hold what was written before. */
  readonly files: boolean;
  /** The line of the `echo` that writes the value; undefined when a call has to be `$(…)`. */
  readonly line?: number;
  /** Locals that are never 0 once they have a value. */
  readonly nonzero: ReadonlySet<string>;
}

export interface FreeOptions {
  readonly strict: boolean;
  readonly assignsIfs: boolean;
  readonly nounset: boolean;
  readonly dash: boolean;
  /** Functions that turned out to ask for the shell. */
  readonly excluded: ReadonlySet<string>;
}

/** What a path writes at its end. */
interface Leaf {
  readonly kind: "integer" | "constant" | "text";
  /** As a command it writes exactly the value and a newline. */
  readonly clean: boolean;
  readonly line: number;
}

interface Found {
  readonly leaves: Leaf[];
  readonly statuses: Set<number>;
  files: boolean;
}

export const mapOf = (names: ReadonlySet<string>): ReadonlyMap<string, unknown> => new Map([...names].map((name) => [name, true]));

/** `$(name arguments)`: the call; undefined when there is more to it. */
export function callIn(part: Part<"command">): Command<"simple"> | undefined {
  const [item, ...more] = part.body.items;
  if (more.length || !item || item.background || item.command.kind !== "simple") return undefined;
  const c = item.command;
  return c.words.length && !c.redirects.length && !c.assignments.length ? c : undefined;
}

/** Variables that are others in `$(…)`, or change when they are read. */
const PARTICULAR = /^(?:BASH\w*|S?RANDOM|LINENO|_)$/;

/** Do its arguments change nothing, and can they not fail? In `$(…)` that would be another shell's affair. */
export const isQuietCall = (c: Command<"simple">, native: ReadonlyMap<string, unknown>, nounset: boolean): boolean =>
  !some(c.words, (node) => {
    switch (node.kind) {
      case "arithmetic":
        return !cannotFail((node as unknown as Part<"arithmetic">).expression, native);
      case "assign":
      case "step":
      case "slice":
      case "transform":
      case "bad":
      case "process":
        return true;
      case "default":
        return node.operator === "=" || node.operator === "?";
      case "parameter":
        return (
          node.indirect === true ||
          node.subscript !== undefined ||
          PARTICULAR.test(node.name as string) ||
          (nounset && !node.operation && !native.has(node.name as string) && !/^[#?]$/.test(node.name as string))
        );
      case "command":
        return "body" in node && !callIn(node as unknown as Part<"command">);
      default:
        return false;
    }
  });

/** Reads the body of one function. */
export class FreeReader {
  private readonly found: Found = { leaves: [], statuses: new Set(), files: false };
  private readonly integers: Set<string>;
  private readonly names: Set<string>;
  private readonly fn: Command<"function">;
  private readonly others: ReadonlyMap<string, FreeFunction | undefined>;
  private readonly options: FreeOptions;
  private answers = false;

  constructor(
    fn: Command<"function">,
    direct: DirectFunction,
    natives: Natives,
    others: ReadonlyMap<string, FreeFunction | undefined>,
    options: FreeOptions,
  ) {
    this.fn = fn;
    this.others = others;
    this.options = options;
    const owned = natives.inFunction(fn.body);
    this.integers = new Set([...owned.integers, ...[...direct.integers].map(String)]);
    this.names = new Set([...owned.integers, ...owned.texts]);
    for (let i = 1; i <= direct.count; i++) this.names.add(String(i));
  }

  read(): FreeFunction | undefined {
    const { body } = this.fn;
    if (body.kind !== "group" || body.redirects.length || !this.knows(body)) return undefined;
    this.answers = !some(
      body,
      (node) => node.kind === "simple" && /^(?:echo|printf)$/.test(firstWord(node as unknown as Command<"simple">) ?? ""),
    );
    if (!this.list(body.body, true)) return undefined;
    const { leaves, statuses, files } = this.found;
    const nonzero = neverZero(body, this.integers);
    if (this.answers) {
      return { result: [...statuses].every((status) => status < 2) ? "answer" : "status", files, nonzero };
    }
    if (!leaves.length) return undefined;
    const kinds = new Set(leaves.map((leaf) => leaf.kind));
    const lines = new Set(leaves.map((leaf) => leaf.line));
    const line = leaves.every((leaf) => leaf.clean) && lines.size === 1 ? leaves[0].line : undefined;
    return { result: kinds.size === 1 ? leaves[0].kind : "text", files, nonzero, line };
  }

  /** Is everything that is named in it a parameter or a local? */
  private knows(tree: object): boolean {
    return !some(tree, (node) => {
      switch (node.kind) {
        case "parameter": {
          if (node.subscript || node.indirect) return true;
          return !this.names.has(node.name as string);
        }
        case "variable":
        case "assign":
        case "step":
          return !this.names.has((node.target as { name: string }).name) || (node.target as { subscript?: Word }).subscript !== undefined;
        case "default":
          return node.operator === "=" || node.operator === "?";
        case "bad":
        case "transform":
        case "names":
        case "keys":
        case "length":
        case "slice":
        case "replace":
        case "process":
        case "select":
        case "coproc":
        case "function":
        case "subshell":
          return true;
        case "case":
          return !("subject" in node);
        case "command": {
          if (!("body" in node)) return false;
          const call = callIn(node as unknown as Part<"command">);
          return !call || !this.calls(call, true);
        }
        default:
          // An assignment to something else.
          return typeof node.append === "boolean" && (!this.names.has(node.name as string) || node.elements !== undefined);
      }
    });
  }

  /** The commands of a list; `tail`: the function ends with it. */
  private list(list: List, tail: boolean): boolean {
    for (const [i, item] of list.items.entries()) {
      const c = item.command;
      if (item.background || c.redirects.length) return false;
      const last = tail && i === list.items.length - 1;
      const next = list.items[i + 1]?.command;
      const leaf = this.leafOf(c);
      if (leaf) {
        if (!last && !(next?.kind === "simple" && firstWord(next) === "return" && returned(next, 0) === 0)) return false;
        this.found.leaves.push(leaf);
        return true;
      }
      if (c.kind === "simple" && firstWord(c) === "return") {
        const status = returned(c, undefined);
        if (status === undefined) return false;
        return this.ends(status);
      }
      if (!this.statement(c, last)) return false;
    }
    return !tail || list.items.length > 0 || this.ends(0);
  }

  /** The function ends with a status and without writing. */
  private ends(status: number): boolean {
    if (!this.answers) {
      if (status !== 0) return false;
      this.found.leaves.push({ kind: "constant", clean: false, line: 0 });
    }
    this.found.statuses.add(status);
    return true;
  }

  private statement(c: Command, last: boolean): boolean {
    switch (c.kind) {
      case "simple": {
        const name = firstWord(c);
        if (name === "") return !last || (this.answers && !hasCommand(c) && this.ends(0));
        if (name === "local") return !last && c.words.length > 1 && !c.assignments.length;
        if (c.assignments.length) return false;
        if (!this.answers || !last) return false;
        return this.condition(c) && this.ends(0) && this.ends(1);
      }
      case "test":
      case "arithmetic":
        if (!last) return !this.options.strict && this.condition(c);
        return this.answers && this.condition(c) && this.ends(0) && this.ends(1);
      case "if":
        return (
          c.arms.every((arm) => this.conditions(arm.test) && this.list(arm.body, last)) &&
          (c.orElse ? this.list(c.orElse, last) : !last || this.ends(0))
        );
      case "case": {
        if (!c.clauses.every((clause) => clause.end === ";;")) return false;
        const all = c.clauses.some((clause) => clause.patterns.some((pattern) => literalText(pattern) === "*"));
        return c.clauses.every((clause) => this.list(clause.body, last)) && (all || !last || this.ends(0));
      }
      case "group":
        return this.list(c.body, last);
      case "while":
        return !last && this.conditions(c.test) && this.list(c.body, false);
      case "for":
        return !last && c.words !== undefined && this.list(c.body, false);
      case "arithmeticFor":
        return !last && this.list(c.body, false);
      case "and":
      case "or":
        if (last && !this.answers) return false;
        if (last) {
          const jumps = c.right.kind === "simple" && firstWord(c.right) === "return";
          if (!this.condition(c.left) || !this.ends(c.kind === "and" ? 1 : 0)) return false;
          return jumps ? this.one(c.right, true) : this.condition(c.right) && this.ends(0) && this.ends(1);
        }
        return this.condition(c.left) && this.one(c.right, false);
      default:
        return false;
    }
  }

  private one(command: Command, tail: boolean): boolean {
    return this.list({ items: [{ command, background: false, newline: false }], place: command.place }, tail);
  }

  private conditions(list: List): boolean {
    return list.items.length === 1 && !list.items[0].background && this.condition(list.items[0].command);
  }

  /** A command that only answers. */
  private condition(c: Command): boolean {
    if (c.redirects.length) return false;
    switch (c.kind) {
      case "test":
        return this.test(c.expression);
      case "arithmetic":
        return true;
      case "and":
      case "or":
        return this.condition(c.left) && this.condition(c.right);
      case "group":
        return c.body.items.length === 1 && !c.body.items[0].background && this.condition(c.body.items[0].command);
      case "pipeline":
        return c.stages.length === 1 && !c.time && this.condition(c.stages[0]);
      case "simple": {
        if (c.assignments.length) return false;
        const name = firstWord(c);
        if (name === "[" || name === "test") {
          if (c.words.some((word) => !("assignment" in word) && /^-[seN]$/.test(literalText(word)))) this.found.files = true;
          return !this.options.assignsIfs;
        }
        return this.calls(c, false);
      }
      default:
        return false;
    }
  }

  /** A call of another such function. */
  private calls(c: Command<"simple">, value: boolean): boolean {
    const name = firstWord(c) ?? "";
    const other = this.others.get(name);
    if (other?.files) this.found.files = true;
    return (
      this.others.has(name) && (!other || isValue(other.result) === value) && isQuietCall(c, mapOf(this.integers), this.options.nounset)
    );
  }

  private test(e: TestExpression): boolean {
    switch (e.kind) {
      case "unary":
        if (/^-[seN]$/.test(e.operator)) this.found.files = true;
        return !/^-[voRt]$/.test(e.operator);
      case "binary":
        return e.operator !== "=~" && e.operator !== "<" && e.operator !== ">";
      case "word":
        return true;
      case "not":
        return this.test(e.operand);
      default:
        return this.test(e.left) && this.test(e.right);
    }
  }

  /** `echo` and `printf` of one line. */
  private leafOf(c: Command): Leaf | undefined {
    if (c.kind !== "simple" || c.assignments.length) return undefined;
    const name = firstWord(c);
    if (name !== "echo" && name !== "printf") return undefined;
    const words = c.words.slice(1).filter((word): word is Word => !("assignment" in word));
    if (words.length < c.words.length - 1 || !words.every((word) => this.isOneText(word))) return undefined;
    const { line } = c.place;
    if (name === "printf") {
      const [format, value, ...more] = words;
      if (!format || !value || more.length || !/^%s(?:\\n|\n)?$/.test(literalText(format))) return undefined;
      return { kind: this.isInteger(value) ? "integer" : "text", clean: false, line };
    }
    if (!words.length) return { kind: "constant", clean: true, line };
    const texts = words.map(literalText);
    const constant = texts.every((text) => !text.includes("\0"));
    if (words.length === 1 && this.isInteger(words[0])) return { kind: "integer", clean: true, line };
    if (this.options.dash && texts.some((text) => text.includes("\\"))) return undefined;
    if (texts[0].startsWith("-")) return undefined;
    const started = !texts[0].startsWith("\0") || this.isIntegerAt(words[0], 0);
    if (!started && (words.length > 1 || this.options.dash)) return undefined;
    const last = words.length - 1;
    const ended = constant ? !texts[last].endsWith("\n") : /[^\0\n]$/.test(texts[last]) || this.isIntegerAt(words[last], -1);
    return { kind: constant ? "constant" : "text", clean: started && ended, line };
  }

  private isOneText(word: Word): boolean {
    return hasOneText(word, this.options.assignsIfs) || (!this.options.assignsIfs && this.isInteger(word));
  }

  private isInteger(word: Word): boolean {
    const kind = integerWord(word);
    return kind !== undefined && (kind.of === undefined || this.integers.has(kind.of));
  }

  /** Is its first part (0) or its last one (-1) an integer? */
  private isIntegerAt(word: Word, at: 0 | -1): boolean {
    const outer = word.parts.at(at);
    const part = outer?.kind === "double" ? outer.parts.at(at) : outer;
    return part !== undefined && this.isInteger({ parts: [part], place: word.place });
  }
}

const hasCommand = (tree: object): boolean => some(tree, (node) => node.kind === "command" && "body" in node);

/** The operand of `return`; `bare`: what it is without one. */
function returned(c: Command<"simple">, bare: number | undefined): number | undefined {
  if (c.assignments.length || c.words.length > 2) return undefined;
  if (c.words.length === 1) return bare;
  const [, word] = c.words;
  const text = "assignment" in word ? "" : literalText(word);
  return /^[0-9]{1,3}$/.test(text) && Number(text) < 256 ? Number(text) : undefined;
}

/** Integers that only start above 0 and only count up. */
function neverZero(body: object, integers: ReadonlySet<string>): ReadonlySet<string> {
  const fits = new Set([...integers].filter((name) => /^[A-Za-z_]/.test(name)));
  const positive = (text: string): boolean => /^[1-9][0-9]{0,17}$/.test(text);
  walk(body, (node) => {
    if (typeof node.append === "boolean" && node.value) {
      if (node.append || !positive(literalText(node.value as Word))) fits.delete(node.name as string);
    } else if (node.kind === "assign") {
      const value = node.value as { kind: string; value: bigint };
      if (!["", "+"].includes(node.operator as string) || value.kind !== "number" || value.value <= 0n || value.value > 1000000000n)
        fits.delete((node.target as { name: string }).name);
    } else if (node.kind === "step") {
      if (node.by !== 1) fits.delete((node.target as { name: string }).name);
    } else if (node.kind === "for") fits.delete(node.name as string);
  });
  return fits;
}
