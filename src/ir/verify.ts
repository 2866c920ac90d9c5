/**
 * The rules that every IR program keeps, checked after each pass in tests. A violation is an error of a front end or a pass, never of the
 * translated program, so it is text for an engineer and not a diagnostic.
 */
import type { Expression } from "./expressions.ts";
import type { IrFunction, Program } from "./items.ts";
import { printType } from "./print.ts";
import type { Statement } from "./statements.ts";
import { innerTypes, sameType, type Type, type TypeKind } from "./types.ts";
import { isExpression, isPlace, patternLocals, walkBoth, type Node } from "./walk.ts";

export interface Violation {
  /** The node, or -1 for an item. */
  readonly node: number;
  readonly where: string;
  readonly message: string;
}

/** All violations of a program; none means that passes and emit may rely on it. */
export function verify(program: Program): Violation[] {
  const check = new Verifier(program);
  check.program();
  return check.found;
}

const kindsOf: Partial<Record<Expression["kind"], readonly TypeKind[]>> = {
  unit: ["unit"],
  bool: ["bool"],
  int: ["int", "exact"],
  float: ["float"],
  str: ["str", "bytes"],
  // A string literal of C is a pointer into static storage, or fills an array.
  bytes: ["bytes", "ptr", "array"],
  compare: ["bool"],
  identical: ["bool"],
  logical: ["bool"],
  not: ["bool"],
  isNone: ["bool"],
  isMember: ["bool"],
  some: ["option"],
  none: ["option", "ptr", "fnptr"],
  inject: ["union"],
  toAny: ["any"],
  tuple: ["tuple"],
  list: ["list", "deque"],
  set: ["set"],
  dict: ["dict"],
  array: ["array"],
  construct: ["instance", "record"],
  comprehension: ["list", "set", "dict", "iter", "deque"],
  closure: ["func"],
  function: ["func", "fnptr"],
  addressOf: ["ptr"],
  format: ["str", "bytes"],
};

class Verifier {
  readonly found: Violation[] = [];
  private readonly source: Program;
  private readonly seen: Uint8Array;
  private where = "";

  constructor(program: Program) {
    this.source = program;
    this.seen = new Uint8Array(program.nodeCount);
  }

  private fail(node: number, message: string): void {
    this.found.push({ node, where: this.where, message });
  }

  program(): void {
    const { functions, globals, classes, unions, modules, start } = this.source;
    functions.forEach((fn, i) => fn.id !== i && this.fail(-1, `function ${fn.name} has id ${fn.id} at index ${i}`));
    globals.forEach((each, i) => each.id !== i && this.fail(-1, `global ${each.name} has id ${each.id} at index ${i}`));
    classes.forEach((each, i) => each.id !== i && this.fail(-1, `class ${each.name} has id ${each.id} at index ${i}`));
    unions.forEach((each, i) => each.id !== i && this.fail(-1, `union ${each.name} has id ${each.id} at index ${i}`));
    for (const module of modules) {
      for (const item of module.items) {
        const table = item.kind === "function" ? functions : item.kind === "class" ? classes : item.kind === "union" ? unions : globals;
        if (!table[item.id]) this.fail(-1, `module ${module.name} lists ${item.kind} ${item.id}, which does not exist`);
      }
    }
    if (!functions[start.entry]) this.fail(-1, `start names function ${start.entry}, which does not exist`);
    for (const each of globals) {
      this.where = `global ${each.name}`;
      this.type(-1, each.type);
      if (each.value) this.body(undefined, [each.value]);
    }
    for (const each of classes) {
      this.where = `class ${each.name}`;
      for (const field of each.fields) this.type(-1, field.type);
      for (const implementation of each.implements)
        for (const method of implementation.methods)
          if (!functions[method.function]) this.fail(-1, `${method.name} names function ${method.function}, which does not exist`);
    }
    for (const fn of functions) this.function(fn);
  }

  private type(node: number, type: Type): void {
    if ("rep" in type && !(type.rep >= 0 && type.rep < this.source.reps.count))
      this.fail(node, `representation variable ${type.rep} was not handed out by the program's Reps`);
    if ((type.kind === "instance" || type.kind === "record") && !this.source.classes[type.class])
      this.fail(node, `class ${type.class} does not exist`);
    if (type.kind === "union" && !this.source.unions[type.union]) this.fail(node, `union ${type.union} does not exist`);
    for (const inner of innerTypes(type)) this.type(node, inner);
  }

