/** Numbers for syntax nodes: a node's identity as text, also where several nodes share one place (code that stands for a call). */
const numbers = new WeakMap<object, number>();
let next = 0;

/** The number of a node, the same each time. */
export function identityOf(node: object): number {
  let number = numbers.get(node);
  if (number === undefined) numbers.set(node, (number = next++));
  return number;
}
