/**
 * Text that is looked at as bytes (`const unsigned char *p = (const unsigned char *)s`): variables that only ever lead into `char` are pointers to
 * `char`, and each byte that is read is converted, so that the text itself may be borrowed.
 */
import {
  int,
  sameType,
  type Builder,
  type Expression,
  type IrFunction,
  type Program,
  type Statement,
  type Type,
} from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";
import { rewriting } from "./rewrite.ts";

const leadsTo = (type: Type, signed: boolean): boolean =>
  type.kind === "ptr" && type.target.kind === "int" && type.target.width === 8 && type.target.signed === signed;
const isBytes = (type: Type): boolean => leadsTo(type, false);
const isChars = (type: Type): boolean => leadsTo(type, true);
const U8 = int(8, false);
const I8 = int(8, true);

/** The variable that a pointer to bytes comes from; undefined for other values. */
function slotOf(fn: number, e: Expression): string | undefined {
  if (!isBytes(e.type)) return undefined;
  if (e.kind === "local") return `l${fn}:${e.local}`;
  if (e.kind === "cast" || e.kind === "block") return slotOf(fn, e.value);
  return e.kind === "runtime" && e.row === "c.pointer.offset" ? slotOf(fn, e.args[0]) : undefined;
}

/** The pointer through which a place is reached directly. */
const pointerOf = (place: Expression): Expression | undefined =>
  place.kind === "deref" ? place.pointer : place.kind === "index" && place.object.type.kind === "ptr" ? place.object : undefined;

function findTexts(program: Program): ReadonlySet<string> {
  const leaders = new Map<string, string>();
  const find = (slot: string): string => {
    const up = leaders.get(slot);
    if (up === undefined) return slot;
    const top = find(up);
    leaders.set(slot, top);
    return top;
  };
  const slots = new Set<string>();
  const chars = new Set<string>();
  const barred = new Set<string>();
  const bar = (slot: string | undefined): void => void (slot !== undefined && barred.add(slot));
  const flow = (slot: string, fn: number, value: Expression | undefined): void => {
    slots.add(slot);
    if (!value || value.kind === "none" || value.kind === "zero") return;
    if (value.kind === "conditional") {
      flow(slot, fn, value.then);
      return flow(slot, fn, value.orElse);
    }
    if (value.kind === "block") return flow(slot, fn, value.value);
    const from = slotOf(fn, value);
    if (from !== undefined) {
      slots.add(from);
      const [a, b] = [find(slot), find(from)];
      if (a !== b) leaders.set(b, a);
      return;
    }
    let at: Expression = value;
    for (;;)
      if (at.kind === "cast" && isBytes(at.type)) at = at.value;
      else if (at.kind === "runtime" && at.row === "c.pointer.offset" && isBytes(at.type)) at = at.args[0];
      else break;
    if (isChars(at.type)) chars.add(slot);
    else barred.add(slot);
  };
  for (const fn of program.functions) {
    if (fn.extern) continue;
    if (fn.callback || fn.exported || fn.variadic || fn.id === program.start.entry)
      for (const { local } of fn.params) bar(`l${fn.id}:${local}`);
    walk(fn.body, (node) => {
      if (node.kind === "let" && isBytes(fn.locals[node.local].type)) flow(`l${fn.id}:${node.local}`, fn.id, node.value);
      else if (node.kind === "assign" && node.place.kind === "local" && isBytes(node.place.type))
        flow(`l${fn.id}:${node.place.local}`, fn.id, node.value);
      else if (node.kind === "update") {
        const pointer = pointerOf(node.place);
        bar(slotOf(fn.id, pointer ?? node.place));
      }
      if (!isExpression(node)) return;
      if (node.kind === "call") {
        const callee = program.functions[node.function];
        if (callee.extern) return;
        node.args.forEach((arg, i) => {
          const param = callee.params[i];
          if (param && isBytes(callee.locals[param.local].type)) flow(`l${callee.id}:${param.local}`, fn.id, arg);
        });
      } else if (node.kind === "addressOf") bar(slotOf(fn.id, pointerOf(node.place) ?? node.place));
    });
  }
  const bad = new Set([...barred].map(find));
  const good = new Set([...chars].map(find).filter((slot) => !bad.has(slot)));
  return new Set([...slots].filter((slot) => good.has(find(slot))));
}

