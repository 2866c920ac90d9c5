/**
 * Globals that code at the start of the program assigns once, or first, with a value that needs nothing else: they get it as their initial
 * value. A reader before the assignment would see the difference, so there must be none.
 */
import {
  isExpression,
  patternLocals,
  rewriteBlock,
  walk,
  type Expression,
  type FunctionId,
  type Global,
  type GlobalId,
  type IrFunction,
  type LocalId,
  type Program,
  type Statement,
} from "../ir/index.ts";
import { constantInteger } from "./literals.ts";

/** The program with those assignments taken out. Programs with raw memory stay as they are. */
export function settleGlobals(program: Program): Program {
  if (!program.safe || program.globals.length === 0) return program;
  const uses = new Uses(program);
  const settled = new Map<GlobalId, Global>();
  const gone = new Set<Statement>();
  const makers: IrFunction[] = [];
  let nextId = program.nodeCount;
  const visit = (fn: FunctionId): void => {
    const literals = new Map<LocalId, Expression>();
    for (const statement of program.functions[fn].body.statements) {
      const nested = statement.kind === "expression" && statement.value.kind === "call" ? statement.value : undefined;
      if (nested && nested.args.length === 0 && uses.calls.get(nested.function) === 1 && nested.function !== fn) {
        visit(nested.function);
        continue;
      }
      const local =
        statement.kind === "let"
          ? statement.local
          : statement.kind === "assign" && statement.place.kind === "local"
            ? statement.place.local
            : -1;
      if (local >= 0 && "value" in statement && statement.value) {
        if (isLiteral(statement.value) && uses.storesOf(fn, local) === 1) literals.set(local, statement.value);
        else literals.delete(local);
      }
      if (statement.kind === "assign" && statement.place.kind === "global" && !uses.touched.has(statement.place.global)) {
        const id = statement.place.global;
        const global = program.globals[id];
        const once = uses.stores.get(id) === 1;
        const { value } = statement;
        if (
          !global.value &&
          !global.extern &&
          value.type.kind === global.type.kind &&
          (once ? needsNothing(program, value, literals, settled) : isLiteral(value))
        ) {
          const fresh = rewriteBlock(
            { statements: [{ kind: "expression", id: statement.id, span: statement.span, value }] },
            {
              expression: (node) => {
                const literal = node.kind === "local" ? literals.get(node.local) : undefined;
                return literal ? { ...literal, id: nextId++ } : node;
              },
            },
          ).statements[0] as Statement<"expression">;
          settled.set(id, {
            ...global,
            ...(holdsComprehension(fresh.value) ? made(fn, fresh.value, global) : { value: fresh.value }),
            constant: once,
            span: statement.span,
            comments: [...(global.comments ?? []), ...(statement.comments ?? [])],
          });
          gone.add(statement);
          continue;
        }
      }
      uses.run(statement);
    }
  };
  /** What binds variables is a function's. */
  const made = (fn: FunctionId, value: Expression, { name, module }: Global): Pick<Global, "value" | "maker"> => {
    const id = program.functions.length + makers.length;
    const { span, type } = value;
    const body = { statements: [{ kind: "return", id: nextId++, span, value } as const] };
    const { locals } = program.functions[fn];
    makers.push({ id, name, module, span, params: [], result: type, locals, body, fails: "never" });
    return { value: { kind: "call", id: nextId++, span, type, function: id, args: [] }, maker: id };
  };
  visit(program.start.entry);
  if (gone.size === 0) return program;
  return {
    ...program,
    nodeCount: nextId,
    globals: program.globals.map((global) => settled.get(global.id) ?? global),
    functions: [
      ...program.functions.map((fn) =>
        fn.body.statements.some((statement) => gone.has(statement))
          ? { ...fn, body: { ...fn.body, statements: fn.body.statements.filter((statement) => !gone.has(statement)) } }
          : fn,
      ),
      ...makers,
    ],
  };
}

const isLiteral = (e: Expression): boolean =>
  e.kind === "int" ||
  e.kind === "float" ||
  e.kind === "bool" ||
  e.kind === "str" ||
  (e.kind === "none" && e.type.kind === "option") ||
  (e.kind === "unary" && isLiteral(e.operand));

function holdsComprehension(value: Expression): boolean {
  let found = false;
  walk(value, (node) => {
    found ||= node.kind === "comprehension";
    return !found;
  });
  return found;
}

