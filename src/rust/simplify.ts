/**
 * The last look at a file before it is printed: what is true of the text alone, whatever it was made from. A variable that is returned at
 * once is its value; one that is bound to itself is not bound; `&*x` of a reference is `x`. Trees that stay as they are are not copied.
 */
import type { RustBlock, RustExpr, RustFile, RustItem, RustPattern, RustStatement, RustType } from "./ast.ts";
import { withoutUnreached } from "./diverges.ts";
import { allowancesOf, followsText, type Allowances } from "./allowances.ts";
import { allowancesOfDoc, allowancesOfItem } from "./allowances-items.ts";
import { asMethod } from "./simplify-calls.ts";
import { simpler } from "./simplify-expressions.ts";
import { plainFunctions } from "./simplify-iterators.ts";
import { asResult, asSlices, leaving, unread, withoutRest } from "./simplify-parameters.ts";
import { whilePops } from "./simplify-pops.ts";
import { withShifts, withSwaps } from "./simplify-swaps.ts";
import { withDirect } from "./simplify-direct.ts";
import { withFound } from "./simplify-attempts.ts";
import { withoutTemporaries } from "./simplify-temporaries.ts";
import { withArrays } from "./simplify-arrays.ts";
import { withAsserts } from "./simplify-asserts.ts";
import { withTestLists } from "./simplify-tests.ts";
import { withLambdas } from "./simplify-lambdas.ts";
import { withEntries } from "./simplify-entries.ts";
import { searched } from "./simplify-searches.ts";
import { simplerStatements } from "./simplify-statements.ts";
import { Bindings } from "./bindings.ts";
import { withoutStatic } from "./types.ts";

/** The file in fewer words. */
export function simplify(file: RustFile): RustFile {
  const given = withLambdas(file.items);
  const functions = plainFunctions(given);
  const items = asSlices(each(given, (item) => simplifyItem(item, functions)));
  const allowed: Allowances = new Set();
  allowancesOfDoc(file.doc, allowed);
  if (items === file.items && allowed.size === 0) return file;
  return { ...file, items, attributes: [...file.attributes, ...[...allowed].sort().map((lint) => `allow(${lint})`)] };
}

function simplifyItem(item: RustItem, functions: ReadonlySet<string>): RustItem {
  const allowed: Allowances = new Set();
  const changed = inside(item, allowed, functions);
  allowancesOfItem(changed, allowed);
  if (allowed.size === 0) return changed;
  return { ...changed, attributes: [...(changed.attributes ?? []), ...[...allowed].sort().map((lint) => `allow(${lint})`)] };
}

function inside(item: RustItem, allowed: Allowances, functions: ReadonlySet<string>): RustItem {
  switch (item.kind) {
    case "fn": {
      if (!item.body) return item;
      const walk = new Simplifier(allowed, functions);
      const body = walk.bindings.within(() => {
        if (item.self?.includes("&") && !item.self.includes(":")) walk.bindings.declare("self", false, true);
        for (const param of item.params)
          walk.pattern(
            param.pattern,
            param.type.kind === "ref" && param.type.inner.kind !== "ref" && param.type.inner.kind !== "infer",
            param.type.kind === "ref" && param.type.mutable,
          );
        return asResult(searched(withoutRest(leaving(walk.block(item.body!)))), item.result);
      });
      const params = each(item.params, (param) => unread(param, body));
      return body === item.body && params === item.params ? item : { ...item, body, params };
    }
    case "impl": {
      const items = each(item.items, (one) => simplifyItem(one, functions));
      return items === item.items ? item : { ...item, items };
    }
    case "const": {
      const value = item.value && new Simplifier(allowed, functions).whole(item.value);
      const type = withoutStatic(item.type);
      return value === item.value && type === item.type ? item : { ...item, value, type };
    }
    case "threadLocal": {
      const value = new Simplifier(allowed, functions).whole(item.value);
      return value === item.value ? item : { ...item, value };
    }
    default:
      return item;
  }
}

/** The list with each element replaced; the same list where none changed. */
export function each<T>(list: readonly T[], change: (one: T) => T): readonly T[] {
  let out: T[] | undefined;
  for (let i = 0; i < list.length; i++) {
    const made = change(list[i]);
    if (out) out.push(made);
    else if (made !== list[i]) {
      out = list.slice(0, i);
      out.push(made);
    }
  }
  return out ?? list;
}

/** `let x: Int = Int::from(0)` */
const saysInt = (type: RustType, value: RustExpr | undefined): boolean =>
  type.kind === "path" &&
  /^(?:rt::)?Int$/.test(type.path) &&
  value?.kind === "call" &&
  value.callee.kind === "path" &&
  value.callee.path === `${type.path}::from`;

/** A value that is only named. */
function doesNothing(e: RustExpr): boolean {
  let at = e;
  while (at.kind === "field" && !at.danger) at = at.object;
  return (at.kind === "path" && (at !== e || !at.path.includes("::"))) || (at.kind === "tuple" && at.elems.length === 0);
}

class Simplifier {
  readonly bindings: Bindings;
  readonly allowed: Allowances;

