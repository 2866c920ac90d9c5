/** The row table of the shell: what its lowering may call. */
import type { Row } from "../../../ir/index.ts";
import { arithmetic } from "./arithmetic.ts";
import { shell } from "./shell.ts";
import { tests } from "./tests.ts";
import { variables } from "./variables.ts";
import { words } from "./words.ts";

export const rows = { ...shell, ...words, ...variables, ...arithmetic, ...tests } as const;
export type RowId = keyof typeof rows;

/** A row by id; an unknown id is a mistake of the lowering. */
export function row(id: string): Row {
  const found = (rows as Readonly<Record<string, Row>>)[id];
  if (!found) throw new Error(`no row ${id}`);
  return found;
}
