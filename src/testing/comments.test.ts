import path from "node:path";
import { expect, test } from "vitest";
import { translateFile } from "./differential.ts";
import { ROOT } from "./fixtures.ts";

test("each comment of a C program is in the output once", () => {
  const { outcome } = translateFile(path.join(ROOT, "fixtures/c/comments/shapes/main.c"));
  if (!("output" in outcome)) throw new Error("not translated");
  const text = outcome.output.files.map((file) => file.text).join("\n");
  const marks = Array.from({ length: 65 }, (_, i) => `C${String(i + 1).padStart(2, "0")}`);
  const leftOut = ["C39"];
  expect(marks.filter((mark) => text.split(mark).length !== (leftOut.includes(mark) ? 1 : 2))).toEqual([]);
  // The comments of what no one calls go with it.
  expect(text).not.toContain("not counted");
});

test("each comment of a Python program is in the output once", () => {
  const { outcome } = translateFile(path.join(ROOT, "fixtures/python/comments/everywhere.py"));
  if (!("output" in outcome)) throw new Error("not translated");
  const text = outcome.output.files.map((file) => file.text).join("\n");
  const marks = Array.from({ length: 39 }, (_, i) => `P${String(i + 1).padStart(2, "0")}`);
  expect(marks.filter((mark) => text.split(mark).length !== 2)).toEqual([]);
});

test("each comment of a shell script is in the output once", () => {
  const { outcome } = translateFile(path.join(ROOT, "fixtures/shell/comments/everywhere.sh"));
  if (!("output" in outcome)) throw new Error("not translated");
  const text = outcome.output.files.map((file) => file.text).join("\n");
  const marks = Array.from({ length: 18 }, (_, i) => `S${String(i + 1).padStart(2, "0")}`);
  expect(marks.filter((mark) => text.split(mark).length !== 2)).toEqual([]);
});
