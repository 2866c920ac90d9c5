/** Types whose storage in Rust does not tell how Python shows their values. */
import type { Span } from "../../../base/span.ts";
import { type Cell, type Ty } from "../infer/types.ts";
import { dataclassOf, findMethod, type ClassInfo } from "../infer/classes.ts";
import { isOpaque } from "../stdlib/types.ts";
import { hasRepr } from "./classes.ts";
import { without } from "./convert.ts";
import { isException } from "./exception-objects.ts";
import type { Cx } from "./context.ts";
import { isGhost } from "./ir-types.ts";
import { need } from "./protocols.ts";
import { isSum } from "./sums.ts";

export const cellTy = (cell: Cell): Ty => {
  let at = cell;
  while (at.parent) at = at.parent;
  return at.ty;
};

/** Can objects of the class be shown by what holds them? Those without a text of their own are shown by their address. */
function showsItself(cx: Cx, cls: ClassInfo): boolean {
  if (hasRepr(cx.p, cls)) need(cx, [{ k: "inst", cls }], "repr", cls.node.span);
  else if (findMethod(cls, "__repr__") || dataclassOf(cls) || isException(cls)) return false;
  else showAddress(cx, cls, cls.node.span);
  return true;
}

/** Notes that the addresses of a class's objects are seen: each stays one object. Was it not noted before? */
export function lasting(cx: Cx, cls: ClassInfo, span: Span): boolean {
  if (!cx.p.emitting) return false;
  need(cx, [{ k: "inst", cls }], "repr", span);
  const first = !cls.needs.has("address");
  cls.needs.add("address");
  return first;
}

/** Notes that objects of the class are shown as `<module.Class object at 0x…>`: each stays one object, so that its address stays the same. */
export function showAddress(cx: Cx, cls: ClassInfo, span: Span): void {
  if (!lasting(cx, cls, span)) return;
  const message = `an object of class \`${cls.name}\`, which has no \`__str__\` or \`__repr__\`, is shown by its address`;
  cx.p.diagnostics.push({ code: "PY0318", severity: "note", span, message });
}

/** Is a value, or one in its containers, of a type that has no text of its own? */
export const holdsOpaque = (ty: Ty, depth = 0): boolean =>
  depth < 4 &&
  ty.some((a) => {
    if (a.k === "rt") return isOpaque(a.path);
    if (a.k === "tuple") return a.elems.some((elem) => holdsOpaque(elem, depth + 1));
    if (a.k === "dict") return holdsOpaque(cellTy(a.key), depth + 1) || holdsOpaque(cellTy(a.value), depth + 1);
    return "elem" in a && a.k !== "iter" && holdsOpaque(cellTy(a.elem), depth + 1);
  });

/** May objects of the class hold, at any depth, further objects of it? */
export function nests(cls: ClassInfo): boolean {
  const seen = new Set<ClassInfo>();
  const reaches = (ty: Ty): boolean =>
    ty.some((a) => {
      switch (a.k) {
        case "inst":
          if (a.cls === cls) return true;
          if (seen.has(a.cls)) return false;
          seen.add(a.cls);
          return [...a.cls.fields.values()].some((field) => reaches(cellTy(field.cell)));
        case "tuple":
          return a.elems.some(reaches);
        case "dict":
          return reaches(cellTy(a.key)) || reaches(cellTy(a.value));
        default:
          return "elem" in a && reaches(cellTy(a.elem));
      }
    });
  return [...cls.fields.values()].some((field) => reaches(cellTy(field.cell)));
}

/** Does a type hold, inside it, a tuple of unknown length? Its storage is that of a list, which `repr` would show. */
export function hidesTuple(cx: Cx, ty: Ty, depth = 0): boolean {
  if (depth > 6) return false;
  return ty.some((a) => {
    switch (a.k) {
      case "vartuple":
      case "frozenset":
        return true;
      case "inst":
        if (depth === 0) return false;
        return !showsItself(cx, a.cls);
      case "list":
      case "set":
      case "deque":
        return hidesTuple(cx, cellTy(a.elem), depth + 1);
      case "dict":
        return a.flavour !== undefined || hidesTuple(cx, cellTy(a.key), depth + 1) || hidesTuple(cx, cellTy(a.value), depth + 1);
      case "tuple":
        return a.names !== undefined || (a.elems.length === 0 && depth > 0) || a.elems.some((e) => hidesTuple(cx, e, depth + 1));
      default:
        return false;
    }
  });
}

/** Does the runtime show an optional value of the kind as Python does? */
export function showsPlainly(cx: Cx, atom: Ty[number]): boolean {
  switch (atom.k) {
    case "int":
    case "bool":
    case "str":
      return true;
    case "float":
      return !atom.sum;
    case "list":
    case "dict":
    case "set":
      return !hidesTuple(cx, [atom]);
    case "tuple":
      return atom.elems.length > 0 && !atom.elems.some((e) => isSum(e) || isGhost(e)) && !hidesTuple(cx, [atom]);
    default:
      return false;
  }
}

/** The shape of a type, as runtime/py/src/shape.rs reads it; undefined where no shape tells how it is shown. */
export function shapeOf(cx: Cx, ty: Ty, depth = 0): string | undefined {
  if (depth > 6) return undefined;
  const some = without(ty, "none");
  if (some.length !== 1) return hidesTuple(cx, some, depth) ? undefined : ".";
  const inner = shapeOfAtom(cx, some[0], depth);
  return inner === undefined ? undefined : some.length < ty.length ? `?${inner}` : inner;
}

function shapeOfAtom(cx: Cx, atom: Ty[number], depth: number): string | undefined {
  const letters: Readonly<Record<string, string>> = { list: "l", vartuple: "t", set: "s", frozenset: "f", deque: "q" };
  const all = (parts: readonly (string | undefined)[]): string | undefined => (parts.includes(undefined) ? undefined : parts.join(""));
  switch (atom.k) {
    case "list":
    case "vartuple":
    case "set":
    case "frozenset":
    case "deque":
      return all([letters[atom.k], shapeOf(cx, cellTy(atom.elem), depth + 1)]);
    case "dict": {
      const factory = atom.factory?.kind === "type" ? `D(<class '${atom.factory.name}'>)` : undefined;
      const letter = atom.flavour === undefined ? "d" : atom.flavour === "counter" ? "c" : atom.flavour === "ordered" ? "o" : factory;
      return all([letter, shapeOf(cx, cellTy(atom.key), depth + 1), shapeOf(cx, cellTy(atom.value), depth + 1)]);
    }
    case "tuple": {
      const elems = all(atom.elems.map((e) => shapeOf(cx, e, depth + 1)));
      if (elems === undefined) return undefined;
      return atom.names ? `N(${[atom.label ?? "", ...atom.names].join(",")})${elems}` : `(${elems})`;
    }
    case "inst":
      return showsItself(cx, atom.cls) ? "." : undefined;
    case "fn":
    case "func":
    case "module":
    case "iter":
      return undefined;
    default:
      return ".";
  }
}
