/** Words where only one text can stand (assignments, quotes, subjects, here-documents), and patterns. */
import type { Expression } from "../../../ir/index.ts";
import type { Command, List, Part, Word } from "../parse/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { at, bind, bytes, closure, freeze, hoist, hoistable, inner, isCapture, loose, PAT, type Node, type Scope } from "./context.ts";
import { processScope } from "./process.ts";
import { freeCapture } from "./free.ts";
import { parameterText } from "./parameters.ts";
import { lowerList } from "./list.ts";

/**
 * `assignment`: tildes after `=` and `:`; `plain`: a tilde at the start; `none`: no tilde; `quoted`: as inside double quotes;
 * `arithmetic`, `subscript`: quotes are removed, nothing else.
 */
export type TextMode = "assignment" | "plain" | "none" | "quoted" | "arithmetic" | "subscript";

/** A word as one text: a constant, or a `bytes` expression. */
export function textOf(scope: Scope, word: Word, mode: TextMode): Expression {
  const n = at(scope, word.place);
  return joined(n, pieces(scope, word.parts, mode));
}

/** A constant word's text; undefined when it has an expansion. */
export function constantWord(word: Word): string | undefined {
  let out = "";
  for (const [i, part] of word.parts.entries()) {
    if (part.kind === "literal") {
      if (part.tilde || (i === 0 && part.text.startsWith("~"))) return undefined;
      if (/[*?[{]/.test(part.text)) return undefined;
      out += part.text;
    } else if (part.kind === "quoted") out += part.text;
    else if (part.kind === "double") {
      const inside = constantWord({ parts: part.parts, place: word.place });
      if (inside === undefined) return undefined;
      out += inside;
    } else return undefined;
  }
  return out;
}

type Piece = string | Expression;

export function joined(n: Node, list: readonly Piece[]): Expression {
  const merged: Piece[] = [];
  const flat = list.flatMap((each): readonly Piece[] =>
    typeof each !== "string" && each.kind === "runtime" && each.row === "sh.word" ? each.args : [each],
  );
  for (const given of flat) {
    const piece = typeof given !== "string" && given.kind === "int" ? String(given.value) : given;
    const last = merged.length - 1;
    if (typeof piece === "string" && typeof merged[last] === "string") merged[last] += piece;
    else if (piece !== "") merged.push(piece);
  }
  if (merged.length === 0) return n.text("");
  if (merged.length === 1) {
    const only = merged[0];
    if (typeof only === "string") return n.text(only);
    if (only.type.kind === "bytes") return only;
  }
  return n.call("sh.word", bytes, ...merged.map((piece) => (typeof piece === "string" ? n.text(piece) : piece)));
}

/** The texts of parts in order. Preparations of later pieces must not run before earlier pieces: those are bound first. */
export function pieces(scope: Scope, parts: readonly Part[], mode: TextMode): Piece[] {
  const out: Piece[] = [];
  parts.forEach((part, i) => {
    const step = inner(scope);
    const made = pieceOf(step, part, mode, i === 0, i === parts.length - 1);
    if (step.out.length) {
      out.forEach((earlier, k) => {
        if (typeof earlier !== "string" && !(isQuiet(step) && isOwnPiece(earlier)))
          out[k] = freeze(scope, at(scope, { start: earlier.span.start, end: earlier.span.end, line: 0 }), earlier);
      });
      scope.out.push(...step.out);
    }
    out.push(...made);
  });
  return out;
}

/** Does what is prepared run in processes of its own, which leave the variables here as they are? */
export const isQuiet = (step: Scope): boolean =>
  step.out.every((each) => each.kind === "let" && each.value !== undefined && isCapture(each.value));

/** A variable of the program's own, or a text of such. */
export const isOwnPiece = (e: Expression): boolean =>
  e.kind === "local" || e.kind === "str" || e.kind === "bytes" || (e.kind === "runtime" && e.row === "sh.word" && e.args.every(isOwnPiece));

function pieceOf(scope: Scope, part: Part, mode: TextMode, first: boolean, last: boolean): Piece[] {
  switch (part.kind) {
    case "literal":
      if (part.tilde) return [at(scope, dummy).shell("sh.tilde", bytes, at(scope, dummy).text(part.text))];
      return mode === "assignment" || mode === "plain" ? tildes(scope, part.text, mode, first, last) : [part.text];
    case "quoted":
      return [part.text];
    case "double":
      return pieces(scope, part.parts, "quoted");
    default:
      return [expansionText(scope, part, mode)];
  }
}

const dummy = { start: 0, end: 0, line: 1 };

/** Tildes at the start of a text, and in an assignment after `:`. */
function tildes(scope: Scope, text: string, mode: "assignment" | "plain", first: boolean, last: boolean): Piece[] {
  const n = at(scope, dummy);
  const split = mode === "assignment" ? text.split(/(?<=:)/) : [text];
  return split.map((piece, i) => {
    const found = (i > 0 || first) && /^~[A-Za-z0-9_.+-]*(?=[/:]|$)/.exec(piece);
    // What follows in quotes or is expanded belongs to the prefix, which then names nobody.
    if (!found || (found[0].length === piece.length && i === split.length - 1 && !last)) return piece;
    const tilde = n.shell("sh.tilde", bytes, n.text(found[0]));
    const rest = piece.slice(found[0].length);
    return rest ? n.call("sh.word", bytes, tilde, n.text(rest)) : tilde;
  });
}

/** The text of an expansion where nothing is split: of type `bytes`, or an integer. */
export function expansionText(scope: Scope, part: Part, mode: TextMode): Expression {
  switch (part.kind) {
    case "parameter":
      return parameterText(scope, part, mode);
    case "command":
      return commandText(scope, part);
    case "arithmetic":
      return arithmetic(scope, part.place, part.expression);
    case "process": {
      const n = at(scope, part.place);
      const row = part.direction === "in" ? "sh.process_in" : "sh.process_out";
      return n.shell(
        row,
        bytes,
        closure(scope, n, (to) => lowerList(processScope(to, n, part.body), processBody(scope, part), true), "process"),
      );
    }
    default:
      throw new Error(`no expansion: ${part.kind}`);
  }
}

/** The command of `$(<file)` and `<(<file)`. */
function readOnly({ body }: { readonly body: List }): Command<"simple"> | undefined {
  const only = body.items.length === 1 && !body.items[0].background ? body.items[0].command : undefined;
  return only?.kind === "simple" &&
    !only.words.length &&
    !only.assignments.length &&
    only.redirects.length === 1 &&
    only.redirects[0].operator === "<" &&
    (only.redirects[0].fd ?? 0) === 0
    ? only
    : undefined;
}

/** What `<( … )` runs: of a file that is only read, its text. */
function processBody(scope: Scope, { body }: Part<"process">): List {
  const only = readOnly({ body });
  if (!only || scope.unit.functionNames.has("cat")) return body;
  const cat: Word = { parts: [{ kind: "literal", text: "cat" }], place: only.place };
  return { ...body, items: [{ ...body.items[0], command: { ...only, words: [cat] } }] };
}

/** `$(…)`; `$(<file)` reads the file. */
function commandText(scope: Scope, part: Part<"command">): Expression {
  const free = freeCapture(scope, part);
  if (free) return free;
  const n = at(scope, part.place);
  const only = readOnly(part);
  if (only) return n.shell("sh.capture_file", bytes, hoist(scope, n, textOf(scope, only.redirects[0].word, "plain")));
  const text = n.shell(
    scope.unit.wantsProcess(part.body) ? "sh.capture.process" : "sh.capture",
    bytes,
    closure(scope, n, (to) => lowerList(processScope(to, n, part.body), part.body, true), "process"),
  );
  return scope.binds ? bind(scope, n, "text", text)() : text;
}

/** A word as a pattern: quoted text stands for itself. */
export function patternOf(scope: Scope, word: Word): Expression {
  const n = at(scope, word.place);
  let pattern = n.call("sh.pat.new", PAT);
  const add = (quoted: boolean, text: Expression) => {
    // Constant pieces side by side are one.
    if (!quoted && text.kind === "str" && pattern.kind === "runtime" && pattern.row === "sh.pat.lit" && pattern.args[1].kind === "str") {
      pattern = n.call("sh.pat.lit", PAT, pattern.args[0], n.name(pattern.args[1].value + text.value));
      return;
    }
    pattern = n.call(quoted ? "sh.pat.quoted" : "sh.pat.lit", PAT, pattern, text);
  };
  const walk = (parts: readonly Part[], quoted: boolean) => {
    for (const [i, part] of parts.entries()) {
      if (part.kind === "double") walk(part.parts, true);
      else if (part.kind === "quoted") add(true, n.text(part.text));
      else if (part.kind === "literal") {
        const list = tildes(scope, part.text, "plain", i === 0 || part.tilde === true, i === parts.length - 1 || part.tilde === true);
        for (const piece of list) add(typeof piece !== "string", typeof piece === "string" ? n.text(piece) : hoist(scope, n, piece));
      } else {
        const after = inner(scope);
        const text = loose(after, n, asText(n, expansionText(after, part, quoted ? "quoted" : "none")));
        // What stands before it in the pattern is read before.
        if (after.out.length && hoistable(pattern)) pattern = hoist(scope, n, pattern, "pattern");
        scope.out.push(...after.out);
        add(quoted, text);
      }
    }
  };
  walk(word.parts, false);
  return pattern;
}

/** The same where a known text may stand for a pattern. */
export function patternText(scope: Scope, word: Word): Expression {
  const made = patternOf(scope, word);
  if (made.kind !== "runtime") return made;
  if (made.row === "sh.pat.new") return at(scope, word.place).name("");
  const [start, only] = made.args;
  return made.row === "sh.pat.lit" && only.kind === "str" && start.kind === "runtime" && start.row === "sh.pat.new" ? only : made;
}

/** An integer as text where bytes are wanted. */
export function asText(n: Node, e: Expression): Expression {
  return e.type.kind === "int" || (e.type.kind === "str" && e.kind === "call") ? n.call("sh.word", bytes, e) : e;
}

/** An owned text that is a copy where it is the text of another variable. */
export const copied = (n: Node, e: Expression): Expression => (e.kind === "local" ? n.call("sh.word", bytes, e) : owned(n, e));

/** An owned text: constants as `bytes`. */
export function owned(n: Node, e: Expression): Expression {
  if (e.kind === "str") return n.expr("bytes", bytes, n.span, { value: new Uint8Array(Buffer.from(e.value, "utf8")) });
  return asText(n, e);
}
