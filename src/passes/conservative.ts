/**
 * Facts that are sound for every program: containers and instances shared, exact integers of any size, parameters owned, nothing moved.
 * Each analysis improves on one of them. Failures unwind; `guarded` catches what unwinds.
 */
import type { ClassId, FunctionId, GlobalId, LocalId, Program, Type } from "../ir/index.ts";
import { isExpression, walk } from "../ir/walk.ts";
import { enumerations } from "./enumerations.ts";
import type { Facts } from "./facts.ts";
import { EVERYTHING } from "./interval.ts";
import { rawPointers } from "./pointers.ts";

interface LocalFacts {
  readonly mutated: ReadonlySet<LocalId>;
  readonly used: ReadonlySet<LocalId>;
  readonly cells: ReadonlySet<LocalId>;
}

export function conservativeFacts(program: Program): Facts {
  const locals = new Map<FunctionId, LocalFacts>();
  const factsOf = (fn: FunctionId): LocalFacts => {
    let known = locals.get(fn);
    if (!known) locals.set(fn, (known = localFacts(program, fn)));
    return known;
  };
  const changes = changesContainers(program);
  let taken: ReadonlySet<GlobalId> | undefined;
  const addressed = (): ReadonlySet<GlobalId> => (taken ??= addressedGlobals(program));
  const records = new Set(program.classes.filter((cls) => cls.flavour !== "class").map((cls) => cls.id));
  return {
    representation: () => (changes ? "shared" : "value"),
    small: () => false,
    interval: () => EVERYTHING,
    unnatural: [],
    param: () => "own",
    binding: () => "own",
    cell(fn, local) {
      if (fn < 0 || !factsOf(fn).cells.has(local)) return "none";
      return isPlain(program.functions[fn].locals[local].type) ? "cell" : "refcell";
    },
    field(cls: ClassId, name: string) {
      if (records.has(cls)) return "plain";
      const field = program.classes[cls].fields.find((each) => each.name === name);
      return field && isPlain(field.type) ? "cell" : "refcell";
    },
    global(id: GlobalId) {
      const global = program.globals[id];
      if (!program.safe) return isPlain(global.type) && !addressed().has(id) && !global.extern ? "cell" : "raw";
      if (global.constant && global.value && isConstant(global.value.kind, global.type)) return "const";
      return isPlain(global.type) && global.type.kind !== "option" ? "cell" : "refcell";
    },
    passing: () => false,
    writes: () => true,
    rewrites: () => true,
    counted: () => false,
    shallow: false,
    looks: () => false,
    optional: () => false,
    held: () => false,
    snapshot: () => true,
    changes: () => true,
    lastUse: () => false,
    dead: () => false,
    unread: () => false,
    readBehind: () => false,
    mutated: (fn, local) => fn >= 0 && factsOf(fn).mutated.has(local),
    used: (fn, local) => fn < 0 || factsOf(fn).used.has(local),
    fails: (fn) => program.functions[fn].fails === "always",
    enumeration: (cls) => enumerations(program).classes.get(cls),
    copied: () => false,
    fixedText: () => false,
    member: (id) => enumerations(program).globals.get(id),
    pointers: rawPointers,
    aligned: () => false,
    reason: () => undefined,
  };
}

/** Globals whose address is taken somewhere. */
function addressedGlobals(program: Program): Set<GlobalId> {
  const found = new Set<GlobalId>();
  const look = (root: Parameters<typeof walk>[0]): void =>
    walk(root, (node) => {
      if (node.kind !== "addressOf") return;
      let at = node.place;
      while (at.kind === "field" || at.kind === "index") at = at.object;
      if (at.kind === "global") found.add(at.global);
    });
  for (const fn of program.functions) if (!fn.extern) look(fn.body);
  for (const global of program.globals) if (global.value) look(global.value);
  return found;
}

/** Can the program tell one object from an equal one: does it have classes, or change a container in place? */
function changesContainers(program: Program): boolean {
  if (program.classes.some((cls) => cls.flavour === "class")) return true;
  let found = false;
  for (const fn of program.functions) {
    walk(fn.body, (node) => {
      if (found) return false;
      if (node.kind === "identical" && isShared(node.left.type)) found = true;
      if (node.kind !== "runtime") return;
      const row = program.rows(node.row);
      found ||= node.args.some((arg, i) => isShared(arg.type) && (row.args[Math.min(i, row.args.length - 1)] ?? "own") === "mut");
      found ||= row.mut !== undefined;
      return;
    });
  }
  return found;
}

