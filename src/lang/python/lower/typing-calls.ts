/** Calls of `typing`: what they make exists for type checkers only. */
import type { Span } from "../../../base/span.ts";
import { bool, str } from "../../../ir/index.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { BOOL, flow, STR, type Atom, type Ty } from "../infer/types.ts";
import { exceptionBases } from "../stdlib/index.ts";
import { callable, ghost } from "./builtins.ts";
import { convert } from "./convert.ts";
import { ex, get, siteCell, type Cx, type Val } from "./context.ts";
import { escaped } from "./functions.ts";
import { irType } from "./ir-types.ts";
import type { ArgVal } from "./rows.ts";

const special = (cx: Cx, key: string, span: Span): Val =>
  ghost(cx, callable<"special">(cx.p, `special ${key}`, 1, { kind: "special", name: key.split(" ")[1], special: key }), span);

/** A call of a name of `typing`; undefined where it is another special callable. */
export function typingCall(cx: Cx, name: string, args: readonly ArgVal[], span: Span): Val | undefined {
  switch (name) {
    case "abc TypeVar":
    case "abc ParamSpec":
    case "abc TypeVarTuple":
      return special(cx, "abc Any", span);
    case "abc NewType":
      return special(cx, "typing same", span);
    case "typing same":
      return args[0]?.value;
    case "abc cast":
      return args[1]?.value;
    default:
      return undefined;
  }
}

/** A class of the program or a type of the language with all that it is derived from; undefined for other values. */
function lineage(atom: Atom): ReadonlySet<ClassInfo | string> | undefined {
  if (atom.k !== "fn" || (atom.fn.kind !== "class" && atom.fn.kind !== "type")) return undefined;
  const found = new Set<ClassInfo | string>(atom.fn.kind === "class" ? atom.fn.cls.mro : []);
  const last = atom.fn.kind === "class" ? atom.fn.cls.mro.find((cls) => cls.builtin !== undefined)?.builtin : atom.fn.type;
  for (let name = last; name !== undefined; name = name === "bool" ? "int" : exceptionBases[name]) found.add(name);
  return found.add("object");
}

/** `issubclass(cls, of)` of classes that are known; undefined where others take part. */
export function subclassTest(cx: Cx, cls: Val, of: Val, span: Span): Val | undefined {
  const all = cls.ty.length === 1 ? lineage(cls.ty[0]) : undefined;
  if (!all) return undefined;
  const bases = of.ty[0]?.k === "tuple" ? of.ty[0].elems.flatMap((each) => each[0] ?? []) : of.ty;
  let found = false;
  for (const base of bases) {
    if (base.k !== "fn" || (base.fn.kind !== "class" && base.fn.kind !== "type")) return undefined;
    found ||= all.has(base.fn.kind === "class" ? base.fn.cls : base.fn.type);
  }
  return { ty: BOOL, e: ex(cx, "bool", bool, span, { value: found }) };
}

/** `Movie(title=…, year=…)` of a `TypedDict`: a dict. */
export function typedDict(cx: Cx, args: readonly ArgVal[], node: object, span: Span): Val {
  const key = siteCell(cx, node, "key");
  const value = siteCell(cx, node, "value");
  flow(cx.p.w, key, STR);
  for (const arg of args) flow(cx.p.w, value, escaped(cx, arg.value.ty));
  const ty: Ty = [{ k: "dict", key, value }];
  const entries = args.map(
    (arg) =>
      [
        convert(cx, { ty: STR, e: ex(cx, "str", str, span, { value: arg.name! }) }, get(cx, key), span),
        convert(cx, arg.value, get(cx, value), span),
      ] as const,
  );
  return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries }) };
}
