/** The ordered list of passes. Each turned-off pass leaves its fact at what is sound for every program. */
import type { Program } from "../ir/index.ts";
import { laidInto } from "./alignment.ts";
import { analyseCalls } from "./calls.ts";
import { findCopied, isCopied } from "./copied.ts";
import { analyseDepth } from "./depth.ts";
import { analyseEffects } from "./effects.ts";
import { analyseFailures } from "./failures.ts";
import { conservativeFacts } from "./conservative.ts";
import type { Facts } from "./facts.ts";
import { flatten, isCopy } from "./flat.ts";
import { consumer } from "./lazy.ts";
import { analyseLiveness } from "./liveness.ts";
import { analyseLooks } from "./looks.ts";
import { lowerBounds } from "./lower-bounds.ts";
import { analyseOwnership } from "./ownership.ts";
import { analysePlaces } from "./places.ts";
import { analysePointers } from "./pointers.ts";
import { unnaturalCalls } from "./natural.ts";
import { analyseRanges } from "./ranges.ts";
import { findTexts, isFixedText } from "./texts.ts";
import { isShallow } from "./shallow.ts";
import { analyseKept } from "./kept.ts";
import { repClasses } from "./classes.ts";
import { testedIterators } from "./tested-iterators.ts";

/** The passes that can be left out, in the order in which their facts are found. */
export const passNames: readonly string[] = ["ranges", "pointers", "failures", "liveness", "ownership"];

export interface AnalyseOptions {
  /** Passes that keep their floor (`--disable-pass`). */
  readonly disable?: readonly string[];
  /** Runs each pass, and takes its time (`--timings`). */
  readonly time?: <T>(pass: string, run: () => T) => T;
}

/** Facts for emit. */
export function analyse(program: Program, options: AnalyseOptions = {}): Facts {
  const floor = conservativeFacts(program);
  const off = new Set(options.disable);
  const timed = options.time ?? (<T>(_: string, run: () => T): T => run());
  const flat = timed("flat", () => flatten(program));
  const calls = timed("calls", () => analyseCalls(flat));
  const classes = timed("classes", () => repClasses(flat));
  const ranges = off.has("ranges") ? floor : timed("ranges", () => analyseRanges(flat, classes));
  const { small, interval } = ranges;
  if (!off.has("ownership")) {
    timed("texts", () => findTexts(flat, classes));
    timed("copied", () => findCopied(flat, (type) => isCopy(program, type, small)));
  }
  const effects = timed("effects", () =>
    analyseEffects(flat, calls, (fn, local) => isCopy(program, program.functions[fn].locals[local].type, small)),
  );
  const facts: { -readonly [K in keyof Facts]: Facts[K] } = {
    ...floor,
    cell: effects.cell,
    small,
    interval,
  };
  if (program.safe && !off.has("ranges")) {
    const bounds = timed("bounds", () =>
      lowerBounds(program.functions, interval, (fn, local) => effects.cell(fn, local) !== "none", flat.rows),
    );
    facts.interval = (node) => {
      const known = interval(node);
      const bound = bounds.get(node);
      return bound === undefined || bound <= known.lo ? known : { lo: bound, hi: known.hi };
    };
    facts.unnatural = unnaturalCalls(flat, facts.interval);
  }
  if (!off.has("failures")) facts.fails = timed("failures", () => analyseFailures(flat, calls, facts)).fails;
  if (program.frame !== undefined) facts.counted = timed("depth", () => analyseDepth(flat, calls, interval));
  if (program.start.shallow !== undefined) facts.shallow = timed("depth", () => isShallow(flat, calls));
  if (!program.safe && !off.has("pointers")) facts.pointers = timed("pointers", () => analysePointers(program));
  const liveness = off.has("liveness") ? undefined : timed("liveness", () => analyseLiveness(flat));
  if (liveness) {
    facts.dead = liveness.dead;
    facts.unread = liveness.unread;
    facts.readBehind = liveness.readBehind;
  }
  const places = program.safe ? undefined : timed("places", () => analysePlaces(program, facts));
  if (places) {
    facts.global = places.global;
    const aligned = laidInto(program);
    facts.aligned = (id) => aligned.has(id);
  }
  if (liveness) {
    facts.lastUse = liveness.lastUse;
    facts.used = liveness.used;
    if (!off.has("ownership")) {
      const ownership = timed("ownership", () => analyseOwnership(flat, calls, effects, liveness, classes, small));
      facts.representation = ownership.representation;
      facts.copied = (cls) => isCopied(program, cls);
      facts.fixedText = (type) => isFixedText(program, type);
      facts.lastUse = (node) => liveness.lastUse(node) && !ownership.guarded(node);
      facts.param = ownership.param;
      facts.optional = ownership.optional;
      facts.held = ownership.held;
      facts.snapshot = ownership.snapshot;
      facts.rewrites = ownership.rewrites;
      facts.writes = ownership.writes;
      facts.changes = ownership.changes;
      facts.passing = (node) => {
        const each = flat.nodes[node];
        return each?.kind === "comprehension" ? !effects.escapes(node) : consumer(flat, node) !== undefined;
      };
      facts.binding = ownership.binding;
      facts.field = ownership.field;
      facts.reason = (key) => ownership.reason(Number(key));
      if (program.safe) {
        const { param, binding } = ownership;
        const kept = timed("looks", () => analyseKept(flat, calls, { ...facts }));
        const lent = (fn: number, local: number): boolean => {
          const index = fn < 0 ? -1 : program.functions[fn].params.findIndex((each) => each.local === local);
          return index >= 0 && kept(fn, index);
        };
        facts.param = (fn, index) => (kept(fn, index) ? "ref" : param(fn, index));
        facts.binding = (fn, local) => (lent(fn, local) ? "ref" : binding(fn, local));
      }
      facts.looks = timed("looks", () => analyseLooks(program, facts));
      if (places) facts.mutated = liveness.reassigned;
      else {
        facts.global = ownership.global;
        const tested = testedIterators(flat);
        facts.mutated = (fn, local) =>
          liveness.reassigned(fn, local) ||
          tested(fn, local) ||
          (ownership.writtenThrough(fn, local) &&
            ownership.binding(fn, local) === "own" &&
            !borrowedParam(program, ownership.param, fn, local));
      }
    }
  }
  if (places) {
    const assigned = facts.mutated;
    const read = facts.used;
    // Locals of initial values belong to no function.
    facts.mutated = (fn, local) => fn < 0 || assigned(fn, local) || places.touched(fn, local) || facts.pointers.written(fn, local);
    facts.used = (fn, local) => fn < 0 || read(fn, local);
  }
  return facts;
}

function borrowedParam(program: Program, param: Facts["param"], fn: number, local: number): boolean {
  const index = program.functions[fn].params.findIndex((each) => each.local === local);
  return index >= 0 && param(fn, index) !== "own";
}
