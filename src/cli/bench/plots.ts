import { isNoisy, ratioOf, type Results, type Row, type Side } from "./row.ts";

/** A drawing as the shapes of an SVG picture, for a template to write. */
export interface Plot {
  readonly title: string;
  readonly width: number;
  readonly height: number;
  readonly rects: readonly {
    readonly x: string;
    readonly y: string;
    readonly width: string;
    readonly height: string;
    readonly fill: string;
  }[];
  readonly lines: readonly {
    readonly x1: string;
    readonly y1: string;
    readonly x2: string;
    readonly y2: string;
    readonly stroke: string;
  }[];
  readonly dots: readonly { readonly x: string; readonly y: string; readonly fill: string }[];
  readonly texts: readonly { readonly x: string; readonly y: string; readonly anchor: string; readonly text: string }[];
}

const COLOURS: Readonly<Record<string, string>> = { original: "#999", translated: "#c63", twin: "#37a" };
const OTHERS = ["#6a9", "#86b", "#b86", "#489"];
const colourOf = (side: string, among: readonly string[]): string =>
  COLOURS[side] ?? OTHERS[among.filter((name) => COLOURS[name] === undefined).indexOf(side) % OTHERS.length];

const LABEL = 300;
const SPAN = 560;
const BAR = 9;
const at = (value: number): string => value.toFixed(1);

type Shapes = { -readonly [K in "rects" | "lines" | "dots" | "texts"]: Plot[K][number][] };
const shapes = (): Shapes => ({ rects: [], lines: [], dots: [], texts: [] });

/** A logarithmic scale from the power of ten below the least value to the one above the largest. */
const scaleOf = (values: readonly number[], start: number, span: number): { at: (value: number) => number; ticks: number[] } => {
  const low = Math.floor(Math.log10(Math.min(...values)));
  const high = Math.max(low + 1, Math.ceil(Math.log10(Math.max(...values))));
  const ticks = Array.from({ length: high - low + 1 }, (_, index) => 10 ** (low + index));
  return { at: (value) => start + (span * (Math.log10(value) - low)) / (high - low), ticks };
};

const short = (value: number): string => (value >= 1000 ? `${value / 1000}k` : String(Number(value.toPrecision(3))));

/** The sides that any of the rows has, the usual ones first. */
const sidesOf = (rows: readonly Row[]): string[] => {
  const names = new Set(rows.flatMap((row) => Object.keys(row.sides)));
  return [...Object.keys(COLOURS).filter((name) => names.has(name)), ...[...names].filter((name) => COLOURS[name] === undefined)];
};

const legend = (names: readonly string[], drawn: Shapes): void => {
  for (const [index, name] of names.entries()) {
    const x = LABEL + index * 120;
    drawn.rects.push({ x: at(x), y: "4", width: "10", height: "10", fill: colourOf(name, names) });
    drawn.texts.push({ x: at(x + 14), y: "13", anchor: "start", text: name });
  }
};

const nameOf = (row: Row): string => [row.program.replace(/\/original\.(\w+)$/, " ($1)"), ...row.args].join(" ");

/** Bars by row and side, on a logarithmic scale, with an interval each. */
const bars = (
  title: string,
  rows: readonly Row[],
  valueOf: (side: Side, row: Row) => { value: number; low: number; high: number } | undefined,
  wanted: (side: string) => boolean,
): Plot | undefined => {
  const names = sidesOf(rows).filter(wanted);
  const found = rows.flatMap((row) => {
    const own = names.flatMap((name) => {
      const side = row.sides[name];
      const value = side === undefined ? undefined : valueOf(side, row);
      return value === undefined ? [] : [{ name, ...value }];
    });
    return own.length === 0 ? [] : [{ row, own }];
  });
  if (found.length === 0) return undefined;
  const values = found.flatMap(({ own }) => own.flatMap(({ low, high, value }) => [low, high, value]));
  const scale = scaleOf([...values, 1], LABEL, SPAN);
  const drawn = shapes();
  legend(names, drawn);
  let y = 40;
  const origin = scale.at(1);
  for (const { row, own } of found) {
    const label = `${nameOf(row)}${isNoisy(row) ? " (noisy)" : ""}`;
    drawn.texts.push({ x: at(LABEL - 8), y: at(y + (own.length * BAR) / 2 + 4), anchor: "end", text: label.slice(0, 44) });
    for (const { name, value, low, high } of own) {
      const [from, to] = [Math.min(origin, scale.at(value)), Math.max(origin, scale.at(value))];
      drawn.rects.push({ x: at(from), y: at(y), width: at(Math.max(1, to - from)), height: at(BAR - 2), fill: colourOf(name, names) });
      const middle = at(y + BAR / 2 - 1);
      drawn.lines.push({ x1: at(scale.at(low)), y1: middle, x2: at(scale.at(high)), y2: middle, stroke: "#222" });
      y += BAR;
    }
    y += 8;
  }
  for (const tick of scale.ticks) {
    const x = at(scale.at(tick));
    drawn.lines.push({ x1: x, y1: "34", x2: x, y2: at(y), stroke: tick === 1 ? "#222" : "#ccc" });
    drawn.texts.push({ x, y: "30", anchor: "middle", text: short(tick) });
  }
  return { title, width: LABEL + SPAN + 40, height: Math.ceil(y + 8), ...drawn };
};

