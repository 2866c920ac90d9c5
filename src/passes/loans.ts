/**
 * One round of ownership's questions about aliases: which reads would make a second owner, which locals can be borrows of the place that
 * they were read from, which loops and calls borrow what they change. What a borrow cannot express is demoted.
 */
import type { Flat } from "./flat.ts";
import type { OwnershipPass } from "./ownership.ts";
import { FunctionLoans } from "./loans-function.ts";

export class Loans {
  private readonly pass: OwnershipPass;
  private readonly flat: Flat;

  constructor(pass: OwnershipPass) {
    this.pass = pass;
    this.flat = pass.flat;
  }

  /** Optimistic: every local with one definition that reads a place is a borrow until something speaks against it. */
  start(): void {
    for (const fn of this.pass.program.functions) new FunctionLoans(this.pass, this.flat, fn.id).start();
  }

  run(): void {
    for (const fn of this.pass.program.functions) new FunctionLoans(this.pass, this.flat, fn.id).run();
  }
}
