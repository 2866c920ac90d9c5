/** What the body of a function says of the question whether it needs a shell, and calls of such functions. */
import { hasOneText, type DirectFunction } from "./direct.ts";
import { integerWord, literalText } from "./integer-words.ts";
import type { Natives } from "./owned.ts";
import type { Command, List, Operation, Part, TestExpression, Word } from "./parse/index.ts";
import { callIn, FORMAT, hasCommand, isAll, isCount, isQuietCall, mapOf, neverZero, returned, isPart } from "./free-words.ts";
import { firstWord, some, startsWithStatus } from "./lower/scan.ts";

/** `constant`: one of the program's own texts; `answer`: status 0 or 1; `status`: any constant status; `nothing`: it only writes, which does not fail. */
export type FreeResult = "integer" | "constant" | "text" | "answer" | "status" | "nothing";

/** Does it return what it writes? */
export const isValue = (result: FreeResult): boolean => result !== "answer" && result !== "status" && result !== "nothing";

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
  readonly splitsDigits: boolean;
  readonly nounset: boolean;
  readonly dash: boolean;
  readonly traps: boolean;
  /** The program names variables of the locale: what a character is may change. */
  readonly locales: boolean;
  /** No option changes what patterns match, and nobody asks what an expression matched. */
  readonly plainTexts: boolean;
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

/** Reads the body of one function. */
export class FreeReader {
  private readonly found: Found = { leaves: [], statuses: new Set(), files: false };
  private readonly integers: Set<string>;
  private readonly names: Set<string>;
  private readonly fn: Command<"function">;
  private readonly others: ReadonlyMap<string, FreeFunction | undefined>;
  private readonly options: FreeOptions;
  private readonly lists: boolean;
  private answers = false;
  private writes = false;

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
    this.lists = direct.list;
    const owned = natives.inFunction(fn.body);
    this.integers = new Set([...owned.integers, ...[...direct.integers].map(String)]);
    this.names = new Set([...owned.integers, ...owned.texts]);
    for (let i = 1; i <= direct.count; i++) this.names.add(String(i));
    if (direct.list) for (const name of ["@", "#"]) this.names.add(name);
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

  /** A function that only writes, each command of it with status 0. */
  readWriter(): FreeFunction | undefined {
    const { body } = this.fn;
    const { strict, traps } = this.options;
    if (strict || traps || body.kind !== "group" || body.redirects.length || !this.knows(body)) return undefined;
    // `return` alone gives back what stood before the call.
    if (startsWithStatus(body)) return undefined;
    this.writes = true;
    if (!this.list(body.body, true)) return undefined;
    return { result: "nothing", files: this.found.files, nonzero: neverZero(body, this.integers) };
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
        case "length":
          return this.options.locales;
        case "slice":
          return this.options.locales || !isPart(node as unknown as Operation & { kind: "slice" }, this.integers);
        case "bad":
        case "transform":
        case "names":
        case "keys":
        case "process":
        case "select":
        case "coproc":
        case "function":
        case "subshell":
          return true;
        case "case":
          return !("subject" in node) && !this.options.plainTexts;
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
      if (this.writes && this.isWritten(c)) continue;
      const leaf = this.writes ? undefined : this.leafOf(c);
      if (leaf) {
        if (!last && !(next?.kind === "simple" && firstWord(next) === "return" && returned(next, 0) === 0)) return false;
        this.found.leaves.push(leaf);
        return true;
      }
      if (c.kind === "simple" && firstWord(c) === "return") {
        const status = returned(c, this.writes ? 0 : undefined);
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
      if (this.writes) return true;
      this.found.leaves.push({ kind: "constant", clean: false, line: 0 });
    }
    this.found.statuses.add(status);
    return true;
  }

  private statement(c: Command, last: boolean): boolean {
    switch (c.kind) {
      case "simple": {
        const name = firstWord(c);
        if (name === "") return !last || this.writes || (this.answers && !hasCommand(c) && this.ends(0));
        if (name === "local") return (!last || this.writes) && c.words.length > 1 && !c.assignments.length;
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
        return (!last || this.writes) && this.conditions(c.test) && this.list(c.body, last);
      case "for":
        return (!last || this.writes) && (c.words !== undefined || this.lists) && this.list(c.body, last);
      case "arithmeticFor":
        return (!last || this.writes) && this.list(c.body, last);
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
        return (e.operator !== "=~" || this.options.plainTexts) && e.operator !== "<" && e.operator !== ">";
      case "word":
        return true;
      case "not":
        return this.test(e.operand);
      default:
        return this.test(e.left) && this.test(e.right);
    }
  }

  /** `echo` and `printf` of anything, and calls of functions that only write. */
  private isWritten(c: Command): boolean {
    if (c.kind !== "simple" || c.assignments.length || c.redirects.length) return false;
    const name = firstWord(c) ?? "";
    const words = c.words.slice(1).filter((word): word is Word => !("assignment" in word));
    if (words.length < c.words.length - 1) return false;
    if (this.others.has(name)) {
      const other = this.others.get(name);
      return !other || isValue(other.result) || other.result === "nothing";
    }
    if (
      (name !== "echo" && name !== "printf") ||
      !words.every((word) => this.isOneText(word) || isAll(word) || (isCount(word) && !this.options.splitsDigits))
    )
      return false;
    if (name === "echo") return true;
    const [format, ...args] = words;
    const text = format ? literalText(format) : "-";
    if (text.startsWith("-") || !FORMAT.test(text)) return false;
    return !/%[-0]?\d*d/.test(text.replace(/%%/g, "")) || args.every((word) => this.isInteger(word) || isCount(word));
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
