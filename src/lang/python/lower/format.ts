/** Text from values: `str`, `repr`, f-strings, `%` and `.format` with constant formats. */
import type { Span } from "../../../base/span.ts";
import { refuse } from "../../../diagnostics/diagnostic.ts";
import { str, type Expression, type FormatPiece } from "../../../ir/index.ts";
import { dataclassOf, findMethod, type ClassInfo } from "../infer/classes.ts";
import { EXCEPTION, findSite, STR, type Ty } from "../infer/types.ts";
import { show } from "../infer/show.ts";
import { rowsOf } from "../stdlib/types.ts";
import { plainNumber } from "./numpy/values.ts";
import { readAttribute } from "./attributes.ts";
import { dataFields } from "./dataclass-fields.ts";
import { asType, convert, dead, has, isPlain, raises, without, withTemp } from "./convert.ts";
import { bareFormat } from "./computed-format.ts";
import { lateFormat } from "./late-format.ts";
import { ex, site, type Cx, type Val } from "./context.ts";
import { classAsDynamic } from "./class-values.ts";
import { showFunctions } from "./function-identity.ts";
import { enumValue } from "./enums.ts";
import { enumText } from "./enum-texts.ts";
import { baseOf, isException } from "./exception-objects.ts";
import { need } from "./protocols.ts";
import { cellTy, hidesTuple, holdsOpaque, nests, shapeOf, showAddress, showsPlainly } from "./format-shape.ts";
import { irType, isGhost, memberIndex } from "./ir-types.ts";
import { namedTupleShown } from "./named-tuples.ts";
import { callMethod } from "./methods.ts";
import { isSum, plainSum, showsSum } from "./sums.ts";
import { callRow, hasRow, rowFits } from "./rows.ts";

/** A value inside a format as `str` (or `repr`) shows it. */
export function displayPieces(cx: Cx, val: Val, span: Span, conversion: "s" | "r" | "a" = "s"): FormatPiece[] {
  if (val.ty.length === 0) return [{ value: dead(cx, span, val).e, spec: "" }];
  if (val.e.kind === "str" && conversion === "s") return [val.e.value];
  if (val.ty.length === 1) {
    const k = val.ty[0].k;
    if (k === "int" || (k === "str" && conversion === "s")) return [{ value: val.e, spec: "" }];
  }
  const text = shown(cx, val, span, conversion);
  return text.kind === "format" ? [...text.pieces] : [{ value: text, spec: "" }];
}

const addressed = (ty: Ty, span: Span): never =>
  refuse("PY0306", span, `a value of type ${show(ty)} is shown as text, which has an address in it`);

