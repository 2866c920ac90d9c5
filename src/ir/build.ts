/** Makes IR nodes with dense ids. One builder a program. */
import type { Span } from "../base/span.ts";
import type { Expression, ExpressionFields, ExpressionKind } from "./expressions.ts";
import type { Comment, Statement, StatementFields, StatementKind } from "./statements.ts";
import type { Type } from "./types.ts";

export interface Builder {
  /** `expr("local", type, span, { local: 3 })` */
  expr<K extends ExpressionKind>(kind: K, type: Type, span: Span, fields: ExpressionFields[K]): Expression<K>;
  /** `stmt("return", span, { value })` */
  stmt<K extends StatementKind>(kind: K, span: Span, fields: StatementFields[K], comments?: readonly Comment[]): Statement<K>;
  /** The same node once more, as another place of the program: with an id of its own. */
  again<N extends Expression | Statement>(node: N): N;
  readonly nodeCount: number;
}

export function createBuilder(): Builder {
  let next = 0;
  return {
    expr: (kind, type, span, fields) => ({ kind, id: next++, span, type, ...fields }) as never,
    stmt: (kind, span, fields, comments) => ({ kind, id: next++, span, ...(comments?.length ? { comments } : {}), ...fields }) as never,
    again: (node) => ({ ...node, id: next++ }),
    get nodeCount() {
      return next;
    },
  };
}
