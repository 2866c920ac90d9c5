import pc from "picocolors";
import { plain, type Paint } from "../diagnostics/render/human.ts";

/** Colours where the stream is a terminal that wants them. */
export const paintFor = (stream: NodeJS.WriteStream): Paint => {
  if (!stream.isTTY || process.env.NO_COLOR !== undefined) return plain;
  const { bold, red, yellow, cyan, dim } = pc.createColors(true);
  return { bold, red, yellow, cyan, dim };
};

/** A line that is written again and again on a terminal, and stays silent elsewhere. */
export class Progress {
  private shown = "";
  private last = 0;

  constructor(private readonly stream: NodeJS.WriteStream) {}

  update(text: string): void {
    const now = performance.now();
    if (!this.stream.isTTY || now - this.last < 50) return;
    this.last = now;
    this.shown = text.slice(0, Math.max(20, this.stream.columns - 1));
    this.stream.write(`\r\x1b[K${this.shown}`);
  }

  clear(): void {
    if (this.shown === "") return;
    this.stream.write("\r\x1b[K");
    this.shown = "";
  }
}

/** A table with aligned columns: the first to the left, the others to the right. */
export const table = (rows: readonly (readonly string[])[]): string => {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]) : cell.padStart(widths[column])))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
};
