/** Shell to IR. */
import { Refusal, type Diagnostic } from "../../diagnostics/diagnostic.ts";
import { createBuilder, createReps, type Comment, type FunctionId, type IrFunction, type Module, type Program } from "../../ir/index.ts";
import type { FrontEnd, ProgramInput } from "../front-end.ts";
import { row } from "./builtins/index.ts";
import type { DirectFunction } from "./direct.ts";
import { findFree } from "./free.ts";
import { showsFunctions } from "./function-text.ts";
import { hasJumpsInText } from "./jumps-in-text.ts";
import { ARRAY, at, bytes, discard, effect, FLOW, STATUS, type Outcome, type Scope, type Unit } from "./lower/context.ts";
import { sinkDeclarations } from "./lower/sink.ts";
import { takeComments, type CommentQueue } from "./lower/comments.ts";
import { AsksShell } from "./lower/free.ts";
import { makeFunction } from "./lower/function.ts";
import { lowerList } from "./lower/list.ts";
import { topLevel, withoutFirstSuccess } from "./lower/top.ts";
import { firstWord, processWish, startsWithStatus, walk } from "./lower/scan.ts";
import { AliasError } from "./parse/alias.ts";
import { withoutAttributes } from "./attributes.ts";
import { parseShell, ShellSyntaxError, type Command, type List, type Script } from "./parse/index.ts";
import { fileOf } from "./sources.ts";
import { findOwn } from "./shared.ts";
import { isBytes, noteIfs, type IfsUse } from "./settings.ts";
import { constantWord } from "./lower/text.ts";
import { tail } from "./lower/special.ts";
import { findTouchy } from "./lower/touchy.ts";

export const shellFrontEnd: FrontEnd = {
  language: "shell",
  translate(input, _host, time) {
    const scripts: Script[] = [];
    const diagnostics: Diagnostic[] = [];
    time("parse", () => {
      for (const [file, source] of input.files.entries()) {
        try {
          scripts.push(parseShell(source.text, dialectOf(input) === "sh"));
        } catch (error) {
          if (!(error instanceof ShellSyntaxError)) throw error;
          diagnostics.push({
            code: error instanceof AliasError ? error.code : "SH0001",
            severity: "refusal",
            span: { file, start: error.start, end: error.start + 1 },
            message: `line ${error.line}: ${error.message}`,
          });
        }
      }
    });
    if (diagnostics.length) return { diagnostics };
    for (const [file, { mistake }] of scripts.entries())
      if (mistake) {
        const span = { file, start: mistake.start, end: mistake.start + 1 };
        const message = `line ${mistake.line}: ${mistake.message || "nothing to test"}; the program ends there, as bash does`;
        diagnostics.push({ code: "SH0002", severity: "warning", span, message });
      }
    return time("lower", () => {
      const known = scripts.length === 1 ? scripts.map(withoutAttributes) : scripts;
      /** Functions that were taken for ones without a shell, and are none. */
      const excluded = new Set<string>();
      for (;;)
        try {
          return { program: lowerProgram(input, known, excluded), diagnostics };
        } catch (error) {
          if (error instanceof AsksShell && !excluded.has(error.fn)) excluded.add(error.fn);
          else if (error instanceof Refusal) return { diagnostics: [error.diagnostic] };
          else throw error;
        }
    });
  },
};