/** Copied by bits whatever the other facts are. */
function isPlain(type: Type): boolean {
  switch (type.kind) {
    case "bool":
    case "int":
    case "float":
    case "unit":
    case "ptr":
      return true;
    case "option":
      return isPlain(type.inner);
    case "tuple":
      return type.elems.every(isPlain);
    case "runtime":
      return type.copy === true;
    default:
      return false;
  }
}

const isConstant = (kind: string, type: Type): boolean =>
  (kind === "int" && type.kind === "int") ||
  (kind === "float" && type.kind === "float") ||
  kind === "bool" ||
  kind === "str" ||
  kind === "bytes";

/** Assigned after the declaration, read, and captured by a closure while written somewhere. */
function localFacts(program: Program, id: FunctionId): LocalFacts {
  const fn = program.functions[id];
  const used = new Set<LocalId>();
  const assigned = new Map<LocalId, number>();
  const updated = new Set<LocalId>();
  const initialised = new Set<LocalId>(fn.params.map((param) => param.local));
  const captured = new Set<LocalId>();
  const handedOut = new Set<LocalId>();
  const targets = new Set<number>();
  const open: { declared: Set<LocalId> }[] = [];
  void open;

  const declaredIn = (root: Parameters<typeof walk>[0]): Set<LocalId> => {
    const declared = new Set<LocalId>();
    walk(root, (node) => {
      if (node.kind === "let" || node.kind === "forRange") declared.add(node.local);
      if (node.kind === "letPattern" || node.kind === "forEach") addPattern(node.pattern, declared);
      if (node.kind === "comprehension") for (const clause of node.clauses) if (clause.kind === "for") addPattern(clause.pattern, declared);
      if (node.kind === "guarded") for (const handler of node.handlers) declared.add(handler.binding);
      if (node.kind === "closure") for (const param of node.params) declared.add(param.local);
    });
    return declared;
  };

  walk(fn.body, (node) => {
    switch (node.kind) {
      case "let":
        if (node.value && node.value.kind !== "zero") initialised.add(node.local);
        break;
      case "letPattern":
      case "forEach":
        addPattern(node.pattern, initialised);
        break;
      case "forRange":
        initialised.add(node.local);
        break;
      case "assign":
        if (node.place.kind === "local") {
          assigned.set(node.place.local, (assigned.get(node.place.local) ?? 0) + 1);
          targets.add(node.place.id);
        } else rootLocals(program, node.place, handedOut);
        break;
      case "update":
        if (node.place.kind === "local") {
          updated.add(node.place.local);
        } else rootLocals(program, node.place, handedOut);
        break;
      case "runtime": {
        const row = program.rows(node.row);
        node.args.forEach((arg, i) => {
          if ((row.args[Math.min(i, row.args.length - 1)] ?? "own") === "mut") rootLocals(program, arg, handedOut);
        });
        break;
      }
      case "call": {
        const callee = program.functions[node.function];
        node.args.forEach((arg, i) => {
          if (callee.params[i]?.passing === "inout") rootLocals(program, arg, handedOut);
        });
        break;
      }
      case "addressOf":
        if (node.type.kind === "ptr" && !node.type.mutable) break;
        rootLocals(program, node.place, handedOut);
        break;
      case "closure":
      case "comprehension": {
        if (node.kind === "comprehension" && node.type.kind !== "iter") break;
        const declared = declaredIn(node);
        walk(node, (inner) => {
          if (inner.kind === "local" && !declared.has(inner.local)) captured.add(inner.local);
        });
        break;
      }
      case "local":
        if (!targets.has(node.id)) used.add(node.local);
        break;
    }
  });
  // the walk meets an assignment before its place, so that targets are known; `update` reads its place
  const mutated = new Set<LocalId>([...updated, ...handedOut]);
  for (const [local, times] of assigned) if (initialised.has(local) || times > 0) mutated.add(local);
  const once = singleAssignments(program, id);
  for (const local of once) if (!updated.has(local) && !handedOut.has(local)) mutated.delete(local);
  const cells = new Set<LocalId>();
  for (const local of captured) {
    const written = updated.has(local) || assigned.has(local) || (handedOut.has(local) && !isShared(fn.locals[local].type));
    if (written) cells.add(local);
  }
  return { mutated, used, cells };
}

