/** Patterns that are a plain text with at most a star at an end: comparisons of texts, with no pattern to read at run time. */
import type { Expression } from "../../../ir/index.ts";
import type { Word } from "../parse/index.ts";
import { bool, bytes, type Node, type Scope } from "./context.ts";

interface Shape {
  readonly before: boolean;
  readonly text: string;
  readonly after: boolean;
}

/** The shape of a constant pattern; undefined for all others. */
function shapeOf(word: Word): Shape | undefined {
  let text = "";
  let before = false;
  let after = false;
  const { parts } = word;
  for (const [i, part] of parts.entries()) {
    let piece: string;
    if (part.kind === "quoted") piece = part.text;
    else if (part.kind === "double" && part.parts.every((each) => each.kind === "quoted"))
      piece = part.parts.map((each) => (each as { text: string }).text).join("");
    else if (part.kind === "literal") {
      piece = part.text;
      if (part.tilde || (i === 0 && piece.startsWith("~"))) return undefined;
      if (i === 0 && piece.startsWith("*")) {
        before = true;
        piece = piece.slice(1);
      }
      if (i === parts.length - 1 && piece.endsWith("*")) {
        after = true;
        piece = piece.slice(0, -1);
      }
      if (/[*?[\]\\()|!+@{}]/.test(piece)) return undefined;
    } else return undefined;
    text += piece;
  }
  return text === "" && (before || after) ? undefined : { before, text, after };
}

/** `subject` against a constant pattern as one comparison; undefined where a real pattern is needed. */
export function shapeTest(scope: Scope, n: Node, subject: Expression, pattern: Word): Expression | undefined {
  const shape = scope.unit.foldsCase ? undefined : shapeOf(pattern);
  if (!shape) return undefined;
  const row = shape.before ? (shape.after ? "sh.contains" : "sh.ends") : shape.after ? "sh.starts" : "sh.same";
  return n.call(row, bool, subject, n.text(shape.text));
}

/**
 * `subject` against a constant pattern of plain text, stars and sets of ASCII characters, which needs neither the locale nor an option; undefined for
 * all others.
 */
export function globTest(scope: Scope, n: Node, subject: Expression, pattern: Word): Expression | undefined {
  if (scope.unit.foldsCase || !pattern.parts.every((part) => part.kind === "literal" && PLAIN_GLOB.test(part.text))) return undefined;
  const text = pattern.parts.map((part) => (part as { text: string }).text).join("");
  if (!scope.unit.bytes && text.includes("?")) return undefined;
  return n.call("sh.glob.plain", bool, subject, n.text(text));
}

/** No tilde, no quotes, no extended glob; sets list characters or ranges of digits. */
const PLAIN_GLOB = /^(?!~)(?:[\w.,:=/%@ *?-]|\[(?:0-9|[\w.,:=/%])+\])+$/;

/** `${x##*.}`, `${x%.txt}`: what is left of a text without a plain end; undefined where a real pattern is needed. */
export function shapeTrim(n: Node, text: Expression, operator: "#" | "##" | "%" | "%%", pattern: Word): Expression | undefined {
  const shape = shapeOf(pattern);
  if (!shape || shape.text === "") return undefined;
  const start = operator.startsWith("#");
  const long = operator.length === 2;
  if (!shape.before && !shape.after) return n.call(start ? "sh.without_start" : "sh.without_end", bytes, text, n.text(shape.text));
  // A star at the other end takes all there is, or nothing.
  if (shape.before === shape.after || shape.before !== start) return undefined;
  const row = start ? (long ? "sh.after_last" : "sh.after_first") : long ? "sh.before_first" : "sh.before_last";
  return n.call(row, bytes, text, n.text(shape.text));
}
