/** Commands that are more than a call: what they do is decided while translating. */
import type { Argument, Assignment, Command, List, Word } from "../parse/index.ts";
import type { Expression, LocalId } from "../../../ir/index.ts";
import { parseBytes, ShellSyntaxError } from "../parse/index.ts";
import {
  at,
  bind,
  discard,
  effect,
  freeze,
  hoistable,
  inner,
  push,
  refuseAt,
  SET,
  spanOf,
  STATUS,
  unit,
  valued,
  type Outcome,
  type Scope,
} from "./context.ts";
import { beginBefore, begun } from "./begin.ts";
import { isBusyArgument } from "./busy.ts";
import { command } from "./command.ts";
import { unsetElement } from "../array-commands.ts";
import { arrayOf, unsetOwn } from "./own-arrays.ts";
import { integerOf } from "./test.ts";
import { functionValue, makeFunction } from "./function.ts";
import { crossFrom, jumpCommand, leaveCommand } from "./jump.ts";
import { lowerList } from "./list.ts";
import { some } from "./scan.ts";
import { redirected, redirectList } from "./redirect.ts";
import { touches } from "./touchy.ts";
import { asText, constantWord, copied, textOf } from "./text.ts";
import { traceCommand } from "./trace.ts";
import { argv } from "./words.ts";
import { succeed } from "./compound.ts";

type Row = (scope: Scope, c: Command<"simple">, need: boolean) => Outcome | undefined;

/** Undefined: the runtime's builtin does it. */
export const SPECIAL: Readonly<Record<string, Row | undefined>> = {
  break: (scope, c) => (c.assignments.length || c.redirects.length ? crossed(scope, c, 1) : jumpCommand(scope, c, "break")),
  continue: (scope, c) => (c.assignments.length || c.redirects.length ? crossed(scope, c, -1) : jumpCommand(scope, c, "continue")),
  return: (scope, c) => (c.assignments.length || c.redirects.length ? undefined : leaveCommand(scope, c, "return")),
  exit: (scope, c) => (c.assignments.length || c.redirects.length ? undefined : leaveCommand(scope, c, "exit")),
  local: localCommand,
  unset: (scope, c) => {
    const element = unsetElement(c);
    const made = element && unsetOwn(scope, at(scope, c.place), element.name, element.subscript);
    return made && valued(made);
  },
  eval: evalCommand,
  source: sourceCommand,
  ".": sourceCommand,
  trap: trapCommand,
  exec: execCommand,
  command: (scope, c, need) => {
    const rest = constants(c)[1];
    // `command exec >file`: the redirections stay, as with `exec`.
    if (rest === "exec") return execCommand(scope, { ...c, words: c.words.slice(1) });
    return jumpOf(scope, c, need, rest);
  },
  builtin: (scope, c, need) => jumpOf(scope, c, need, constants(c)[1]),
  fc: unsupported("SH0401", "the command history"),
  enable: (scope, c) => {
    const list = constants(c).slice(1);
    const options = list.filter((text) => text?.startsWith("-"));
    const names = list.filter((text) => !text?.startsWith("-"));
    if (options.some((text) => text?.includes("f")) || names.some((text) => text === undefined || NATIVE.has(text)))
      refuseAt(scope, "SH0402", c.place, "`enable` is about switching builtins on and off");
    return undefined;
  },
};

/** `command break`, `builtin continue`. */
function jumpOf(scope: Scope, c: Command<"simple">, need: boolean, name: string | undefined): Outcome | undefined {
  return name === "break" || name === "continue" ? SPECIAL[name]?.(scope, { ...c, words: c.words.slice(1) }, need) : undefined;
}

/** A jump that the runtime's builtin makes, out of the closure that the loop's body becomes. */
function crossed(scope: Scope, c: Command<"simple">, sign: number): undefined {
  const levels = Number(constants(c)[1] ?? 1);
  crossFrom(scope, sign * (levels > 0 && levels < 10_000 ? levels : 1));
}

/** Builtins that are more than a call of the runtime: they cannot be switched off. */
const NATIVE = new Set(
  "break continue return exit local eval source . trap exec command builtin enable test [ : true false read let declare typeset export readonly shift set".split(
    " ",
  ),
);

function unsupported(code: string, what: string): Row {
  return (scope, c) => refuseAt(scope, code, c.place, `\`${constantWord(c.words[0] as Word)}\` is about ${what}`);
}

const constants = (c: Command<"simple">): (string | undefined)[] =>
  c.words.map((word) => ("assignment" in word ? undefined : constantWord(word)));

/** Text in the program as commands; undefined when it has a mistake, which bash finds when it runs it. */
function parseText(c: Command<"simple">, text: string, line: number): List | undefined {
  try {
    return parseBytes(text, line, c.place).body;
  } catch (error) {
    if (error instanceof ShellSyntaxError) return undefined;
    throw error;
  }
}

