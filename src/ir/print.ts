/** A readable dump of a program (`--emit ir`). Expressions are printed from explicit work lists, so depth costs no stack. */
import type { Expression, Pattern } from "./expressions.ts";
import type { IrFunction, Program } from "./items.ts";
import type { Block, Statement } from "./statements.ts";
import type { Type } from "./types.ts";

/** The type as text, with its representation variables (`list#3<exact#4>`). */
export function printType(type: Type): string {
  switch (type.kind) {
    case "int":
      return `${type.signed ? "i" : "u"}${type.width}`;
    case "float":
      return `f${type.width}`;
    case "exact":
      return `exact#${type.rep}`;
    case "list":
    case "deque":
    case "set":
      return `${type.kind}#${type.rep}<${printType(type.elem)}>`;
    case "iter":
      return `iter<${printType(type.elem)}>`;
    case "dict":
      return `dict#${type.rep}<${printType(type.key)}, ${printType(type.value)}>`;
    case "tuple":
      return `(${type.elems.map(printType).join(", ")})`;
    case "option":
      return `${printType(type.inner)}?`;
    case "union":
      return `union${type.union}`;
    case "func":
      return `fn#${type.rep}(${type.params.map(printType).join(", ")}) -> ${printType(type.result)}`;
    case "fnptr":
      return `cfn(${type.params.map(printType).join(", ")}${type.variadic ? ", ..." : ""}) -> ${printType(type.result)}`;
    case "instance":
      return `class${type.class}#${type.rep}`;
    case "record":
      return `record${type.class}`;
    case "array":
      return `[${printType(type.elem)}; ${type.length}]`;
    case "ptr":
      return `*${type.mutable ? "mut" : "const"}#${type.rep} ${printType(type.target)}`;
    case "runtime":
      return type.args.length ? `${type.path}<${type.args.map(printType).join(", ")}>` : type.path;
    default:
      return type.kind;
  }
}

/** Text and expressions still to print, last first. */
type Work = (string | Expression | { readonly block: Block })[];

class Printer {
  private readonly lines: string[] = [];
  private depth = 0;
  private readonly program: Program;
  private fn: IrFunction | undefined;

  constructor(program: Program) {
    this.program = program;
  }

  text(): string {
    return `${this.lines.join("\n")}\n`;
  }

  line(text: string): void {
    this.lines.push("  ".repeat(this.depth) + text);
  }

  private local(id: number): string {
    return `${this.fn?.locals[id]?.name ?? "?"}.${id}`;
  }

  private pattern(pattern: Pattern): string {
    if (pattern.kind === "local") return this.local(pattern.local);
    return pattern.kind === "ignore" ? "_" : `(${pattern.elems.map((each) => this.pattern(each)).join(", ")})`;
  }

  /** One expression as text; the statements inside closures and blocks are printed in braces. */
  expression(root: Expression): string {
    const out: string[] = [];
    const work: Work = [root];
    while (work.length > 0) {
      const next = work.pop() as Work[number];
      if (typeof next === "string") out.push(next);
      else if ("block" in next) out.push(this.inlineBlock(next.block));
      else for (const part of this.parts(next).reverse()) work.push(part);
    }
    return out.join("");
  }

  private inlineBlock(block: Block): string {
    const nested = new Printer(this.program);
    nested.fn = this.fn;
    nested.depth = this.depth + 1;
    nested.block(block);
    return `{\n${nested.lines.join("\n")}\n${"  ".repeat(this.depth)}}`;
  }

  private list(open: string, items: readonly Expression[], close: string): Work {
    const work: Work = [open];
    items.forEach((item, i) => work.push(...(i > 0 ? [", ", item] : [item])));
    work.push(close);
    return work;
  }

