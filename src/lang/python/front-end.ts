/** The front end of Python. */
import { noSpan } from "../../base/span.ts";
import type { FrontEnd } from "../front-end.ts";

export const pythonFrontEnd: FrontEnd = {
  language: "python",
  translate: () => ({ diagnostics: [{ code: "TR0004", severity: "refusal", span: noSpan, message: "programs in python are not translated yet" }] }),
};
