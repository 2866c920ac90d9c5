/**
 * `if let Err(error) = rt::catch(|| …) { if rt::exception::is_a(&error, "KeyError") { … } else { rt::raise(error); } }` as
 * `if let Err(error) = rt::except("KeyError", || …) { … }`, or `if rt::raises("KeyError", || …) { … }`: what is of none of the classes goes on by itself.
 */
import { someNode } from "../base/nodes.ts";
import type { Arm, RustBlock, RustExpr, RustPattern } from "./ast.ts";

/** A test or match of what `rt::catch` gives, in fewer words. */
export function simplerCatch(e: RustExpr<"if"> | RustExpr<"match">): RustExpr {
  if (e.kind === "match") {
    const caught = catching(e.subject);
    if (!caught || e.arms.length !== 2) return e;
    const at = e.arms.findIndex((arm) => !arm.guard && errorOf(arm.pattern) !== undefined);
    const name = at < 0 ? undefined : errorOf(e.arms[at].pattern);
    const block = name === undefined ? undefined : blockOf(e.arms[at]);
    const handled = name === undefined || !block ? undefined : handledBy(block, name);
    if (!handled || (!handled.named && isEmpty(handled.then))) return e;
    const subject = excepting(caught, "except", handled);
    const otherwise = handled.named ? undefined : valueOrConstant(e.arms[1 - at], handled.then, subject);
    if (otherwise) return otherwise;
    const body = { kind: "block" as const, block: handled.then };
    const arms = e.arms.map((arm, i) => (i === at ? { ...arm, pattern: handled.named ? arm.pattern : unnamed, body } : arm));
    return { ...e, subject, arms };
  }
  if (e.orElse || e.test.kind !== "let") return e;
  const caught = catching(e.test.value);
  const name = errorOf(e.test.pattern);
  const handled = caught && name !== undefined ? handledBy(e.then, name) : undefined;
  if (!caught || !handled) return e;
  const { then, named } = handled;
  // rustc and clippy have their own words for these.
  if ((!named && isEmpty(then)) || isTest(then)) return e;
  const value = excepting(caught, named ? "except" : "raises", handled);
  return { ...e, test: named ? { ...e.test, value } : value, then };
}

const isEmpty = (block: RustBlock): boolean => block.statements.length === 0 && !block.value;

/** Is a test without an `else` all that the block is? */
function isTest(block: RustBlock): boolean {
  const [only] = block.statements;
  const value = block.statements.length === 0 ? block.value : block.value || only.kind !== "expression" ? undefined : only.value;
  return block.statements.length < 2 && value?.kind === "if" && !value.orElse;
}

/** `match … { Ok(value) => value, Err(_) => 0 }` as `….unwrap_or(0)` */
export function valueOrConstant(arm: Arm, handler: RustBlock, subject: RustExpr): RustExpr | undefined {
  const { pattern } = arm;
  const body = arm.body.kind === "block" && !arm.body.word && arm.body.block.statements.length === 0 ? arm.body.block.value : arm.body;
  const [inner] = pattern.kind === "variant" && pattern.path === "Ok" ? (pattern.elems ?? []) : [];
  const other = handler.statements.length === 0 && !handler.valueComments && !handler.valueTrailing ? handler.value : undefined;
  if (inner?.kind !== "name" || body?.kind !== "path" || body.path !== inner.name || !other) return undefined;
  if (isNew(other)) return { kind: "method", object: subject, name: "unwrap_or_default", args: [] };
  return isFixed(other) ? { kind: "method", object: subject, name: "unwrap_or", args: [other] } : undefined;
}

const isNew = (e: RustExpr): boolean =>
  e.kind === "call" && e.args.length === 0 && e.callee.kind === "path" && /^(String|Vec)::new$/.test(e.callee.path);

const isFixed = (e: RustExpr): boolean =>
  e.kind === "literal" ||
  (e.kind === "path" && e.path === "None") ||
  (e.kind === "unary" && isFixed(e.operand)) ||
  (e.kind === "tuple" && e.elems.every(isFixed)) ||
  (e.kind === "call" && e.callee.kind === "path" && e.callee.path === "Some" && e.args.every(isFixed));

const catching = (e: RustExpr): RustExpr<"call"> | undefined =>
  e.kind === "call" && e.callee.kind === "path" && e.callee.path === "rt::catch" && e.args.length === 1 ? e : undefined;

