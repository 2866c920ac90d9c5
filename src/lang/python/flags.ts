/**
 * Classes derived from `Flag` and `IntFlag`. Before names are resolved, the members get their numbers, and the class two functions that tell them:
 * library/enum_flags.py does the rest with these.
 */
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { refuse } from "../../diagnostics/diagnostic.ts";
import { buildModule } from "./ast/build.ts";
import type { Expr, FlagMember, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";
import { withBlocks } from "./scope-tree.ts";

const nameOf = (e: Expr): string | undefined => (e.kind === "name" ? e.id : e.kind === "attribute" ? e.name : undefined);

/** The number that a member is made of, where it is constant; `auto()` is the next free bit. */
function numberOf(e: Expr, members: readonly FlagMember[]): bigint | undefined {
  const inner = (each: Expr): bigint | undefined => numberOf(each, members);
  switch (e.kind) {
    case "int":
      return e.value;
    case "name":
      return members.find((member) => member.name === e.id)?.value;
    case "call": {
      if (nameOf(e.callee) !== "auto" || e.args.length > 0) return undefined;
      const all = members.reduce((mask, { value }) => mask | value, 0n);
      return 1n << BigInt(all.toString(2).replace(/^0$/, "").length);
    }
    case "unary": {
      const operand = e.op === "~" ? inner(e.operand) : undefined;
      return operand === undefined ? undefined : members.reduce((mask, { value }) => mask | value, 0n) & ~operand;
    }
    case "binary": {
      const [left, right] = [inner(e.left), inner(e.right)];
      if (left === undefined || right === undefined) return undefined;
      const made = {
        "|": left | right,
        "&": left & right,
        "^": left ^ right,
        "<<": right < 64n ? left << right : undefined,
        "+": left + right,
      };
      return made[e.op as keyof typeof made];
    }
    default:
      return undefined;
  }
}

/** The class with numbers for its members and the functions that tell them. */
function numbered(s: Stmt<"class">, module: ModuleNode): Stmt<"class"> {
  const members: FlagMember[] = [];
  const body = s.cls.body.map((inner): Stmt => {
    const [target] = inner.kind === "assign" && inner.targets.length === 1 ? inner.targets : [];
    if (inner.kind !== "assign" || target?.kind !== "name" || /^_.*_$/.test(target.id)) return inner;
    const value = numberOf(inner.value, members);
    if (value === undefined) return refuse("PY0411", inner.span, `the value of the flag \`${target.id}\` is not a constant`);
    members.push({ name: target.id, value });
    return { ...inner, value: { kind: "int", value, span: inner.value.span } };
  });
  const mask = members.reduce((all, { value }) => all | value, 0n);
  // Numbers may have other bits than those of the members.
  const open = s.cls.bases.some((base) => nameOf(base.value) === "IntFlag");
  const bits = !open ? mask : (1n << BigInt(mask.toString(2).length)) - 1n;
  const listed = members.map(({ name, value }) => `("${name}", ${value})`).join(", ");
  const source = `class C:
    @staticmethod
    def _members_():
        return [${listed}]

    @staticmethod
    def _mask_():
        return ${mask === 0n ? 0n : bits}
`;
  const built = buildModule(parse("python", makeSource(module.path, source)), module.file, module.path);
  const [made] = placed(built.body, { ...s.span, start: s.span.end }) as Stmt[];
  return { ...s, cls: { ...s.cls, body: [...body, ...(made as Stmt<"class">).cls.body], flags: members } };
}

/** The module, whose text is given, with such classes written out. */
export function withFlags(module: ModuleNode, text: string): ModuleNode {
  if (!/\b(?:Int)?Flag\b/.test(text) || !/\benum\b/.test(text)) return module;
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.map((s): Stmt => {
      if (s.kind === "def") return { ...s, fn: { ...s.fn, body: inBody(s.fn.body) } };
      if (s.kind !== "class") return withBlocks(s, inBody);
      const flags = s.cls.bases.some((base) => base.name === undefined && /^(Int)?Flag$/.test(nameOf(base.value) ?? ""));
      return flags ? numbered(s, module) : { ...s, cls: { ...s.cls, body: inBody(s.cls.body) } };
    });
  return { ...module, body: inBody(module.body) };
}