  private parts(node: Expression): Work {
    switch (node.kind) {
      case "unit":
        return ["()"];
      case "bool":
      case "float":
        return [String(node.value)];
      case "int":
        return [`${node.value}${node.type.kind === "exact" ? "" : `_${printType(node.type)}`}`];
      case "str":
        return [JSON.stringify(node.value)];
      case "bytes":
        return [`b${JSON.stringify(Buffer.from(node.value).toString("latin1"))}`];
      case "none":
        return ["none"];
      case "zero":
        return [`zero<${printType(node.type)}>`];
      case "local":
        return [this.local(node.local)];
      case "global":
        return [`@${this.program.globals[node.global]?.name ?? "?"}.${node.global}`];
      case "function":
        return [`&${this.program.functions[node.function]?.name ?? "?"}.${node.function}`];
      case "field":
        return [node.object, `.${node.name}`];
      case "index":
        return [node.object, "[", node.index, "]"];
      case "deref":
        return ["*", node.pointer];
      case "addressOf":
        return ["&", node.place];
      case "tupleGet":
        return [node.tuple, `.${node.index}`];
      case "binary":
        return [
          "(",
          node.left,
          ` ${node.op}${node.arithmetic === "exact" || node.arithmetic === "float" ? "" : `.${node.arithmetic}`} `,
          node.right,
          ")",
        ];
      case "unary":
        return [`${node.op} `, node.operand];
      case "compare":
        return ["(", node.left, ` ${node.op} `, node.right, ")"];
      case "identical":
        return ["(", node.left, node.negated ? " is not " : " is ", node.right, ")"];
      case "logical":
        return ["(", node.left, node.op === "and" ? " && " : " || ", node.right, ")"];
      case "not":
        return ["!", node.operand];
      case "conditional":
        return ["(", node.test, " ? ", node.then, " : ", node.orElse, ")"];
      case "cast":
        return ["(", node.value, ` as ${printType(node.type)})`];
      case "call":
        return this.list(`${this.program.functions[node.function]?.name ?? "?"}.${node.function}(`, node.args, ")");
      case "callValue":
        return [node.callee, ...this.list("(", node.args, ")")];
      case "runtime":
        return this.list(`${node.row}(`, node.args, ")");
      case "closure":
        return [
          `|${node.params.map((each) => `${each.passing === "own" ? "" : `${each.passing} `}${this.local(each.local)}`).join(", ")}| -> ${printType(node.result)} `,
          { block: node.body },
        ];
      case "tuple":
        return this.list("(", node.elems, ")");
      case "list":
        return this.list("list[", node.elems, "]");
      case "set":
        return this.list("set[", node.elems, "]");
      case "array":
        return this.list("array[", node.elems, "]");
      case "dict":
        return ["dict[", ...node.entries.flatMap(([key, value]) => [key, ": ", value, ", "]), "]"];
      case "construct":
        return [
          `${this.program.classes[node.class]?.name ?? "?"} { `,
          ...node.fields.flatMap(([name, value]) => [`${name}: `, value, ", "]),
          "}",
        ];
      case "comprehension": {
        const work: Work = [`${node.type.kind}[`];
        if (node.key) work.push(node.key, ": ");
        work.push(node.element);
        for (const clause of node.clauses) {
          if (clause.kind === "for") work.push(` for ${this.pattern(clause.pattern)} in `, clause.iterable);
          else work.push(" if ", clause.test);
        }
        return [...work, "]"];
      }
      case "some":
        return ["some(", node.value, ")"];
      case "isNone":
        return [node.value, node.negated ? " is some" : " is none"];
      case "unwrap":
        return [node.value, node.unproven === undefined ? "!" : "!?"];
      case "inject":
        return [`${printType(node.type)}.${node.member}(`, node.value, ")"];
      case "isMember":
        return [node.value, ` is member ${node.members.join("|")}`];
      case "project":
        return [node.value, ` as member ${node.member}${node.unproven === undefined ? "" : "?"}`];
      case "toAny":
        return ["any(", node.value, ")"];
      case "fromAny":
        return [node.value, ` as! ${printType(node.type)}`];
      case "block":
        return [{ block: { statements: node.body } }, " => ", node.value];
      case "format":
        return [
          "format(",
          ...node.pieces.flatMap((piece): Work =>
            typeof piece === "string" ? [JSON.stringify(piece), " "] : ["{", piece.value, piece.spec ? `:${piece.spec}} ` : "} "],
          ),
          ")",
        ];
    }
  }

  block(block: Block): void {
    this.depth++;
    for (const each of block.statements) this.statement(each);
    this.depth--;
  }

  private nested(head: string, block: Block | undefined): void {
    if (!block) return;
    this.line(head);
    this.block(block);
  }