/** The place of the argument in which the cases of one program differ, if they are sizes. */
const sizeAt = (rows: readonly Row[]): number | undefined => {
  const places = rows[0].args.map((_, index) => index).filter((index) => new Set(rows.map((row) => row.args[index])).size === rows.length);
  return places.find((index) => rows.every((row) => Number(row.args[index]) > 0));
};

/** Time over size, both logarithmic, for a program with cases of several sizes. */
const scaling = (program: string, rows: readonly Row[]): Plot | undefined => {
  const place = rows.length < 2 ? undefined : sizeAt(rows);
  if (place === undefined) return undefined;
  const sized = rows.map((row) => ({ size: Number(row.args[place]), row })).sort((a, b) => a.size - b.size);
  const names = sidesOf(rows);
  const times = rows.flatMap((row) => names.flatMap((name) => row.sides[name]?.wall.median ?? []));
  if (times.length === 0) return undefined;
  const [width, height] = [SPAN, 260];
  const drawn = shapes();
  legend(names, drawn);
  const x = scaleOf(
    sized.map(({ size }) => size),
    LABEL,
    width,
  );
  const y = scaleOf(times, 0, height);
  const up = (seconds: number): number => 30 + height - y.at(seconds);
  for (const tick of y.ticks) {
    drawn.lines.push({ x1: at(LABEL), y1: at(up(tick)), x2: at(LABEL + width), y2: at(up(tick)), stroke: "#ddd" });
    drawn.texts.push({ x: at(LABEL - 8), y: at(up(tick) + 4), anchor: "end", text: `${short(tick * 1000)} ms` });
  }
  for (const { size } of sized) drawn.texts.push({ x: at(x.at(size)), y: at(height + 48), anchor: "middle", text: short(size) });
  for (const name of names) {
    const stroke = colourOf(name, names);
    const points = sized.flatMap(({ size, row }) => {
      const side = row.sides[name];
      return side === undefined ? [] : [[x.at(size), up(side.wall.median)] as const];
    });
    for (const [index, [px, py]] of points.entries()) {
      drawn.dots.push({ x: at(px), y: at(py), fill: stroke });
      const next = points.at(index + 1);
      if (next !== undefined) drawn.lines.push({ x1: at(px), y1: at(py), x2: at(next[0]), y2: at(next[1]), stroke });
    }
  }
  return { title: `${program}: time over size`, width: LABEL + width + 40, height: height + 60, ...drawn };
};

/** All plots of a run: ratios, scaling lines, memory. */
export const plotsOf = ({ rows }: Results): Plot[] => {
  const faster = bars(
    "How many times faster than the original (wall clock)",
    rows,
    (side, { sides }) => (sides.original === undefined ? undefined : ratioOf(sides.original, side, "wall")),
    (side) => side !== "original",
  );
  const programs = [...new Set(rows.map((row) => row.program))];
  const lines = programs.map((program) =>
    scaling(
      program,
      rows.filter((row) => row.program === program),
    ),
  );
  const memory = bars(
    "Peak memory, MiB",
    rows,
    ({ memory: kibibytes }) => ({ value: kibibytes / 1024, low: kibibytes / 1024, high: kibibytes / 1024 }),
    () => true,
  );
  return [faster, ...lines, memory].filter((plot) => plot !== undefined);
};
