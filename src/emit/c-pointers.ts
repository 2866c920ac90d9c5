/** Pointers to constants of the program. */
import type { RustExpr } from "../rust/ast.ts";
import { bytesLiteral, lit, method } from "../rust/make.ts";

/** A C string as a pointer to its first character. */
export function textPointer(bytes: Uint8Array, mutable: boolean): RustExpr {
  const plain = bytes.includes(0)
    ? method(method(lit(bytesLiteral(Uint8Array.from([...bytes, 0]))), "as_ptr"), "cast::<i8>")
    : method(lit(`c${bytesLiteral(bytes).slice(1)}`), "as_ptr");
  return mutable ? method(plain, "cast_mut") : plain;
}
