import { expect, test } from "vitest";
import { makeFlags, makeTargets } from "./make-targets.ts";

test("the target that an entry is linked to", () => {
  const makefile =
    "OBJS = main.o \\\n  scan.o\nall: logscan\nlogscan: $(OBJS)\n\tcc -o $@ $(OBJS)\nmain.o: scan.h\nclean:\n\trm -f logscan\n";
  expect(makeTargets(makefile, "main")).toEqual(["logscan"]);
  expect(makeTargets("tool: tool.c\n\tcc -o tool tool.c", "tool")).toEqual(["tool"]);
  expect(makeTargets("tool: tool.c", "other")).toEqual([]);
});

test("what the compiler is handed", () => {
  const makefile =
    'CC = gcc\nVERSION ?= 1.2\nCFLAGS = -Wall -DVERSION=\\"$(VERSION)\\"\nCFLAGS += -DLIMIT=3 -Iinclude\nifdef DEBUG\nCFLAGS += -DDEBUG\nendif\n' +
    "main: main.o\n\t$(CC) -o $@ $^\ncheck: check.c\n\t$(CC) $(CFLAGS) -DCHECK -o $@ $<\n";
  expect(makeFlags(makefile, "main")).toEqual(["-Wall", '-DVERSION="1.2"', "-DLIMIT=3", "-Iinclude"]);
  expect(makeFlags(makefile, "check")).toContain("-DCHECK");
  expect(makeFlags("all:\n\tgcc -DALL *.c -o prog\n", "main")).toContain("-DALL");
  expect(makeFlags("debug: CFLAGS += -DDEBUG\n%.o: %.c\n\t$(CC) $(CFLAGS) -DX -c $<\n", "main")).toEqual(["-DX", "-c"]);
});
