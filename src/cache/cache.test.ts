import { mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { ProgramInput } from "../lang/front-end.ts";
import { translateOne } from "../pool/job.ts";
import { openCache } from "./index.ts";

let scratch = "";
beforeAll(() => {
  scratch = mkdtempSync(path.join(tmpdir(), "transpile-cache-"));
});
afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const python = (text: string): ProgramInput => ({
  language: "python",
  name: "p",
  entry: 0,
  files: [{ path: "p.py", text }],
  options: {},
});

/** A program in C that includes `size.h` of the scratch folder. */
const includes = (): ProgramInput => ({
  language: "c",
  name: "c",
  entry: 0,
  files: [{ path: "c.c", text: '#include "size.h"\nint main(void) { return SIZE; }\n' }],
  options: { root: scratch },
});

const open = (translator = "one", disabledPasses: readonly string[] = []): ReturnType<typeof openCache> =>
  openCache(path.join(scratch, "cache"), translator, { disabledPasses });

/** Translates and keeps a program, by a cache that is ended. */
const kept = async (program: ProgramInput): Promise<ReturnType<typeof translateOne>> => {
  const outcome = translateOne(program, {});
  const cache = await open();
  cache.keep(program, outcome);
  await cache.end();
  return outcome;
};

test("a program that was translated before is found, as it was made", async () => {
  const program = python("print(1)\n");
  expect(await (await open()).find(program)).toBeUndefined();
  const outcome = await kept(program);
  const found = await (await open()).find(program);
  expect(found).toMatchObject({ known: true, output: "output" in outcome ? outcome.output : undefined });
});

test("another text, option or translator is another program", async () => {
  const program = python("print(2)\n");
  await kept(program);
  expect(await (await open()).find(python("print(3)\n"))).toBeUndefined();
  expect(await (await open()).find({ ...program, options: { allowPartial: true } })).toBeUndefined();
  expect(await (await open("one", ["ranges"])).find(program)).toBeUndefined();
  expect(await (await open("two")).find(program)).toBeUndefined();
  expect(await (await open()).find(program)).toBeDefined();
});

test("a header that changed makes its program unknown", async () => {
  const header = path.join(scratch, "size.h");
  writeFileSync(path.join(scratch, "c.c"), includes().files[0].text);
  writeFileSync(header, "#define SIZE 1\n");
  await kept(includes());
  expect(await (await open()).find(includes())).toBeDefined();
  writeFileSync(header, "#define SIZE 2\n");
  utimesSync(header, 1, 1);
  expect(await (await open()).find(includes())).toBeUndefined();
});

test("a header that is new beside the program makes it unknown", async () => {
  await kept(includes());
  expect(await (await open()).find(includes())).toBeDefined();
  writeFileSync(path.join(scratch, "stdio.h"), "");
  expect(await (await open()).find(includes())).toBeUndefined();
});

test("what the compiler could not read, internal errors and times of the translation are not kept", async () => {
  const missing: ProgramInput = {
    ...includes(),
    files: [{ path: "missing.c", text: '#include "none.h"\nint main(void) { return 0; }\n' }],
  };
  writeFileSync(path.join(scratch, "missing.c"), missing.files[0].text);
  const dated: ProgramInput = { ...includes(), files: [{ path: "dated.c", text: "int main(void) { return __DATE__[0]; }\n" }] };
  writeFileSync(path.join(scratch, "dated.c"), dated.files[0].text);
  for (const program of [missing, dated]) {
    await kept(program);
    expect(await (await open()).find(program)).toBeUndefined();
  }
  const cache = await open();
  cache.keep(python("print(4)\n"), { crash: { message: "m", stack: "s" } });
  await cache.end();
  expect(await (await open()).find(python("print(4)\n"))).toBeUndefined();
});