const isShared = (type: Type): boolean => ["list", "dict", "set", "deque", "instance"].includes(type.kind);

function addPattern(pattern: import("../ir/index.ts").Pattern, into: Set<LocalId>): void {
  if (pattern.kind === "local") into.add(pattern.local);
  else if (pattern.kind === "tuple") for (const elem of pattern.elems) addPattern(elem, into);
}

/** The local whose own storage changes when the place does: not through a shared handle or a pointer. */
function rootLocals(program: Program, place: import("../ir/index.ts").Expression, into: Set<LocalId>): void {
  let at = place;
  for (;;) {
    if (isShared(at.type)) return;
    switch (at.kind) {
      case "local":
        into.add(at.local);
        return;
      case "field":
        at = at.object;
        break;
      case "index":
        if (at.object.type.kind === "ptr") return;
        at = at.object;
        break;
      case "tupleGet":
        at = at.tuple;
        break;
      case "unwrap":
      case "project":
        at = at.value;
        break;
      case "runtime":
        if (!at.args.length || program.rows(at.row).result !== "ref") return;
        at = at.args[0];
        break;
      default:
        return;
    }
  }
}

/** Locals declared without a value that no path assigns twice: they need no `mut`. */
function singleAssignments(program: Program, id: FunctionId): Set<LocalId> {
  const fn = program.functions[id];
  const declared = new Map<LocalId, number>();
  const out = new Set<LocalId>();
  const spoiled = new Set<LocalId>();
  let depth = 0;
  const maybe = new Set<LocalId>();
  type Block = import("../ir/index.ts").Block;
  type Statement = import("../ir/index.ts").Statement;
  const block = (body: Block): void => body.statements.forEach(one);
  const branches = (bodies: readonly Block[]): void => {
    const before = new Set(maybe);
    const after = new Set(maybe);
    for (const body of bodies) {
      maybe.clear();
      for (const local of before) maybe.add(local);
      block(body);
      for (const local of maybe) after.add(local);
    }
    maybe.clear();
    for (const local of after) maybe.add(local);
  };
  const loop = (...bodies: (Block | undefined)[]): void => {
    depth++;
    for (const body of bodies) if (body) block(body);
    depth--;
  };
  const one = (s: Statement): void => {
    switch (s.kind) {
      case "let":
        if (!s.value || s.value.kind === "zero") {
          declared.set(s.local, depth);
          maybe.delete(s.local);
          out.add(s.local);
        }
        return;
      case "assign":
        if (s.place.kind === "local") {
          const { local } = s.place;
          if (maybe.has(local) || declared.get(local) !== depth) spoiled.add(local);
          maybe.add(local);
        }
        return;
      case "if":
        return branches(s.orElse ? [s.then, s.orElse] : [s.then]);
      case "switch":
        return branches([...s.cases.map((each) => each.body), ...(s.orElse ? [s.orElse] : [])]);
      case "while":
        loop(s.body, s.step);
        if (s.orElse) block(s.orElse);
        return;
      case "doWhile":
      case "loop":
        return loop(s.body);
      case "forEach":
      case "forRange":
        loop(s.body);
        if (s.orElse) block(s.orElse);
        return;
      case "labelled":
      case "block":
        return block(s.body);
      case "guarded":
        // what a guard's closure assigns needs a value before
        depth++;
        block(s.body);
        depth--;
        for (const handler of s.handlers) block(handler.body);
        if (s.orElse) block(s.orElse);
        if (s.final) block(s.final);
        return;
      default:
        return;
    }
  };
  block(fn.body);
  // assignments inside expressions are not followed
  walk(fn.body, (node) => {
    if (node.kind !== "block" || !isExpression(node)) return;
    walk(node.body, (inner) => {
      if (inner.kind === "assign" && inner.place.kind === "local") spoiled.add(inner.place.local);
    });
    return;
  });
  return new Set([...out].filter((local) => !spoiled.has(local)));
}
