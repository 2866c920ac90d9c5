/**
 * What a function writes of the struct that a parameter leads to, as its text alone tells: where another argument is an array inside of that struct
 * which nothing writes, the function may just as well be lent a copy of the array.
 */
import { sameType, type Expression, type FunctionId, type IrFunction, type LocalId, type Program } from "../ir/index.ts";
import { sizeOf } from "../ir/pointers.ts";
import { isExpression, walk } from "../ir/walk.ts";

/** Members by name; `undefined`: all of them. */
type Written = ReadonlySet<string> | undefined;

/** Copies that cost less than a call that takes them apart. */
const LARGEST = 256n;

const known = new WeakMap<Program, Map<string, Written>>();

/** The members that are written through the parameter, or may be. */
export function membersWritten(program: Program, fn: FunctionId, param: LocalId): Written {
  let found = known.get(program);
  if (!found) known.set(program, (found = new Map<string, Written>()));
  const key = `${fn}:${param}`;
  if (found.has(key)) return found.get(key);
  // what calls itself is not followed
  found.set(key, undefined);
  const written = scan(program, program.functions[fn], param);
  found.set(key, written);
  return written;
}

/** The member of what the parameter leads to inside of which the place lies. */
function memberOf(place: Expression, param: LocalId): { readonly member?: string; readonly pointer: Expression } | undefined {
  let member: string | undefined;
  for (let at = place; ;) {
    if (at.kind === "field") {
      member = at.name;
      at = at.object;
    } else if (at.kind === "index" && at.object.type.kind === "array") at = at.object;
    else {
      const pointer = at.kind === "deref" ? at.pointer : at.kind === "index" ? at.object : undefined;
      if (pointer?.kind !== "local" || pointer.local !== param) return undefined;
      return { pointer, ...(at.kind === "deref" && member !== undefined ? { member } : {}) };
    }
  }
}

const under = (e: Expression): Expression => (e.kind === "cast" && e.value.type.kind === "ptr" ? under(e.value) : e);

function scan(program: Program, fn: IrFunction, param: LocalId): Written {
  const written = new Set<string>();
  let all = false;
  const fine = new Set<number>();
  const write = (place: Expression): void => {
    const found = memberOf(place, param);
    if (found?.member !== undefined) written.add(found.member);
    else if (found) all = true;
  };
  const looked = (place: Expression): void => {
    const found = memberOf(place, param);
    if (found) fine.add(found.pointer.id);
  };
  walk(fn.body, (node) => {
    if (all) return false;
    if (!isExpression(node)) {
      if (node.kind === "assign" || node.kind === "update") write(node.place);
      return true;
    }
    switch (node.kind) {
      case "call": {
        const callee = program.functions[node.function];
        node.args.forEach((arg, i) => {
          const at = under(arg);
          const to = callee.extern ? undefined : callee.params.at(i)?.local;
          if (at.kind === "local" && at.local === param && to !== undefined) {
            const inner = membersWritten(program, callee.id, to);
            fine.add(at.id);
            if (inner) for (const each of inner) written.add(each);
            else all = true;
          } else if (at.kind === "addressOf" && to !== undefined && membersWritten(program, callee.id, to)?.size === 0) fine.add(at.id);
        });
        break;
      }
      case "runtime":
        node.args.forEach((arg, i) => {
          const at = under(arg);
          if (at.kind === "addressOf" && program.rows(node.row).lends?.[i]?.access === "read") fine.add(at.id);
        });
        break;
      case "addressOf":
        if (!fine.has(node.id)) write(node.place);
        looked(node.place);
        break;
      case "field":
      case "index":
      case "deref":
        looked(node);
        break;
      case "isNone":
        fine.add(under(node.value).id);
        break;
      case "local":
        if (node.local === param && !fine.has(node.id)) all = true;
    }
    return true;
  });
  return all ? undefined : written;
}

/** The parameter, or the local, that a pointer is made of. */
function rootOf(e: Expression): LocalId | undefined {
  for (let at = e; ;) {
    if (at.kind === "local") return at.local;
    if (at.kind === "cast" || at.kind === "block") at = at.value;
    else if (at.kind === "runtime" && at.args.length > 0) at = at.args[0];
    else if (at.kind === "addressOf") at = at.place;
    else if (at.kind === "field" || at.kind === "index") at = at.object;
    else if (at.kind === "deref") at = at.pointer;
    else return undefined;
  }
}

/** Does the function look at where the parameter points, and not only at what lies there? */
function looksAtAddress(program: Program, fn: IrFunction, param: LocalId, seen: Set<string>): boolean {
  const key = `${fn.id}:${param}`;
  if (seen.has(key)) return false;
  seen.add(key);
  const params = new Set(fn.params.map(({ local }) => local));
  const isOther = (root: LocalId | undefined): boolean => root === undefined || (root !== param && params.has(root));
  let found = false;
  walk(fn.body, (node) => {
    if (!isExpression(node)) return !found;
    if (node.kind === "compare" && node.left.type.kind === "ptr") {
      const [left, right] = [rootOf(node.left), rootOf(node.right)];
      if (isOther(left) !== isOther(right)) found = true;
    } else if (node.kind === "cast" && node.value.type.kind === "ptr" && node.type.kind !== "ptr") {
      if (!isOther(rootOf(node.value))) found = true;
    } else if (node.kind === "call" && !program.functions[node.function].extern) {
      const callee = program.functions[node.function];
      callee.params.forEach(({ local }, i) => {
        const arg = node.args.at(i);
        if (arg?.type.kind === "ptr" && !isOther(rootOf(arg)) && looksAtAddress(program, callee, local, seen)) found = true;
      });
    }
    return !found;
  });
  return found;
}

/** May the functions be lent a copy of the array at `read`, while they are lent the struct around it at `written`? */
export function mayCopy(
  program: Program,
  callees: readonly IrFunction[],
  args: readonly Expression[],
  read: number,
  written: number,
): boolean {
  const at = under(args[read]);
  if (at.kind !== "addressOf" || at.type.kind !== "ptr" || at.place.type.kind !== "array" || at.place.kind !== "field") return false;
  const { type } = at.place;
  if (type.length === 0 || !sameType(type.elem, at.type.target) || sizeOf(program, type) > LARGEST) return false;
  const struct = under(args[written]);
  const owner = at.place.object;
  const isWhole =
    owner.kind === "deref"
      ? owner.pointer.kind === "local" && struct.kind === "local" && struct.local === owner.pointer.local
      : owner.kind === "local" && struct.kind === "addressOf" && struct.place.kind === "local" && struct.place.local === owner.local;
  const { name } = at.place;
  return (
    isWhole &&
    callees.every((callee) => {
      const members = membersWritten(program, callee.id, callee.params[written].local);
      return members !== undefined && !members.has(name) && !looksAtAddress(program, callee, callee.params[read].local, new Set());
    })
  );
}
