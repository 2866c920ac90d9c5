/** Items and files as text. */
import type { RustExpr, RustFile, RustItem, RustParam } from "./ast.ts";
import { blockText, forgetBlocks, setItemPrinter } from "./print-blocks.ts";
import { forgetLayouts, layout, whole } from "./print.ts";
import { assignLayout } from "./print-pairs.ts";
import { mark, MARK, MARKS, WIDTH } from "./measure.ts";
import { resetPrinter } from "./flat.ts";
import { patternText, resultText, typeLines, typeText } from "./types.ts";

const spaces = (count: number): string => " ".repeat(count);

/** One line of the output that comes from a source. */
export interface LineOrigin {
  /** Line of the Rust file, from 1. */
  readonly line: number;
  readonly file: number;
  /** Byte offset in the source file. */
  readonly start: number;
}

/** A file as text, and where its lines come from. */
export function printFile(file: RustFile): { text: string; lines: LineOrigin[] } {
  forget();
  const parts: string[] = [];
  if (file.header.length) parts.push(file.header.join("\n"));
  const top: string[] = [];
  top.push(...file.doc.map((line) => (line ? `//! ${line}` : "//!")));
  if (top.length) parts.push(top.join("\n"));
  if (file.attributes.length) parts.push(file.attributes.map((text) => `#![${text}]`).join("\n"));
  parts.push(...groupItems(file.items, 0));
  if (file.trailing?.length) parts.push(file.trailing.join("\n"));
  forget();
  return stripMarks(`${parts.join("\n\n")}\n`);
}

/** Forgets the texts of expressions: they are only worth keeping within a file. */
function forget(): void {
  resetPrinter();
  forgetLayouts();
  forgetBlocks();
}

/** `left = value`, with one character behind it. */
const assigned = (left: string, value: RustExpr, indent: number): string =>
  whole(() => assignLayout(left, false, value, indent, indent, WIDTH - indent - 1));

/** Items as texts; those that stand together without an empty line are one text. */
function groupItems(items: readonly RustItem[], indent: number): string[] {
  const groups: string[] = [];
  let previous: RustItem | undefined;
  for (const item of items) {
    const text = itemText(item, indent);
    if (previous?.kind === "threadLocal" && item.kind === "threadLocal" && !item.comments?.length)
      groups[groups.length - 1] = groups[groups.length - 1].slice(0, -2) + `\n${text.replace("thread_local! {\n", "")}`;
    else if (previous && standsWith(previous, item)) groups[groups.length - 1] += `\n${text}`;
    else groups.push(text);
    previous = item;
  }
  return groups;
}

const standsWith = (a: RustItem, b: RustItem): boolean =>
  (a.kind === b.kind &&
    (a.kind === "use" || a.kind === "mod" || a.kind === "const" || a.kind === "threadLocal") &&
    !b.doc?.length &&
    !b.comments?.length) ||
  (a.kind === "const" && b.kind === "const" && !!b.doc?.length === false && !b.comments?.length);

export function itemText(item: RustItem, indent: number): string {
  const pad = spaces(indent);
  const lead = [
    ...(item.comments ?? []),
    ...(item.doc ?? []).map((line) => (line ? `/// ${line}` : "///")),
    ...(item.kind === "threadLocal" ? [] : (item.attributes ?? []).map((text) => `#[${text}]`)),
  ].map((line) => `${pad}${line}\n`);
  const visibility = item.visibility ? `${item.visibility} ` : "";
  // Documentation of a macro's item stands inside its call.
  if (item.kind === "threadLocal" && (item.doc?.length || item.attributes?.length)) {
    const { doc = [], comments, attributes = [] } = item;
    const inner = itemText({ ...item, doc: undefined, comments: undefined, at: undefined, attributes: undefined }, indent);
    const above = [...doc.map((line) => (line ? `/// ${line}` : "///")), ...attributes.map((text) => `#[${text}]`)];
    const lines = above.map((line) => `${pad}    ${line}\n`).join("");
    return `${(comments ?? []).map((line) => `${pad}${line}\n`).join("")}${mark(item.at)}${inner.replace("\n", () => `\n${lines}`)}`;
  }
  return `${lead.join("")}${mark(item.at)}${pad}${bodyText(item, indent, visibility)}`;
}

