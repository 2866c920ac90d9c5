/** Rows of arithmetic (64-bit, wrapping): runtime/sh/src/arithmetic.rs. Errors print bash's message and come back as `Flow::Abandon`. */
import { method } from "./row.ts";

export const arithmetic = {
  /** `fn int(&mut self, line, name) -> Checked<i64>`: a variable as operand: unset or empty 0, else its text is evaluated. */
  "sh.int": method("int", "mut own ref"),
  /** `fn int_element(&mut self, line, name, subscript) -> Checked<i64>` */
  "sh.int_element": method("int_element", "mut own ref ref"),
  /** `fn set_int(&mut self, line, name, value: i64) -> Checked<i64>`: gives the value. */
  "sh.set_int": method("set_int", "mut own ref own"),
  "sh.set_int_element": method("set_int_element", "mut own ref ref own"),
  /** `fn step(&mut self, line, name, by: i64) -> Checked<i64>`: `name += by`, gives the new value. */
  "sh.step": method("step", "mut own ref own"),
  "sh.step_element": method("step_element", "mut own ref ref own"),
  /** `fn arith(&mut self, line, text) -> Checked<i64>`: an expression known at run time only. */
  "sh.arith": method("arith", "mut own ref"),
  /** `fn divide(&mut self, line, left: i64, right: i64, text, token) -> Checked<i64>`; text is the expression and token the rest from the divisor, for the message. */
  "sh.divide": method("divide", "mut own own own ref ref"),
  "sh.remainder": method("remainder", "mut own own own ref ref"),
  /** `fn power(&mut self, line, base, exponent, text, token) -> Checked<i64>`: a negative exponent is an error. */
  "sh.power": method("power", "mut own own own ref ref"),
  /** `fn evaluate(&mut self, body: FnOnce(&mut Shell) -> Checked<i64>) -> Checked<Status>`: `((…))`: 0 when the value is not 0; `Abandon` gives 1. */
  "sh.evaluate": method("evaluate", "mut own", { calls: [1] }),
} as const;