/** The program with such variables, where there are any. */
export function withTextAsChars(program: Program, build: Builder): Program {
  const texts = findTexts(program);
  if (texts.size === 0) return program;
  let fn = -1;
  const isText = (e: Expression): boolean => texts.has(slotOf(fn, e) ?? "");
  const charsOf = (type: Type): Type => (type.kind === "ptr" ? { ...type, target: I8, rep: program.reps.fresh() } : type);
  const cast = (type: Type, value: Expression): Expression =>
    sameType(type, value.type) ? value : build.expr("cast", type, value.span, { value });

  /** A pointer to bytes as one to `char`. */
  const as = (e: Expression): Expression => {
    const type = charsOf(e.type);
    if (e.kind === "local" || e.kind === "none" || e.kind === "zero") return { ...e, type } as Expression;
    if (e.kind === "conditional") return { ...e, type, test: one(e.test), then: as(e.then), orElse: as(e.orElse) };
    if (e.kind === "block") return { ...e, type, body: e.body.map(statement), value: as(e.value) };
    if (e.kind === "cast" && isBytes(e.value.type)) return cast(type, as(e.value));
    if (e.kind === "cast" && isChars(e.value.type)) return cast(type, one(e.value));
    if (e.kind === "runtime" && e.row === "c.pointer.offset") return { ...e, type, args: [as(e.args[0]), one(e.args[1])] };
    return cast(type, one(e));
  };
  /** A byte behind such a pointer, as the `char` that it is. */
  const place = (e: Expression): Expression | undefined => {
    const pointer = pointerOf(e);
    if (!pointer || !isText(pointer)) return undefined;
    return e.kind === "index"
      ? { ...e, type: I8, object: as(pointer), index: one(e.index) }
      : ({ ...e, type: I8, pointer: as(pointer) } as Expression);
  };
  const one = (e: Expression): Expression => {
    const byte = place(e);
    if (byte) return build.expr("cast", U8, e.span, { value: byte });
    if (isText(e)) return cast(e.type, as(e));
    if (e.kind === "cast" && isText(e.value)) return cast(e.type, as(e.value));
    if (e.kind === "isNone" && isText(e.value)) return { ...e, value: as(e.value) };
    if (e.kind === "compare" && isText(e.left) && (isText(e.right) || e.right.kind === "none"))
      return { ...e, left: as(e.left), right: as(e.right) };
    if (e.kind === "call") {
      const callee = program.functions[e.function];
      return {
        ...e,
        args: e.args.map((arg, i) => {
          const param = callee.params[i];
          return param && texts.has(`l${callee.id}:${param.local}`) ? as(arg) : one(arg);
        }),
      };
    }
    return parts(e);
  };
  const statement = (s: Statement): Statement => {
    if (s.kind === "let" && s.value && texts.has(`l${fn}:${s.local}`)) return { ...s, value: as(s.value) };
    if (s.kind === "assign") {
      if (s.place.kind === "local" && isText(s.place)) return { ...s, place: as(s.place), value: as(s.value) };
      const byte = place(s.place);
      if (byte) return { ...s, place: byte, value: cast(I8, one(s.value)) };
    }
    return parts(s);
  };
  const parts = rewriting({ expression: one, statement });
  const functions = program.functions.map((each): IrFunction => {
    if (each.extern) return each;
    fn = each.id;
    const locals = each.locals.map((local) => (texts.has(`l${fn}:${local.id}`) ? { ...local, type: charsOf(local.type) } : local));
    return { ...each, locals, body: parts(each.body) };
  });
  return { ...program, functions, nodeCount: build.nodeCount };
}
