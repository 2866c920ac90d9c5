/**
 * Which pointers are kept: stored where they outlive the call that they were handed to, as far as a program's own text can tell. A function that
 * keeps none of what it is handed may be lent an address, whatever form the object has that lies there.
 */
import type { Expression, FunctionId, LocalId, Program } from "../ir/index.ts";
import { pointerPair } from "../ir/pointers.ts";
import { isExpression, walk } from "../ir/walk.ts";
import { RETURNS } from "./pointer-library.ts";

/** What becomes of a pointer parameter. */
export interface KeptPointers {
  /** May the pointer be found somewhere after the call? */
  kept(fn: FunctionId, param: LocalId): boolean;
  /** May the argument at this place of a call through a pointer be kept? */
  keptByAny(index: number): boolean;
  /** Is the pointer, or one into the same object, the function's result? */
  returned(fn: FunctionId, param: LocalId): boolean;
}

/** A flow from one variable into another; one through the result of a call holds where the callee gives back what it is handed. */
interface Flow {
  readonly from: string;
  readonly to: string;
  readonly through?: { readonly param: string; readonly result: string };
}

const localKey = (fn: FunctionId, local: LocalId): string => `${fn}:${local}`;
const resultKey = (fn: FunctionId): string => `${fn}:result`;
const anyKey = (index: number): string => `any:${index}`;
const OUTSIDE = "outside";

