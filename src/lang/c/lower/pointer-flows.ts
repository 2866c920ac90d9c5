/** What flows where among the pointers of a program: one walk over all places that may hold one. */
import { sameType, type Expression, type Program, type Type } from "../../../ir/index.ts";
import { isExpression, walk } from "../../../ir/walk.ts";

/** What is asked of the walk. Places have names: `l1:2` a local, `r1` a result, `g3` a global, `f4:name` a member. */
export interface PointerFlows {
  /** Is a place of this type looked at? */
  follows(type: Type): boolean;
  /** The place that an expression is; undefined for a value. */
  slotOf(fn: number, e: Expression): string | undefined;
  /** A value flows into a place of a type. */
  flow(slot: string | undefined, fn: number, value: Expression | undefined, type: Type): void;
  /** Something that the walk does not see reads or fills the place: the expression, where its address is taken. */
  exclude(slot: string | undefined, address?: Expression<"addressOf">): void;
  /** A pointer is taken for one of another type. */
  recast?(fn: number, e: Expression<"cast">): void;
  /** Is it a cast of which nothing is to be told: of a fresh block that is looked after, of one that is given back? */
  isPlain?(e: Expression<"cast">): boolean;
  /** The structs and unions whose bytes something else looks at, or whose size the program counts on. */
  opened?(classes: ReadonlySet<number>): void;
  /** What a pointer leads to is written. */
  writes?(fn: number, pointer: Expression): void;
}

/** The name of the place that an expression is by itself: a local, a global, a member, a result. */
export function slotName(fn: number, e: Expression): string | undefined {
  switch (e.kind) {
    case "local":
      return fn < 0 ? undefined : `l${fn}:${e.local}`;
    case "global":
      return `g${e.global}`;
    case "field":
      return e.object.type.kind === "record" ? `f${e.object.type.class}:${e.name}` : undefined;
    case "call":
      return `r${e.function}`;
    default:
      return undefined;
  }
}

/** Does the cast make something else of a pointer than C's types say, or a pointer of something else? NULL is NULL. */
function isOther({ type, value }: Expression<"cast">): boolean {
  if (value.kind === "none" || value.kind === "zero" || (type.kind !== "ptr" && value.type.kind !== "ptr")) return false;
  return !(type.kind === "ptr" && value.type.kind === "ptr" && sameType(type.target, value.type.target));
}

/** The pointer through which a place is reached. */
function pointerOf(place: Expression): Expression | undefined {
  let at = place;
  while (at.kind === "field" || (at.kind === "index" && at.object.type.kind === "array")) at = at.object;
  return at.kind === "deref" ? at.pointer : at.kind === "index" ? at.object : undefined;
}

/** Walks over a program, and tells each flow into a place that is followed, and each place that others than the program reach. */
export function eachPointerFlow(
  program: Program,
  { follows, slotOf, flow, exclude, recast, isPlain, writes, opened: tellOpened }: PointerFlows,
): void {
  /** Structs whose bytes something else looks at, or whose size the program counts on. */
  const open = new Set<number>();
  const opened = (type: Type): void => {
    if (type.kind === "record") open.add(type.class);
    else if (type.kind === "array") opened(type.elem);
    else if (type.kind === "ptr") opened(type.target);
  };
  const into = (slot: string, fn: number, value: Expression | undefined, type: Type | undefined): void => {
    if (type && follows(type)) flow(slot, fn, value, type);
  };
  const excludeSignature = (id: number): void => {
    exclude(`r${id}`);
    for (const param of program.functions[id].params) exclude(`l${id}:${param.local}`);
  };
  const visit = (root: Parameters<typeof walk>[0], fn: number): void =>
    walk(root, (node) => {
      if (node.kind === "let") into(`l${fn}:${node.local}`, fn, node.value, program.functions[fn]?.locals[node.local]?.type);
      else if (node.kind === "assign") flow(slotOf(fn, node.place), fn, node.value, node.place.type);
      else if (node.kind === "return") into(`r${fn}`, fn, node.value, node.value?.type);
      if (!isExpression(node)) {
        const into = node.kind === "assign" || node.kind === "update" ? writes && pointerOf(node.place) : undefined;
        if (into) writes?.(fn, into);
        return;
      }
      switch (node.kind) {
        case "call": {
          const callee = program.functions[node.function];
          if (callee.extern) for (const arg of node.args) opened(arg.type);
          node.args.forEach((arg, i) => {
            const param = callee.params[i];
            if (param) into(`l${callee.id}:${param.local}`, fn, arg, callee.locals[param.local].type);
          });
          return;
        }
        case "construct":
          for (const [name, value] of node.fields) into(`f${node.class}:${name}`, fn, value, value.type);
          return;
        case "cast":
          recast?.(fn, node);
          if (isOther(node) && !isPlain?.(node)) {
            opened(node.type);
            opened(node.value.type);
          }
          return;
        case "addressOf":
          exclude(slotOf(fn, node.place), node);
          return;
        case "function":
          excludeSignature(node.function);
          return;
        case "runtime": {
          // what the runtime is handed by reference it may change
          const row = program.rows(node.row);
          node.args.forEach((arg, i) => {
            if (row.memory !== "offset" && row.memory !== "release" && !node.row.startsWith("c.link.")) opened(arg.type);
            if ((row.args[Math.min(i, row.args.length - 1)] ?? "own") !== "own") exclude(slotOf(fn, arg));
          });
        }
      }
    });
  for (const cls of program.classes)
    if ((cls.flavour === "union" && !cls.variants) || cls.foreign) for (const field of cls.fields) opened(field.type);
  for (const fn of program.functions) {
    if (fn.extern) for (const type of [fn.result, ...fn.locals.map((local) => local.type)]) opened(type);
    if (fn.extern || fn.callback || fn.exported || fn.variadic || fn.id === program.start.entry) excludeSignature(fn.id);
    if (!fn.extern) visit(fn.body, fn.id);
  }
  for (const global of program.globals) {
    if (global.extern) {
      exclude(`g${global.id}`);
      opened(global.type);
    }
    into(`g${global.id}`, -1, global.value, global.type);
    if (global.value) visit(global.value, -1);
  }
  // what lies in such a struct is looked at with it
  for (const id of open)
    for (const field of program.classes[id].fields)
      for (let type = field.type; ; type = type.elem) {
        if (type.kind === "record") open.add(type.class);
        if (type.kind !== "array") break;
      }
  tellOpened?.(open);
  for (const cls of program.classes)
    for (const field of cls.fields)
      if (follows(field.type) && ((cls.flavour !== "struct" && !cls.variants) || cls.foreign || cls.layout?.packed || open.has(cls.id)))
        exclude(`f${cls.id}:${field.name}`);
}
