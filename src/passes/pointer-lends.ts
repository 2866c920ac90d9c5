/** Calls: which of their pointer arguments are lent, how, and which of them may be one object. */
import { sameType, type Expression, type IrFunction, type LocalId, type RowLend, type Type } from "../ir/index.ts";
import { isExpression, walk } from "../ir/walk.ts";
import { underSign } from "../ir/pointers.ts";
import type { Access, Lend } from "./facts.ts";
import { markCelled } from "./pointer-globals.ts";
import { pointedFunctions } from "../ir/pointed-functions.ts";
import type { Candidate } from "./pointer-candidates.ts";
import {
  arrayOf,
  asFirst,
  asNullable,
  asSlice,
  demoteAll,
  giveUp,
  isElement,
  isElementOrWhole,
  keep,
  peek,
  raise,
  sharesCells,
  take,
  takeRaw,
  writes,
  type Run,
} from "./pointer-state.ts";
import { isInside } from "./pointer-back.ts";
import { mayCopy } from "./pointer-members.ts";
import { address, addresses, handRaw, passed } from "./pointer-passing.ts";
import { copiedTarget, isOptional, overlap, targetOf, type Target } from "./pointer-targets.ts";

export function row(run: Run, node: Expression<"runtime">): void {
  const { solution, fn } = run;
  const row = solution.program.rows(node.row);
  if (row.memory === "release") {
    const target = targetOf(solution, fn, node.args[0], true);
    if (target?.root?.kind === "vec" && target.bare !== undefined) {
      take(run, target);
      solution.lifted.add(node.id);
    }
    return;
  }
  if (row.passes) return passed(run, node.args);
  if (!row.lends) return;
  const cursor = run.finds.get(node.id);
  if (row.memory === "find" && !cursor) return addresses(run, node.args.slice(1), row.lends.slice(1));
  if (row.unused && !run.values.has(node.id)) {
    // its result leads into its first argument
    const [first, ...rest] = node.args;
    const target = targetOf(solution, fn, first, true);
    if (target && target.kind !== "null" && target.kind !== "text") {
      peek(run, target);
      writes(run, target, "write");
      keepTarget(run, target);
    }
    return addresses(run, rest, row.lends.slice(1));
  }
  const lends = node.args.map((arg, i): [Target, Lend] | undefined => {
    const want = wanted(run, node.row, row.lends![i], arg);
    if (want?.literal && arg.kind === "bytes") return [targetOf(solution, fn, arg)!, want];
    if (!want) return undefined;
    const other = want.any ? undefined : signedTarget(run, arg);
    if (other && isPlainly(want, other)) return [other, { ...want, signs: true }];
    const find = (): Target | undefined => targetOf(solution, fn, arg, want.any !== undefined);
    const target = changing(run, want, find(), find);
    const copied = target || row.memory || want.access !== "read" ? undefined : copiedTarget(solution, arg);
    if (copied) return [copied, { ...want, copied: true }];
    return target && !isBeside(run, target) ? [target, want] : undefined;
  });
  // where one of them may change under the call, all are views or cells
  if (row.cells && lends.some((each) => each && isShared(each[0])))
    lends.forEach((each, i) => {
      if (each?.[1].signs) lends[i] = undefined;
      else if (each && !row.lends![i]?.literal) lends[i] = [each[0], { ...each[1], access: each[1].access === "read" ? "view" : "cell" }];
    });
  lends.forEach((each, i) => {
    if (each && !row.lends![i]?.literal && !lendable(...each)) lends[i] = undefined;
  });
  const free = node.args.filter((_, i) => row.lends![i]?.any).map(pointeeOf);
  const numbers = row.lends.some((want) => want?.any === "numbers") || free.length === 1;
  const fit = free.every((each) => sameType(each, free[0]) && (!numbers || isNumeric(each)));
  // all of its pointers, or none
  if (!fit || lends.some((each, i) => row.lends![i] && !each) || clashes(lends).length > 0) {
    if (cursor) demoteAll(run, cursor, "a search for its place could not be lent what it looks at");
    return addresses(run, node.args, row.lends);
  }
  node.args.forEach((arg, i) => {
    const lend = lends[i];
    if (lend) handOver(run, arg, ...lend);
  });
  solution.lifted.add(node.id);
}

/** Bytes that are handed over as characters. */
function signedTarget({ solution, fn }: Run, arg: Expression): Target | undefined {
  const inner = underSign(arg);
  const target = inner && targetOf(solution, fn, inner);
  return target && { ...target, nodes: [arg.id, ...target.nodes] };
}