function evalCommand(scope: Scope, c: Command<"simple">, need: boolean): Outcome | undefined {
  const list = constants(c).slice(1);
  if (list[0] === "--") list.shift();
  if (
    scope.unit.aliased ||
    scope.unit.readsLastWord ||
    scope.unit.traces ||
    scope.unit.stops === "trap" ||
    c.assignments.length ||
    list.some((text) => text === undefined)
  )
    return undefined;
  const body = list[0]?.startsWith("-") ? undefined : parseText(c, list.join(" "), c.place.line);
  // A variable that may not be assigned ends the text, not the script.
  if (!body || touches(scope.unit.touchy, body)) return undefined;
  const n = at(scope, c.place);
  // An ERR trap runs for what fails in the text, and then for `eval`.
  const failsToo = scope.unit.strict && scope.unit.traps && !scope.ignored;
  return redirected(scope, c.place, c.redirects, (to) => {
    if (!body.items.length) {
      succeed(to, n);
      return SET;
    }
    const outcome = lowerList(
      { ...to, text: list.join(" "), fixed: true, comments: { list: [], next: 0 } },
      body,
      need || failsToo || c.redirects.length > 0,
    );
    if (!failsToo || outcome.kind === "never") return outcome;
    discard(to, n, outcome);
    effect(to, n, n.shell("sh.fault", unit, n.shell("sh.status", STATUS)));
    return SET;
  });
}

function sourceCommand(scope: Scope, c: Command<"simple">): Outcome | undefined {
  const word = c.words[1];
  if (!word || "assignment" in word) return undefined;
  const file = tail(word);
  const found = file === undefined ? undefined : scope.unit.source(file, spanOf(scope, c.place));
  if (found === undefined) return undefined;
  for (const levels of found.leaves) crossFrom(scope, levels);
  const n = at(scope, c.place);
  effect(scope, n, n.shell("sh.begin", unit, n.line()));
  traceCommand(scope, n, c);
  const path = textOf(scope, word, "plain");
  const held = path.kind === "str" ? () => n.name(path.value) : bind(scope, n, "path", path);
  const args = bind(scope, n, "args", argv(scope, c.place, c.words.slice(2)));
  return redirected(scope, c.place, c.redirects, (to) => {
    const here = at(to, c.place);
    return valued(here.shell("sh.source", STATUS, here.line(), held(), functionValue(here, found.id), args()));
  });
}

/** The part of a path that is known: after the last expansion. */
export function tail(word: Word): string | undefined {
  let text = "";
  const walk = (parts: Word["parts"]): void => {
    for (const part of parts) {
      if (part.kind === "literal" || part.kind === "quoted") text += part.text;
      else if (part.kind === "double") walk(part.parts);
      else text = "";
    }
  };
  walk(word.parts);
  const path = text.replace(/^\/+/, "").replace(/^(\.\/)+/, "");
  return path === "" ? undefined : path;
}

function trapCommand(scope: Scope, c: Command<"simple">): Outcome | undefined {
  const list = constants(c);
  const at1 = list[1] === "--" ? 2 : 1;
  const text = list[at1];
  const signals = c.words.slice(at1 + 1);
  if (list.length <= at1) return undefined;
  if (text === undefined || scope.unit.aliased || scope.unit.traces || scope.unit.stops === "trap") return undefined;
  if (text === "-" || text === "" || (text.startsWith("-") && at1 === 1) || /^[0-9]+$/.test(text) || signals.length === 0) return undefined;
  const n = at(scope, c.place);
  const body = parseText(c, text, 1);
  if (!body) return undefined;
  const id = makeFunction(
    scope,
    `on_${(list[at1 + 1] ?? "signal").toLowerCase()}`,
    c.place,
    (to) => {
      if (!body.items.length) {
        succeed(to, n);
        return SET;
      }
      const trapLines = list.slice(at1 + 1).some((name) => name === undefined || /^(?:SIG)?(?:ERR|DEBUG|RETURN)$/i.test(name));
      return lowerList({ ...to, text, fixed: true, trapLines, comments: { list: [], next: 0 } }, body, true);
    },
    scope.inFunction,
  );
  const words = argv(scope, c.place, signals);
  const bound = bind(scope, n, "signals", words);
  return redirected(scope, c.place, c.redirects, (to) => {
    const here = at(to, c.place);
    return valued(here.shell("sh.trap", STATUS, here.line(), bound(), here.text(text), functionValue(here, id)));
  });
}

function execCommand(scope: Scope, c: Command<"simple">): Outcome | undefined {
  // Nothing sees what is assigned before it where no program is started.
  const seen = c.assignments.some(({ value }) => !value || constantWord(value) === undefined) || c.words.length > 1;
  if (!c.redirects.length || (c.assignments.length && seen)) return undefined;
  const n = at(scope, c.place);
  effect(scope, n, n.shell("sh.begin", unit, n.line()));
  if (c.words.length === 1) return valued(n.shell("sh.exec_redirect", STATUS, redirectList(scope, n, c.redirects)));
  const words = bind(scope, n, "words", argv(scope, c.place, c.words));
  effect(scope, n, n.shell("sh.exec_redirect", STATUS, redirectList(scope, n, c.redirects)));
  return valued(n.shell("sh.command", STATUS, n.line(), words()));
}