  private function(fn: IrFunction): void {
    this.where = `fn ${fn.name}`;
    fn.locals.forEach((local, i) => {
      if (local.id !== i) this.fail(-1, `local ${local.name} has id ${local.id} at index ${i}`);
      this.type(-1, local.type);
    });
    this.type(-1, fn.result);
    for (const param of fn.params) if (!fn.locals[param.local]) this.fail(-1, `parameter local ${param.local} does not exist`);
    this.body(fn, fn.body.statements);
  }

  private body(fn: IrFunction | undefined, nodes: readonly Node[]): void {
    const labels: number[] = [];
    const declared = new Uint8Array(fn?.locals.length ?? 0);
    for (const param of fn?.params ?? []) declared[param.local] = 1;
    const declare = (node: Node, local: number): void => {
      // Locals of a global's initial value belong to no function.
      if (fn && !fn.locals[local]) this.fail(node.id, `local ${local} does not exist`);
      else declared[local] = 1;
    };
    walkBoth(
      nodes,
      (node) => {
        if (!(node.id >= 0 && node.id < this.seen.length)) this.fail(node.id, `id ${node.id} is outside 0..${this.seen.length}`);
        else if (this.seen[node.id]++) this.fail(node.id, `id ${node.id} (${node.kind}) is used twice`);
        if ("label" in node && node.kind !== "break" && node.kind !== "continue") labels.push(node.label);
        if (isExpression(node)) {
          if (node.kind === "comprehension")
            for (const clause of node.clauses)
              if (clause.kind === "for") for (const local of patternLocals(clause.pattern)) declare(node, local);
          if (node.kind === "closure") for (const param of node.params) declare(node, param.local);
          if (node.kind === "local" && fn && !declared[node.local])
            this.fail(node.id, `local ${fn.locals[node.local]?.name ?? node.local} is used before its declaration`);
          this.type(node.id, node.type);
          this.expression(fn, node);
        } else {
          if (node.kind === "forRange") declare(node, node.local);
          if (node.kind === "forEach") for (const local of patternLocals(node.pattern)) declare(node, local);
          if (node.kind === "guarded") for (const handler of node.handlers) declare(node, handler.binding);
          // Declared before its value is walked: a recursive closure names itself.
          if (node.kind === "let") declare(node, node.local);
          if (node.kind === "letPattern") for (const local of patternLocals(node.pattern)) declare(node, local);
          this.statement(fn, node, labels);
        }
      },
      (node) => {
        if ("label" in node && node.kind !== "break" && node.kind !== "continue") labels.pop();
      },
    );
  }

  private same(node: Node, what: string, a: Type, b: Type): void {
    // What is seen as a trait has a type of its own.
    if (a.kind === "runtime" && a.dyn && b.kind === "runtime") return;
    // A node that never returns fits everywhere.
    if (a.kind === "never" || b.kind === "never") return;
    if (!sameType(a, b)) this.fail(node.id, `${what}: ${printType(a)} against ${printType(b)}`);
  }

  private statement(fn: IrFunction | undefined, node: Statement, labels: readonly number[]): void {
    switch (node.kind) {
      case "let":
        if (node.value && fn?.locals[node.local])
          this.same(node, `let ${fn.locals[node.local].name}`, fn.locals[node.local].type, node.value.type);
        return;
      case "assign":
      case "update":
        if (!isPlace(node.place) && !(node.place.kind === "runtime" && this.row(node.place.row)?.mut))
          this.fail(node.id, `${node.place.kind} is no place`);
        if (node.kind === "assign") this.same(node, "assign", node.place.type, node.value.type);
        return;
      case "if":
      case "while":
      case "doWhile":
        if (node.test.type.kind !== "bool" && node.test.type.kind !== "never")
          this.fail(node.id, `test has type ${printType(node.test.type)}`);
        return;
      case "break":
      case "continue":
        if (!labels.includes(node.label)) this.fail(node.id, `${node.kind} names label ${node.label}, which does not enclose it`);
        return;
      case "forRange":
        for (const part of [node.start, node.stop, node.step])
          if (part.type.kind !== "int" && part.type.kind !== "exact") this.fail(node.id, `range of ${printType(part.type)}`);
        return;
      default:
        return;
    }
  }

  private row(id: string): ReturnType<Program["rows"]> | undefined {
    try {
      return this.source.rows(id);
    } catch {
      return undefined;
    }
  }

  private args(node: Expression, fn: IrFunction | undefined, count: number, what: string): void {
    if (!fn) return this.fail(node.id, `${what} does not exist`);
    const variadic = fn.extern?.variadic || fn.variadic;
    const wanted = fn.variadic ? fn.params.length - 1 : fn.params.length;
    if (variadic ? count < wanted : count !== fn.params.length)
      this.fail(node.id, `${fn.name} takes ${fn.params.length} arguments, ${count} given`);
  }