export function findKept(program: Program): KeptPointers {
  const flows: Flow[] = [];
  const kept = new Set<string>();
  const addressed = new Set<FunctionId>();
  for (const fn of program.functions) if (!fn.extern) scan(fn.id);
  for (const global of program.globals)
    if (global.value)
      walk(global.value, (node) => {
        if (node.kind === "function") addressed.add(node.function);
      });
  for (const id of addressed) {
    const { extern, params, variadic } = program.functions[id];
    if (extern ? !RETURNS.has(extern.symbol) && extern.symbol !== "free" : variadic) kept.add("any");
    params.forEach((param, i) => {
      flows.push({ from: anyKey(i), to: extern ? "library" : localKey(id, param.local) });
    });
  }
  for (const fn of program.functions)
    if (fn.exported || fn.callback) for (const param of fn.params) flows.push({ from: localKey(fn.id, param.local), to: OUTSIDE });
  kept.add(OUTSIDE);
  const results = settled(flows, kept);
  return {
    kept: (fn, param) => kept.has(localKey(fn, param)),
    keptByAny: (index) => kept.has("any") || kept.has(anyKey(index)),
    returned: (fn, param) => results(localKey(fn, param), resultKey(fn)),
  };

  /** Does the result lead into the first argument? */
  function leadsOn(e: Expression<"runtime">): boolean {
    const row = program.rows(e.row);
    return row.memory === "offset" || row.memory === "find" || (row.lends !== undefined && row.unused !== undefined);
  }

  function scan(fn: FunctionId): void {
    const used = new Set<number>();
    /** The pointers into whose objects the expression leads flow into `to`; where it is nothing, they are looked through. */
    const into = (e: Expression, to: string | undefined, through?: Flow["through"]): void => {
      switch (e.kind) {
        case "local":
          used.add(e.id);
          if (to !== undefined) flows.push({ from: localKey(fn, e.local), to, ...(through ? { through } : {}) });
          return;
        case "cast":
          return e.value.type.kind === "ptr" ? into(e.value, to, through) : undefined;
        case "block":
          return into(e.value, to, through);
        case "conditional":
          into(e.then, to, through);
          return into(e.orElse, to, through);
        case "addressOf": {
          used.add(e.id);
          let at = e.place;
          while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
          if (at.kind === "deref") into(at.pointer, to, through);
          else if (at.kind === "index") into(at.object, to, through);
          return;
        }
        case "runtime": {
          used.add(e.id);
          if (leadsOn(e)) into(e.args[0], to, through);
          return;
        }
        case "call": {
          used.add(e.id);
          const callee = program.functions[e.function];
          if (callee.extern || to === undefined) return;
          callee.params.forEach((param, i) => {
            if (e.args[i].type.kind === "ptr")
              into(e.args[i], to, { param: localKey(callee.id, param.local), result: resultKey(callee.id) });
          });
        }
      }
    };
    walk(program.functions[fn].body, (node) => {
      if (!isExpression(node)) {
        if (node.kind === "let") {
          if (node.value) into(node.value, localKey(fn, node.local));
        } else if (node.kind === "assign") {
          if (node.place.kind !== "local") return;
          used.add(node.place.id);
          into(node.value, localKey(fn, node.place.local));
        } else if (node.kind === "return") {
          if (node.value) into(node.value, resultKey(fn));
        } else if (node.kind === "expression") used.add(node.value.id);
        return;
      }
      switch (node.kind) {
        case "function":
          addressed.add(node.function);
          return;
        case "deref":
          return into(node.pointer, undefined);
        case "index":
          return node.object.type.kind === "ptr" ? into(node.object, undefined) : undefined;
        case "isNone":
          return into(node.value, undefined);
        case "compare":
          into(node.left, undefined);
          return into(node.right, undefined);
        case "binary":
          return pointerPair(program, node)?.forEach((each) => {
            into(each, undefined);
          });
        case "call": {
          const callee = program.functions[node.function];
          if (callee.extern && !RETURNS.has(callee.extern.symbol)) return;
          if (!used.has(node.id) && node.type.kind === "ptr") into(node, OUTSIDE);
          node.args.forEach((arg, i) => {
            const param = callee.params[i];
            if (callee.extern) into(arg, undefined);
            else if (param) into(arg, localKey(callee.id, param.local));
          });
          return;
        }
        case "callValue":
          node.args.forEach((arg, i) => {
            into(arg, anyKey(i));
          });
          return;
        case "runtime": {
          if (!used.has(node.id) && leadsOn(node)) return into(node, OUTSIDE);
          const row = program.rows(node.row);
          if (row.lends || row.memory === "offset" || row.memory === "release")
            for (const arg of node.args) if (arg.type.kind === "ptr") into(arg, undefined);
          return;
        }
        case "closure":
          // what it captures may be looked at whenever it is called
          walk(node.body, (inner) => {
            if (inner.kind === "local" && inner.type.kind === "ptr") kept.add(localKey(fn, inner.local));
          });
          return;
        case "addressOf":
          // pointers that lead to a pointer may put it anywhere
          if (node.place.kind === "local" && node.place.type.kind === "ptr") kept.add(localKey(fn, node.place.local));
          return used.has(node.id) ? undefined : into(node, OUTSIDE);
        case "local":
          if (node.type.kind === "ptr" && !used.has(node.id)) kept.add(localKey(fn, node.local));
      }
    });
  }
}

/** Completes what is kept, and tells what reaches a result. */
function settled(flows: readonly Flow[], kept: Set<string>): (from: string, result: string) => boolean {
  /** Where the values of a variable end up, of all results. */
  const reached = new Map<string, Set<string>>();
  const of = (key: string): Set<string> => {
    let found = reached.get(key);
    if (!found) reached.set(key, (found = new Set()));
    return found;
  };
  for (const { to } of flows) if (to.endsWith(":result")) of(to).add(to);
  for (let changed = true; changed;) {
    changed = false;
    for (const { from, to, through } of flows) {
      if (through && !reached.get(through.param)?.has(through.result)) continue;
      if (kept.has(to) && !kept.has(from)) {
        kept.add(from);
        changed = true;
      }
      const found = of(from);
      for (const result of of(to))
        if (!found.has(result)) {
          found.add(result);
          changed = true;
        }
    }
  }
  return (from, result) => reached.get(from)?.has(result) === true;
}
