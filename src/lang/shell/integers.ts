/**
 * Which variables hold integers and are seen by nobody but the code that names them: those become `i64` locals.
 *
 * A name is native in a scope (the main script, a function) when every assignment to it in the program is an integer in the form that bash
 * would print, every use follows an assignment, and nothing can reach it by name: no builtin that takes names, no text that is evaluated, no
 * subshell that assigns it, no callee without a `local` of its own.
 */
import { isOption, isStar, keysOf, literalText, numbersOf, rangeOf } from "./integer-words.ts";
import { filledArray, unsetElement } from "./array-commands.ts";
import { isPlainLocal, mayDivide, paramKey, printedInto } from "./name-words.ts";
import { flowOf, kill, type Flow } from "./flow.ts";
import { Assigned } from "./integer-assignments.ts";
import { assignedByCalls, killedIn, type Kills } from "./kills.ts";
import { separateLocals, type Separated } from "./locals.ts";
import { INHERITED, mayReachAny, SPECIAL, takesNames } from "./names.ts";
import type { Command, List } from "./parse/index.ts";
import { namesOf, type Natives, type Owned } from "./owned.ts";
import { reachesAll } from "./reach.ts";
import { namesOfRead } from "./read-names.ts";
import { reentered } from "./reentry.ts";
import { declaredAssociative, findReferences, maybeAssociative, type References } from "./references.ts";
import { firstWord, some } from "./lower/scan.ts";
import { SharedUses } from "./shared-uses.ts";

/** `texts`: variables that hold texts may be found too; `nounset`: reading one without a value is an error; `shared`: globals that functions may share. */
interface Options {
  readonly texts: boolean;
  readonly nounset: boolean;
  readonly shared: ReadonlySet<string>;
}

export function findNatives(body: List, options: Options): Natives | undefined {
  if (reachesAll(body)) return undefined;
  return new Finder(body, options).result();
}

class Finder extends Assigned {
  private readonly scopes = new Map<Command | undefined, Set<string>>();
  /** By the names of a scope: its locals that are declared in a branch. */
  private readonly branched = new Map<Set<string>, Set<string>>();
  private readonly functions = new Set<string>();
  /** Arrays that builtins make. */
  private readonly filled = new Set<string>();
  /** What each function calls. */
  private readonly calls = new Map<string, Set<string>>();
  /** Names that one `read` assigns. */
  private readonly groups: (readonly string[])[] = [];
  /** Functions whose parameters are not what the calls say: defined twice, shifted. */
  private readonly lostParams = new Set<string>();
  protected override readonly dynamicCommands: boolean;
  protected override readonly references: References;
  private readonly kills: Kills;
  /** The scopes of each function. */
  private readonly ofFunction = new Map<string, Set<string>[]>();
  private readonly body: List;
  protected override readonly separated: Separated;
  private readonly withTexts: boolean;
  protected override readonly nounset: boolean;
  protected override readonly shared: SharedUses;
  /** Globals that each function uses. */
  private readonly globals = new Map<string, Set<string>>();

  constructor(script: List, options: Options) {
    super();
    this.shared = new SharedUses(options.shared);
    const associative = declaredAssociative(script);
    this.separated = separateLocals(script, associative);
    const { body, variants } = this.separated;
    this.body = body;
    this.withTexts = options.texts;
    this.nounset = options.nounset;
    this.dynamicCommands = some(body, (node) => node.kind === "simple" && firstWord(node as unknown as Command<"simple">) === undefined);
    this.references = findReferences(body);
    this.kills = assignedByCalls(body);
    for (const target of this.references.targets) this.named(target);
    if (this.references.any || (this.dynamicCommands && this.references.params.size)) this.all = true;
    for (const name of associative) for (const each of [name, ...variants(name)]) this.associative.add(each);
    for (const name of maybeAssociative(this.references, associative))
      for (const each of [name, ...variants(name)]) this.maybeAssociative.add(each);
    for (const name of ["BASH_ALIASES", "BASH_CMDS"]) this.associative.add(name);
  }