/** Something that Rust's `{}` shows as Python shows the value. */
function shown(cx: Cx, val: Val, span: Span, conversion: "s" | "r" | "a"): Expression {
  const { ty } = val;
  if (holdsOpaque(ty)) return addressed(ty, span);
  showFunctions(cx, ty);
  if (ty.length > 1) return dispatchShown(cx, val, span, conversion);
  const own = namedTupleShown(cx, val, conversion, span);
  if (own) return own.e;
  const atom = ty[0];
  switch (atom.k) {
    case "float":
      if (!atom.sum) break;
      showsSum(cx);
      return ex(cx, "runtime", str, span, { row: "py.builtins.sum_text", args: [val.e] });
    case "iter": {
      if (!atom.view) return addressed(ty, span);
      const items = callRow(
        cx,
        "builtins.list",
        [{ value: val }],
        site(cx, span, "view", () => ({})),
        span,
      );
      return ex(cx, "format", str, span, {
        pieces: [`${atom.ordered ? "odict" : "dict"}_${atom.view}(`, ...displayPieces(cx, items, span, "r"), ")"],
      });
    }
    case "none":
      return val.e.kind === "unit" || !cx.p.emitting
        ? ex(cx, "str", str, span, { value: "None" })
        : ex(cx, "block", str, span, {
            body: [cx.p.builder.stmt("expression", span, { value: val.e })],
            value: ex(cx, "str", str, span, { value: "None" }),
          });
    case "fn":
      if (atom.fn.kind === "type" || atom.fn.kind === "class")
        return ex(cx, "str", str, span, {
          value: atom.fn.kind === "type" ? `<class '${atom.fn.name}'>` : `<class '__main__.${atom.fn.name}'>`,
        });
      return refuse("PY0306", span, "a function is shown as text");
    case "func": {
      const isClass = findSite(atom.site).targets.every(({ kind }) => kind === "class" || kind === "type");
      const classes = isClass ? classAsDynamic(cx, val) : undefined;
      return classes ? shown(cx, classes, span, conversion) : addressed(ty, span);
    }
    case "module":
      return addressed(ty, span);
    case "inst": {
      const enumerated = enumText(cx, val, conversion, span);
      if (enumerated) return enumerated;
      const names = conversion === "s" ? ["__str__", "__repr__"] : ["__repr__"];
      if (isException(atom.cls)) {
        if (findMethod(atom.cls, names[0])) return callMethod(cx, val, names[0], [], atom.cls, span).e;
        return shown(cx, baseOf(cx, val, atom.cls, span), span, conversion);
      }
      for (const name of names) if (findMethod(atom.cls, name)) return callMethod(cx, val, name, [], atom.cls, span).e;
      if (dataFields(atom.cls).length) return dataRepr(cx, val, atom.cls, span);
      if (!dataclassOf(atom.cls)) showAddress(cx, atom.cls, span);
      else need(cx, ty, "repr", span);
      break;
    }
    case "tuple": {
      if (atom.elems.length === 0) return ex(cx, "str", str, span, { value: "()" });
      const { names, elems, label } = atom;
      if (!(names ?? elems.some((e) => isSum(e) || isGhost(e))) || elems.some((e) => hidesTuple(cx, e))) break;
      return withTemp(cx, val, span, (again) => {
        const pieces: FormatPiece[] = [names ? `${label}(` : "("];
        elems.forEach((_, i) =>
          pieces.push(
            `${i ? ", " : ""}${names ? `${names[i]}=` : ""}`,
            ...displayPieces(
              cx,
              { ty: elems[i], e: ex(cx, "tupleGet", irType(cx.p, elems[i]), span, { tuple: again(), index: i }) },
              span,
              "r",
            ),
          ),
        );
        pieces.push(elems.length === 1 && !names ? ",)" : ")");
        return ex(cx, "format", str, span, { pieces });
      });
    }
    case "rt":
      if (atom.path === "exception::Exception")
        return callRow(cx, "exception.args_repr", [{ value: { ty: EXCEPTION, e: val.e } }], ty, span).e;
      break;
    case "vartuple": {
      if (hidesTuple(cx, cellTy(atom.elem))) break;
      if (rowFits(cx, "builtins.tuple_repr", [{ value: val }])) return callRow(cx, "builtins.tuple_repr", [{ value: val }], ty, span).e;
      break;
    }
    default:
  }
  if (hidesTuple(cx, ty)) {
    const shape = conversion === "a" ? undefined : shapeOf(cx, ty);
    if (shape !== undefined)
      return callRow(
        cx,
        "builtins.shaped",
        [{ value: val }, { value: { ty: STR, e: ex(cx, "str", str, span, { value: shape }) } }],
        ty,
        span,
      ).e;
    const name = atom.k === "vartuple" ? "tuple of a length that is not known" : atom.k;
    return refuse("PY0305", span, `a ${name} (${show(ty)}) is shown as text`);
  }
  return callRow(
    cx,
    conversion === "s" ? "builtins.shown" : conversion === "r" ? "builtins.shown_repr" : "builtins.ascii",
    [{ value: val }],
    ty,
    span,
  ).e;
}

/** Is the text of a dataclass being written? */
let within = false;

/** `Name(field=value, …)` of a dataclass, in place; of one inside another, or whose objects hold further ones, by its method. */
function dataRepr(cx: Cx, val: Val, cls: ClassInfo, span: Span): Expression {
  if (!within && !nests(cls)) return dataText(cx, val, cls, span);
  need(cx, val.ty, "repr", span);
  return callRow(cx, "builtins.shown_repr", [{ value: val }], val.ty, span).e;
}