  constructor(allowed: Allowances, functions: ReadonlySet<string>) {
    this.allowed = allowed;
    this.bindings = new Bindings(functions);
  }

  whole(e: RustExpr): RustExpr {
    return this.bindings.within(() => this.expr(e));
  }

  pattern(pattern: RustPattern, reference = false, unique = false): void {
    switch (pattern.kind) {
      case "name":
        this.bindings.declare(pattern.name, pattern.mutable === true && !pattern.byRef, reference, unique);
        if (pattern.sub) this.pattern(pattern.sub);
        return;
      case "ref":
        return this.pattern(pattern.inner);
      case "tuple":
      case "slice":
        for (const elem of pattern.elems) this.pattern(elem);
        return;
      case "variant":
        for (const elem of pattern.elems ?? []) this.pattern(elem);
        return;
      case "or":
        for (const option of pattern.options) this.pattern(option);
        return;
      default:
        return;
    }
  }

  block(block: RustBlock): RustBlock {
    return this.bindings.within(() => {
      const statements: RustStatement[] = [];
      let changed = false;
      for (const s of block.statements) {
        const made = this.statement(s);
        if (made !== s) changed = true;
        if (made) statements.push(made);
      }
      const value = block.value && this.expr(block.value);
      const now = changed || value !== block.value ? { ...block, statements, value } : block;
      const found = withFound(
        withArrays(withTestLists(withAsserts(withEntries(withShifts(withSwaps(withoutTemporaries(simplerStatements(now)))))))),
      );
      return withDirect(found);
    });
  }

  /** A statement in fewer words; nothing where it does nothing. */
  private statement(s: RustStatement): RustStatement | undefined {
    switch (s.kind) {
      case "let": {
        if (s.type) followsText(s.value, this.allowed);
        if (s.type) allowancesOfItem({ kind: "type", name: "", type: s.type }, this.allowed);
        const shorter = s.value && this.expr(s.value);
        // `let y = x` would move `&mut T` away.
        const value =
          shorter?.kind === "path" && s.value?.kind === "borrow" && this.bindings.find(shorter.path)?.unique ? s.value : shorter;
        if (value && this.bindsItself(s, value)) return this.commentsOf(s);
        const orElse = s.orElse && this.block(s.orElse);
        const reference =
          s.type === undefined &&
          value?.kind === "borrow" &&
          !value.word.startsWith("raw") &&
          value.operand.kind === "path" &&
          this.isPlain(value.operand.path);
        this.pattern(s.pattern, reference, reference && value.word === "mut");
        this.bindings.noteTexts(s.pattern, value);
        const type = s.type && !saysInt(s.type, value) ? withoutStatic(s.type) : undefined;
        return value === s.value && orElse === s.orElse && type === s.type ? s : { ...s, value, orElse, type };
      }
      case "expression": {
        const shorter = this.expr(s.value);
        const value = (s.semicolon && asMethod(shorter, true)) || shorter;
        if (s.semicolon && doesNothing(value)) return this.commentsOf(s);
        return value === s.value ? s : { ...s, value };
      }
      case "item": {
        const item = simplifyItem(s.item, this.bindings.functions);
        return item === s.item ? s : { ...s, item };
      }
      default:
        return s;
    }
  }

  private commentsOf(s: RustStatement): RustStatement | undefined {
    const comments = [...(s.comments ?? []), ...(s.trailing ? [s.trailing] : [])];
    return comments.length ? { kind: "empty", at: s.at, comments } : undefined;
  }

  /** `let x = x;` of a variable that does not change. */
  private bindsItself(s: RustStatement<"let">, value: RustExpr): boolean {
    if (s.pattern.kind !== "name" || s.pattern.mutable || s.pattern.byRef || s.pattern.sub || s.type) return false;
    if (value.kind !== "path" || value.path !== s.pattern.name || value.args) return false;
    const outer = this.bindings.find(value.path);
    return outer !== undefined && !outer.mutable && outer.depth === this.bindings.depth;
  }

  private isPlain(name: string): boolean {
    const found = this.bindings.find(name);
    return found !== undefined && !found.reference;
  }

  expr(e: RustExpr): RustExpr {
    // Chains may lean further to the left than the stack is deep.
    const spine: (RustExpr<"binary"> | RustExpr<"method">)[] = [];
    let at = e;
    while (at.kind === "binary" || at.kind === "method") {
      spine.push(at);
      at = at.kind === "binary" ? at.left : at.object;
    }
    let made = this.finished(at, this.children(at));
    for (let i = spine.length - 1; i >= 0; i--) {
      const node = spine[i];
      if (node.kind === "binary") {
        const right = this.expr(node.right);
        made = this.finished(node, made === node.left && right === node.right ? node : { ...node, left: made, right });
      } else {
        const args = this.list(node.args);
        made = this.finished(node, made === node.object && args === node.args ? node : { ...node, object: made, args });
      }
    }
    return made;
  }

