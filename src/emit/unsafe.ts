/**
 * `unsafe` at the level of statements. Expressions that need it are flagged `danger` where they are made; this puts the smallest
 * statements that hold one into a block, with the reason, and leaves the rest of the function alone.
 */
import type { IrFunction, Program, Type } from "../ir/index.ts";
import type { Facts } from "../passes/facts.ts";
import { walk } from "../ir/walk.ts";
import type { Arm, RustBlock, RustExpr, RustStatement } from "../rust/ast.ts";

const REASON = "// SAFETY: [raw-pointer] valid for this access, as the original takes it to be.";

export const danger = (expr: RustExpr): RustExpr => ({ ...expr, danger: true });

/** The body with `unsafe` blocks where its statements need them. */
export function guardBlock(block: RustBlock): RustBlock {
  const statements: RustStatement[] = [];
  let run: RustStatement[] = [];
  const flush = (): void => {
    if (run.length) statements.push(wrapRun(run));
    run = [];
  };
  for (const statement of block.statements) {
    if (statement.kind === "expression" && !isControl(statement.value) && isDangerous(statement.value)) {
      if (run.length && statement.comments?.length) flush();
      run.push(statement);
      continue;
    }
    flush();
    statements.push(guardStatement(statement));
  }
  flush();
  if (!block.value) return { ...block, statements };
  const value = guardValue(block.value);
  const comments =
    value !== block.value && value.kind === "block" && value.word === "unsafe"
      ? [...(block.valueComments ?? []), REASON]
      : block.valueComments;
  return { ...block, statements, value, valueComments: comments };
}

/** Neighbouring statements share a block. */
function wrapRun(run: readonly RustStatement[]): RustStatement {
  const [first] = run;
  const inner = run.map((each, i) => (i === 0 ? { ...each, comments: undefined } : each));
  return {
    kind: "expression",
    at: first.at,
    comments: [...(first.comments ?? []), REASON],
    value: { kind: "block", word: "unsafe", block: { statements: inner } },
    semicolon: false,
  };
}

function guardStatement(statement: RustStatement): RustStatement {
  switch (statement.kind) {
    case "let": {
      if (!statement.value) return statement;
      const value = guardValue(statement.value);
      const orElse = statement.orElse && guardBlock(statement.orElse);
      return { ...statement, value, orElse, comments: reasoned(statement.comments, value, statement.value) };
    }
    case "expression": {
      const value = guardControl(statement.value);
      return { ...statement, value, comments: reasoned(statement.comments, headOf(value), headOf(statement.value)) };
    }
    default:
      return statement;
  }
}

const reasoned = (
  comments: readonly string[] | undefined,
  value: RustExpr | undefined,
  before: RustExpr | undefined,
): readonly string[] | undefined =>
  value && value !== before && value.kind === "block" && value.word === "unsafe" ? [...(comments ?? []), REASON] : comments;

const headOf = (expr: RustExpr): RustExpr | undefined => {
  switch (expr.kind) {
    case "if":
    case "while":
      return expr.test;
    case "match":
      return expr.subject;
    case "for":
      return expr.iterable;
    case "return":
    case "break":
      return expr.value;
    default:
      return undefined;
  }
};

const isControl = (expr: RustExpr): boolean =>
  ["if", "while", "match", "for", "loop", "block"].includes(expr.kind) ||
  ((expr.kind === "return" || expr.kind === "break") && expr.value !== undefined);

/** A statement with blocks of its own: its head and its blocks are guarded apart. */
function guardControl(expr: RustExpr): RustExpr {
  switch (expr.kind) {
    case "if":
      return { ...expr, test: guardTest(expr.test), then: guardBlock(expr.then), orElse: expr.orElse && guardControl(expr.orElse) };
    case "while":
      return { ...expr, test: guardTest(expr.test), body: guardBlock(expr.body) };
    case "for":
      return { ...expr, iterable: guardValue(expr.iterable), body: guardBlock(expr.body) };
    case "match":
      return {
        ...expr,
        subject: guardValue(expr.subject),
        arms: expr.arms.map((arm): Arm => ({ ...arm, guard: arm.guard && guardValue(arm.guard), body: guardControl(arm.body) })),
      };
    case "loop":
      return { ...expr, body: guardBlock(expr.body) };
    case "block":
      return expr.word === "unsafe" ? expr : { ...expr, block: guardBlock(expr.block) };
    case "return":
    case "break":
      return expr.value ? { ...expr, value: guardValue(expr.value) } : expr;
    default:
      return guardValue(expr);
  }
}

function guardTest(test: RustExpr): RustExpr {
  if (test.kind === "let") return { ...test, value: guardValue(test.value) };
  // rustc follows what a test assigns through its operands, and through no block around them
  if (isDangerous(test) && assigns(test)) {
    if (test.kind === "binary" && (test.op === "&&" || test.op === "||"))
      return { ...test, left: guardTest(test.left), right: guardTest(test.right) };
    if (test.kind === "unary" && test.op === "!") return { ...test, operand: guardTest(test.operand) };
  }
  return guardValue(test);
}

