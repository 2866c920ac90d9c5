/** Names and storage of a function's locals, and which of them rustc could not see assigned before they are read. */
import type { Block, Expression, IrFunction, LocalId, Statement } from "../ir/index.ts";
import { isExpression, patternLocals, walk } from "../ir/walk.ts";
import { type NameScope, escapeName, snakeCase } from "../rust/names.ts";
import { hasZero } from "../ir/assigned.ts";
import type { ProgramContext, Storage } from "./context.ts";

/** Locals that a `let` statement declares, and those that an assignment names. */
export function namedLocals(fn: IrFunction): { readonly declared: Set<LocalId>; readonly assigned: Set<LocalId> } {
  const declared = new Set<LocalId>();
  const assigned = new Set<LocalId>();
  walk(fn.body, (node) => {
    if (node.kind === "let") declared.add(node.local);
    else if (node.kind === "letPattern") for (const local of patternLocals(node.pattern)) declared.add(local);
    else if ((node.kind === "assign" || node.kind === "update") && node.place.kind === "local") assigned.add(node.place.local);
  });
  return { declared, assigned };
}

/** Name and storage of each local. `deferred`: read before rustc could see them assigned; `declared`: by a `let` statement. */
export function makeStorage(
  unit: ProgramContext,
  fn: IrFunction,
  scope: NameScope,
  deferred: ReadonlySet<LocalId>,
  declared: ReadonlySet<LocalId>,
): Map<LocalId, Storage> {
  const locals = new Map<LocalId, Storage>();
  const params = new Map(fn.params.map((param, index) => [param.local, { param, index }]));
  const names = localNames(fn, scope, declared);
  for (const local of fn.locals) {
    const param = params.get(local.id);
    const isSelf = param?.index === 0 && fn.owner?.method === "instance";
    const name = isSelf ? "self" : names.get(local.id)!;
    const cell = unit.facts.cell(fn.id, local.id);
    locals.set(local.id, {
      name,
      type: local.type,
      borrow: cell !== "none" ? "own" : unit.facts.binding(fn.id, local.id),
      cell,
      deferred: deferred.has(local.id) && !hasZero(local.type),
    });
  }
  return locals;
}

/** The source's name, in lower case where rustc asks for it. */
const localName = (name: string): string => {
  // Rust has no variables of nothing but underscores.
  if (/^_[_\d]*$/.test(name)) return "_other";
  const escaped = escapeName(name);
  return /[A-Z]/.test(escaped) ? snakeCase(name) : escaped;
};

interface Region {
  /** Declared together: no two of a group may share a name. */
  group: number;
  start: number;
  end: number;
  readonly reads: number[];
}

/** Names for all locals: two may share one where the inner hides the outer only while the outer is not used. */
function localNames(fn: IrFunction, scope: NameScope, lets: ReadonlySet<LocalId>): Map<LocalId, string> {
  const regions = localRegions(fn, lets);
  const order = fn.locals.map((local) => local.id).sort((a, b) => regions[a].start - regions[b].start || a - b);
  const holders = new Map<string, LocalId[]>();
  const out = new Map<LocalId, string>();
  for (const id of order) {
    const wanted = localName(fn.locals[id].name);
    let name = wanted;
    for (let i = 2; !mayHold(name); i++) name = `${wanted.replace(/^r#/, "").replace(/_+$/, "")}_${i}`;
    const holding = holders.get(name);
    if (holding) holding.push(id);
    else holders.set(name, [id]);
    out.set(id, name);

    function mayHold(candidate: string): boolean {
      if (scope.has(candidate)) return false;
      return (holders.get(candidate) ?? []).every((other) => compatible(regions[other], regions[id]));
    }
  }
  for (const name of holders.keys()) scope.take(name);
  return out;
}

/** The inner of two nested regions may hide the outer's variable when that is not read there. */
function compatible(outer: Region, inner: Region): boolean {
  if (outer.group >= 0 && outer.group === inner.group) return false;
  if (inner.start >= outer.end || outer.start >= inner.end) return true;
  if (inner.start < outer.start) return compatible(inner, outer);
  return inner.end <= outer.end && !outer.reads.some((at) => at >= inner.start && at < inner.end);
}

