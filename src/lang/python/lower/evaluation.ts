/** `eval` of text that is known only when the program runs: expressions of literals, operators and builtin functions, which the runtime evaluates. */
import { eachNode } from "../../../base/nodes.ts";
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str } from "../../../ir/index.ts";
import type { Expr, ModuleNode } from "../ast/nodes.ts";
import { STR } from "../infer/types.ts";
import { ex, type Cx, type Val } from "./context.ts";
import { callRow, type ArgVal } from "./rows.ts";

/** `eval(text)`, `eval(text, globals, locals)`. */
export function evalCall(cx: Cx, args: readonly ArgVal[], node: Expr<"call">, span: Span): Val {
  const [text, globals, locals] = args;
  if (args.length === 0 || args.length > 3 || args.some((arg) => arg.star ?? arg.name)) return refuse("PY0501", span, OWN);
  const shown = node.args[0].value;
  const [given] = shown.kind === "call" && shown.callee.kind === "name" && shown.callee.id === "repr" ? shown.args : [];
  const { scopes } = cx.module;
  const inner = cx.inst.fn && scopes.frames.get(cx.inst.fn.def);
  const names = [scopes.module, ...(inner ? [inner] : [])].flatMap(({ variables }) => [...variables].map(({ name }) => name));
  if (given ?? (!globals && spellsName(cx.module.node, new Set(names)))) return refuse("PY0501", span, OWN);
  if (!globals) {
    const hidden: Val = { ty: STR, e: ex(cx, "str", str, span, { value: [...new Set(names)].sort().join(" ") }) };
    return callRow(cx, "evaluate.eval", [text, { value: hidden }], node, span);
  }
  return callRow(cx, "evaluate.eval_in", [text, globals, locals ?? globals], node, span);
}

const OWN = "`eval` works on the program itself while it runs";

/** Words that stand beside others in expressions. */
const BETWEEN = /\b(?:and|or|not|if|else|in|is)\b/g;

/** Is there a text in the module that looks like an expression, or a part of one, with a name of the module? */
function spellsName(module: ModuleNode, names: ReadonlySet<string>): boolean {
  let found = false;
  const look = (text: string): void => {
    if (/[^\w\s.,+\-*/%()~&|^<>=![\]{}:'"]/.test(text) || /[A-Za-z_]\w*\s+[A-Za-z_]/.test(text.replace(BETWEEN, "+"))) return;
    if ((text.match(/[A-Za-z_]\w*/g) ?? []).some((word) => names.has(word))) found = true;
  };
  eachNode<Expr>(module, (node) => {
    if (node.kind === "str") look(node.value);
    else if (node.kind === "fstring") for (const part of node.parts) if (typeof part === "string") look(part);
  });
  return found;
}