  private expression(fn: IrFunction | undefined, node: Expression): void {
    const kinds = kindsOf[node.kind];
    if (kinds && !kinds.includes(node.type.kind)) this.fail(node.id, `${node.kind} has type ${printType(node.type)}`);
    switch (node.kind) {
      case "local":
        if (fn?.locals[node.local]) this.same(node, `local ${fn.locals[node.local].name}`, fn.locals[node.local].type, node.type);
        return;
      case "global":
        if (!this.source.globals[node.global]) this.fail(node.id, `global ${node.global} does not exist`);
        return;
      case "field": {
        const type = node.object.type;
        if (type.kind !== "instance" && type.kind !== "record") return this.fail(node.id, `field ${node.name} of ${printType(type)}`);
        const field = this.source.classes[type.class]?.fields.find((each) => each.name === node.name);
        if (!field) this.fail(node.id, `class ${this.source.classes[type.class]?.name} has no field ${node.name}`);
        else this.same(node, `field ${node.name}`, field.type, node.type);
        return;
      }
      case "tupleGet":
        if (node.tuple.type.kind !== "tuple" || !node.tuple.type.elems[node.index])
          this.fail(node.id, `element ${node.index} of ${printType(node.tuple.type)}`);
        return;
      case "binary":
      case "compare":
        // Shifts may take a count of another width.
        if (node.kind === "binary" && (node.op === "shl" || node.op === "shr")) return;
        return this.same(node, node.op, node.left.type, node.right.type);
      case "call": {
        const callee = this.source.functions[node.function];
        this.args(node, callee, node.args.length, `function ${node.function}`);
        callee?.params.forEach(
          (param, i) =>
            node.args[i] && this.same(node, `argument ${i} of ${callee.name}`, callee.locals[param.local].type, node.args[i].type),
        );
        return;
      }
      case "callValue": {
        const type = node.callee.type;
        if (type.kind !== "func" && type.kind !== "fnptr") return this.fail(node.id, `call of ${printType(type)}`);
        if (type.params.length !== node.args.length && !(type.kind === "fnptr" && type.variadic))
          this.fail(node.id, `call with ${node.args.length} arguments of ${printType(type)}`);
        return;
      }
      case "runtime": {
        const row = this.row(node.row);
        if (!row) return this.fail(node.id, `row ${node.row} does not exist`);
        for (const [from, to] of row.flows ?? [])
          for (const end of [from, to]) {
            const index = Number.parseInt(end, 10);
            if (!Number.isNaN(index) && index >= node.args.length && row.form !== "macro" && index >= row.args.length)
              this.fail(node.id, `row ${node.row} has a flow of argument ${index}, which it does not take`);
          }
        return;
      }
      case "construct": {
        const cls = this.source.classes[node.class];
        if (!cls) return this.fail(node.id, `class ${node.class} does not exist`);
        if (cls.flavour !== "union" && node.fields.length !== cls.fields.length)
          this.fail(node.id, `${cls.name} has ${cls.fields.length} fields, ${node.fields.length} given`);
        for (const [name, value] of node.fields) {
          const field = cls.fields.find((each) => each.name === name);
          if (!field) this.fail(node.id, `${cls.name} has no field ${name}`);
          else this.same(node, `field ${name}`, field.type, value.type);
        }
        return;
      }
      case "conditional":
        this.same(node, "then", node.type, node.then.type);
        return this.same(node, "else", node.type, node.orElse.type);
      case "unwrap":
        if (node.value.type.kind !== "option" && node.value.type.kind !== "ptr" && node.value.type.kind !== "fnptr")
          this.fail(node.id, `unwrap of ${printType(node.value.type)}`);
        else if (node.value.type.kind === "option") this.same(node, "unwrap", node.value.type.inner, node.type);
        return;
      case "some":
        if (node.type.kind === "option") this.same(node, "some", node.type.inner, node.value.type);
        return;
      case "inject":
      case "project": {
        const union = node.kind === "inject" ? node.type : node.value.type;
        const member = node.kind === "inject" ? node.value.type : node.type;
        if (union.kind !== "union") return this.fail(node.id, `${node.kind} with ${printType(union)}`);
        const declared = this.source.unions[union.union]?.members[node.member];
        if (!declared) this.fail(node.id, `union ${union.union} has no member ${node.member}`);
        else this.same(node, node.kind, declared.type, member);
        return;
      }
      default:
        return;
    }
  }
}