/** Is it a slice of its own, which can be taken for one of another type? */
const isPlainly = (want: Lend, target: Target): boolean =>
  want.shape === "slice" &&
  !want.nullable &&
  (want.access === "read" || want.access === "write") &&
  (target.kind === "candidate" || target.kind === "object") &&
  !target.flat &&
  target.global === undefined &&
  !isOptional(target) &&
  !target.root?.nullable &&
  !isShared(target);

/** How the row borrows: what is shown may be NULL. */
function wanted(run: Run, row: string, want: RowLend | undefined, arg: Expression): RowLend | undefined {
  if (row !== "c.format.text" || !want) return want;
  const target = targetOf(run.solution, run.fn, arg);
  return target && isOptional(target) ? { ...want, nullable: true } : want;
}

/** What a pointer points to before it became `void *`. */
function pointeeOf(e: Expression): Type {
  let at = e;
  while (at.kind === "cast" && at.value.type.kind === "ptr") at = at.value;
  return at.type.kind === "ptr" ? at.type.target : at.type;
}

/** Numbers, and arrays of them: any bytes are a value. */
const isNumeric = (type: Type): boolean => type.kind === "int" || type.kind === "float" || (type.kind === "array" && isNumeric(type.elem));

/** May others change what the pointer leads to? */
const isShared = (target: Target): boolean =>
  target.cells === true || target.taken === true || (target.root !== undefined && sharesCells(target.root.access));

/** A global that is changed through what it is lent to is one of cells. */
function changing(run: Run, want: Lend, target: Target | undefined, again: () => Target | undefined): Target | undefined {
  if (target?.global === undefined || target.cells || isRead(want)) return target;
  markCelled(run.solution, target.global);
  return again();
}

/** Are there raw pointers to the object that the same statement may make? What is lent beside could not be a borrow. */
function isBeside(run: Run, { local, root, taken }: Target, except?: ReadonlySet<Expression>): boolean {
  if (local !== undefined) return (taken || run.solution.passed[run.fn.id][local] === 1) && namedTwice(run, local, isAddressOf, except);
  return root !== undefined && run.solution.passed[run.fn.id][root.local] === 1 && namedTwice(run, root.local, isLocal, except);
}

function isAddressOf(node: Expression, local: LocalId): boolean {
  if (node.kind !== "addressOf") return false;
  let at = node.place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  return isLocal(at, local);
}
const isLocal = (node: Expression, local: LocalId): boolean => node.kind === "local" && node.local === local;

/** Does the statement name the local so more than once, but for what is only copied? */
function namedTwice(
  { statement }: Run,
  local: LocalId,
  isNamed: (node: Expression, local: LocalId) => boolean,
  except?: ReadonlySet<Expression>,
): boolean {
  let count = 0;
  if (statement)
    walk(statement, (node) => {
      if (!isExpression(node)) return node === statement;
      if (isNamed(node, local)) count++;
      return !except?.has(node);
    });
  return count > 1;
}

/** Can this object be borrowed so? */
function lendable(target: Target, want: Lend): boolean {
  if (target.kind === "null") return want.nullable === true;
  if (want.copied) return true;
  if (isOptional(target) && want.nullable && (want.access === "write" || want.access === "cell")) return false;
  if (target.kind === "text") return want.access === "read" || want.access === "view";
  if (target.global !== undefined && !target.cells && (want.access === "write" || want.access === "cell")) return false;
  if (target.flat && ((want.access !== "read" && want.access !== "write") || want.shape === "one")) return false;
  if (target.cells || target.taken) return sharesCells(want.access);
  if (target.root?.nullable && target.bare !== undefined && target.path.length === 1 && !want.nullable && !isShared(target)) return true;
  if (target.root?.access === "view") return want.access === "view" && isElementOrWhole(target);
  if (target.root?.access === "cell") return sharesCells(want.access) && isElementOrWhole(target);
  return true;
}

function handOver(run: Run, arg: Expression, target: Target, want: Lend): void {
  take(run, target);
  run.solution.lent.set(arg.id, want);
  if (want.shape === "one") asFirst(run, target);
  if (target.kind !== "candidate" && target.kind !== "object") return;
  if (target.cells) {
    if (target.global !== undefined) run.solution.globals.lent.add(target.global);
    return;
  }
  run.solution.objects.set(arg.id, objectKey(target));
  if (want.access === "write" || want.access === "cell") writes(run, target, want.access);
  if (target.root && (isElement(target) || (want.shape === "slice" && target.path.length === 1))) asSlice(run, target.root);
}

