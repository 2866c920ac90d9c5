/** `parser.set_defaults(name=value)`: numbers and texts, and functions that are chosen by the command. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { BOOL, NONE, type Atom, type Cell } from "../infer/types.ts";
import { addField, found, functionType, text } from "./argparse.ts";
import { isObject } from "./argparse-types.ts";
import { convert, withTempVal } from "./convert.ts";
import { ex, get, inBlock, newLocal, push, site, type Cx, type Val } from "./context.ts";
import { functionValues } from "./functions.ts";
import { isGhost } from "./ir-types.ts";
import { callRow, type ArgVal } from "./rows.ts";

const PLAIN = new Set(["str", "int", "bool"]);

/** Gives the namespaces of a parser values that no argument has. */
export function setDefaults(cx: Cx, parser: Val, kind: Cell, args: readonly ArgVal[], span: Span): Val {
  return withTempVal(cx, parser, span, (again) => defaultsOf(cx, again, kind, args, span));
}

function defaultsOf(cx: Cx, parser: () => Val, kind: Cell, args: readonly ArgVal[], span: Span): Val {
  const unit = ex(cx, "unit", { kind: "unit" }, span, {});
  const body = inBlock(cx, () => {
    for (const arg of args) {
      if (arg.name === undefined || arg.value.ty.length === 0) continue;
      const name = text(cx, arg.name, span);
      const one = arg.value.ty.length === 1 ? arg.value.ty[0].k : "";
      const set = (row: string, value: Val): void =>
        push(cx, "expression", span, {
          value: callRow(
            cx,
            `argparse.${row}`,
            [{ value: parser() }, { value: name }, { value }],
            site(cx, span, `default ${arg.name}`, () => ({})),
            span,
          ).e,
        });
      if (PLAIN.has(one)) {
        addField(cx, kind, arg.name, arg.value.ty);
        set("set_default", arg.value);
        continue;
      }
      if (one !== "fn" && !isObject(arg.value.ty)) refuse("PY0702", span, "`set_defaults` of a value that is no text, number or function");
      // One function alone is known while translating.
      addField(cx, kind, arg.name, found(cx, kind, arg.name).length > 0 ? functionValues(arg.value.ty) : arg.value.ty);
      const [field] = found(cx, kind, arg.name);
      const ty = get(cx, field.cell);
      const value = convert(cx, arg.value, ty, span);
      if (isGhost(ty)) continue;
      const type = functionType(cx, field);
      const local = newLocal(cx, arg.name, type, span);
      cx.declared.add(local);
      push(cx, "let", span, { local, value });
      set("set_default_object", { ty, e: ex(cx, "local", type, span, { local }) });
    }
  });
  return { ty: NONE, e: ex(cx, "block", { kind: "unit" }, span, { body, value: unit }) };
}

/** `hasattr(namespace, "name")`; undefined where no parser of its kind makes the name. */
export function namespaceHas(cx: Cx, object: Val, name: string, span: Span): Val | undefined {
  const atom = object.ty[0] as Atom & { k: "rt" };
  const [field] = found(cx, atom.family!, name);
  if (!field) return undefined;
  if (isGhost(get(cx, field.cell))) return refuse("PY0503", span, `\`hasattr\` of \`${name}\`, which only some commands give`);
  return { ty: BOOL, e: callRow(cx, "argparse.has", [{ value: object }, { value: text(cx, name, span) }], {}, span).e };
}
