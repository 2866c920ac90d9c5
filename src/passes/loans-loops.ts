/** Borrows of what a loop goes over, and of its elements. */
import { patternLocals, type Expression, type Statement } from "../ir/index.ts";
import { Mode } from "./ownership-modes.ts";
import { byMut, byOwn, byRef, type FunctionLoans } from "./loans-function.ts";

/** Texts that a loop goes over step by step. */
function* textsIn(loans: FunctionLoans, e: Expression): Generator<Expression> {
  if (e.kind === "runtime" && (e.type.kind === "iter" || loans.pass.program.rows(e.row).result === "ref"))
    for (const arg of e.args) yield* textsIn(loans, arg);
  else if (e.type.kind === "str" && e.kind !== "runtime") yield e;
}

/** A text that changes while the loop goes over it: the loop has a copy. */
function checkTexts(loans: FunctionLoans, iterable: Expression, end: number): void {
  for (const text of textsIn(loans, iterable)) {
    const { root, chain } = loans.pass.place(text);
    if (root.kind === "local" && loans.conflict(root.local, chain, loans.flat.exit[iterable.id], end, false))
      loans.pass.snapshots.add(text.id);
  }
}

export function checkLoop(loans: FunctionLoans, pattern: Statement<"forEach">["pattern"], iterable: Expression, end: number): void {
  const { pass, fn } = loans;
  checkTexts(loans, iterable, end);
  const elem = pass.elementType(iterable.type);
  if (!elem) return;
  const locals = patternLocals(pattern);
  const borrowed = locals.some((local) => pass.bindings[fn][local] !== byOwn);
  const give = (reason: string): void => {
    for (const local of locals) {
      if (pass.bindings[fn][local] === byOwn) continue;
      pass.bindings[fn][local] = byOwn;
      pass.changed = true;
    }
    if (pass.heavy(elem)) pass.demote(elem, reason);
  };
  const { root, chain } = pass.place(iterable);
  const place = root.kind === "local" && loans.loopBorrows(iterable);
  const shared = pass.isShared(iterable.type) || loans.cellOnTheWay(iterable);
  // No cell stays borrowed while the body runs.
  if (!pass.isShared(iterable.type) && loans.cellOnTheWay(iterable))
    pass.demote(iterable.type, "a loop goes over it inside a shared object");
  if (borrowed && shared) give("an element of a shared container is kept while the loop goes on");
  if (root.kind !== "local" && root.kind !== "global") {
    if (root !== iterable && pass.heavy(elem)) give("an element of something inside a temporary");
    return;
  }
  if (!place) {
    // An iterator over something, or a global: elements are handed out one by one.
    if (iterable.type.kind !== "iter" && pass.heavy(elem)) give("an element is read out of its container");
    return;
  }
  if (root.kind !== "local") return;
  const consumed = loans.usesUp(iterable) && !borrowed;
  const since = loans.flat.exit[iterable.id];
  if (!shared && !consumed && loans.conflict(root.local, chain, since, end, false)) {
    give("its container changes while a loop goes over it");
    pass.demote(iterable.type, "changes while a loop goes over it");
    return;
  }
  if (pattern.kind !== "local" || pass.bindings[fn][pattern.local] === byOwn) {
    // Elements are copied out of the container.
    if (!consumed && !shared && locals.some((local) => pass.heavy(loans.type(local)))) give("an element is read out of its container");
    if (shared && pass.heavy(elem)) give("an element is read out of its container");
    return;
  }
  const { local } = pattern;
  const type = loans.type(local);
  let mutable = false;
  for (const mention of loans.mentions(local)) {
    if (mention.mode === Mode.own && mention.chain === "" && pass.heavy(type) && !pass.isShared(type)) {
      if (type.kind !== "instance" && type.kind !== "list" && type.kind !== "dict" && type.kind !== "set" && type.kind !== "deque")
        return give(`${loans.name(local)} is kept outside of its container`);
      pass.demote(type, `${loans.name(local)} is kept outside of its container`);
    }
    if (mention.mode === Mode.store && mention.chain === "") return give(`${loans.name(local)} is assigned`);
    if (mention.mode === Mode.mut || mention.mode === Mode.update || mention.mode === Mode.store) mutable = true;
    // Used after its loop, it has outlived the borrow.
    if (!loans.loopsOf(local).some((each) => each.from < mention.time && mention.time < each.to))
      return give(`${loans.name(local)} is used after its loop`);
  }
  if (pass.isShared(type)) {
    mutable = false;
    if (pass.bindings[fn][local] === byMut) {
      pass.bindings[fn][local] = byRef;
      pass.changed = true;
    }
  }
  if (!mutable) return;
  if (iterable.type.kind !== "list" && iterable.type.kind !== "deque" && iterable.type.kind !== "array")
    return give(`${loans.name(local)} is changed inside its container`);
  if (loans.conflict(root.local, chain, since, end, true)) return give(`${loans.name(local)} is changed while its container is in use`);
  if (pass.bindings[fn][local] === byRef) {
    pass.bindings[fn][local] = byMut;
    pass.changed = true;
  }
  raiseIterated(loans, iterable);
}

/** A loop that changes elements needs its container mutable. */
function raiseIterated(loans: FunctionLoans, iterable: Expression): void {
  const { root } = loans.pass.place(iterable);
  if (root.kind !== "local") return;
  const { params } = loans.pass.program.functions[loans.fn];
  const index = params.findIndex((param) => param.local === root.local);
  if (index >= 0 && loans.pass.params[loans.fn][index] === byRef && !loans.throughHandle(iterable)) {
    loans.pass.params[loans.fn][index] = byMut;
    loans.pass.changed = true;
  }
}