/** `local name=text …`: a call for each name, once all texts are expanded. */
function plainLocals(scope: Scope, n: ReturnType<typeof at>, c: Command<"simple">, need: boolean): Outcome | undefined {
  const list = c.words.slice(1);
  const plain = list.every(
    (word) => "assignment" in word && word.assignment.value && !word.assignment.subscript && !word.assignment.append,
  );
  if (!list.length || !plain || c.assignments.length || c.redirects.length || scope.unit.traces) return undefined;
  const assignments = list.flatMap((word) => ("assignment" in word ? [word.assignment] : []));
  void need;
  if (areApart(assignments)) {
    // Nothing that one of them expands is what another makes.
    const made = assignments.map((a) => (to: Scope) => {
      const step = inner(to);
      const text = asText(n, textOf(step, a.value as Word, "assignment"));
      beginBefore(to, n, step);
      to.out.push(...step.out);
      return n.shell(hoistable(text) ? "sh.local.line" : "sh.local", STATUS, n.line(), n.name(a.name), text);
    });
    for (const each of made.slice(0, -1)) effect(scope, n, each(scope));
    return valued(made[made.length - 1](scope));
  }
  effect(scope, n, n.shell("sh.begin", unit, n.line()));
  const texts = assignments.map((a) => freeze(scope, n, asText(n, textOf(scope, a.value as Word, "assignment"))));
  const calls = assignments.map((a, i) => n.shell("sh.local", STATUS, n.line(), n.name(a.name), texts[i]));
  for (const call of calls.slice(0, -1)) effect(scope, n, call);
  return valued(calls[calls.length - 1]);
}

/** Do the values need no statements of their own, and no name that another declares? */
function areApart(list: readonly Assignment[]): boolean {
  const names = new Set(list.map((a) => a.name));
  return list.every(
    ({ value }) =>
      !some(value, (node) =>
        node.kind === "command" || node.kind === "process"
          ? list.length > 1
          : list.length > 1 &&
            (node.kind === "arithmetic" || node.operation !== undefined || (node.kind === "parameter" && names.has(node.name as string))),
      ),
  );
}

/** `local` of native integers declares Rust variables; the others stay with the builtin. */
function localCommand(scope: Scope, given: Command<"simple">, need: boolean): Outcome | undefined {
  // `local path=$1`: the parameter has that name already.
  const words = given.words.filter((word) =>
    "assignment" in word ? !scope.direct?.declarations.has(word.assignment) : scope.loops.get(constantWord(word) ?? "")?.besides !== false,
  );
  const c = words.length < given.words.length ? { ...given, words } : given;
  if (c !== given && words.length === 1)
    return need ? valued(at(scope, c.place).shell("sh.set_status", STATUS, at(scope, c.place).status(0))) : SET;
  const names = c.words.slice(1).map((word) => ("assignment" in word ? word.assignment.name : constantWord(word)));
  const n = at(scope, c.place);
  const own = (name: string | undefined): LocalId | undefined =>
    name === undefined ? undefined : (scope.texts.get(name) ?? scope.native.get(name) ?? scope.arrays.get(name));
  if (!names.some((name) => own(name) !== undefined)) return plainLocals(scope, n, c, need);
  let run: Argument[] = [];
  const flush = (): void => {
    if (!run.length) return;
    const others: Command<"simple"> = { ...c, words: [c.words[0], ...run] };
    run = [];
    discard(scope, n, command(scope, others, false));
  };
  const busy = !scope.free && c.words.slice(1).some((word) => isBusyArgument(scope, word));
  const alone = c.words.length === 2;
  if (busy && !alone) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  // All values are expanded before the builtin makes its variables.
  const mixed = names.some((name) => own(name) === undefined);
  const values = c.words.slice(1).map((word, i): Expression | undefined => {
    const name = names[i] ?? "";
    const given = "assignment" in word ? word.assignment.value : undefined;
    const elements = "assignment" in word && scope.arrays.has(name) ? word.assignment.elements : undefined;
    if ((!given && !elements) || own(name) === undefined) return undefined;
    const step = busy && alone ? inner(scope) : scope;
    if (elements) {
      const made = arrayOf(step, n, elements);
      return step === scope ? made : begun(scope, n, step, made);
    }
    if (!given) return undefined;
    const made = scope.native.has(name) ? integerOf(step, given) : copied(n, textOf(step, given, "assignment"));
    if (step !== scope) return begun(scope, n, step, made);
    return mixed && !scope.native.has(name) ? freeze(scope, n, made) : made;
  });
  for (const [i, word] of c.words.slice(1).entries()) {
    const name = names[i] ?? "";
    const local = own(name);
    if (local === undefined) {
      run.push(word);
      continue;
    }
    flush();
    const value = values[i];
    if (!scope.branched.has(local)) push(scope, n.stmt("let", n.span, { local, value }));
    else if (value) push(scope, n.stmt("assign", n.span, { place: n.local(local), value }));
  }
  flush();
  if (need) succeed(scope, n);
  return SET;
}