/** Made of literals and settled globals, by operations that cannot fail and that nothing can watch. */
function needsNothing(
  program: Program,
  value: Expression,
  literals: ReadonlyMap<LocalId, Expression>,
  settled: ReadonlyMap<GlobalId, Global>,
): boolean {
  let plain = true;
  const bound = new Set<LocalId>();
  const valueOf = (id: GlobalId): Expression | undefined => {
    const global = settled.get(id) ?? program.globals[id];
    return global.constant ? global.value : undefined;
  };
  walk(value, (node) => {
    if (!plain) return false;
    if (isExpression(node) && node.kind !== "int" && constantInteger(program, node, valueOf) !== undefined) return false;
    plain = isExpression(node) && isPlain(node);
    return plain;
  });
  return plain;

  function isPlain(node: Expression): boolean {
    switch (node.kind) {
      case "int":
      case "float":
      case "bool":
      case "str":
      case "bytes":
      case "none":
      case "cast":
      case "tuple":
      case "list":
      case "set":
      case "dict":
      case "some":
      case "inject":
      case "compare":
      case "logical":
      case "conditional":
      case "format":
      case "tupleGet":
        return true;
      case "comprehension":
        for (const clause of node.clauses) if (clause.kind === "for") for (const local of patternLocals(clause.pattern)) bound.add(local);
        return node.type.kind !== "iter";
      case "unary":
        return node.arithmetic !== "plain";
      case "binary":
        return node.op === "add" || node.op === "sub" || node.op === "mul";
      case "local":
        return literals.has(node.local) || bound.has(node.local);
      case "global": {
        const global = settled.get(node.global) ?? program.globals[node.global];
        return global.constant && global.value !== undefined && isLiteral(global.value);
      }
      case "runtime": {
        const row = program.rows(node.row);
        const [, by] = node.args;
        if ((row.integer === "mod" || row.integer === "floordiv") && by?.kind === "int" && by.value !== 0n) return true;
        return (
          row.pure === true && (row.fails ?? "never") === "never" && !row.io && !row.calls?.length && row.result !== "ref" && !row.unsafe
        );
      }
      default:
        return false;
    }
  }
}

/** Which globals code mentions, what it calls included. */
class Uses {
  /** Assignments by global; updates count twice, so that no global with one is settled for good. */
  readonly stores = new Map<GlobalId, number>();
  /** Calls by function; a function that is a value counts twice. */
  readonly calls = new Map<FunctionId, number>();
  private readonly program: Program;
  private readonly localStores = new Map<string, number>();

  constructor(program: Program) {
    this.program = program;
    const count = <K>(map: Map<K, number>, key: K, by = 1): void => void map.set(key, (map.get(key) ?? 0) + by);
    for (const fn of program.functions)
      walk(fn.body, (node) => {
        if (node.kind === "assign" || node.kind === "update") {
          if (node.place.kind === "global") count(this.stores, node.place.global, node.kind === "assign" ? 1 : 2);
          if (node.place.kind === "local") count(this.localStores, `${fn.id}.${node.place.local}`, node.kind === "assign" ? 1 : 2);
        } else if (node.kind === "let" && node.value && node.value.kind !== "zero") count(this.localStores, `${fn.id}.${node.local}`);
        else if (node.kind === "call") count(this.calls, node.function);
        else if (node.kind === "function") count(this.calls, node.function, 2);
      });
    for (const cls of program.classes)
      for (const each of cls.implements) for (const method of each.methods) count(this.calls, method.function, 2);
  }

  storesOf(fn: FunctionId, local: LocalId): number {
    return this.localStores.get(`${fn}.${local}`) ?? 0;
  }

  /** Every global that running a statement may have mentioned so far. */
  readonly touched = new Set<GlobalId>();
  private readonly open = new Set<FunctionId>();

  /** The statement runs. */
  run(statement: Statement): void {
    const work: FunctionId[] = [];
    const enter = (fn: FunctionId): void => {
      if (this.open.has(fn)) return;
      this.open.add(fn);
      work.push(fn);
    };
    const look = (root: Parameters<typeof walk>[0]): void =>
      walk(root, (node) => {
        if (node.kind === "global") this.touched.add(node.global);
        else if (node.kind === "call" || node.kind === "function") enter(node.function);
        else if (isExpression(node) && mayRunMethods(this.program, node))
          for (const cls of this.program.classes)
            for (const each of cls.implements) for (const method of each.methods) enter(method.function);
      });
    look(statement);
    for (let fn = work.pop(); fn !== undefined; fn = work.pop()) look(this.program.functions[fn].body);
  }
}

/** Rows, comparisons and formats call methods of the program's classes. */
const mayRunMethods = (program: Program, node: Expression): boolean =>
  program.classes.length > 0 && (node.kind === "runtime" || node.kind === "compare" || node.kind === "format" || node.kind === "callValue");
