/**
 * Functions that are called as Rust functions: their parameters are Rust's, and no frame, scope or word list is made for a call. Nothing in such a
 * function may look at what a call of the shell makes: its name, all of its parameters, variables that live as long as it.
 */
import { literalText, IS_NAME } from "./integer-words.ts";
import { isElement } from "./name-words.ts";
import { asksOnlyPipelines, calledFrom } from "./called.ts";
import type { Natives, Owned } from "./owned.ts";
import type { Argument, Assignment, Command, List, Part, Parameter, Word } from "./parse/index.ts";
import { firstWord, some, walk } from "./lower/scan.ts";

export interface DirectFunction {
  /** How many parameters it has. */
  readonly count: number;
  /** Those that are integers, by their number. */
  readonly integers: ReadonlySet<number>;
  /** Locals that are parameters by another name: `local path=$1`. */
  readonly names: ReadonlyMap<string, number>;
  /** The declarations that say so, which do nothing. */
  readonly declarations: ReadonlySet<object>;
  /** Its parameter is the list of all that it is given; only a function without a shell is called so. */
  readonly list: boolean;
  /** No call of it goes through the shell. */
  readonly always: boolean;
}

/** Builtins that functions of their name hide only outside of POSIX mode. */
const SPECIAL = /^(?:[.:]|break|continue|eval|exec|exit|export|readonly|return|set|shift|source|times|trap|unset)$/;
/** What makes calls visible, wherever it stands in a program. */
const FRAMES =
  /\b(?:FUNCNAME|FUNCNEST|BASH_LINENO|BASH_SOURCE|BASH_ARG[CV]|BASH_COMMAND|caller|extdebug|functrace|errtrace)\b|\bset\s+-\w*[ET]/;
/** Commands whose operands may be names of functions. */
const NAMES_FUNCTIONS = new Set([
  "type",
  "command",
  "builtin",
  "compgen",
  "complete",
  "alias",
  "hash",
  "enable",
  "unset",
  "declare",
  "typeset",
]);
/** Commands that change or list the parameters, make variables of the call, or run later. */
const OWN_FRAME = new Set(["shift", "set", "getopts", "trap", "declare", "typeset", "readonly", "exec", "source", ".", "eval"]);
const CONDITIONS = /^(?:SIG)?(?:ERR|DEBUG|RETURN)$/i;

/** The functions of a script that are called directly, by their bodies. */
export function findDirect(
  body: List,
  text: string,
  natives: Natives | undefined,
  options: { readonly nounset: boolean; readonly strict: boolean; readonly assignsIfs: boolean },
): ReadonlyMap<string, DirectFunction> {
  const found = new Map<string, DirectFunction>();
  if (!natives || FRAMES.test(text) || !asksOnlyPipelines(body, text)) return found;
  const functions = new Map<string, Command<"function">>();
  const twice = new Set<string>();
  const mentioned = new Set<string>();
  let lost = false;
  walk(body, (node) => {
    if (node.kind === "function") {
      const fn = node as unknown as Command<"function">;
      if (functions.has(fn.name)) twice.add(fn.name);
      functions.set(fn.name, fn);
    }
    if (node.kind !== "simple") return;
    const c = node as unknown as Command<"simple">;
    const name = firstWord(c);
    if (name === undefined) lost = true;
    const operands = c.words.slice(1).map((word) => ("assignment" in word ? word.assignment.name : literalText(word)));
    if (name === "trap" && (operands.some((each) => each.includes("\0")) || operands.some((each) => CONDITIONS.test(each)))) lost = true;
    if (name === "trap") for (const each of operands) for (const [token] of each.matchAll(/[A-Za-z_][\w-]*/g)) mentioned.add(token);
    if (name !== undefined && NAMES_FUNCTIONS.has(name)) {
      if (operands.some((each) => each.includes("\0") && !(name === "unset" && isElement(each)))) lost = true;
      for (const each of operands) mentioned.add(each);
    }
  });
  if (lost) return found;
  const { early, reached } = calledFrom(body, functions);
  const contexts: readonly Context[] = [
    { tree: body, owned: natives.main },
    ...[...functions.values()].map((fn) => ({ tree: fn.body, owned: natives.inFunction(fn.body) })),
  ];
  for (const [name, fn] of functions) {
    if (
      SPECIAL.test(name) ||
      twice.has(name) ||
      mentioned.has(name) ||
      early.has(name) ||
      !body.items.some((item) => item.command === fn && !item.background)
    )
      continue;
    const made = directOf(contexts, fn, natives, { ...options, reached: reached.has(name) });
    if (made) found.set(name, made);
  }
  return found;
}

