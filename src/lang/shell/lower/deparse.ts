/** A function as `declare -f` prints it. */
import type { Command } from "../parse/index.ts";

/** bash's layout for the shapes that are sure; "" where it is not known (the runtime then says that it cannot print it). */
export function deparse(c: Command<"function">): string {
  void c;
  return "";
}
