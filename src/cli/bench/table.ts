import { table } from "../terminal.ts";
import { BASELINES, fastestTwin, isNoisy, LANGUAGES, ratioOf, type Results, type Row, type Side } from "./row.ts";
import { geometricMean } from "./statistics.ts";

const ms = (side: Side | undefined): string => (side === undefined ? "-" : (side.cpu.median * 1000).toFixed(1));
const interval = ({ wall }: Side): string =>
  `${(wall.median * 1000).toFixed(1)} [${(wall.low * 1000).toFixed(1)}, ${(wall.high * 1000).toFixed(1)}] ${(wall.p95 * 1000).toFixed(1)}`;
const mebibytes = (side: Side | undefined): string => (side === undefined ? "-" : (side.memory / 1024).toFixed(1));
const times = (side: Side | undefined, than: Side | undefined, clock: "cpu" | "wall" = "cpu"): string =>
  side === undefined || than === undefined ? "-" : ratioOf(side, than, clock).value.toFixed(2);

/** Without what the interpreter takes to start: how many times faster. */
const afterStart = (row: Row, start: Side | undefined): string => {
  const { original, translated } = row.sides;
  if (original === undefined || translated === undefined || start === undefined) return "-";
  const work = original.cpu.median - start.cpu.median;
  // Little more than start-up: the difference of two almost equal numbers says nothing.
  return work < original.cpu.median / 5 ? "-" : (work / Math.max(translated.cpu.median, 1e-4)).toFixed(2);
};

const HEAD = [
  "program",
  "original: ms wall [95 %] p95",
  "translated: ms wall [95 %] p95",
  "cpu ms",
  "cpu ms",
  "twin cpu ms",
  "times faster",
  "without start",
  "twin",
  "fastest form (wall)",
  "x twin",
  "MiB",
  "MiB",
  "twin MiB",
  "",
];

const line = (row: Row, start: Side | undefined): string[] => {
  const { original, translated, twin } = row.sides;
  const fastest = fastestTwin(row);
  return [
    [row.program, ...row.args].join(" "),
    original === undefined ? "-" : interval(original),
    translated === undefined ? "-" : interval(translated),
    ms(original),
    ms(translated),
    ms(twin),
    times(original, translated),
    afterStart(row, start),
    times(original, twin),
    fastest === undefined || original === undefined ? "-" : `${times(original, fastest[1], "wall")} ${fastest[0]}`,
    times(translated, twin),
    mebibytes(original),
    mebibytes(translated),
    mebibytes(twin),
    [isNoisy(row) ? "noisy" : "", row.load > 3 ? `load ${row.load}` : "", row.problem?.slice(0, 70) ?? ""]
      .filter((text) => text !== "")
      .join(", "),
  ];
};

/** The results as text: a line a case, then the means of each language. */
export const renderTable = ({ rows, startup, environment }: Results): string => {
  const { machine, versions, commit, load } = environment;
  const tools = Object.entries(versions).map(([name, text]) => (text.startsWith(name) ? text : `${name} ${text}`));
  const lines = [
    `${machine.processor}, ${machine.processors} processors, ${machine.memoryGiB} GiB; load ${load.join(" to ")}; commit ${commit ?? "unknown"}`,
    tools.join("; "),
    "",
    table([HEAD, ...rows.map((row) => line(row, startup[row.language]))]),
  ];
  for (const language of LANGUAGES) {
    const own = rows.filter((row) => row.language === language);
    const start = startup[language];
    if (own.length > 0 && start !== undefined) lines.push(`start-up of ${BASELINES[language]}: ${ms(start)} ms, ${mebibytes(start)} MiB`);
    const mean = (side: string, than: string): string | undefined => {
      const ratios = own.flatMap((row) => {
        const [a, b] = [row.sides[side], row.sides[than]];
        return a === undefined || b === undefined ? [] : [ratioOf(a, b).value];
      });
      if (ratios.length === 0) return undefined;
      return `${geometricMean(ratios).toFixed(2)} (${ratios.length} rows, ${Math.min(...ratios).toFixed(2)} to ${Math.max(...ratios).toFixed(2)})`;
    };
    const faster = mean("original", "translated");
    if (faster === undefined) continue;
    lines.push(`${language}: times faster than ${BASELINES[language]} ${faster}, geometric mean of processor time, start-up included`);
    const ceiling = mean("translated", "twin");
    if (ceiling !== undefined) lines.push(`${language}: times the twins' time ${ceiling}`);
  }
  return lines.join("\n");
};
