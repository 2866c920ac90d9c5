/** Containers that a row makes inside its result: plain, where the program holds them by handles. */
import { innerTypes, type MadeInside, type Type } from "../ir/index.ts";
import type { RustExpr } from "../rust/ast.ts";
import { call, closure, letStmt, method, path, tPath } from "../rust/make.ts";
import type { FunctionContext } from "./context.ts";
import { isSharedContainer } from "./types.ts";

/** Is a container inside that the row made, and that is held by a handle? */
function wants(cx: FunctionContext, type: Type, made: MadeInside | undefined): boolean {
  if (!made) return false;
  return (made.container && isSharedContainer(type, cx.unit)) || innerTypes(type).some((inner, i) => wants(cx, inner, made.parts[i]));
}

/** The result of a row with handles where its type has them; the outermost container is as the row gives it. */
export function handled(cx: FunctionContext, type: Type, made: MadeInside | undefined, expr: RustExpr): RustExpr {
  if (!made || !innerTypes(type).some((inner, i) => wants(cx, inner, made.parts[i]))) return expr;
  const whole = (inner: Type, part: MadeInside | undefined, value: RustExpr): RustExpr => {
    const content = handled(cx, inner, part, value);
    return part?.container && isSharedContainer(inner, cx.unit) ? call("rt::Shared::new", content) : content;
  };
  const item = cx.scope.take("item");
  switch (type.kind) {
    case "iter":
    case "list": {
      const items = type.kind === "iter" ? expr : method(expr, "into_iter");
      const mapped = method(items, "map", closure([item], whole(type.elem, made.parts[0], path(item))));
      return type.kind === "iter" ? mapped : ({ ...method(mapped, "collect"), typeArgs: [tPath("Vec", { kind: "infer" })] } as RustExpr);
    }
    case "option":
      return method(expr, "map", closure([item], whole(type.inner, made.parts[0], path(item))));
    case "tuple": {
      const names = type.elems.map((_, i) => (i === 0 ? item : cx.scope.take("item")));
      return {
        kind: "block",
        block: {
          statements: [letStmt({ kind: "tuple", elems: names.map((name) => ({ kind: "name", name })) }, expr)],
          value: { kind: "tuple", elems: type.elems.map((elem, i) => whole(elem, made.parts[i], path(names[i]))) },
        },
      };
    }
    default:
      return expr;
  }
}
