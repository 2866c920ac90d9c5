/**
 * Signatures of library rows, in the syntax of type stubs: `"(self: list[T], item: T) -> None"`, `"(xs: iter[T], *, key: func[[T], K] | None = None) -> list[T]"`.
 *
 * Types: int float bool str bytes None any exception range, list[T] dict[K,V] set[T] frozenset[T] deque[T] tuple[A,B] tuple[T,...] iter[T] (parameter: any iterable; result: a lazy
 * iterator), func[[A],R], rt[path::Type] and rt[path::Type, T], number (int or float), single capital letters as variables. Omitted arguments take the defaults written here, so a row always gets all of its parameters.
 */
import type { Row } from "../../../ir/index.ts";

export type SigType =
  | { readonly kind: "variable"; readonly name: string }
  | { readonly kind: "named"; readonly name: string; readonly args: readonly SigType[]; readonly variadic?: boolean }
  | { readonly kind: "union"; readonly members: readonly SigType[] }
  | {
      readonly kind: "func";
      readonly params: readonly SigType[];
      /** Handed over by reference (`&T`). */ readonly refs: readonly boolean[];
      readonly result: SigType;
    }
  | { readonly kind: "rt"; readonly path: string; readonly args: readonly SigType[] };

export interface SigParam {
  readonly name: string;
  readonly type: SigType;
  readonly kind: "positional" | "keyword" | "star";
  /** A constant, written as in Python. */
  readonly default?: string;
}

export interface Signature {
  readonly params: readonly SigParam[];
  readonly result: SigType;
}

export interface SignedRow extends Row {
  readonly signature: string;
  readonly names?: "source";
  readonly attribute?: boolean;
}

const cache = new Map<string, Signature>();

/** Reads a signature; throws on a mistake in the table. */
export function parseSignature(text: string): Signature {
  const known = cache.get(text);
  if (known) return known;
  const tokens = text.match(/[A-Za-z_][\w]*(?:::[\w]+)*|->|\.\.\.|"[^"]*"|'[^']*'|-?\d+(?:\.\d+)?(?:e-?\d+)?|[()[\],:|=*/&]/g) ?? [];
  let at = 0;
  let refs: number[] = [];
  const fail = (what: string): never => {
    throw new Error(`signature \`${text}\`: ${what} at token ${at} (${tokens[at] ?? "end"})`);
  };
  const expect = (token: string): void => {
    if (tokens[at++] !== token) fail(`${token} expected`);
  };
  const list = (close: string): { args: SigType[]; variadic: boolean } => {
    const args: SigType[] = [];
    let variadic = false;
    while (tokens[at] !== close) {
      if (tokens[at] === "...") {
        variadic = true;
        at++;
      } else {
        if (tokens[at] === "&") {
          at++;
          refs.push(args.length);
        }
        args.push(type());
      }
      if (tokens[at] === ",") at++;
      else if (tokens[at] !== close) fail(`${close} expected`);
    }
    at++;
    return { args, variadic };
  };
  const single = (): SigType => {
    const name = tokens[at++];
    if (name === undefined || !/^[A-Za-z_]/.test(name)) return fail("a type expected");
    if (name === "rt") {
      expect("[");
      const path = tokens[at++];
      if (tokens[at] === ",") at++;
      return { kind: "rt", path, args: list("]").args };
    }
    if (name === "func") {
      expect("[");
      expect("[");
      refs = [];
      const params = list("]").args;
      const byRef = params.map((_, i) => refs.includes(i));
      if (tokens[at] === ",") at++;
      const result = type();
      expect("]");
      return { kind: "func", params, refs: byRef, result };
    }
    if (/^[A-Z]$/.test(name)) return { kind: "variable", name };
    if (tokens[at] !== "[") return { kind: "named", name, args: [] };
    at++;
    return { kind: "named", name, ...list("]") };
  };
  const type = (): SigType => {
    const members = [single()];
    while (tokens[at] === "|") {
      at++;
      members.push(single());
    }
    return members.length === 1 ? members[0] : { kind: "union", members };
  };
  const params: SigParam[] = [];
  let kind: SigParam["kind"] = "positional";
  expect("(");
  while (tokens[at] !== ")") {
    if (tokens[at] === "/") at++;
    else if (tokens[at] === "*") {
      at++;
      if (tokens[at] === "," || tokens[at] === ")") kind = "keyword";
      else {
        const name = tokens[at++];
        expect(":");
        params.push({ name, type: type(), kind: "star" });
        kind = "keyword";
      }
    } else {
      const name = tokens[at++];
      expect(":");
      const found = type();
      let value: string | undefined;
      if (tokens[at] === "=") {
        at++;
        value = tokens[at++];
      }
      params.push({ name, type: found, kind, default: value });
    }
    if (tokens[at] === ",") at++;
    else if (tokens[at] !== ")") fail(") expected");
  }
  at++;
  expect("->");
  const result = type();
  if (at !== tokens.length) fail("text after the result");
  const signature = { params, result };
  cache.set(text, signature);
  return signature;
}