/** `__repr__` of a dataclass. */
export function dataMethod(cx: Cx, self: Val, cls: ClassInfo, span: Span): Expression {
  const text = dataText(cx, self, cls, span);
  if (!nests(cls)) return text;
  // An object that is met inside its own text is shown as `...`.
  const self1 = (): Val => ({ ty: self.ty, e: ex(cx, "local", self.e.type, span, { local: (self.e as Expression<"local">).local }) });
  return ex(cx, "conditional", str, span, {
    test: callRow(cx, "builtins.enter_repr", [{ value: self1() }], span, span).e,
    then: callRow(cx, "builtins.leave_repr", [{ value: { ty: STR, e: text } }], span, span).e,
    orElse: ex(cx, "str", str, span, { value: "..." }),
  });
}

/** `cls.__qualname__`, of a class that may stand inside of another. */
export const qualifiedClass = (cls: ClassInfo): string =>
  cls.node.called === undefined ? cls.name : cls.node.name.split(" of ").reverse().join(".");

function dataText(cx: Cx, val: Val, cls: ClassInfo, span: Span): Expression {
  return withTemp(cx, val, span, (again) => {
    const pieces: FormatPiece[] = [`${qualifiedClass(cls)}(`];
    const shownFields = dataFields(cls).filter((field) => field.repr);
    const outer = within;
    within = true;
    try {
      shownFields.forEach((field, i) => {
        pieces.push(
          `${i ? ", " : ""}${field.name}=`,
          ...displayPieces(cx, readAttribute(cx, { ty: val.ty, e: again() }, field.name, span), span, "r"),
        );
      });
    } finally {
      within = outer;
    }
    pieces.push(")");
    return ex(cx, "format", str, span, { pieces });
  });
}

function dispatchShown(cx: Cx, val: Val, span: Span, conversion: "s" | "r" | "a"): Expression {
  if (conversion !== "a" && isPlain(val.ty))
    return callRow(cx, conversion === "s" ? "builtins.shown" : "builtins.shown_repr", [{ value: val }], val.ty, span).e;
  const text = (one: Val): Expression => {
    const pieces = displayPieces(cx, one, span, conversion);
    if (pieces.length === 1 && typeof pieces[0] !== "string" && pieces[0].value.type.kind === "str") return pieces[0].value;
    return ex(cx, "format", str, span, { pieces });
  };
  if (has(val.ty, "none")) {
    const rest = without(val.ty, "none");
    if (conversion !== "a" && rest.length === 1 && showsPlainly(cx, rest[0]))
      return callRow(cx, conversion === "s" ? "builtins.shown" : "builtins.shown_repr", [{ value: val }], val.ty, span).e;
    return withTemp(cx, val, span, (v) =>
      ex(cx, "conditional", irType(cx.p, STR), span, {
        test: ex(cx, "isNone", { kind: "bool" }, span, { value: v(), negated: false }),
        then: ex(cx, "str", str, span, { value: "None" }),
        orElse: text({ ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: v() }) }),
      }),
    );
  }
  return withTemp(cx, val, span, (v) => {
    let result: Expression | undefined;
    for (const atom of [...val.ty].reverse()) {
      const i = memberIndex(val.ty, atom);
      const one = text({ ty: [atom], e: ex(cx, "project", irType(cx.p, [atom]), span, { value: v(), member: i }) });
      result = result
        ? ex(cx, "conditional", str, span, {
            test: ex(cx, "isMember", { kind: "bool" }, span, { value: v(), members: [i] }),
            then: one,
            orElse: result,
          })
        : one;
    }
    return result!;
  });
}