/** Where each local can be named, and where it is, as positions in the text. */
function localRegions(fn: IrFunction, lets: ReadonlySet<LocalId>): Region[] {
  let at = 0;
  const regions: Region[] = fn.locals.map(() => ({ group: -1, start: -1, end: -1, reads: [] }));
  const open: LocalId[][] = [[]];
  const declare = (local: LocalId): void => {
    // declared twice: in force everywhere
    if (regions[local].start >= 0) regions[local].start = 0;
    else regions[local].start = at++;
    open[open.length - 1].push(local);
  };
  const scoped = (run: () => void): void => {
    open.push([]);
    run();
    at++;
    for (const local of open.pop()!) regions[local].end = at;
  };
  let groups = 0;
  const pattern = (locals: readonly LocalId[]): void => {
    groups++;
    for (const local of locals) regions[local].group = groups;
    for (const local of locals)
      if (lets.has(local)) regions[local].reads.push(at++);
      else declare(local);
  };
  const expression = (root: Expression): void =>
    walk(root, (node) => {
      if (!isExpression(node)) return;
      switch (node.kind) {
        case "local":
          regions[node.local].reads.push(at++);
          seen.push(node.local);
          return;
        case "closure":
          scoped(() => {
            for (const param of node.params) declare(param.local);
            block(node.body);
          });
          return false;
        case "comprehension": {
          // What it starts with stands before the statement, with the blocks in it.
          const [first] = node.clauses;
          if (first.kind === "for") expression(first.iterable);
          scoped(() => {
            for (const clause of node.clauses) {
              if (clause.kind === "if") expression(clause.test);
              else {
                if (clause !== first) expression(clause.iterable);
                pattern(patternLocals(clause.pattern));
              }
            }
            if (node.key) expression(node.key);
            expression(node.element);
          });
          return false;
        }
        case "block":
          // Emitted before the statement that it stands in: what was read so far is read behind it.
          behind = seen.length;
          for (const each of node.body) statement(each);
          expression(node.value);
          return false;
        default:
          return;
      }
    });
  const block = (body: Block | undefined): void => {
    if (body) scoped(() => body.statements.forEach(statement));
  };
  /** What the statement at hand has read, and how much of it lies before the last block that stands in it. */
  let seen: LocalId[] = [];
  let behind = 0;
  const statement = (s: Statement): void => {
    const outer = { seen, behind };
    seen = [];
    behind = 0;
    inner(s);
    for (const local of seen.slice(0, behind)) regions[local].reads.push(at++);
    ({ seen, behind } = outer);
  };
  const inner = (s: Statement): void => {
    switch (s.kind) {
      case "let":
        if (s.value) expression(s.value);
        return declare(s.local);
      case "letPattern":
        expression(s.value);
        return pattern2(patternLocals(s.pattern));
      case "assign":
      case "update":
        expression(s.value);
        return expression(s.place);
      case "expression":
      case "raise":
      case "yield":
        return expression(s.value);
      case "return":
        return s.value && expression(s.value);
      case "if":
        expression(s.test);
        block(s.then);
        return block(s.orElse);
      case "while":
        expression(s.test);
        // The step stands behind the body's text, where its variables are in force.
        scoped(() => {
          s.body.statements.forEach(statement);
          block(s.step);
        });
        return block(s.orElse);
      case "doWhile":
        return scoped(() => {
          s.body.statements.forEach(statement);
          expression(s.test);
        });
      case "loop":
      case "labelled":
      case "block":
        return block(s.body);
      case "forEach":
        expression(s.iterable);
        scoped(() => {
          pattern(patternLocals(s.pattern));
          block(s.body);
        });
        return block(s.orElse);
      case "forRange":
        for (const each of [s.start, s.stop, s.step]) expression(each);
        scoped(() => {
          pattern([s.local]);
          block(s.body);
        });
        return block(s.orElse);
      case "switch":
        expression(s.subject);
        for (const each of s.cases) block(each.body);
        return block(s.orElse);
      case "guarded":
        block(s.body);
        scoped(() => {
          // handlers share the name of the first
          for (const handler of s.handlers) declare(handler.binding);
          for (const handler of s.handlers) {
            if (handler.test) expression(handler.test);
            block(handler.body);
          }
        });
        block(s.orElse);
        return block(s.final);
      case "break":
      case "continue":
        return;
    }
  };
  const pattern2 = (locals: readonly LocalId[]): void => {
    groups++;
    for (const local of locals) regions[local].group = groups;
    locals.forEach(declare);
  };
  groups++;
  for (const param of fn.params) {
    regions[param.local].group = groups;
    declare(param.local);
  }
  block(fn.body);
  for (const region of regions) {
    if (region.start < 0) region.start = 0;
    if (region.end < 0) region.end = at + 1;
  }
  return regions;
}
