/**
 * Suites of `unittest`: loaders, suites and runners are known while translating; a suite is the classes whose tests it has. What is left at run time
 * is the runner with what came out.
 */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import type { Callable } from "../infer/callables.ts";
import type { ClassInfo } from "../infer/classes.ts";
import { INT, NONE } from "../infer/types.ts";
import { callable, ghost } from "./builtins.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { irType } from "./ir-types.ts";
import type { ArgVal } from "./rows.ts";
import { runClasses, testClasses } from "./unittest.ts";

/** The classes of suites; a suite that is filled later has one set for all rounds. */
const suites = new WeakMap<Callable, Set<ClassInfo>>();

const made = (cx: Cx, key: string): Callable =>
  callable<"special">(cx.p, `special unittest ${key}`, 1, { kind: "special", name: key.split(" ")[0], special: `unittest ${key}` });

function suiteOf(cx: Cx, key: string, classes: readonly ClassInfo[], span: Span): Val {
  const fn = made(cx, `suite ${key}`);
  const known = suites.get(fn) ?? new Set();
  for (const cls of classes) known.add(cls);
  suites.set(fn, known);
  return ghost(cx, fn, span);
}

const suiteIn = (val: Val | undefined): Set<ClassInfo> | undefined => {
  const atom = val?.ty.length === 1 ? val.ty[0] : undefined;
  return atom?.k === "fn" ? suites.get(atom.fn) : undefined;
};

const classIn = (val: Val | undefined): ClassInfo | undefined => {
  const atom = val?.ty.length === 1 ? val.ty[0] : undefined;
  return atom?.k === "fn" && atom.fn.kind === "class" ? atom.fn.cls : undefined;
};

const number = (cx: Cx, value: bigint, span: Span): Val => ({ ty: INT, e: ex(cx, "int", irType(cx.p, INT), span, { value }) });

/** Runners that print more of each test. */
const VERBOSE = "runner verbose";

/** `unittest.TestLoader()`, `unittest.TestSuite()`, `unittest.TextTestRunner(…)`, `unittest.makeSuite(Class)`. */
export function suiteCall(cx: Cx, special: string, args: readonly ArgVal[], span: Span): Val | undefined {
  switch (special) {
    case "unittest.TestLoader":
      return ghost(cx, made(cx, "loader"), span);
    case "unittest.TestSuite":
      if (args.length > 0) return refuse("PY0701", span, "a `TestSuite` of a list of tests");
      return suiteOf(cx, `${span.file} ${span.start}`, [], span);
    case "unittest.TextTestRunner": {
      const verbosity = args.find((arg, i) => arg.name === "verbosity" || (arg.name === undefined && i === 2))?.value.e;
      const verbose = verbosity?.kind === "int" && verbosity.value > 1n;
      return ghost(cx, made(cx, verbose ? VERBOSE : "runner"), span);
    }
    case "unittest.makeSuite":
      return loaded(cx, args, span);
    default:
      return undefined;
  }
}

function loaded(cx: Cx, [first]: readonly ArgVal[], span: Span): Val {
  const cls = classIn(first?.value);
  if (cls) return suiteOf(cx, `of ${cls.id}`, [cls], span);
  if (first?.value.ty.length === 0) return { ty: [], e: first.value.e };
  return refuse("PY0701", span, "tests that are loaded from other than a class of the program");
}

/** A method of a loader, a suite or a runner; undefined where the function is none of these. */
export function suiteMethod(cx: Cx, fn: Callable, name: string, args: () => readonly ArgVal[], span: Span): Val | undefined {
  const kind = fn.kind === "special" && fn.special.startsWith("unittest") ? fn.special : "";
  if (!kind) return undefined;
  if (kind === "unittest loader" || kind === "unittest.defaultTestLoader") {
    if (name === "loadTestsFromTestCase") return loaded(cx, args(), span);
    if (name === "loadTestsFromModule") return suiteOf(cx, "of all", testClasses(cx), span);
  }
  const own = suites.get(fn);
  if (own && (name === "addTest" || name === "addTests")) {
    const [arg] = args();
    const added = suiteIn(arg?.value);
    if (!added && arg?.value.ty.length) return refuse("PY0701", span, "a suite is given other than the tests of a class");
    for (const cls of added ?? []) own.add(cls);
    return { ty: NONE, e: ex(cx, "unit", { kind: "unit" }, span, {}) };
  }
  if (kind.startsWith("unittest runner") && name === "run") {
    const [arg] = args();
    const classes = suiteIn(arg?.value);
    if (!classes && arg?.value.ty.length) return refuse("PY0701", span, "a runner is given other than a suite");
    return runClasses(cx, [...(classes ?? [])], number(cx, kind === `unittest ${VERBOSE}` ? 2n : 1n, span), false, span);
  }
  return undefined;
}
