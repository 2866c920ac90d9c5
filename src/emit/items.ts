/** Items: functions, classes, unions, globals. */
import type { ClassId, Comment, Documented, Field, IrClass, IrFunction } from "../ir/index.ts";
import { isRepeatedClass, isRepeatedFunction } from "./repeated.ts";
import type { Origin, RustBlock, RustExpr, RustField, RustItem, RustParam, RustStatement, RustType } from "../rust/ast.ts";
import { call, letStmt, pName, path, tPath, tRef } from "../rust/make.ts";
import { createScope } from "../rust/names.ts";
import { hasZero, unassignedReads } from "../ir/assigned.ts";
import { withVectors } from "./owners.ts";
import { emitBody } from "./bodies.ts";
import { zeroRecords } from "./c-records.ts";
import { rawParameter } from "./addresses.ts";
import { assignStatements } from "./cells.ts";
import { borrowsParameter, emitGenerator } from "./generators.ts";
import { isUnsafe, passingOf } from "./calls.ts";
import { cellParam } from "./closures.ts";
import { inCell, zeroOf } from "./constants.ts";
import { walk } from "../ir/walk.ts";
import { classPath, type Frame, type FunctionContext, type ProgramContext, type Storage, importName } from "./context.ts";
import { constantContext } from "./globals.ts";
import { makeStorage, namedLocals } from "./locals.ts";
import { unusedName } from "./iteration.ts";
import { fieldName } from "./names.ts";
import { withoutNeedlessNames } from "./null-tests.ts";
import { bitMethods, storageField } from "./records.ts";
import { commentText } from "./statements.ts";
import { placeType } from "./place-results.ts";
import { borrowedType, hasTrait, isSharedInstance, liftedType, rustType, storedType } from "./types.ts";
import { implementation, reachesItself } from "./class-traits.ts";
import { enumItems } from "./enumerations.ts";
import { withNeededMut, withoutNeedlessMut } from "./unmutated.ts";
import { variantItems } from "./variants.ts";
import { isInnerFunction } from "./safe-pointers.ts";
import { addressedFunctions, allowances, guardBlock } from "./unsafe.ts";

export const origin = (item: { readonly span: { readonly file: number; readonly start: number } }): Origin => ({
  file: item.span.file,
  start: item.span.start,
});

export function docLines(doc: string | undefined): string[] {
  if (!doc) return [];
  const lines = doc
    .replace(/\s+$/, "")
    .split("\n")
    .map((line) => line.replace(/\s+$/, ""));
  const out: string[] = [];
  let fenced = false;
  for (const line of lines) {
    // sessions of an interpreter are code, not quotations
    if (!fenced && !doc.includes("```") && /^\s*>>>/.test(line)) {
      out.push("```text");
      fenced = true;
    } else if (fenced && line === "") {
      out.push("```");
      fenced = false;
    }
    out.push(line);
  }
  if (fenced) out.push("```");
  return out;
}

export const commentsOf = (item: Documented): string[] => (item.comments ?? []).map((each: Comment) => commentText(each));

/** Is the item seen from other modules? What lies in the root of the crate is seen from all of them. */
export const visibility = (unit: ProgramContext, module: number): string | undefined =>
  unit.names.modules[module] === "" ? undefined : unit.program.safe ? "pub" : "pub(crate)";

export function contextOf(unit: ProgramContext, fn: IrFunction, module: number, taken: ReadonlySet<string>): FunctionContext {
  const scope = createScope([], taken);
  const deferred = withVectors(unit.program, fn, unassignedReads(fn));
  const { declared, assigned } = namedLocals(fn);
  const locals = makeStorage(unit, fn, scope, deferred, declared);
  const frame: Frame = {
    kind: fn.yields ? "generator" : "function",
    fallible: !fn.yields && (unit.facts.fails(fn.id) || fn.fails === "always"),
    labels: new Set(),
    jumps: [],
    returns: false,
    result: fn.result,
  };
  return {
    unit,
    fn,
    module,
    locals,
    scope,
    targets: new Map(),
    frames: [frame],
    loops: [],
    moved: new Map(),
    present: new Set(),
    narrowed: new Map(),
    declared,
    assigned,
    zeroed: new Set([...deferred].filter((local) => hasZero(fn.locals[local].type))),
    out: [],
    dirty: false,
    direct: [],
    copies: new Map(),
    ranges: [],
    suffix: false,
  };
}

