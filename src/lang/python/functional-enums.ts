/** `Enum("Color", "RED GREEN")`: before names are resolved, a class statement, where the names of the members are constant texts. */
import { parse } from "../../base/parse.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";
import { withBlocks } from "./scope-tree.ts";

const KINDS = new Set(["Enum", "IntEnum"]);

/** The names of the members; undefined where they are computed, or have values. */
function membersOf(e: Expr | undefined): readonly string[] | undefined {
  const names =
    e?.kind === "str"
      ? e.value.split(/[\s,]+/).filter((name) => name !== "")
      : (e?.kind === "list" || e?.kind === "tuple") && e.elems.every((elem) => elem.kind === "str")
        ? e.elems.map((elem) => (elem as Expr<"str">).value)
        : undefined;
  return names?.every((name) => /^[A-Za-z]\w*$/.test(name)) && names.length > 0 ? names : undefined;
}

/** The module, whose text is given, with such calls as classes. */
export function withFunctionalEnums(module: ModuleNode, text: string): ModuleNode {
  if (!/\b(?:Int)?Enum\s*\(\s*["']/.test(text)) return module;
  let count = 0;
  const inBody = (body: readonly Stmt[]): Stmt[] =>
    body.flatMap((s): Stmt[] => {
      if (s.kind === "def") return [{ ...s, fn: { ...s.fn, body: inBody(s.fn.body) } }];
      const call = s.kind === "assign" && s.targets.length === 1 && s.value.kind === "call" ? s.value : undefined;
      const callee = call?.callee;
      const kind = callee?.kind === "name" ? callee.id : callee?.kind === "attribute" ? callee.name : "";
      const members =
        call?.args.length === 2 && call.args.every((arg) => !arg.star && !arg.name) ? membersOf(call.args[1].value) : undefined;
      const [title] = call?.args ?? [];
      if (s.kind !== "assign" || !call || !KINDS.has(kind) || !members || title.value.kind !== "str") return [withBlocks(s, inBody)];
      const [target] = s.targets;
      const name = title.value.value;
      const same = target.kind === "name" && target.id === name;
      const source = `class ${name}(Base):\n${members.map((member, i) => `    ${member} = ${i + 1}\n`).join("")}`;
      const built = buildModule(parse("python", makeSource(module.path, source)), module.file, module.path);
      const [made] = placed(built.body, s.span) as Stmt[];
      if (made.kind !== "class") return [s];
      const bases = [{ value: call.callee }];
      if (same) return [{ ...made, cls: { ...made.cls, bases }, ...(s.comments ? { comments: s.comments } : {}) }];
      // Bound to something else than its name.
      const hidden = `enum ${name} ${count++}`;
      return [
        { ...made, cls: { ...made.cls, bases, name: hidden, called: name } },
        { ...s, value: { kind: "name", id: hidden, span: s.span } },
      ];
    });
  return { ...module, body: inBody(module.body) };
}
