/** The front end of C. */
import { noSpan } from "../../base/span.ts";
import type { FrontEnd } from "../front-end.ts";

export const cFrontEnd: FrontEnd = {
  language: "c",
  translate: () => ({ diagnostics: [{ code: "TR0004", severity: "refusal", span: noSpan, message: "programs in c are not translated yet" }] }),
};
