/** Commands: a row a kind; simple commands. */
import type { Argument, Assignment, Command, CommandKind, Element, Word } from "../parse/index.ts";
import type { Expression } from "../../../ir/index.ts";
import { caseCommand } from "./case.ts";
import { arithmeticCommand, arithmeticFor, forCommand, ifCommand, selectCommand, subshell, whileCommand } from "./compound.ts";
import {
  at,
  bind,
  bool,
  bytes,
  discard,
  effect,
  hoist,
  hoistable,
  inner,
  loose,
  newLocal,
  push,
  runtimeType,
  SET,
  STATUS,
  statusOf,
  unit,
  valued,
  type Node,
  type Outcome,
  type Scope,
} from "./context.ts";
import { crossFrom } from "./jump.ts";
import { assignments, chain, elementsOf, partsOf } from "./assign.ts";
import { beginBefore } from "./begin.ts";
import { isBusyArgument } from "./busy.ts";
import { echoedWords, echoes, isPlainItem, isStill, prints, spaced } from "./echo.ts";
import { freeAsCommand, freeCommand } from "./free.ts";
import { directCall, functionCommand, listOfWords } from "./function.ts";
import { andOr, coproc, lowerList, pipeline } from "./list.ts";
import { commandText } from "./command-text.ts";
import { fed, fedText, isProgram, redirected, redirectList, shownText } from "./redirect.ts";
import { filledOwn } from "./own-arrays.ts";
import { filledArray } from "../array-commands.ts";
import { firstWord, some } from "./scan.ts";
import { isTouchy } from "./touchy.ts";
import { SPECIAL } from "./special.ts";
import { testCommand } from "./test.ts";
import { asText, constantWord, joined, owned, pieces, textOf, isQuiet } from "./text.ts";
import { argv, assignmentText } from "./words.ts";
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
  const ended = scope.free && freeCommand(scope, scope.free, c, need);
  if (ended) return ended;
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

