import { expect, test } from "vitest";
import { examplesOf } from "./doctest.ts";

test("examples of a docstring, with what they want", () => {
  const doc =
    "Adds.\n\n    >>> add(1,\n    ...     2)\n    3\n    >>> x = 1\n    >>> add('a', 1)\n    Traceback (most recent call last):\n        ...\n    TypeError: no\n\n    Text.\n";
  expect(examplesOf(doc)).toEqual([
    { source: "add(1,\n    2)", want: "3\n", line: 2 },
    { source: "x = 1", want: "", line: 5 },
    { source: "add('a', 1)", want: "Traceback (most recent call last):\n    ...\nTypeError: no\n", line: 6 },
  ]);
});
