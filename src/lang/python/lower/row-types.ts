/** Matching arguments with the types of a signature, and binding its variables. */
import { type Type } from "../../../ir/index.ts";
import { type Signature, type SigParam, type SigType } from "../infer/signature.ts";
import {
  ANY,
  BOOL,
  BYTES,
  EXCEPTION,
  FLOAT,
  flow,
  findCell,
  INT,
  NONE,
  newCell,
  RANGE,
  STR,
  unify,
  type Atom,
  type Cell,
  type Ty,
} from "../infer/types.ts";
import { widening } from "../stdlib/types.ts";
import { without } from "./convert.ts";
import { get, site, siteCell, type Cx } from "./context.ts";
import { callCallable } from "./call.ts";
import { elemOf } from "./iteration.ts";
import { irType, irCell } from "./ir-types.ts";
import { escaped } from "./functions.ts";
import { truth } from "./truth.ts";
import { type Binds } from "./rows.ts";

const NUMERIC: Readonly<Record<string, readonly string[]>> = {
  int: ["int", "bool"],
  float: ["float", "int", "bool"],
  number: ["float", "int", "bool"],
};

/** `open`: a dynamic value is not taken for a container of one kind. */
export type Exactness = boolean | "open";

/** Does a type fit a parameter? Variables fit all. */
export function fits(cx: Cx, sig: SigType, ty: Ty, exact: Exactness = false): boolean {
  if (ty.length === 0) return true;
  if (sig.kind === "union") return ty.every((atom) => sig.members.some((member) => fits(cx, member, [atom], exact)));
  if (sig.kind === "variable") return true;
  const rest = sig.kind === "named" && (sig.name === "None" || sig.name === "any" || sig.name === "bound") ? ty : without(ty, "none");
  if (rest.length === 0) return false;
  if (rest.length < ty.length && exact === true) return false;
  return rest.every((atom) => fitsAtom(cx, sig, atom, exact));
}

function fitsAtom(cx: Cx, sig: SigType, atom: Atom, exact: Exactness): boolean {
  if (atom.k === "any") return exact === "open" ? sig.kind === "named" && (sig.args.length === 0 || sig.name === "iter") : exact === false;
  switch (sig.kind) {
    case "func":
      return atom.k === "fn" || atom.k === "func";
    case "rt":
      if (exact !== true && widening(sig.path, atom.k)) return true;
      return (atom.k === "rt" && atom.path === sig.path) || (atom.k === "exception" && sig.path === "exception::Exception");
    case "named": {
      const inner = (i: number, cell: Cell): boolean => sig.args[i] === undefined || fits(cx, sig.args[i], get(cx, cell), exact);
      switch (sig.name) {
        case "any":
          return true;
        case "None":
          return atom.k === "none";
        case "bound":
          return atom.k === "int" || atom.k === "bool" || atom.k === "none";
        case "bool":
          return atom.k === "bool" || (exact === false && atom.k === "int");
        case "int":
        case "float":
        case "number":
          return exact === true ? atom.k === sig.name : NUMERIC[sig.name].includes(atom.k);
        case "iter": {
          const elem = elemOf(cx, [atom]);
          return elem !== undefined && (sig.args[0] === undefined || fits(cx, sig.args[0], elem, exact));
        }
        case "tuple":
          if (sig.variadic)
            return (
              (atom.k === "vartuple" && inner(0, atom.elem)) ||
              (atom.k === "tuple" && atom.elems.every((e) => fits(cx, sig.args[0], e, exact)))
            );
          return atom.k === "tuple" && atom.elems.length === sig.args.length && atom.elems.every((e, i) => fits(cx, sig.args[i], e, exact));
        case "dict":
          return atom.k === "dict" && inner(0, atom.key) && inner(1, atom.value);
        case "set":
          return (atom.k === "set" || atom.k === "frozenset") && inner(0, atom.elem);
        case "list":
        case "frozenset":
        case "deque":
          return atom.k === sig.name && inner(0, atom.elem);
        default:
          return atom.k === sig.name;
      }
    }
    default:
      return true;
  }
}