/** `sh` behaves as dash. */
const dialectOf = ({ options, files, entry }: ProgramInput): "bash" | "sh" =>
  options.dialect ?? (/^#!.*\b(?:sh|dash)\b/.test(files[entry].text) && !/^#!.*bash/.test(files[entry].text) ? "sh" : "bash");

function lowerProgram(input: ProgramInput, scripts: readonly Script[], excluded: ReadonlySet<string>): Program {
  const functions: (IrFunction | undefined)[] = [];
  const builder = createBuilder();
  const reps = createReps();
  const known = survey(input, scripts, excluded);
  const sourced = new Map<number, { readonly id: FunctionId; readonly leaves: Set<number> }>();
  const unit: Unit = {
    builder,
    reps,
    functions,
    ...known,
    directIds: new Map(),
    freeTexts: new Map(),
    source: (path, span) => {
      const file = fileOf(input, input.files[span.file].path, path);
      if (file === undefined || file === input.entry) return undefined;
      let made = sourced.get(file);
      if (made === undefined) {
        // Set before lowering: a file may source itself behind a guard.
        made = { id: functions.length, leaves: new Set<number>() };
        sourced.set(file, made);
        lowerFile(
          file,
          `source_${input.files[file].path
            .split("/")
            .pop()
            ?.replace(/\.[^.]*$/, "")}`,
          true,
          made.leaves,
        );
      }
      return made;
    },
  };
  /** Comments behind the last command. */
  const trailing: Comment[] = [];
  const lowerFile = (file: number, name: string, inFunction: boolean, leaves?: Set<number>): FunctionId => {
    const script = scripts[file];
    const comments: CommentQueue = { list: script.comments, next: 0 };
    const scope: Scope = {
      unit,
      file,
      text: script.text,
      locals: [],
      out: [],
      frames: [],
      labels: { next: 0 },
      inFunction,
      ignored: false,
      native: new Map(),
      texts: new Map(),
      arrays: new Map(),
      branched: new Set(),
      loops: new Map(),
      comments,
    };
    const made = makeFunction(
      scope,
      name,
      { ...script.body.place, line: 1 },
      (to) => {
        if (inFunction) return mistaken(to, script, lowerList(to, script.body, true));
        const outcome = mistaken(to, script, topLevel(declareNatives(to, script.body.place), script.body, script.mistake !== undefined));
        to.out.splice(
          0,
          to.out.length,
          ...withoutFirstSuccess(sinkDeclarations(to.out, outcome.kind === "value" ? outcome.value : undefined)),
        );
        return outcome;
      },
      inFunction,
      { leaves },
      inFunction ? undefined : known.natives?.main,
    );
    if (!inFunction) trailing.push(...takeComments(scope, { ...script.body.place, start: script.text.length }));
    return made;
  };
  const entry = lowerFile(input.entry, "script", false);
  const done = functions as IrFunction[];
  const module: Module = {
    file: input.entry,
    name: input.name,
    items: done.map((fn) => ({ kind: "function", id: fn.id })),
    comments: trailing,
  };
  const dialect = dialectOf(input);
  return {
    name: input.name,
    runtime: "sh",
    modules: [module],
    functions: done,
    classes: [],
    unions: [],
    globals: [],
    rows: row,
    reps,
    nodeCount: builder.nodeCount,
    start: { row: dialect === "sh" ? "sh.main_posix" : "sh.main", entry, args: [input.files[input.entry].path] },
    exception: FLOW,
    safe: true,
  };
}

/** A script with a mistake ends where bash finds it. */
function mistaken(scope: Scope, { mistake, body, text }: Script, outcome: Outcome): Outcome {
  if (!mistake || outcome.kind === "never") return outcome;
  const n = at(scope, { start: mistake.start, end: mistake.start + 1, line: mistake.line });
  if (body.items.length) discard(scope, n, outcome);
  const start = text.lastIndexOf("\n", mistake.start - 1) + 1;
  const excerpt = text.slice(start).split("\n", 1)[0];
  const message = mistake.message.includes("near unexpected token") ? `${mistake.message}\n\`${excerpt}'` : mistake.message;
  const { inList, conditional } = mistake;
  if (inList) effect(scope, n, n.shell("sh.set_status", STATUS, n.status(1)));
  return { kind: "value", value: n.shell("sh.syntax_error", STATUS, n.line(), n.text(message), n.bool(conditional || inList)) };
}

/** The variables of the main script that are its own, declared at its start. */
function declareNatives(scope: Scope, place: List["place"]): Scope {
  const n = at(scope, { ...place, line: 1 });
  const inherited = scope.unit.natives?.main.inherited;
  for (const [name, local] of scope.texts) {
    const value = inherited?.has(name) ? n.shell("sh.get", bytes, n.name(name)) : undefined;
    scope.out.push(n.stmt("let", n.span, { local, value }));
  }
  for (const [name, local] of scope.arrays) {
    const value = inherited?.has(name) ? n.call("sh.array.inherited", ARRAY, n.sh(), n.name(name)) : undefined;
    scope.out.push(n.stmt("let", n.span, { local, value }));
  }
  for (const local of scope.native.values()) scope.out.push(n.stmt("let", n.span, { local }));
  return scope;
}

/** Declarations of namerefs, or of attributes that are known at run time only. */
const REFERENCES =
  /\b(?:declare|typeset|local|export|readonly)\b[^\n;]*\s[-+]\w*n|\b(?:declare|typeset|local|export|readonly)\s+["']?\$|\bnameref\b/;

function survey(
  input: ProgramInput,
  scripts: readonly Script[],
  excluded: ReadonlySet<string>,
): Pick<
  Unit,
  | "strict"
  | "touchy"
  | "assignsIfs"
  | "splitsDigits"
  | "functionNames"
  | "functionBodies"
  | "functionsReadStatus"
  | "natives"
  | "stops"
  | "jumpsByName"
  | "jumpsByText"
  | "foldsCase"
  | "plainTexts"
  | "traces"
  | "nounset"
  | "refers"
  | "associates"
  | "showsFunctions"
  | "aliased"
  | "traps"
  | "returnTraps"
  | "direct"
  | "free"
  | "bytes"
  | "dash"
  | "showsPlaces"
  | "readsLastWord"
  | "evaluatesSubscripts"
  | "wantsProcess"
> {
  let strict = /^#!.*\s-[a-z]*e/.test(input.files[input.entry].text);
  const ifs: IfsUse = { integers: false, digits: false };
  let functionsReadStatus = false;
  let debugs = false;
  let shows = false;
  const functionNames = new Set<string>();
  const functionBodies: Command<"function">[] = [];
  /** `IFS=: read …`: what splits the line of that `read`, and nothing else. */
  const ofRead = new Set<object>();
  const definesRead = scripts.some((script) => /\bread\s*\(|\bfunction\s+read\b/.test(script.text));
  /** What runs may set anything: a file is sourced that is not the program's. */
  let foreign = false;
  for (const [file, script] of scripts.entries())
    walk(script.body, (node) => {
      if (node.name === "IFS" && node.kind !== "parameter" && !ofRead.has(node)) noteIfs(ifs, node);
      if (node.kind === "function") {
        const fn = node as unknown as Command<"function">;
        functionNames.add(fn.name);
        functionBodies.push(fn);
        if (startsWithStatus(fn.body)) functionsReadStatus = true;
      }
      if (node.kind !== "simple") return;
      const c = node as unknown as Command<"simple">;
      const name = firstWord(c);
      const args = c.words.slice(1).map((word) => ("assignment" in word ? undefined : constantWord(word)));
      if (name === "read" && !definesRead) for (const a of c.assignments) ofRead.add(a);
      if ((name === "source" || name === ".") && c.words.length > 1) {
        const path = "assignment" in c.words[1] ? undefined : tail(c.words[1]);
        const found = path === undefined ? undefined : fileOf(input, input.files[file].path, path);
        if (found === undefined || found === input.entry) foreign = true;
      }
      shows ||= showsFunctions(c);
      if (name === "eval" || name === undefined) {
        const text = args.join(" ");
        if (args.some((arg) => arg === undefined) || /\bset\b|\btrap\b/.test(text)) strict = true;
        if (/\bIFS=/.test(text)) noteIfs(ifs);
      }
      // What stands behind `--` are parameters.
      const operands = args.includes("--") ? args.slice(0, args.indexOf("--")) : args;
      if (name === "set" && operands.some((arg) => arg === undefined || /^-[a-zA-Z]*e/.test(arg) || arg === "errexit")) strict = true;
      if (name === "trap" && args.some((arg) => arg === undefined || /^ERR$/i.test(arg) || /\bset\b/.test(arg ?? ""))) strict = true;
      if (name === "trap" && args.length > 1 && args.slice(1).some((arg) => arg === undefined || /^DEBUG$/i.test(arg))) debugs = true;
      if (name === "shopt" && args.some((arg) => arg === undefined || arg === "-o" || arg === "-so")) strict = true;
      if (name === "read" || name === "local" || name === "declare" || name === "typeset" || name === "export" || name === "readonly") {
        if (args.includes("IFS")) noteIfs(ifs);
      }
    });
  const touchy = findTouchy(scripts);
  const stops = debugs ? "trap" : scripts.some((script) => script.text.includes("BASH_COMMAND")) ? "text" : "none";
  const jumpsByName = scripts.some((script) => /=['"]?(?:break|continue)\b/.test(script.text));
  const locales = foreign || scripts.some((script) => /\bLANG\b|\bLC_[A-Z]/.test(script.text));
  const plainTexts = !locales && !scripts.some((script) => /extglob|nocasematch|globasciiranges|BASH_REMATCH|BASHOPTS/.test(script.text));
  const foldsCase = scripts.some((script) => script.text.includes("nocasematch"));
  const traces = scripts.some((script) => /xtrace|\bset\s+(?:-\w+\s+)*-\w*x|^#!.*\s-\w*x/.test(script.text));
  const associates = scripts.some((script) => /-[a-zA-Z]*A|BASH_(?:ALIASES|CMDS)/.test(script.text));
  const nounset = foreign || scripts.some((script) => /nounset|\bset\s+(?:-\w+\s+)*-\w*u|^#!.*\s-\w*u/.test(script.text));
  const readsLastWord = scripts.some((script) =>
    /\$_(?!\w)|\$\{_\W|\s-p\s[^\n]*\b_(?:\s|$)|\b(?:set|(?:declare|typeset)(?:\s+[-+]\w+)*)[ \t]*(?:$|[|;&>)])/m.test(script.text),
  );
  const { natives, direct: candidates } =
    scripts.length === 1 && !debugs && !traces
      ? findOwn(scripts[0].body, scripts[0].text, {
          nounset,
          strict,
          assignsIfs: ifs.integers,
          direct: stops === "none" && !readsLastWord && !jumpsByName,
          shows,
        })
      : { natives: undefined, direct: new Map<string, DirectFunction>() };
  const refers = foreign || scripts.some((script) => REFERENCES.test(script.text));
  const traps = foreign || scripts.some((script) => /\btrap\b/.test(script.text));
  const dash = dialectOf(input) === "sh";
  // A builtin that is switched off is none.
  const free: Unit["free"] =
    shows || scripts.some((script) => /\benable\b/.test(script.text))
      ? new Map()
      : findFree(scripts[0].body, scripts[0].text, candidates, natives, {
          strict,
          assignsIfs: ifs.integers,
          splitsDigits: ifs.digits,
          nounset,
          dash,
          traps,
          locales,
          plainTexts,
          excluded,
        });
  const direct: Unit["direct"] = new Map([...candidates].filter(([name, { list }]) => !list || free.has(name)));
  return {
    direct,
    free,
    dash,
    bytes: isBytes(scripts),
    stops,
    jumpsByName,
    jumpsByText: foreign || scripts.some(hasJumpsInText),
    foldsCase,
    plainTexts,
    traces,
    nounset,
    refers,
    associates,
    strict: strict || foreign,
    touchy,
    assignsIfs: ifs.integers,
    splitsDigits: ifs.digits,
    functionNames,
    functionBodies,
    showsFunctions: shows,
    functionsReadStatus,
    aliased: scripts.some((script) => script.aliased),
    natives,
    traps,
    returnTraps: traps && (foreign || scripts.some((script) => script.text.includes("RETURN"))),
    showsPlaces: scripts.some((script) => script.text.includes("extdebug") && /-\w*F/.test(script.text)),
    readsLastWord,
    // A prompt of traces is expanded when it is shown.
    evaluatesSubscripts:
      scripts.some((script) => traces && /\bPS4=.*[$`]/.test(script.text)) ||
      scripts.some((script) => /'[^'\n]*\w\[[^'\n]*(?:\$[({]|`)|\w\[[^\]\n]*\\[$`]/.test(script.text)),
    wantsProcess: processWish(scripts),
  };
}