/** `fills`: it may be what makes an array of the program's own. */
function simple(scope: Scope, c: Command<"simple">, need: boolean, fills = true): Outcome {
  const n = at(scope, c.place);
  if (!c.words.length && c.redirects.length && c.assignments.length && !scope.unit.dash) {
    // bash assigns before it opens files.
    const status = bind(scope, n, "status", statusOf(n, assignments(scope, c, true)));
    return redirected(scope, c.place, c.redirects, (to) => valued(at(to, c.place).shell("sh.set_status", STATUS, status())));
  }
  if (!c.words.length) return redirected(scope, c.place, c.redirects, (to) => assignments(to, c, need || c.redirects.length > 0));
  const name = firstWord(c);
  const filled = fills ? filledArray(c) : undefined;
  const array = filled === undefined || scope.unit.functionNames.has(name ?? "") ? undefined : scope.arrays.get(filled);
  if (filled !== undefined && array !== undefined) {
    // The builtin makes it under its name.
    const whole = filledOwn(scope, n, c, filled, array);
    if (whole) {
      const feeding = fedText(scope, c, name);
      return feeding ? fed(scope, c.place, feeding, whole) : redirected(scope, c.place, c.redirects, whole);
    }
    discard(scope, n, simple(scope, c, true, false));
    effect(scope, n, n.call("sh.array.take", unit, n.local(array), n.sh(), n.name(filled)));
    return SET;
  }
  if (name !== undefined && !scope.unit.functionNames.has(name)) {
    const special = SPECIAL[name]?.(scope, c, need);
    if (special) return special;
  }
  const shown = shownText(scope, c);
  if (shown) return shown;
  // What is run by its text or by a name that is a value may leave the loop around it.
  const byName = name === undefined && scope.unit.jumpsByName;
  if (byName || (scope.unit.jumpsByText && /^(?:eval|source|\.)$/.test(name ?? ""))) for (const levels of [1, -1]) crossFrom(scope, levels);
  const dynamic = isDynamic(c) || scope.unit.evaluatesSubscripts;
  const fields = name === "read" && !scope.unit.functionNames.has("read") ? ownFields(scope, c) : undefined;
  const row = fields ? "sh.read" : dynamic ? "sh.command.dynamic" : "sh.command";
  const rowWith = fields ? "sh.read_with" : dynamic ? "sh.command_with.dynamic" : "sh.command_with";
  const plainRead = fields && readInto(scope, n, c, fields);
  if (plainRead) return plainRead;
  if (scope.unit.traces && c.redirects.length) effect(scope, n, n.shell("sh.trace.first", unit));
  const busy = c.assignments.length > 0 || [...c.words, ...c.redirects.map((r) => r.word)].some((word) => isBusyArgument(scope, word));
  if (name !== undefined && c.words.some((word) => "assignment" in word && word.assignment.elements)) {
    const step = inner(scope);
    const outcome = declaration(step, n, c, name);
    const begins =
      outcome.kind === "value" &&
      outcome.value.kind === "runtime" &&
      /^sh\.(?:declare\.(?:list|pairs)|local_list)$/.test(outcome.value.row);
    if (busy && !(begins && isQuiet(step))) effect(scope, n, n.shell("sh.begin", unit, n.line()));
    scope.out.push(...step.out);
    return outcome;
  }
  const list = inner(scope, { binds: !scope.inline && name !== undefined });
  const words = argv(list, c.place, echoedWords(scope, name, c.words));
  // Without a word the status is that of the last substitution, which `run!` would forget.
  const here = !c.redirects.length && !c.assignments.length && !fields && (name !== undefined || !list.out.length);
  const step = inner(scope);
  const assigns = c.assignments.length ? temporaries(step, n, c.assignments) : undefined;
  const together = assigns && !c.redirects.length && !fields && !step.out.length ? assigns : undefined;
  if (!here && busy && !together) effect(scope, n, n.shell("sh.begin", unit, n.line()));
  else if (busy) beginBefore(scope, n, list);
  scope.out.push(...list.out);
  if (together) return valued(n.shell(dynamic ? "sh.run_with.dynamic" : "sh.run_with", STATUS, n.line(), together, ...words.args));
  const called = (to: Scope, reads: boolean): Outcome | undefined => {
    const free = name === undefined ? undefined : freeAsCommand(to, at(to, c.place), name, words.args.slice(1), reads);
    if (free) return free.kind === "value" ? ended(to, at(to, c.place), free.value) : free;
    const call = name === undefined ? undefined : directCall(to, at(to, c.place), name, words.args.slice(1));
    return call && ended(to, at(to, c.place), call);
  };
  const direct = here ? called(scope, need) : undefined;
  if (direct) return direct;
  if (here && echoes(scope, name, words.args)) return valued(n.shell("sh.echo", STATUS, n.line(), ...spaced(n, words.args.slice(1))));
  if (here && prints(scope, name, words.args)) return valued(n.shell("sh.printf", STATUS, n.line(), ...words.args.slice(1)));
  if (here) return valued(n.shell(dynamic ? "sh.run.dynamic" : "sh.run", STATUS, n.line(), ...words.args));
  const plain =
    !c.assignments.length &&
    !fields &&
    c.redirects.length > 0 &&
    words.args.every(isPlainItem) &&
    (c.redirects.every(isStill) || words.args.every((arg) => arg.kind === "str"));
  // A function that takes its words as a list gets those from before the redirections.
  const calls = name !== undefined && (scope.unit.direct.has(name) || scope.unit.free.has(name));
  const still =
    !calls && !c.assignments.length && !fields && c.redirects.length > 0 && !fedText(scope, c, name) && constantRedirects(scope, n, c);
  if (still) {
    if (echoes(scope, name, words.args)) return valued(n.shell("sh.echo_to", STATUS, still, ...spaced(n, words.args.slice(1))));
    return valued(n.shell(dynamic ? "sh.run_to.dynamic" : "sh.run_to", STATUS, still, ...words.args));
  }
  const listed =
    !plain && name !== undefined && scope.unit.direct.get(name)?.list
      ? bind(scope, n, "args", listOfWords(n, words.args.slice(1)))
      : undefined;
  if (listed && name !== undefined) {
    const run = (to: Scope): Outcome => freeAsCommand(to, at(to, c.place), name, [listed()], true) ?? SET;
    return redirected(scope, c.place, c.redirects, run);
  }
  const given = plain
    ? words
    : c.redirects.length || c.assignments.length
      ? bind(scope, n, "words", words)()
      : hoist(scope, n, words, "words");
  scope.out.push(...step.out);
  const prefix = assigns && bind(scope, n, "assigns", assigns)();
  const feeding = fedText(scope, c, name);
  const run = (to: Scope): Outcome => {
    const here = at(to, c.place);
    const direct = plain ? called(to, true) : undefined;
    if (direct) return direct;
    if (plain && echoes(scope, name, words.args))
      return valued(here.shell("sh.echo", STATUS, here.line(), ...spaced(here, words.args.slice(1))));
    if (plain) return valued(here.shell(dynamic ? "sh.run.dynamic" : "sh.run", STATUS, here.line(), ...words.args));
    const status = prefix ? here.shell(rowWith, STATUS, here.line(), prefix, given) : here.shell(row, STATUS, here.line(), given);
    if (!fields) return valued(status);
    effect(to, here, status);
    for (const field of fields)
      effect(to, here, field === undefined ? here.shell("sh.skip_field", unit) : here.shell("sh.field", unit, here.local(field)));
    return SET;
  };
  return feeding ? fed(scope, c.place, feeding, run) : redirected(scope, c.place, c.redirects, run, isProgram(scope, name));
}

