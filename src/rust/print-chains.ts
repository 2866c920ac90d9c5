/** Chains of calls over several lines. */
import type { RustExpr } from "./ast.ts";
import { commas, fitIn } from "./print.ts";
import {
  columns,
  firstWidth,
  fits,
  isExtendable,
  isMultiline,
  lastWidth,
  lineCount,
  spaces,
  STEP,
  trimmedLastWidth,
  WIDTH,
  within,
} from "./measure.ts";
import { typeArguments, wrapsObject } from "./flat.ts";
import { listLayout } from "./print-lists.ts";

/** `.name(args)`, `.name` or `.await` and the `?` behind it. */
interface Link {
  readonly expr: RustExpr;
  tries: number;
}

/** `.a().b()?.c` with its object; the last call may go over several lines, else each stands on its own. */
export function chainLayout(expr: RustExpr, indent: number, column: number, width: number): string | undefined {
  const { root, tries, links } = chainOf(expr);
  const wrap = wrapsObject(root);
  const object = fitIn(wrap, root, indent, column, width - tries);
  if (object === undefined) return undefined;
  let first = object + "?".repeat(tries);
  let closed = endsInBracket(root, first);
  // a short object takes its first links along
  const short = Math.max(0, STEP - (column - indent));
  let start = 0;
  while (start < links.length && first.length <= short && !isMultiline(first)) {
    if (first.length > width && !within.loose) return undefined;
    const text = linkLayout(links[start], indent, column + first.length, width - first.length);
    if (text === undefined) break;
    first += text;
    closed = isExtendable(first);
    start++;
  }
  if (start === links.length) return checked(first, column, width);
  const inner = closed ? indent : indent + STEP;
  const texts = [first];
  for (let i = start; i < links.length - 1; i++) {
    const text = linkLayout(links[i], inner, inner, WIDTH - inner);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  const last = lastLink(links, texts, indent, column, width, inner);
  if (last === undefined) return undefined;
  if (last.joined) return checked(texts.join("") + last.text, column, width);
  return within.oneLine ? undefined : checked([...texts, last.text].join(`\n${spaces(inner)}`), column, width);
}

const checked = (text: string, column: number, width: number): string | undefined =>
  within.loose || fits(text, column, width) ? text : undefined;

/** The last link: behind the others on their line, if they fit there and it does not become longer by that. */
function lastLink(
  links: readonly Link[],
  texts: readonly string[],
  indent: number,
  column: number,
  width: number,
  inner: number,
): { text: string; joined: boolean } | undefined {
  const last = links[links.length - 1];
  const extendable = isExtendable(texts[0]);
  const before = (extendable ? lastWidth(texts[0]) : texts.reduce((sum, text) => sum + columns(text), 0)) + last.tries;
  const budget = Math.max(0, (links.length === 1 ? width : Math.min(width, WIDTH)) - before);
  const oneLine = texts.every((text) => !isMultiline(text)) && budget > 0;
  const below = WIDTH - inner - Math.max(0, WIDTH - (column + width));
  // The link itself takes its `?` off the room.
  if (oneLine || extendable) {
    const [at, from, room] = oneLine ? [indent, column, width] : [inner, inner, WIDTH - inner];
    const left = room - last.tries - before;
    const text = left < 0 ? undefined : linkLayout(last, at, from + before, left);
    if (text !== undefined) {
      const count = lineCount(text);
      const fitting = firstWidth(text) <= budget;
      if (fitting && count >= 5) return { text, joined: oneLine };
      const own = linkLayout(last, inner, inner, below - last.tries);
      if (own !== undefined && (!fitting || lineCount(own) < count)) return { text: own, joined: false };
      return { text, joined: fitting && oneLine };
    }
  }
  const text = oneLine
    ? linkLayout(last, indent, column, width - last.tries)
    : linkLayout(last, inner, inner, extendable ? WIDTH - inner - last.tries : below - last.tries);
  return text === undefined ? undefined : { text, joined: false };
}

function chainOf(expr: RustExpr): { root: RustExpr; tries: number; links: Link[] } {
  const links: Link[] = [];
  let tries = 0;
  let root = expr;
  while (root.kind === "method" || root.kind === "field" || root.kind === "try" || root.kind === "await") {
    if (root.kind === "try") {
      // `(…)?`
      if (wrapsObject(root.value)) {
        tries++;
        root = root.value;
        break;
      }
      tries++;
      root = root.value;
      continue;
    }
    links.push({ expr: root, tries });
    tries = 0;
    root = root.kind === "await" ? root.value : root.object;
  }
  return { root, tries, links: links.reverse() };
}

function linkLayout({ expr, tries }: Link, indent: number, column: number, width: number): string | undefined {
  const end = "?".repeat(tries);
  const room = width - tries;
  if (room < 0 && !within.loose) return undefined;
  if (expr.kind === "field") return `.${expr.name}${end}`;
  if (expr.kind === "await") return `.await${end}`;
  if (expr.kind !== "method") return end;
  const text = listLayout(`.${expr.name}${typeArguments(expr.typeArgs)}`, "(", expr.args, ")", indent, column, Math.max(0, room), commas());
  return text === undefined ? undefined : text + end;
}

/** Is the last line of an object nothing but brackets that close? */
function endsInBracket(expr: RustExpr, text: string): boolean {
  switch (expr.kind) {
    case "macro":
    case "call":
    case "array":
    case "struct":
    case "while":
    case "if":
    case "block":
    case "loop":
    case "for":
    case "match":
      return isMultiline(text);
    case "literal":
      return isMultiline(text) && trimmedLastWidth(text) <= STEP;
    case "binary":
      return endsInBracket(expr.right, text);
    case "index":
      return endsInBracket(expr.index, text);
    case "unary":
      return endsInBracket(expr.operand, text);
    case "closure":
      return endsInBracket(expr.body, text);
    default:
      return false;
  }
}