/** A piece of the program outside of functions, or the body of one, and its own variables. */
interface Context {
  readonly tree: object;
  readonly owned: Owned;
}

function directOf(
  contexts: readonly Context[],
  fn: Command<"function">,
  natives: Natives,
  {
    strict,
    assignsIfs,
    nounset,
    reached,
  }: { readonly strict: boolean; readonly assignsIfs: boolean; readonly nounset: boolean; readonly reached: boolean },
): DirectFunction | undefined {
  const owned = natives.inFunction(fn.body);
  let count = 0;
  let list = false;
  const uses = new Map<number, number>();
  const unfit = some(fn.body, (node) => {
    switch (node.kind) {
      case "parameter": {
        const p = node as unknown as Parameter;
        // Its value may be the number of a parameter.
        if (p.indirect) return true;
        if (p.name === "*" || /^[0-9]{2}/.test(p.name)) return true;
        if (p.name === "@" || p.name === "#") {
          list = true;
          return p.operation !== undefined || p.subscript !== undefined;
        }
        if (!/^[1-9]$/.test(p.name)) return false;
        const { operation } = p;
        if (p.subscript || operation?.kind === "transform" || operation?.kind === "bad") return true;
        if (operation?.kind === "default" && (!operation.colon || operation.operator === "=")) return true;
        count = Math.max(count, Number(p.name));
        uses.set(Number(p.name), (uses.get(Number(p.name)) ?? 0) + 1);
        return false;
      }
      case "function":
      case "coproc":
        return true;
      case "for":
        list ||= node.words === undefined;
        return false;
      case "select":
        return node.words === undefined;
      case "unary":
        return node.operator === "-v" || node.operator === "-R";
      case "simple": {
        const c = node as unknown as Command<"simple">;
        const name = firstWord(c) ?? "";
        if (OWN_FRAME.has(name)) return true;
        // `unset` of a caller's local uncovers what that hides.
        if (name === "unset") return c.words.slice(1).some((word) => !("assignment" in word) && !literalText(word).includes("["));
        if (name === "builtin" || name === "command") {
          const [operand] = c.words.slice(1).map((word) => ("assignment" in word ? "" : literalText(word)));
          return (
            operand === undefined ||
            !/^[a-z]+$/.test(operand) ||
            OWN_FRAME.has(operand) ||
            /^(?:local|return|break|continue)$/.test(operand)
          );
        }
        if (name === "local")
          return c.words.slice(1).some((word) => !isOwned(owned, "assignment" in word ? word.assignment.name : literalText(word)));
        return name === "return" && c.words.length > 1 && !/^[0-9]{1,3}$/.test("assignment" in c.words[1] ? "" : literalText(c.words[1]));
      }
      default:
        return false;
    }
  });
  if (unfit || (list && count > 0) || !isPlain(fn.body, strict, false)) return undefined;
  const integers = new Set<number>();
  for (let i = 1; i <= count; i++) if (natives.isIntegerParam(fn.name, String(i))) integers.add(i);
  const names = new Map<string, number>();
  const declarations = new Set<object>();
  for (const a of firstDeclarations(fn.body)) {
    const index = parameterOf(a.value);
    if (index === undefined || [...names.values()].includes(index) || names.has(a.name)) continue;
    const fits = integers.has(index)
      ? owned.integers.has(a.name) && (uses.get(index) === 1 || writes(fn.body, a.name) === 1)
      : owned.texts.has(a.name) && writes(fn.body, a.name) === 1;
    if (!fits) continue;
    names.set(a.name, index);
    declarations.add(a);
  }
  const always =
    reached &&
    contexts.every(({ tree, owned: names }) => {
      let fits = true;
      walk(tree, (node) => {
        if (node.kind === "function" || !fits) return false;
        const c = node as unknown as Command<"simple">;
        if (node.kind === "simple" && firstWord(c) === fn.name)
          fits = list ? isListCall(c) : isDirectCall(c, count, nounset, names, assignsIfs);
        return fits;
      });
      return fits;
    });
  // A parameter that is not given is an error.
  if ((nounset || list) && !always) return undefined;
  return { count, list, integers, names, declarations, always };
}