/** The redirections where they ask for nothing: a macro makes them once the words are expanded. */
function constantRedirects(scope: Scope, n: Node, { redirects }: Command<"simple">): Expression | undefined {
  const [only, ...more] = redirects;
  if (!more.length && only.operator === ">&" && (only.fd ?? 1) === 1 && only.variable === undefined && constantWord(only.word) === "2")
    return n.call("sh.redirects.err", runtimeType("Redirects"), n.line());
  if (!redirects.every((r) => r.word.parts.every((part) => part.kind === "quoted" || part.kind === "literal"))) return undefined;
  const step = inner(scope);
  const list = redirectList(step, n, redirects);
  return step.out.length || hoistable(list) ? undefined : list;
}

/** `[IFS=text] read [-r] names` of variables that are the program's own. */
function readInto(scope: Scope, n: Node, c: Command<"simple">, fields: readonly (number | undefined)[]): Outcome | undefined {
  const [ifs, ...more] = c.assignments;
  const options = c.words.slice(1, c.words.length - fields.length).map((word) => ("assignment" in word ? undefined : constantWord(word)));
  if (c.redirects.length || more.length || options.some((each) => each !== "-r") || new Set(fields).size < fields.length) return undefined;
  if (ifs && (ifs.name !== "IFS" || ifs.append || !ifs.value || isTouchy(scope.unit.touchy, "IFS"))) return undefined;
  const variables = fields.flatMap((field) => (field === undefined ? [] : [n.local(field)]));
  if (variables.length < fields.length) return undefined;
  const raw = n.bool(options.length > 0);
  if (!ifs?.value) return valued(n.shell("sh.read.into", STATUS, n.line(), raw, ...variables));
  const text = hoist(scope, n, asText(n, textOf(scope, ifs.value, "assignment")));
  return valued(n.shell("sh.read.by", STATUS, n.line(), raw, text, ...variables));
}

/** A call of a Rust function ends as a command does. */
function ended(scope: Scope, n: Node, call: Expression): Outcome {
  if (!scope.unit.strict || scope.ignored) return valued(call);
  const status = bind(scope, n, "status", call);
  effect(scope, n, n.shell("sh.fault", unit, status()));
  return valued(status());
}

/** The variables that `read` assigns when they are no entries of the shell's; undefined for one that nobody sees. */
function ownFields(scope: Scope, c: Command<"simple">): readonly (number | undefined)[] | undefined {
  const names = namesOfRead(c);
  return names?.some((name) => scope.texts.has(name)) ? names.map((name) => scope.texts.get(name)) : undefined;
}

const READS_TEXT = new Set(["eval", "source", ".", "trap", "compgen"]);

/** Does the command run text that is known at run time only? Then the runtime's interpreter is needed. */
function isDynamic(c: Command<"simple">): boolean {
  const [first, second] = c.words.map((word) => ("assignment" in word ? undefined : constantWord(word)));
  if (first === undefined) return false;
  return READS_TEXT.has(first) || ((first === "command" || first === "builtin") && (second === undefined || READS_TEXT.has(second)));
}

/** `declare`, `local` … with arrays among the arguments. */
function declaration(scope: Scope, n: Node, c: Command<"simple">, name: string): Outcome {
  const rest = c.words.slice(1);
  const builtin = name;
  const [first, second] = rest;
  const option = rest.length === 2 && !("assignment" in first) ? constantWord(first) : rest.length === 1 ? "" : undefined;
  const only = second ?? first;
  if (option !== undefined && "assignment" in only && only.assignment.elements && !only.assignment.append && !c.redirects.length) {
    const { assignment: a } = only;
    return valued(declaredArray(scope, n, option === "" ? builtin : `${builtin} ${option}`, a));
  }
  const later = looksBack(rest);
  if (later > 0 && !c.redirects.length) {
    const options = rest.findIndex((word) => "assignment" in word || !/^[-+]./.test(constantWord(word) ?? ""));
    effect(scope, n, (declaration(scope, n, { ...c, words: c.words.slice(0, later + 1) }, name) as { value: Expression }).value);
    return declaration(scope, n, { ...c, words: [...c.words.slice(0, options + 1), ...c.words.slice(later + 1)] }, name);
  }
  const links = inRuns(rest).map((words) => (to: Scope) => {
    const [word] = words;
    if (!("assignment" in word)) return { row: "sh.declargs.and" as const, args: [hoist(to, n, argv(to, c.place, words), "words")] };
    const { assignment: a } = word;
    if (!a.elements) return { row: "sh.declargs.text" as const, args: [hoist(to, n, assignmentText(to, a))] };
    const row = a.append ? ("sh.declargs.more" as const) : ("sh.declargs.list" as const);
    return { row, args: [n.name(a.name), hoist(to, n, elementsOf(to, n, a.name, a.elements), "elements")] };
  });
  const made = chain(scope, n, n.call("sh.declargs.new", runtimeType("DeclArgs")), links);
  const args = c.redirects.length ? bind(scope, n, "args", made)() : made;
  return redirected(scope, c.place, c.redirects, (to) => {
    const here = at(to, c.place);
    return valued(here.shell("sh.declare", STATUS, here.line(), here.name(builtin), args));
  });
}