function bodyText(item: RustItem, indent: number, visibility: string): string {
  const pad = spaces(indent);
  switch (item.kind) {
    case "use":
      return useText(`${visibility}use ${item.path};`, indent);
    case "mod":
      return `${visibility}mod ${item.name};`;
    case "fn": {
      const generics = item.generics.length ? `<${item.generics.join(", ")}>` : "";
      const head = `${visibility}${item.prefix}fn ${item.name}${generics}`;
      const params = [...(item.self ? [item.self] : []), ...item.params.map(paramText), ...(item.variadic ? ["..."] : [])];
      const result = resultText(item.result);
      const line = `${head}(${params.join(", ")})${result}`;
      const tail = item.body ? (item.body.statements.length || item.body.value || item.body.trailing?.length ? 2 : 3) : 1;
      const signature =
        indent + line.length + tail <= WIDTH
          ? line
          : `${head}(\n${longParams(item, indent + 4)
              .map((param) => `${pad}    ${param}${param === "..." ? "" : ","}\n`)
              .join("")}${pad})${result}`;
      return item.body ? `${signature} ${blockText(item.body, indent)}` : `${signature};`;
    }
    case "struct": {
      const word = item.union ? "union" : "struct";
      if (!item.fields.length) return `${visibility}${word} ${item.name}${item.union ? " {}" : " {}"}`;
      const lines = item.fields.map((field) => {
        const lead = [...(field.comments ?? []), ...(field.doc ?? []).map((text) => (text ? `/// ${text}` : "///"))]
          .map((text) => `${pad}    ${text}\n`)
          .join("");
        const trailing = field.trailing ? ` ${field.trailing}` : "";
        return `${lead}${pad}    ${field.visibility ? `${field.visibility} ` : ""}${field.name}: ${typeText(field.type)},${trailing}`;
      });
      return `${visibility}${word} ${item.name} {\n${lines.join("\n")}\n${pad}}`;
    }
    case "enum": {
      if (!item.variants.length) return `${visibility}enum ${item.name} {}`;
      const lines = item.variants.map(
        (variant) => `${pad}    ${variant.name}${variant.types.length ? `(${variant.types.map(typeText).join(", ")})` : ""},`,
      );
      return `${visibility}enum ${item.name} {\n${lines.join("\n")}\n${pad}}`;
    }
    case "impl": {
      const head = `impl ${item.trait ? `${item.trait} for ` : ""}${item.type}`;
      return item.items.length ? `${head} {\n${groupItems(item.items, indent + 4).join("\n\n")}\n${pad}}` : `${head} {}`;
    }
    case "const": {
      const name = `${visibility}${item.word} ${item.name}: `;
      const head = name + typeLines(item.type, indent, WIDTH - indent - name.length - 2);
      return item.value ? `${assigned(`${head} =`, item.value, indent)};` : `${head};`;
    }
    case "type":
      return `${visibility}type ${item.name} = ${typeText(item.type)};`;
    case "threadLocal": {
      const head = `${visibility}static ${item.name}: ${typeText(item.type)}`;
      const inner = indent + 4;
      const word = item.constant ? " = const {" : " =";
      if (item.constant) {
        const value = layout(item.value, inner, inner + head.length + word.length + 1, 3);
        return `thread_local! {\n${spaces(inner)}${head}${word} ${value} };\n${pad}}`;
      }
      return `thread_local! {\n${spaces(inner)}${assigned(`${head}${word}`, item.value, inner)};\n${pad}}`;
    }
    case "externBlock":
      return `unsafe extern "${item.unwind ? "C-unwind" : "C"}" {\n${item.items.map((inner) => itemText(inner, indent + 4)).join("\n")}\n${pad}}`;
    case "macroItem":
      return item.text;
  }
}

const paramText = (param: RustParam): string => `${patternText(param.pattern)}: ${typeText(param.type)}`;

/** Each parameter for a line of its own. */
const longParams = (item: RustItem<"fn">, indent: number): string[] => [
  ...(item.self ? [item.self] : []),
  ...item.params.map(({ pattern, type }) => {
    const name = `${patternText(pattern)}: `;
    return name + typeLines(type, indent, WIDTH - indent - name.length - 1);
  }),
  ...(item.variadic ? ["..."] : []),
];

function stripMarks(text: string): { text: string; lines: LineOrigin[] } {
  if (!text.includes(MARK)) return { text, lines: [] };
  const lines: LineOrigin[] = [];
  const out: string[] = [];
  let number = 0;
  for (const line of text.split("\n")) {
    number++;
    const begin = line.indexOf(MARK);
    if (begin < 0) {
      out.push(line);
      continue;
    }
    const [file, start] = line.slice(begin + 1, line.indexOf(MARK, begin + 1)).split(":");
    lines.push({ line: number, file: Number(file), start: Number(start) });
    out.push(begin === 0 ? line.slice(line.indexOf(MARK, 1) + 1).replace(MARKS, "") : line.replace(MARKS, ""));
  }
  return { text: out.join("\n"), lines };
}

setItemPrinter(itemText);

/** A `use` of several names that is too long for a line: the names fill lines. */
function useText(text: string, indent: number): string {
  const [, head, names] = /^(.*\{)(.*)\};$/.exec(text) ?? [];
  if (names === undefined || indent + text.length < WIDTH - 1) return text;
  const lines: string[] = [];
  const all = names.split(", ");
  for (const [i, name] of all.entries()) {
    const last = lines.at(-1);
    // A blank follows all but the last.
    const room = i === all.length - 1 ? WIDTH : WIDTH - 1;
    if (last !== undefined && indent + 4 + last.length + name.length + 2 <= room) lines[lines.length - 1] = `${last} ${name},`;
    else lines.push(`${name},`);
  }
  return `${head}\n${lines.map((line) => spaces(indent + 4) + line).join("\n")}\n${spaces(indent)}};`;
}