  private finished(e: RustExpr, made: RustExpr): RustExpr {
    allowancesOf(made, this.allowed);
    if (made.kind === "method" && made.name === "is_empty" && made.object.kind === "path" && this.bindings.find(made.object.path)?.text)
      this.allowed.add("clippy::const_is_empty");
    const now = simpler(made, this.bindings);
    return e.danger && !now.danger && now.kind !== "literal" ? { ...now, danger: true } : now;
  }

  private optional<T extends RustExpr | undefined>(e: T): T {
    return (e && this.expr(e)) as T;
  }

  private list(list: readonly RustExpr[]): readonly RustExpr[] {
    return each(list, (one) => this.expr(one));
  }

  private children(e: RustExpr): RustExpr {
    switch (e.kind) {
      case "literal":
      case "path":
      case "continue":
        return e;
      case "unary":
      case "borrow": {
        const operand = this.expr(e.operand);
        return operand === e.operand ? e : { ...e, operand };
      }
      case "binary":
      case "assign": {
        const left = this.expr(e.left);
        const right = this.expr(e.right);
        return left === e.left && right === e.right ? e : { ...e, left, right };
      }
      case "call": {
        const callee = this.expr(e.callee);
        const args = this.list(e.args);
        return callee === e.callee && args === e.args ? e : { ...e, callee, args };
      }
      case "method": {
        const object = this.expr(e.object);
        const args = this.list(e.args);
        return object === e.object && args === e.args ? e : { ...e, object, args };
      }
      case "field": {
        const object = this.expr(e.object);
        return object === e.object ? e : { ...e, object };
      }
      case "index": {
        const object = this.expr(e.object);
        const index = this.expr(e.index);
        return object === e.object && index === e.index ? e : { ...e, object, index };
      }
      case "macro": {
        const args = this.list(e.args);
        return args === e.args ? e : { ...e, args };
      }
      case "cast":
      case "try":
      case "await":
      case "repeat": {
        const value = this.expr(e.value);
        return value === e.value ? e : { ...e, value };
      }
      case "closure":
        return this.bindings.within(() => {
          this.bindings.depth++;
          for (const param of e.params) this.pattern(param.pattern, param.type?.kind === "ref" && param.type.inner.kind !== "ref");
          const whole = this.expr(e.body);
          this.bindings.depth--;
          const inner = whole.kind === "block" && !whole.label && withoutRest(whole.block);
          const body = inner && inner !== whole.block ? { ...whole, block: inner } : whole;
          return withoutUnreached(body === e.body ? e : { ...e, body });
        });
      case "struct": {
        const fields = each(e.fields, (field) => {
          const value = this.expr(field.value);
          return value === field.value ? field : { ...field, value };
        });
        const rest = this.optional(e.rest);
        return fields === e.fields && rest === e.rest ? e : { ...e, fields, rest };
      }
      case "tuple":
      case "array": {
        const elems = this.list(e.elems);
        return elems === e.elems ? e : { ...e, elems };
      }
      case "range": {
        const from = this.optional(e.from);
        const to = this.optional(e.to);
        return from === e.from && to === e.to ? e : { ...e, from, to };
      }
      case "block": {
        const { word } = e;
        if (word?.startsWith("async")) this.bindings.depth++;
        const block = this.block(e.block);
        if (word?.startsWith("async")) this.bindings.depth--;
        return block === e.block ? e : { ...e, block };
      }
      case "if":
        return this.bindings.within(() => {
          const test = this.expr(e.test);
          const then = this.block(e.then);
          const other = this.optional(e.orElse);
          // `else if` that has become a plain value
          const orElse: RustExpr | undefined =
            other && other.kind !== "if" && other.kind !== "block" ? { kind: "block", block: { statements: [], value: other } } : other;
          return test === e.test && then === e.then && orElse === e.orElse ? e : { ...e, test, then, orElse };
        });
      case "let": {
        const value = this.expr(e.value);
        this.pattern(e.pattern);
        return value === e.value ? e : { ...e, value };
      }
      case "match": {
        const subject = this.expr(e.subject);
        const arms = each(e.arms, (arm) =>
          this.bindings.within(() => {
            this.pattern(arm.pattern);
            const guard = this.optional(arm.guard);
            const body = this.expr(arm.body);
            return guard === arm.guard && body === arm.body ? arm : { ...arm, guard, body };
          }),
        );
        return subject === e.subject && arms === e.arms ? e : { ...e, subject, arms };
      }
      case "loop": {
        const body = this.block(e.body);
        return body === e.body ? e : { ...e, body };
      }
      case "while":
        return this.bindings.within(() => {
          const test = this.expr(e.test);
          const body = this.block(e.body);
          return whilePops(test === e.test && body === e.body ? e : { ...e, test, body });
        });
      case "for": {
        const iterable = this.expr(e.iterable);
        return this.bindings.within(() => {
          this.pattern(e.pattern);
          const body = this.block(e.body);
          return iterable === e.iterable && body === e.body ? e : { ...e, iterable, body };
        });
      }
      case "return":
      case "break": {
        const value = this.optional(e.value);
        return value === e.value ? e : { ...e, value };
      }
    }
  }
}