/** Makes the variables of a parameter's type what the argument says, and lets the argument's type flow in. */
export function bind(cx: Cx, node: object, sig: SigType, given: Ty, binds: Binds, stored: boolean): void {
  if (given.length === 0) return;
  const ty = escaped(cx, given);
  switch (sig.kind) {
    case "variable": {
      const cell = variable(cx, node, sig.name, binds);
      const old = get(cx, cell);
      // What is only compared does not widen what it is compared with, where it may be left unconverted.
      if (!stored && old.length > 0 && without(ty, "none").every((a) => old.some((b) => a.k === b.k)))
        for (const a of ty) if (a.k !== "none") flow(cx.p.w, cell, [a]);
      if (stored || !(old.length > 0)) flow(cx.p.w, cell, ty);
      else flow(cx.p.w, cell, ty);
      return;
    }
    case "union":
      for (const atom of ty) {
        const member = sig.members.find((each) => fits(cx, each, [atom]));
        if (member) bind(cx, node, member, [atom], binds, stored);
      }
      return;
    case "named":
      for (const atom of ty) {
        const own = (i: number, cell: Cell): void => {
          const arg = sig.args[i];
          if (!arg) return;
          if (arg.kind === "variable" && !binds.has(arg.name)) binds.set(arg.name, cell);
          else if (arg.kind === "variable") unify(cx.p.w, binds.get(arg.name)!, cell);
          else bind(cx, node, arg, get(cx, cell), binds, stored);
        };
        if (atom.k === "any" && sig.name !== "any") {
          sig.args.forEach((_, i) => own(i, cx.p.w.dynamic));
          continue;
        }
        if (sig.name === "iter") {
          const elem = elemOf(cx, [atom]);
          const arg = sig.args[0];
          if (!elem || !arg) continue;
          const cell = "elem" in atom ? atom.elem : atom.k === "dict" ? atom.key : undefined;
          if (arg.kind === "variable" && !binds.has(arg.name) && cell) binds.set(arg.name, cell);
          else bind(cx, node, arg, elem, binds, true);
        } else if (atom.k === "dict" && sig.name === "dict") {
          own(0, atom.key);
          own(1, atom.value);
        } else if (atom.k === "tuple" && sig.name === "tuple") {
          if (sig.variadic) atom.elems.forEach((e) => bind(cx, node, sig.args[0], e, binds, true));
          else atom.elems.forEach((e, i) => bind(cx, node, sig.args[i], e, binds, true));
        } else if ("elem" in atom) own(0, atom.elem);
      }
      return;
    case "rt":
      for (const atom of ty)
        if (atom.k === "rt") atom.args.forEach((cell, i) => sig.args[i]?.kind === "variable" && binds.set(sig.args[i].name, cell));
      return;
    default:
  }
}

export const variable = (cx: Cx, node: object, name: string, binds: Binds): Cell => {
  let cell = binds.get(name);
  if (!cell) {
    cell = siteCell(cx, node, `row ${name}`);
    binds.set(name, cell);
  }
  return cell;
};

export const SIMPLE: Readonly<Record<string, Ty>> = {
  int: INT,
  float: FLOAT,
  bool: BOOL,
  str: STR,
  bytes: BYTES,
  None: NONE,
  any: ANY,
  range: RANGE,
  exception: EXCEPTION,
};

