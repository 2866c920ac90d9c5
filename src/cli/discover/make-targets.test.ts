import { expect, test } from "vitest";
import { makeTargets } from "./make-targets.ts";

test("the target that an entry is linked to", () => {
  const makefile =
    "OBJS = main.o \\\n  scan.o\nall: logscan\nlogscan: $(OBJS)\n\tcc -o $@ $(OBJS)\nmain.o: scan.h\nclean:\n\trm -f logscan\n";
  expect(makeTargets(makefile, "main")).toEqual(["logscan"]);
  expect(makeTargets("tool: tool.c\n\tcc -o tool tool.c", "tool")).toEqual(["tool"]);
  expect(makeTargets("tool: tool.c", "other")).toEqual([]);
});