  result(): Natives {
    const main = flowOf(undefined);
    this.scopes.set(undefined, main.names);
    this.list(this.body, main);
    for (const fn of this.functions)
      if (this.lostParams.has(fn) || this.dynamicCommands) for (let i = 1; i <= 9; i++) this.bad.add(paramKey(fn, String(i)));
    this.keepNamed();
    this.keepGlobals();
    this.keepShared(main);
    this.keepArrays();
    for (let changed = true; changed;) {
      changed = false;
      // What one `read` assigns is all of one kind.
      for (const group of this.groups) {
        if (!group.some((name) => this.isLost(name)) || group.every((name) => this.bad.has(name))) continue;
        for (const name of group) this.bad.add(name);
        changed = true;
      }
      for (const { name, of, hard } of this.needs) {
        const to = hard ? this.bad : this.texts;
        if ((this.bad.has(of) || this.texts.has(of)) && !to.has(name)) {
          to.add(name);
          changed = true;
        }
      }
    }
    const { base, copyOf } = this.separated;
    const good = (given: Iterable<string> | undefined, inProcess = false): Owned => {
      const owned = [...(this.all ? [] : (given ?? []))].filter(
        (name) => !this.bad.has(name) && !SPECIAL.test(name) && this.writers.has(name) === inProcess,
      );
      const texts = this.withTexts ? owned.filter((name) => this.texts.has(name) && !INHERITED.test(name)) : [];
      const arrays = owned.filter((name) => this.arrays.has(name));
      const names = inProcess ? undefined : (given as ReadonlySet<string>);
      const loops = new Map(
        owned
          .filter((name) => this.isLoopsOwn(name, names))
          .map((name) => [base(name), { integer: !this.texts.has(name), besides: this.isUsedBesides(name, names) }]),
      );
      const named = (names: readonly string[]): ReadonlySet<string> => new Set(names.map(base));
      const integers = named(owned.filter((name) => !this.texts.has(name) && !this.arrays.has(name)));
      return {
        integers,
        texts: named(texts),
        arrays: named(arrays),
        inherited: named(owned.filter((name) => this.inherited.has(name))),
        loops,
      };
    };
    const isIntegerParam = (fn: string | undefined, index: string): boolean =>
      fn !== undefined && !this.all && this.functions.has(fn) && !this.bad.has(paramKey(fn, index)) && !this.texts.has(paramKey(fn, index));
    const reads = new Set([...this.reads].map(base));
    const processes = this.ownedByProcesses();
    return {
      inProcess: (body) => (processes.has(copyOf(body)) ? good(processes.get(copyOf(body)), true) : undefined),
      inProcesses: new Set([...processes.values()].flatMap((names) => [...good(names, true).integers])),
      main: good(main.names),
      inFunction: (body) => good(this.scopes.get(copyOf(body) as Command)),
      isIntegerParam,
      isRead: (name) => reads.has(name),
      inBranch: (body) => new Set([...(this.branched.get(this.scopes.get(copyOf(body) as Command) ?? new Set()) ?? [])].map(base)),
      isAssociative: (name) => this.associative.has(name) || this.maybeAssociative.has(name),
      globals: this.globals,
      handed: this.shared.handed(namesOf(good(main.names))),
    };
  }

  /** Arrays that are more than indexed arrays of one process stay with the shell. */
  private keepArrays(): void {
    const { base, variants } = this.separated;
    for (const name of this.arrays)
      if (
        // What the builtin makes under that name is no other variable of it.
        (this.filled.has(name) && [base(name), ...variants(base(name))].some((each) => each !== name && this.places.has(each))) ||
        this.plain.has(name) ||
        this.texts.has(name) ||
        this.associative.has(name) ||
        this.maybeAssociative.has(name) ||
        this.references.names.has(name) ||
        this.writers.has(name) ||
        SPECIAL.test(name) ||
        (INHERITED.test(name) && this.inherited.has(name))
      )
        this.bad.add(name);
  }

  /** A global that has a value before each use, none of it from a call, is a variable of each function that uses it, if no call meets another. */
  private keepGlobals(): void {
    const again = reentered(this.functions, this.calls, this.bad);
    for (const [name, functions] of this.undeclared) {
      if ([...functions].some((fn) => again.has(fn)) || this.dynamicCommands) this.bad.add(name);
      else
        for (const scope of [...functions].flatMap((fn) => this.ofFunction.get(fn) ?? []))
          if (scope.has(name)) this.branched.set(scope, new Set([...(this.branched.get(scope) ?? []), name]));
    }
  }

  protected override list(list: List, flow: Flow): void {
    for (const item of list.items) {
      if (item.background) this.inProcess(flow, item.command, () => this.command(item.command, flow));
      else this.command(item.command, flow);
    }
  }

  /** What is assigned inside does not count afterwards. */
  private command(c: Command, flow: Flow): void {
    if (c.redirects.length && c.kind !== "simple") {
      this.redirects(c.redirects, flow);
      // The body does not run when a redirection fails.
      this.maybe(flow, () => this.bare(c, flow));
    } else this.bare(c, flow);
  }

