/** Calls of `typing`: what they make exists for type checkers only. */
import type { Span } from "../../../base/span.ts";
import { bool, str } from "../../../ir/index.ts";
import { BOOL, flow, STR, type Ty } from "../infer/types.ts";
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

/** `issubclass(cls, of)` of classes of the program; undefined where others take part. */
export function subclassTest(cx: Cx, cls: Val, of: Val, span: Span): Val | undefined {
  const [atom] = cls.ty;
  const bases = of.ty[0]?.k === "tuple" ? of.ty[0].elems.flatMap((each) => each[0] ?? []) : of.ty;
  if (cls.ty.length !== 1 || atom.k !== "fn" || atom.fn.kind !== "class") return undefined;
  const { mro } = atom.fn.cls;
  let found = false;
  for (const base of bases) {
    if (base.k !== "fn" || base.fn.kind !== "class") return undefined;
    found ||= mro.includes(base.fn.cls);
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