/** The type that a signature's type stands for. New containers get cells that belong to the node. */
export function typeOf(cx: Cx, node: object, sig: SigType, binds: Binds, tag: string): Ty {
  switch (sig.kind) {
    case "variable":
      return get(cx, variable(cx, node, sig.name, binds));
    case "union": {
      let ty: Ty = [];
      sig.members.forEach((member, i) => {
        const inner = typeOf(cx, node, member, binds, `${tag}|${i}`);
        ty = [...ty, ...inner.filter((a) => !ty.some((b) => b.k === a.k && a.k !== "inst"))];
      });
      return ty.some((a) => a.k === "any") ? ANY : ty;
    }
    case "rt":
      if (sig.path === "exception::Exception") return EXCEPTION;
      return site(cx, node, `type ${tag}`, (): Ty => [
        { k: "rt", path: sig.path, args: sig.args.map((arg, i) => cellOf(cx, node, arg, binds, `${tag}.${i}`)) },
      ]);
    case "func":
      return [];
    case "named": {
      const known = SIMPLE[sig.name];
      if (known) return known;
      if (sig.name === "tuple" && !sig.variadic)
        return [{ k: "tuple", elems: sig.args.map((arg, i) => typeOf(cx, node, arg, binds, `${tag}.${i}`)) }];
      if (sig.name === "dict")
        return [
          { k: "dict", key: cellOf(cx, node, sig.args[0], binds, `${tag}.k`), value: cellOf(cx, node, sig.args[1], binds, `${tag}.v`) },
        ];
      const k = sig.name === "tuple" ? "vartuple" : (sig.name as "list");
      return [{ k, elem: cellOf(cx, node, sig.args[0], binds, `${tag}.e`) }];
    }
  }
}

export function cellOf(cx: Cx, node: object, sig: SigType | undefined, binds: Binds, tag: string): Cell {
  if (sig?.kind === "variable") return variable(cx, node, sig.name, binds);
  const cell = siteCell(cx, node, `cell ${tag}`);
  if (sig) flow(cx.p.w, cell, typeOf(cx, node, sig, binds, tag));
  return cell;
}

const COPIES: ReadonlySet<string> = new Set(["list", "set", "frozenset", "tuple"]);

/**
 * The type of a new container of the items that a row read: it has a cell of its own, so that what is done with the copy does not widen what it was
 * made of. Undefined for other rows.
 */
export function copiedType(cx: Cx, node: object, { params, result }: Signature, binds: Binds): Ty | undefined {
  if (result.kind !== "named" || !COPIES.has(result.name)) return undefined;
  const [item] = result.args;
  if (item?.kind !== "variable" || (result.name === "tuple" && !result.variadic)) return undefined;
  const reads = ({ type }: SigParam): boolean =>
    type.kind === "named" && type.name === "iter" && type.args[0]?.kind === "variable" && type.args[0].name === item.name;
  const source = params.some(reads) ? binds.get(item.name) : undefined;
  if (!source) return undefined;
  const elem = siteCell(cx, node, "copied");
  const known = get(cx, source);
  if (known.length === 0) unify(cx.p.w, elem, source);
  else flow(cx.p.w, elem, known);
  return [{ k: result.name === "tuple" ? "vartuple" : (result.name as "list"), elem }];
}

/** The type that the row itself gives, before anything wider flows into its cells; undefined where that is not told. */
export function freshOf(cx: Cx, sig: SigType, binds: Binds): Ty | undefined {
  const inner = (arg: SigType): Cell | undefined => {
    const ty =
      arg.kind === "variable"
        ? binds.get(arg.name) && get(cx, binds.get(arg.name)!)
        : arg.kind === "union" && arg.members.every((each) => each.kind === "named" && SIMPLE[each.name])
          ? arg.members.flatMap((each) => SIMPLE[(each as SigType & { kind: "named" }).name])
          : freshOf(cx, arg, binds);
    return ty?.length ? { id: -1, parent: undefined, ty, readers: new Set() } : undefined;
  };
  if (sig.kind === "variable") return inner(sig)?.ty;
  if (sig.kind !== "named") return undefined;
  if (SIMPLE[sig.name]) return SIMPLE[sig.name];
  const cells = sig.args.map(inner);
  if (cells.length === 0 || cells.some((cell) => cell === undefined)) return undefined;
  const known = cells as Cell[];
  if (sig.name === "tuple") return sig.variadic ? [{ k: "vartuple", elem: known[0] }] : [{ k: "tuple", elems: known.map(({ ty }) => ty) }];
  if (sig.name === "dict") return [{ k: "dict", key: known[0], value: known[1] }];
  return [{ k: sig.name as "list", elem: known[0] }];
}

