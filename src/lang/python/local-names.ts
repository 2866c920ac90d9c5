/**
 * What works on names as texts where the texts are constants: `"%(a)s" % locals()`, `"{a}".format(**locals())`, `globals()["a"]`, `setattr(x, "a", 1)`.
 * Before names are resolved, it is written with the names themselves.
 */
import { mapMembers } from "../../base/nodes.ts";
import type { Span } from "../../base/span.ts";
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";

const SCOPES = new Set(["locals", "globals", "vars"]);

/** Which of the functions that give names the expression calls; what `globals` gives must not be hidden by another name. */
function isScope(e: Expr, names: readonly string[], text: string): boolean {
  if (e.kind !== "call" || e.args.length > 0 || e.callee.kind !== "name" || !SCOPES.has(e.callee.id)) return false;
  return e.callee.id !== "globals" || !names.some((each) => isHidden(each, text));
}

/** Might a function have a variable or parameter of this name? */
function isHidden(id: string, text: string): boolean {
  const word = `\\b${id}\\b`;
  const bound = [
    `^[ \\t]+.*${word}[^=\\n]*[^=!<>]=[^=]`,
    `\\b(?:def|lambda)\\b[^:\\n]*${word}`,
    `^[ \\t]+.*\\b(?:for|as|import)\\b[^\\n]*${word}`,
  ];
  return bound.some((pattern) => new RegExp(pattern, "m").test(text));
}

const name = (id: string, span: Span): Expr<"name"> => ({ kind: "name", id, span });

/** The names that a format asks for. */
const asked = (format: string, pattern: RegExp): string[] => [...new Set([...format.matchAll(pattern)].map(([, id]) => id))];

function rewritten(e: Expr, text: string): Expr {
  const { span } = e;
  if (e.kind === "binary" && e.op === "%" && e.left.kind === "str" && e.right.kind === "call") {
    const names = asked(e.left.value, /%\((\w+)\)/g);
    if (!isScope(e.right, names, text)) return e;
    const entries = names.map((id) => ({
      key: { kind: "str", value: id, span } as Expr,
      value: name(id, span),
    }));
    return { ...e, right: { kind: "dict", entries, span } };
  }
  if (e.kind === "call" && e.callee.kind === "attribute" && e.callee.name === "format" && e.callee.object.kind === "str") {
    const last = e.args.at(-1);
    if (last?.star !== 2) return e;
    const args = e.args.slice(0, -1);
    const named = asked(e.callee.object.value.replace(/\{\{/g, ""), /\{([A-Za-z_]\w*)/g).filter(
      (id) => !args.some((arg) => arg.name === id),
    );
    if (!isScope(last.value, named, text)) return e;
    return { ...e, args: [...args, ...named.map((id) => ({ name: id, value: name(id, span) }))] };
  }
  if (e.kind === "subscript" && e.index.kind === "str" && /^[A-Za-z_]\w*$/.test(e.index.value) && isScope(e.object, [e.index.value], text))
    return name(e.index.value, span);
  return e;
}

/** `setattr(x, "a", 1)` as a statement, with a name that is a constant. */
function assigned(s: Stmt): Stmt {
  if (s.kind !== "expr" || s.value.kind !== "call" || s.value.callee.kind !== "name" || s.value.callee.id !== "setattr") return s;
  const [object, attribute, value] = s.value.args;
  if (s.value.args.length !== 3 || s.value.args.some((arg) => arg.name ?? arg.star) || attribute.value.kind !== "str") return s;
  if (!/^[A-Za-z_]\w*$/.test(attribute.value.value)) return s;
  const { span } = s;
  const target: Expr = { kind: "attribute", object: object.value, name: attribute.value.value, span };
  return { kind: "assign", targets: [target], value: value.value, span, ...(s.comments ? { comments: s.comments } : {}) };
}

/** The tree with its nodes replaced, those inside first. */
function mapped(node: unknown, text: string): unknown {
  const made = mapMembers(node, (value) => mapped(value, text));
  const kind = (made as { readonly kind?: string } | null | undefined)?.kind;
  if (kind === "binary" || kind === "call" || kind === "subscript") return rewritten(made as Expr, text);
  return kind === "expr" ? assigned(made as Stmt) : made;
}

/** The module with such calls written with the names; itself when it has none. */
export function withLocalNames(module: ModuleNode, text: string): ModuleNode {
  if (!/\b(?:(?:locals|globals|vars)\(\s*\)|setattr\s*\()/.test(text)) return module;
  return { ...module, body: mapped(module.body, text) as readonly Stmt[] };
}
