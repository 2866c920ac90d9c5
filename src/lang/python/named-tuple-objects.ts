/**
 * Classes derived from `namedtuple(…)` that have more than fields and plain methods: operators, an `__iter__`, a `__new__`. Before names are
 * resolved, such a class gets a base that is derived from `tuple` and has the fields as properties; its objects are objects like any other.
 */
import { parse } from "../../base/parse.ts";
import type { Span } from "../../base/span.ts";
import { makeSource } from "../../base/text.ts";
import { buildModule } from "./ast/build.ts";
import type { Expr, ModuleNode, Stmt } from "./ast/nodes.ts";
import { placed } from "./ast/placed.ts";
import { inTupleClass } from "./builtin-new.ts";

const text = (names: readonly string[]): string => `
class Fields(tuple):
    _fields = (${names.map((name) => `"${name}",`).join(" ")})

    def __init__(self, ${names.join(", ")}):
        super().__init__((${names.join(", ")},))

    def __repr__(self):
        return f"{type(self).__name__}(${names.map((name) => `${name}={self.${name}!r}`).join(", ")})"

    def _asdict(self):
        return {${names.map((name) => `"${name}": self.${name}`).join(", ")}}
${names
  .map(
    (name, i) => `
    @property
    def ${name}(self):
        return self.builtin_value[${i}]
`,
  )
  .join("")}`;

/** The class and the base that has its fields; `defaults` belong to the last ones. */
export function asObjects(
  module: ModuleNode,
  s: Stmt<"class">,
  names: readonly string[],
  defaults: readonly Expr[],
  isField: (member: Stmt) => boolean,
): Stmt[] {
  const at: Span = { file: module.file, start: s.span.start, end: s.span.start };
  const [made] = placed(
    buildModule(parse("python", makeSource(module.path, text(names))), module.file, module.path).body,
    at,
  ) as Stmt<"class">[];
  const name = `${s.cls.name} fields`;
  const first = names.length - defaults.length + 1;
  const body = made.cls.body.map((member) =>
    member.kind === "def" && member.fn.name === "__init__"
      ? {
          ...member,
          fn: {
            ...member.fn,
            params: member.fn.params.map((param, i) => ({
              ...param,
              default: defaults.at(i - first) && i >= first ? defaults[i - first] : undefined,
            })),
          },
        }
      : member,
  );
  const base: Expr = { kind: "name", id: name, span: s.cls.bases[0].value.span };
  const cls = inTupleClass({
    ...s.cls,
    bases: [{ ...s.cls.bases[0], value: base }],
    body: s.cls.body.filter((member) => !isField(member)),
  });
  return [
    { ...made, cls: { ...made.cls, name, body } },
    { ...s, cls },
  ];
}