/** Names the object: elements of one array have one name. */
const objectKey = ({ path }: Target): string => (path[path.length - 1] === "[]" ? path.slice(0, -1) : path).join(".");

const isRead = ({ access }: Lend): boolean => access === "read" || access === "view";

/** What a borrow of the target holds: of a vector all of it, once an element is reached. */
const borrowed = ({ root, path }: Target): readonly string[] => (root?.kind === "vec" && path[1] === "[]" ? path.slice(0, 2) : path);

/** The pairs of arguments that are lent parts of one object, one of them to be written. */
function clashes(lends: readonly ([Target, Lend] | undefined)[]): [number, number][] {
  const found: [number, number][] = [];
  for (let i = 0; i < lends.length; i++)
    for (let j = i + 1; j < lends.length; j++) {
      const a = lends[i];
      const b = lends[j];
      if (!a || !b || (isRead(a[1]) && isRead(b[1])) || a[0].cells || b[0].cells) continue;
      if (overlap(borrowed(a[0]), borrowed(b[0]))) found.push([i, j]);
    }
  return found;
}

/** Raw pointers to what is lent may be kept. */
function keepTarget(run: Run, target: Target, access?: Access): void {
  if (target.root) keep(run, target.root, access);
  else if (target.local !== undefined) takeRaw(run, target.local);
}

/** The arguments that are not lent, where the callees keep none of them. */
function handOthers(run: Run, node: Calling, callees: readonly IrFunction[], lends: readonly ([Target, Candidate] | undefined)[]): void {
  const raw = new Map<number, Target | undefined>();
  for (let changed = true; changed;) {
    changed = false;
    node.args.forEach((arg, i) => {
      if (!callees[0].params[i] || arg.type.kind !== "ptr" || raw.has(i) || lends[i]?.[1].alive || !isPassing(run, node, callees, i))
        return;
      raw.set(i, handRaw(run, arg));
      changed = true;
    });
    for (const lend of lends)
      if (lend?.[1].alive && [...raw].some(([i, target]) => target && clashesWith(lend, target, node.args[i])))
        giveUp(run, lend[1], "two pointers may be one object");
  }
}

/** A call through a pointer: of one of the functions behind it, which take their parameters alike. */
export function callValue(run: Run, node: Expression<"callValue">): void {
  const { program, kept } = run.solution;
  const behind = pointedFunctions(program).behind(node.callee.type);
  if (behind)
    return callOf(
      run,
      node,
      behind.map((id) => program.functions[id]),
    );
  node.args.forEach((arg, i) => {
    if (arg.type.kind === "ptr" && !kept.keptByAny(i)) handRaw(run, arg);
  });
}

export function call(run: Run, node: Expression<"call">): void {
  const callee = run.solution.program.functions[node.function];
  if (callee.extern) return address(run, callee, node.args);
  callOf(run, node, [callee]);
}

type Calling = Expression<"call"> | Expression<"callValue">;

