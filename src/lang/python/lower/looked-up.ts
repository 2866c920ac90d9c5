/** What is looked up in containers: members of enumerations that stand for their values are found among these. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { show } from "../infer/show.ts";
import type { Cx } from "./context.ts";
import { enumValue, isValueEnum } from "./enums.ts";
import { elemOf } from "./iteration.ts";
import type { ArgVal } from "./rows.ts";

/** Rows that look for their second argument in their first. */
export const LOOKUP = /^((dict|set|frozenset)\.(__getitem__|__delitem__|get|pop|discard)|\w+\.(__contains__|index|count|remove))$/;

const VALUES = /^(str|int|float|bool)$/;

/** The arguments of such a row, with a member as its value where the container holds values. */
export function lookedUp(cx: Cx, args: readonly ArgVal[], span: Span): readonly ArgVal[] {
  const [container, item] = args;
  if (!item || item.value.ty.length !== 1 || container.value.ty.length !== 1) return args;
  const [looked] = item.value.ty;
  const held = elemOf(cx, container.value.ty) ?? [];
  if (held.length === 0) return args;
  const stands = enumValue(cx, item.value, span);
  if (stands !== item.value) {
    const among = held.some((each) => each.k === "inst" && looked.k === "inst" && each.cls === looked.cls);
    return among ? args : [container, { ...item, value: stands }, ...args.slice(2)];
  }
  const members = held.some((each) => each.k === "inst" && isValueEnum(each.cls));
  if (members && VALUES.test(looked.k) && !held.some((each) => each.k === looked.k))
    return refuse("PY0302", span, `a value is looked up among members of an enumeration (${show(held)})`);
  return args;
}