/** The first word whose list asks for what one before it declares: lists are expanded when it is their turn, texts before all. */
function looksBack(words: readonly Argument[]): number {
  const declared = new Set<string>();
  const asks = (tree: unknown): boolean => some(tree, (node) => node.kind === "parameter" && declared.has(node.name as string));
  for (const [i, word] of words.entries()) {
    if (!("assignment" in word)) {
      declared.add(constantWord(word) ?? "");
      continue;
    }
    const { elements, name } = word.assignment;
    if (elements && asks(elements)) return words.slice(i).some((each) => "assignment" in each && asks(each.assignment.value)) ? 0 : i;
    declared.add(name);
  }
  return 0;
}

/** Words side by side as one list each, and assignments alone. */
function inRuns(words: readonly Argument[]): readonly (readonly Argument[])[] {
  const out: Argument[][] = [];
  for (const word of words) {
    const last = out.at(-1);
    if (last && !("assignment" in word) && !("assignment" in last[0])) last.push(word);
    else out.push([word]);
  }
  return out;
}

/** `declare -A name=( … )`. */
function declaredArray(scope: Scope, n: Node, builtin: string, { name, elements = [] }: Assignment): Expression {
  const step = inner(scope);
  const made = elementsOf(step, n, name, elements);
  const parts = partsOf(made);
  scope.out.push(...step.out);
  if (parts?.words && builtin === "local") return n.shell("sh.local_list", STATUS, n.line(), n.name(name), ...parts.args);
  if (parts)
    return n.shell(parts.words ? "sh.declare.list" : "sh.declare.pairs", STATUS, n.line(), n.name(builtin), n.name(name), ...parts.args);
  return n.shell("sh.declare_array", STATUS, n.line(), n.name(builtin), n.name(name), hoist(scope, n, made, "elements"));
}

/** `name=value command`: the assignments as a value. A later one sees those before it. */
function temporaries(given: Scope, n: Node, list: readonly Assignment[]): Expression {
  const texts = new Map(given.texts);
  const links = list.map((a, i) => (to: Scope) => {
    const scope = { ...to, texts };
    const text = asText(n, a.elements ? joined(n, listed(scope, a.elements)) : textOf(scope, a.value as Word, "assignment"));
    const name = a.subscript ? `${a.name}[${to.text.slice(a.subscript.place.start, a.subscript.place.end)}]` : a.name;
    const row = a.append ? ("sh.assigns.more" as const) : ("sh.assigns.and" as const);
    const later = list.slice(i + 1).some((each) => some(each, (node) => isRead(node, a.name)));
    if (!later || a.append || a.subscript || to.native.has(a.name)) return { row, args: [n.name(name), loose(to, n, text)] };
    const bound = newLocal(to, a.name.toLowerCase(), bytes, n.span);
    push(to, n.stmt("let", n.span, { local: bound, value: owned(n, text) }));
    texts.set(a.name, bound);
    return { row, args: [n.name(name), n.local(bound)] };
  });
  return chain(given, n, n.call("sh.assigns.new", runtimeType("Assigns")), links);
}

const isRead = (node: Record<string, unknown>, name: string): boolean =>
  (node.kind === "parameter" && node.name === name) ||
  (node.kind === "variable" && (node.target as { name?: string } | undefined)?.name === name);

/** `name=( … ) command`: the list is only its text. */
function listed(scope: Scope, elements: readonly Element[]): (string | Expression)[] {
  const out: (string | Expression)[] = ["("];
  for (const [i, { key, value, append }] of elements.entries()) {
    if (i) out.push(" ");
    if (key) out.push("[", ...pieces(scope, key.parts, "assignment"), append ? "]+=" : "]=");
    out.push(...pieces(scope, value.parts, "assignment"));
  }
  return [...out, ")"];
}
