/** Arguments, chains of calls and closures over several lines. */
import type { RustBlock, RustExpr } from "./ast.ts";
import { isBlockLike } from "./precedence.ts";
import { layout, wrapLayout } from "./print.ts";
import { endColumn, firstWidth, lineCount, spaces, STEP, WIDTH, within } from "./measure.ts";
import { closureHead, flat, flatList, typeArguments, wrapsObject } from "./flat.ts";
import { blockText } from "./print-blocks.ts";

export const unitPath: RustExpr = { kind: "tuple", elems: [] };

/** Can the last of several arguments (or the only one) open on the call's line and close with it? */
function overflows(arg: RustExpr, only: boolean): boolean {
  switch (arg.kind) {
    case "closure":
      return true;
    case "block":
      return true;
    case "match":
    case "if":
    case "loop":
    case "struct":
    case "array":
    case "tuple":
    case "call":
    case "method":
    case "macro":
      return only;
    case "binary":
      return only && !within.macro;
    case "borrow":
    case "unary":
      return overflows(arg.operand, only);
    case "try":
      return overflows(arg.value, only);
    case "cast":
      return only && overflows(arg.value, only);
    default:
      return false;
  }
}

export function argsLayout(
  open: string,
  args: readonly RustExpr[],
  close: string,
  indent: number,
  column: number,
  tail: number,
  mixed = false,
  bareEnd = false,
): string {
  const count = args.length;
  if (count === 0) return open + close;
  const line = flatList(args);
  if (line !== undefined && column + line.length + 2 + tail <= WIDTH)
    return open + line + (open === "(" && count === 1 && close === ")" && false ? "," : "") + close;
  const last = args[count - 1];
  if (overflows(last, count === 1) && !(mixed && count > 1)) {
    const before = flatList(args.slice(0, -1));
    if (before !== undefined) {
      const head = open + before + (before ? ", " : "");
      const at = column + head.length;
      const text = last.kind === "closure" ? closureLayout(last, indent, at, tail + 1) : layout(last, indent, at, tail + 1);
      // broken at operators or links, it had better stand on a line of its own if that holds it
      const opened =
        /[({[|]$/.test(text.slice(0, firstWidth(text))) &&
        (!/^(binary|method)$/.test(last.kind) || /^\s*[)\]}?>]+$/.test(text.slice(text.lastIndexOf("\n") + 1)));
      const alone = !opened && text.includes("\n") ? layout(last, indent + STEP, indent + STEP, 1) : undefined;
      const better =
        alone !== undefined &&
        (endsInChain(last) ||
          /[({[|]$/.test(text.slice(0, firstWidth(text))) ||
          !alone.includes("\n") ||
          /[({[|]$/.test(alone.slice(0, firstWidth(alone))));
      if (!better && at + firstWidth(text) <= WIDTH && endColumn(text, at) + 1 <= WIDTH) return `${head}${text}${close}`;
    }
  }
  const inner = indent + STEP;
  if (args.every(isShort)) {
    // short elements fill the lines
    const lines: string[] = [];
    let current = "";
    for (const arg of args) {
      const text = `${flat(arg)!},`;
      if (current && inner + current.length + 1 + text.length > WIDTH) {
        lines.push(current);
        current = text;
      } else current = current ? `${current} ${text}` : text;
    }
    lines.push(current);
    if (bareEnd) lines[lines.length - 1] = lines[lines.length - 1].slice(0, -1);
    return `${open}\n${lines.map((text) => spaces(inner) + text).join("\n")}\n${spaces(indent)}${close}`;
  }
  const parts = [open, "\n"];
  args.forEach((arg, i) => parts.push(spaces(inner), layout(arg, inner, inner, 1), bareEnd && i === count - 1 ? "\n" : ",\n"));
  parts.push(spaces(indent), close);
  return parts.join("");
}

/** Is the expression, signs and conversions left out, a chain of calls? */
const endsInChain = (expr: RustExpr): boolean => {
  let at = expr;
  for (;;) {
    if (at.kind === "method") return true;
    if (at.kind === "borrow" || at.kind === "unary") at = at.operand;
    else if (at.kind === "try" || at.kind === "cast") at = at.value;
    else return false;
  }
};

/** rustfmt's `short_array_element_width_threshold`. */
const isShort = (expr: RustExpr): boolean => {
  if (expr.kind !== "literal" && expr.kind !== "path" && expr.kind !== "unary" && expr.kind !== "borrow") return false;
  const text = flat(expr);
  return text !== undefined && text.length <= 10;
};

/** `.a().b()?.c` with its object; the last call may go over several lines, else each stands on its own. */
export function chainLayout(expr: RustExpr, indent: number, column: number, tail: number): string {
  const links: RustExpr[] = [];
  let root: RustExpr = expr;
  while (root.kind === "method" || root.kind === "field" || root.kind === "try" || root.kind === "await") {
    links.push(root);
    root = root.kind === "method" || root.kind === "field" ? root.object : root.value;
  }
  links.reverse();
  // `?` belongs to the link before it
  const groups: { link: RustExpr; tries: number }[] = [];
  let rootTries = 0;
  for (const link of links) {
    if (link.kind === "try") {
      if (groups.length) groups[groups.length - 1].tries++;
      else rootTries++;
    } else groups.push({ link, tries: 0 });
  }
  const linkText = (group: { link: RustExpr; tries: number }, at: number, from: number, after: number): string => {
    const { link } = group;
    const end = "?".repeat(group.tries);
    if (link.kind === "field") return `.${link.name}${end}`;
    if (link.kind === "await") return `.await${end}`;
    if (link.kind !== "method") return end;
    const head = `.${link.name}${typeArguments(link.typeArgs)}`;
    return head + argsLayout("(", link.args, ")", at, from + head.length, after + end.length) + end;
  };
  let out = wrapLayout(root, wrapsObject(root), indent, column, 0) + "?".repeat(rootTries);
  let start = 0;
  // a short object takes its first link along
  const offset = Math.max(0, column - indent);
  const shortRoot = (): boolean => !out.includes("\n") && out.length + offset <= STEP;
  while (start < groups.length - 1 && shortRoot() && root.kind === "path") {
    const text = linkText(groups[start], indent, endColumn(out, column), 0);
    if (within.head && (text.includes("\n") || endColumn(out, column) + text.length > WIDTH)) break;
    out += text;
    start++;
    if (out.includes("\n")) break;
  }
  const rest = groups.slice(start);
  if (rest.length === 0) return out;
  // everything but the last link on this line?
  let line = out;
  let one = true;
  for (let i = 0; i < rest.length - 1 && one; i++) {
    const text = linkText(rest[i], indent, endColumn(line, column), 0);
    if (text.includes("\n")) one = false;
    line += text;
  }
  const last = rest[rest.length - 1];
  const rootBreaks = out.includes("\n");
  if (one && !rootBreaks && endColumn(line, column) <= WIDTH) {
    const text = linkText(last, indent, endColumn(line, column), tail);
    const fits = endColumn(line, column) + firstWidth(text) <= WIDTH;
    const glued = out.includes("\n") || (start > 0 && rest.length === 1) || (rest.length === 1 && shortRoot());
    if (fits && glued) return line + text;
    if (fits && text.includes("\n")) {
      const alone = linkText(last, indent + STEP, indent + STEP, tail);
      if (lineCount(alone) >= lineCount(text)) return line + text;
    } else if (fits && endColumn(line + text, column) + tail <= WIDTH) return line + text;
  }
  if (rest.length === 1 && shortRoot()) {
    return out + linkText(last, indent, endColumn(out, column), tail);
  }
  const inner = out.includes("\n") && /^\s*[()\]}?>]+$/.test(out.slice(out.lastIndexOf("\n") + 1)) ? indent : indent + STEP;
  const parts = [out];
  for (let i = 0; i < rest.length; i++) {
    parts.push("\n", spaces(inner), linkText(rest[i], inner, inner, i === rest.length - 1 ? tail : 0));
  }
  return parts.join("");
}

export function closureLayout(expr: RustExpr<"closure">, indent: number, column: number, tail: number): string {
  const head = closureHead(expr);
  const one = flat(expr);
  if (one !== undefined && column + one.length + tail <= WIDTH) return one;
  const at = column + head.length + 1;
  const { body } = expr;
  if (body.kind === "block" && !body.word && !body.label) {
    const inner = soleValue(body.block);
    if (inner && !expr.result && (inner.kind === "match" || inner.kind === "struct" || inner.kind === "loop"))
      return `${head} ${layout(inner, indent, at, tail)}`;
    return `${head} ${blockText(body.block, indent)}`;
  }
  if (
    !expr.result &&
    (body.kind === "struct" || (isBlockLike(body) && body.kind !== "if" && body.kind !== "for" && body.kind !== "while"))
  ) {
    const text = layout(body, indent, at, tail);
    if (at + firstWidth(text) <= WIDTH) return `${head} ${text}`;
  }
  return `${head} ${blockText({ statements: [], value: body }, indent)}`;
}

export const soleValue = (block: RustBlock): RustExpr | undefined =>
  block.statements.length === 0 && !block.trailing?.length && !block.valueComments?.length && !block.valueTrailing && !block.valueAt
    ? block.value
    : undefined;

/** Does the expression break inside brackets, so that a closure or arm needs no braces around it? */
export const breaksWell = (expr: RustExpr): boolean => {
  switch (expr.kind) {
    case "match":
    case "struct":
    case "macro":
    case "loop":
    case "array":
    case "tuple":
      return true;
    case "block":
      return true;
    case "call":
      return true;
    default:
      return false;
  }
};