const taken = new WeakMap<ProgramContext, Map<number, ReadonlySet<string>>>();

/** Names that locals of a module's functions must not hide: found once for all of them. */
export function takenNames(unit: ProgramContext, module: number): ReadonlySet<string> {
  const known = taken.get(unit) ?? new Map<number, ReadonlySet<string>>();
  taken.set(unit, known);
  const names = known.get(module) ?? namesOfItems(unit, module);
  known.set(module, names);
  return names;
}

function namesOfItems(unit: ProgramContext, module: number): ReadonlySet<string> {
  const names = ["rt", "std", "core", "crate", "out", "self", "String", "Vec", "Some", "None", "Ok", "Err"];
  unit.program.functions.forEach((fn) => !fn.owner && fn.module === module && names.push(unit.names.functions[fn.id]));
  unit.program.globals.forEach((global) => global.module === module && names.push(unit.names.globals[global.id]));
  return new Set(names);
}

export function emitFunction(unit: ProgramContext, fn: IrFunction): RustItem {
  const { module } = fn;
  const cx = contextOf(unit, fn, module, takenNames(unit, module));
  const name = unit.names.functions[fn.id];
  let params: RustParam[] = [];
  const moves: RustStatement[] = [];
  let self: string | undefined;
  fn.params.forEach((param, index) => {
    const storage = cx.locals.get(param.local)!;
    const passing = passingOf(cx, fn.id, index);
    const celled = storage.cell !== "none";
    storage.borrow = passing;
    if (index === 0 && fn.owner?.method === "instance") {
      self = unit.facts.looks(fn.id, 0) ? "&self" : selfText(unit, fn, passing);
      if (self.startsWith("&") || self.includes("&")) storage.borrow = passing === "mut" ? "mut" : "ref";
      return;
    }
    const lift = storage.type.kind === "ptr" ? unit.facts.pointers.lift(fn.id, param.local) : undefined;
    if (lift && storage.type.kind === "ptr") {
      const read = unit.facts.used(fn.id, param.local);
      if (lift.raw) {
        const mutable = unit.facts.mutated(fn.id, param.local);
        moves.push(letStmt(pName(storage.name, mutable), rawParameter(cx, storage.name, lift, storage.type)));
      } else if (lift.moved) {
        const at = cx.scope.take(`${storage.name.replace(/^r#/, "")}_at`);
        cx.moved.set(param.local, at);
        moves.push(letStmt(pName(at, true), { kind: "literal", text: "0" }, tPath(lift.group.signed ? "isize" : "usize")));
      }
      params.push({
        pattern: pName(read || lift.raw ? storage.name : unusedName(storage.name), lift.nullable === true && lift.access === "write"),
        type: liftedType(unit, module, storage.type, lift),
      });
      return;
    }
    const type =
      storage.type.kind === "option" && unit.facts.optional(fn.id, index)
        ? tPath("Option", borrowedType(storage.type.inner, false, unit, module))
        : storage.type.kind === "instance" && unit.facts.looks(fn.id, index)
          ? tRef(tPath(classPath(unit, module, storage.type.class)))
          : passing === "own"
            ? rustType(storage.type, unit, module)
            : borrowedType(storage.type, passing === "mut", unit, module);
    const used = unit.facts.used(fn.id, param.local);
    const mutable = passing === "own" && unit.facts.mutated(fn.id, param.local) && !celled;
    params.push({ pattern: pName(used || celled ? storage.name : unusedName(storage.name), mutable), type });
  });
  const before: RustStatement[] = [];
  if (fn.yields && !borrowsParameter(unit, fn) && self?.includes("&") && unit.facts.used(fn.id, fn.params[0].local)) {
    // The generator outlives the call, so it has its own handle of the object.
    const own: Storage = { ...cx.locals.get(fn.params[0].local)!, name: cx.scope.take("this"), borrow: "own" };
    cx.locals.set(fn.params[0].local, own);
    before.push(letStmt(own.name, { kind: "method", object: path("self"), name: "clone", args: [] }));
  }
  const prologue: RustStatement[] = [...moves, ...fn.params.flatMap((param, i) => (i === 0 && self ? [] : cellParam(cx, param.local)))];
  for (const param of fn.params) if (cx.locals.get(param.local)!.cell !== "none") cx.locals.get(param.local)!.borrow = "own";
  let body: RustBlock = emitBody(cx, fn.body, fn.result);
  if (!unit.program.safe) {
    body = withoutNeedlessMut(withoutNeedlessNames(body));
    const whole = { ...body, statements: [...moves, ...body.statements] };
    params = params.map((each) => withNeededMut(each, whole));
  }
  if (unit.program.frame !== undefined && unit.facts.counted(fn.id))
    prologue.unshift(letStmt(cx.scope.take("_frame"), call(`rt::${unit.program.frame}`)));
  if (prologue.length) body = { ...body, statements: [...prologue, ...body.statements] };
  let result = placeType(unit, fn) ?? (fn.result.kind === "unit" ? undefined : rustType(fn.result, unit, module));
  if (fn.yields) ({ body, result } = emitGenerator(cx, before, body));
  else if (cx.frames[0].fallible) {
    const error = rustType(unit.program.exception, unit, module);
    result = tPath("Result", result ?? { kind: "tuple", elems: [] }, error);
  }
  if (fn.owner?.method === "static" && fn.result.kind === "instance" && fn.result.class === fn.owner.class && result)
    result = selfType(result, unit.names.classes[fn.owner.class]);
  if (!unit.program.safe) body = guardBlock(body);
  return {
    kind: "fn",
    name,
    prefix: `${isUnsafe({ unit }, fn.id) ? "unsafe " : ""}${isForeign(unit, fn) ? 'extern "C-unwind" ' : ""}`,
    ...allowances(unit.program, unit.facts, fn),
    generics: [],
    self,
    params,
    result,
    body,
    at: origin(fn),
    ...(isRepeatedFunction(unit.program, fn.id) ? {} : { doc: docLines(fn.doc), comments: commentsOf(fn) }),
    visibility: fn.exported ? "pub" : visibility(unit, fn.module),
  };
}

