/** The values of literals: numbers and the escapes of strings. */

/** `0x1f`, `1_000`. */
export const integerValue = (text: string): bigint => {
  const digits = text.replace(/_/g, "").toLowerCase();
  return BigInt(/^0+$/.test(digits) ? "0" : digits);
};

const SIMPLE: Readonly<Record<string, string>> = {
  n: "\n",
  t: "\t",
  r: "\r",
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
};

/** Text with its escapes resolved; undefined where one cannot be: `\N{…}` of a name that `named` does not know. In `bytes` texts `\u` is no escape. */
export const unescape = (text: string, bytes: boolean, named?: (name: string) => string | undefined): string | undefined => {
  if (!text.includes("\\")) return text;
  let failed = false;
  const result = text.replace(
    /\\(\r\n|[0-7]{1,3}|x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|N\{[^}]*\}|[\s\S])/g,
    (whole, code: string) => {
      const first = code[0];
      if (code === "\n" || code === "\r\n") return "";
      if (first >= "0" && first <= "7") return String.fromCodePoint(parseInt(code, 8));
      if (first === "x" && code.length === 3) return String.fromCodePoint(parseInt(code.slice(1), 16));
      if (!bytes && (first === "u" || first === "U") && code.length > 1) return String.fromCodePoint(parseInt(code.slice(1), 16));
      if (!bytes && first === "N" && code.length > 1) {
        const character = named?.(code.slice(2, -1));
        failed ||= character === undefined;
        return character ?? "";
      }
      return SIMPLE[code] ?? whole;
    },
  );
  return failed ? undefined : result;
};

/** The documentation text of a docstring, without its common indent. */
export const cleanDoc = (text: string): string => {
  const lines = text.replace(/\t/g, "        ").split("\n");
  let indent = Infinity;
  for (const line of lines.slice(1)) if (line.trim()) indent = Math.min(indent, line.length - line.trimStart().length);
  const cleaned = [lines[0].trim(), ...lines.slice(1).map((line) => line.slice(indent === Infinity ? 0 : indent).trimEnd())];
  while (cleaned.length && !cleaned[cleaned.length - 1]) cleaned.pop();
  while (cleaned.length && !cleaned[0]) cleaned.shift();
  return cleaned.join("\n");
};
