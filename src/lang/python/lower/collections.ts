/** `collections`, `functools` and `itertools` beyond what rows say. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { flow, INT, type Ty } from "../infer/types.ts";
import { emptyContainer } from "./builtins.ts";
import { ex, siteCell, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import { callRow, hasRow, type ArgVal } from "./rows.ts";

export function collectionCall(cx: Cx, name: string, args: readonly ArgVal[], node: object, span: Span): Val {
  switch (name) {
    case "collections.deque": {
      if (args.some((arg) => arg.name === "maxlen") || args.length > 1) return refuse("PY0702", span, "a `deque` with a greatest length");
      if (args.length === 0) return emptyContainer(cx, "deque", node, span);
      return callRow(cx, "collections.deque", args, node, span);
    }
    case "collections.Counter": {
      const made = args.length === 0 ? emptyDict(cx, node, span) : callRow(cx, "collections.Counter", args, node, span);
      const atom = made.ty[0];
      if (atom?.k !== "dict") return made;
      flow(cx.p.w, atom.value, INT);
      return { ty: [{ ...atom, flavour: "counter" }], e: made.e };
    }
    case "collections.OrderedDict":
      if (args.length === 0) return emptyDict(cx, node, span);
      return callRow(cx, "collections.OrderedDict", args, node, span);
    case "collections.defaultdict": {
      const factory = args[0]?.value.ty[0];
      if (!factory || factory.k === "none") return emptyDict(cx, node, span);
      if (factory.k !== "fn") return refuse("PY0317", span, "a `defaultdict` whose factory is only known at run time");
      const made = args.length > 1 ? callRow(cx, "builtins.dict", args.slice(1), node, span) : emptyDict(cx, node, span);
      const atom = made.ty[0];
      if (atom?.k !== "dict") return made;
      return { ty: [{ ...atom, flavour: "defaultdict", factory: factory.fn }], e: made.e };
    }
    default:
      if (hasRow(cx, name)) return callRow(cx, name, args, node, span);
      return refuse("PY0701", span, `\`${name}\` is not supported here`);
  }
}

export function emptyDict(cx: Cx, node: object, span: Span): Val {
  const ty: Ty = [{ k: "dict", key: siteCell(cx, node, "key"), value: siteCell(cx, node, "value") }];
  return { ty, e: ex(cx, "dict", irType(cx.p, ty), span, { entries: [] }) };
}
