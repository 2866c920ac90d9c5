/**
 * Who calls whom. Calls of function values go to every function or closure whose address is taken with the same signature; methods that
 * implement a runtime trait may be called by any row that takes an instance of the class.
 */
import { typeKey, type FunctionId, type IrFunction, type Type } from "../ir/index.ts";
import type { Flat } from "./flat.ts";

export interface Calls {
  /** Call nodes in each function's body (closures count to the function that they stand in). */
  readonly sites: readonly (readonly number[])[];
  /** Functions that each function may call, without duplicates. */
  readonly callees: readonly (readonly FunctionId[])[];
  readonly callers: readonly (readonly FunctionId[])[];
  /** Call nodes by callee (direct calls only). */
  readonly callSites: readonly (readonly number[])[];
  /** Component of each function; components are numbered callees first. */
  readonly component: Int32Array;
  readonly components: readonly (readonly FunctionId[])[];
  /** May call itself, directly or not. */
  readonly recursive: (fn: FunctionId) => boolean;
  /** Used as a value, or called by the runtime: its callers are not all known. */
  readonly addressTaken: Uint8Array;
  /** Called by the runtime through a trait. */
  readonly byTrait: Uint8Array;
  /** Functions that a call of a value of this type may reach, and functions that hold such closures. */
  readonly targets: (type: Type) => readonly FunctionId[];
}

/** Signature of a function as a value. */
function signature(fn: IrFunction): string {
  return `${fn.params.map((each) => typeKey(fn.locals[each.local].type)).join(",")}->${typeKey(fn.result)}`;
}

function signatureOf(type: Type): string {
  return type.kind === "func" || type.kind === "fnptr" ? `${type.params.map(typeKey).join(",")}->${typeKey(type.result)}` : "";
}

/** Builds the call graph and its strongly connected components. */
export function analyseCalls(flat: Flat): Calls {
  const { program, nodes, owner, order, first } = flat;
  const count = program.functions.length;
  const sites: number[][] = Array.from({ length: count }, () => []);
  const callSites: number[][] = Array.from({ length: count }, () => []);
  const direct: Set<FunctionId>[] = Array.from({ length: count }, () => new Set());
  const addressTaken = new Uint8Array(count);
  const byTrait = new Uint8Array(count);
  const bySignature = new Map<string, Set<FunctionId>>();
  const valueCalls: { fn: FunctionId; key: string }[] = [];
  const reach = (key: string, fn: FunctionId): void => {
    let set = bySignature.get(key);
    if (!set) bySignature.set(key, (set = new Set()));
    set.add(fn);
  };
  const traitMethods = new Map<number, FunctionId[]>();
  for (const cls of program.classes)
    for (const implementation of cls.implements)
      for (const method of implementation.methods) {
        byTrait[method.function] = 1;
        const list = traitMethods.get(cls.id);
        if (list) list.push(method.function);
        else traitMethods.set(cls.id, [method.function]);
      }
  const anyTrait = traitMethods.size > 0;
  const traitCallees = [...new Set([...traitMethods.values()].flat())];
  const functionRange = first[count];
  // Functions whose closures become `any`, signatures of functions that rows keep, and those that call what is one of these.
  const dynamic = new Set<FunctionId>();
  const kept = new Set<string>();
  const invoking = new Set<FunctionId>();
  for (let i = 0; i < order.length; i++) {
    const node = nodes[order[i]]!;
    const fn = owner[node.id];
    if (node.kind === "call") {
      callSites[node.function].push(node.id);
      if (fn >= 0) {
        direct[fn].add(node.function);
        sites[fn].push(node.id);
      }
    } else if (node.kind === "function") {
      addressTaken[node.function] = 1;
      reach(signature(program.functions[node.function]), node.function);
    } else if (node.kind === "closure") {
      if (fn >= 0) reach(signatureOf(node.type), fn);
      const above = flat.parent[node.id] < 0 ? undefined : nodes[flat.parent[node.id]];
      if (fn >= 0 && above?.kind === "runtime" && above.type.kind === "any") dynamic.add(fn);
    } else if (node.kind === "callValue") {
      if (i < functionRange) {
        valueCalls.push({ fn, key: signatureOf(node.callee.type) });
        sites[fn].push(node.id);
      }
    } else if (node.kind === "runtime" && i < functionRange) {
      sites[fn].push(node.id);
      const row = flat.rows(node.row);
      // A callback is called in the middle of the row.
      for (const index of row.calls ?? []) {
        const arg = node.args[index];
        if (!arg) continue;
        if (arg.kind === "function") direct[fn].add(arg.function);
        else if (arg.kind !== "closure") valueCalls.push({ fn, key: signatureOf(arg.type) });
      }
      for (const index of row.keeps ?? []) if (node.args[index]) kept.add(signatureOf(node.args[index].type));
      if (row.invokes) invoking.add(fn);
      if (anyTrait && node.args.some((arg) => mentionsInstance(arg.type))) for (const method of traitCallees) direct[fn].add(method);
    } else if (anyTrait && (node.kind === "compare" || node.kind === "format") && fn >= 0) {
      for (const method of traitCallees) direct[fn].add(method);
    }
  }
  for (const fn of invoking) {
    for (const target of dynamic) direct[fn].add(target);
    for (const key of kept) for (const target of bySignature.get(key) ?? []) direct[fn].add(target);
  }
  for (const { fn, key } of valueCalls) for (const target of bySignature.get(key) ?? []) direct[fn].add(target);
  for (const fn of program.functions) if (fn.callback || fn.exported) addressTaken[fn.id] = 1;
  const callees = direct.map((set) => [...set].sort((a, b) => a - b));
  const callers: FunctionId[][] = Array.from({ length: count }, () => []);
  callees.forEach((list, fn) => list.forEach((callee) => callers[callee].push(fn)));
  const { component, components } = stronglyConnected(callees);
  return {
    sites,
    callees,
    callers,
    callSites,
    component,
    components,
    recursive: (fn) => components[component[fn]].length > 1 || direct[fn].has(fn),
    addressTaken,
    byTrait,
    targets: (type) => [...(bySignature.get(signatureOf(type)) ?? [])],
  };
}