const isOwned = ({ integers, texts, arrays }: Owned, name: string): boolean => integers.has(name) || texts.has(name) || arrays.has(name);

/** `$1` alone: the number of the parameter. */
function parameterOf(word: Word | undefined): number | undefined {
  const parts = word?.parts.length === 1 && word.parts[0].kind === "double" ? word.parts[0].parts : (word?.parts ?? []);
  const [part] = parts;
  return parts.length === 1 &&
    part.kind === "parameter" &&
    !part.operation &&
    !part.subscript &&
    !part.indirect &&
    /^[1-9]$/.test(part.name)
    ? Number(part.name)
    : undefined;
}

/** The assignments of the `local`s that a body starts with. */
function firstDeclarations(body: Command): Assignment[] {
  const out: Assignment[] = [];
  if (body.kind !== "group" || body.redirects.length) return out;
  for (const { command: c, background } of body.body.items) {
    if (c.kind !== "simple" || background || c.redirects.length || c.assignments.length || firstWord(c) !== "local") break;
    for (const word of c.words.slice(1))
      if ("assignment" in word && !word.assignment.subscript && !word.assignment.append && !word.assignment.elements)
        out.push(word.assignment);
  }
  return out;
}

/** How often a body assigns a name. */
function writes(body: object, name: string): number {
  let count = 0;
  walk(body, (node) => {
    if (typeof node.append === "boolean" && node.name === name) count++;
    else if ((node.kind === "assign" || node.kind === "step") && (node.target as { name: string }).name === name) count++;
    else if ((node.kind === "for" || node.kind === "select") && node.name === name) count++;
    else if (node.kind === "simple") {
      const c = node as unknown as Command<"simple">;
      const first = firstWord(c);
      if (first !== "local" && first !== undefined && IS_NAME.test(first))
        for (const word of c.words.slice(1)) if (!("assignment" in word) && literalText(word) === name) count++;
    } else if (node.kind === "parameter" && node.name === name && (node.operation as { operator?: string } | undefined)?.operator === "=")
      count++;
  });
  return count;
}

/**
 * Do `return`, `break` and `continue` stand where they become Rust's own: not inside what runs as a closure? `inside`: it is one; `looped`: jumps out of
 * loops mean one of the function's.
 */
