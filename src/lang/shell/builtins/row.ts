import type { Passing, Row } from "../../../ir/index.ts";

/** A row that is a method of its first argument; `passing` has one word an argument. It returns `Checked` unless `more` says otherwise. */
export function method(run: string, passing: string, more: Partial<Row> = {}): Row {
  return { run, form: "method", args: passing.split(" ").filter(Boolean) as Passing[], fails: "result", ...more };
}

/** A row that is a function of the runtime and cannot fail. */
export function plain(run: string, passing: string, more: Partial<Row> = {}): Row {
  return { run, args: passing.split(" ").filter(Boolean) as Passing[], fails: "never", ...more };
}