/** `str(value)` or `repr(value)` as a text. */
export function displayOf(cx: Cx, val: Val, conversion: "s" | "r" | "a", span: Span): Expression {
  if (val.ty.length === 1 && val.ty[0].k === "str" && conversion === "s") return val.e;
  const pieces = displayPieces(cx, val, span, conversion);
  const only = pieces[0];
  if (
    pieces.length === 1 &&
    typeof only !== "string" &&
    cx.p.emitting &&
    only.value.type.kind === "str" &&
    only.spec === "" &&
    val.ty[0]?.k !== "str"
  )
    return only.value;
  return ex(cx, "format", str, span, { pieces });
}

/** A format spec of Python as one of Rust, where both say the same for the type. */
function rustSpec(ty: Ty, spec: string): string | undefined {
  const m = /^(?:(.)?([<>^]))?([+ -])?(#)?(0)?(\d+)?(,|_)?(?:\.(\d+))?([a-zA-Z%])?$/.exec(spec);
  if (!m || ty.length !== 1) return undefined;
  const [, fill, align, sign, alt, zero, width, group, precision, type] = m;
  if (alt || group || (sign && sign !== "+")) return undefined;
  const k = ty[0].k;
  const lead = `${fill && fill !== " " ? fill : ""}`;
  if (fill === "{" || fill === "}") return undefined;
  if (k === "int") {
    if (precision !== undefined || (type && !"dxXob".includes(type))) return undefined;
    if (sign && type && type !== "d") return undefined;
    if (type && type !== "d") return undefined;
    const side = align ?? (zero ? "" : ">");
    if (zero && align) return undefined;
    return `${width ? lead + side : ""}${sign === "+" ? "+" : ""}${zero && width ? "0" : ""}${width ?? ""}`;
  }
  if (k === "str") {
    if (zero || sign || (type && type !== "s")) return undefined;
    return `${width ? lead + (align ?? "") : ""}${width ?? ""}${precision !== undefined ? `.${precision}` : ""}`;
  }
  return undefined;
}

/** `{x:8.2f}`, `{n:,}`: numbers that Rust formats itself, through a wrapper that knows what Python writes for the rest. */
function rustNumber(cx: Cx, value: Val, spec: string, span: Span): FormatPiece | undefined {
  const m = /^(?:(.)?([<>^]))?(\+)?(0)?(\d+)?(,)?(?:\.(\d+))?(f|d)?$/.exec(spec);
  if (!m || value.ty.length !== 1) return undefined;
  const [, fill = "", align = "", sign = "", zero = "", width = "", group, precision, type] = m;
  const k = value.ty[0].k;
  const fits = k === "int" ? type !== "f" && precision === undefined && group : k === "float" && type === "f";
  if (!fits || fill === "{" || fill === "}" || (zero && (align || group || !width))) return undefined;
  const layout = width && align ? (fill === " " ? "" : fill) + align : "";
  const made = callRow(cx, group ? "builtins.grouped" : "builtins.real", [{ value }], span, span);
  return { value: made.e, spec: `${layout}${sign}${zero}${width}${k === "float" ? `.${precision ?? 6}` : ""}` };
}

/** One value of a format with its spec. `plainly`: a dynamic value that has no method for it. */
export function formatted(
  cx: Cx,
  val: Val,
  conversion: string | undefined,
  asked: Val | string | undefined,
  span: Span,
  plainly = false,
): FormatPiece[] {
  const spec = typeof asked === "object" ? bareFormat(asked) : asked;
  const shownAs = conversion as "s" | "r" | "a" | undefined;
  const own = shownAs === undefined && val.ty.some((each) => each.k === "inst" && findMethod(each.cls, "__format__"));
  if (!own && (spec === undefined || spec === "")) return displayPieces(cx, val, span, shownAs ?? "s");
  if (val.ty.length === 0) return displayPieces(cx, val, span);
  const value: Val = shownAs ? { ty: STR, e: displayOf(cx, val, shownAs, span) } : plainSum(cx, val, span);
  if (typeof spec === "string") {
    const rust = rustSpec(value.ty, spec);
    if (rust !== undefined) return [{ value: value.e, spec: rust }];
    const number = rustNumber(cx, value, spec, span);
    if (number) return [number];
  }
  const atom = value.ty[0];
  if (value.ty.length === 1 && atom.k === "inst" && atom.cls.enum && !findMethod(atom.cls, "__format__")) {
    const stands = atom.cls.mixed ? value : enumValue(cx, value, span);
    return formatted(cx, stands === value ? { ty: STR, e: displayOf(cx, value, "s", span) } : stands, undefined, spec, span);
  }
  if (value.ty.length === 1 && atom.k === "inst") {
    if (findMethod(atom.cls, "__format__")) {
      const arg = typeof spec === "object" ? spec : { ty: STR, e: ex(cx, "str", str, span, { value: spec ?? "" }) };
      const made = callMethod(cx, value, "__format__", [{ value: arg }], atom.cls, span);
      return [{ value: convert(cx, made, STR, span), spec: "" }];
    }
    const error = `TypeError: unsupported format string passed to ${atom.cls.name}.__format__`;
    return [{ value: asType(cx, raises(cx, error, span, value), STR, span), spec: "" }];
  }
  const number = plainNumber(cx, value, span);
  if (number !== value) return formatted(cx, number, undefined, spec, span);
  if (value.ty.length === 1 && atom.k === "rt" && hasRow(cx, `${rowsOf(atom.path)}.__format__`)) {
    const arg = typeof spec === "object" ? spec : { ty: STR, e: ex(cx, "str", str, span, { value: spec ?? "" }) };
    return [{ value: callRow(cx, `${rowsOf(atom.path)}.__format__`, [{ value }, { value: arg }], span, span).e, spec: "" }];
  }
  const late = plainly ? undefined : lateFormat(cx, value, spec, span);
  if (late) return late;
  if (value.ty.length > 1) {
    if (has(value.ty, "none")) {
      const rest = without(value.ty, "none");
      if (spec === undefined || spec === "")
        return [
          {
            value: withTemp(cx, value, span, (v) => {
              const some: Val = { ty: rest, e: ex(cx, "unwrap", irType(cx.p, rest), span, { value: v() }) };
              return ex(cx, "conditional", str, span, {
                test: ex(cx, "isNone", { kind: "bool" }, span, { value: v(), negated: false }),
                then: ex(cx, "str", str, span, { value: "None" }),
                orElse: ex(cx, "format", str, span, { pieces: formatted(cx, some, undefined, spec, span) }),
              });
            }),
            spec: "",
          },
        ];
      return formatted(
        cx,
        {
          ty: rest,
          e: ex(cx, "unwrap", irType(cx.p, rest), span, {
            value: value.e,
            unproven: "TypeError: unsupported format string passed to NoneType.__format__",
          }),
        },
        undefined,
        spec,
        span,
      );
    }
    const byMember = (v: () => Expression, specOf: () => Val | string | undefined): Expression => {
      let result: Expression | undefined;
      for (const member of [...value.ty].reverse()) {
        const i = memberIndex(value.ty, member);
        const one: Val = { ty: [member], e: ex(cx, "project", irType(cx.p, [member]), span, { value: v(), member: i }) };
        const shown = ex(cx, "format", str, span, { pieces: formatted(cx, one, undefined, specOf(), span) });
        result = result
          ? ex(cx, "conditional", str, span, {
              test: ex(cx, "isMember", { kind: "bool" }, span, { value: v(), members: [i] }),
              then: shown,
              orElse: result,
            })
          : shown;
      }
      return result!;
    };
    const e = withTemp(cx, value, span, (v) =>
      typeof spec === "object"
        ? withTemp(cx, spec, span, (again) => byMember(v, () => ({ ty: spec.ty, e: again() })))
        : byMember(v, () => spec),
    );
    return [{ value: e, spec: "" }];
  }
  if (spec === undefined || spec === "") return displayPieces(cx, value, span);
  const specVal: Val = typeof spec === "string" ? { ty: STR, e: ex(cx, "str", str, span, { value: spec }) } : spec;
  const call = callRow(cx, "builtins.format", [{ value }, { value: specVal }], span, span);
  return [{ value: call.e, spec: "" }];
}
