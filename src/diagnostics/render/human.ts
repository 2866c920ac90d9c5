import { lineText } from "../../base/text.ts";
import { show, WORDS, type Located } from "./located.ts";

/** How to set off parts of a message; `plain` for files and pipes. */
export interface Paint {
  bold(text: string): string;
  red(text: string): string;
  yellow(text: string): string;
  cyan(text: string): string;
  dim(text: string): string;
}

const same = (text: string): string => text;
export const plain: Paint = { bold: same, red: same, yellow: same, cyan: same, dim: same };

/** Excerpts are cut to this many characters around the place. */
const WIDTH = 160;

/** The line of the place with carets below; tabs become one blank, so that both lines agree. */
const excerpt = (located: Located, paint: Paint): string[] => {
  if (located.source === undefined) return [];
  const { start, end } = show(located);
  const characters = [...lineText(located.source, start.line - 1)].map((character) => (character === "\t" ? " " : character));
  if (characters.join("").trim() === "") return [];
  const from = Math.max(0, start.column - 1 - (WIDTH - 40));
  const stop = end.line === start.line ? Math.max(end.column, start.column + 1) : characters.length + 1;
  const shown = characters.slice(from, from + WIDTH);
  const carets = Math.max(1, Math.min(stop - 1, from + shown.length) - (start.column - 1));
  const gutter = String(start.line).padStart(5);
  return [
    `${paint.dim(`${gutter} |`)} ${shown.join("").trimEnd()}`,
    `${paint.dim(`${" ".repeat(gutter.length)} |`)} ${" ".repeat(start.column - 1 - from)}${paint.red("^".repeat(carets))}`,
  ];
};

/** One diagnostic as text: `path:line:column: refused[CODE]: what`, excerpt, why, what to do. No newline at the end. */
export const renderHuman = (located: Located, paint: Paint = plain): string => {
  const shown = show(located);
  const severity =
    shown.severity === "refusal" || shown.severity === "error" ? paint.red : shown.severity === "warning" ? paint.yellow : paint.cyan;
  const lines = [
    `${paint.bold(`${shown.path}:${shown.start.line}:${shown.start.column}:`)} ${severity(`${WORDS[shown.severity]}[${shown.code}]`)}: ${shown.message}`,
    ...excerpt(located, paint),
  ];
  if (shown.why !== "") lines.push(`      ${paint.dim("why:")} ${shown.why}`);
  if (shown.help !== "") lines.push(`      ${paint.dim("help:")} ${shown.help}`);
  return lines.join("\n");
};
