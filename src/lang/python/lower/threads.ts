/** What threads run, `Thread(target=f, args=(a, b))`, `Timer(0.5, f, [a])`, and what lets others run meanwhile. */
import type { Span } from "../../../base/span.ts";
import { str } from "../../../ir/index.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { STR, type Ty } from "../infer/types.ts";
import { partialOf } from "./applied.ts";
import { ex, type Cx } from "./context.ts";
import type { ArgVal } from "./rows.ts";

/** The parameters of `threading`'s classes, of which one is the function that the thread runs. */
const PARAMETERS: Readonly<Record<string, { readonly names: readonly string[]; readonly target: string }>> = {
  Timer: { names: ["interval", "function", "args", "kwargs"], target: "function" },
  Thread: { names: ["group", "target", "name", "args", "kwargs"], target: "target" },
};

/** What CPython adds to the number of a thread that has no name: the name of its function. */
function suffixOf([atom, ...others]: Ty): string {
  if (!atom || others.length > 0) return "";
  if (atom.k === "fn" && atom.fn.kind === "function" && atom.fn.def.lambda) return " (<lambda>)";
  const name = atom.k === "fn" ? atom.fn.name : "";
  return name && ` (${name.split(".").pop()})`;
}

/** The arguments of a thread's class with a target that has its own arguments; others as they are. */
export function withTarget(cx: Cx, cls: ClassInfo, args: readonly ArgVal[], span: Span): readonly ArgVal[] {
  const base = cls.module.name === "threading" ? cls.mro.find((each) => each.name in PARAMETERS) : undefined;
  if (!base || args.some((arg) => arg.star)) return args;
  const { names, target } = PARAMETERS[base.name];
  const named = args.map((arg, i): ArgVal => (arg.name === undefined && i < names.length ? { ...arg, name: names[i] } : arg));
  const run = named.find((arg) => arg.name === target);
  if (!run || run.value.ty.some((atom) => atom.k === "none")) return named;
  const given = named.filter((arg) => arg.name === "args" || arg.name === "kwargs").filter((arg) => arg.value.ty[0]?.k !== "none");
  const filled = given.map((arg): ArgVal => ({ star: arg.name === "args" ? 1 : 2, value: arg.value }));
  const made: ArgVal[] = [{ name: target, value: filled.length > 0 ? partialOf(cx, run.value, filled, span) : run.value }];
  const suffix = suffixOf(run.value.ty);
  if (suffix && !named.some((arg) => arg.name === "name"))
    made.push({ name: "target_name", value: { ty: STR, e: ex(cx, "str", str, span, { value: suffix }) } });
  return [...named.filter((arg) => arg !== run && arg.name !== "args" && arg.name !== "kwargs"), ...made];
}

/** What lets the other threads of a program run meanwhile. */
const WITH_THREADS: Readonly<Record<string, string | undefined>> = { "time.sleep": "_threaded_time.sleep" };

/** The row of a library function in this program. */
export const amongThreads = (cx: Cx, row: string): string => (cx.p.byName.has("threading") && WITH_THREADS[row]) || row;