/** The items that the row itself makes, before anything wider flows into its cells; undefined where they are an argument's own. */
export function nativeItems(cx: Cx, sig: SigType, binds: Binds): Ty | undefined {
  if (sig.kind !== "named" || !["list", "iter"].includes(sig.name)) return undefined;
  const [arg] = sig.args;
  const of = (each: SigType): Ty | undefined => {
    if (each.kind === "variable") return binds.has(each.name) ? get(cx, binds.get(each.name)!) : undefined;
    return each.kind === "named" ? SIMPLE[each.name] : undefined;
  };
  if (arg?.kind !== "named") return undefined;
  if (arg.name !== "tuple" || arg.variadic) return SIMPLE[arg.name];
  const elems = arg.args.map(of);
  return elems.every((elem) => elem) ? [{ k: "tuple", elems: elems as Ty[] }] : undefined;
}

/** The IR type that the row itself gives, before anything wider flows into its cells. */
export function nativeType(cx: Cx, sig: SigType, binds: Binds): Type | undefined {
  if (sig.kind !== "named") return undefined;
  const inner = (i: number): Type | undefined => {
    const arg = sig.args[i];
    if (!arg) return undefined;
    if (arg.kind === "variable") {
      const cell = binds.get(arg.name);
      return cell && irCell(cx.p, cell);
    }
    if (arg.kind === "named" && SIMPLE[arg.name]) return irType(cx.p, SIMPLE[arg.name]);
    if (arg.kind === "named" && arg.name === "tuple" && !arg.variadic) {
      const elems = arg.args.map((each) =>
        each.kind === "variable"
          ? binds.get(each.name) && irCell(cx.p, binds.get(each.name)!)
          : each.kind === "named" && SIMPLE[each.name]
            ? irType(cx.p, SIMPLE[each.name])
            : undefined,
      );
      return elems.every((e) => e) ? { kind: "tuple", elems: elems as Type[] } : undefined;
    }
    return undefined;
  };
  if (sig.name === "list" || (sig.name === "tuple" && sig.variadic)) {
    const elem = inner(0);
    return elem && { kind: "list", elem, rep: cx.p.reps.fresh() };
  }
  if (sig.name === "iter") {
    const elem = inner(0);
    return elem && { kind: "iter", elem };
  }
  return undefined;
}

export const sigTy = (sig: SigType): Ty =>
  sig.kind === "union" ? sig.members.flatMap((m) => sigTy(m)) : sig.kind === "named" ? (SIMPLE[sig.name] ?? []) : [];

export { callCallable, findCell, newCell, truth };

const countOf = (sig: SigType, name: string): number => {
  switch (sig.kind) {
    case "variable":
      return sig.name === name ? 1 : 0;
    case "union":
      return sig.members.reduce((sum, each) => sum + countOf(each, name), 0);
    case "func":
      return [...sig.params, sig.result].reduce((sum, each) => sum + countOf(each, name), 0);
    default:
      return sig.args.reduce((sum, each) => sum + countOf(each, name), 0);
  }
};

const alone = new WeakMap<SigParam, boolean>();

/** Is a parameter's type a variable that stands nowhere else? Then any value is handed over as it is. */
export function isAlone(param: SigParam, signature: Signature): boolean {
  let known = alone.get(param);
  if (known === undefined) {
    const { type } = param;
    known =
      type.kind === "variable" &&
      param.kind !== "star" &&
      [...signature.params.map((each) => each.type), signature.result].reduce((sum, each) => sum + countOf(each, type.name), 0) === 1;
    alone.set(param, known);
  }
  return known;
}

/** Does a row of the signature give an item, or None for there being none? Items that may be None have one that takes None as one of them. */
export const mayGiveNone = ({ params, result }: Signature): boolean =>
  result.kind === "union" && params[0]?.type.kind === "named" && params[0].type.name === "iter";