function mentionsInstance(type: Type): boolean {
  switch (type.kind) {
    case "instance":
    case "union":
    case "any":
      return true;
    case "list":
    case "deque":
    case "set":
    case "iter":
      return mentionsInstance(type.elem);
    case "dict":
      return mentionsInstance(type.key) || mentionsInstance(type.value);
    case "tuple":
      return type.elems.some(mentionsInstance);
    case "option":
      return mentionsInstance(type.inner);
    default:
      return false;
  }
}

/** Tarjan's algorithm without recursion; components come callees first. */
export function stronglyConnected(edges: readonly (readonly number[])[]): { component: Int32Array; components: number[][] } {
  const count = edges.length;
  const component = new Int32Array(count).fill(-1);
  const components: number[][] = [];
  const index = new Int32Array(count).fill(-1);
  const low = new Int32Array(count);
  const next = new Int32Array(count);
  const path: number[] = [];
  const work: number[] = [];
  let clock = 0;
  for (let root = 0; root < count; root++) {
    if (index[root] >= 0) continue;
    work.push(root);
    while (work.length > 0) {
      const at = work[work.length - 1];
      if (index[at] < 0) {
        index[at] = low[at] = clock++;
        path.push(at);
      }
      const list = edges[at];
      let descended = false;
      while (next[at] < list.length) {
        const to = list[next[at]++];
        if (index[to] < 0) {
          work.push(to);
          descended = true;
          break;
        }
        if (component[to] < 0) low[at] = Math.min(low[at], index[to]);
      }
      if (descended) continue;
      work.pop();
      if (work.length > 0) {
        const above = work[work.length - 1];
        low[above] = Math.min(low[above], low[at]);
      }
      if (low[at] !== index[at]) continue;
      const members: number[] = [];
      let member: number;
      do {
        member = path.pop() as number;
        component[member] = components.length;
        members.push(member);
      } while (member !== at);
      components.push(members.sort((a, b) => a - b));
    }
  }
  return { component, components };
}
