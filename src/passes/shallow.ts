/** Programs that need no more stack than any thread has: nothing in them calls itself, and nothing that they make lies in itself without end. */
import { isExpression, type ClassId, type FunctionId, type Program, type Type } from "../ir/index.ts";
import type { Calls } from "./calls.ts";
import type { Flat } from "./flat.ts";

/** Library functions that make values which may lie in each other as deep as their input says. */
const NESTING = /^\w+\.(json|ast|pickle|copy|any|marshal|re|xml)\./;

/** Is the depth of the program's calls and values known from its text? */
export function isShallow(flat: Flat, calls: Calls): boolean {
  const { program, nodes, owner, order } = flat;
  if (program.threads || program.functions.some(({ id }) => calls.recursive(id)) || nests(program)) return false;
  const once = onceRun(flat, calls);
  for (const id of order) {
    const node = nodes[id]!;
    const repeats = (): boolean => (owner[id] >= 0 && !once(owner[id])) || inLoop(flat, id);
    switch (node.kind) {
      case "toAny":
        if (holdsOthers(node.value.type) && repeats()) return false;
        break;
      case "assign":
        // Iterators over iterators, functions that call functions.
        if (isLink(node.value.type)) return false;
        break;
      case "callValue":
        if (inClosure(flat, id)) return false;
        break;
      case "runtime":
        if (mentions(node.type, "any") && NESTING.test(node.row) && (node.type.kind !== "any" || repeats())) return false;
        break;
      default:
    }
    if (isExpression(node) && "elem" in node.type && node.type.kind !== "iter" && isLink(node.type.elem)) return false;
  }
  return true;
}

/** Values of the library and closures that keep others of their kind. */
const isLink = (type: Type): boolean => (type.kind === "option" ? isLink(type.inner) : type.kind === "iter" || type.kind === "func");

const holdsOthers = (type: Type): boolean =>
  !["bool", "int", "exact", "float", "str", "bytes", "unit", "option"].includes(type.kind) ||
  (type.kind === "option" && holdsOthers(type.inner));

/** Types directly inside of a type. */
function inner(type: Type): readonly Type[] {
  switch (type.kind) {
    case "option":
      return [type.inner];
    case "tuple":
      return type.elems;
    case "dict":
      return [type.key, type.value];
    case "func":
      return [...type.params, type.result];
    default:
      return "elem" in type ? [type.elem] : [];
  }
}

const mentions = (type: Type, kind: Type["kind"]): boolean => type.kind === kind || inner(type).some((each) => mentions(each, kind));

/** Has a class objects inside of objects of its own, or such that hold functions and iterators? */
function nests(program: Program): boolean {
  const open = new Set<ClassId>();
  const done = new Set<ClassId>();
  const deepType = (type: Type): boolean => {
    if (type.kind === "iter" || type.kind === "func") return true;
    if (type.kind === "union") return program.unions[type.union].members.some((member) => deepType(member.type));
    if (type.kind === "instance" || type.kind === "record") return deepClass(type.class);
    return inner(type).some(deepType);
  };
  const deepClass = (id: ClassId): boolean => {
    if (done.has(id)) return false;
    if (open.has(id)) return true;
    open.add(id);
    const deep = program.classes[id].fields.some((field) => deepType(field.type));
    open.delete(id);
    done.add(id);
    return deep;
  };
  return program.classes.some(({ id }) => deepClass(id));
}

const LOOPS: ReadonlySet<string> = new Set(["while", "doWhile", "loop", "forEach", "forRange", "comprehension", "closure"]);

/** The nodes around one. */
function* around({ parent, nodes }: Flat, id: number): Generator<string> {
  for (let at = parent[id]; at >= 0; at = parent[at]) yield nodes[at]!.kind;
}

function inLoop(flat: Flat, id: number): boolean {
  for (const kind of around(flat, id)) if (LOOPS.has(kind)) return true;
  return false;
}

function inClosure(flat: Flat, id: number): boolean {
  for (const kind of around(flat, id)) if (kind === "closure") return true;
  return false;
}

/** Which functions run at most once? */
function onceRun(flat: Flat, calls: Calls): (fn: FunctionId) => boolean {
  const known = new Map<FunctionId, boolean>();
  const entry = flat.program.start.entry;
  const once = (fn: FunctionId): boolean => {
    let found = known.get(fn);
    if (found !== undefined) return found;
    known.set(fn, false);
    const [site, ...more] = calls.callSites[fn];
    found =
      !calls.addressTaken[fn] &&
      !calls.byTrait[fn] &&
      (fn === entry
        ? site === undefined
        : site !== undefined && more.length === 0 && flat.owner[site] >= 0 && !inLoop(flat, site) && once(flat.owner[site]));
    known.set(fn, found);
    return found;
  };
  return once;
}
