/** Uses of variables in words and expressions: what each does to the question whether a name is an integer of its own. */
import type { Arithmetic, ArithmeticText, Command, List, Parameter, Part, Redirect, TestExpression, Word } from "./parse/index.ts";
import { IS_NAME, literalText, mayBeExpression } from "./integer-words.ts";
import { isArrayUse, isText } from "./expansion-uses.ts";
import { kill, note, type Flow } from "./flow.ts";
import { walk } from "./lower/scan.ts";
import type { Separated } from "./locals.ts";
import type { SharedUses } from "./shared-uses.ts";
import { divides, namesIn, paramKey } from "./name-words.ts";
import { arithmeticTree } from "./parse/arithmetic.ts";

const NAME = /[A-Za-z_][A-Za-z0-9_]*/g;

export abstract class Uses {
  /** Something may reach any name. */
  protected all = false;
  /** Names whose value is read somewhere. */
  protected readonly reads = new Set<string>();
  /** Names that stay with the shell. */
  protected readonly bad = new Set<string>();
  /** Of the main script: read where they may not be assigned yet. */
  protected readonly inherited = new Set<string>();
  /** Reading a variable without a value may be an error. */
  protected abstract readonly nounset: boolean;
  /** A command is computed. */
  protected abstract readonly dynamicCommands: boolean;
  /** Names that hold texts. */
  protected readonly texts = new Set<string>();
  /** `name` is an integer only if `of` is; `hard`: else it stays with the shell. */
  protected readonly needs: { readonly name: string; readonly of: string; readonly hard?: boolean }[] = [];
  protected readonly associative = new Set<string>();
  /** References that an associative array may be behind: a subscript is a key or an expression. */
  protected readonly maybeAssociative = new Set<string>();
  /** Variables of `for` loops, by the names of the scope; names that are used outside of a loop over them. */
  protected readonly looped = new Map<ReadonlySet<string>, Set<string>>();
  protected readonly outside = new Map<ReadonlySet<string>, Set<string>>();
  /** Names whose value may be what such a loop left. */
  protected readonly left = new Map<ReadonlySet<string>, Set<string>>();
  /** Names that are used as indexed arrays, and those that are used as plain variables. */
  protected readonly arrays = new Set<string>();
  protected readonly plain = new Set<string>();
  /** Globals that functions assign, by those that do. */
  protected readonly undeclared = new Map<string, Set<string>>();
  /** Commands inside words. */
  protected abstract list(list: List, flow: Flow): void;

  /** Bodies of processes: what they are of, and the process around each. */
  protected readonly bodies: { readonly of: object; readonly around: number }[] = [{ of: this, around: 0 }];
  /** The processes in which a name stands, and those that assign it. */
  protected readonly places = new Map<string, Set<number>>();
  protected readonly writers = new Map<string, Set<number>>();
  /** Names that are known in part. */
  private readonly patterns: RegExp[] = [];

  /** Globals that functions share with the main script. */
  protected abstract readonly shared: SharedUses;
  /** Locals that have names of their own for this analysis. */
  protected abstract readonly separated: Separated;

  protected tokens(text: string): void {
    for (const [name] of text.matchAll(NAME)) for (const each of [name, ...this.separated.variants(name)]) this.bad.add(each);
  }

  /** What a text names in which NUL stands for any. */
  protected named(text: string): void {
    if (!text.includes("\0")) return this.tokens(text);
    this.patterns.push(new RegExp(`^${text.replace(/[^\w\0]+.*/s, "").replace(/\0+/g, "\\w*")}$`));
  }

  /** Names that such texts fit stay with the shell. */
  protected keepNamed(): void {
    if (this.patterns.length)
      for (const name of this.places.keys())
        if (this.patterns.some((pattern) => pattern.test(this.separated.base(name)))) this.bad.add(name);
  }

  /** Has each loop over a name a variable of its own? `names`: the scope's; undefined: of any. */
  protected isLoopsOwn(name: string, names: ReadonlySet<string> | undefined): boolean {
    const among = (map: ReadonlyMap<ReadonlySet<string>, ReadonlySet<string>>): boolean =>
      names ? map.get(names)?.has(name) === true : [...map.values()].some((each) => each.has(name));
    return among(this.looped) && !among(this.left);
  }

