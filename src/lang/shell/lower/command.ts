/** Commands: a row a kind; simple commands. */
import type { Argument, Assignment, Command, CommandKind, Element, Part, Word } from "../parse/index.ts";
import type { Expression } from "../../../ir/index.ts";
import { arithmeticCommand, arithmeticFor, caseCommand, forCommand, ifCommand, selectCommand, subshell, whileCommand } from "./compound.ts";
import {
  at,
  bind,
  bool,
  discard,
  effect,
  hoist,
  inner,
  newLocal,
  push,
  refuseAt,
  runtimeType,
  SET,
  STATUS,
  unit,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { crossFrom } from "./jump.ts";
import { functionCommand } from "./function.ts";
import { andOr, coproc, lowerList, pipeline } from "./list.ts";
import { commandText } from "./command-text.ts";
import { fed, fedText, redirected } from "./redirect.ts";
import { elementOf, subscriptText } from "./parameters.ts";
import { cannotFail, firstWord, some } from "./scan.ts";
import { SPECIAL } from "./special.ts";
import { integerOf, testCommand } from "./test.ts";
import { asText, constantWord, copied, textOf } from "./text.ts";
import { expandBraces } from "./brace.ts";
import { argv, assignmentText, isSingle } from "./words.ts";
import { isTouchy } from "./touchy.ts";
import { literalText } from "../integer-words.ts";
import { namesOfRead } from "../read-names.ts";

type Row<K extends CommandKind> = (scope: Scope, c: Command<K>, need: boolean) => Outcome;

const TABLE: { readonly [K in CommandKind]: Row<K> } = {
  simple,
  pipeline,
  and: andOr,
  or: andOr,
  subshell,
  group: (scope, c, need) => lowerList(scope, c.body, need),
  if: ifCommand,
  while: whileCommand,
  for: forCommand,
  select: selectCommand,
  arithmeticFor,
  case: caseCommand,
  function: functionCommand,
  test: testCommand,
  arithmetic: arithmeticCommand,
  coproc,
};

/** One command with its redirections. `need`: somebody reads `$?` after it. */
export function command(scope: Scope, c: Command, need: boolean): Outcome {
  const text = scope.unit.stops === "none" || scope.fixed ? undefined : commandText(scope.text, c);
  if (text === undefined) return plainCommand(scope, c, need);
  const n = at(scope, c.place);
  if (scope.unit.stops === "text") {
    effect(scope, n, n.shell("sh.about", unit, n.text(text)));
    return plainCommand(scope, c, need);
  }
  const body = inner(scope);
  const outcome = plainCommand(body, c, need);
  discard(body, n, outcome);
  push(scope, n.stmt("if", n.span, { test: n.shell("sh.stop", bool, n.line(), n.text(text)), then: { statements: body.out } }));
  return SET;
}

/** The same without what may stop before it. */
export function plainCommand(scope: Scope, c: Command, need: boolean): Outcome {
  if (c.kind === "simple") return simple(scope, c, need);
  const row = TABLE[c.kind] as Row<CommandKind>;
  return redirected(scope, c.place, c.redirects, (to) => row(to, c, need || c.redirects.length > 0));
}

function simple(scope: Scope, c: Command<"simple">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (!c.words.length) return redirected(scope, c.place, c.redirects, (to) => assignments(to, c, need || c.redirects.length > 0));
  const name = firstWord(c);
  if (name !== undefined && !scope.unit.functionNames.has(name)) {
    const special = SPECIAL[name]?.(scope, c, need);
    if (special) return special;
  }
  if (name === undefined && scope.unit.jumpsByName) for (const levels of [1, -1]) crossFrom(scope, levels);
  const dynamic = isDynamic(c) || scope.unit.evaluatesSubscripts;
  const fields = name === "read" && !scope.unit.functionNames.has("read") ? ownFields(scope, c) : undefined;
  const row = fields ? "sh.read" : dynamic ? "sh.command.dynamic" : "sh.command";
  const rowWith = fields ? "sh.read_with" : dynamic ? "sh.command_with.dynamic" : "sh.command_with";
  if (c.words.some((word) => isBusyArgument(scope, word)) || c.assignments.length) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  if (name !== undefined && c.words.some((word) => "assignment" in word && word.assignment.elements)) return declaration(scope, n, c, name);
  const words = argv(scope, c.place, c.words);
  const given = c.redirects.length || c.assignments.length ? bind(scope, n, "words", words)() : hoist(scope, n, words, "words");
  const prefix = c.assignments.length ? temporaries(scope, n, c.assignments) : undefined;
  const feeding = fedText(scope, c, name);
  const run = (to: Scope): Outcome => {
    const here = at(to, c.place);
    const status = prefix ? here.shell(rowWith, STATUS, here.line(), prefix, given) : here.shell(row, STATUS, here.line(), given);
    if (!fields) return valued(status);
    effect(to, here, status);
    for (const field of fields)
      effect(to, here, field === undefined ? here.shell("sh.skip_field", unit) : here.shell("sh.field", unit, here.local(field)));
    return SET;
  };
  return feeding ? fed(scope, c.place, feeding, run) : redirected(scope, c.place, c.redirects, run);
}

/** The variables that `read` assigns when they are no entries of the shell's; undefined for one that nobody sees. */
function ownFields(scope: Scope, c: Command<"simple">): readonly (number | undefined)[] | undefined {
  const names = namesOfRead(c);
  return names?.some((name) => scope.texts.has(name)) ? names.map((name) => scope.texts.get(name)) : undefined;
}

const isBusyArgument = (scope: Scope, word: Argument): boolean =>
  "assignment" in word
    ? word.assignment.value === undefined || word.assignment.subscript !== undefined || isBusy(scope, word.assignment.value)
    : isBusy(scope, word);

/** Does expanding it ask the shell for anything, so that messages and LINENO need its line? */
function isBusy(scope: Scope, word: Word): boolean {
  const busy = (part: Part): boolean => {
    switch (part.kind) {
      case "literal":
        return /[*?[~]/.test(part.text);
      case "quoted":
        return false;
      case "double":
        return part.parts.some(busy);
      case "parameter":
        return part.operation !== undefined || part.subscript !== undefined || !isOwn(scope, part.name);
      case "arithmetic":
        return !cannotFail(part.expression, scope.native);
      default:
        return true;
    }
  };
  return word.parts.some(busy);
}

const READS_TEXT = new Set(["eval", "source", ".", "trap", "compgen"]);

/** Does the command run text that is known at run time only? Then the runtime's interpreter is needed. */
function isDynamic(c: Command<"simple">): boolean {
  const [first, second] = c.words.map((word) => ("assignment" in word ? undefined : constantWord(word)));
  if (first === undefined) return false;
  return READS_TEXT.has(first) || ((first === "command" || first === "builtin") && (second === undefined || READS_TEXT.has(second)));
}

/** Is the variable no entry of the shell's? */
const isOwn = (scope: Scope, name: string): boolean => scope.native.has(name) || scope.texts.has(name);

const hasCapture = (tree: unknown): boolean => some(tree, (node) => node.kind === "command" && "body" in node);

/** Assignments on their own. */
function assignments(scope: Scope, c: Command<"simple">, need: boolean): Outcome {
  const n = at(scope, c.place);
  if (!c.assignments.length) {
    return need ? valued(n.shell("sh.set_status", STATUS, n.status(0))) : SET;
  }
  const captures = hasCapture(c.assignments);
  const allNative = c.assignments.every((a) => !a.subscript && isOwn(scope, a.name));
  if (
    captures ||
    c.assignments.some((a) => allNative && a.value && isBusy(scope, a.value)) ||
    (!allNative &&
      (need || c.assignments.some((a) => isTouchy(scope.unit.touchy, a.name) || a.value === undefined || isBusy(scope, a.value))))
  )
    effect(scope, n, n.shell("sh.begin", unit, n.line()));
  for (const a of c.assignments) assign(scope, a);
  if (need && allNative && !captures) return valued(n.shell("sh.set_status", STATUS, n.status(0)));
  if (need || (captures && scope.unit.strict)) return valued(n.shell("sh.assignments", STATUS, n.line()));
  return SET;
}

export function assign(scope: Scope, a: Assignment): void {
  const n = at(scope, a.place);
  if (a.elements && a.subscript) {
    effect(scope, n, n.shell("sh.assign_member", unit, elementOf(scope, n, a.name, a.subscript)));
    return;
  }
  const [only] = a.elements ?? [];
  if (a.append && a.elements?.length === 1 && !only.key && isSingle(scope, only.value) && expandBraces(only.value).length === 1) {
    const text = hoist(scope, n, asText(n, textOf(scope, only.value, "plain")));
    effect(scope, n, n.shell("sh.push", unit, n.name(a.name), text));
    return;
  }
  if (a.elements) {
    const elements = elementsOf(scope, n, a.name, a.elements);
    effect(scope, n, n.shell("sh.assign_array", unit, n.name(a.name), elements, n.bool(a.append)));
    return;
  }
  const value = a.value as Word;
  const native = a.subscript ? undefined : scope.native.get(a.name);
  if (native !== undefined) {
    push(scope, n.stmt("assign", n.span, { place: n.local(native), value: integerOf(scope, value) }));
    return;
  }
  const own = a.subscript ? undefined : scope.texts.get(a.name);
  if (own !== undefined) {
    const text = textOf(scope, value, "assignment");
    if (a.append)
      push(scope, n.stmt("expression", n.span, { value: n.call("sh.extend", unit, n.local(own), hoist(scope, n, asText(n, text))) }));
    else push(scope, n.stmt("assign", n.span, { place: n.local(own), value: copied(n, text) }));
    return;
  }
  if (a.subscript) {
    const element = elementOf(scope, n, a.name, a.subscript);
    const text = hoist(scope, n, asText(n, textOf(scope, value, "assignment")));
    effect(scope, n, n.shell(a.append ? "sh.append_to" : "sh.assign_to", unit, element, text));
    return;
  }
  const text = hoist(scope, n, asText(n, textOf(scope, value, "assignment")));
  effect(scope, n, n.shell(a.append ? "sh.append" : "sh.assign", unit, n.name(a.name), text));
}

const ELEMENTS = runtimeType("Elements");

/** The elements of `name=( … )`. */
function elementsOf(scope: Scope, n: Node, name: string, elements: readonly Element[]): Expression {
  const local = newLocal(scope, "elements", ELEMENTS, n.span);
  push(scope, n.stmt("let", n.span, { local, value: n.call("sh.elements.new", ELEMENTS) }));
  for (let i = 0; i < elements.length;) {
    const { key, value, append } = elements[i];
    if (key) {
      // A subscript that looks at the array itself sees the elements before it.
      const looksBack = new RegExp(`\\b${name}\\b`).test(literalText(key)) && !scope.native.size;
      const subscript = looksBack
        ? hoist(scope, n, asText(n, textOf(scope, key, "subscript")), "subscript")
        : subscriptText(scope, n, name, key);
      const text = hoist(scope, n, asText(n, textOf(scope, value, "assignment")));
      effect(scope, n, n.call("sh.elements.keyed", unit, n.local(local), subscript, text, n.bool(append === true)));
      i++;
      continue;
    }
    const run: Word[] = [];
    for (; i < elements.length && !elements[i].key; i++) run.push(elements[i].value);
    const words = hoist(scope, n, argv(scope, run[0].place, run), "words");
    effect(scope, n, n.call("sh.elements.words", unit, n.local(local), words));
  }
  return n.local(local);
}

/** `declare`, `local` … with arrays among the arguments. */
function declaration(scope: Scope, n: Node, c: Command<"simple">, name: string): Outcome {
  const type = runtimeType("DeclArgs");
  const local = newLocal(scope, "args", type, n.span);
  push(scope, n.stmt("let", n.span, { local, value: n.call("sh.declargs.new", type) }));
  let rest = c.words.slice(1);
  let builtin = name;
  if (name === "command" || name === "builtin") {
    builtin = constantWord(rest[0] as Word) ?? name;
    rest = rest.slice(1);
  }
  for (const word of rest) {
    if ("assignment" in word) {
      const { assignment: a } = word;
      if (a.elements)
        effect(
          scope,
          n,
          n.call("sh.declargs.array", unit, n.local(local), n.name(a.name), elementsOf(scope, n, a.name, a.elements), n.bool(a.append)),
        );
      else effect(scope, n, n.call("sh.declargs.word", unit, n.local(local), hoist(scope, n, assignmentText(scope, a))));
    } else effect(scope, n, n.call("sh.declargs.words", unit, n.local(local), hoist(scope, n, argv(scope, c.place, [word]), "words")));
  }
  return redirected(scope, c.place, c.redirects, (to) => {
    const here = at(to, c.place);
    return valued(here.shell("sh.declare", STATUS, here.line(), here.name(builtin), here.local(local)));
  });
}

/** `name=value command`: the assignments as a value. */
function temporaries(scope: Scope, n: Node, list: readonly Assignment[]): Expression {
  const type = runtimeType("Assigns");
  const local = newLocal(scope, "assigns", type, n.span);
  push(scope, n.stmt("let", n.span, { local, value: n.call("sh.assigns.new", type) }));
  for (const a of list) {
    if (a.elements || a.subscript) refuseAt(scope, "SH0102", a.place, `\`${a.name}\` is an array and is assigned for one command only`);
    const text = hoist(scope, n, asText(n, textOf(scope, a.value as Word, "assignment")));
    effect(scope, n, n.call(a.append ? "sh.assigns.append" : "sh.assigns.set", unit, n.local(local), n.name(a.name), text));
  }
  return n.local(local);
}