  statement(node: Statement): void {
    for (const comment of node.comments ?? []) this.line(`// ${comment.text}`);
    const show = (each: Expression): string => this.expression(each);
    switch (node.kind) {
      case "let":
        return this.line(
          `let ${this.local(node.local)}: ${printType(this.fn?.locals[node.local]?.type ?? { kind: "never" })}${node.value ? ` = ${show(node.value)}` : ""}`,
        );
      case "letPattern":
        return this.line(`let ${this.pattern(node.pattern)} = ${show(node.value)}`);
      case "assign":
        return this.line(`${show(node.place)} = ${show(node.value)}`);
      case "update":
        return this.line(
          `${show(node.place)} ${node.op}= ${show(node.value)}${node.arithmetic === "wrapping" || node.arithmetic === "plain" ? ` (${node.arithmetic})` : ""}`,
        );
      case "expression":
        return this.line(show(node.value));
      case "if":
        this.nested(`if ${show(node.test)}`, node.then);
        return this.nested("else", node.orElse);
      case "while":
        this.nested(`while.${node.label} ${show(node.test)}`, node.body);
        this.nested("step", node.step);
        return this.nested("else", node.orElse);
      case "doWhile":
        this.nested(`do.${node.label}`, node.body);
        return this.line(`while ${show(node.test)}`);
      case "loop":
        return this.nested(`loop.${node.label}`, node.body);
      case "labelled":
        return this.nested(`block.${node.label}`, node.body);
      case "forEach":
        this.nested(`for.${node.label} ${this.pattern(node.pattern)} in ${show(node.iterable)}`, node.body);
        return this.nested("else", node.orElse);
      case "forRange":
        this.nested(
          `for.${node.label} ${this.local(node.local)} in ${show(node.start)} .. ${show(node.stop)} by ${show(node.step)}`,
          node.body,
        );
        return this.nested("else", node.orElse);
      case "switch":
        this.line(`switch ${show(node.subject)}`);
        for (const each of node.cases) {
          const values = each.values.map((value) => ("kind" in value ? show(value) : `${show(value[0])}..=${show(value[1])}`));
          this.nested(`case ${values.join(" | ")}`, each.body);
        }
        return this.nested("default", node.orElse);
      case "break":
      case "continue":
        return this.line(`${node.kind}.${node.label}`);
      case "return":
        return this.line(node.value ? `return ${show(node.value)}` : "return");
      case "raise":
      case "yield":
        return this.line(`${node.kind} ${show(node.value)}`);
      case "guarded":
        this.nested("try", node.body);
        for (const handler of node.handlers)
          this.nested(`catch ${this.local(handler.binding)}${handler.test ? ` if ${show(handler.test)}` : ""}`, handler.body);
        this.nested("else", node.orElse);
        return this.nested("finally", node.final);
      case "block":
        return this.nested("block", node.body);
    }
  }

  function(fn: IrFunction): void {
    this.fn = fn;
    const params = fn.params.map(
      (each) => `${each.passing === "inout" ? "inout " : ""}${this.local(each.local)}: ${printType(fn.locals[each.local].type)}`,
    );
    const marks = [
      fn.exported && "exported",
      fn.yields && `yields ${printType(fn.yields)}`,
      fn.fails !== "infer" && `fails ${fn.fails}`,
      fn.extern && `extern ${fn.extern.symbol}`,
    ];
    this.line(
      `fn ${fn.name}.${fn.id}(${params.join(", ")}) -> ${printType(fn.result)}${marks
        .filter(Boolean)
        .map((mark) => ` [${mark}]`)
        .join("")}`,
    );
    this.block(fn.body);
    this.fn = undefined;
  }
}

/** One function as text. */
export function printFunction(program: Program, fn: IrFunction): string {
  const printer = new Printer(program);
  printer.function(fn);
  return printer.text();
}

/** The whole program as text: classes, unions, globals, functions. */
export function printProgram(program: Program): string {
  const printer = new Printer(program);
  for (const each of program.classes) {
    printer.line(
      `${each.flavour} ${each.name}.${each.id} { ${each.fields.map((field) => `${field.name}: ${printType(field.type)}`).join(", ")} }`,
    );
    for (const implementation of each.implements)
      printer.line(
        `  implements ${implementation.trait} by ${implementation.methods.map((method) => `${method.name}=${method.function}`).join(", ")}`,
      );
  }
  for (const each of program.unions)
    printer.line(
      `union ${each.name}.${each.id} = ${each.members.map((member) => `${member.name}(${printType(member.type)})`).join(" | ")}`,
    );
  for (const each of program.globals)
    printer.line(
      `${each.constant ? "const" : "global"} ${each.name}.${each.id}: ${printType(each.type)}${each.value ? ` = ${printer.expression(each.value)}` : ""}`,
    );
  for (const each of program.functions) printer.function(each);
  printer.line(`start ${program.start.row}(${program.start.entry})`);
  return printer.text();
}
