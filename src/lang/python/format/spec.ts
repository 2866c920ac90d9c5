/** Python's format specification mini-language: `[[fill]align][sign][z][#][0][width][grouping][.precision][type]`. */

export interface FormatSpec {
  readonly fill: string;
  /** `<`, `>`, `^`, `=`; empty: the type's default. */
  readonly align: "" | "<" | ">" | "^" | "=";
  readonly sign: "" | "+" | "-" | " ";
  readonly alternate: boolean;
  /** `0` before the width: pads numbers with zeros after the sign. */
  readonly zero: boolean;
  readonly width: number | undefined;
  readonly grouping: "" | "," | "_";
  readonly precision: number | undefined;
  /** `b c d e E f F g G n o s x X %` or empty. */
  readonly type: string;
}

const SPEC =
  /^(?:(?<fill>[\s\S])(?=[<>=^]))?(?<align>[<>=^])?(?<sign>[-+ ])?(?<alternate>#)?(?<zero>0)?(?<width>\d+)?(?<grouping>[,_])?(?:\.(?<precision>\d+))?(?<type>[bcdeEfFgGnosxX%])?$/u;

/** `">8.3f"` → its parts; undefined when it is no valid specification. */
export function parseSpec(text: string): FormatSpec | undefined {
  const groups = SPEC.exec(text)?.groups;
  if (groups === undefined) return undefined;
  return {
    fill: groups["fill"] ?? " ",
    align: (groups["align"] ?? "") as FormatSpec["align"],
    sign: (groups["sign"] ?? "") as FormatSpec["sign"],
    alternate: groups["alternate"] !== undefined,
    zero: groups["zero"] !== undefined,
    width: groups["width"] === undefined ? undefined : Number(groups["width"]),
    grouping: (groups["grouping"] ?? "") as FormatSpec["grouping"],
    precision: groups["precision"] === undefined ? undefined : Number(groups["precision"]),
    type: groups["type"] ?? "",
  };
}

/** What is formatted, as far as it decides whether Rust's formatting is the same. */
export type Formatted = "int" | "str" | "float" | "bool";

/**
 * The Rust specification (without the colon) that formats exactly as Python does, or undefined when only the runtime can.
 *
 * Floats need `f` with a precision, and may be NaN or infinite, where Python writes `nan` and `inf` and Rust `NaN` and `inf`; the caller
 * says that they are `finite`. Rust fills numbers to the right by default, as Python does, and text to the left.
 */
export function rustSpec(spec: FormatSpec, of: Formatted, finite = false): string | undefined {
  if (spec.grouping !== "" || spec.sign === " " || spec.align === "=" || of === "bool") return undefined;
  if (spec.fill === "{" || spec.fill === "}") return undefined;
  const sign = spec.sign === "+" ? "+" : "";
  if (of === "str") {
    if ((spec.type !== "" && spec.type !== "s") || sign || spec.alternate || spec.zero) return undefined;
    const precision = spec.precision === undefined ? "" : `.${spec.precision}`;
    return layout(spec) + width(spec) + precision;
  }
  if (of === "int") {
    if (!"dxXob".includes(spec.type) || spec.precision !== undefined) return undefined;
    // Rust shows negative numbers in two's complement, Python with a sign.
    if (spec.type !== "" && spec.type !== "d") return undefined;
    if (spec.alternate) return undefined;
    if (spec.zero) return spec.align === "" ? `${sign}0${width(spec)}` : undefined;
    return layout(spec) + sign + width(spec);
  }
  if (!finite || (spec.type !== "f" && spec.type !== "F") || spec.alternate) return undefined;
  const precision = `.${spec.precision ?? 6}`;
  if (spec.zero) return spec.align === "" ? `${sign}0${width(spec)}${precision}` : undefined;
  return layout(spec) + sign + width(spec) + precision;
}

/** Fill and alignment; a fill other than a blank needs the alignment written. */
function layout(spec: FormatSpec): string {
  if (spec.width === undefined || spec.align === "") return "";
  return (spec.fill === " " ? "" : spec.fill) + spec.align;
}

const width = (spec: FormatSpec): string => (spec.width === undefined ? "" : String(spec.width));