/** `rt::except("A B", || …)` */
function excepting(caught: RustExpr<"call">, name: "except" | "raises", { classes, again }: Handled): RustExpr {
  const callee: RustExpr = { kind: "path", path: again ? `rt::try_${name}` : `rt::${name}` };
  const call: RustExpr = { ...caught, callee, args: [{ kind: "literal", text: `"${classes}"` }, untyped(caught.args[0])] };
  return again ? { kind: "try", value: call } : call;
}

/** A body that ends with `Ok(())` says its type itself. */
function untyped(body: RustExpr): RustExpr {
  if (body.kind !== "closure" || body.body.kind !== "block") return body;
  const { value } = body.body.block;
  const isDone = value?.kind === "call" && value.callee.kind === "path" && value.callee.path === "Ok" && value.args[0].kind === "tuple";
  return isDone && value.args[0].kind === "tuple" && value.args[0].elems.length === 0 ? { ...body, result: undefined } : body;
}

/** `Err(error)` */
function errorOf(pattern: RustPattern): string | undefined {
  if (pattern.kind !== "variant" || pattern.path !== "Err" || pattern.elems?.length !== 1) return undefined;
  const [inner] = pattern.elems;
  return inner.kind === "name" && !inner.mutable && !inner.byRef && !inner.sub ? inner.name : undefined;
}

const blockOf = ({ body }: Arm): RustBlock | undefined =>
  body.kind === "block" && !body.word && !body.block.trailing ? body.block : undefined;

interface Handled {
  readonly classes: string;
  readonly then: RustBlock;
  readonly again: boolean;
  /** Is the error named in the handler? One that is not would be an unused variable. */
  readonly named: boolean;
}

const unnamed: RustPattern = { kind: "variant", path: "Err", elems: [{ kind: "wild" }] };

/** The only handler of a block that hands on what it does not handle. */
function handledBy(block: RustBlock, name: string): Handled | undefined {
  const [only] = block.statements;
  if (block.trailing?.length || block.valueComments?.length || block.valueTrailing) return undefined;
  if (block.value ? block.statements.length > 0 : block.statements.length !== 1) return undefined;
  if (only && (only.kind !== "expression" || only.comments?.length || only.trailing)) return undefined;
  const choice = block.value ?? (only as { readonly value: RustExpr }).value;
  if (choice.kind !== "if" || choice.orElse?.kind !== "block" || choice.orElse.word) return undefined;
  const classes = classesOf(choice.test, name);
  const again = classes && goesOn(choice.orElse.block, name);
  if (classes === undefined || again === undefined) return undefined;
  return { classes: classes.join(" "), then: choice.then, again: again === "returned", named: usesName(choice.then, name) };
}

/** The classes of `is_a(&error, "A") || is_a(&error, "B")`. */
function classesOf(test: RustExpr, name: string): string[] | undefined {
  if (test.kind === "binary" && test.op === "||") {
    const [left, right] = [classesOf(test.left, name), classesOf(test.right, name)];
    return left && right && [...left, ...right];
  }
  if (test.kind !== "call" || test.callee.kind !== "path" || test.callee.path !== "rt::exception::is_a") return undefined;
  const [error, cls] = test.args;
  const isIt = error.kind === "borrow" && error.operand.kind === "path" && error.operand.path === name;
  return isIt && cls.kind === "literal" && /^"[\w.]+"$/.test(cls.text) ? [cls.text.slice(1, -1)] : undefined;
}

/** `rt::raise(error);` or `return Err(error);`, or the same as the value. */
function goesOn(block: RustBlock, name: string): "raised" | "returned" | undefined {
  const [only] = block.statements;
  if (block.statements.length + (block.value ? 1 : 0) !== 1 || block.trailing?.length) return undefined;
  if (only && (only.kind !== "expression" || only.comments?.length || only.trailing)) return undefined;
  const given = block.value ?? (only as { readonly value: RustExpr }).value;
  const isOf = (e: RustExpr | undefined, callee: string): boolean =>
    e?.kind === "call" && e.callee.kind === "path" && e.callee.path === callee && e.args[0].kind === "path" && e.args[0].path === name;
  if (isOf(given, "rt::raise")) return "raised";
  return given.kind === "return" && isOf(given.value, "Err") ? "returned" : undefined;
}

/** Is the name in the tree, in formats too? */
function usesName(root: unknown, name: string): boolean {
  return someNode<RustExpr>(root, (e) => (e.kind === "path" ? e.path === name : e.kind === "literal" && e.text.includes(`{${name}`)));
}
