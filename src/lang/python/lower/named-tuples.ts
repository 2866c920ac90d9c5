/** What classes that are named tuples have beside their fields. */
import type { Span } from "../../../base/span.ts";
import type { UserFunction } from "../infer/callables.ts";
import type { Atom } from "../infer/types.ts";
import type { MemberKind, NamedTupleClass } from "../named-tuples.ts";
import { callable, ghost } from "./builtins.ts";
import type { Cx, Val } from "./context.ts";
import { userFunction } from "./definitions.ts";
import { callUser } from "./functions.ts";
import type { ArgVal } from "./rows.ts";

/** What a named tuple is called with; the key of the callable that makes it. */
export const namedTupleKey = (label: string, names: readonly string[]): string => `namedtuple ${label}:${names.join()}`;

export const keyOfAtom = (atom: Atom): string | undefined =>
  atom.k === "tuple" && atom.names ? namedTupleKey(atom.label ?? "", atom.names) : undefined;

interface Member {
  readonly fn: UserFunction;
  readonly kind: MemberKind;
}

/** The member of a named tuple's class, by the key of the class. */
export function memberOf(cx: Cx, key: string, name: string): Member | undefined {
  const matches = (each: NamedTupleClass): boolean => namedTupleKey(each.label, each.fields) === key && each.members.has(name);
  for (const module of cx.p.modules) {
    const member = module.node.namedTuples?.find(matches)?.members.get(name);
    if (member) return { fn: userFunction(cx, module, member.fn), kind: member.kind };
  }
  return undefined;
}

/** `point.property` */
export function namedTupleProperty(cx: Cx, object: Val, name: string, span: Span): Val | undefined {
  const key = keyOfAtom(object.ty[0]);
  const member = key === undefined ? undefined : memberOf(cx, key, name);
  return member?.kind === "property" ? callUser(cx, member.fn, [{ value: object }], span) : undefined;
}

/** `point.method(…)`, or with a class (`object` undefined) `Point.method(…)`. */
export function callNamedTupleMember(
  cx: Cx,
  key: string,
  name: string,
  object: Val | undefined,
  args: readonly ArgVal[],
  span: Span,
): Val | undefined {
  const member = memberOf(cx, key, name);
  if (!member || member.kind === "property") return undefined;
  const first =
    member.kind === "class"
      ? [{ value: ghost(cx, callable<"special">(cx.p, key, 0, { kind: "special", name: key.split(/[ :]/)[1], special: key }), span) }]
      : member.kind === "method" && object
        ? [{ value: object }]
        : [];
  return callUser(cx, member.fn, [...first, ...args], span);
}

/** The text that a class of a named tuple gives for `str(value)` or `repr(value)`. */
export function namedTupleShown(cx: Cx, val: Val, conversion: "s" | "r" | "a", span: Span): Val | undefined {
  const key = keyOfAtom(val.ty[0]);
  const name =
    key === undefined ? undefined : (conversion === "s" ? ["__str__", "__repr__"] : ["__repr__"]).find((each) => memberOf(cx, key, each));
  return name === undefined ? undefined : callNamedTupleMember(cx, key!, name, val, [], span);
}
