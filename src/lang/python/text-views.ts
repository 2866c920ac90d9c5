/**
 * Texts that a loop looks into by index: an index into UTF-8 counts from the start each time, so a loop that does not change the text asks a view of it,
 * made once before the loop. The innermost text, the outermost loop.
 */
import {
  isExpression,
  rewriteBlock,
  walk,
  type Builder,
  type Expression,
  type IrFunction,
  type Local,
  type LocalId,
  type Node,
  type Pattern,
  type Row,
  type Statement,
  type Type,
} from "../../ir/index.ts";

const VIEW: Type = { kind: "runtime", path: "str::Characters", args: [], shared: true };

/** What a view answers in place of the text. */
const ASKED: Readonly<Record<string, string | undefined>> = {
  "py.str.__getitem__": "py.characters.__getitem__",
  "py.str.getslice": "py.characters.getslice",
  "py.builtins.len": "py.characters.__len__",
};

const LOOPS = new Set(["while", "doWhile", "loop", "forEach", "forRange"]);

const localsOf = (pattern: Pattern): readonly LocalId[] =>
  pattern.kind === "local" ? [pattern.local] : pattern.kind === "tuple" ? pattern.elems.flatMap(localsOf) : [];

/** The locals that a node binds or changes. */
function changed(node: Node, rows: (id: string) => Row | undefined): readonly LocalId[] {
  switch (node.kind) {
    case "let":
    case "forRange":
      return [node.local];
    case "letPattern":
    case "forEach":
      return localsOf(node.pattern);
    case "assign":
    case "update":
      return node.place.kind === "local" ? [node.place.local] : [];
    case "guarded":
      return node.handlers.flatMap((handler) => handler.binding ?? []);
    case "comprehension":
      return node.clauses.flatMap((clause) => (clause.kind === "for" ? localsOf(clause.pattern) : []));
    case "runtime": {
      const passing = rows(node.row)?.args;
      return node.args.flatMap((arg, i) => (arg.kind === "local" && passing?.[i] === "mut" ? [arg.local] : []));
    }
    default:
      return [];
  }
}

/** Is what stands inside of the node run by another function, or later? */
const isApart = (node: Node): boolean => node.kind === "closure" || (node.kind === "comprehension" && node.type.kind === "iter");

/** The function with views of the texts that its loops look into. */
export function withTextViews(fn: IrFunction, builder: Builder, rows: (id: string) => Row | undefined): IrFunction {
  let asks = false;
  const short = new Set<LocalId>();
  walk(fn.body, (node) => {
    if (node.kind === "runtime" && node.row === "py.str.__getitem__") asks = true;
    // Of a text that is written out, the length is known to be small.
    if ((node.kind === "let" && node.value?.kind === "str") || (node.kind === "assign" && node.value.kind === "str"))
      for (const local of changed(node, rows)) short.add(local);
  });
  if (!asks) return fn;
  const locals: Local[] = [...fn.locals];
  /** The view that takes the place of the text in an expression. */
  const replaced = new Map<number, LocalId>();
  const before = new Map<number, Statement[]>();
  walk(fn.body, (loop) => {
    if (!LOOPS.has(loop.kind)) return;
    const fixed = new Set<LocalId>();
    const asking = new Map<LocalId, Expression<"runtime">[]>();
    walk(loop, (node) => {
      for (const local of changed(node, rows)) fixed.add(local);
    });
    walk(loop, (node) => {
      if (isApart(node)) return false;
      if (!isExpression(node) || node.kind !== "runtime" || ASKED[node.row] === undefined || replaced.has(node.id)) return true;
      const [text] = node.args;
      if (text.kind !== "local" || text.type.kind !== "str" || fixed.has(text.local) || short.has(text.local)) return true;
      const known = asking.get(text.local);
      if (known) known.push(node);
      else asking.set(text.local, [node]);
      return true;
    });
    for (const [local, nodes] of asking) {
      if (!nodes.some((node) => node.row === "py.str.__getitem__")) continue;
      const view = locals.length;
      const { span } = loop;
      locals.push({ id: view, name: `${fn.locals[local].name}_characters`, type: VIEW, span });
      for (const node of nodes) replaced.set(node.id, view);
      const text = builder.expr("local", fn.locals[local].type, span, { local });
      const value = builder.expr("runtime", VIEW, span, { row: "py.str.characters", args: [text] });
      const made = builder.stmt("let", span, { local: view, value });
      before.set(loop.id, [...(before.get(loop.id) ?? []), made]);
    }
  });
  if (before.size === 0) return fn;
  const body = rewriteBlock(fn.body, {
    expression: (node) => {
      const view = node.kind === "runtime" ? replaced.get(node.id) : undefined;
      if (view === undefined || node.kind !== "runtime") return node;
      const object = builder.expr("local", VIEW, node.args[0].span, { local: view });
      return { ...node, row: ASKED[node.row]!, args: [object, ...node.args.slice(1)] };
    },
    statement: (node) => {
      const views = before.get(node.id);
      if (!views) return node;
      const [first, ...rest] = views;
      const { comments } = node;
      return [comments ? { ...first, comments } : first, ...rest, comments ? { ...node, comments: undefined } : node];
    },
  });
  return { ...fn, locals, body };
}