function isPlain(c: Command, strict: boolean, inside: boolean, looped = false): boolean {
  const within = inside || (c.redirects.length > 0 && c.kind !== "simple");
  const list = (body: List | undefined, deeper = false, loop = looped): boolean =>
    body?.items.every((item) => isPlain(item.command, strict, within || deeper || item.background, loop)) ?? true;
  switch (c.kind) {
    case "simple": {
      const name = firstWord(c);
      if (name === "return") return !inside && !c.redirects.length && !c.assignments.length;
      return name === "break" || name === "continue" ? looped : true;
    }
    case "pipeline":
      return c.stages.length > 1 || c.negated || c.time
        ? c.stages.every((stage) => !hasReturn(stage))
        : c.stages.every((stage) => isPlain(stage, strict, within, looped));
    case "and":
    case "or":
      return isPlain(c.left, strict, within || strict, looped) && isPlain(c.right, strict, within, looped);
    case "group":
      return list(c.body);
    case "subshell":
      return !hasReturn(c.body);
    case "if":
      return c.arms.every((arm) => list(arm.test, true) && list(arm.body)) && list(c.orElse);
    case "while":
      return list(c.test, true) && list(c.body, false, true);
    case "for":
    case "select":
    case "arithmeticFor":
      return list(c.body, false, true);
    case "case":
      return c.clauses.every((clause) => clause.end === ";;" && list(clause.body));
    default:
      return true;
  }
}

const hasReturn = (tree: object): boolean =>
  some(tree, (node) => node.kind === "simple" && /^(?:return|break|continue)$/.test(firstWord(node as unknown as Command<"simple">) ?? ""));

/** Is a word one text, whatever it is? */
export function hasOneText(word: Word, assignsIfs: boolean): boolean {
  const one = (part: Part): boolean =>
    part.kind === "quoted" ||
    (part.kind === "literal" && !/[*?[\]\\{}~]|[+@!]\(/.test(part.text)) ||
    (part.kind === "double" && part.parts.every((each) => each.kind !== "parameter" || !isMany(each))) ||
    (part.kind === "arithmetic" && !assignsIfs) ||
    (part.kind === "parameter" && !assignsIfs && isNumber(part));
  return word.parts.length > 0 && word.parts.every(one);
}

/** `$?`, `$#`, `${#x}` */
const isNumber = (p: Parameter): boolean =>
  !p.indirect && (p.operation ? p.operation.kind === "length" : !p.subscript && (p.name === "?" || p.name === "#"));

/** Has every argument of a call one text? */
const isDirectCall = (c: Command<"simple">, count: number, all: boolean, owned: Owned, assignsIfs: boolean): boolean =>
  c.assignments.length === 0 &&
  (c.redirects.length === 0 || [...c.words, ...c.redirects.map((each) => each.word)].every((word) => isFixed(word, owned))) &&
  (all ? c.words.length === count + 1 : c.words.length <= count + 1) &&
  c.words.slice(1).every((word) => !("assignment" in word) && (hasOneText(word, assignsIfs) || (!assignsIfs && isOwnInteger(word, owned))));

/** A call whose words are handed over as a list. */
const isListCall = (c: Command<"simple">): boolean => c.assignments.length === 0 && c.words.every((word) => !("assignment" in word));

/** `$n` of an integer that is the program's own: it is not split. */
const isOwnInteger = ({ parts }: Word, { integers }: Owned): boolean =>
  parts.length === 1 && isPlainParameter(parts[0]) && integers.has(parts[0].name);

const isPlainParameter = (part: Part): part is Part<"parameter"> =>
  part.kind === "parameter" && !part.operation && !part.subscript && !part.indirect;

/** Is it the same before and after redirections, and not split? */
const isFixed = (word: Argument, { integers, texts }: Owned): boolean => {
  const fixed = (part: Part, quoted: boolean): boolean =>
    part.kind === "double"
      ? part.parts.every((each) => fixed(each, true))
      : part.kind === "quoted" ||
        (part.kind === "literal" && !/^~|[*?[{]/.test(part.text)) ||
        (isPlainParameter(part) && (integers.has(part.name) || (quoted && texts.has(part.name))));
  return !("assignment" in word) && word.parts.every((part) => fixed(part, false));
};

/** May it be several words, or none, in quotes? */
const isMany = (p: Parameter): boolean =>
  p.indirect === true ||
  p.name === "@" ||
  p.name === "*" ||
  (p.subscript !== undefined && p.subscript.kind !== "text") ||
  p.operation?.kind === "keys" ||
  p.operation?.kind === "names" ||
  p.operation?.kind === "default";