  /** Is it used besides? */
  protected isUsedBesides(name: string, names: ReadonlySet<string> | undefined): boolean {
    return names ? this.outside.get(names)?.has(name) === true : [...this.outside.values()].some((each) => each.has(name));
  }

  /** Runs with what is the body of a `for` loop. */
  protected looping(name: string, flow: Flow, run: () => void): void {
    const around = flow.loops;
    if (this.shared.names.has(name)) this.bad.add(name);
    if (around.has(name)) note(this.left, flow.names, name);
    note(this.looped, flow.names, name);
    flow.loops = new Set([...around, name]);
    run();
    flow.loops = around;
    this.forget(flow, [name]);
  }

  /** What loops inside of a loop assign is not what it was when a round begins. */
  protected forgetLoops(flow: Flow, tree: unknown): void {
    const names: string[] = [];
    walk(tree, (node) => {
      if (node.kind === "for") names.push(node.name as string);
    });
    this.forget(flow, names);
  }

  private forget(flow: Flow, names: readonly string[]): void {
    if (names.some((name) => flow.kept.has(name))) flow.kept = new Set([...flow.kept].filter((name) => !names.includes(name)));
  }

  protected loop(c: Command<"for">, flow: Flow): void {
    this.forgetLoops(flow, c.body);
    this.looping(c.name, flow, () => {
      this.maybe(flow, () => {
        this.write(c.name, flow);
        this.list(c.body, flow);
      });
    });
  }

  protected element(element: { readonly key?: Word; readonly value: Word }, name: string, flow: Flow): void {
    if (element.key) {
      this.subscript(element.key, name, flow);
      // It is evaluated once all elements are expanded: what it changes has to be the shell's.
      if (/=|\+\+|--/.test(literalText(element.key))) this.tokens(literalText(element.key));
    }
    // An element may be evaluated as an expression later.
    const text = literalText(element.value);
    if (this.dynamicCommands || mayBeExpression(text)) this.tokens(text);
    this.word(element.value, flow);
  }

  protected redirects(list: readonly Redirect[], flow: Flow): void {
    for (const r of list) {
      if (r.variable) this.bad.add(r.variable);
      this.word(r.word, flow);
    }
  }

  /** `array`: its elements are asked for, or how many there are. */
  protected read(name: string, flow: Flow, array = false): void {
    if (!IS_NAME.test(name)) return;
    (array ? this.arrays : this.plain).add(name);
    this.reads.add(name);
    note(this.places, name, flow.body);
    if (this.shared.names.has(name)) return this.shared.use(name, flow, false, false);
    if (!flow.loops.has(name)) {
      note(this.outside, flow.names, name);
      if (!flow.kept.has(name)) note(this.left, flow.names, name);
    }
    flow.names.add(name);
    if (flow.killed.has(name)) this.bad.add(name);
    if (flow.assigned.has(name)) return;
    // A local without a value reads as nothing.
    const inherits = !flow.emptied.has(name);
    if (!array) this.texts.add(name);
    // It has what the environment gave, or nothing.
    if (inherits && flow.fn === undefined && !this.nounset) this.inherited.add(name);
    else if (inherits) this.bad.add(name);
  }

  /** An assignment of some elements of an array, or behind the last. */
  protected writeElements(name: string, flow: Flow): void {
    if (this.shared.names.has(name)) this.shared.use(name, flow, true, false);
    else if (flow.killed.has(name)) this.bad.add(name);
    if (!flow.assigned.has(name) && !flow.locals?.has(name) && !this.shared.names.has(name)) {
      if (flow.fn === undefined) this.inherited.add(name);
      else this.bad.add(name);
    }
    this.write(name, flow, true);
  }

