/** Types of the runtime by their own names, each with a `use`: `rt::Int` is `Int` where nothing of the program is called so. */
import { eachNode } from "../base/nodes.ts";
import type { ProgramContext } from "./context.ts";

const TYPE = /\brt::(?:[a-z]\w*::)*[A-Z]\w*/g;

/** A type or an expression that names something of the runtime. */
interface Named {
  path: string;
}

interface Mention {
  readonly node: Named;
  readonly module: number;
}

/** Writes the types of the runtime that the modules' items name as types by their last names, and asks for their `use`. */
export function importTypes(unit: ProgramContext, modules: readonly unknown[]): void {
  const { names, uses } = unit;
  const taken = new Set(["String", "Vec", "Option", "Some", "None", "Result", "Ok", "Err", "Box", "Self"]);
  for (const list of [names.classes, names.unions, names.functions, names.globals]) for (const name of list) taken.add(name);
  for (const set of uses.values()) for (const path of set) taken.add(path.slice(path.lastIndexOf(":") + 1));
  const mentions: Mention[] = [];
  const short = new Map<string, string>();
  const owners = new Map<string, string>();
  modules.forEach((items, module) =>
    eachPath(items, (node, isType) => {
      mentions.push({ node, module });
      if (!isType) return;
      for (const [full] of node.path.matchAll(TYPE)) {
        const name = full.slice(full.lastIndexOf(":") + 1);
        if (taken.has(name) || (owners.get(name) ?? full) !== full) continue;
        owners.set(name, full);
        short.set(full, name);
      }
    }),
  );
  for (const { node, module } of mentions)
    node.path = node.path.replace(TYPE, (full) => {
      const name = short.get(full);
      if (name === undefined) return full;
      let set = uses.get(module);
      if (!set) uses.set(module, (set = new Set()));
      set.add(full);
      return name;
    });
}

/** Every path of a type or an expression that names the runtime. */
function eachPath(root: unknown, visit: (node: Named, isType: boolean) => void): void {
  const seen = new Set<unknown>();
  eachNode<{ kind?: string; path?: unknown; args?: unknown }>(root, (node) => {
    const { kind, path, args } = node;
    // Types are made once and stand in many places.
    if (typeof path === "string" && kind !== "use" && path.includes("rt::") && !seen.has(node)) {
      seen.add(node);
      visit(node as Named, kind === "bound" || (kind === "path" && Array.isArray(args)));
    }
  });
}
