/** What a class statement does beside making a class: hooks of its bases, decorators; and methods that would change what objects are. */
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Expr, FunctionNode, Stmt } from "../ast/nodes.ts";
import { findMethod, type ClassInfo } from "../infer/classes.ts";
import { findSite } from "../infer/types.ts";
import { blocksOf } from "../scope-tree.ts";
import { nameDescriptors } from "./attribute-hooks.ts";
import { callValue } from "./call.ts";
import { classCallable } from "./classes.ts";
import { ghost } from "./builtins.ts";
import { push, type Cx, type Val } from "./context.ts";
import { expr } from "./expressions.ts";
import { callUser } from "./functions.ts";
import { emptyEntries } from "./class-keyed.ts";
import { makeClass, metaOf } from "./metaclasses.ts";
import { textVal } from "./known-texts.ts";

const REFUSED = new Set([
  "__del__",
  "__getattribute__",
  "__delattr__",
  "__class_getitem__",
  "__instancecheck__",
  "__subclasscheck__",
  "__subclasshook__",
  "__mro_entries__",
  "__prepare__",
  "__delete__",
]);

/** Refuses what a class cannot say of itself. */
export function checkHooks(s: Stmt<"class">): void {
  for (const member of s.cls.body)
    if (member.kind === "def" && REFUSED.has(member.fn.name))
      refuse("PY0412", member.span, `\`${s.cls.name}\` has a \`${member.fn.name}\``);
}

const KNOWN = /^(dataclass|total_ordering|unique|final|runtime_checkable|skip|no_type_check)$/;

const nameOf = (e: Expr): string | undefined =>
  e.kind === "call" ? nameOf(e.callee) : e.kind === "attribute" ? e.name : e.kind === "name" ? e.id : undefined;

/** Runs `__init_subclass__` of the nearest base, then the decorators, as the end of a class statement does. */
export function runHooks(cx: Cx, cls: ClassInfo, s: Stmt<"class">): void {
  const { span } = s.cls;
  emptyEntries(cx, cls, span);
  nameDescriptors(cx, cls, span);
  const silent = cls.builtin === "TypedDict" ? ["metaclass", "total"] : ["metaclass"];
  const named = s.cls.bases.filter((base) => base.name !== undefined && !silent.includes(base.name));
  const hook = findMethod(cls, "__init_subclass__", cls);
  if (hook) {
    const args = named.map((base) => ({ name: base.name, value: expr(cx, base.value) }));
    push(cx, "expression", span, { value: callUser(cx, hook.fn, args, span, { cls, receiver: undefined }).e });
  } else if (named.length) refuse("PY0408", span, `\`${cls.name}\` has arguments other than bases`);
  if (hook && metaOf(cls)?.methods.has("__new__")) refuse("PY0412", span, `\`${cls.name}\` has a metaclass and an \`__init_subclass__\``);
  makeClass(cx, cls, span);
  for (const decorator of [...s.decorators].reverse()) {
    if (KNOWN.test(nameOf(decorator) ?? "")) continue;
    const given = expr(cx, decorator);
    if (given.ty.length === 0) continue;
    const made = callValue(cx, given, [{ value: ghost(cx, classCallable(cx, cls), span) }], decorator, decorator.span);
    const [atom] = made.ty;
    if (made.ty.length === 0) continue;
    const same = made.ty.length === 1 && atom.k === "fn" && atom.fn.kind === "class" && atom.fn.cls === cls;
    if (!same && !givesBack(given))
      refuse("PY0315", decorator.span, `the decorator of \`${cls.name}\` gives something else than the class`);
    if (cx.p.emitting && made.e.kind !== "unit") push(cx, "expression", span, { value: made.e });
  }
}

/** Does each function that a value may be return its first parameter, always? */
function givesBack(given: Val): boolean {
  const [atom] = given.ty;
  const targets = atom.k === "fn" ? [atom.fn] : atom.k === "func" ? findSite(atom.site).targets : [];
  return targets.length > 0 && targets.every((fn) => fn.kind === "function" && returnsFirst(fn.def));
}

function returnsFirst(fn: FunctionNode): boolean {
  const [first] = fn.params;
  let all = true;
  const visit = (body: readonly Stmt[]): void => {
    for (const s of body) {
      if (s.kind === "return" && (s.value?.kind !== "name" || s.value.id !== first?.name)) all = false;
      if (s.kind === "assign" && s.targets.some((t) => t.kind === "name" && t.id === first?.name)) all = false;
      blocksOf(s).forEach(visit);
    }
  };
  visit(fn.body);
  return all && fn.body[fn.body.length - 1]?.kind === "return";
}

const slotSets = new WeakMap<ClassInfo, ReadonlySet<string> | "open">();

/** The names in `__slots__` of a class and its bases; undefined where one of them has none. */
function slotsOf(cls: ClassInfo): ReadonlySet<string> | undefined {
  let known = slotSets.get(cls);
  if (known === undefined) {
    const names = new Set<string>();
    known = names;
    for (const each of cls.mro) {
      const slots = each.node.body.find(
        (s): s is Stmt<"assign"> => s.kind === "assign" && s.targets.some((t) => t.kind === "name" && t.id === "__slots__"),
      )?.value;
      const items = slots?.kind === "str" ? [slots] : slots && "elems" in slots ? slots.elems : undefined;
      if (!items || items.some((item) => item.kind !== "str")) {
        known = "open";
        break;
      }
      for (const item of items) if (item.kind === "str") names.add(item.value);
    }
    slotSets.set(cls, known);
  }
  return known === "open" ? undefined : known;
}

/** Does `__slots__` keep objects of the class from having this attribute? */
export const isShutOut = (cls: ClassInfo, name: string): boolean => {
  const slots = cls.builtin ? undefined : slotsOf(cls);
  return slots !== undefined && !slots.has(name) && !slots.has("__dict__");
};

/** An attribute that an object does not have, by its `__getattr__`. */
export function missingAttribute(cx: Cx, object: Val, cls: ClassInfo, name: string, span: Val["e"]["span"]): Val | undefined {
  const method = findMethod(cls, "__getattr__");
  if (!method) return undefined;
  return callUser(cx, method.fn, [{ value: textVal(cx, name, span) }], span, { cls, receiver: object });
}

/** The abstract methods that keep a class from having objects. */
export function abstractMethods(cls: ClassInfo): string[] {
  const checked = cls.mro.some((each) =>
    each.node.bases.some((base) => {
      const name = base.value.kind === "attribute" ? base.value.name : base.value.kind === "name" ? base.value.id : "";
      return name === "ABC" || (base.name === "metaclass" && name === "ABCMeta");
    }),
  );
  if (!checked) return [];
  const names = new Set(cls.mro.flatMap((each) => [...each.methods.values()].filter((m) => m.abstract).map((m) => m.name)));
  return [...names].filter((name) => findMethod(cls, name)?.abstract).sort();
}