/** Is the function called as C calls its functions? */
export const isForeign = (unit: ProgramContext, fn: IrFunction): boolean =>
  (fn.callback || addressedFunctions(unit.program).has(fn.id)) && !isInnerFunction(unit, fn.id);

/** The class of a constructor, as `Self`. */
function selfType(type: RustType, name: string): RustType {
  if (type.kind !== "path") return type;
  if (type.args.length === 0) return type.path === name ? tPath("Self") : type;
  return { ...type, args: type.args.map((arg) => selfType(arg, name)) };
}

/** How the receiver is taken: shared objects by `&Rc<Self>`, since they may be stored or returned. */
function selfText(unit: ProgramContext, fn: IrFunction, passing: "own" | "ref" | "mut"): string {
  const type = fn.locals[fn.params[0].local].type;
  if (isSharedInstance(type, unit)) return `self: &${importName(unit, fn.module, "std::rc::Rc")}<Self>`;
  return passing === "own"
    ? unit.facts.mutated(fn.id, fn.params[0].local)
      ? "mut self"
      : "self"
    : passing === "mut"
      ? "&mut self"
      : "&self";
}

const methodLists = new WeakMap<ProgramContext, Map<ClassId, IrFunction[]>>();

/** The functions of a class, in the program's order: gathered once for all classes. */
function methodsOf(unit: ProgramContext, cls: IrClass): readonly IrFunction[] {
  let known = methodLists.get(unit);
  if (!known) {
    methodLists.set(unit, (known = new Map()));
    for (const fn of unit.program.functions) {
      if (!fn.owner || fn.extern) continue;
      const list = known.get(fn.owner.class);
      if (list) list.push(fn);
      else known.set(fn.owner.class, [fn]);
    }
  }
  return known.get(cls.id) ?? [];
}

