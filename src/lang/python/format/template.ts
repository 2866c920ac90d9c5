/** Constant templates taken apart while translating: `"{:>8} {name!r}".format(…)` and `"%5d %s" % …`. */

/** What a replacement field of `str.format` asks for. */
export interface BraceField {
  /** Position in the arguments (counted for `{}`), or a keyword. */
  readonly argument: number | string;
  /** `.name` and `[key]` after it; digits in brackets are an index. */
  readonly path: readonly ({ readonly attribute: string } | { readonly key: string | number })[];
  readonly conversion: "" | "r" | "s" | "a";
  /** The specification; a nested template where it has fields of its own. */
  readonly spec: readonly (string | BraceField)[];
}

/** `"a{0:>{width}}b"` → pieces of text and fields; a string says what is wrong, as CPython does. */
export function parseBraces(template: string): readonly (string | BraceField)[] | { readonly error: string } {
  const counter = { next: 0 };
  try {
    return braces(template, counter, 2);
  } catch (error) {
    if (error instanceof TemplateError) return { error: error.message };
    throw error;
  }
}

class TemplateError extends Error {}

function braces(template: string, counter: { next: number }, depth: number): (string | BraceField)[] {
  if (depth === 0) throw new TemplateError("Max string recursion exceeded");
  const pieces: (string | BraceField)[] = [];
  let text = "";
  let at = 0;
  while (at < template.length) {
    const sign = template[at];
    if (sign === "{" || sign === "}") {
      if (template[at + 1] === sign) {
        text += sign;
        at += 2;
        continue;
      }
      if (sign === "}") throw new TemplateError("Single '}' encountered in format string");
      const end = closing(template, at);
      if (text !== "") pieces.push(text);
      text = "";
      pieces.push(field(template.slice(at + 1, end), counter, depth));
      at = end + 1;
      continue;
    }
    text += sign;
    at++;
  }
  if (text !== "") pieces.push(text);
  return pieces;
}

function closing(template: string, open: number): number {
  let depth = 0;
  for (let at = open; at < template.length; at++) {
    if (template[at] === "{") depth++;
    else if (template[at] === "}" && --depth === 0) return at;
  }
  throw new TemplateError(open === template.length - 1 ? "Single '{' encountered in format string" : "expected '}' before end of string");
}

function field(inner: string, counter: { next: number }, depth: number): BraceField {
  const parts = /^([^!:]*?(?:\[[^\]]*\][^!:]*?)*)(?:!(.))?(?::([\s\S]*))?$/.exec(inner);
  if (parts === null) throw new TemplateError("expected ':' after conversion specifier");
  const [, reference = "", conversion = "", spec = ""] = parts;
  if (!["", "r", "s", "a"].includes(conversion)) throw new TemplateError(`Unknown conversion specifier '${conversion}'`);
  const head = /^[^.[]*/.exec(reference)?.[0] ?? "";
  const path: BraceField["path"][number][] = [];
  for (const [, attribute, key] of reference.slice(head.length).matchAll(/\.([^.[]+)|\[([^\]]*)\]/g)) {
    path.push(attribute !== undefined ? { attribute } : { key: /^\d+$/.test(key ?? "") ? Number(key) : (key ?? "") });
  }
  const argument = head === "" ? counter.next++ : /^\d+$/.test(head) ? Number(head) : head;
  return { argument, path, conversion: conversion as BraceField["conversion"], spec: spec === "" ? [] : braces(spec, counter, depth - 1) };
}

/** One conversion of `%` formatting. */
export interface PercentField {
  /** `%(key)s` */
  readonly key?: string;
  readonly flags: string;
  /** `*`: taken from the arguments. */
  readonly width: number | "*" | undefined;
  readonly precision: number | "*" | undefined;
  /** `d i u o x X e E f F g G c r s a` */
  readonly type: string;
}

const PERCENT = /%(?:%|(?:\(([^)]*)\))?([-+ #0]*)(\*|\d+)?(?:\.(\*|\d*))?[hlL]?([\s\S]))/g;

/** `"%-5d|%s"` → pieces; a string says what is wrong, as CPython does. */
export function parsePercent(template: string): readonly (string | PercentField)[] | { readonly error: string } {
  const pieces: (string | PercentField)[] = [];
  let last = 0;
  let text = "";
  for (const found of template.matchAll(PERCENT)) {
    const [whole, key, flags = "", width, precision, type] = found;
    text += template.slice(last, found.index);
    last = found.index + whole.length;
    if (whole === "%%") {
      text += "%";
      continue;
    }
    if (type === undefined || !"diuoxXeEfFgGcrsa".includes(type)) {
      const place = found.index + whole.length - 1;
      return { error: `unsupported format character '${type}' (0x${(type?.codePointAt(0) ?? 0).toString(16)}) at index ${place}` };
    }
    if (text !== "") pieces.push(text);
    text = "";
    const number = (digits: string | undefined) => (digits === undefined ? undefined : digits === "*" ? "*" : Number(digits));
    pieces.push({ ...(key === undefined ? {} : { key }), flags, width: number(width), precision: number(precision), type });
  }
  text += template.slice(last);
  if (/%$/.test(template.slice(last))) return { error: "incomplete format" };
  if (text !== "") pieces.push(text);
  return pieces;
}

/** The specification of `format()` that does what a `%` conversion with constant width and precision does; `r`/`s`/`a` convert first. */
export function percentSpec(field: PercentField): string {
  const left = field.flags.includes("-");
  const numeric = !"rsac".includes(field.type);
  const type = { i: "d", u: "d", r: "s", a: "s" }[field.type] ?? field.type;
  const align = left ? "<" : numeric ? "" : ">";
  const sign = field.flags.includes("+") ? "+" : field.flags.includes(" ") ? " " : "";
  const alternate = field.flags.includes("#") && numeric ? "#" : "";
  const zero = field.flags.includes("0") && !left && numeric ? "0" : "";
  const width = field.width ?? "";
  const precision = field.precision === undefined || (numeric && "diuoxX".includes(field.type)) ? "" : `.${field.precision}`;
  return (width === "" ? "" : align) + (numeric ? sign : "") + alternate + zero + width + precision + type;
}
