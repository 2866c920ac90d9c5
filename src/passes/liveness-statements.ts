/** Live locals backward through each kind of statement. */
import { patternLocals, type Statement } from "../ir/index.ts";
import type { FunctionLiveness, Set32 } from "./liveness-function.ts";

/** Takes one statement backward. */
export function statement(pass: FunctionLiveness, node: Statement): void {
  switch (node.kind) {
    case "let":
      if (node.value) {
        pass.kill(node.local);
        pass.expression(node.value);
      } else pass.kill(node.local);
      return;
    case "letPattern":
      for (const local of patternLocals(node.pattern)) pass.kill(local);
      return pass.expression(node.value);
    case "assign":
      if (node.place.kind === "local") {
        pass.store(node.id, node.place.local);
        pass.kill(node.place.local);
      } else if (!pass.storeMember(node)) pass.expression(node.place);
      return pass.expression(node.value);
    case "update":
      if (!pass.storeChange(node)) pass.expression(node.place);
      return pass.expression(node.value);
    case "expression":
    case "yield":
      return pass.expression(node.value);
    case "if": {
      const after = pass.copy(pass.live);
      pass.branch(node.id, node.test);
      if (node.orElse) pass.block(node.orElse);
      const other = pass.live;
      pass.live = after;
      pass.block(node.then);
      pass.union(pass.live, other);
      return pass.expression(node.test);
    }
    case "while": {
      const after = pass.copy(pass.live);
      if (node.orElse) pass.block(node.orElse);
      const exit = pass.live;
      pass.union(exit, after);
      pass.loop(node.id, node.label, exit, () => {
        if (node.step) {
          pass.block(node.step);
          pass.continues.set(node.label, pass.copy(pass.live));
        }
        pass.block(node.body);
        pass.union(pass.live, exit);
        pass.expression(node.test);
      });
      return;
    }
    case "doWhile": {
      const after = pass.copy(pass.live);
      pass.loop(node.id, node.label, after, () => {
        pass.union(pass.live, after);
        pass.expression(node.test);
        pass.continues.set(node.label, pass.copy(pass.live));
        pass.block(node.body);
      });
      return;
    }
    case "loop":
      pass.loop(node.id, node.label, pass.copy(pass.live), () => pass.block(node.body));
      return;
    case "forEach": {
      const after = pass.copy(pass.live);
      if (node.orElse) pass.block(node.orElse);
      const exit = pass.live;
      pass.union(exit, after);
      const locals = patternLocals(node.pattern);
      pass.loop(node.id, node.label, exit, () => {
        pass.block(node.body);
        for (const local of locals) pass.kill(local);
      });
      return pass.expression(node.iterable);
    }
    case "forRange": {
      const after = pass.copy(pass.live);
      if (node.orElse) pass.block(node.orElse);
      const exit = pass.live;
      pass.union(exit, after);
      pass.loop(node.id, node.label, exit, () => {
        pass.block(node.body);
        pass.kill(node.local);
      });
      pass.expression(node.step);
      pass.expression(node.stop);
      return pass.expression(node.start);
    }
    case "switch": {
      const after = pass.copy(pass.live);
      if (node.orElse) pass.block(node.orElse);
      const all = pass.live;
      for (const each of node.cases) {
        pass.live = pass.copy(after);
        pass.block(each.body);
        pass.union(all, pass.live);
      }
      pass.live = all;
      return pass.expression(node.subject);
    }
    case "labelled": {
      pass.breaks.set(node.label, pass.copy(pass.live));
      pass.block(node.body);
      pass.breaks.delete(node.label);
      return;
    }
    case "break":
      pass.live = pass.copy(pass.breaks.get(node.label) ?? new Int32Array(pass.words));
      pass.union(pass.live, pass.sticky);
      return;
    case "continue":
      pass.live = pass.copy(pass.continues.get(node.label) ?? new Int32Array(pass.words));
      pass.union(pass.live, pass.sticky);
      return;
    case "return":
      pass.live = pass.copy(pass.sticky);
      if (node.value) pass.expression(node.value);
      return;
    case "raise":
      pass.live = pass.copy(pass.sticky);
      return pass.expression(node.value);
    case "guarded":
      return guarded(pass, node);
    case "block":
      return pass.block(node.body);
  }
}

function guarded(pass: FunctionLiveness, node: Statement<"guarded">): void {
  const outer = pass.sticky;
  const after = pass.copy(pass.live);
  let finalLive: Set32 | undefined;
  if (node.final) {
    pass.block(node.final);
    finalLive = pass.copy(pass.live);
  }
  const end = pass.copy(pass.live);
  if (finalLive) {
    // Handlers and body may leave early through `final`, and what is live behind it stays live there too.
    pass.sticky = pass.copy(outer);
    pass.union(pass.sticky, finalLive);
    pass.union(pass.sticky, after);
  }
  const raised = pass.copy(pass.sticky);
  pass.union(raised, end);
  for (const handler of node.handlers) {
    pass.live = pass.copy(end);
    pass.block(handler.body);
    if (handler.test) pass.expression(handler.test);
    pass.kill(handler.binding);
    pass.union(raised, pass.live);
  }
  pass.live = end;
  if (node.orElse) pass.block(node.orElse);
  const inside = pass.copy(pass.sticky);
  if (node.handlers.length > 0) pass.union(inside, raised);
  pass.sticky = inside;
  pass.union(pass.live, inside);
  pass.block(node.body);
  pass.sticky = outer;
}