  private bare(c: Command, flow: Flow): void {
    switch (c.kind) {
      case "simple":
        return this.simple(c, flow);
      case "pipeline":
        if (c.stages.length === 1) return this.command(c.stages[0], flow);
        for (const stage of c.stages) this.inProcess(flow, stage, () => this.command(stage, flow));
        return;
      case "and":
      case "or":
        this.command(c.left, flow);
        this.maybe(flow, () => this.command(c.right, flow));
        return;
      case "subshell":
        return this.inProcess(flow, c.body, () => this.list(c.body, flow));
      case "group":
        return this.list(c.body, flow);
      case "if": {
        const ends: ReadonlySet<string>[] = [];
        for (const arm of c.arms) {
          this.list(arm.test, flow);
          ends.push(this.maybe(flow, () => this.list(arm.body, flow)));
        }
        if (c.orElse) ends.push(this.maybe(flow, () => this.list(c.orElse as List, flow)));
        // All tests have run.
        else ends.push(flow.assigned);
        flow.assigned = new Set([...ends[0]].filter((name) => ends.every((end) => end.has(name))));
        return;
      }
      case "while":
        this.forgetLoops(flow, c);
        kill(flow, killedIn(c, this.kills));
        flow.depth++;
        this.list(c.test, flow);
        flow.depth--;
        this.maybe(flow, () => this.list(c.body, flow));
        return;
      case "for": {
        for (const word of c.words ?? []) this.word(word, flow);
        kill(flow, killedIn(c.body, this.kills));
        const keys = c.words && keysOf(c.words);
        if (keys !== undefined) this.needs.push({ name: c.name, of: keys });
        if (c.words && (keys !== undefined || rangeOf(c.words) || numbersOf(c.words))) {
          this.loop(c, flow);
          return;
        }
        this.texts.add(c.name);
        if (this.references.names.has(c.name)) {
          this.bad.add(c.name);
          for (const word of c.words ?? []) this.named(literalText(word));
        }
        this.loop(c, flow);
        return;
      }
      case "select":
        this.bad.add(c.name);
        for (const word of c.words ?? []) this.word(word, flow);
        this.forgetLoops(flow, c.body);
        kill(flow, killedIn(c.body, this.kills));
        this.maybe(flow, () => this.list(c.body, flow));
        return;
      case "arithmeticFor":
        if (c.init) this.arithmetic(c.init, flow);
        this.forgetLoops(flow, [c.body, c.test, c.step]);
        kill(flow, killedIn([c.body, c.test, c.step], this.kills));
        if (c.test) this.arithmetic(c.test, flow);
        this.maybe(flow, () => {
          this.list(c.body, flow);
          if (c.step) this.arithmetic(c.step, flow);
        });
        return;
      case "case":
        this.word(c.subject, flow);
        this.clauses(c, flow);
        return;
      case "function": {
        if (this.functions.has(c.name) || flow.depth > 0 || flow.process > 0 || flow.fn !== undefined) this.lostParams.add(c.name);
        this.functions.add(c.name);
        const own = flowOf(c.name);
        this.scopes.set(c.body, own.names);
        this.ofFunction.set(c.name, [...(this.ofFunction.get(c.name) ?? []), own.names]);
        this.command(c.body, own);
        this.shared.end(own, !some(c.body, mayDivide));
        this.globals.set(c.name, new Set([...own.names].filter((name) => !own.locals?.has(name))));
        return;
      }
      case "test":
        return this.test(c.expression, flow);
      case "arithmetic":
        return this.arithmetic(c.expression, flow);
      case "coproc":
        return;
    }
  }

  private isLost(name: string): boolean {
    return (
      this.bad.has(name) ||
      !this.withTexts ||
      SPECIAL.test(name) ||
      INHERITED.test(name) ||
      (this.writers.has(name) && !this.ownersOf(name).length)
    );
  }

  private clauses(c: Command<"case">, flow: Flow): void {
    const ends: ReadonlySet<string>[] = [];
    for (const clause of c.clauses) {
      for (const pattern of clause.patterns) this.word(pattern, flow);
      ends.push(this.maybe(flow, () => this.list(clause.body, flow)));
    }
    const all = c.clauses.every((clause) => clause.end === ";;") && c.clauses.some((clause) => clause.patterns.some(isStar));
    if (all) flow.assigned = new Set([...ends[0]].filter((name) => ends.every((end) => end.has(name))));
  }