export function emitClass(unit: ProgramContext, cls: IrClass): RustItem[] {
  const { module } = cls;
  const items: RustItem[] = [];
  const attributes: string[] = [];
  const isRecord = cls.flavour !== "class";
  if (isRecord)
    attributes.push(
      cls.layout?.packed ? "repr(C, packed)" : cls.layout && cls.layout.align > 1 ? `repr(C, align(${cls.layout.align}))` : "repr(C)",
    );
  const derives = isRecord
    ? cls.cells
      ? ["Clone"]
      : ["Clone", "Copy"]
    : (["Clone", "Copy", "PartialEq"] as const).filter((trait) => derivesTrait(unit, cls, trait));
  if (derives.length) attributes.push(`derive(${derives.join(", ")})`);
  const methods = methodsOf(unit, cls);
  const base = { at: origin(cls), doc: docLines(cls.doc), comments: commentsOf(cls), visibility: visibility(unit, cls.module) };
  if (cls.variants) return variantItems(unit, cls, base);
  if (unit.facts.enumeration(cls.id) !== undefined) {
    const { item, accessors } = enumItems(unit, cls, readFields(unit), base);
    const body = [...accessors, ...methods.map((fn) => emitFunction(unit, fn))];
    return [
      item,
      ...(body.length ? [{ kind: "impl", type: unit.names.classes[cls.id], items: body } as const] : []),
      ...cls.implements.flatMap((each) => implementation(unit, cls, each)),
    ];
  }
  if (!isRecord && cls.fields.some((field) => !readFields(unit).has(`${cls.id}.${field.name}`))) attributes.push("allow(dead_code)");
  const again = isRepeatedClass(unit.program, cls.id);
  const fields: RustField[] = cls.fields.flatMap((field): RustField[] => {
    if (field.bits) return [storageField(cls, field, visibility(unit, cls.module))].filter((each) => each !== undefined);
    return [
      {
        name: fieldName(cls, field.name),
        type: fieldType(unit, cls, field),
        visibility: visibility(unit, cls.module),
        ...(again ? {} : { doc: docLines(field.doc), comments: commentsOf(field) }),
      },
    ];
  });
  // a type without fields is not one that C knows
  if (isRecord && !fields.length) fields.push({ name: "opaque", type: { kind: "array", elem: tPath("u8"), length: "0" } });
  items.push({
    kind: "struct",
    name: unit.names.classes[cls.id],
    fields,
    union: cls.flavour === "union",
    at: origin(cls),
    ...(again ? {} : { doc: docLines(cls.doc), comments: commentsOf(cls) }),
    attributes,
    visibility: visibility(unit, cls.module),
  });
  const body: RustItem[] = methods.map((fn) => emitFunction(unit, fn));
  if (isRecord && zeroRecords(unit.program, unit.facts).has(cls.id)) {
    const cx = constantContext(unit, module);
    body.push(...bitMethods(unit, cls, visibility(unit, cls.module)));
    const storages = cls.fields.flatMap((field) => (field.bits ? (storageField(cls, field, undefined) ?? []) : []));
    const zero: RustExpr =
      cls.flavour === "union"
        ? { kind: "block", word: "unsafe", block: { statements: [], value: call("std::mem::zeroed") } }
        : {
            kind: "struct",
            path: "Self",
            fields: !cls.fields.length
              ? [{ name: "opaque", value: { kind: "array", elems: [] } }]
              : cls.fields.flatMap((field) => {
                  const storage = storages.find((each) => each.name === fieldName(cls, field.bits?.storage ?? ""));
                  if (field.bits)
                    return storage && cls.fields.find((other) => other.bits?.storage === field.bits!.storage) === field
                      ? [{ name: storage.name, value: { kind: "literal", text: "0" } as RustExpr }]
                      : [];
                  return [{ name: fieldName(cls, field.name), value: inCell(cx, cls.id, field.name, zeroOf(cx, field.type)) }];
                }),
          };
    body.unshift({
      kind: "const",
      word: "const",
      name: "ZERO",
      type: tPath("Self"),
      value: zero,
      doc: ["All zero, as C's static storage is."],
      // each use makes an object of its own
      ...(cls.cells ? { attributes: ["allow(clippy::declare_interior_mutable_const)"] } : {}),
      visibility: visibility(unit, cls.module),
    });
  }
  if (cls.cells)
    body.push({
      kind: "fn",
      name: "assign",
      prefix: "",
      generics: [],
      self: "&self",
      params: [{ pattern: { kind: "name", name: "value" }, type: tPath("Self") }],
      body: { statements: assignStatements(cls.fields.map((each) => fieldName(cls, each.name))) },
      doc: ["Takes over every member."],
    });
  if (body.length) items.push({ kind: "impl", type: unit.names.classes[cls.id], items: body });
  if (cls.cells) items.push({ kind: "macroItem", text: `rt::pooled!(${unit.names.classes[cls.id]});` });
  if (cls.blocks) items.push({ kind: "macroItem", text: `rt::zeroed!(${unit.names.classes[cls.id]}, ${cls.layout?.size ?? 1});` });
  for (const each of cls.implements) items.push(...implementation(unit, cls, each));
  return items;
}