  protected write(name: string, flow: Flow, array = false): void {
    (array ? this.arrays : this.plain).add(name);
    note(this.places, name, flow.body);
    if (this.shared.names.has(name)) {
      this.shared.use(name, flow, true, true);
      flow.assigned = new Set([...flow.assigned, name]);
      return;
    }
    if (!flow.loops.has(name)) {
      note(this.outside, flow.names, name);
      if (!flow.kept.has(name)) flow.kept = new Set([...flow.kept, name]);
    }
    flow.names.add(name);
    if (flow.process > 0) note(this.writers, name, flow.body);
    if (flow.process > 0 && flow.locals?.has(name)) this.bad.add(name);
    else if (flow.process === 0 && flow.fn !== undefined && !flow.locals?.has(name)) note(this.undeclared, name, flow.fn);
    if (!flow.assigned.has(name)) flow.assigned = new Set([...flow.assigned, name]);
    if (flow.killed.has(name)) flow.killed = new Set([...flow.killed].filter((each) => each !== name));
  }

  protected maybe(flow: Flow, run: () => void): ReadonlySet<string> {
    const before = flow.assigned;
    const { kept, killed } = flow;
    flow.depth++;
    run();
    flow.depth--;
    const after = flow.assigned;
    flow.assigned = before;
    kill(flow, killed);
    if (flow.kept !== kept) flow.kept = new Set([...kept].filter((name) => flow.kept.has(name)));
    return after;
  }

  /** What runs in a process of its own; `of` is its body. */
  protected inProcess(flow: Flow, of: object, run: () => void): void {
    const around = flow.body;
    flow.process++;
    flow.body = this.bodies.push({ of, around }) - 1;
    this.maybe(flow, run);
    flow.body = around;
    flow.process--;
  }

  /** The processes that have a variable of that name of their own: they assign it, none inside of another, and all that read it are inside. */
  protected ownersOf(name: string): readonly object[] {
    const writers = this.writers.get(name) ?? new Set<number>();
    const owner = (from: number): number => {
      let at = from;
      while (at > 0 && !writers.has(at)) at = this.bodies[at].around;
      return at;
    };
    for (const at of this.places.get(name) ?? []) if (owner(at) === 0) return [];
    for (const at of writers) if (owner(this.bodies[at].around) !== 0) return [];
    return [...writers].map((at) => this.bodies[at].of);
  }

  /** The variables of processes, by their bodies. */
  protected ownedByProcesses(): ReadonlyMap<object, string[]> {
    const out = new Map<object, string[]>();
    for (const name of this.writers.keys()) for (const owner of this.ownersOf(name)) out.set(owner, [...(out.get(owner) ?? []), name]);
    return out;
  }

  protected subscript(word: Word, array: string, flow: Flow): void {
    if (this.associative.has(array) && !this.maybeAssociative.has(array)) return this.word(word, flow);
    // A subscript of nothing is a mistake.
    if (!this.associative.has(array) && literalText(word).trim() === "") this.bad.add(array);
    if (this.maybeAssociative.has(array)) {
      this.tokens(literalText(word));
      return this.word(word, flow);
    }
    const tree = arithmeticTree(word);
    if (tree) this.typedTree(tree, flow);
    else {
      this.tokens(literalText(word));
      this.word(word, flow);
    }
  }

  protected word(word: Word, flow: Flow): void {
    this.parts(word.parts, flow);
  }

  protected parts(parts: readonly Part[], flow: Flow): void {
    for (const part of parts) {
      switch (part.kind) {
        case "double":
          this.parts(part.parts, flow);
          break;
        case "parameter":
          this.parameter(part, flow);
          break;
        case "command":
        case "process":
          this.inProcess(flow, part.body, () => this.list(part.body, flow));
          break;
        case "arithmetic":
          this.arithmetic(part.expression, flow);
          break;
      }
    }
  }

  protected parameter(p: Parameter, flow: Flow): void {
    const { operation } = p;
    // A text without a value is no name.
    if (p.indirect && !p.subscript && IS_NAME.test(p.name) && flow.assigned.has(p.name)) this.read(p.name, flow);
    else if (p.indirect && IS_NAME.test(p.name)) this.bad.add(p.name);
    else if (!operation && !p.subscript) return this.read(p.name, flow);
    if (isText(p)) {
      this.texts.add(p.name);
      // What is unset is not what is empty there.
      if (operation?.kind === "default" && !operation.colon) this.bad.add(p.name);
      this.read(p.name, flow);
    } else if (isArrayUse(p)) this.read(p.name, flow, true);
    else if (IS_NAME.test(p.name) && !p.indirect) this.bad.add(p.name);
    if (p.subscript?.kind === "text") this.subscript(p.subscript.word, p.name, flow);
    if (!operation) return;
    this.maybe(flow, () => {
      for (const value of Object.values(operation)) {
        if (typeof value !== "object") continue;
        if ("word" in value) this.arithmetic(value as ArithmeticText, flow);
        else if ("parts" in value) this.word(value as Word, flow);
      }
    });
  }

