/**
 * Functions that a program has run in processes of their own. They are run here one after the other, which is the same for what they return; what they
 * print is held back until their process ends, or lost with it, and what they change is seen by none but themselves.
 */

const RUN = /\.(?:map|starmap|imap|imap_unordered|apply|map_async|apply_async|submit)\s*\(\s*(\w+)/g;

const ACTS = /\bprint\s*\(|\bsys\.std(?:out|err)\b|^\s+global\s/m;

/** The text of a function's body, by its indentation. */
const bodyOf = (text: string, name: string): string =>
  new RegExp(`^([ \\t]*)def ${name}\\b.*\\n((?:\\1[ \\t]+.*\\n|[ \\t]*\\n)*)`, "m").exec(text)?.[2] ?? "";

/** Does the text have functions run in processes that print, or change what the program has? */
export const actsInProcesses = (text: string): boolean =>
  /\bmultiprocessing\b|\bProcessPoolExecutor\b/.test(text) && [...text.matchAll(RUN)].some(([, name]) => ACTS.test(bodyOf(text, name)));
