/** Types and patterns as text. */
import type { RustPattern, RustType } from "./ast.ts";
import { columns, spaces, STEP, WIDTH } from "./measure.ts";

export function typeText(type: RustType): string {
  switch (type.kind) {
    case "path":
      return type.args.length ? `${type.path}<${type.args.map(typeText).join(", ")}>` : type.path;
    case "ref": {
      const inner = typeText(type.inner);
      const many = type.inner.kind === "bound" && type.inner.plus?.length;
      return `&${type.lifetime ? `${type.lifetime} ` : ""}${type.mutable ? "mut " : ""}${many ? `(${inner})` : inner}`;
    }
    case "pointer":
      return `*${type.mutable ? "mut" : "const"} ${typeText(type.inner)}`;
    case "slice":
      return `[${typeText(type.elem)}]`;
    case "array":
      return `[${typeText(type.elem)}; ${type.length}]`;
    case "tuple":
      return type.elems.length === 1 ? `(${typeText(type.elems[0])},)` : `(${type.elems.map(typeText).join(", ")})`;
    case "fn": {
      const params = [...type.params.map(typeText), ...(type.variadic ? ["..."] : [])];
      return `${type.prefix}fn(${params.join(", ")})${resultText(type.result)}`;
    }
    case "bound": {
      const call = type.params ? `(${type.params.map(typeText).join(", ")})${resultText(type.result)}` : "";
      const args = type.args?.length
        ? `<${type.args.map((arg) => ("kind" in arg ? typeText(arg) : `${arg[0]} = ${typeText(arg[1])}`)).join(", ")}>`
        : "";
      return `${type.word} ${[`${type.path}${args}${call}`, ...(type.plus ?? [])].join(" + ")}`;
    }
    case "never":
      return "!";
    case "infer":
      return "_";
  }
}

/** The type without `'static`, where the compiler puts it in by itself: behind `let`, in constants and statics. */
export function withoutStatic(type: RustType): RustType {
  switch (type.kind) {
    case "ref": {
      const inner = withoutStatic(type.inner);
      return type.lifetime !== "'static" && inner === type.inner
        ? type
        : { ...type, inner, lifetime: type.lifetime === "'static" ? undefined : type.lifetime };
    }
    case "path": {
      const args = type.args.map(withoutStatic);
      return args.every((arg, i) => arg === type.args[i]) ? type : { ...type, args };
    }
    case "slice":
    case "array": {
      const elem = withoutStatic(type.elem);
      return elem === type.elem ? type : { ...type, elem };
    }
    case "tuple": {
      const elems = type.elems.map(withoutStatic);
      return elems.every((elem, i) => elem === type.elems[i]) ? type : { ...type, elems };
    }
    default:
      return type;
  }
}

/** The type in `width` columns of a line indented by `indent`: over several lines where it does not fit, if it has parts. */
export function typeLines(type: RustType, indent: number, width: number): string {
  const text = typeText(type);
  if (columns(text) <= width) return text;
  if (type.kind === "ref") {
    const prefix = `&${type.lifetime ? `${type.lifetime} ` : ""}${type.mutable ? "mut " : ""}`;
    return type.inner.kind === "bound" ? text : prefix + typeLines(type.inner, indent, width - prefix.length);
  }
  const inner = indent + STEP;
  const lines = (types: readonly RustType[]): string =>
    types.map((one) => `\n${spaces(inner)}${typeLines(one, inner, WIDTH - inner - 1)},`).join("") + `\n${spaces(indent)}`;
  if (type.kind === "tuple" && type.elems.length > 1) return `(${lines(type.elems)})`;
  if (type.kind !== "path" || type.args.length === 0) return text;
  const [only] = type.args;
  if (type.args.length === 1 && only.kind === "tuple") return `${type.path}<${typeLines(only, indent, width - type.path.length - 2)}>`;
  return `${type.path}<${lines(type.args)}>`;
}

/** ` -> T`, or nothing for the unit type. */
export const resultText = (type: RustType | undefined): string =>
  !type || (type.kind === "tuple" && type.elems.length === 0) ? "" : ` -> ${typeText(type)}`;

export function patternText(pattern: RustPattern): string {
  switch (pattern.kind) {
    case "wild":
      return "_";
    case "rest":
      return "..";
    case "name": {
      const sub = pattern.sub ? ` @ ${patternText(pattern.sub)}` : "";
      return `${pattern.byRef ? "ref " : ""}${pattern.mutable ? "mut " : ""}${pattern.name}${sub}`;
    }
    case "ref":
      // `&mut x` would match a mutable reference.
      return pattern.inner.kind === "name" && pattern.inner.mutable ? `&(${patternText(pattern.inner)})` : `&${patternText(pattern.inner)}`;
    case "tuple":
      return pattern.elems.length === 1 ? `(${patternText(pattern.elems[0])},)` : `(${pattern.elems.map(patternText).join(", ")})`;
    case "slice":
      return `[${pattern.elems.map(patternText).join(", ")}]`;
    case "variant":
      return pattern.elems ? `${pattern.path}(${pattern.elems.map(patternText).join(", ")})` : pattern.path;
    case "literal":
      return pattern.text;
    case "range":
      return `${pattern.from}..=${pattern.to}`;
    case "or":
      return pattern.options.map(patternText).join(" | ");
  }
}

/** Pointers and handles that are copied: what is called on one changes what it leads to, and not the variable. */
export const isHandleType = (type: RustType): boolean =>
  type.kind === "pointer" || (type.kind === "path" && /(^|::)(heap::Link|heap::Slice|text::Text|Link|Slice|Text)$/.test(type.path));