function callOf(run: Run, node: Calling, callees: readonly IrFunction[]): void {
  const { solution, fn } = run;
  const [callee] = callees;
  const copied = copies(run, node, callees);
  const inCopies = new Set([...copied].map((i) => node.args[i]));
  /** Arguments that are bytes for characters. */
  const signs = new Set<number>();
  const lends = node.args.map((arg, i): [Target, Candidate] | undefined => {
    const param = callee.params[i];
    const want = param && solution.candidates[callee.id][param.local];
    if (!want?.alive) return undefined;
    const other = copied.has(i) ? undefined : signedTarget(run, arg);
    if (other) {
      signs.add(i);
      asSlice(run, want);
    }
    if (copied.has(i)) {
      asSlice(run, want);
      const nodes = [arg.id];
      for (let at = arg; at.kind === "cast"; at = at.value) nodes.push(at.value.id);
      return [{ kind: "object", path: ["copied"], element: false, many: true, signed: false, moving: false, nodes }, want];
    }
    const target = other ?? changing(run, want, targetOf(solution, fn, arg), () => targetOf(solution, fn, arg));
    // a text that may be NULL, where the function asks
    if (target?.kind === "text" && arg.kind === "runtime" && callees.some((each) => asksForNull(each, each.params[i].local)))
      asNullable(run, want);
    if (target) adapt(run, want, target);
    const inside = target && want.back && isInside(target);
    const fits =
      target && want.alive && !inside && lendable(target, want) && !isBeside(run, target, inCopies) && (!other || isPlainly(want, other));
    if (!fits) giveUp(run, want, inside ? "it is followed back to before where it points" : "a call hands over a pointer that is raw");
    else if (want.escaping) keepTarget(run, target, want.access);
    return fits ? [target, want] : undefined;
  });
  for (const [i, j] of clashes(lends)) {
    const same = objectKey(lends[i]![0]) === objectKey(lends[j]![0]);
    for (const each of [lends[i]!, lends[j]!]) {
      // elements of one array can be cells; what lies deeper cannot
      if (!same || each[0].flat || (each[0].path.length > 1 && arrayOf(each[0]) === undefined))
        giveUp(run, each[1], "two pointers may be one object");
      else raise(run, each[1], "cell");
    }
  }
  handOthers(run, node, callees, lends);
  const seen = new Map<string, number>();
  node.args.forEach((arg, i) => {
    const lend = lends[i];
    if (!lend?.[1].alive) return;
    const [target, want] = lend;
    if (want.first) asFirst(run, target);
    handOver(run, arg, target, {
      shape: want.shape,
      access: want.access,
      nullable: want.nullable,
      ...(copied.has(i) ? { copied: true } : {}),
      ...(signs.has(i) ? { signs: true } : {}),
    });
    if (want.access === "cell" && !target.cells) {
      const key = objectKey(target);
      seen.set(key, (seen.get(key) ?? 0) + 1);
    }
  });
  const shared = new Set([...seen].filter(([, count]) => count > 1).map(([key]) => key));
  if (shared.size > 0) solution.cells.set(node.id, shared);
}

/** Arrays inside of what the call writes otherwise: where all else is borrowed, it is lent copies of them. */
function copies({ solution }: Run, node: Calling, callees: readonly IrFunction[]): ReadonlySet<number> {
  const found = new Set<number>();
  const wants = node.args.map((_, i) => {
    const param = callees[0].params.at(i);
    const want = param && solution.candidates[callees[0].id][param.local];
    return want?.alive ? want : undefined;
  });
  if (!node.args.every((arg, i) => arg.type.kind !== "ptr" || wants[i])) return found;
  wants.forEach((want, read) => {
    if (want?.access !== "read") return;
    const written = wants.findIndex((each, i) => each && i !== read && mayCopy(solution.program, callees, node.args, read, i));
    // nothing else may lead there
    if (written >= 0 && wants.every((each, i) => i === read || i === written || !each || isRead(each))) found.add(read);
  });
  return found;
}

/** Do the callees keep nothing of the pointer, and nothing use what they give back of it? */
const isPassing = ({ solution: { kept }, values }: Run, node: Calling, callees: readonly IrFunction[], index: number): boolean =>
  callees.every(({ id, params }) => {
    const { local } = params[index];
    return !kept.kept(id, local) && (values.has(node.id) || !kept.returned(id, local));
  });

/** Is what is lent also reached by a raw pointer, one of the two writing it? */
const clashesWith = ([lent, want]: [Target, Candidate], target: Target, arg: Expression): boolean =>
  !(isRead(want) && arg.type.kind === "ptr" && !arg.type.mutable) &&
  !(lent.cells || target.cells) &&
  overlap(borrowed(lent), borrowed(target));

const asking = new WeakMap<IrFunction, ReadonlySet<LocalId>>();

/** Does the function test the parameter for NULL? */
function asksForNull(fn: IrFunction, local: LocalId): boolean {
  let found = asking.get(fn);
  if (!found) {
    const made = new Set<LocalId>();
    walk(fn.body, (node) => {
      if (node.kind === "isNone" && node.value.kind === "local") made.add(node.value.local);
    });
    asking.set(fn, (found = made));
  }
  return found.has(local);
}

/** The parameter takes the form that the argument needs. */
function adapt(run: Run, want: Candidate, target: Target): void {
  if (target.kind === "null") return asNullable(run, want);
  if ((target.root?.nullable && target.path.length === 1 && !target.moving) || isOptional(target)) asNullable(run, want);
  if (want.back && target.root && !target.root.back) {
    target.root.back = true;
    run.solution.changed = true;
  }
  if (target.flat || (target.element && want.shape === "one" && !want.certain)) asSlice(run, want);
  // what was only read up to here is written by this call
  if (target.root?.access === "view" && !isRead(want)) raise(run, target.root, "cell");
  if (isShared(target) && want.access === "read") raise(run, want, "view");
  if (isShared(target) && want.access === "write") raise(run, want, "cell");
}
