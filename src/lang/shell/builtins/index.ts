/** The row table of the shell: what its lowering may call. */
import type { Row } from "../../../ir/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { arrays } from "./arrays.ts";
import { commands } from "./commands.ts";
import { parameters } from "./parameters.ts";
import { words } from "./words.ts";

/** Macros that are called by their names alone: all that no function of the runtime shares its name with. */
const shortened = ([id, row]: readonly [string, Row]): readonly [string, Row] => [
  id,
  row.form === "values" && !/^split/.test(row.run) ? { ...row, short: true } : row,
];

export const rows: Readonly<Record<string, Row>> = Object.fromEntries(
  Object.entries<Row>({ ...commands, ...words, ...parameters, ...arithmetic, ...arrays }).map(shortened),
);
export type RowId = keyof typeof commands | keyof typeof words | keyof typeof parameters | keyof typeof arithmetic | keyof typeof arrays;

/** A row by id; an unknown id is a mistake of the lowering. */
export function row(id: string): Row {
  const found = rows[id];
  if (!found) throw new Error(`no row ${id}`);
  return found;
}
