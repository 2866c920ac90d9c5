import { expect, test } from "vitest";
import { makeSource } from "../../base/text.ts";
import { refusal } from "../problems/index.ts";
import { renderHuman } from "./human.ts";
import { renderJson, renderSarif } from "./machine.ts";

const source = makeSource("app/main.py", "x = 1\n\tgrüße = = 2\n");
const located = { source, diagnostic: refusal("PY0001", { file: 0, start: 7, end: 14 }, "`=` was not expected here") };

test("human: place, what, excerpt with carets, why and help", () => {
  expect(renderHuman(located).split("\n")).toEqual([
    "app/main.py:2:2: refused[PY0001]: `=` was not expected here",
    "    2 |  grüße = = 2",
    "      |  ^^^^^",
    "      why: The parser does not understand this as Python 3.",
    "      help: Run `python3 -m py_compile` on the file and correct it.",
  ]);
});

test("json: columns count characters", () => {
  expect(JSON.parse(renderJson(located))).toMatchObject({
    path: "app/main.py",
    start: { line: 2, column: 2 },
    end: { line: 2, column: 7 },
    severity: "refusal",
  });
});

test("sarif: a rule for each code that occurs", () => {
  const log = JSON.parse(renderSarif([located, located], "1.0.0")) as {
    runs: { tool: { driver: { rules: unknown[] } }; results: unknown[] }[];
  };
  expect(log.runs[0].tool.driver.rules.length).toBe(1);
  expect(log.runs[0].results.length).toBe(2);
});