  private simple(c: Command<"simple">, flow: Flow): void {
    this.simpleBefore(c, flow);
    this.shared.called(firstWord(c) ?? "", flow);
    kill(flow, killedIn(c, this.kills));
  }

  private simpleBefore(c: Command<"simple">, flow: Flow): void {
    const name = firstWord(c);
    this.redirects(c.redirects, flow);
    if (c.words.length) for (const a of c.assignments) this.assignment(a, flow, true);
    else for (const a of c.assignments) this.assignment(a, flow, c.redirects.length > 0);
    if (name === "local" && flow.locals && flow.process === 0 && !c.redirects.length && c.words.slice(1).every(isPlainLocal)) {
      for (const word of c.words.slice(1)) {
        const local = "assignment" in word ? word.assignment.name : literalText(word);
        // Another variable of that name is associative.
        if (this.associative.has(local)) this.maybeAssociative.add(local);
        // A second `local`, or one after a use, is another variable.
        if (flow.locals.has(local) || flow.names.has(local)) this.bad.add(local);
        if (this.shared.names.has(local)) this.bad.add(local);
        flow.locals.add(local);
        flow.names.add(local);
        if (flow.depth > 0) this.branched.set(flow.names, new Set([...(this.branched.get(flow.names) ?? []), local]));
        if (!("assignment" in word)) {
          if (!this.nounset) flow.emptied.add(local);
          continue;
        }
        // All values are expanded before the first name is local.
        const { value, elements } = word.assignment;
        for (const other of c.words.slice(1)) {
          const name = "assignment" in other ? other.assignment.name : literalText(other);
          if (other !== word && some([value, elements], (node) => node.name === name)) this.bad.add(name);
        }
        this.assignment(word.assignment, flow, false);
      }
      return;
    }
    const fields = name === "read" ? namesOfRead(c) : undefined;
    if (fields) {
      for (const word of c.words.slice(1)) if (!("assignment" in word)) this.word(word, flow);
      for (const field of fields) {
        if (field === "_") continue;
        this.texts.add(field);
        this.write(field, flow);
      }
      this.groups.push(fields.filter((field) => field !== "_"));
      this.call(c, "read", flow);
      return;
    }
    const filled = filledArray(c);
    if (filled !== undefined) {
      this.filled.add(filled);
      for (const word of c.words.slice(1)) if (!("assignment" in word)) this.word(word, flow);
      this.writeElements(filled, flow);
      this.call(c, name ?? "", flow);
      return;
    }
    const unset = unsetElement(c);
    if (unset) {
      // The shell reads these names itself where the array is its own.
      this.tokens(literalText(unset.subscript));
      this.subscript(unset.subscript, unset.name, flow);
      this.read(unset.name, flow, true);
      return this.writeElements(unset.name, flow);
    }
    if (name === "shift" || (name === "set" && flow.fn !== undefined)) this.lostParams.add(flow.fn ?? "");
    // Functions may be called before the text that defines them was seen here.
    if (name !== undefined) this.call(c, name, flow);
    if (name === "return") this.shared.leave(flow);
    if (name !== undefined && flow.fn !== undefined) this.calls.set(flow.fn, new Set([...(this.calls.get(flow.fn) ?? []), name]));
    const takes = name === undefined || takesNames(c, name) || this.dynamicCommands;
    for (const word of c.words) {
      if ("assignment" in word) {
        this.bad.add(word.assignment.name);
        if (word.assignment.subscript) this.tokens(literalText(word.assignment.subscript));
        if (word.assignment.value) this.word(word.assignment.value, flow);
        for (const element of word.assignment.elements ?? []) this.element(element, word.assignment.name, flow);
        continue;
      }
      if (takes && word !== c.words[0] && !isOption(name, literalText(word))) this.tokens(literalText(word));
      this.word(word, flow);
    }
    const literals = c.words.map((word) => ("assignment" in word ? "" : literalText(word)));
    if (name !== undefined && takes && takesNames(c, name)) this.all ||= mayReachAny(name, literals.slice(1));
    if ((name === "printf" || name === "test" || name === "[") && literals.some((text) => text.startsWith("-v"))) {
      const named = literals.filter((text, i) => literals[i - 1] === "-v" || (name === "printf" && text.startsWith("-v")));
      for (const text of named) this.tokens(text.replace(/^-v/, ""));
      if (!printedInto(c) && named.some((text) => text.includes("\0"))) this.all = true;
    }
  }
}
