/**
 * Classes inside of classes. Before names are resolved, such a class is put before the one that holds it, which gets an attribute that stands for
 * it: nothing of the outer class is in scope inside of it.
 */
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";

/** The module with classes inside of its classes put before them; itself when there are none. */
export function withNestedClasses(module: ModuleNode): ModuleNode {
  const holds = (s: Stmt): boolean => s.kind === "class" && s.cls.body.some((inner) => inner.kind === "class");
  if (!module.body.some(holds)) return module;
  const lifted = (s: Stmt): Stmt[] => {
    if (s.kind !== "class" || !holds(s)) return [s];
    const before: Stmt[] = [];
    const body = s.cls.body.map((inner): Stmt => {
      if (inner.kind !== "class") return inner;
      const { name } = inner.cls;
      // No name of a program is written so.
      const free = `${name} of ${s.cls.name}`;
      before.push(...lifted({ ...inner, cls: { ...inner.cls, name: free, called: name } }));
      const { span } = inner.cls;
      const [target, value] = [name, free].map((id): Expr => ({ kind: "name", id, span }));
      return { kind: "assign", targets: [target], value, span };
    });
    return [...before, { ...s, cls: { ...s.cls, body } }];
  };
  return { ...module, body: module.body.flatMap(lifted) };
}