  protected arithmetic(e: ArithmeticText, flow: Flow): void {
    if (e.tree) return this.typedTree(e.tree, flow);
    const text = literalText(e.word);
    // `(( x_$i = 1 ))`: the name is made when it runs.
    // `10#$x` is the digits of a number.
    if (text.replace(/\b\d+#\0/g, "0").includes("\0")) this.all = true;
    this.tokens(text);
    this.word(e.word, flow);
  }

  /** An expression is compiled only when all expansions in it are integers; else it is text, which cannot see native variables. */
  protected typedTree(tree: Arithmetic, flow: Flow): void {
    this.tree(tree, flow);
    const { names, expansions } = namesIn(tree, (name) => this.associative.has(name) && !this.maybeAssociative.has(name));
    for (const part of expansions) {
      if (part.kind === "arithmetic" || (part.kind === "parameter" && part.operation?.kind === "length")) continue;
      if (part.kind === "parameter" && !part.operation && !part.indirect && /^[#?]$/.test(part.name) && !divides(tree)) continue;
      const plain = part.kind === "parameter" && !part.operation && !part.subscript ? part.name : "";
      const of = IS_NAME.test(plain)
        ? plain
        : /^[1-9]$/.test(plain) && flow.fn !== undefined && !divides(tree)
          ? paramKey(flow.fn, plain)
          : undefined;
      for (const name of names) {
        if (of !== undefined) this.needs.push({ name, of, hard: true });
        else this.bad.add(name);
      }
    }
  }

  protected tree(tree: Arithmetic, flow: Flow): void {
    switch (tree.kind) {
      case "number":
        return;
      case "variable":
        return this.target(tree.target, flow, false);
      case "expansion":
        return this.parts([tree.part], flow);
      case "unary":
        return this.tree(tree.operand, flow);
      case "binary":
      case "comma":
        this.tree(tree.left, flow);
        return this.tree(tree.right, flow);
      case "logical":
        this.tree(tree.left, flow);
        this.maybe(flow, () => this.tree(tree.right, flow));
        return;
      case "conditional":
        this.tree(tree.test, flow);
        this.maybe(flow, () => this.tree(tree.then, flow));
        this.maybe(flow, () => this.tree(tree.orElse, flow));
        return;
      case "assign":
        this.tree(tree.value, flow);
        if (tree.operator !== "") this.target(tree.target, flow, false);
        return this.target(tree.target, flow, true);
      case "step":
        this.target(tree.target, flow, false);
        return this.target(tree.target, flow, true);
    }
  }

  protected target(target: { readonly name: string; readonly subscript?: Word }, flow: Flow, writes: boolean): void {
    if (target.subscript) {
      this.subscript(target.subscript, target.name, flow);
      if (writes) this.writeElements(target.name, flow);
      else this.read(target.name, flow, true);
    } else if (writes) this.write(target.name, flow);
    else this.read(target.name, flow);
  }

  protected test(e: TestExpression, flow: Flow): void {
    switch (e.kind) {
      case "word":
        return this.word(e.word, flow);
      case "unary":
        if (e.operator === "-v" || e.operator === "-R") this.tokens(literalText(e.operand));
        return this.word(e.operand, flow);
      case "binary":
        for (const side of [e.left, e.right]) {
          if (/^-(?:eq|ne|lt|le|gt|ge)$/.test(e.operator)) this.tokens(literalText(side));
          this.word(side, flow);
        }
        return;
      case "not":
        return this.test(e.operand, flow);
      default:
        this.test(e.left, flow);
        this.maybe(flow, () => this.test(e.right, flow));
    }
  }
}