/** Is there an assignment in an operand? */
const assigns = (expr: RustExpr): boolean =>
  expr.kind === "binary"
    ? assigns(expr.left) || assigns(expr.right)
    : expr.kind === "unary"
      ? assigns(expr.operand)
      : expr.kind === "block" && expr.block.statements.length > 0;

/** A value in `unsafe { … }` when it needs that; else its inner blocks are guarded. */
export function guardValue(expr: RustExpr): RustExpr {
  if (isControl(expr) && expr.kind !== "return" && expr.kind !== "break") return guardControl(expr);
  if (isDangerous(expr)) return { kind: "block", word: "unsafe", block: { statements: [], value: expr } };
  return expr;
}

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === "object" && value !== null;

/** Is there anything in the expression that needs `unsafe` and has no block of its own yet? */
export function isDangerous(expr: RustExpr): boolean {
  const stack: unknown[] = [expr];
  while (stack.length) {
    const node = stack.pop();
    if (!isNode(node)) continue;
    if (Array.isArray(node)) {
      for (const each of node) stack.push(each);
      continue;
    }
    if (node.danger === true) return true;
    if (node.kind === "block" && node.word === "unsafe") continue;
    for (const key in node) {
      const value = node[key];
      if (typeof value === "object" && value !== null) stack.push(value);
    }
  }
  return false;
}

const unsafeSets = new WeakMap<Program, ReadonlySet<number>>();

/** Functions that are `unsafe fn`: they take pointers and look behind them, themselves or through such functions. */
export function unsafeFunctions(program: Program, { pointers }: Facts): ReadonlySet<number> {
  const known = unsafeSets.get(program);
  if (known) return known;
  const found = new Set<number>();
  const callers = new Map<number, number[]>();
  if (!program.safe) {
    const takesPointers = (id: number): boolean =>
      program.functions[id].params.some(
        (param) => program.functions[id].locals[param.local].type.kind === "ptr" && !pointers.lift(id, param.local),
      );
    const work: number[] = [];
    const add = (id: number): void => {
      if (found.has(id) || !takesPointers(id)) return;
      found.add(id);
      work.push(id);
    };
    for (const fn of program.functions) {
      if (fn.extern) continue;
      let looks = false;
      walk(fn.body, (node) => {
        const pointer =
          node.kind === "deref" ? node.pointer : node.kind === "index" && node.object.type.kind === "ptr" ? node.object : undefined;
        if (pointer?.type.kind === "ptr" && !pointers.lifted(pointer.id)) looks = true;
        if (node.kind === "call") callers.set(node.function, [...(callers.get(node.function) ?? []), fn.id]);
      });
      if (looks) add(fn.id);
    }
    while (work.length) for (const caller of callers.get(work.pop()!) ?? []) add(caller);
    // the entry is called by the runtime
    found.delete(program.start.entry);
  }
  unsafeSets.set(program, found);
  return found;
}

/** A function of the library that is handed numbers and gives a number: there is no memory that it could misuse. */
export function isSafeExtern(program: Program, fn: IrFunction): boolean {
  if (!fn.extern || fn.extern.variadic) return false;
  return [fn.result, ...fn.params.map((param) => fn.locals[param.local].type)].every((type) => isNumeric(program, type));
}

const isNumeric = (program: Program, type: Type): boolean =>
  type.kind === "int" ||
  type.kind === "float" ||
  type.kind === "bool" ||
  type.kind === "unit" ||
  (type.kind === "record" &&
    program.classes[type.class].flavour === "struct" &&
    program.classes[type.class].fields.every((field) => isNumeric(program, field.type)));

const takenSets = new WeakMap<Program, ReadonlySet<number>>();

/** Functions whose address is taken as a C function pointer. */
export function addressedFunctions(program: Program): ReadonlySet<number> {
  const known = takenSets.get(program);
  if (known) return known;
  const found = new Set<number>();
  if (!program.safe) {
    const look = (root: Parameters<typeof walk>[0]): void =>
      walk(root, (node) => {
        if (node.kind === "function" && node.type.kind === "fnptr") found.add(node.function);
      });
    for (const fn of program.functions) if (!fn.extern) look(fn.body);
    for (const global of program.globals) if (global.value) look(global.value);
  }
  takenSets.set(program, found);
  return found;
}

/**
 * rustc refuses places that lie outside of an array for certain; a C program may have them where control never comes. It warns of values that only
 * pointers may read.
 */
export function allowances(program: Program, { readBehind }: Facts, fn: IrFunction): { readonly attributes?: readonly string[] } {
  let outside = false;
  if (!program.safe)
    walk(fn.body, (node) => {
      if (node.kind !== "index" || node.object.type.kind !== "array" || node.index.kind !== "int") return;
      if (node.index.value < 0n || node.index.value >= BigInt(node.object.type.length)) outside = true;
    });
  const allowed = [
    ...(outside ? ["unconditional_panic", "clippy::out_of_bounds_indexing"] : []),
    ...(readBehind(fn.id) ? ["unused_assignments"] : []),
  ];
  return allowed.length > 0 ? { attributes: [`allow(${allowed.join(", ")})`] } : {};
}
