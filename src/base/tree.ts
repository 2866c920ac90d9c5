import { slice, type Source } from "./text.ts";

/**
 * A syntax tree as numbers: four words a node, in preorder, every node (anonymous tokens too).
 *   word 0: symbol | field << 16 | flags << 24
 *   word 1, 2: start and end byte
 *   word 3: index of the next node that is not a descendant of this one
 * A node is known by its index; the root is node 0.
 */
export interface FlatTree {
  readonly nodes: Uint32Array;
  readonly source: Source;
}

/** The symbol of a node that the parser could not understand, in every language. */
export const ERROR_SYMBOL = 65535;

export const count = (t: FlatTree): number => t.nodes.length >> 2;
export const symbol = (t: FlatTree, i: number): number => t.nodes[i << 2] & 0xffff;
/** The field under which the node hangs from its parent; 0 for none. */
export const field = (t: FlatTree, i: number): number => (t.nodes[i << 2] >>> 16) & 0xff;
export const flags = (t: FlatTree, i: number): number => t.nodes[i << 2] >>> 24;
export const start = (t: FlatTree, i: number): number => t.nodes[(i << 2) + 1];
export const end = (t: FlatTree, i: number): number => t.nodes[(i << 2) + 2];
/** The next node that is not a descendant: the next sibling, or what follows the parent. */
export const next = (t: FlatTree, i: number): number => t.nodes[(i << 2) + 3];

export const isNamed = (t: FlatTree, i: number): boolean => (flags(t, i) & 1) !== 0;
export const isError = (t: FlatTree, i: number): boolean => (flags(t, i) & 2) !== 0;
export const isMissing = (t: FlatTree, i: number): boolean => (flags(t, i) & 4) !== 0;
/** Comments and the like, which may stand anywhere. */
export const isExtra = (t: FlatTree, i: number): boolean => (flags(t, i) & 8) !== 0;
/** True when the node or any descendant is an error or missing. */
export const hasError = (t: FlatTree, i: number): boolean => (flags(t, i) & 16) !== 0;

export const firstChild = (t: FlatTree, i: number): number => (next(t, i) > i + 1 ? i + 1 : -1);

export const nextSibling = (t: FlatTree, i: number, parent: number): number => {
  const sibling = next(t, i);
  return sibling < next(t, parent) ? sibling : -1;
};

/** All children, anonymous tokens and comments included. */
export const children = (t: FlatTree, i: number): number[] => {
  const found: number[] = [];
  for (let child = i + 1, stop = next(t, i); child < stop; child = next(t, child)) found.push(child);
  return found;
};

/** The named children, comments included. */
export const namedChildren = (t: FlatTree, i: number): number[] => {
  const found: number[] = [];
  for (let child = i + 1, stop = next(t, i); child < stop; child = next(t, child)) if (isNamed(t, child)) found.push(child);
  return found;
};

/** The named children without comments and other extras. */
export const parts = (t: FlatTree, i: number): number[] => {
  const found: number[] = [];
  for (let child = i + 1, stop = next(t, i); child < stop; child = next(t, child)) {
    if ((flags(t, child) & 9) === 1) found.push(child);
  }
  return found;
};

/** The first child that hangs under a field; −1 if there is none. */
export const childByField = (t: FlatTree, i: number, fieldId: number): number => {
  for (let child = i + 1, stop = next(t, i); child < stop; child = next(t, child)) if (field(t, child) === fieldId) return child;
  return -1;
};

/** Every child that hangs under a field. */
export const childrenByField = (t: FlatTree, i: number, fieldId: number): number[] => {
  const found: number[] = [];
  for (let child = i + 1, stop = next(t, i); child < stop; child = next(t, child)) if (field(t, child) === fieldId) found.push(child);
  return found;
};

/** The first child with a symbol; −1 if there is none. */
export const childBySymbol = (t: FlatTree, i: number, wanted: number): number => {
  for (let child = i + 1, stop = next(t, i); child < stop; child = next(t, child)) if (symbol(t, child) === wanted) return child;
  return -1;
};

/** The source text of a node. */
export const text = (t: FlatTree, i: number): string => slice(t.source, start(t, i), end(t, i));

/** For every node its parent's index (the root's is −1): built when a walk needs to look up. */
export const parents = (t: FlatTree): Int32Array => {
  const result = new Int32Array(count(t)).fill(-1);
  const open: number[] = [];
  for (let i = 0, n = count(t); i < n; i++) {
    while (open.length > 0 && next(t, open[open.length - 1]) <= i) open.pop();
    if (open.length > 0) result[i] = open[open.length - 1];
    if (next(t, i) > i + 1) open.push(i);
  }
  return result;
};

/** The outermost error and missing nodes: what the parser could not understand. */
export const errors = (t: FlatTree): number[] => {
  const found: number[] = [];
  if (count(t) === 0 || !hasError(t, 0)) return found;
  for (let i = 0, n = count(t); i < n;) {
    if (isError(t, i) || isMissing(t, i)) {
      found.push(i);
      i = next(t, i);
    } else i = hasError(t, i) ? i + 1 : next(t, i);
  }
  return found;
};
