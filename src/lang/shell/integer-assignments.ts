/** Assignments, and what calls of functions give to their parameters: whether those are integers, texts or arrays of their own. */
import type { Flow } from "./flow.ts";
import { Uses } from "./integer-uses.ts";
import { integerWord, literalText, mayBeExpression } from "./integer-words.ts";
import { mayDivide, paramKey } from "./name-words.ts";
import type { Assignment, Command, Word } from "./parse/index.ts";
import type { References } from "./references.ts";
import { some } from "./lower/scan.ts";

export abstract class Assigned extends Uses {
  protected abstract readonly references: References;

  private depend(name: string, of: string, flow: Flow): void {
    if (!/^[0-9]/.test(of)) this.needs.push({ name, of });
    else if (flow.fn === undefined) this.bad.add(name);
    else this.needs.push({ name, of: paramKey(flow.fn, of) });
  }

  /** A call of a function: what its parameters are given. */
  protected call(c: Command<"simple">, name: string, flow: Flow): void {
    this.shared.call(name, flow);
    for (const at of this.references.params.get(name) ?? []) {
      if (at === 0) {
        for (const word of c.words.slice(1)) this.named("assignment" in word ? "\0" : literalText(word));
        continue;
      }
      // The words before it must be one field each, or it is another parameter.
      const before = c.words.slice(1, at + 1).map((word) => ("assignment" in word ? "\0" : literalText(word)));
      if (before.length < at || before.some((text) => text.includes("\0"))) this.all = true;
      else this.tokens(before[at - 1]);
    }
    let certain = c.assignments.length === 0;
    for (let i = 1; i <= 9; i++) {
      const word = c.words[i];
      const kind = word && !("assignment" in word) && certain ? integerWord(word) : undefined;
      const key = paramKey(name, String(i));
      if (!kind) {
        this.bad.add(key);
        certain &&= word !== undefined && !("assignment" in word) && word.parts.length === 1 && word.parts[0].kind === "double";
      } else if (kind.of !== undefined) this.depend(key, kind.of, flow);
    }
  }

  protected assignment(a: Assignment, flow: Flow, temporary: boolean): void {
    if (a.elements) {
      for (const element of a.elements) this.element(element, a.name, flow);
      if (temporary || a.subscript || a.elements.some((each) => each.key)) this.bad.add(a.name);
      const fails = flow.fn === undefined && some(a.elements, mayDivide);
      if (a.append) this.writeElements(a.name, flow);
      else if (fails && !flow.assigned.has(a.name)) this.maybe(flow, () => this.write(a.name, flow, true));
      else this.write(a.name, flow, true);
      return;
    }
    const value = a.value as Word;
    this.word(value, flow);
    if (a.subscript) {
      if (temporary) this.bad.add(a.name);
      const text = literalText(value);
      if (this.dynamicCommands || mayBeExpression(text)) this.tokens(text);
      this.subscript(a.subscript, a.name, flow);
      this.writeElements(a.name, flow);
      return;
    }
    const kind = integerWord(value);
    if (kind === undefined) {
      // The text may be evaluated as an expression later.
      const text = literalText(value);
      if (this.dynamicCommands || mayBeExpression(text)) this.tokens(text);
    }
    if (a.append) this.read(a.name, flow);
    if (temporary) this.bad.add(a.name);
    else if (a.append || kind === undefined) this.texts.add(a.name);
    else if (kind.of !== undefined) this.depend(a.name, kind.of, flow);
    // A division by zero gives the command up, and the script goes on.
    const fails = flow.fn === undefined && some(value, mayDivide);
    if (fails && !flow.assigned.has(a.name)) this.maybe(flow, () => this.write(a.name, flow));
    else this.write(a.name, flow);
  }

  /** Shared globals are the main script's. */
  protected keepShared(main: Flow): void {
    for (const name of [...this.shared.unfit, ...this.shared.changedInProcesses()]) this.bad.add(name);
    for (const name of this.shared.names) main.names.add(name);
    for (const name of this.shared.unset()) {
      if (!this.shared.names.has(name)) continue;
      if (this.plain.has(name)) this.texts.add(name);
      (this.nounset ? this.bad : this.inherited).add(name);
    }
  }
}