const fieldReads = new WeakMap<ProgramContext, Set<string>>();

/** The fields that the program reads somewhere: the compiler warns of the others. */
function readFields(unit: ProgramContext): Set<string> {
  let found = fieldReads.get(unit);
  if (found) return found;
  fieldReads.set(unit, (found = new Set()));
  const places = new Set<number>();
  for (const fn of unit.program.functions)
    if (!fn.extern)
      walk(fn.body, (node) => {
        if (node.kind === "assign") places.add(node.place.id);
        else if (node.kind === "field" && node.object.type.kind === "instance" && !places.has(node.id))
          found.add(`${node.object.type.class}.${node.name}`);
      });
  return found;
}

/** Values are cloned where a copy is wanted; objects behind handles never are, but by `copy`. Equal fields make equal objects only where the class says so. */
function derivesTrait(unit: ProgramContext, cls: IrClass, trait: "Clone" | "Copy" | "PartialEq"): boolean {
  if (trait === "PartialEq")
    return cls.implements.some((each) => each.trait === "std::cmp::PartialEq" && each.by === "fields") && !reachesItself(unit, cls);
  if (unit.facts.copied(cls.id)) return true;
  if (trait === "Copy") return false;
  if (isSharedInstance({ kind: "instance", class: cls.id, rep: unit.program.reps.count + cls.id }, unit)) {
    if (!cls.implements.some((each) => each.trait === "copy::Copied")) return false;
  }
  return cls.fields.every((field) => hasTrait(field.type, trait, unit));
}

function fieldType(unit: ProgramContext, cls: IrClass, field: Field): RustField["type"] {
  const plain = cls.flavour === "class" ? rustType(field.type, unit, cls.module) : storedType(field.type, unit, cls.module);
  if (cls.cells) return tPath(importName(unit, cls.module, "std::cell::Cell"), plain);
  if (cls.flavour !== "class") return plain;
  switch (unit.facts.field(cls.id, field.name)) {
    case "cell":
      return tPath(importName(unit, cls.module, "std::cell::Cell"), plain);
    case "refcell":
      return tPath(importName(unit, cls.module, "std::cell::RefCell"), plain);
    default:
      return plain;
  }
}
