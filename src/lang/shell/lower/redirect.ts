/** Redirections: a list that is made in order, and a body that runs under it. */
import type { Expression } from "../../../ir/index.ts";
import type { Command, Parameter, Place, Redirect } from "../parse/index.ts";
import { beginWhereAsked } from "./busy.ts";
import {
  at,
  newLocal,
  push,
  closure,
  closureValue,
  hoist,
  i32,
  runtimeType,
  STATUS,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { some } from "./scan.ts";
import { asText, constantWord, joined, pieces, textOf } from "./text.ts";
import { argv, isSingle } from "./words.ts";
import { expandBraces } from "./brace.ts";

const REDIRECTS = runtimeType("Redirects");
const PATH = runtimeType("Path");

const ROWS = {
  "<": ["sh.redirects.read", 0],
  ">": ["sh.redirects.write", 1],
  ">>": ["sh.redirects.append", 1],
  ">|": ["sh.redirects.clobber", 1],
  "<>": ["sh.redirects.read_write", 0],
  "<&": ["sh.redirects.dup_in", 0],
  ">&": ["sh.redirects.dup_out", 1],
  "&>": ["sh.redirects.both", 1],
  "&>>": ["sh.redirects.both_append", 1],
  "<<": ["sh.redirects.here", 0],
  "<<<": ["sh.redirects.here", 0],
} as const;

/** Runs `body` with the redirections. Without any it runs here. `apart`: a program does, whose process expands their words. */
export function redirected(
  scope: Scope,
  place: Place,
  redirects: readonly Redirect[],
  body: (scope: Scope) => Outcome,
  apart = false,
): Outcome {
  if (!redirects.length) return body(scope);
  const n = at(scope, place);
  beginWhereAsked(scope, n, redirects);
  const list =
    apart && mayEnd(scope, redirects)
      ? n.shell(
          "sh.redirects.apart",
          REDIRECTS,
          n.line(),
          closureValue(scope, n, (to) => redirectList(to, n, redirects)),
        )
      : redirectList(scope, n, redirects);
  return valued(n.shell("sh.redirect", STATUS, list, closure(scope, n, body, "closure")));
}

/** May expanding the words end a shell? Under `set -e` the status of the command does as well. */
const mayEnd = ({ unit }: Scope, redirects: readonly Redirect[]): boolean =>
  some(redirects, (node) => {
    if (node.kind !== "parameter") return false;
    const { operation } = node as unknown as Parameter;
    return (unit.nounset && !unit.strict) || (operation?.kind === "default" && operation.operator === "?");
  });

/** The builtins of bash, which expand the words of their redirections themselves. */
const BUILTINS = new Set(
  (
    ". : [ alias bg bind break builtin caller cd command compgen complete compopt continue declare dirs disown echo enable eval exec exit export " +
    "false fc fg getopts hash help history jobs kill let local logout mapfile popd printf pushd pwd read readarray readonly return set shift " +
    "shopt source suspend test times trap true type typeset ulimit umask unalias unset wait"
  ).split(" "),
);

/** Is a command of this name a program that bash starts? (dash expands before it does.) */
export const isProgram = ({ unit }: Scope, name: string | undefined): boolean =>
  name !== undefined && !unit.dash && !unit.functionNames.has(name) && !BUILTINS.has(name);

/** Options of builtins that read descriptor 0 and nothing else, alone. */
const READERS: Readonly<Record<string, RegExp>> = {
  read: /^-[radnN]+[0-9]*$/,
  mapfile: /^-[tdnsO]+[0-9]*$/,
  readarray: /^-[tdnsO]+[0-9]*$/,
};

/** The text of the only redirection when it is a here-document that nobody but a builtin reads. */
export function fedText(scope: Scope, c: Command<"simple">, name: string | undefined): Redirect | undefined {
  const [only, ...more] = c.redirects;
  const known = name === undefined || scope.unit.functionNames.has(name) ? undefined : READERS[name];
  if (!known || more.length || !only || (only.operator !== "<<<" && only.operator !== "<<") || (only.fd ?? 0) !== 0) return undefined;
  if (only.variable !== undefined) return undefined;
  const constant = c.words.slice(1).map((word) => ("assignment" in word ? undefined : constantWord(word)));
  return constant.every((text) => text !== undefined && (!text.startsWith("-") || known.test(text))) ? only : undefined;
}

/** Runs `body` with the text of a here-document as input. */
export function fed(scope: Scope, place: Place, r: Redirect, body: (scope: Scope) => Outcome): Outcome {
  const n = at(scope, place);
  const text = hoist(
    scope,
    n,
    asText(n, r.operator === "<<" ? textOf(scope, r.word, "quoted") : joined(n, [...pieces(scope, r.word.parts, "plain"), "\n"])),
  );
  return valued(n.shell("sh.feed", STATUS, text, closure(scope, n, body, "closure")));
}

/** A longer text of a here-document has a name. */
const LONG = 48;

/** The list as a value; its targets are expanded here, in order. */
export function redirectList(scope: Scope, n: Node, redirects: readonly Redirect[]): Expression {
  let list = n.call("sh.redirects.new", REDIRECTS, n.line());
  for (const r of redirects) {
    const [plain, standard] = ROWS[r.operator];
    const made = targetOf(scope, n, r);
    const target = named(scope, n, made, "target");
    const row = target.type.kind === "runtime" && plain !== "sh.redirects.here" ? (`${plain}.path` as const) : plain;
    if (r.variable !== undefined) list = n.call("sh.redirects.variable", REDIRECTS, list, n.name(r.variable));
    list =
      r.operator === "&>" || r.operator === "&>>"
        ? n.call(row, REDIRECTS, list, target)
        : n.call(row, REDIRECTS, list, n.number(r.fd ?? standard, i32), target);
  }
  return list;
}

/** A text to hand over; one that is long stands before the call. */
function named(scope: Scope, n: Node, made: Expression, name: string): Expression {
  if (made.kind !== "str" || made.value.length <= LONG) return hoist(scope, n, made, name);
  const local = newLocal(scope, "text", { kind: "str", text: scope.unit.reps.fresh() }, n.span);
  push(scope, n.stmt("let", n.span, { local, value: made }));
  return n.local(local);
}

/** `cat <<text` and nothing else. */
export function shownText(scope: Scope, c: Command<"simple">): Outcome | undefined {
  const [only, ...more] = c.redirects;
  if (!only || more.length || only.operator !== "<<" || (only.fd ?? 0) !== 0 || only.variable !== undefined) return undefined;
  const [word, ...operands] = c.words;
  const { unit } = scope;
  if (operands.length || c.assignments.length || "assignment" in word || constantWord(word) !== "cat") return undefined;
  if (unit.functionNames.has("cat") || unit.traces || mayEnd(scope, c.redirects)) return undefined;
  const n = at(scope, c.place);
  const text = asText(n, textOf(scope, only.word, "quoted"));
  return valued(n.shell("sh.cat", STATUS, n.line(), named(scope, n, text, "text")));
}

function targetOf(scope: Scope, n: Node, r: Redirect): Expression {
  if (r.operator === "<<") return asText(n, textOf(scope, r.word, "quoted"));
  if (r.operator === "<<<") return joined(n, [...pieces(scope, r.word.parts, "plain"), "\n"]);
  const words = expandBraces(r.word);
  if (words.length === 1 && isSingle(scope, r.word)) return asText(n, textOf(scope, r.word, "plain"));
  const source = scope.text.slice(r.word.place.start, r.word.place.end);
  const list = hoist(scope, n, argv(scope, r.word.place, words), "words");
  return n.call("sh.redirects.target", PATH, list, n.text(source));
}
